"""Opening and close, and clocks that are set while a vote is open: a real service whose clocks the test controls."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ballot.box import Box
from ballot.cast import Cast, State, Verdict
from ballot.leaf import Ballot
from ballot.service import clock as clock_module
from ballot.service.clock import Clock
from ballot.vote import read
from benchmarks.voters import drive, requests
from tests.ballot.polling import ROOT, Polled, polled, receipt, until
from tests.ballot.postgres import Postgres

HOUR = 3600
LOOK = 0.5  # seconds between two looks of the writer whether it is time to close
ODD = ("tests/ballot/odd_service.py",)


class Clocks:
    """The clocks of the service's process."""

    def __init__(self, path: Path) -> None:
        self._path, self._wall, self._steady = path, 0.0, 0.0
        self.turn()

    def turn(self, *, passed: float = 0, stepped: float = 0) -> None:
        """Let seconds pass, or set the machine's clock, which passes none."""
        self._wall += passed + stepped
        self._steady += passed
        part = self._path.with_suffix(".part")
        part.write_text(f"{self._wall} {self._steady}", "ascii")
        part.replace(self._path)


@pytest.fixture
def clocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clocks:
    monkeypatch.setenv("STEP", str(tmp_path / "step"))
    monkeypatch.setenv("LOOK", str(LOOK))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return Clocks(tmp_path / "step")


@pytest.fixture
def clocked(tmp_path: Path, clocks: Clocks) -> Iterator[Polled]:
    """A vote that closes in two hours."""
    with polled(tmp_path, main=ODD, closes=2) as found:
        yield found


def status(polled: Polled, later: float = 0) -> int:
    """Status of a ballot sent now, in a form opened this many seconds later than now."""
    (answer,) = drive([polled.service.port], list(requests(read(polled.vote), 1, later=later))).answers
    return answer.status


def state(polled: Polled) -> State:
    with Box(polled.database) as box:
        return box.state()


def test_an_early_ballot_is_refused_with_the_hour_of_opening(tmp_path: Path, clocks: Clocks) -> None:
    with polled(tmp_path, main=ODD, opens=1) as early, early.voter() as voter:
        assert "It opens at" in voter.client.get("/?lang=en").text
        assert status(early) == 403
        assert early.entries() == []
        clocks.turn(passed=1.1 * HOUR)
        assert status(early) == 200


def test_a_late_ballot_gets_410_and_is_counted_as_late(clocked: Polled, clocks: Clocks) -> None:
    assert status(clocked) == 200
    clocks.turn(passed=2.1 * HOUR)
    assert status(clocked, 2 * HOUR) == 410
    assert len(clocked.entries()) == 1
    assert state(clocked).late == 1
    with clocked.voter() as voter:
        assert "The vote is closed" in voter.client.get("/?lang=en").text


def test_a_clock_set_forward_closes_nothing_for_good_and_is_told(clocked: Polled, clocks: Clocks) -> None:
    clocks.turn(stepped=100 * HOUR)
    assert status(clocked) == 410, "late if either clock says so"
    with clocked.voter() as voter:
        assert voter.client.get("/ready").json()["clock_stepped"] == pytest.approx(100 * HOUR, abs=5)
        time.sleep(4 * LOOK)
        clocks.turn(stepped=-100 * HOUR)
        assert receipt(voter.vote("N01")), "set right again, it takes ballots as before"


def test_a_clock_set_forward_opens_nothing(tmp_path: Path, clocks: Clocks) -> None:
    with polled(tmp_path, main=ODD, opens=1) as early:
        clocks.turn(stepped=1.1 * HOUR)
        assert status(early) == 403


def test_a_machine_that_was_paused_takes_nothing_after_the_close(clocked: Polled, clocks: Clocks) -> None:
    """A virtual machine resumed from a snapshot: its clocks stood still, then the host sets the one that can be set."""
    clocks.turn(stepped=2.1 * HOUR)
    assert status(clocked) == 410
    assert clocked.entries() == []


def test_the_steady_clock_counts_the_time_a_machine_slept() -> None:
    assert abs(Clock().steady() - time.time()) < 1
    if hasattr(time, "CLOCK_BOOTTIME"):
        assert clock_module._steady() == pytest.approx(time.clock_gettime(time.CLOCK_BOOTTIME), abs=1)


def test_the_close_happens_by_itself(clocked: Polled, clocks: Clocks) -> None:
    clocks.turn(passed=2.1 * HOUR)
    until(lambda: state(clocked).closed, lambda: "the service closes the box", 15)
    assert [line["event"] for line in clocked.service.journal()].count("closed") == 1
    clocks.turn(passed=-2.1 * HOUR)
    assert status(clocked) == 410, "closed is final"


def test_a_vote_that_may_be_prolonged_waits_an_hour_before_it_closes_for_good(tmp_path: Path, clocks: Clocks) -> None:
    rules = {"prolong": "{last_hours = 24, most_minutes = 600}"}
    with polled(tmp_path, main=ODD, closes=2, **rules) as found:
        clocks.turn(passed=2.1 * HOUR)
        assert status(found, 2 * HOUR) == 410
        time.sleep(4 * LOOK)
        assert not state(found).closed
        clocks.turn(passed=HOUR)
        until(lambda: state(found).closed, lambda: "the service closes the box", 15)


def test_a_ballot_is_late_if_the_databases_clock_says_so(tmp_path: Path, postgresql: Postgres) -> None:
    """The database's clock is right here; the service's is two hours behind, as after a pause."""
    now = time.time()
    cast = Cast("f1", "v1", Ballot("open", "00", "", ("N01",)), bytes(32), now - 7200)
    with Box(postgresql.database(), now=lambda: now - 7200) as box:
        box.make("key", int(now - 9000), int(now - 60))
        assert [outcome.verdict for outcome in box.cast([cast])] == [Verdict.LATE]
        assert box.close_when_due(now - 7200, 0).closed is False, "to close for good takes both"
        assert box.close_when_due(now, 0).closed is True


def test_a_clock_set_back_after_the_close_opens_nothing(clocked: Polled, clocks: Clocks) -> None:
    clocks.turn(passed=2.1 * HOUR)
    clocks.turn(stepped=-10 * HOUR)
    assert status(clocked, 2 * HOUR) == 410


def test_a_closed_vote_stays_closed_whatever_the_clock_says(clocked: Polled) -> None:
    with Box(clocked.database) as box:
        box.close()
    assert status(clocked) == 410
    assert state(clocked).late == 1


def test_a_prolonged_vote_goes_on_without_a_new_start(clocked: Polled, clocks: Clocks) -> None:
    with Box(clocked.database) as box:
        closes = box.prolong(int(time.time() + 5 * HOUR)).closes
    clocks.turn(passed=3 * HOUR)
    assert status(clocked, 3 * HOUR) == 200
    hour = datetime.fromtimestamp(closes, UTC).strftime("%M")
    with clocked.voter() as voter:
        until(lambda: re.search(f":{hour} ", voter.client.get("/?lang=en").text) is not None, lambda: "the new close")


def test_a_clock_that_is_only_steered_is_no_step() -> None:
    wall, steady = [1000.0], [0.0]
    clock = Clock(lambda: wall[0], lambda: steady[0])
    steady[0], wall[0] = 3600, 4601.5
    assert (clock.steady(), clock.stepped()) == (4600, 0)
    wall[0] = 4700
    assert (clock.steady(), clock.now(), clock.stepped()) == (4600, 4700, 100)
    wall[0] = 4000
    assert (clock.now(), clock.arrival(opens=4700)) == (4600, 4600)
