"""Canonical JSON: one value, one sequence of bytes, so that anyone can compute its hash."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any


class NotCanonical(ValueError):
    """A line of a published file is not what `dumps` would have written. `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        self.line, self.reason = line, reason
        super().__init__(f"line {line}: {reason}")


def dumps(value: object) -> bytes:
    """Write a value: UTF-8, keys sorted, no blanks, Chinese as it is, one line feed at the end.

    raises  ValueError for NaN, an infinity or half a character pair; TypeError for what JSON cannot hold
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return sha256(dumps(value)).hexdigest()


def lines(values: Iterable[object]) -> bytes:
    """Write a .jsonl file: one canonical value per line."""
    return b"".join(map(dumps, values))


def loads(data: bytes, line: int = 1) -> Any:
    """Read one canonical value, and refuse any other spelling of it.

    raises  NotCanonical
    """
    try:
        value = json.loads(data)
        again = dumps(value)
    except (ValueError, RecursionError) as error:
        raise NotCanonical(line, f"no JSON ({error})") from None
    if again != data:
        raise NotCanonical(line, "written otherwise than canonical JSON is")
    return value


def read(path: Path) -> Any:
    """Read a .json file of ours. Raises NotCanonical, or OSError."""
    return loads(path.read_bytes())


def read_lines(path: Path) -> Iterator[Any]:
    """Read a .jsonl file of ours, line by line. Raises NotCanonical with the line's number, or OSError."""
    with path.open("rb") as file:
        for number, data in enumerate(file, 1):
            yield loads(data, number)
