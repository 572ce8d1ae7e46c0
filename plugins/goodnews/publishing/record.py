"""The record: what a target holds of ours. It lies beside the site, so that any machine can publish there."""

import datetime
import re
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from goodnews.files import is_inside
from goodnews.language import _
from goodnews.pages.kinds import PAGE, SUMS
from goodnews.press.ledger import CHECKSUMS, checksums_in
from goodnews.publishing.store import JOURNAL, RECORD, NotPublished, Store, is_hidden, sha256_of

FORMAT = 1
T = TypeVar("T", "Record", "Journal")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Published(msgspec.Struct, frozen=True, array_like=True):
    """One file of a site."""

    sha256: str
    turn: int  # of `pages.kinds`: what a page is made of comes before the page
    other: str = ""  # its tag at the target, if that is not the SHA-256

    @property
    def tag(self) -> str:
        return self.other or self.sha256


Files = dict[str, Published]


class Retired(msgspec.Struct, frozen=True, array_like=True):
    """A file that no page names any more. Readers may still have such a page open, so it stays for a while."""

    since: datetime.datetime
    file: Published


class Record(msgspec.Struct, frozen=True):
    """The publication that a target holds."""

    format: int = FORMAT
    at: datetime.datetime | None = None  # when it was complete
    files: Files = {}
    retired: dict[str, Retired] = {}
    before: dict[str, Published | None] | None = None  # what differed in the one before; None: no way back

    def previous(self) -> Files | None:
        """The files of the publication before; None if there is no way back."""
        if self.before is None:
            return None
        found = {**self.files, **self.before}
        return {path: file for path, file in found.items() if file is not None}


class Journal(msgspec.Struct, frozen=True):
    """A publication under way: every file of it, and those of others that ended early."""

    format: int = FORMAT
    at: datetime.datetime | None = None  # the time that its record will bear
    back: bool = False  # whether it returns to an earlier state
    files: Files = {}
    earlier: Files = {}

    @property
    def claims(self) -> Files:
        """Every file that it, or one before it that ended early, may have put in place."""
        return {**self.earlier, **self.files}


def read_record(store: Store) -> Record:
    """What the target holds of ours; an empty record if nothing.

    raises  NotPublished
    """
    found = _read(store, RECORD, Record)
    if found is None:
        return Record()
    files = [*found.files.items(), *((path, one.file) for path, one in found.retired.items())]
    files += [(path, file) for path, file in (found.before or {}).items() if file is not None]
    _check(RECORD, files, [*(found.before or {})])
    return found


def read_journal(store: Store) -> Journal | None:
    """What a publication that ended early was doing; None if the last one was complete.

    raises  NotPublished
    """
    found = _read(store, JOURNAL, Journal)
    if found is not None:
        _check(JOURNAL, [*found.files.items(), *found.earlier.items()], [])
    return found


def write(store: Store, value: Record | Journal) -> None:
    store.write(RECORD if isinstance(value, Record) else JOURNAL, msgspec.json.encode(value))


def listed_in(sums: bytes) -> Files:
    """The files of a site by its checksums.txt, itself among them."""
    found = {path: digest.hex() for path, digest in checksums_in(sums).items() if not is_hidden(path)}
    files = {path: Published(digest, PAGE) for path, digest in found.items()}
    return files | {CHECKSUMS: Published(sha256_of(sums), SUMS)}


def difference(now: Files, then: Files) -> dict[str, Published | None]:
    """What of `then` differs from `now`: the file, or None if there was none."""
    return {path: then.get(path) for path in sorted({*now, *then}) if _hash(now, path) != _hash(then, path)}


def _hash(files: Mapping[str, Published], path: str) -> str:
    found = files.get(path)
    return found.sha256 if found else ""


def _read(store: Store, name: str, kind: type[T]) -> T | None:
    data = store.read(name)
    if data is None:
        return None
    try:
        found = msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise _damaged(name) from None
    if found.format != FORMAT:
        raise _damaged(name)
    return found


def _check(name: str, files: list[tuple[str, Published]], paths: list[str]) -> None:
    """Nothing read back may lead out of the target, whoever wrote it."""
    for path in [*(path for path, _file in files), *paths]:
        if not is_inside(path) or is_hidden(path) or not path.isprintable():
            raise _damaged(name)
    if not all(_SHA256.fullmatch(file.sha256) and 0 <= file.turn <= SUMS for _path, file in files):
        raise _damaged(name)


def _damaged(name: str) -> NotPublished:
    words = _(
        "{name} of the target is damaged, so nothing was touched. Restore it from a back-up, or remove it: what is "
        "there is then known by its checksums.txt alone."
    )
    return NotPublished(words.format(name=name))
