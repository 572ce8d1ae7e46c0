"""What the tests of the readers ask of a file."""

from pathlib import Path

import pytest

from goodnews.importer.raw import Raw, Refused
from goodnews.importer.reading import read


def taken(folder: Path, name: str, data: bytes | str) -> Raw:
    """A file, read; it must give one page."""
    (raw,) = all_taken(folder, name, data)
    return raw


def all_taken(folder: Path, name: str, data: bytes | str) -> tuple[Raw, ...]:
    target = folder / name
    target.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(str(target))


def refused(folder: Path, name: str, data: bytes | str) -> str:
    """The sentence by which a file is refused."""
    with pytest.raises(Refused) as told:
        all_taken(folder, name, data)
    return str(told.value)


def texts(raw: Raw) -> list[str]:
    return [line.text for line in raw.lines]


def told(raw: Raw) -> list[tuple[int, str, str]]:
    return [(hidden.line, hidden.what, hidden.text) for hidden in raw.hidden]
