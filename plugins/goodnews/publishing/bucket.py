"""A bucket as a target: storage that speaks the protocol of S3, wherever it stands (Aliyun OSS, Tencent COS, MinIO …).

An object is replaced as a whole. Each is read back and compared before anything that names it follows, because a
bucket may accept what it does not keep.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import md5
from typing import TypeVar

from goodnews.publishing.headers import headers_of
from goodnews.publishing.lease import Lease
from goodnews.publishing.storage import WORKERS, Storage
from goodnews.publishing.store import Piece, differs, is_hidden, outdated, sha256_of

STATE = ".publication/"
LOCK, OBJECTS = "lock", "objects/"
Item = TypeVar("Item")
Result = TypeVar("Result")


class Bucket:
    """See `Store`."""

    def __init__(self, bucket: str, prefix: str, endpoint: str, region: str, state: str) -> None:
        """
        prefix    of all keys, "" or ending with a slash
        endpoint  "" for the one that the environment names
        region    "" likewise
        state     another bucket for record and kept files, where this one is open to all; "" for the same
        """
        self._bucket, self._prefix = bucket, prefix
        self._state_bucket, self._state = state or bucket, prefix + STATE
        self._storage = Storage(endpoint, region)
        self._lease = Lease(self._storage, self._state_bucket, self._state + LOCK)

    def tag(self, data: bytes) -> str:
        return md5(data, usedforsecurity=False).hexdigest()  # which is what a listing shows

    @contextmanager
    def held(self, dry: bool) -> Iterator[None]:
        if dry:
            self._lease.check()
            yield
        else:
            with self._lease.held():
                yield

    def read(self, name: str) -> bytes | None:
        return self._storage.get(self._state_bucket, self._state + name)

    def write(self, name: str, data: bytes) -> None:
        key = self._state + name
        self._storage.put(self._state_bucket, key, data, ContentType="text/plain")
        if self._storage.get(self._state_bucket, key) != data:
            raise differs(key, True)

    def clear(self, name: str) -> None:
        self._storage.delete(self._state_bucket, self._state + name)

    def fetch(self, path: str) -> bytes | None:
        return self._storage.get(self._bucket, self._prefix + path)

    def inventory(self) -> dict[str, str]:
        tags = self._storage.tags(self._bucket, self._prefix)
        return {path: tag for path, tag in tags.items() if not is_hidden(path) and not path.endswith("/")}

    def keep(self, files: Mapping[str, str]) -> None:
        there = self.kept()

        def copy(path: str) -> None:
            source = self._bucket, self._prefix + path
            self._storage.copy(source, self._state_bucket, self._kept_key(files[path]))

        self._do_all(copy, [path for path, digest in files.items() if digest not in there])

    def kept(self) -> set[str]:
        return {*self._storage.tags(self._state_bucket, self._kept_key(""))}

    def forget(self, hashes: Collection[str]) -> None:
        self._do_all(lambda digest: self._storage.delete(self._state_bucket, self._kept_key(digest)), hashes)

    def put(self, pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
        return self._done_at_once(self._put, pieces)

    def remove(self, paths: Sequence[str]) -> None:
        for path in paths:  # one after the other: pages before what they are made of
            self._storage.delete(self._bucket, self._prefix + path)
            self._lease.renew()

    def _put(self, piece: Piece) -> tuple[str, str]:
        """Put one object, and read it back."""
        data = self._content(piece)
        if data is None or sha256_of(data) != piece.sha256:
            raise outdated(piece.path)
        key, headers = self._prefix + piece.path, headers_of(piece.path)
        tag = self._storage.put(self._bucket, key, data, ContentType=headers.type, CacheControl=headers.cache)
        read = self._storage.get(self._bucket, key)
        if read != data:
            raise differs(piece.path, read is not None)
        return piece.path, tag

    def _content(self, piece: Piece) -> bytes | None:
        if not piece.source:
            return self._storage.get(self._state_bucket, self._kept_key(piece.sha256))
        with open(piece.source, "rb") as file:
            return file.read()

    def _do_all(self, work: Callable[[Item], None], items: Iterable[Item]) -> None:
        for _nothing in self._done_at_once(work, items):
            pass

    def _done_at_once(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Work on several items at the same time; what fails ends the rest before it begins.

        returns  the results, in the order of the items
        """
        with ThreadPoolExecutor(WORKERS) as pool:
            waiting = [pool.submit(work, item) for item in items]
            try:
                for future in waiting:
                    yield future.result()
                    self._lease.renew()
            finally:
                for future in waiting:
                    future.cancel()

    def _kept_key(self, digest: str) -> str:
        return f"{self._state}{OBJECTS}{digest}"
