"""A store: a target that is changed file by file, as folder, server and bucket offer it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import NamedTuple, Protocol

from goodnews.language import _

RECORD = "record.json"
JOURNAL = "journal.json"
STAGING = ".publishing"  # in a folder that readers see: files that are about to be moved into place
# What a listing of a target holds besides files.
FOLDER, LINK = "a folder", "a link"

Say = Callable[[str], None]


class Done(NamedTuple):
    """What a publication did: numbers of files, and those that readers may not have had before."""

    new: int
    changed: int
    removed: int
    same: int
    fresh: tuple[str, ...] = ()  # paths; all that there are if it went on from one that ended early


class NotPublished(Exception):
    """A publication cannot begin or go on. Its text is a sentence for whoever publishes."""


class Failed(NotPublished):
    """Something broke at the target or on the way there. What readers have now is added by `publication.bring`."""


class Piece(NamedTuple):
    """One file to be put in place."""

    path: str  # below the target, with slashes
    sha256: str  # in hexadecimal digits
    source: str  # the file it is read from; "" for one that the store has kept


class Store(Protocol):
    """A target. Its state (record, journal, files kept for going back) lies beside the site, not among its pages.

    A *tag* is what a listing of the target says of a file's content. Whatever fails raises NotPublished.
    """

    def tag(self, data: bytes) -> str:
        """The tag of a file with this content. A store whose tags are SHA-256 takes `sha256_of` for it."""

    def held(self, dry: bool) -> AbstractContextManager[None]:
        """Hold the target for this process; refused if another publication is under way.

        dry  write nothing, not even the folders: a target that is not there yet is empty
        """

    def read(self, name: str) -> bytes | None:
        """A file of the state; None if there is none."""

    def write(self, name: str, data: bytes) -> None:
        """Replace a file of the state, as a whole."""

    def clear(self, name: str) -> None:
        """Remove a file of the state."""

    def fetch(self, path: str) -> bytes | None:
        """A file of the site; None if there is none."""

    def inventory(self) -> dict[str, str]:
        """Path -> tag of every file of the site, whoever put it there; hidden ones left out.

        A symbolic link, or anything else that is neither file nor folder, has the tag LINK. Where folders can be in the
        way, each is listed too, by a path that ends with a slash and the tag FOLDER.
        """

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


def sha256_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def is_hidden(path: str) -> bool:
    """Whether a path leads to or through a hidden file; no page is one."""
    return path.startswith(".") or "/." in path


def sentences(first: str, second: str) -> str:
    """Two sentences, one after the other; Chinese has no blank between them."""
    return _("{first} {second}").format(first=first, second=second)


def under_way() -> NotPublished:
    return NotPublished(_("Another publication to this target is under way. Wait for its end, then publish again."))


def differs(path: str, there: bool) -> Failed:
    """A target that does not hold what it was given."""
    words = _("{path} was accepted, but reads differently.") if there else _("{path} was accepted, but is not there.")
    return Failed(words.format(path=path))


def outdated(path: str) -> NotPublished:
    """A file whose content is another than when the publication began."""
    words = _("{path} is not what this publication needs any more. Publish again.")
    return NotPublished(words.format(path=path))


def no_folder(path: str, is_link: bool) -> NotPublished:
    """Something that is no folder stands where the target, or a folder above it, has to be."""
    words = (
        _("{path} is a link that leads nowhere. Make the folder that it leads to, or remove the link.")
        if is_link
        else _("{path} is a file, not a folder. Move it away, or publish to another folder.")
    )
    return NotPublished(words.format(path=path))
