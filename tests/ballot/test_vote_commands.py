import datetime
import importlib
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from ballot.__main__ import COMMANDS, main
from ballot.commands import clock
from ballot.vote import Folders, read
from tests.ballot.counting import AFTER, BEFORE, DRAW, DURING, LATER
from tests.ballot.votes import a_vote
from tests.builders import ROOT

WAY = ["codes", "freeze", "open", "prolong", "close", "import", "quarantine", "witness", "withdraw", "jury"]
WAY += ["tally", "publish", "destroy"]


@dataclass(frozen=True)
class Hand:
    """Types commands of one vote."""

    vote: Folders
    patch: pytest.MonkeyPatch
    screen: pytest.CaptureFixture[str]

    def __call__(self, command: str, at: datetime.datetime = DURING) -> tuple[int, str]:
        """Type a command at a time of our choice; gives status and what was said."""
        name, *more = command.split()
        module = importlib.import_module(COMMANDS[name])
        if hasattr(module, "now"):
            self.patch.setattr(module, "now", lambda: at)
        code = main([name, "2026", *more])
        said = self.screen.readouterr()
        return code, said.out + said.err


@pytest.fixture
def hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Hand:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return Hand(a_vote(tmp_path, words='["每人选 1 至 10 条。"]'), monkeypatch, capsys)


def marks(vote: Folders) -> Path:
    path = vote.private / "jury.csv"
    head, *rows = path.read_text("utf-8-sig").splitlines()
    filled = [row.rstrip(",") + f",{place}" * 5 for place, row in enumerate(rows, 1)]
    path.write_text("\n".join([head, *filled]), "utf-8")
    return path


@pytest.mark.parametrize(
    ("typed", "told"),
    [("opne", "opne (perhaps open)"), ("OPEN", "OPEN (perhaps open)"), ("--hepl", "(perhaps --help)")],
)
def test_slip_in_a_command_is_told_with_the_one_that_was_meant(
    capsys: pytest.CaptureFixture[str], typed: str, told: str
):
    with pytest.raises(SystemExit, match="2"):
        main([typed, "2026"])
    said = capsys.readouterr().err
    assert f"no such command: {typed}" in said
    assert told in said
    assert said.count("\n") == 1


def test_the_whole_way_and_every_step_twice(hand: Hand):
    (hand.vote.private.parent.parent / "form.csv").write_text("id,choices\n1,N01 N02\n2,N02\n3,N99\n", "utf-8")
    for command, at, says in [
        ("codes --count 3", BEFORE, "3 codes: one per line in .votes/2026/codes.txt"),
        ("freeze", BEFORE, "Locked. The key of the vote is "),
        ("open", DURING, "takes ballots from 2026-12-20T01:00Z to 2026-12-27T10:00Z"),
        ("close", AFTER, "Closed, with 0 seals. Voters:\nBallots that came after the close: 0\n"),
        ("import form.csv --dry-run", AFTER, "form.csv: line 2: N01 N02\nform.csv: line 3: N02\n2 ballots, 0 of them"),
        (
            "import form.csv",
            AFTER,
            "form.csv: line 4: N99 is not a candidate\n2 ballots, 0 of them by code; 1 rows reject",
        ),
        ("jury --jurors 5", AFTER, "20 stories go to the jury: a column of .votes/2026/jury.csv"),
    ]:
        code, said = hand(command, at)
        assert (code, says in said) == (0, True), (command, said)
        assert hand(command, at)[0] == 0, command
    path = marks(hand.vote)
    assert "take it in, or remove it" in hand("jury --jurors 5", AFTER)[1]
    for command, says in [
        (f"jury {path}", "Taken in: J1, J2, J3, J4, J5"),
        (f"tally --draw {DRAW.split()[0]}", "No group has enough ballots: the jury ranks alone."),
        ("publish", "With content/votes/2026 in git, `python3 tasks.py vote destroy 2026` destroys the rest."),
        ("publish", "Anyone can check it with `python3 recount.py content/votes/2026 --check`."),
        ("status", "Next: `python3 tasks.py vote destroy 2026`"),
    ]:
        code, said = hand(command, LATER)
        assert (code, says in said) == (0, True), (command, said)
        if not command.startswith(("jury", "tally")):
            assert hand(command, LATER)[0] == 0, command


