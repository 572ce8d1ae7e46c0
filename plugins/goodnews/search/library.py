"""The library: in the cache a file for each month, with what the month adds to every shard.

Any worker process may write a month's file and read them all; it compares whatever it takes from them with
the hash that the press knows.
"""

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple, TypeVar

import msgspec

from goodnews import cache
from goodnews.cache import Lost
from goodnews.files import hash_of
from goodnews.language import _
from goodnews.newsroom.story import Registries, Story
from goodnews.newsroom.texts import texts_in
from goodnews.press.page import Changed
from goodnews.search.block import HASH, Block, Shape, block_of, joined, lane, lanes_of, names_of
from goodnews.search.letters import letters, text_of

T = TypeVar("T")
NAME = "search"  # in the cache; a month's own files are named `search-202602`


class Month(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a month without reading its file."""

    key: bytes  # hash of its stories
    shape: Shape
    lanes: bytes  # for each shard the hash of what this month adds to it
    records: dict[str, bytes]  # name of a file of records -> hash
    size: int  # of its file in the cache, bytes


class Folded(msgspec.Struct, frozen=True, array_like=True):
    """The folded texts of one month, so that an edit does not fold the others again."""

    context: bytes  # hash of the code and language that folded them
    bodies: dict[bytes, str]  # hash of a story's Markdown -> its text


class Task(NamedTuple):
    """A month to be inverted."""

    month: int
    key: bytes
    stories: bytes  # encoded


_STORIES = msgspec.msgpack.Decoder(tuple[Story, ...])


class IndexWork:
    """Inverts months in one process.

    content  the folder of the stories
    context  hash of the code and language
    bits     the index has 2 ** bits shards
    """

    def __init__(
        self, content: str, folder: str, registries: Registries, language: str, context: bytes, bits: int
    ) -> None:
        self._texts = texts_in(content)
        self._cache = folder
        self._registries = registries
        self._language = language
        self._letters = letters(language)
        self._context = context
        self._bits = bits

    def __call__(self, batch: Sequence[Task], at: Callable[[int], None]) -> list[Month]:
        answers = []
        for place, task in enumerate(batch):
            at(place)
            answers.append(self._inverted(task))
        return answers

    def _inverted(self, task: Task) -> Month:
        path = path_of(self._cache, task.month)
        found = kept(f"{path}.texts", Folded)
        before = found.bodies if found and found.context == self._context else {}
        bodies: dict[bytes, str] = {}

        def folded(story: Story) -> str:
            text = before.get(story.body)
            if text is None:
                text = text_of(self._texts.html(story.path, story.body, {})).translate(self._letters)
            bodies[story.body] = text
            return text

        stories = _STORIES.decode(task.stories)
        block = block_of(task.month, stories, folded, self._letters, self._registries, self._language, self._bits)
        if bodies != before:
            cache.write(f"{path}.texts", Folded(self._context, bodies))
        cache.write(path, block)
        records = {name: hash_of(data) for name, data in names_of(block).items()}
        return Month(task.key, block.shape, lanes_of(block, self._bits), records, cache.size(path))


class Library:
    """All months' files, as one process reads them."""

    def __init__(self, folder: str) -> None:
        self._cache = folder
        self._blocks: list[Block] = []

    def shard(self, name: str, expected: bytes) -> str:
        """The entries of a shard, of all months.

        raises  Changed if they are not the expected ones
        """
        shard = int(name, 16)
        for blocks in self._readings():
            parts = [(block.shape.month, block.shards[shard]) for block in blocks if shard in block.shards]
            found = 0
            for month, part in parts:
                found ^= int.from_bytes(lane(month, shard, part), "big")
            if parts and found.to_bytes(HASH, "big") == expected:
                return joined(part.decode() for _month, part in parts)
        raise self._changed(name)

    def records(self, name: str, expected: bytes) -> str:
        """A file of records as JSON.

        raises  Changed if it is not the expected one
        """
        year, month, chunk = name.split("-")
        for blocks in self._readings():
            for block in blocks:
                if block.shape.month == int(year) * 12 + int(month) - 1:
                    data = block.records.get(int(chunk, 16), b"")
                    if hash_of(data) == expected:
                        return data.decode()
        raise self._changed(name)

    def _readings(self) -> Iterator[list[Block]]:
        """The months as last read; then read anew, if those were not what was expected."""
        yield self._blocks
        yield self._read()

    def _read(self) -> list[Block]:
        """Read every month; a damaged file is removed, so that the next build makes it anew."""
        self._blocks = []
        for path in sorted(glob.glob(os.path.join(glob.escape(self._cache), f"{NAME}-*[0-9]"))):
            block = kept(path, Block)
            if block is None:
                os.unlink(path)
                raise self._changed(os.path.basename(path))
            self._blocks.append(block)
        return self._blocks

    def _changed(self, name: str) -> Changed:
        """The index is not as recorded, as after a build that was killed: the next build makes it anew."""
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(self._cache, NAME))
        return Changed(_("{path} changed during the build; build again").format(path=f"search/{name}"))


def path_of(folder: str, month: int) -> str:
    return os.path.join(folder, f"{NAME}-{month // 12:04}{month % 12 + 1:02}")


def kept(path: str, kind: type[T]) -> T | None:
    """A file of the index in the cache; None if it is missing or damaged."""
    try:
        return cache.read(path, kind)
    except Lost:
        return None
