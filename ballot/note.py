"""Signed notes and checkpoints: a text with signatures below it, as transparency logs publish their roots.

sources  https://c2sp.org/signed-note  https://c2sp.org/tlog-checkpoint
"""

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
DASH = "\u2014 "


class BadNote(ValueError):
    """Not a note, or not signed by a key we know."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """Who may have signed: a name and a public key. `str` gives the form in which it is published."""

    name: str  # without blanks and plus signs
    key: bytes  # 32 bytes

    @property
    def id(self) -> bytes:
        """Four bytes with which a signature identifies its key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_base64(ED25519 + self.key)}"


def verifier(text: str) -> Verifier:
    """Read a published key. Raises BadNote."""
    name, _plus, rest = text.partition("+")
    number, _plus, key = rest.partition("+")
    raw = _bytes(key)
    found = Verifier(name, raw[1:])
    if raw[:1] != ED25519 or len(raw) != 33 or found.id.hex() != number:
        raise BadNote("no Ed25519 verifier key")
    return found


def verifier_of(key: Ed25519PrivateKey, name: str) -> Verifier:
    """The public half of a signing key, under a name."""
    return Verifier(name, key.public_key().public_bytes_raw())


def sign(text: str, key: Ed25519PrivateKey, name: str) -> str:
    """The text with one signature below it.

    text  ends in a line feed, holds no control character but that
    name  of the key
    """
    if not text.endswith("\n") or any(c < " " and c != "\n" for c in text):
        raise BadNote("a note's text ends in a line feed and holds no other control character")
    signature = verifier_of(key, name).id + key.sign(text.encode())
    return f"{text}\n{DASH}{name} {_base64(signature)}\n"


def text_of(note: str, trusted: Verifier) -> str:
    """The signed text.

    raises  BadNote if `trusted` did not sign it
    """
    text, blank, below = note.rpartition("\n\n")
    lines = below.split("\n")
    if not blank or lines.pop() != "" or not lines:
        raise BadNote("no text with signatures below it")
    for line in lines:
        name, _space, signature = line.removeprefix(DASH).partition(" ")
        if not line.startswith(DASH) or not name or not signature:
            raise BadNote("a line below the text is no signature")
        raw = _bytes(signature)
        if (name, raw[:4]) != (trusted.name, trusted.id):
            continue  # another key's: a witness may add one
        try:
            Ed25519PublicKey.from_public_bytes(trusted.key).verify(raw[4:], f"{text}\n".encode())
        except InvalidSignature:
            raise BadNote(f"the signature of {name} is not over this text") from None
        return f"{text}\n"
    raise BadNote(f"{trusted.name} did not sign it")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a tree at one moment."""

    origin: str  # which tree: the vote's address, without https://
    size: int  # entries so far
    root: bytes  # 32 bytes
    more: tuple[str, ...] = ()  # further lines, none empty

    @property
    def text(self) -> str:
        """As it is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, _base64(self.root), *self.more))


def checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint from a note's text. Raises BadNote."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3 or not all(lines) or not lines[1].isascii() or not lines[1].isdigit():
        raise BadNote("no checkpoint")
    found = Checkpoint(lines[0], int(lines[1]), _bytes(lines[2]), tuple(lines[3:]))
    if len(found.root) != 32 or found.text != text:
        raise BadNote("no checkpoint as it is written")
    return found


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("no base64") from None
