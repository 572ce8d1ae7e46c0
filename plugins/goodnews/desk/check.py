"""Checking: everything that editors wrote is read, and nothing of the site is written.

What was read is kept in the cache, in a file of its own, so that the next check reads only what has changed since.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import msgspec

from goodnews import cache
from goodnews.cache import Lost
from goodnews.desk.advice import advice_on, sheets_of
from goodnews.desk.build import Run, today_of, workers_of
from goodnews.desk.inputs import context_hash
from goodnews.desk.last_build import issues_in
from goodnews.desk.likeness import Alike, Count, alike_in
from goodnews.desk.numbering import moved_issues
from goodnews.desk.proofreading import Marked, proofread
from goodnews.desk.rules import unknown
from goodnews.files import Busy, hash_of, held
from goodnews.language import terminal_language
from goodnews.newsroom.memo import Memo, read_memo
from goodnews.newsroom.validate import Newsroom, validate
from goodnews.problem import ContentError, Problem, display_path
from goodnews.settings import Settings


@dataclass(frozen=True, slots=True)
class Checked:
    """A newsroom without a problem, and what its editors may want to look at."""

    newsroom: Newsroom
    advice: Sequence[Problem]  # in the order of the files


class _Last(msgspec.Struct):
    """What the last check read."""

    memo: Memo = msgspec.field(default_factory=Memo)
    wording: bytes = b""  # hash of what else decides the proofs: the house's usage, and the language
    proofs: dict[str, Marked] = {}
    alike: Alike = msgspec.field(default_factory=Alike)
    count: bytes = b""  # hash of the count of the archive that `alike` rests on, which has a file of its own


def check(settings: Settings, run: Run, file: str = "pelicanconf.py") -> Checked:
    """Read and validate everything.

    file    the name under which problems of the settings are reported
    raises  ContentError with every problem
    """
    off = settings.goodnews.check_without
    if strange := list(unknown(off, file)):
        raise ContentError(strange)
    context, shown = context_hash(), display_path(settings.content)
    last = _last(settings, context)
    with workers_of(settings, run) as workers:
        newsroom, memo = validate(settings, shown, today_of(settings, run), last.memo, context, workers, run.drafts)
        names, house = newsroom.registries.names, newsroom.registries.house
        wording = hash_of(terminal_language().encode(), msgspec.msgpack.encode((names, house)))
        before = last.proofs if last.wording == wording else {}
        hashes = {path: known.hash for path, known in memo.files.items()}
        proofs = proofread(sheets_of(newsroom), hashes, before, settings.content, names, house, workers)
        counted = partial(_counted, settings, context, last.count)
        alike, count = alike_in(newsroom.stories, last.alike, counted, settings.content, workers)
    now = _Last(memo, wording, proofs, alike, last.count)
    if now != last:
        _keep(settings, now, context, count)
    moved = moved_issues(newsroom, issues_in(settings), shown)
    advice = sorted([*advice_on(newsroom, shown, proofs, alike.pairs), *moved])
    return Checked(newsroom, [one for one in advice if one.rule not in off])


def _file(settings: Settings, name: str = "checked") -> str:
    return os.path.join(settings.cache, name)


def _last(settings: Settings, context: bytes) -> _Last:
    """What the last check read, or else the last build; nothing if a build holds the cache just now."""
    with suppress(Busy, OSError), held(settings.cache):
        with suppress(Lost):
            if last := cache.read(_file(settings), _Last, context):
                return last
        memo, _sound = read_memo(os.path.join(settings.cache, "memo"), context)
        return _Last(memo)
    return _Last()


def _counted(settings: Settings, context: bytes, hash_: bytes) -> Count | None:
    """The count of the archive, if its file still holds that one."""
    with suppress(Busy, OSError, Lost), held(settings.cache):
        for record in cache.records(cache.contents(_file(settings, "counted")) or memoryview(b""), context):
            return record.decode(Count) if record.hash == hash_ else None
    return None


def _keep(settings: Settings, last: _Last, context: bytes, count: Count | None) -> None:
    """A check says what it found even where nothing can be written.

    count  of the archive, if it was counted anew
    """
    with suppress(Busy, OSError), held(settings.cache):
        if count:
            last.count = cache.write(_file(settings, "counted"), count, context=context)
        cache.write(_file(settings), last, context=context)
