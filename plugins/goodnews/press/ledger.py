"""The ledger: what every page of the output was printed from, so that equal ingredients print nothing."""

import os
from hashlib import blake2b, sha256
from typing import NamedTuple

import msgspec

from goodnews.files import Source, Stat, write_whole
from goodnews.press.page import Page

CHECKSUMS = "checksums.txt"  # in the output: `sha256sum -c` reads it, and it tells our files if the ledger is lost


class Printed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One page as it was printed."""

    kind: str
    view: bytes  # hash of what it shows
    stamp: bytes  # if it has one, of what its view was made from
    sha256: bytes  # of the file
    stat: Stat
    reason: str  # why it was printed then


class Wanted(NamedTuple):
    """One page as it should be."""

    kind: str
    view: bytes  # hash of what it shows
    stamp: bytes


class Ledger(msgspec.Struct):
    """Conditions by kind of page (name of an ingredient -> its hash), and every page printed under them."""

    conditions: dict[str, dict[str, bytes]] = {}
    pages: dict[str, Printed] = {}
    inputs_id: bytes = b""  # name of all that the pages were made from, as whoever made them gave it


def view_hash(page: Page) -> bytes:
    return blake2b(page.view, digest_size=16).digest()


def read_ledger(path: str) -> tuple[Ledger, bool]:
    """The ledger of the last build.

    returns  an empty one and False if it is damaged or of an older form; an empty one and True if there is none yet
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        return Ledger(), True
    try:
        if blake2b(data[32:], digest_size=32).digest() != data[:32]:
            return Ledger(), False
        return msgspec.msgpack.decode(data[32:], type=Ledger), True
    except (msgspec.DecodeError, msgspec.ValidationError):
        return Ledger(), False


def write_ledger(path: str, ledger: Ledger) -> None:
    data = msgspec.msgpack.encode(ledger)
    write_whole(path, blake2b(data, digest_size=32).digest() + data)


def checksums(hashes: dict[str, bytes]) -> bytes:
    """The list of files with their SHA-256, in the form of `sha256sum`."""
    return "".join(f"{hashes[path].hex()}  {path}\n" for path in sorted(hashes)).encode()


def read_checksums(path: str) -> dict[str, bytes]:
    """File -> SHA-256; what is no such line is passed over."""
    found = {}
    try:
        with open(path, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                digest, gap, name = line.rstrip("\n").partition("  ")
                if gap and len(digest) == 64 and not set(digest) - set("0123456789abcdef"):
                    found[name] = bytes.fromhex(digest)
    except OSError:
        return {}
    return found


def is_ours(output: str, path: str, expected: bytes) -> bool:
    """Whether a file below the output is still the one that was printed."""
    try:
        with open(os.path.join(output, path), "rb") as file:
            return sha256(file.read()).digest() == expected
    except OSError:
        return False


def why(
    path: str, page: Wanted, ledger: Ledger, conditions: dict[str, bytes], present: dict[str, Source], output: str
) -> str | None:
    """Why a page must be printed; None if the file in the output is already what it would be."""
    printed = ledger.pages.get(path)
    if printed is None:
        return "it was never printed here"
    if printed.kind != page.kind:
        return f"it was a {printed.kind} before and is a {page.kind} now"
    if printed.view != page.view:
        return "what it shows changed"
    before = ledger.conditions.get(page.kind, {})
    if before != conditions:
        changed = [name for name in sorted({*before, *conditions}) if before.get(name) != conditions.get(name)]
        return "its " + " and ".join(changed) + " changed"
    source = present.get(path)
    if source is None:
        return "its file was gone from the output"
    if source.stat != printed.stat and not is_ours(output, path, printed.sha256):
        return "its file in the output was changed by another hand"
    return None
