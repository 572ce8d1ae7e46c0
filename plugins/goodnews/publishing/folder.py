"""A folder as a target: on this machine, or on a disk that is mounted here.

Each file is written aside, then moved into place: a reader has the old or the new one, whole. The state lies in a
hidden folder beside the target, so that no web server hands it out.
"""

import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress

from goodnews import files as ground
from goodnews.publishing.store import (
    FOLDER,
    LINK,
    STAGING,
    Piece,
    differs,
    no_folder,
    sha256_of,
    under_way,
)

OBJECTS = "objects"
ASIDE = ".new"  # the end of the name of a file that is not kept yet


class Folder:
    """See `Store`."""

    tag = staticmethod(sha256_of)

    def __init__(self, path: str) -> None:
        self.path = os.path.abspath(path)
        above, name = os.path.split(self.path)
        self._state = os.path.join(above, f".{name}.publication")
        self._staging = os.path.join(self.path, STAGING)

    @contextmanager
    def held(self, dry: bool) -> Iterator[None]:
        for place in (self.path, self._state):
            _refuse_what_is_no_folder(place)
        if not dry:
            os.makedirs(self.path, exist_ok=True)
        # A dry run makes no folder, not even to hold it: where there is none, nobody publishes.
        lock = nullcontext() if dry and not os.path.isdir(self._state) else ground.held(self._state)
        try:
            with lock, nullcontext() if dry else self._without_leftovers():
                yield
        except ground.Busy:
            raise under_way() from None

    @contextmanager
    def _without_leftovers(self) -> Iterator[None]:
        """Nothing half-written stays in readers' sight, neither of one that was killed before nor of this one."""
        shutil.rmtree(self._staging, ignore_errors=True)
        for name in self._objects():
            if name.endswith(ASIDE):
                os.unlink(self._object(name))
        try:
            yield
        finally:
            shutil.rmtree(self._staging, ignore_errors=True)

    def read(self, name: str) -> bytes | None:
        return _contents(os.path.join(self._state, name))

    def write(self, name: str, data: bytes) -> None:
        ground.write_whole(os.path.join(self._state, name), data)

    def clear(self, name: str) -> None:
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(self._state, name))

    def fetch(self, path: str) -> bytes | None:
        return _contents(os.path.join(self.path, path))

    def inventory(self) -> dict[str, str]:
        found: dict[str, str] = {}
        folders = [""] if os.path.isdir(self.path) else []
        while folders:
            below = folders.pop()
            with os.scandir(os.path.join(self.path, below)) as entries:
                for entry in entries:
                    path = below + entry.name
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        found[f"{path}/"] = FOLDER
                        folders.append(f"{path}/")
                    else:
                        found[path] = self._tag_of(path) if entry.is_file(follow_symlinks=False) else LINK
        return found

    def keep(self, files: Mapping[str, str]) -> None:
        os.makedirs(os.path.join(self._state, OBJECTS), exist_ok=True)
        for path, digest in files.items():
            target = self._object(digest)
            if not os.path.lexists(target):
                _copy(os.path.join(self.path, path), f"{target}{ASIDE}")
                os.replace(f"{target}{ASIDE}", target)

    def kept(self) -> set[str]:
        return {name for name in self._objects() if not name.endswith(ASIDE)}

    def forget(self, hashes: Collection[str]) -> None:
        for digest in hashes:
            os.unlink(self._object(digest))

    def put(self, pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
        os.makedirs(self._staging, exist_ok=True)
        for path, digest, source in pieces:
            aside, target = os.path.join(self._staging, digest), os.path.join(self.path, path)
            shutil.copyfile(source or self._object(digest), aside)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(aside, target)
        for path, digest, _source in pieces:
            tag = self._tag_of(path)
            if tag != digest:
                raise differs(path, tag != "")
            yield path, digest

    def remove(self, paths: Sequence[str]) -> None:
        for path in paths:
            with suppress(FileNotFoundError):
                os.unlink(os.path.join(self.path, path))
            folder = os.path.dirname(path)
            with suppress(OSError):  # not empty
                while folder:
                    os.rmdir(os.path.join(self.path, folder))
                    folder = os.path.dirname(folder)

    def _objects(self) -> list[str]:
        try:
            return os.listdir(os.path.join(self._state, OBJECTS))
        except FileNotFoundError:
            return []

    def _object(self, digest: str) -> str:
        return os.path.join(self._state, OBJECTS, digest)

    def _tag_of(self, path: str) -> str:
        """SHA-256 of a file; "" if there is none."""
        data = _contents(os.path.join(self.path, path))
        return "" if data is None else sha256_of(data)


def _refuse_what_is_no_folder(path: str) -> None:
    """What stands where a folder is, or will be made, has to be one, and all above it too."""
    while not os.path.isdir(path):
        if os.path.lexists(path):
            raise no_folder(path, os.path.islink(path))
        path = os.path.dirname(path)


def _contents(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _copy(source: str, target: str) -> None:
    """A second name for a file that is only ever replaced as a whole, or a copy where the disk has none."""
    with suppress(FileNotFoundError):
        os.unlink(target)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
