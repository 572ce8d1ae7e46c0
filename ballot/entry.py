"""An accepted ballot with all that happened to it: what the box hands out, and what is published of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ballot.leaf import Ballot, Group, leaf

State = Literal["counted", "replaced", "quarantined"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One ballot as the box keeps it. The box gives them in the order in which they arrived."""

    ballot: Ballot
    leaf: bytes  # 32 bytes
    voter: str  # the tag of who cast it: `Keys.voter_tag`
    seal: int  # number of the seal that holds it, from 1; 0: not sealed yet
    quarantined: str = ""  # why it is not counted; "" if nothing speaks against it

    @property
    def group(self) -> Group:
        """The group it counts in."""
        return self.ballot.group


def entry(ballot: Ballot, key: str, voter: str, seal: int = 0, quarantined: str = "") -> Entry:
    """An entry with its leaf. `key` is the opening key, in hex."""
    return Entry(ballot, leaf(ballot, key), voter, seal, quarantined)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of `ballots.jsonl`."""

    entry: Entry
    state: State
    turn: int  # which ballot of its voter this is, from 1: only the last one counts

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
            "turn": self.turn,
            "voter": at.voter,
            "why": at.quarantined,
            "word": ballot.passphrase,
        }


def rows(arrived: Iterable[Entry]) -> tuple[Row, ...]:
    """Decide which ballots count: of each voter the last one that is not in quarantine.

    arrived  in order of arrival
    returns  sorted by (seal, leaf), which hides the order inside a seal
    """
    entries = tuple(arrived)
    last = {e.voter: place for place, e in enumerate(entries) if not e.quarantined}
    turns: dict[str, int] = {}
    made = []
    for place, at in enumerate(entries):
        turns[at.voter] = turns.get(at.voter, 0) + 1
        state: State = "quarantined" if at.quarantined else "counted" if last[at.voter] == place else "replaced"
        made.append(Row(at, state, turns[at.voter]))
    return tuple(sorted(made, key=lambda row: (row.entry.seal, row.entry.leaf)))


def sealed(at: Entry, number: int) -> Entry:
    """The same entry, in a seal."""
    return replace(at, seal=number)
