"""The seal of the last build: proof, by file times alone, that nothing has changed since.

Reading it costs a fraction of importing Pelican. It also keeps the settings as Pelican resolved them, for as long as
the settings file says the same and no other plugin waits for Pelican's signals.
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

from goodnews.files import Listing, hash_of, listing_of, sources_in, times_hash, write_whole
from goodnews.newsroom.waiting import Waiting
from goodnews.settings import Settings

OURS = ["goodnews"]  # the only plugin: nobody else listens to Pelican


class Seal(msgspec.Struct, frozen=True):
    values: bytes  # hash of what the settings file and the command line said
    settings: Settings  # as Pelican resolved them
    read: bytes  # hash of every file that was read, by its times; b"" if some of them prove nothing
    printed: bytes  # the same of what lies in the output
    today: datetime.date  # the day it was built for
    next: datetime.date | None  # the first day that shows something new by itself
    stories: int
    waiting: tuple[Waiting, ...]
    pages: int


def values_of(ran: Mapping[str, Any], conf: str, overrides: Mapping[str, str]) -> tuple[dict[str, Any], bytes]:
    """The capital names that a settings file sets; and a hash of them, of what overrides them, of the Python at work.

    ran        every name that running the settings file has set
    overrides  what the command line says, under any name
    """
    said = {name: value for name, value in ran.items() if name.isupper()}
    libraries = os.stat(Path(msgspec.__file__).parent.parent).st_mtime_ns  # changes when one is installed or removed
    here = {"conf": os.path.abspath(conf), "python": sys.version, "libraries": libraries}
    words = [f"{name}={value!r}" for name, value in sorted({**said, **overrides, **here}.items())]
    return said, hash_of(*(word.encode() for word in words))


def path_of(said: Mapping[str, Any], conf: str, overrides: Mapping[str, str]) -> str:
    """Where the seal lies: in the cache, named after the output it is of."""
    here = os.path.dirname(os.path.abspath(conf))

    def folder(name: str, default: str) -> str:
        return overrides.get(name) or os.path.join(here, said.get(name, default))

    own = blake2b(folder("OUTPUT_PATH", "output").encode(), digest_size=4).hexdigest()
    return os.path.join(folder("CACHE_PATH", "cache"), f"seal-{own}")


def read(path: str, values: bytes, said: Mapping[str, Any]) -> Seal | None:
    """The seal of a build with these very settings, if only our own plugin is named."""
    if said.get("PLUGINS") != OURS:
        return None
    try:
        seal = msgspec.msgpack.decode(Path(path).read_bytes(), type=Seal)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None
    return seal if seal.values == values else None


def holds(seal: Seal, content: Listing, today: datetime.date | None) -> bool:
    """Whether a build for that day (None: the day it is) would print nothing.

    content  the content folder as it is now
    """
    settings = seal.settings
    day = today or datetime.datetime.now(ZoneInfo(settings.zone)).date()
    if day < seal.today or (seal.next is not None and day >= seal.next):
        return False
    if not seal.read or seal.read != together(content, listing_of(settings.theme), code()):
        return False
    return seal.printed == times_hash(sources_in(settings.output))


def code() -> Listing:
    """This package's own files."""
    listing = listing_of(str(Path(__file__).parents[1]))
    own = [source for source in listing.sources if not source.path.endswith(".pyc")]
    return replace(listing, sources=own)


def together(content: Listing, theme: Listing, own: Listing) -> bytes:
    """One hash of everything that a build reads, by its times; b"" if some of them prove nothing."""
    proofs = [listing.proof for listing in (content, theme, own)]
    return hash_of(*proofs) if all(proofs) else b""


def write(path: str, seal: Seal) -> None:
    write_whole(path, msgspec.msgpack.encode(seal))
