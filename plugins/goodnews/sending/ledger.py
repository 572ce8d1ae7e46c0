"""The ledger of an issue: what was done for each reader, one line for each step, on disk before the next step.

A mail is `sending` before its text is handed over, `sent` when the server has taken it, `refused` when the server has
said that it will not. If a process or a connection ends between the first and the second, nobody can know whether the
reader has the mail: it stays `sending`, is listed as unknown, and is never sent again unasked.
"""

import datetime
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

import msgspec

from goodnews.sending.readers import key

SENDING, SENT, REFUSED = "sending", "sent", "refused"


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    state: str
    reader: str  # mail address
    at: str  # when, UTC, such as 2026-02-09T00:00:00Z
    reply: str = ""  # what the server said


_line = msgspec.json.Decoder(Step)


class Ledger:
    """The steps of one issue, oldest first; the last step of a reader counts."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._steps = {key(step.reader): step for step in steps}

    def state(self, reader: str) -> str:
        """One of the three states; '' if nothing was done."""
        step = self._steps.get(key(reader))
        return step.state if step else ""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The last step of every reader."""
        return tuple(self._steps.values())


class OpenLedger(Ledger):
    """A ledger that this process alone writes."""

    def __init__(self, file: BinaryIO, steps: Iterable[Step]) -> None:
        super().__init__(steps)
        self._file = file

    def write(self, state: str, reader: str, reply: str = "") -> None:
        """Note a step; it is on disk when this returns."""
        now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        step = Step(state, reader, now, reply)
        self._file.write(msgspec.json.encode(step) + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._steps[key(reader)] = step


@contextmanager
def opened(path: str) -> Iterator[OpenLedger]:
    """The ledger in a file, which is made if there is none. Its folder must be held by this process.

    A last line that was cut off says nothing: what it would have said had not begun.
    raises  Damaged if a line in its middle cannot be read
    """
    with open(path, "a+b") as file:
        os.chmod(path, 0o600)
        file.seek(0)
        data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        file.truncate(len(whole))
        yield OpenLedger(file, _steps(whole, path))


def read(path: str) -> Ledger:
    """What a ledger says; one without steps if there is no such file.

    raises  Damaged
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        return Ledger(())
    return Ledger(_steps(data[: data.rfind(b"\n") + 1], path))


class Damaged(Exception):
    """The ledger cannot be read: path and line."""


def _steps(data: bytes, path: str) -> list[Step]:
    found = []
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            found.append(_line.decode(line))
        except msgspec.MsgspecError:
            raise Damaged(f"{path}:{number}") from None
    return found
