"""Power cuts, databases that go away and come back, and services that meet: what was acknowledged is never lost."""

import random
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from ballot.box import Box
from ballot.database import Away, Database
from ballot.leaf import receipt_of
from ballot.vote import read
from benchmarks.voters import Answer, drive, requests
from tests.ballot.polling import (
    ROOT,
    Service,
    launch,
    open_vote,
    polled,
    receipt,
    serving,
    start,
    until,
    wait_until_ready,
)
from tests.ballot.postgres import Postgres

ROUNDS = 3
BALLOTS = 300  # a round


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """Of the database: nothing is the SQLite file among the vote's private files."""
    if request.param == "sqlite":
        return ""
    server: Postgres = request.getfixturevalue("postgresql")
    return server.database()


def test_a_service_killed_under_load_loses_nothing_it_acknowledged(tmp_path: Path, address: str) -> None:
    vote, _ = open_vote(tmp_path, address)
    acknowledged: list[str] = []
    unanswered: list[bytes] = []
    sent = cut = 0
    for number in range(ROUNDS):
        wanted = list(requests(read(vote), BALLOTS, seed=number)) + unanswered
        sent += BALLOTS
        service = start(vote, address)
        moment = threading.Timer(random.Random(number).uniform(0.1, 0.6), service.kill)
        moment.start()
        answers = drive([service.port], wanted, lines=40).answers
        moment.join()
        acknowledged += [answer.receipt for answer in answers if answer.receipt]
        unanswered = [request for request, answer in zip(wanted, answers, strict=True) if not answer.receipt]
        cut += len(unanswered)
    with serving(vote, address) as service:
        last = drive([service.port], unanswered, lines=40).answers
        acknowledged += [answer.receipt for answer in last]
        with Box(address or f"sqlite:///{vote.private / 'box.sqlite3'}") as box:
            found = [receipt_of(entry.leaf) for entry in box.entries()]
    assert cut > 0, "no round was cut short"
    assert len(acknowledged) == len(set(acknowledged)) == sent
    assert sorted(found) == sorted(acknowledged)


