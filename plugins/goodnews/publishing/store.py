"""A store: where a site is published, as every target offers it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from goodnews.language import _

RECORD = "record.json"
JOURNAL = "journal.json"


Say = Callable[[str], None]


class Done(NamedTuple):
    """What a publication did: numbers of files."""

    new: int
    changed: int
    removed: int
    same: int


class Refused(Exception):
    """A publication cannot begin or go on. Its text is a sentence for whoever publishes."""


class Piece(NamedTuple):
    """One file to be put in place."""

    path: str  # below the target, with slashes
    sha256: str  # in hexadecimal digits
    source: str  # the file it is read from; "" for one that the store has kept


class Store(Protocol):
    """A target. Its state (record, journal, files kept for going back) lies beside the site, not among its pages.

    A *tag* is what a listing of the target says of a file's content. Whatever fails raises Refused.
    """

    hash: str  # the tag of a file: name of a function of hashlib

    def held(self) -> AbstractContextManager[None]:
        """Hold the target for this process; refused if another publication is under way."""

    def read(self, name: str) -> bytes | None:
        """A file of the state; None if there is none."""

    def write(self, name: str, data: bytes) -> None:
        """Replace a file of the state, as a whole."""

    def clear(self, name: str) -> None:
        """Remove a file of the state."""

    def fetch(self, path: str) -> bytes | None:
        """A file of the site; None if there is none."""

    def inventory(self) -> dict[str, str]:
        """Path -> tag of every file of the site; hidden ones left out."""

    def keep(self, files: Mapping[str, str]) -> None:
        """Keep a copy of files of the site (path -> SHA-256) before they are replaced or removed."""

    def kept(self) -> set[str]:
        """SHA-256 of the files that are kept."""

    def forget(self, hashes: Collection[str]) -> None:
        """Remove files that are kept."""

    def put(self, pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
        """Put files in place in this order, each as a whole, read them back and compare.

        returns  path and tag of each, once it is certain that it is there
        """

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files of the site."""


def is_hidden(path: str) -> bool:
    """Whether a path leads to or through a hidden file; no page is one."""
    return path.startswith(".") or "/." in path


def under_way() -> Refused:
    return Refused(_("Another publication to this target is under way. Wait for its end, then publish again."))


def differs(path: str, there: bool) -> Refused:
    """A target that does not hold what it was given."""
    words = (
        _("{path} was accepted, but reads differently. Nothing that names it was put in place. Run it again.")
        if there
        else _("{path} was accepted, but is not there. Nothing that names it was put in place. Run it again.")
    )
    return Refused(words.format(path=path))


def no_way_back() -> Refused:
    return Refused(_("There is no publication before this one. Build the state that you want, and publish it."))
