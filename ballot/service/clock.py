"""The service's clock: right when it started, and from then on deaf to anyone who sets the machine's."""

import time
from collections.abc import Callable

STEP = 2.0  # seconds: a machine's clock that differs by more has been set, not just steered


class Clock:
    """Seconds since 1970 (UTC). A step of the machine's clock neither closes a vote early nor opens it again.

    The price: a service that was started with a wrong clock stays wrong until it is started again; `stepped` tells.
    """

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._start = wall() - steady()

    def now(self) -> float:
        return self._start + self._steady()

    def stepped(self) -> float:
        """By how many seconds the machine's clock was set forward since the start; 0 if it was only steered."""
        difference = self._wall() - self.now()
        return difference if abs(difference) > STEP else 0.0
