"""The service's clocks: a steady one that nobody can set, and the machine's beside it."""

import time
from collections.abc import Callable

STEP = 2.0  # seconds: if the machine's clock differs by more, it has been set and not just steered


def _steady() -> float:
    """Seconds since the machine started, those it slept included (on Linux CLOCK_MONOTONIC leaves those out)."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Clock:
    """Seconds since 1970 (UTC).

    A ballot is late if either clock says so: the steady one, which was right when the service started, or the
    machine's. A machine that was paused as a whole (a virtual machine taken out of a snapshot) only learns the time
    from its own clock, once that is set; and a clock that is set back opens nothing again. A clock that is set forward
    by mistake turns voters away until it is set right; it never closes the box. `stepped` tells of both.
    """

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = _steady) -> None:
        self._wall, self._clock = wall, steady
        self._start = wall() - steady()

    def steady(self) -> float:
        """By the steady clock alone: for what only has to grow evenly, such as the age of a form."""
        return self._start + self._clock()

    def now(self) -> float:
        """By the clock that is ahead."""
        return max(self.steady(), self._wall())

    def arrival(self, opens: float) -> float:
        """When what comes now arrived. No clock that is set forward brings `opens` nearer."""
        steady = self.steady()
        return steady if steady < opens else self.now()

    def stepped(self) -> float:
        """By how many seconds the machine's clock was set forward since the start; 0 if it was only steered."""
        difference = self._wall() - self.steady()
        return difference if abs(difference) > STEP else 0.0
