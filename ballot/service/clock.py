"""The service's clocks: a steady one that cannot be set, and the machine's."""

import time
from collections.abc import Callable

STEP = 2.0  # seconds: if the machine's clock differs by more, it has been set, not just adjusted


def _steady() -> float:
    """Seconds since the machine started, including sleep (which CLOCK_MONOTONIC leaves out on Linux)."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Clock:
    """Seconds since 1970 (UTC).

    A ballot is late if either clock says so: the steady one, which was right when the service started, or the
    machine's. A paused machine (a virtual machine resumed from a snapshot) only learns the time from its own clock,
    once that is set; and a clock that is set back does not reopen anything. A clock set forward by mistake turns
    voters away until it is corrected; it never closes the box. `stepped` reports both.
    """

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = _steady) -> None:
        self._wall, self._clock = wall, steady
        self._start = wall() - steady()

    def steady(self) -> float:
        """The steady clock alone: for what only has to grow evenly, such as the age of a form."""
        return self._start + self._clock()

    def now(self) -> float:
        """The time of the clock that is ahead."""
        return max(self.steady(), self._wall())

    def arrival(self, opens: float) -> float:
        """Arrival time of a ballot that comes now. A clock that is set forward does not bring `opens` nearer."""
        steady = self.steady()
        return steady if steady < opens else self.now()

    def stepped(self) -> float:
        """By how many seconds the machine's clock was set forward since the start; 0 if it was only adjusted."""
        difference = self._wall() - self.steady()
        return difference if abs(difference) > STEP else 0.0
