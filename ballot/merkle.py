"""The Merkle tree of RFC 9162 over SHA-256, growing at its right edge.

source  RFC 9162, section 2.1
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry, told apart from a node's by its first byte."""
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


def proof(entries: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The inclusion proof of one entry: the sibling hashes from its leaf to the root.

    index   of the entry, from 0
    raises  IndexError if there is no such entry
    """
    if not 0 <= index < len(entries):
        raise IndexError(f"no entry {index} among {len(entries)}")
    return _proof([leaf_hash(entry) for entry in entries], index)


def _proof(hashes: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    path: list[bytes] = []
    while len(hashes) > 1:
        if index ^ 1 < len(hashes):
            path.append(hashes[index ^ 1])
        # A last hash without a sibling rises as it is, until it meets one.
        pairs = [node_hash(*hashes[at : at + 2]) for at in range(0, len(hashes) - 1, 2)]
        hashes = pairs + list(hashes[len(hashes) & ~1 :])
        index //= 2
    return tuple(path)


def is_included(entry: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof leads from the entry to the root of a tree of that size (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    first, last, found = index, size - 1, leaf_hash(entry)
    for sibling in path:
        if last == 0:
            return False
        if first & 1 or first == last:
            found = node_hash(sibling, found)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and found == root