def test_no_command_runs_before_its_time_and_none_shows_a_traceback(hand: Hand):
    for command in (
        "open",
        "prolong --minutes 5 --why x",
        "close",
        "import form.csv",
        "quarantine x --ground 1",
        "jury",
    ):
        code, said = hand(command)
        assert code == 1 and said.count("\n") == 1, (command, said)
    for command in (
        "open",
        "close",
        "jury",
        "tally",
        "publish",
        "withdraw story-n01 --why x",
        "prolong --minutes 5 --why x",
    ):
        assert re.search(r"`python3 tasks.py vote freeze 2026` comes first\.$", hand(command)[1].strip()), command
    hand("codes --count 3", BEFORE)
    hand("freeze", BEFORE)
    for command in ("close", "tally", "publish"):
        assert "`python3 tasks.py vote open 2026` comes first." in hand(command)[1], command
    hand("open")
    assert "This vote closes at 2026-12-27T10:00Z, not before." in hand("close")[1]
    assert hand("status")[1].endswith("Next: `python3 tasks.py vote close 2026`\n")


def test_problems_are_told_with_their_lines(hand: Hand):
    rules = hand.vote.public / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("18:00", "24:00"), "utf-8")
    code, said = hand("freeze", BEFORE)
    assert code == 1
    assert said == (
        "content/votes/2026/rules.toml:6: closes: found '2026-12-27T24:00', expected a time that exists. "
        "There is no such time; midnight is 00:00 of the next day.\n1 problem; nothing was written\n"
    )


def test_the_prolonged_close_is_in_the_box(hand: Hand, tmp_path: Path):
    from ballot.commands.boxes import box_of

    rules = hand.vote.public / "rules.toml"
    rules.write_text(rules.read_text("utf-8") + "[prolong]\nlast_hours = 168\nmost_minutes = 60\n", "utf-8")
    for command, at in (("codes --count 3", BEFORE), ("freeze", BEFORE), ("open", DURING)):
        assert hand(command, at)[0] == 0
    rest = ["prolong", "2026", "--minutes", "30", "--why", "power cut"]
    assert main(rest) == 1  # by the real clock the vote is not in its last hours
    assert hand("prolong --minutes 30 --why outage")[0] == 0
    with box_of(read(hand.vote)) as box:
        assert box.state().closes == int(read(hand.vote).closes.timestamp())


def test_a_box_that_is_gone_is_not_made_anew(hand: Hand):
    for command, at in (("codes --count 3", BEFORE), ("freeze", BEFORE), ("open", DURING)):
        assert hand(command, at)[0] == 0
    box = hand.vote.private / "box.sqlite3"
    box.unlink()
    events = (hand.vote.public / "events.jsonl").read_bytes()
    for command in ("open", "close", "tally", "serve"):
        code, said = hand(command, AFTER if command != "open" else DURING)
        assert (code, "`python3 tasks.py vote restore 2026 FILE` fills a new one" in said) == (1, True), (command, said)
        assert not box.exists(), command
    assert (hand.vote.public / "events.jsonl").read_bytes() == events


def test_the_service_of_a_frozen_vote_says_what_comes_first(hand: Hand):
    for command in ("codes --count 3", "freeze"):
        assert hand(command, BEFORE)[0] == 0
    assert "`python3 tasks.py vote open 2026` comes first." in hand("serve")[1]
    assert not (hand.vote.private / "box.sqlite3").exists()


def test_every_step_has_its_command_and_help():
    assert [name for name in COMMANDS if name in WAY] == WAY
    with pytest.raises(SystemExit):
        main(["--help"])
    for name in COMMANDS:
        with pytest.raises(SystemExit) as end:
            main([name, "--help"])
        assert end.value.code == 0
    with pytest.raises(SystemExit):
        main(["freeze", "26"])
    assert clock.now().tzinfo is not None
    assert (ROOT / "recount.py").is_file()
