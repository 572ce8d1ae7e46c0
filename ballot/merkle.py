"""The Merkle tree of RFC 9162 over SHA-256, growing at its right edge.

source  RFC 9162, section 2.1
"""

from collections.abc import Iterable
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry, distinguished from a node's by its first byte."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\1" + left + right).digest()


class Tree:
    """A tree that only grows. It keeps the roots of its whole subtrees: at most one for each power of two."""

    __slots__ = ("_peaks", "size")

    def __init__(self, entries: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._peaks: list[bytes] = []  # the widest first
        self.extend(entries)

    def extend(self, entries: Iterable[bytes]) -> None:
        """Add entries at the right."""
        for entry in entries:
            peak, size = leaf_hash(entry), self.size
            while size & 1:
                peak = node_hash(self._peaks.pop(), peak)
                size >>= 1
            self._peaks.append(peak)
            self.size += 1

    def root(self) -> bytes:
        """The root over everything so far; 32 bytes."""
        if not self._peaks:
            return EMPTY
        *rest, right = self._peaks
        for left in reversed(rest):
            right = node_hash(left, right)
        return right


def root(entries: Iterable[bytes]) -> bytes:
    """The root over all entries, in their order; 32 bytes."""
    return Tree(entries).root()
