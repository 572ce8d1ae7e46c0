"""A folder as a target: on this machine, or on a disk that is mounted here.

Each file is written aside, then moved into place: a reader has the old or the new one, whole. The state lies in a
hidden folder beside the target, so that no web server hands it out.
"""

import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256

from goodnews.files import Busy, held, sources_in, write_whole
from goodnews.language import _
from goodnews.publishing.store import Piece, Refused, differs, under_way

STAGING = ".publishing"  # in the target: what is about to be moved into place
OBJECTS = "objects"


class Folder:
    """See `Store`."""

    hash = "sha256"

    def __init__(self, path: str) -> None:
        self.path = os.path.abspath(path)
        above, name = os.path.split(self.path)
        self._state = os.path.join(above, f".{name}.publication")
        self._staging = os.path.join(self.path, STAGING)

    @contextmanager
    def held(self) -> Iterator[None]:
        with _told():
            os.makedirs(self.path, exist_ok=True)
            try:
                with held(self._state):
                    shutil.rmtree(self._staging, ignore_errors=True)
                    try:
                        yield
                    finally:
                        shutil.rmtree(self._staging, ignore_errors=True)
            except Busy:
                raise under_way() from None

    def read(self, name: str) -> bytes | None:
        return _contents(os.path.join(self._state, name))

    def write(self, name: str, data: bytes) -> None:
        write_whole(os.path.join(self._state, name), data)

    def clear(self, name: str) -> None:
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(self._state, name))

    def fetch(self, path: str) -> bytes | None:
        return _contents(os.path.join(self.path, path))

    def inventory(self) -> dict[str, str]:
        return {source.path: self._tag(source.path) for source in sources_in(self.path)}

    def keep(self, files: Mapping[str, str]) -> None:
        os.makedirs(os.path.join(self._state, OBJECTS), exist_ok=True)
        for path, digest in files.items():
            target = self._object(digest)
            if not os.path.lexists(target):
                _copy(os.path.join(self.path, path), f"{target}.new")
                os.replace(f"{target}.new", target)

    def kept(self) -> set[str]:
        try:
            return set(os.listdir(os.path.join(self._state, OBJECTS)))
        except FileNotFoundError:
            return set()

    def forget(self, hashes: Collection[str]) -> None:
        for digest in hashes:
            os.unlink(self._object(digest))

    def put(self, pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
        os.makedirs(self._staging, exist_ok=True)
        for path, digest, source in pieces:
            self._refuse_links(path)
            aside, target = os.path.join(self._staging, digest), os.path.join(self.path, path)
            shutil.copyfile(source or self._object(digest), aside)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(aside, target)
        for path, digest, _source in pieces:
            if self._tag(path) != digest:
                raise differs(path, self._tag(path) != "")
            yield path, digest

    def remove(self, paths: Sequence[str]) -> None:
        for path in paths:
            self._refuse_links(path)
            with suppress(FileNotFoundError):
                os.unlink(os.path.join(self.path, path))
            folder = os.path.dirname(path)
            with suppress(OSError):  # not empty
                while folder:
                    os.rmdir(os.path.join(self.path, folder))
                    folder = os.path.dirname(folder)

    def _object(self, digest: str) -> str:
        return os.path.join(self._state, OBJECTS, digest)

    def _tag(self, path: str) -> str:
        """SHA-256 of a file; "" if there is none."""
        data = _contents(os.path.join(self.path, path))
        return "" if data is None else sha256(data).hexdigest()

    def _refuse_links(self, path: str) -> None:
        """A folder that is a link may lead anywhere."""
        folder = os.path.dirname(path)
        while folder:
            if os.path.islink(os.path.join(self.path, folder)):
                words = _("{path} is a link to another place. Publish to that place, or put a folder there.")
                raise Refused(words.format(path=os.path.join(self.path, folder)))
            folder = os.path.dirname(folder)


@contextmanager
def _told() -> Iterator[None]:
    """What the system refuses, in a sentence."""
    try:
        yield
    except OSError as error:
        words = _("The target refused: {reason}. Readers have a whole site; once that is fixed, publish again.")
        raise Refused(words.format(reason=error.strerror or error)) from None


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
