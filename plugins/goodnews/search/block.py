"""A block: the stories of one month, inverted. All numbers in it stay as they are when other months change.

A story's number in its month is `(day - 1) << width | place`, its place among the stories of its day by slug; so a
new story renumbers at most the rest of its day.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import sub

import msgspec

from goodnews.press.files import hash_of
from goodnews.search.letters import Letters, endings, is_paired, terms
from goodnews.story import Registries, Story

RECORDS_MOST = 16  # in one file
TEASER_MOST = 64  # characters
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

TITLE = 3  # weights of a posting, two bits; below it: often in the text, a few times or above the text, once
HASH = 16  # bytes


class Shape(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How the numbers of a month are read."""

    month: int  # year * 12 + month - 1
    width: int  # bits for a story's place in its day
    chunk: int  # bits of a number that do not choose the file of its record


class Block(msgspec.Struct, frozen=True, array_like=True):
    """One month."""

    shape: Shape
    shards: dict[int, bytes]  # shard -> `term.postings|term.postings`
    records: dict[int, bytes]  # chunk -> JSON


def number(value: int) -> str:
    """A number from 0 on in a few characters: five bits each, the sixth set while more follow."""
    out = ""
    while value > 31:
        value, low = divmod(value, 32)
        out = DIGITS[low] if not out else DIGITS[32 + low] + out
    return DIGITS[value] if not out else DIGITS[32 + value] + out


_NUMBERS = tuple(number(value) for value in range(4096))


def shard_of(term: str, bits: int) -> int:
    """The shard of a term: seven bits at most from its first character, the rest from its second.

    So all terms that begin with one character stand in few shards, and in one if the index is small.
    """
    second = max(0, bits - 7)
    low = ord(term[1]) & (1 << second) - 1 if len(term) > 1 else 0
    return (ord(term[0]) & (1 << bits - second) - 1) << second | low


def block_of(
    month: int,
    stories: Sequence[Story],
    folded: Callable[[Story], str],
    letters: Letters,
    registries: Registries,
    language: str,
    bits: int,
) -> Block:
    """Invert one month.

    stories  of that month, by date and slug
    folded   the text of a story's body, folded
    bits     the index has 2 ** bits shards
    """
    days = [list(of_day) for _day, of_day in groupby(stories, key=lambda story: story.date)]
    width = (max(map(len, days)) - 1).bit_length()
    numbers = [(s.date.day - 1 << width | place, s) for of_day in days for place, s in enumerate(of_day)]
    postings: dict[str, list[int]] = defaultdict(list)
    for own, story in numbers:
        for term, weight in _weights(story, folded(story), letters, is_paired(language)).items():
            postings[term].append(own << 2 | weight)
        for facet in _facets(story, registries):
            postings[facet].append(own << 2)
    shards: dict[int, list[str]] = defaultdict(list)
    for term, found in postings.items():
        shards[shard_of(term, bits)].append(f"{term}.{_encoded(found)}")
    chunk = _chunk(width, [own for own, _story in numbers])
    records = groupby(numbers, key=lambda pair: pair[0] >> chunk)
    return Block(
        Shape(month, width, chunk),
        {shard: "|".join(entries).encode() for shard, entries in shards.items()},
        {key: _json([_record(own, story) for own, story in group]) for key, group in records},
    )


def _weights(story: Story, body: str, letters: Letters, paired: bool) -> dict[str, int]:
    title, above = story.title.translate(letters), _above(story).translate(letters)
    found = {term: min(count >> 1, 2) for term, count in terms(body).items()}
    found |= {term: max(1, found.get(term, 0)) for term in terms(above)}
    found |= dict.fromkeys(terms(title), TITLE)
    if paired:
        for part in endings(f"{title} {above} {body}"):
            found.setdefault(part, 0)
    return found


def _above(story: Story) -> str:
    """What stands beside the text: searched as well, and counted as more than one mention in it."""
    parts = [story.kicker, story.subtitle, story.leadin, story.summary, story.column, story.campaign]
    parts += [region.replace("/", " ") for region in story.regions]
    parts += [name for byline in story.bylines for name in byline.names]
    parts += [words for picture in story.pictures for words in (picture.caption, picture.credit)]
    parts += story.editors_note
    return " ".join(parts)


def _facets(story: Story, registries: Registries) -> Iterable[str]:
    """What a reader may narrow a search to; no word holds a `=`."""
    yield f"={registries.sections[story.section].slug}"
    for top in dict.fromkeys(region.partition("/")[0] for region in story.regions):
        yield f"=/{registries.regions[top].slug}"


def _encoded(found: list[int]) -> str:
    """Numbers with their weights: the way from one to the next."""
    if len(found) == 1 and found[0] < len(_NUMBERS):
        return _NUMBERS[found[0]]
    steps = map(sub, found, (0, *(value & ~3 for value in found[:-1])))
    return "".join(_NUMBERS[step] if step < len(_NUMBERS) else number(step) for step in steps)


def _chunk(width: int, numbers: list[int]) -> int:
    """The most bits that leave no file with too many records."""
    for bits in range(width + 5, 0, -1):
        if max(len(list(group)) for _key, group in groupby(numbers, key=lambda own: own >> bits)) <= RECORDS_MOST:
            return bits
    return 0


def _record(own: int, story: Story) -> tuple[int, str, str, str, str, str]:
    region = story.regions[0].rpartition("/")[2]
    teaser = story.summary if len(story.summary) <= TEASER_MOST else story.summary[: TEASER_MOST - 1] + "…"
    return own, story.slug, story.title, story.section, region, teaser


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def joined(parts: Iterable[tuple[int, str]]) -> str:
    """The entries of a shard from those of its months: each term once, `.` and the step before every month's postings.

    parts  month and entries, months ascending
    """
    found: dict[str, list[str]] = defaultdict(list)
    last: dict[str, int] = {}
    for month, part in parts:
        for entry in part.split("|"):
            term, _dot, codes = entry.partition(".")
            found[term].append(f".{number(month - last.get(term, 0))}{codes}")
            last[term] = month
    return "|".join(term + "".join(found[term]) for term in sorted(found))


def lanes_of(block: Block, bits: int) -> bytes:
    """A hash for each shard side by side, zeros where the month has nothing in it."""
    nothing = bytes(HASH)
    shards = block.shards
    return b"".join(
        lane(block.shape.month, shard, shards[shard]) if shard in shards else nothing for shard in range(1 << bits)
    )


def lane(month: int, shard: int, part: bytes) -> bytes:
    """The hash of what a month adds to a shard; none is that of another month's or shard's."""
    return hash_of(month.to_bytes(4, "big"), shard.to_bytes(4, "big"), part)


def names_of(block: Block) -> dict[str, bytes]:
    """A month's files of records by their names, `2026-02-0`."""
    year, month = divmod(block.shape.month, 12)
    return {f"{year}-{month + 1:02}-{chunk:x}": data for chunk, data in block.records.items()}
