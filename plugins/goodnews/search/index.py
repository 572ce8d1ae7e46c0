"""The index: months that changed are inverted anew, the others remembered, and all become files of the site.

A file of the index is known by the hash of its contents; these are joined only when it is printed.
"""

import glob
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from goodnews import cache
from goodnews.arrangement import Arrangement
from goodnews.files import hash_of
from goodnews.press.page import Unprintable
from goodnews.search.block import HASH, Shape
from goodnews.search.library import NAME, IndexWork, Month, Task, kept, path_of
from goodnews.workers import Died, Job, Workers

ALONE = 256  # fewer stories than this are inverted without starting a process


class Known(msgspec.Struct):
    """What is remembered of all months."""

    context: bytes = b""
    months: dict[int, Month] = {}


@dataclass(frozen=True, slots=True)
class Index:
    """The files of the index."""

    bits: int  # there are 2 ** bits shards
    shapes: tuple[Shape, ...]  # of the months with stories, the oldest first
    shards: Mapping[str, bytes]  # name of a shard -> hash of its contents
    records: Mapping[str, bytes]  # name of a file of records -> hash
    version: str  # of everything in them


def bits_of(count: int) -> int:
    """The number of shards, as a power of 2, for so many stories: 32 for 53, 256 for 1,000, 2048 for 10,000."""
    return max(5, (3 * count.bit_length() + 2) // 4)


def index_of(arrangement: Arrangement, context: bytes, workers: Workers) -> Index:
    """Bring the index in the cache up to date with the stories.

    context  hash of the code
    workers  invert if there is much to invert
    raises   Changed, Unprintable
    """
    settings = arrangement.settings
    folder = settings.cache
    path = os.path.join(folder, NAME)
    known = kept(path, Known) or Known()
    bits = bits_of(len(arrangement.stories))
    folding = hash_of(context, settings.language.encode())
    context = hash_of(folding, bytes([bits]))
    before = known.months if known.context == context else {}
    now: dict[int, Month] = {}
    batches: list[tuple[int | None, list[Task]]] = []
    due = 0
    for (year, number), stories in sorted(arrangement.by_month.items()):
        month = year * 12 + number - 1
        task = _task(arrangement, month, stories)
        old = before.get(month)
        if old and old.key == task.key and old.size == cache.size(path_of(folder, month)):
            now[month] = old
            continue
        due += len(stories)
        places = Counter(arrangement.newsroom.read_by.get(story.path, month % workers.size) for story in stories)
        batches.append((max(places, key=lambda place: (places[place], place)), [task]))
    job = Job(IndexWork, (settings.content, folder, arrangement.registries, settings.language, folding, bits))
    try:
        for _place, batch, answers in workers.do(job, batches, due < ALONE):
            now.update(zip((task.month for task in batch), answers, strict=True))
    except Died as died:
        raise Unprintable("search/root.js", f"the process that indexed died (exit code {died.exitcode})") from None
    now = dict(sorted(now.items()))
    if now != before:
        cache.write(path, Known(context, now))
    _tidy(folder, now)
    return _index(bits, now)


def _task(arrangement: Arrangement, month: int, stories: Sequence[object]) -> Task:
    """The month with a hash of everything that its part of the index is made from."""
    encoded = msgspec.msgpack.encode(stories)
    registries = arrangement.registries
    sections = [(key, section.slug) for key, section in registries.sections.items()]
    regions = [(path, region.slug) for path, region in registries.regions.items() if not region.parent]
    return Task(month, hash_of(encoded, msgspec.msgpack.encode((sections, regions))), encoded)


def _index(bits: int, months: Mapping[int, Month]) -> Index:
    shards = _together(bits, [month.lanes for month in months.values()])
    records = {name: hash_ for month in months.values() for name, hash_ in month.records.items()}
    shapes = tuple(month.shape for month in months.values())
    version = hash_of(*shards.values(), *records.values(), msgspec.msgpack.encode(shapes)).hex()[:8]
    return Index(bits, shapes, shards, records, version)


def _together(bits: int, lanes: Sequence[bytes]) -> dict[str, bytes]:
    """Hash of every shard that is not empty: those of its months, joined by exclusive or."""
    total = 0
    for one in lanes:
        total ^= int.from_bytes(one, "big")
    whole = total.to_bytes(HASH << bits, "big")
    nothing = bytes(HASH)
    hashes = (whole[shard * HASH : (shard + 1) * HASH] for shard in range(1 << bits))
    return {f"{shard:x}": hash_ for shard, hash_ in enumerate(hashes) if hash_ != nothing}


def _tidy(folder: str, months: Mapping[int, object]) -> None:
    """Remove the files of months without stories."""
    wanted = {path_of(folder, month) for month in months}
    for path in glob.glob(os.path.join(glob.escape(folder), f"{NAME}-*")):
        if path.removesuffix(".texts") not in wanted:
            os.unlink(path)
