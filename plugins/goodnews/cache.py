"""The cache: checked values in files. A file that is not whole, of this format and of the expected context is not used.

A file holds one record or several. A record is the hash of what follows, then a head (format, context, length), then a
value in MessagePack. Changes can be appended to a file; one that was not completely written is ignored.
"""

import os
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from typing import NamedTuple, TypeVar

import msgspec

from goodnews.files import write_whole

T = TypeVar("T")

FORMAT = 1  # raise it when a value changes its meaning but not its type
HASH = 32  # bytes
_HEAD = struct.Struct("<H16sQ")  # format, context, length of the value in bytes
_FRONT = HASH + _HEAD.size


class Lost(Exception):
    """The file exists, but is damaged, of another format, or of another context."""


class Record(NamedTuple):
    """One record of a file."""

    hash: bytes
    value: memoryview  # encoded
    end: int  # where the next one would begin, bytes from the start of the file

    def decode(self, kind: type[T]) -> T:
        """The value.

        raises  Lost if it is of another type
        """
        try:
            return msgspec.msgpack.decode(self.value, type=kind)
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise Lost from None


def write(path: str, *values: object, context: bytes = b"") -> bytes:
    """Replace a file by one with these values; a reader sees the old or the new one. Returns the hash of the last."""
    parts = [_record(value, context) for value in values]
    write_whole(path, b"".join(parts))
    return parts[-1][:HASH]


def append(path: str, value: object, context: bytes = b"") -> bytes:
    """Add a value to the end of a file. Returns the hash of its record."""
    data = _record(value, context)
    with open(path, "ab") as file:
        file.write(data)
    return data[:HASH]


def read(path: str, kind: type[T], context: bytes = b"") -> T | None:
    """The first value of a file, no matter what follows; None if there is no such file.

    raises  Lost
    """
    try:
        with open(path, "rb") as file:
            front = file.read(_FRONT)
            if len(front) < _FRONT:
                raise Lost
            data = front + file.read(_HEAD.unpack_from(front, HASH)[2])
    except FileNotFoundError:
        return None
    except (OSError, MemoryError, OverflowError):
        raise Lost from None
    for record in records(memoryview(data), context):
        return record.decode(kind)
    raise Lost


def kept(path: str, make: Callable[[], bytes]) -> bytes:
    """What a file holds; if there is none that is whole, it is made and kept there."""
    with suppress(Lost):
        found = read(path, bytes)
        if found is not None:
            return found
    made = make()
    write(path, made)
    return made


def records(data: memoryview, context: bytes = b"") -> Iterator[Record]:
    """The records of a file, up to the first that is not whole or not of this format and context."""
    at = 0
    while at + _FRONT <= len(data):
        written, own, length = _HEAD.unpack_from(data, at + HASH)
        end = at + _FRONT + length
        if written != FORMAT or own != context.ljust(16, b"\0") or end > len(data):
            return
        found = bytes(data[at : at + HASH])
        if blake2b(data[at + HASH : end], digest_size=HASH).digest() != found:
            return
        yield Record(found, data[at + _FRONT : end], end)
        at = end


def contents(path: str) -> memoryview | None:
    """All of a file, for `records`; None if there is no such file."""
    try:
        with open(path, "rb") as file:
            return memoryview(file.read())
    except FileNotFoundError:
        return None


def first_length(path: str) -> int:
    """Length of the first value of a file, in bytes; 0 if there is none."""
    try:
        with open(path, "rb") as file:
            front = file.read(_FRONT)
    except FileNotFoundError:
        return 0
    return int(_HEAD.unpack_from(front, HASH)[2]) if len(front) == _FRONT else 0


def size(path: str) -> int:
    """Size of a file, in bytes; -1 if there is none."""
    try:
        return os.stat(path).st_size
    except OSError:
        return -1


def _record(value: object, context: bytes) -> bytes:
    data = msgspec.msgpack.encode(value)
    said = _HEAD.pack(FORMAT, context, len(data)) + data
    return blake2b(said, digest_size=HASH).digest() + said
