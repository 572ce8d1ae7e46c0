"""What closing and counting need of the box, whatever its database."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from ballot.cast import State
from ballot.entry import Entry

# Signs a checkpoint: leaves of all seals so far (by seal, sorted in each), the new ones (sorted), the notes so far,
# first one first -> the signed note over all of them.
Note = Callable[[Sequence[bytes], Sequence[bytes], Sequence[str]], str]


class BallotStore(Protocol):
    """The part of `ballot.box.Box` that the count uses."""

    def close(self) -> State:
        """Stop taking ballots for good; the state says how many came late."""

    def seal(self, note: Note, *, least: int) -> int | None:
        """Put the ballots that no seal holds yet under a new one, those of each group with `least`; its number."""

    def seals(self) -> tuple[str, ...]:
        """The signed notes, first one first."""

    def spent(self) -> frozenset[str]:
        """`codes.spent_hash` of every code that was used."""

    def entries(self) -> Iterator[Entry]:
        """Every ballot."""
