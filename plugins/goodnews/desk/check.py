"""Checking: everything that editors wrote is read, and nothing of the site is written.

What was read is kept in the cache, in a file of its own, so that the next check reads only what has changed since.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from goodnews import cache
from goodnews.cache import Lost
from goodnews.desk.advice import advice_on, sheets_of
from goodnews.desk.build import Run, today_of, workers_of
from goodnews.desk.inputs import context_hash
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
    wording: bytes = b""  # hash of what else decides the proofs: the registry of names, and the language
    proofs: dict[str, Marked] = {}


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
        names = newsroom.registries.names
        wording = hash_of(terminal_language().encode(), msgspec.msgpack.encode(names))
        before = last.proofs if last.wording == wording else {}
        hashes = {path: known.hash for path, known in memo.files.items()}
        proofs = proofread(sheets_of(newsroom), hashes, before, settings.content, names, workers)
    now = _Last(memo, wording, proofs)
    if now != last:
        _keep(settings, now, context)
    return Checked(newsroom, [one for one in advice_on(newsroom, shown, proofs) if one.rule not in off])


def _file(settings: Settings) -> str:
    return os.path.join(settings.cache, "checked")


def _last(settings: Settings, context: bytes) -> _Last:
    """What the last check read, or else the last build; nothing if a build holds the cache just now."""
    with suppress(Busy, OSError), held(settings.cache):
        with suppress(Lost):
            if last := cache.read(_file(settings), _Last, context):
                return last
        memo, _sound = read_memo(os.path.join(settings.cache, "memo"), context)
        return _Last(memo)
    return _Last()


def _keep(settings: Settings, last: _Last, context: bytes) -> None:
    """A check says what it found even where nothing can be written."""
    with suppress(Busy, OSError), held(settings.cache):
        cache.write(_file(settings), last, context=context)
