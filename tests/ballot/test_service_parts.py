"""Parts of the service by themselves: how long a form and a proof live, when a seal is due, what a minute tells."""

import base64
import datetime
import io
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import altcha
import pytest
from markupsafe import Markup

from ballot import files
from ballot.box import Box
from ballot.cast import Cast, State, Verdict, judge
from ballot.cast import Known as Facts
from ballot.leaf import Ballot
from ballot.service import challenge, poll, tokens
from ballot.service.challenge import Challenges, Unproved
from ballot.service.clock import Clock
from ballot.service.journal import Journal
from ballot.service.page import FormPage, Printer, ReceiptPage, Site, instant, options, prepared, say_of
from ballot.service.sheet import Sheet
from ballot.service.upkeep import LEAST, upkeep
from ballot.vote import read
from ballot.withdrawal import withdraw
from tests.ballot.polling import box_file, open_vote

KEY = bytes(32)


@pytest.mark.parametrize(
    ("age", "fine"), [(0, True), (tokens.LIFE, True), (tokens.LIFE + 1, False), (-60, True), (-61, False)]
)
def test_a_form_can_be_sent_for_twelve_hours(age: int, fine: bool) -> None:
    given = tokens.tokens(KEY)
    name, token = given.form("voter", 100_000)
    if fine:
        assert given.form_of(token, "voter", 100_000 + age) == name
    else:
        with pytest.raises(tokens.Bad):
            given.form_of(token, "voter", 100_000 + age)


def proof(made: str) -> str:
    found = altcha.solve_challenge(altcha.Challenge.from_dict(json.loads(made)), counter_start=1)
    assert found is not None
    return base64.b64encode(json.dumps({"challenge": json.loads(made), "solution": found.to_dict()}).encode()).decode()


def test_a_proof_can_be_given_for_two_hours_and_for_its_form() -> None:
    challenges = Challenges(KEY)
    payload = proof(challenges.make("form", 1000, cost=1, tries=(1, 2)))
    assert challenges.nonce(payload, "form", 1000 + challenge.LIFE)
    for form, now in (("form", 1001 + challenge.LIFE), ("other", 1000)):
        with pytest.raises(Unproved):
            challenges.nonce(payload, form, now)


def test_a_challenge_of_full_cost_is_answered_as_the_page_does_it() -> None:
    challenges = Challenges(KEY)
    assert challenges.nonce(proof(challenges.make("form", 1000)), "form", 1000)


def known(opens: int, closes: int) -> Facts:
    return Facts(State("key", False, opens, closes, 0, 0), {}, frozenset(), {})


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        (99.999, Verdict.EARLY),
        (100.0, Verdict.TAKEN),
        (199.999, Verdict.TAKEN),
        (200.0, Verdict.LATE),
        (200.001, Verdict.LATE),
    ],
)
def test_the_very_second_of_opening_and_close(at: float, verdict: Verdict) -> None:
    cast = Cast("f", "v", Ballot("open", "00", "", ("N01",)), bytes(32), at)
    assert [outcome.verdict for outcome in judge([cast], known(100, 200))] == [verdict]


def test_a_second_behind_the_databases_clock_is_a_second_later() -> None:
    cast = Cast("f", "v", Ballot("open", "00", "", ("N01",)), bytes(32), 199.0)
    assert judge([cast], known(100, 200), 0.9)[0].verdict is Verdict.TAKEN
    assert judge([cast], known(100, 200), 1.0)[0].verdict is Verdict.LATE


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[poll.Poll, Box, io.StringIO]]:
    vote, _ = open_vote(tmp_path)
    with Box(box_file(vote)) as box:
        yield poll.read(read(vote)), box, io.StringIO()


