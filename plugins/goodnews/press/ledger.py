"""The ledger: what every page of the output was printed from, so that a page made from the same again is kept.

It is a file in the cache and describes one output, which it names by the SHA-256 of that output's checksums.txt.
A ledger of any other output, or of this one as it was at another time, is not used.
"""

import os
from hashlib import blake2b, sha256
from typing import NamedTuple

import msgspec

from goodnews import cache
from goodnews.cache import Lost
from goodnews.files import Source, Stat, is_inside
from goodnews.press.page import Page

# In the output: `sha256sum -c` reads it, and it tells which files are ours if the ledger is lost.
CHECKSUMS = "checksums.txt"


class Reason(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Why a page was printed."""

    what: str  # new, kind, view, conditions, gone or altered
    names: tuple[str, ...] = ()  # for `conditions` those that changed; for `kind` the kind before and now


class Printed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One page as it was printed."""

    kind: str
    view: bytes  # hash of what it shows
    stamp: bytes  # hash of the ingredients that its view is made from; b"" if it has only the view itself
    sha256: bytes  # of the file
    stat: Stat
    reason: Reason  # why it was printed then


class Wanted(NamedTuple):
    """One page as it should be."""

    kind: str
    view: bytes
    stamp: bytes


class Head(msgspec.Struct, frozen=True, array_like=True):
    """What is known of the last run before its pages are read."""

    output: bytes  # SHA-256 of the list of checksums
    files: bytes  # hash of the output's files by their times
    pages: int
    note: bytes  # the host's own, as it was given
    postponed: int = 0  # pages left to a later run


class Ledger(msgspec.Struct):
    """Conditions by kind of page (name of a condition -> its hash), and every page printed under them."""

    conditions: dict[str, dict[str, bytes]] = {}
    pages: dict[str, Printed] = {}
    inputs_id: bytes = b""  # hash of all that the pages were made from, as the host gave it


def view_hash(page: Page) -> bytes:
    return blake2b(page.view, digest_size=16).digest()


def read_head(path: str) -> Head | None:
    """The head of the last run's ledger; None if there is none to be used."""
    try:
        return cache.read(path, Head)
    except Lost:
        return None


class Found(NamedTuple):
    """What is known of an output when a run begins."""

    ledger: Ledger  # empty if there is none to be used
    sums: bytes  # SHA-256 of the list of checksums in the output; b"" if there is none
    lost: str  # why there is none to be used: "" if there never was one, "damaged", or "of another output"
    listed: dict[str, bytes]  # file -> SHA-256 of what we may have printed; it is ours if the file is still the same
    postponed: int = 0  # pages that the last run left to a later one


def read_ledger(path: str, output: str) -> Found:
    """The ledger of an output as it is now."""
    sums = sums_of(output)

    def without(lost: str, printed: dict[str, Printed] | None = None) -> Found:
        ours = {file: page.sha256 for file, page in (printed or {}).items()}
        return Found(Ledger(), sums, lost, ours | read_checksums(os.path.join(output, CHECKSUMS)))

    data = cache.contents(path)
    if data is None:
        return without("")
    try:
        first, pages = cache.records(data)
        head, ledger = first.decode(Head), pages.decode(Ledger)
    except (ValueError, Lost):
        return without("damaged")
    if not all(map(is_inside, ledger.pages)):
        return without("damaged")
    if head.output != sums:
        return without("of another output", ledger.pages)
    return Found(ledger, sums, "", {}, head.postponed)


def write_ledger(path: str, head: Head, ledger: Ledger) -> None:
    cache.write(path, head, ledger)


def sums_of(output: str) -> bytes:
    """SHA-256 of the list of checksums in an output: its name; b"" if there is none."""
    try:
        with open(os.path.join(output, CHECKSUMS), "rb") as file:
            return sha256(file.read()).digest()
    except OSError:
        return b""


def checksums(hashes: dict[str, bytes]) -> bytes:
    """The list of files with their SHA-256, in the form of `sha256sum`."""
    return "".join(f"{hashes[path].hex()}  {path}\n" for path in sorted(hashes)).encode()


def read_checksums(path: str) -> dict[str, bytes]:
    """What a list of checksums says; nothing if there is none."""
    try:
        with open(path, "rb") as file:
            return checksums_in(file.read())
    except OSError:
        return {}


def checksums_in(data: bytes) -> dict[str, bytes]:
    """File -> SHA-256; other lines, and paths outside the folder, are ignored."""
    found = {}
    for line in data.decode("utf-8", "replace").splitlines():
        digest, gap, name = line.partition("  ")
        if gap and len(digest) == 64 and not set(digest) - set("0123456789abcdef") and is_inside(name):
            found[name] = bytes.fromhex(digest)
    return found


def is_ours(output: str, path: str, expected: bytes) -> bool:
    """Whether a file below the output is still the one that was printed."""
    try:
        with open(os.path.join(output, path), "rb") as file:
            return sha256(file.read()).digest() == expected
    except OSError:
        return False


def known_view(path: str, stamp: bytes, ledger: Ledger) -> bytes:
    """The hash of a page's view, if equal ingredients prove that it is the one last printed; b"" if it must be made.

    stamp  of the page as it should be; b"" proves nothing
    """
    printed = ledger.pages.get(path) if stamp else None
    return printed.view if printed is not None and printed.stamp == stamp else b""


def why(
    path: str, page: Wanted, ledger: Ledger, conditions: dict[str, bytes], present: dict[str, Source], output: str
) -> Reason | None:
    """Why a page must be printed; None if the file in the output is already what it would be."""
    printed = ledger.pages.get(path)
    if printed is None:
        return Reason("new")
    if printed.kind != page.kind:
        return Reason("kind", (printed.kind, page.kind))
    if printed.view != page.view:
        return Reason("view")
    before = ledger.conditions.get(page.kind, {})
    if before != conditions:
        changed = [name for name in sorted({*before, *conditions}) if before.get(name) != conditions.get(name)]
        return Reason("conditions", tuple(changed))
    source = present.get(path)
    if source is None:
        return Reason("gone")
    if source.stat != printed.stat and not is_ours(output, path, printed.sha256):
        return Reason("altered")
    return None