def test_a_sqlite_file_is_whole_after_a_kill(tmp_path: Path) -> None:
    vote, _ = open_vote(tmp_path)
    service = start(vote)
    threading.Timer(0.3, service.kill).start()
    answers = drive([service.port], list(requests(read(vote), 500)), lines=40).answers
    assert any(not answer.receipt for answer in answers), "the service was not cut short"
    with sqlite3.connect(vote.private / "box.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_service_that_is_stopped_answers_whom_it_has_heard(tmp_path: Path) -> None:
    vote, _ = open_vote(tmp_path)
    service = start(vote)
    threading.Timer(0.3, service.process.terminate).start()
    answers = drive([service.port], list(requests(read(vote), 500)), lines=40).answers
    service.process.wait(30)
    with Box(f"sqlite:///{vote.private / 'box.sqlite3'}") as box:
        found = {receipt_of(entry.leaf) for entry in box.entries()}
    assert found == {answer.receipt for answer in answers if answer.receipt}
    assert service.journal()[-1]["event"] == "stop"


def test_a_database_that_goes_away_and_comes_back(tmp_path: Path, postgresql: Postgres) -> None:
    with polled(tmp_path, postgresql.database()) as found, found.voter() as voter:
        before = receipt(voter.vote("N01"))
        fields = voter.fields("N02")
        postgresql.stop()
        try:
            answer = voter.send(fields)
            assert answer.status_code == 503
            assert int(answer.headers["retry-after"]) > 0
            assert "N02" in answer.text, "the page holds what is to be sent again"
            until(lambda: voter.client.get("/ready").status_code == 503, lambda: "it says that it is not ready")
            assert voter.client.get("/health").status_code == 200
            assert voter.client.get("/").status_code == 200
        finally:
            postgresql.start()
        wait_until_ready(found.service)
        given = {receipt(voter.send(fields)) for _ in range(2)}
        assert found.receipts() == sorted([before, *given])
        events = [line["event"] for line in found.service.journal()]
        assert events[-2:] == ["database is away", "database is there"]


def test_ballots_wait_for_a_database_that_is_only_slow(tmp_path: Path) -> None:
    with polled(tmp_path) as found:
        lock = sqlite3.connect(found.vote.private / "box.sqlite3", isolation_level=None, check_same_thread=False)
        lock.execute("BEGIN IMMEDIATE")
        threading.Timer(2, lambda: lock.execute("ROLLBACK")).start()
        begin = time.monotonic()
        answers = drive([found.service.port], list(requests(read(found.vote), 50)), lines=50).answers
        assert time.monotonic() - begin > 1.5
        assert sorted(answer.receipt for answer in answers) == sorted(found.receipts())
        lock.close()


def test_a_full_queue_says_when_to_come_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROOM", "3")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with polled(tmp_path, main=("tests/ballot/odd_service.py",)) as found, found.voter() as voter:
        wanted = list(requests(read(found.vote), 20))
        fields = voter.fields("N01")
        lock = sqlite3.connect(found.vote.private / "box.sqlite3", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as pool:
            load = pool.submit(drive, [found.service.port], wanted, lines=20)
            until(lambda: voter.client.get("/ready").status_code == 503, lambda: "the queue is full")
            refused = voter.send(fields)
            lock.execute("ROLLBACK")
            answers = load.result().answers
        lock.close()
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert {answer.status for answer in answers} == {200, 503}
        taken = {answer.receipt for answer in answers if answer.receipt}
        assert receipt(voter.send(fields)) not in taken
        assert len(found.receipts()) == len(taken) + 1


def test_a_second_service_on_one_sqlite_file_is_refused(tmp_path: Path) -> None:
    with polled(tmp_path) as found:
        with pytest.raises(AssertionError, match=r"Another service is using .*box\.sqlite3"):
            start(found.vote)
        with found.voter() as voter:
            assert receipt(voter.vote("N01"))


def test_a_service_that_was_killed_leaves_no_lock_behind(tmp_path: Path) -> None:
    vote, _ = open_vote(tmp_path)
    start(vote).kill()
    with serving(vote):
        pass


def test_two_services_on_one_postgresql_are_one_vote(tmp_path: Path, postgresql: Postgres) -> None:
    address = postgresql.database()
    with polled(tmp_path, address, members=1) as found, serving(found.vote, address) as other:
        request = next(requests(read(found.vote), 1))
        ports = [found.service.port, other.port]
        both = {drive([port], [request]).answers[0].receipt for port in ports}
        assert both == set(found.receipts()), "the same form gets the same receipt from both"
        with found.voter() as voter:
            fields = voter.fields("N01")
            receipt(voter.send(fields))
            voter.client.base_url = other.address
            again = voter.send(fields | {"pick": ["N02"]}, headers={"origin": other.address})
            assert again.status_code == 409, "a proof that one service took is spent for the other"


@pytest.mark.nightly
def test_two_services_killed_in_turn_under_load(tmp_path: Path, postgresql: Postgres) -> None:
    address = postgresql.database()
    vote, _ = open_vote(tmp_path, address)
    wanted = list(requests(read(vote), 600))
    with serving(vote, address) as one, serving(vote, address) as other:
        threading.Timer(0.3, one.kill).start()
        answers = drive([one.port, other.port], wanted, lines=40).answers
        lost = [request for request, answer in zip(wanted, answers, strict=True) if not answer.receipt]
        assert 0 < len(lost) < 600, "the service was not cut short"
        again: tuple[Answer, ...] = drive([other.port], lost, lines=40).answers
        with Box(address) as box:
            found = sorted(receipt_of(entry.leaf) for entry in box.entries())
        assert found == sorted(answer.receipt for answer in (*answers, *again) if answer.receipt)
        assert len(found) == 600


def test_a_service_of_a_vote_that_is_not_open_says_what_comes_first(tmp_path: Path) -> None:
    vote, _ = open_vote(tmp_path)
    (vote.public / "events.jsonl").unlink()
    with pytest.raises(AssertionError, match="vote freeze 2026` comes first"):
        start(vote)


def test_a_service_whose_box_is_gone_makes_no_other(tmp_path: Path, postgresql: Postgres) -> None:
    vote, _ = open_vote(tmp_path)
    (vote.private / "box.sqlite3").unlink()
    for address in ("", postgresql.database()):
        with pytest.raises(AssertionError, match="vote restore 2026 FILE` fills a new one from a back-up"):
            start(vote, address)
    assert not (vote.private / "box.sqlite3").exists()


def test_a_service_on_a_database_that_is_not_there_says_so(tmp_path: Path) -> None:
    vote, _ = open_vote(tmp_path)
    with pytest.raises(AssertionError, match="The database does not answer"):
        start(vote, f"postgresql://nobody@/nowhere?host={tmp_path}")


def test_a_port_in_use_ends_the_service_and_is_told(tmp_path: Path) -> None:
    with polled(tmp_path) as found:
        other = launch(open_vote(tmp_path / "other")[0], port=found.service.port)
        assert other.process.wait(30) != 0
        assert "address already in use" in other.log.read_text("utf-8")


def test_a_session_frozen_in_its_transaction_is_told_and_ends_by_itself(tmp_path: Path, postgresql: Postgres) -> None:
    """A service whose machine is paused inside a transaction holds the row that every batch locks."""
    address = postgresql.database()
    vote, _ = open_vote(tmp_path, address, members=1)
    with serving(vote, address) as alive, serving(vote, address) as frozen:
        silent = Database(address)
        with suppress(Away, DBAPIError), silent.reading() as held:  # on a connection as every service has it
            held.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = '5s'")
            held.exec_driver_sql("SELECT * FROM vote FOR UPDATE")
            begin = time.monotonic()
            until(lambda: status_of(alive, "/ready") == 503, lambda: "it says that it is not ready", 15)
            until(lambda: status_of(alive, "/ready") == 200, lambda: "the server has ended the frozen session", 30)
            assert time.monotonic() - begin < 20
            answers = drive([alive.port, frozen.port], list(requests(read(vote), 40)), lines=20).answers
            assert [answer.status for answer in answers] == [200] * 40
        silent.end()


@pytest.mark.nightly
def test_whoever_holds_the_lock_for_long_is_told_by_ready(tmp_path: Path, postgresql: Postgres) -> None:
    """A session that is not ours, and has no limits: nothing can be taken, and nobody is told otherwise."""
    address = postgresql.database()
    vote, _ = open_vote(tmp_path, address)
    with serving(vote, address) as service, psycopg.connect(address) as held:
        held.execute("SELECT * FROM vote FOR UPDATE")
        until(lambda: status_of(service, "/ready") == 503, lambda: "it says that it is not ready", 15)
        assert status_of(service, "/health") == 200
        assert {answer.status for answer in drive([service.port], list(requests(read(vote), 4)), lines=4).answers} == {
            503
        }
        held.rollback()
        until(lambda: status_of(service, "/ready") == 200, lambda: "it is ready again", 15)
        assert {answer.status for answer in drive([service.port], list(requests(read(vote), 4)), lines=4).answers} == {
            200
        }


def status_of(service: Service, path: str) -> int:
    return httpx.get(service.address + path, timeout=5).status_code


def test_ready_is_false_while_a_ballot_waits_for_more_than_five_seconds(tmp_path: Path) -> None:
    with polled(tmp_path) as found:
        lock = sqlite3.connect(found.vote.private / "box.sqlite3", isolation_level=None, check_same_thread=False)
        lock.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as pool:
            load = pool.submit(drive, [found.service.port], list(requests(read(found.vote), 1)), lines=1)
            until(lambda: httpx.get(f"{found.service.address}/ready").json()["oldest"] > 5, lambda: "it waits", 9)
            assert httpx.get(f"{found.service.address}/ready").status_code == 503
            lock.execute("ROLLBACK")
            assert load.result().answers[0].receipt
        lock.close()
        until(lambda: httpx.get(f"{found.service.address}/ready").status_code == 200, lambda: "ready again")
