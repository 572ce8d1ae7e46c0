"""Opening and close, and clocks that are set while a vote is open: a real service whose clocks the test turns."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from polling import ROOT, Polled, polled, until

from ballot.box import Box
from ballot.service.clock import Clock
from ballot.vote import read
from benchmarks.voters import drive, requests

HOUR = 3600
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
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return Clocks(tmp_path / "step")


@pytest.fixture
def clocked(tmp_path: Path, clocks: Clocks) -> Iterator[Polled]:
    """A vote that closes in two hours."""
    with polled(tmp_path, main=ODD, closes=2) as found:
        yield found


def status(polled: Polled, later: float = 0) -> int:
    """Of a ballot sent now, in a form opened so many seconds later than now."""
    (answer,) = drive([polled.service.port], list(requests(read(polled.vote), 1, later=later))).answers
    return answer.status


def state(polled: Polled):
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


def test_a_clock_set_forward_closes_nothing_and_is_told(clocked: Polled, clocks: Clocks) -> None:
    clocks.turn(stepped=100 * HOUR)
    assert status(clocked) == 200
    with clocked.voter() as voter:
        assert voter.client.get("/ready").json()["clock_stepped"] == pytest.approx(100 * HOUR, abs=5)


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
    assert (clock.now(), clock.stepped()) == (4600, 0)
    wall[0] = 4700
    assert (clock.now(), clock.stepped()) == (4600, 100)
