"""The secrets of one vote, each in its own file that only its owner may read."""

import base64
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot import files
from ballot.language import _
from ballot.problem import Refused

SIGNING, VOTER, COOKIE = "signing.key", "voter.key", "cookie.key"
BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The keys that sign, and the one that hides voters. Never printed: the repr holds no key."""

    signing: Ed25519PrivateKey  # signs receipts and seals
    voter: bytes  # makes tags of credentials; destroyed when the vote is published
    cookie: bytes  # signs what the service gives to browsers

    def voter_tag(self, kind: str, credential: str) -> str:
        """Sixteen bytes in hex that identify one voter, and cannot be traced back once the key is gone.

        kind        of credential: code, cookie, or an import's platform
        credential  what identifies this voter: a code's double hash, a cookie's number, a platform's id
        """
        return hmac.digest(self.voter, f"{kind}\n{credential}".encode(), "sha256")[:16].hex()


def make(private: Path, entropy: Callable[[int], bytes] = os.urandom) -> Keys:
    """Make the keys that are missing, and read them all. Existing keys are kept."""
    private.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (SIGNING, VOTER, COOKIE):
        try:
            handle = os.open(private / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "wb") as file:
            file.write(entropy(BYTES))
    return read(private)


def read(private: Path) -> Keys:
    """Read the keys. Raises Refused if one is missing or invalid."""
    return Keys(signing(private), _read(private / VOTER), _read(private / COOKIE))


def signing(private: Path) -> Ed25519PrivateKey:
    """The signing key, which remains after publication. Raises Refused."""
    return Ed25519PrivateKey.from_private_bytes(_read(private / SIGNING))


def _read(path: Path) -> bytes:
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        raise Refused(_("{path} is missing: this vote's secrets are not on this machine.").format(path=path)) from None
    if len(found) != BYTES:
        raise Refused(_("{path} is not a key: restore it from the back-up.").format(path=path))
    return found


def signer_of(key: Ed25519PrivateKey) -> Callable[[bytes], str]:
    """A function that signs an event: base64 of the Ed25519 signature over its line."""
    return lambda line: base64.b64encode(key.sign(line)).decode()


def destroy_voter(private: Path) -> None:
    """Destroy the key of the voters' tags: from then on no tag can be tied to anyone."""
    files.destroy(private / VOTER)
