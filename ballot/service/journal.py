"""The journal: one JSON object per line on standard output, with nothing personal in it.

Ballots are not logged one by one, because a line with the second of arrival, next to a proxy's log, would reveal whose
it was; each minute has only sums. An error is logged with its type and lines of code, never its message, which may
quote a ballot.
"""

import json
import logging
import sys
import threading
import traceback
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO


class Journal:
    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._lock = threading.Lock()  # event loop and writer both log
        self._sums: Counter[str] = Counter()
        self._slowest = 0.0

    def tell(self, event: str, **facts: object) -> None:
        """Log one event of the service itself."""
        line = {"at": datetime.now(UTC).isoformat(timespec="minutes"), "event": event}
        text = json.dumps(line | {name: fact for name, fact in facts.items() if fact != ""}, ensure_ascii=False)
        with self._lock:
            print(text, file=self._out, flush=True)

    def count(self, what: str, seconds: float = 0.0) -> None:
        """Add to the sums of this minute."""
        with self._lock:
            self._sums[what] += 1
            self._slowest = max(self._slowest, seconds)

    def minute(self, **facts: object) -> None:
        """Log the sums since the last time, if any, and reset them."""
        with self._lock:
            sums, slowest = self._sums, self._slowest
            self._sums, self._slowest = Counter(), 0.0
        if sums:
            self.tell("minute", sums=dict(sorted(sums.items())), slowest_ms=round(slowest * 1000), **facts)


class Handler(logging.Handler):
    """Takes what the server logs: the message without its arguments, which may hold an address.

    Only the first line: below it asyncio prints whatever a callback held, sockets and errors too.
    """

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.WARNING)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        first, _newline, _rest = str(record.msg).strip().partition("\n")
        words = f"{record.name}: {first}"
        if record.levelno >= logging.ERROR:
            self._journal.tell("error", what=words)
        else:
            self._journal.count(words)


def trace(error: BaseException) -> list[str]:
    """Where an error came from, innermost last: file, line and function, no values."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
