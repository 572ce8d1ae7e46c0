"""A ballot as the voter fixed it, the leaf that commits to it, and the receipt that names the leaf."""

import base64
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, get_args

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot import crockford
from ballot.canonical import dumps

VERSION = 2
SALT_BYTES = 16
RECEIPT_LENGTH = 20  # letters of 5 bits: the first 100 bits of the leaf

Group = Literal["members", "open", "plain", "import"]
GROUPS: tuple[Group, ...] = get_args(Group)


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one voter chose, once."""

    group: Group
    salt: str  # 16 random bytes in hex: equal choices give different leaves
    passphrase: str  # SHA-256 in hex of what the voter added, or "" for none: see `passphrase_hash`
    choices: tuple[str, ...]  # codes of candidates, sorted, each once


def passphrase_hash(text: str) -> str:
    """The hash of the words a voter may add, so that two voters cannot be shown the same ballot as theirs."""
    return sha256(text.encode()).hexdigest() if text else ""


def leaf(ballot: Ballot, voter: str, commitment: str) -> bytes:
    """SHA-256 over canonical JSON of [version, key, group, salt, word, choices, voter]; 32 bytes.

    voter       tag of the voter, so that nobody can reassign a sealed ballot to another voter who then replaced it
    commitment  the opening key, in hex: a ballot of another vote, or of other rules, has another leaf
    """
    choices = sorted(ballot.choices)
    return sha256(dumps([VERSION, commitment, ballot.group, ballot.salt, ballot.passphrase, choices, voter])).digest()


def receipt_of(leaf: bytes) -> str:
    """XXXX-XXXX-XXXX-XXXX-XXXX: the first 100 bits of the leaf."""
    return crockford.grouped(crockford.encode(leaf, RECEIPT_LENGTH))


def receipt_from(text: str) -> str | None:
    """The receipt that a person typed, or None if it cannot be one."""
    letters = crockford.folded(text)
    if len(letters) != RECEIPT_LENGTH or any(letter not in crockford.ALPHABET for letter in letters):
        return None
    return crockford.grouped(letters)


def signature_of(leaf: bytes, key: Ed25519PrivateKey) -> str:
    """Base64 of the Ed25519 signature over the receipt as printed, because a voter never sees the rest of the leaf."""
    return base64.b64encode(key.sign(receipt_of(leaf).encode())).decode()
