"""A block: the stories of one month, inverted. Its numbers stay the same when other months change.

A story's number in its month is `(day - 1) << width | place`, its place among the stories of its day by slug; so a
new story renumbers at most the rest of its day.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import groupby

import msgspec

from goodnews.files import hash_of
from goodnews.newsroom.story import Registries, Story
from goodnews.search.letters import Letters, endings, is_paired, terms

RECORDS_MOST = 16  # in one file
TEASER_MOST = 64  # characters
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

FEW, OFTEN, TITLE = 1, 2, 3  # weights of a posting, two bits: mentions in the text, or in the headline
HASH = 16  # bytes


class Shape(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How the numbers of a month are read."""

    month: int  # year * 12 + month - 1
    width: int  # bits for a story's place in its day
    chunk: int  # bits of a number that do not choose the file of its record


class Block(msgspec.Struct, frozen=True, array_like=True):
    """One month."""

    shape: Shape
    shards: dict[int, bytes]  # shard -> `term.month postings|term.month postings`
    records: dict[int, bytes]  # chunk -> JSON


def number(value: int) -> str:
    """A number (0 or more) in a few characters: five bits each, the sixth set while more follow."""
    digits = DIGITS[value & 31]
    while value > 31:
        value >>= 5
        digits = DIGITS[32 | value & 31] + digits
    return digits


@cache
def numbers_below(most: int) -> tuple[str, ...]:
    return tuple(map(number, range(most)))


def shard_of(term: str, bits: int) -> int:
    """The shard of a term: seven bits at most from its first character, the rest from its second.

    So all terms that begin with one character are in few shards, and in one if the index is small.
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
        _post(postings, own << 2, story, folded(story), letters, is_paired(language))
        for facet in _facets(story, registries):
            postings[facet].append(own << 2)
    shards: dict[int, list[str]] = defaultdict(list)
    written = numbers_below(32 << width + 2)
    start = "." + number(month)
    for term, found in postings.items():
        steps = "".join([written[value - (before & ~3)] for before, value in zip([0, *found], found, strict=False)])
        shards[shard_of(term, bits)].append(f"{term}{start}{steps}")
    chunk = _chunk(width, [own for own, _story in numbers])
    records = groupby(numbers, key=lambda pair: pair[0] >> chunk)
    return Block(
        Shape(month, width, chunk),
        {shard: "|".join(entries).encode() for shard, entries in shards.items()},
        {key: _json([_record(own, story) for own, story in group]) for key, group in records},
    )


def _post(postings: dict[str, list[int]], own: int, story: Story, body: str, letters: Letters, paired: bool) -> None:
    """Add one story's postings.

    own  the story's number, shifted by the two bits of a weight
    """
    title, above = story.title.translate(letters), _above(story).translate(letters)
    in_title, in_above, counts = terms(title), terms(above), terms(body)
    for term in in_title:
        postings[term].append(own | TITLE)
        counts.pop(term, None)
    for term in in_above:
        if term not in in_title:
            postings[term].append(own | (OFTEN if counts.pop(term, 0) > 3 else FEW))
    if paired:
        for part in dict.fromkeys(endings(f"{title} {above} {body}")):
            if part not in counts and part not in in_title and part not in in_above:
                postings[part].append(own)
    by_count = (own, own, own | FEW, own | FEW, *[own | OFTEN] * max(counts.values(), default=0))
    for term, count in counts.items():
        postings[term].append(by_count[count])


def _above(story: Story) -> str:
    """The words outside the body: searched as well, and weighted more than one mention in it."""
    parts = [story.kicker, story.subtitle, story.leadin, story.summary, story.column, story.campaign, *story.topics]
    parts += [region.replace("/", " ") for region in story.regions]
    parts += [name for byline in story.bylines for name in byline.names]
    parts += [words for picture in story.pictures for words in (picture.caption, picture.credit)]
    parts += story.editors_note
    return " ".join(parts)


def _facets(story: Story, registries: Registries) -> Iterable[str]:
    """Filters that a reader may set; no word contains a `=`."""
    yield f"=={registries.sections[story.section].slug}"
    for top in dict.fromkeys(region.partition("/")[0] for region in story.regions):
        yield f"=/{registries.regions[top].slug}"


def _chunk(width: int, numbers: list[int]) -> int:
    """The most bits that leave no file with too many records."""
    for bits in range(width + 5, 0, -1):
        if max(len(list(group)) for _key, group in groupby(numbers, key=lambda own: own >> bits)) <= RECORDS_MOST:
            return bits
    return 0


def _record(own: int, story: Story) -> tuple[object, ...]:
    """What a result shows; of a link also where it leads."""
    region = story.regions[0].rpartition("/")[2] if story.regions else ""
    teaser = story.summary if len(story.summary) <= TEASER_MOST else story.summary[: TEASER_MOST - 1] + "…"
    plain = own, story.slug, story.title, story.section, region, teaser
    return (*plain, story.out) if story.out else plain


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def joined(parts: Iterable[str]) -> str:
    """The entries of a shard from those of its months, the oldest first: each term once, then its months."""
    found: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        for entry in part.split("|"):
            term, _dot, months = entry.partition(".")
            found[term].append(months)
    return "|".join(f"{term}.{'.'.join(found[term])}" for term in sorted(found))


def lanes_of(block: Block, bits: int) -> bytes:
    """A hash for each shard side by side, zeros where the month has nothing in it."""
    nothing = bytes(HASH)
    shards = block.shards
    return b"".join(
        lane(block.shape.month, shard, shards[shard]) if shard in shards else nothing for shard in range(1 << bits)
    )


def lane(month: int, shard: int, part: bytes) -> bytes:
    """The hash of what a month adds to a shard, different for every month and shard."""
    return hash_of(month.to_bytes(4, "big"), shard.to_bytes(4, "big"), part)


def names_of(block: Block) -> dict[str, bytes]:
    """A month's files of records by their names, `2026-02-0`."""
    year, month = divmod(block.shape.month, 12)
    return {f"{year}-{month + 1:02}-{chunk:x}": data for chunk, data in block.records.items()}
