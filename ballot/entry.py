"""An accepted ballot and what happened to it: as the box returns it, and as it is published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ballot.leaf import Ballot, Group, leaf

State = Literal["counted", "replaced", "quarantined"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One ballot as the box keeps it. Nothing says when it came, except its turn among its voter's ballots."""

    ballot: Ballot
    leaf: bytes  # 32 bytes
    voter: str  # the tag of who cast it: `Keys.voter_tag`
    turn: int  # which ballot of its voter this is, from 1
    seal: int  # number of the seal that holds it, from 1; 0: not sealed yet

    @property
    def group(self) -> Group:
        """The group it counts in."""
        return self.ballot.group


def entry(ballot: Ballot, commitment: str, voter: str, turn: int = 1, seal: int = 0) -> Entry:
    """An entry with its leaf."""
    return Entry(ballot, leaf(ballot, voter, commitment), voter, turn, seal)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of `ballots.jsonl`."""

    entry: Entry
    state: State
    why: str = ""  # why it is set aside; "" if it is not

    def published(self) -> Mapping[str, Any]:
        """As it is written."""
        at, ballot = self.entry, self.entry.ballot
        return {
            "choices": list(ballot.choices),
            "group": ballot.group,
            "leaf": at.leaf.hex(),
            "salt": ballot.salt,
            "seal": at.seal,
            "state": self.state,
            "turn": at.turn,
            "voter": at.voter,
            "why": self.why,
            "word": ballot.passphrase,
        }


def rows(entries: Iterable[Entry], reasons: Mapping[bytes, str]) -> tuple[Row, ...]:
    """Decide which ballots count: of each voter the last one that is not set aside.

    reasons  leaf -> why that ballot is set aside
    returns  sorted by (seal, leaf), which does not reveal when a ballot came
    """
    known = sorted(entries, key=lambda one: (one.seal, one.leaf))
    last: dict[str, int] = {}
    for one in known:
        if one.leaf not in reasons:
            last[one.voter] = max(one.turn, last.get(one.voter, 0))
    return tuple(Row(one, _state(one, reasons, last), reasons.get(one.leaf, "")) for one in known)


def _state(one: Entry, reasons: Mapping[bytes, str], last: Mapping[str, int]) -> State:
    if one.leaf in reasons:
        return "quarantined"
    return "counted" if last[one.voter] == one.turn else "replaced"


def sealed(at: Entry, number: int) -> Entry:
    """The same entry, in a seal."""
    return replace(at, seal=number)
