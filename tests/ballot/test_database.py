"""What a database can do to a transaction: refuse it, take it without a word, number its rows in any order."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from ballot import database as database_module
from ballot.box import Box
from ballot.cast import Cast, Verdict
from ballot.database import Away, Database
from ballot.leaf import Ballot
from ballot.vote import read
from benchmarks import failover
from benchmarks.voters import requests
from tests.ballot.polling import launch, open_vote, wait_until_ready
from tests.ballot.postgres import Postgres

KEY = "key"


class Odd(psycopg.OperationalError):
    """An error of the server with a state of the test's choosing."""

    def __init__(self, state: str) -> None:
        super().__init__("made by a test")
        self.sqlstate = state


def a_cast(number: int, voter: str = "") -> Cast:
    ballot = Ballot("open", f"{number:032x}", "", ("N01",))
    return Cast(f"form-{number}", voter or f"voter-{number}", ballot, number.to_bytes(32, "big"), 150.0)


@pytest.fixture
def box(database: str) -> Iterator[Box]:
    with Box(database, now=lambda: 150.0) as made:
        made.make(KEY, 100, 4_000_000_000)
        yield made


@contextmanager
def interrupted(box: Box, at: int, error: Exception, *, after_commit: bool = False) -> Iterator[list[int]]:
    """Let the statement of that number fail once, before it is sent; or the commit, after it took place."""
    engine, seen = box._database._engine, [0]

    def statement(*_: Any) -> None:
        seen[0] += 1
        if not after_commit and seen[0] == at:
            raise OperationalError("", {}, error)

    committed = engine.dialect.do_commit

    def commit(connection: Any) -> None:
        committed(connection)
        if after_commit and not seen[1:]:
            seen.append(1)
            raise error

    sa.event.listen(engine, "before_cursor_execute", statement)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine.dialect, "do_commit", commit)
            yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", statement)


@pytest.mark.parametrize("state", ["40001", "40P01", "55P03"])
@pytest.mark.parametrize("at", range(1, 7))
def test_a_transaction_that_others_got_in_the_way_of_is_run_again(box: Box, at: int, state: str) -> None:
    with interrupted(box, at, Odd(state)) as seen:
        outcomes = box.cast([a_cast(1), a_cast(2)])
    assert [outcome.verdict for outcome in outcomes] == [Verdict.TAKEN, Verdict.TAKEN]
    assert seen[0] >= at, "the statement that was to fail was run"
    assert len(list(box.entries())) == 2


@pytest.mark.parametrize("state", ["08006", "57P01", "25P03", "53300", ""])
def test_a_database_that_is_lost_on_the_way_is_away_and_the_ballot_can_be_sent_again(box: Box, state: str) -> None:
    with interrupted(box, 3, Odd(state)), pytest.raises(Away):
        box.cast([a_cast(1)])
    assert [outcome.verdict for outcome in box.cast([a_cast(1)])] == [Verdict.TAKEN]
    assert len(list(box.entries())) == 1


def test_a_commit_whose_answer_was_lost_is_found_again(box: Box, database: str) -> None:
    error = sqlite3.OperationalError("disk I/O error") if database.startswith("sqlite") else Odd("08006")
    with interrupted(box, 0, error, after_commit=True), pytest.raises(Away):
        box.cast([a_cast(1)])
    again = box.cast([a_cast(1)])
    assert [(outcome.verdict, outcome.leaf) for outcome in again] == [(Verdict.AGAIN, a_cast(1).leaf)]
    assert len(list(box.entries())) == 1


def test_others_in_the_way_for_longer_than_seconds_is_away(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "LONGEST", 0.3)
    engine = box._database._engine

    def always(*_: Any) -> None:
        raise OperationalError("", {}, Odd("40001"))

    sa.event.listen(engine, "before_cursor_execute", always)
    try:
        with pytest.raises(Away):
            box.cast([a_cast(1)])
    finally:
        sa.event.remove(engine, "before_cursor_execute", always)


def test_the_whole_box_works_under_serializable(postgresql: Postgres) -> None:
    """As CockroachDB always does: transactions that meet are refused, and retried."""
    url = postgresql.database()
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'")
    with Box(url, now=lambda: 150.0) as first, Box(url, now=lambda: 150.0) as second:
        first.make(KEY, 100, 4_000_000_000)
        second.make(KEY, 100, 4_000_000_000)
        taken: list[Verdict] = []

        def load(box: Box) -> None:
            for number in range(40):
                taken.extend(outcome.verdict for outcome in box.cast([a_cast(number)]))

        threads = [threading.Thread(target=load, args=(box,)) for box in (first, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (taken.count(Verdict.TAKEN), taken.count(Verdict.AGAIN)) == (40, 40)
        assert first.seal(lambda old, new, _notes: f"{len([*old, *new])}", least=1) == 1
        assert second.prolong(4_100_000_000).closes == 4_100_000_000
        assert first.close().closed and first.turnout() == {"open": 40} and second.seals() == ("40",)


def test_two_services_may_make_the_box_at_once(postgresql: Postgres) -> None:
    """Without a lock: of two that make the same table one fails, and finds it on retry."""
    for _ in range(3):
        url = postgresql.database()
        faults: list[Exception] = []

        def make(url: str = url, faults: list[Exception] = faults) -> None:
            try:
                with Box(url) as box:
                    box.make(KEY, 100, 4_000_000_000)
            except Exception as error:
                faults.append(error)

        threads = [threading.Thread(target=make) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []


def test_a_setting_that_a_database_does_not_know_is_no_fault(postgresql: Postgres) -> None:
    """CockroachDB and YugabyteDB have some of PostgreSQL's settings, not all."""
    opened = Database(postgresql.database())
    read = opened.run(lambda c: c.execute(sa.text("SELECT current_setting('no.such', true)")).scalar_one())
    assert read is None
    opened.end()


def test_every_session_has_its_limits(postgresql: Postgres) -> None:
    opened = Database(postgresql.database())
    names = ("lock_timeout", "idle_in_transaction_session_timeout", "statement_timeout")
    found = opened.run(lambda c: [c.exec_driver_sql(f"SHOW {name}").scalar_one() for name in names])
    assert found == ["2s", "5s", "0"]
    opened.end()


@pytest.mark.nightly
def test_the_primary_is_lost_and_the_standby_promoted_under_load() -> None:
    """One service frozen, then killed; the primary lost; the standby promoted: nothing acknowledged is lost."""
    with TemporaryDirectory(prefix="pair-") as folder, failover.pair(Path(folder)) as pair:
        vote, _ = open_vote(Path(folder) / "vote", pair.url)
        services = [launch(vote, pair.url), launch(vote, pair.url)]
        try:
            for service in services:
                wait_until_ready(service)
            ends = [(service.port, service.process) for service in services]
            outcome = failover.survive(pair, ends, list(requests(read(vote), 900)), pace=100)
        finally:
            for service in services:
                service.kill()
    assert (outcome.ballots, outcome.acknowledged, outcome.lost, outcome.twice) == (900, 900, 0, 0)
    assert 0 < outcome.away < 30