def test_nineteen_ballots_are_not_sealed_and_twenty_are(running: tuple[poll.Poll, Box, io.StringIO]) -> None:
    opened, box, out = running
    wall = [opened.opens.timestamp() + 3600.0]
    run = upkeep(opened, box, Clock(lambda: wall[0], lambda: wall[0]), Journal(out))

    def cast(number: int) -> None:
        assert box.cast([opened.cast("open", f"voter {number}", ("N01",), "", f"form {number}", wall[0])])

    for number in range(LEAST - 1):
        cast(number)
    run()
    assert box.seals() == ()
    cast(LEAST)
    run()
    assert box.seals() == (), "once an hour, whatever comes"
    wall[0] += 3600
    run()
    assert len(box.seals()) == 1
    assert json.loads(out.getvalue())["event"] == "seal"


def test_withdrawals_are_seen_while_the_service_runs_and_a_line_half_written_changes_nothing(
    running: tuple[poll.Poll, Box, io.StringIO],
) -> None:
    opened, box, out = running
    now = datetime.datetime.now(datetime.UTC)
    run = upkeep(opened, box, Clock(now.timestamp, now.timestamp), Journal(out))
    assert run().withdrawn == {}
    withdraw(opened.vote, now, opened.candidates[6].slug, "信源撤回了报道")
    assert run().withdrawn == {"N07": "信源撤回了报道"}
    with (opened.vote.public / "events.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"at":')
    assert run().withdrawn == {"N07": "信源撤回了报道"}
    assert "fault" not in out.getvalue()


def test_a_minute_tells_sums_and_the_slowest_and_begins_anew() -> None:
    out = io.StringIO()
    journal = Journal(out)
    journal.minute(waiting=0)
    assert out.getvalue() == "", "nothing happened"
    for seconds in (0.01, 0.25, 0.02):
        journal.count("POST 200", seconds)
    journal.count("GET 200", 0.001)
    journal.minute(waiting=3)
    line = json.loads(out.getvalue())
    assert line["sums"] == {"GET 200": 1, "POST 200": 3}
    assert (line["slowest_ms"], line["waiting"]) == (250, 3)
    assert len(line["at"]) == len("2026-12-20T09:00+00:00"), "to the minute"
    journal.minute(waiting=0)
    assert len(out.getvalue().splitlines()) == 1


def test_a_batch_on_sqlite_begins_by_locking_the_file(running: tuple[poll.Poll, Box, io.StringIO]) -> None:
    """BEGIN IMMEDIATE: of two that first read and then write, the second would decide by what no longer holds."""
    _, box, _ = running
    path = str(box._database._engine.url.database)
    other = sqlite3.connect(path, isolation_level=None, timeout=0)

    def work(connection: object) -> bool:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        return True

    assert box._database.run(work)
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()


def test_a_file_is_on_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(handle: int) -> None:
        seen.append("sync")
        real_sync(handle)

    def replace(path: Path, target: Path) -> Path:
        seen.append("name")
        return real_replace(path, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    files.write(tmp_path / "file", b"x")
    assert seen == ["sync", "name", "sync"], "the file, its name, and the folder that holds the name"


def test_pages_that_are_filled_in_are_those_that_are_printed(running: tuple[poll.Poll, Box, io.StringIO]) -> None:
    """The fast way gives the bytes of the slow one, and no voter's page keeps anything of another's."""
    opened, _, _ = running
    printer = Printer(opened.rules, {"ballot.css": "c", "ballot.js": "j", "icon.svg": "i"})
    known_options = prepared(opened.candidates, Site("https://nuanwen.example/", 2026), {})
    at = instant(opened.closes, opened.rules.zone, say_of("en"))
    for number in range(3):
        shown = options(known_options, Sheet(), f"voter {number}")
        page = FormPage(shown, Sheet(), (), f"token-{number}", f'{{"a": "{number}&"}}', 7, number == 1)
        rows = Markup("\n".join(printer._row("option.html", option, "en") for option in shown))
        assert printer.html(page, "en", opened.closes).decode() == printer._print(page, "en", at, rows=rows)
        receipt = ReceiptPage(shown[:3], f"R{number}", f"S{number}+/=", "M1 1h1", False, number == 2, "https://x/")
        rows = Markup("\n".join(printer._row("chosen-one.html", option, "en") for option in shown[:3]))
        assert printer.html(receipt, "en", opened.closes).decode() == printer._print(receipt, "en", at, chosen=rows)
