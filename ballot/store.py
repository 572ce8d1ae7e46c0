"""What closing and counting ask of the box, whatever database it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from ballot import note
from ballot.cast import State
from ballot.entry import Entry
from ballot.keys import Keys
from ballot.merkle import root
from ballot.rules import Rules


class BallotStore(Protocol):
    """The part of `ballot.box.Box` that the count uses."""

    def close(self) -> State:
        """Take no ballot any more, for good; the state tells how many came late."""

    def seal(self, note: Callable[[Sequence[bytes]], str], *, least: int) -> int | None:
        """Put the ballots that no seal holds yet under a new one, if there are `least` of them; its number."""

    def seals(self) -> tuple[str, ...]:
        """The signed notes, first one first."""

    def entries(self) -> Iterator[Entry]:
        """Every ballot, in the order of arrival."""

    def quarantine(self, reasons: Mapping[bytes, str]) -> int:
        """Set ballots aside by leaf, with the reason; how many were not yet."""


def signer(rules: Rules, keys: Keys) -> Callable[[Sequence[bytes]], str]:
    """What turns all leaves, in the order of their seals and sorted in each, into the signed note of their tree."""

    def signed(leaves: Sequence[bytes]) -> str:
        text = note.Checkpoint(rules.origin, len(leaves), root(leaves)).text
        return note.sign(text, keys.signing, rules.origin)

    return signed
