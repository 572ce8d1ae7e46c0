"""Likeness: which stories tell the same thing, perhaps in other words.

Two stories are compared by their pairs of characters - in a script of letters, where any two texts share most of these,
by their words and pairs of words - each weighted by how rare it is in the archive, and by how much of the shorter one
the other holds. Rare pairs also find what is worth comparing, so that a new story is held against
ten thousand in milliseconds.

How rare a pair is was counted over the whole archive. It is counted again once a twentieth of the stories has changed;
a small archive is counted each time. Between two counts only new and changed stories are compared.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from math import log2
from zlib import crc32

import msgspec

from goodnews.characters import half_width
from goodnews.newsroom.body import NO_TEXT
from goodnews.newsroom.story import Story
from goodnews.text.document import body_at
from goodnews.text.reading import read_text
from goodnews.workers import Job, Workers

ALIKE = 0.36  # of the shorter text's weight that the other one has too
LEAST = 50  # different pairs and words: a shorter text is too short to tell
RARE = 40  # a pair that more stories have finds nothing
SHARED = 5  # rare pairs that two texts have in common before they are compared,
PART = 0.2  # and at least this part of the rare pairs of one of them
SMALL = 512  # stories: a smaller archive is counted each time
FEW = 256  # stories: in a smaller archive a pair that few have is not rare for that
DRIFT = 20  # the archive is counted anew once one story in so many has changed
BATCH = 128  # stories given to a process at once
ALONE = 512  # fewer stories than this are read without starting a process

_TARGET = re.compile(r"\]\([^)\n]*\)")
_LETTERS = "A-Za-z\u00c0-\u07ff"  # from Latin to Arabic
_SPELLED = re.compile(f"[{_LETTERS}]+")
_NO_CHARACTER = re.compile(rf"[\W_{_LETTERS}]+")
_PAIR = "I"  # four bytes: two characters of UTF-16, or a checksum of words


class Count(msgspec.Struct, array_like=True, gc=False):
    """How often each pair occurs in the archive, and where."""

    paths: list[str]  # of the stories, in the order of their numbers
    rare: bytes  # how many of its pairs are rare, for each story
    keys: bytes  # pairs, the rare ones first
    counts: bytes  # how many stories have each
    lists: bytes  # numbers of the stories that have it, rare pair by rare pair


class Alike(msgspec.Struct, array_like=True, gc=False):
    """What was compared so far."""

    seen: dict[str, bytes] = {}  # path -> what identifies its words
    pairs: list[tuple[str, str]] = []  # paths of two stories that are alike
    added: dict[str, bytes] = {}  # path -> pairs of characters, of the stories that are newer than the count
    gone: int = 0  # stories of the count that are no more, or no more as they were


def alike_in(
    stories: Iterable[Story], before: Alike, counted: Callable[[], Count | None], folder: str, workers: Workers
) -> tuple[Alike, Count | None]:
    """Compare what changed.

    before   as the last check left it
    counted  gives the count that it rests on; None if it was lost
    folder   of the content
    returns  what is known now, and a new count if one was made
    raises   Unreadable, Died; FileNotFoundError if a file has just gone
    """
    titles = {story.path: story.title for story in stories if story.body != NO_TEXT}
    now = {story.path: story.body + story.title.encode() for story in stories if story.body != NO_TEXT}
    if now == before.seen:
        return before, None
    changed = [path for path, words in now.items() if before.seen.get(path) != words]
    added = {path: pairs for path, pairs in before.added.items() if now.get(path) == before.seen[path]}
    left = [path for path, words in before.seen.items() if now.get(path) != words]
    gone = before.gone + sum(path not in before.added for path in left)
    if (len(added) + len(changed) + gone) * DRIFT < len(now) >= SMALL and (count := counted()):
        added |= _pairs_of(changed, titles, folder, workers)
        archive = _Archive(count, added, now, lambda path: _pairs(titles[path], read_text(folder, path, path)))
        stale = {*changed, *left}
        pairs = [pair for pair in before.pairs if not stale.intersection(pair)] + archive.alike(changed)
        return Alike(now, sorted(pairs), added, gone), None
    everything = _pairs_of(now, titles, folder, workers)
    count = _counted(everything)
    archive = _Archive(count, {}, now, lambda path: array(_PAIR, everything[path]))
    return Alike(now, sorted(archive.alike(now))), count


class _Archive:
    """Every story by its pairs of characters."""

    def __init__(
        self,
        count: Count,
        added: Mapping[str, bytes],
        now: Iterable[str],
        pairs: Callable[[str], Iterable[int]],
    ) -> None:
        """added  pairs of the stories that are newer than the count
        now    paths of all stories
        pairs  gives those of one story
        """
        self._weight = log2(max(len(count.paths), FEW) + 1)
        self._paths = [*count.paths, *added]
        keys, counts = array(_PAIR, count.keys), array(_PAIR, count.counts)
        self._counts = dict(zip(keys, counts, strict=True))
        self._common = frozenset(key for key, times in zip(keys, counts, strict=True) if times > RARE)
        rare = len(keys) - len(self._common)
        self._starts = dict(zip(keys[:rare], accumulate(counts, initial=0), strict=False))
        self._lists = array(_PAIR, count.lists)
        fresh = {path: number for number, path in enumerate(added, len(count.paths))}
        here = set(now)
        self._numbers = {path: n for n, path in enumerate(count.paths) if path in here and path not in fresh} | fresh
        self._newer: dict[int, list[int]] = defaultdict(list)
        self._rare = array(_PAIR, count.rare)
        for path, data in added.items():
            own = array(_PAIR, data)
            self._rare.append(len(frozenset(own) - self._common))
            for key in own:
                self._newer[key].append(fresh[path])
        self._pairs = pairs

    def alike(self, paths: Iterable[str]) -> list[tuple[str, str]]:
        """These stories with all that they are like; each two once, the lesser path first."""
        return list({pair: None for path in paths for pair in self._like(path)})

    def _like(self, path: str) -> Iterator[tuple[str, str]]:
        own = frozenset(self._pairs(path))
        if len(own) < LEAST:
            return
        rare = own - self._common
        shared = Counter(chain.from_iterable(map(self._places, rare)))
        number = self._numbers[path]
        for other, times in shared.items():
            if times < SHARED or other == number or times < PART * min(len(rare), self._rare[other]):
                continue
            if self._numbers.get(self._paths[other]) != other:
                continue  # it has changed since the count, or is no more
            pairs = frozenset(self._pairs(self._paths[other]))
            if len(pairs) >= LEAST and self._likeness(own, pairs) >= ALIKE:
                yield min(path, self._paths[other]), max(path, self._paths[other])

    def _places(self, key: int) -> Sequence[int]:
        """Numbers of the stories that have a rare pair."""
        start = self._starts.get(key, 0)
        places = self._lists[start : start + self._counts.get(key, 0)]
        return [*places, *self._newer[key]] if key in self._newer else places

    def _likeness(self, one: frozenset[int], other: frozenset[int]) -> float:
        """How much of the lighter text the other one has too, 0 to 1."""
        return self._weigh(one & other) / min(self._weigh(one), self._weigh(other))

    def _weigh(self, pairs: Iterable[int]) -> float:
        # One less: what the two alone have in common is as rare as can be.
        return sum(self._weight - log2(max(self._counts.get(key, 0) - 1, 1)) for key in pairs)


def _counted(everything: Mapping[str, bytes]) -> Count:
    lists: dict[int, list[int]] = defaultdict(list)
    for number, data in enumerate(everything.values()):
        for key in array(_PAIR, data):
            lists[key].append(number)
    ordered = sorted(lists, key=lambda key: len(lists[key]) > RARE)
    common = frozenset(key for key in ordered if len(lists[key]) > RARE)
    rare = [len(frozenset(array(_PAIR, data)) - common) for data in everything.values()]
    return Count(
        list(everything),
        array(_PAIR, rare).tobytes(),
        array(_PAIR, ordered).tobytes(),
        array(_PAIR, (len(lists[key]) for key in ordered)).tobytes(),
        array(_PAIR, chain.from_iterable(lists[key] for key in ordered if key not in common)).tobytes(),
    )


def _pairs(title: str, text: str) -> "array[int]":
    """The different pairs of neighbouring characters, words and pairs of words in a headline and a text, in any order.

    text  a whole file
    """
    text = f"{title}\n{text[body_at(text) :]}"
    if "](" in text:
        text = _TARGET.sub("]", text)
    # Marks go first: full-width ones, of which Chinese is full, make normalising slow.
    characters = half_width(_NO_CHARACTER.sub("", text)).encode("utf-16-le")
    halves = (characters[at : at + (len(characters) - at) // 4 * 4] for at in (0, 2))
    found = set().union(*(array(_PAIR, half) for half in halves))
    spelled = [word.casefold() for word in _SPELLED.findall(text)]
    found.update(crc32(word.encode()) for word in spelled)
    found.update(crc32(f"{one} {other}".encode()) for one, other in pairwise(spelled))
    return array(_PAIR, found)


def _pairs_of(paths: Iterable[str], titles: Mapping[str, str], folder: str, workers: Workers) -> dict[str, bytes]:
    """The pairs of characters of each story, read by processes if there are many."""
    pieces = [(path, titles[path]) for path in paths]
    batches = ((None, pieces[start : start + BATCH]) for start in range(0, len(pieces), BATCH))
    found: dict[str, bytes] = {}
    for _place, batch, answer in workers.do(Job(PairWork, (folder,)), batches, alone=len(pieces) < ALONE):
        found.update(zip((path for path, _title in batch), answer, strict=True))
    return {path: found[path] for path, _title in pieces}


class PairWork:
    """Takes texts apart in one process."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def __call__(self, batch: Sequence[tuple[str, str]], at: Callable[[int], None]) -> list[bytes]:
        answers = []
        for place, (path, title) in enumerate(batch):
            at(place)
            answers.append(_pairs(title, read_text(self._folder, path, path)).tobytes())
        return answers
