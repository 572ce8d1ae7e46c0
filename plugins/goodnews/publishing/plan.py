"""The plan of a publication: what is put in place, in which order, what is kept for going back, what is removed. Pure.

The order is what readers rely on: material, then pages that are new, then what leads to them, then pages that change,
and removals last. So at every moment, also for ever after a publication that was killed, each page that can be read
finds what it is made of, and each list finds the new pages that it names.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from goodnews.pages.kinds import LIST, MATERIAL
from goodnews.publishing.record import Files, Journal, Published, Record, Retired, difference

# What no page names any more stays so long: pages are cached for 5 minutes, and read for a while after that.
PATIENCE = datetime.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Plan:
    """What one publication does at a target."""

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


def planned(
    wanted: Files,
    record: Record,
    journal: Journal | None,
    listed: Mapping[str, str],
    there: Mapping[str, str],
    kept: set[str],
    now: datetime.datetime,
) -> Plan:
    """The way from what is there to what is wanted.

    journal  of a publication that ended early
    listed   path -> SHA-256 by the checksums.txt that is there: a site that was copied there without a record
    there    path -> tag
    kept     SHA-256 of the files that the target has kept
    """
    ours = _known_tags(record, journal, listed)
    changed = [path for path, file in wanted.items() if there.get(path) != file.tag]
    foreign = tuple(sorted(path for path in changed if path in there and path not in ours))
    gone = [path for path in ours if path not in wanted and path in there]
    altered = tuple(sorted(path for path in gone if there[path] not in ours[path]))
    retired, remove = _retired(sorted({*gone} - {*altered}), record, journal, now)
    keep = {
        path: record.files[path].sha256
        for path in sorted({*changed, *gone})
        if path in record.files and there.get(path) == record.files[path].tag
    }
    new = frozenset(path for path in changed if path not in there)
    order = sorted(changed, key=lambda path: (_turn(path, wanted[path], path in new), path))
    turns = groupby(order, key=lambda path: _turn(path, wanted[path], path in new))
    return Plan(
        turns=tuple(tuple(paths) for _turn_number, paths in turns),
        new=new,
        keep=keep,
        remove=remove,
        retired=retired,
        altered=altered,
        foreign=foreign,
        before=_before(wanted, record, kept | {*keep.values()}),
    )


def _turn(path: str, file: Published, new: bool) -> int:
    if path == "checksums.txt":  # says what is there, so it comes last
        return 9
    if file.turn == MATERIAL:
        return 0 if new else 1
    return (2 if new else 4) + (file.turn == LIST)


def _known_tags(record: Record, journal: Journal | None, listed: Mapping[str, str]) -> dict[str, set[str]]:
    """Path -> tags of all that publications put there, or were about to."""
    found: dict[str, set[str]] = {path: {sha256} for path, sha256 in listed.items()} if not record.files else {}
    sources = [record.files, *([journal.files, journal.earlier] if journal else [])]
    sources.append({path: one.file for path, one in record.retired.items()})
    for files in sources:
        for path, file in files.items():
            found.setdefault(path, set()).add(file.tag)
    return found


def _retired(
    gone: list[str], record: Record, journal: Journal | None, now: datetime.datetime
) -> tuple[dict[str, Retired], tuple[str, ...]]:
    """Of what is not wanted any more: what stays for a while, and what goes now."""
    retired: dict[str, Retired] = {}
    remove: list[str] = []
    files = {**(journal.earlier | journal.files if journal else {}), **record.files}
    for path in gone:
        known = record.retired.get(path) or (Retired(now, files[path]) if path in files else None)
        if known and known.file.turn == MATERIAL and now - known.since < PATIENCE:
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
