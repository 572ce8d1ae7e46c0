"""A ballot on its way into the box, and what the box decides about it.

Pure: the box passes in what it knows, and stores the result.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ballot.leaf import Ballot

CHANGES = 20  # ballots per credential, of which the last counts, so that nobody can fill the disk with one code


class Verdict(StrEnum):
    """What the box decided about a ballot."""

    TAKEN = "taken"
    AGAIN = "again"  # the very same form was taken before, and its ballot is still its voter's last
    REPLACED = "replaced"  # the very same form was taken before, and a later ballot has replaced it
    PROOF = "proof"  # its proof of work was used before
    EXHAUSTED = "exhausted"  # its credential has cast as many ballots as it may
    EARLY = "early"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Cast:
    """A ballot on its way into the box: checked, except for what only the box knows."""

    form: str  # hex; the same for the same form with the same content, so that a retry is recognised
    voter: str  # tag of the credential
    ballot: Ballot
    leaf: bytes  # 32
    at: float  # arrival, seconds since 1970, UTC; never stored
    proof: str = ""  # nonce of its proof of work, if it needs one
    code: str = ""  # `codes.spent_hash` of the code it was cast with, in the group of members


@dataclass(frozen=True, slots=True)
class Outcome:
    verdict: Verdict
    leaf: bytes = b""  # of the ballot in the box: for AGAIN that of the first time
    earlier: int = 0  # ballots that the same voter had cast before this one, which it replaces


@dataclass(frozen=True, slots=True)
class State:
    """The row that every batch locks first."""

    key: str
    closed: bool
    opens: int
    closes: int
    late: int
    hour: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the box holds of the forms, proofs and credentials of one batch."""

    state: State
    forms: Mapping[str, tuple[bytes, bool]]  # form -> leaf, whether it is its voter's last
    proofs: frozenset[str]
    cast: Mapping[str, int]  # voter -> ballots so far


def judge(batch: Sequence[Cast], known: Known, behind: float = 0.0) -> list[Outcome]:
    """Decide about each ballot, in order; each decision knows those before it.

    behind  seconds by which the clock that timed their arrival is behind the database's, 0 or more: a ballot is late
            if either clock says so
    """
    forms, proofs, cast = dict(known.forms), set(known.proofs), Counter(known.cast)
    last: dict[str, str] = {}  # voter -> form of the last ballot, where this batch holds it
    outcomes = []
    for one in batch:
        if one.form in forms:
            leaf, is_last = forms[one.form]
            stands = is_last and last.get(one.voter, one.form) == one.form
            again = Outcome(Verdict.AGAIN, leaf, cast[one.voter] - 1)
            outcome = again if stands else Outcome(Verdict.REPLACED, leaf)
        elif known.state.closed or one.at + behind >= known.state.closes:
            outcome = Outcome(Verdict.LATE)
        elif one.at < known.state.opens:
            outcome = Outcome(Verdict.EARLY)
        elif one.proof in proofs:
            outcome = Outcome(Verdict.PROOF)
        elif cast[one.voter] >= CHANGES:
            outcome = Outcome(Verdict.EXHAUSTED)
        else:
            outcome = Outcome(Verdict.TAKEN, one.leaf, cast[one.voter])
            forms[one.form] = one.leaf, True
            cast[one.voter] += 1
            last[one.voter] = one.form
            if one.proof:
                proofs.add(one.proof)
        outcomes.append(outcome)
    return outcomes
