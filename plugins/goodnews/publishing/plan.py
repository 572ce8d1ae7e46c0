"""The plan of a publication: what is put in place, in which order, what is kept for going back, what is removed. Pure.

The order is what readers rely on: material, then pages that are new, then what leads to them, then pages that change,
then the home page, then what points to it from outside, and removals last. So at every moment, also for ever after a
publication that was killed, each page that can be read finds what it is made of, each list finds the new pages that it
names, and a site that was never whole has no home page yet.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from goodnews.pages.kinds import HOME, LIST, MATERIAL, PAGE, SIGNPOST, SUMS
from goodnews.publishing.record import Files, Journal, Published, Record, Retired, difference
from goodnews.publishing.store import LINK

# What no page names any more stays so long: pages are cached for 5 minutes, and read for a while after that.
GRACE = datetime.timedelta(minutes=10)

_NEW, _CHANGED = True, False
_ORDER = (
    *((MATERIAL, _NEW), (MATERIAL, _CHANGED)),
    *((PAGE, _NEW), (LIST, _NEW), (PAGE, _CHANGED), (LIST, _CHANGED)),
    *((HOME, _NEW), (HOME, _CHANGED), (SIGNPOST, _NEW), (SIGNPOST, _CHANGED)),
    *((SUMS, _NEW), (SUMS, _CHANGED)),  # says what is there, so it comes last
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a target holds when a publication begins."""

    there: Mapping[str, str]  # see `Store.inventory`
    record: Record = field(default_factory=Record)
    journal: Journal | None = None  # of a publication that ended early
    listed: Files = field(default_factory=dict)  # by the checksums.txt of a site that was copied there without a record
    kept: Collection[str] = ()  # SHA-256 of the files that the target has kept

    @property
    def recorded(self) -> Files:
        """What publications certainly put there."""
        return {**{path: one.file for path, one in self.record.retired.items()}, **self.record.files}

    @property
    def was_whole(self) -> bool:
        """Whether there ever was a whole site here."""
        return bool(self.record.files) or (bool(self.listed) and self.journal is None)

    @property
    def lacks(self) -> bool:
        """Whether something is missing of the last whole site: somebody removed it."""
        kept = self.journal.files if self.journal else self.record.files
        return any(path not in self.there for path in {**self.record.files, **self.listed} if path in kept)


@dataclass(frozen=True, slots=True)
class PublicationPlan:
    """What one publication does at a target."""

    wanted: Files
    turns: tuple[tuple[str, ...], ...]  # paths to put, in order; a turn begins when all before it are certain
    new: frozenset[str]  # of these, the paths at which there is nothing yet
    keep: dict[str, str]  # path -> SHA-256 of what is replaced or removed, as far as it is the last publication's
    remove: tuple[str, ...]
    retired: dict[str, Retired]  # what stays for a while
    altered: tuple[str, ...]  # not ours any more: somebody changed it, so it is not removed
    foreign: tuple[str, ...]  # in the way, and never put there by a publication: nothing may be done
    before: dict[str, Published | None] | None  # what the record will say of the publication before

    @property
    def put(self) -> tuple[str, ...]:
        return tuple(path for turn in self.turns for path in turn)

    @property
    def changes_files(self) -> bool:
        return bool(self.turns or self.remove)


def doubtful(wanted: Files, found: Found) -> list[str]:
    """Paths of which the tag does not tell whether what is there is ours, so the content must.

    They are claimed by a publication, their tag is none that it is known by, and they would be removed, or replaced
    though it is not certain that a publication ever put them there.
    """
    recorded = found.recorded
    return [
        path
        for path, tags in _claims(found).items()
        if found.there.get(path, LINK) not in {LINK, *tags}
        and (path not in wanted or (path not in recorded and found.there[path] != wanted[path].tag))
    ]


def plan_publication(wanted: Files, found: Found, proven: Collection[str], now: datetime.datetime) -> PublicationPlan:
    """The way from what is there to what is wanted.

    proven  of the doubtful paths, those whose content a publication put there
    """
    there, record, recorded, claims = found.there, found.record, found.recorded, _claims(found)

    def is_ours(path: str) -> bool:
        return path in proven or there[path] in claims.get(path, ())

    changed = [path for path, file in wanted.items() if there.get(path) != file.tag]
    foreign = {path for path in changed if path in there and path not in recorded and not is_ours(path)}
    gone = [path for path in claims if path not in wanted and path in there]
    altered = tuple(sorted(path for path in gone if not is_ours(path)))
    retired, remove = _retired(sorted({*gone} - {*altered}), found, now)
    keep = {
        path: record.files[path].sha256
        for path in sorted({*changed, *gone})
        if path in record.files and there.get(path) == record.files[path].tag
    }
    turns: defaultdict[tuple[int, bool], list[str]] = defaultdict(list)
    for path in sorted(changed):
        turns[wanted[path].turn, path not in there].append(path)
    return PublicationPlan(
        wanted=wanted,
        turns=tuple(tuple(turns[turn]) for turn in _ORDER if turn in turns),
        new=frozenset(path for path in changed if path not in there),
        keep=keep,
        remove=remove,
        retired=retired,
        altered=altered,
        foreign=tuple(sorted(foreign | _in_the_way(changed, there))),
        before=_before(wanted, record, {*found.kept, *keep.values()}),
    )


def _claims(found: Found) -> dict[str, set[str]]:
    """Path -> tags of every file that publications put there, or were about to."""
    tags: defaultdict[str, set[str]] = defaultdict(set)
    for files in (found.recorded, found.journal.claims if found.journal else {}, found.listed):
        for path, file in files.items():
            tags[path].add(file.tag)
    return tags


def _in_the_way(paths: Collection[str], there: Mapping[str, str]) -> set[str]:
    """Folders where a file has to be, and files or links where a folder has to be."""
    above = {path[:at] for path in paths for at, letter in enumerate(path) if letter == "/"}
    return {folder for folder in above if folder in there} | {f"{path}/" for path in paths if f"{path}/" in there}


def _retired(gone: list[str], found: Found, now: datetime.datetime) -> tuple[dict[str, Retired], tuple[str, ...]]:
    """Of what is not wanted any more: what stays for a while, and what goes now."""
    record, journal = found.record, found.journal
    retired: dict[str, Retired] = {}
    remove: list[str] = []
    files = {**(journal.claims if journal else {}), **record.files}
    for path in gone:
        known = record.retired.get(path) or (Retired(now, files[path]) if path in files else None)
        if known and known.file.turn == MATERIAL and now - known.since < GRACE:
            retired[path] = known
        else:
            remove.append(path)
    # Pages go before what they are made of.
    remove.sort(key=lambda path: ((path in files and files[path].turn == MATERIAL) or path in record.retired, path))
    return retired, tuple(remove)


def _before(wanted: Files, record: Record, kept: set[str]) -> dict[str, Published | None] | None:
    """How to come back to the last publication; to the one before it, if this one changes nothing."""
    if record.at is None:
        return None
    found = difference(wanted, record.files)
    if not found:
        return record.before
    return found if all(file is None or file.sha256 in kept for file in found.values()) else None
