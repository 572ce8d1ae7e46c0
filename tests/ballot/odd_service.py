"""`python odd_service.py serve ...`: the service as it is, in a process whose clocks or queue a test can change.

STEP    a file with two numbers: seconds added to the machine's clock, and to the steady one
LOOK    seconds between two looks at the state of the vote
ROOM    ballots that may wait
"""

import os
import sys
import time
from functools import partial
from unittest import mock

real_wall, real_steady, real_clock = time.time, time.monotonic, time.clock_gettime


def _steps() -> tuple[float, float]:
    with open(os.environ["STEP"], encoding="ascii") as file:
        wall, steady = file.read().split()
    return float(wall), float(steady)


if "STEP" in os.environ:
    time.time = lambda: real_wall() + _steps()[0]
    time.monotonic = lambda: real_steady() + _steps()[1]
    time.clock_gettime = lambda which: real_clock(which) + _steps()[1]

from ballot import __main__  # noqa: E402 - the clocks come first
from ballot.service import app, server, writer  # noqa: E402

if "LOOK" in os.environ:
    mock.patch.object(writer, "LOOK", float(os.environ["LOOK"])).start()
if "ROOM" in os.environ:
    smaller = partial(app.application, room=int(os.environ["ROOM"]))
    mock.patch.object(server, "application", smaller).start()

if __name__ == "__main__":
    sys.exit(__main__.main(sys.argv[1:]))
