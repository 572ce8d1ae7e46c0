"""The lease of a bucket: an object that says who publishes there, and until when nobody else may.

Storage has no locks that end with their holder, so the lease ends by itself, and is renewed while a publication is at
work.
"""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import msgspec

from goodnews.publishing.storage import NoConditions, Storage, Taken
from goodnews.publishing.store import NotPublished, under_way

TERM = timedelta(minutes=3)  # after which the lease of a publication that was killed elsewhere is taken over
RENEWAL = 60.0  # seconds


class Holder(msgspec.Struct, frozen=True):
    """Who publishes, and until when nobody else may."""

    host: str
    process: int
    until: datetime


class Lease:
    """The lease that lies at one key of a bucket."""

    def __init__(self, storage: Storage, bucket: str, key: str) -> None:
        self._storage, self._bucket, self._key = storage, bucket, key
        self._renewed = 0.0

    def check(self) -> bool:
        """
        returns  whether a publication has ended without giving it back
        raises   NotPublished if another publication is under way
        """
        other = self._storage.get(self._bucket, self._key)
        if other is not None and _is_live(other):
            raise under_way()
        return other is not None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold it; also that of a publication that has ended without giving it back."""
        if self.check():
            self._storage.delete(self._bucket, self._key)
        mine = self._taken()
        if self._storage.get(self._bucket, self._key) != mine:
            raise under_way()
        try:
            yield
        finally:
            with suppress(NotPublished):  # it ends by itself
                self._storage.delete(self._bucket, self._key)

    def renew(self) -> None:
        """Hold it for longer, if it is time to."""
        if time.monotonic() - self._renewed > RENEWAL:
            self._storage.put(self._bucket, self._key, self._holder())

    def _taken(self) -> bytes:
        data = self._holder()
        try:
            self._storage.put(self._bucket, self._key, data, IfNoneMatch="*")
        except Taken:
            raise under_way() from None
        except NoConditions:
            self._storage.put(self._bucket, self._key, data)  # read back, it says who was last
        return data

    def _holder(self) -> bytes:
        self._renewed = time.monotonic()
        return msgspec.json.encode(Holder(socket.gethostname(), os.getpid(), datetime.now(UTC) + TERM))


def _is_live(data: bytes) -> bool:
    """Whether the holder of a lease may still be at work."""
    try:
        holder = msgspec.json.decode(data, type=Holder)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return False
    if holder.host == socket.gethostname():
        try:
            os.kill(holder.process, 0)
        except ProcessLookupError:
            return False
        except OSError:
            pass
    return datetime.now(UTC) < holder.until
