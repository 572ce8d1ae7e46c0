"""Waiting for what happens in other processes, on a machine that may be busy with other things."""

import socket
import time
from collections.abc import Callable

LONG = 300.0  # seconds: only what would never come is given up


def until(come: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + LONG
    while not come():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def free_port() -> int:
    """A free port."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])
