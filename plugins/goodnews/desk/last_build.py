"""The last build of an output: proof, by file times alone, that nothing has changed since.

It is kept at the head of the output's ledger, and reading it costs a fraction of importing Pelican. It also keeps the
settings as Pelican resolved them, as long as the settings file and the code are the same and no other plugin listens to
Pelican's signals.
"""

import datetime
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from goodnews.files import Listing, hash_of, listing_of, sources_in, times_hash
from goodnews.newsroom.waiting import Waiting
from goodnews.press.ledger import Head, read_head
from goodnews.settings import Settings

OURS = ["goodnews"]  # the only plugin: nobody else listens to Pelican


class LastBuild(msgspec.Struct, frozen=True):
    """What a build leaves for the next one to look at first."""

    values: bytes  # hash of settings file and command line; b"" if another host built
    settings: Settings  # as Pelican resolved them
    read: bytes  # hash of the times of every file that was read; b"" if some of them prove nothing
    today: datetime.date  # the day it was built for
    next: datetime.date | None  # the first day on which something new appears without an edit
    stories: int
    waiting: tuple[Waiting, ...]
    issues: dict[str, int]  # week of each digest -> its running number


def values_of(ran: Mapping[str, Any], conf: str, overrides: Mapping[str, str]) -> tuple[dict[str, Any], bytes]:
    """The capital names that a settings file sets; and a hash of them, of what overrides them, of Python and our code.

    ran        every name that running the settings file has set
    overrides  what the command line sets, under any name
    """
    said = {name: value for name, value in ran.items() if name.isupper()}
    libraries = os.stat(Path(msgspec.__file__).parent.parent).st_mtime_ns  # changes when one is installed or removed
    own = own_files()  # the defaults of settings are in the code; files touched just now prove nothing
    here = {"conf": os.path.abspath(conf), "python": sys.version, "libraries": libraries, "code": own.proof or own.at}
    words = [f"{name}={value!r}" for name, value in sorted({**said, **overrides, **here}.items())]
    return said, hash_of(*(word.encode() for word in words))


def ledger_of(cache: str, output: str) -> str:
    """Where the state of an output is kept: in the cache, named after the output."""
    return os.path.join(cache, f"output-{blake2b(output.encode(), digest_size=4).hexdigest()}")


def read(
    said: Mapping[str, Any], values: bytes, conf: str, overrides: Mapping[str, str]
) -> tuple[Head, LastBuild] | None:
    """The last build with these very settings, if only our own plugin is named; else Pelican must resolve them."""
    if said.get("PLUGINS") != OURS:
        return None
    here = os.path.dirname(os.path.abspath(conf))

    def folder(name: str, default: str) -> str:
        return overrides.get(name) or os.path.join(here, said.get(name, default))

    found = _recorded(ledger_of(folder("CACHE_PATH", "cache"), folder("OUTPUT_PATH", "output")))
    return found if found and found[1].values == values else None


def issues_in(settings: Settings) -> dict[str, int]:
    """The running numbers that readers have seen: those of the last build of this output; none if there was none."""
    found = _recorded(ledger_of(settings.cache, settings.output))
    return found[1].issues if found else {}


def postponed_in(settings: Settings) -> int:
    """How many pages (share cards) the last build of this output left to a later one."""
    found = _recorded(ledger_of(settings.cache, settings.output))
    return found[0].postponed if found else 0


def _recorded(ledger: str) -> tuple[Head, LastBuild] | None:
    """What the last build of an output left; None if nothing that can be used."""
    head = read_head(ledger)
    if head is None:
        return None
    try:
        return head, msgspec.msgpack.decode(head.note, type=LastBuild)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def holds(head: Head, last: LastBuild, content: Listing, today: datetime.date | None) -> bool:
    """Whether a build for that day (None: today) would print nothing.

    content  the content folder as it is now
    """
    settings = last.settings
    day = today or _today(settings)
    if day < last.today or (last.next is not None and day >= last.next):
        return False
    if not last.read or last.read != times_of(content, *map(listing_of, settings.themes), own_files()):
        return False
    if settings.goodnews.editions_at_build:
        editions = read_head(ledger_of(settings.cache, settings.editions))
        if editions is None or editions.files != times_hash(sources_in(settings.editions)):
            return False
    return head.files == times_hash(sources_in(settings.output))


def is_behind(settings: Settings, today: datetime.date | None) -> bool:
    """Whether something that a site is made from is newer than its last build, by file times; or a day has come on
    which something new appears.

    today  None: by the clock
    """
    ledger = ledger_of(settings.cache, settings.output)
    found = _recorded(ledger)
    if found is None:
        return False
    last = found[1]
    if _on_pages(last.settings) != _on_pages(settings):
        return True
    if last.next is not None and (today or _today(settings)) >= last.next:
        return True
    listings = [listing_of(folder) for folder in (settings.content, *settings.themes)]
    if last.read:
        return last.read != times_of(*listings, own_files())
    built = os.stat(ledger).st_mtime_ns
    return any(max(source.stat[:2]) > built for listing in listings for source in listing.sources)


def _on_pages(settings: Settings) -> Settings:
    """The settings without those that no page shows."""
    return msgspec.structs.replace(settings, goodnews=msgspec.structs.replace(settings.goodnews, publish={}))


def _today(settings: Settings) -> datetime.date:
    return datetime.datetime.now(ZoneInfo(settings.zone)).date()


def own_files() -> Listing:
    """This package's own files."""
    listing = listing_of(str(Path(__file__).parents[1]))
    own = [source for source in listing.sources if not source.path.endswith(".pyc")]
    return replace(listing, sources=own)


def times_of(*listings: Listing) -> bytes:
    """One hash of everything that a build reads, by file times; b"" if some of them prove nothing.

    listings  of the content, of each folder of the theme, of our own code
    """
    proofs = [listing.proof for listing in listings]
    return hash_of(*proofs) if all(proofs) else b""
