"""The result as it is published: `result.json`. FORMAT.md describes every field.

Fractions are texts such as "7/2" or "3", so that none is rounded.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ballot import closing
from ballot.entry import Row
from ballot.jury import Juror
from ballot.leaf import Group
from ballot.margin import Flip
from ballot.rules import FORMAT, Rules
from ballot.tally import Counted, Result

FILE = "result.json"
STATES = ("counted", "replaced", "quarantined")


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts in a result besides the count."""

    commitment: str
    draw: str
    roots: Sequence[tuple[int, int, str]]  # number, size and root (hex) of each seal
    roll: int  # codes given out
    spent: int  # codes used
    withdrawn: Sequence[str]  # candidates that could not be chosen any more


def counted(rows: Sequence[Row]) -> list[Counted]:
    """The ballots that count."""
    return [(row.entry.group, row.entry.ballot.choices) for row in rows if row.state == "counted"]


def published(
    result: Result,
    rules: Rules,
    rows: Sequence[Row],
    jurors: Sequence[Juror],
    pairs: Mapping[Group, Sequence[Sequence[int]]],
    with_quarantined: Result,
    margins: Mapping[Group, int | None],
    flips: Mapping[Group, Flip | None],
    facts: Facts,
) -> Mapping[str, Any]:
    """The value of result.json.

    pairs             for each group that is ranked
    with_quarantined  the same count as if nothing had been set aside
    """
    states: Counter[tuple[str, str]] = Counter((row.entry.group, row.state) for row in rows)
    voters = closing.voters_of(row.entry for row in rows)
    votes = result.public
    return {
        "version": FORMAT,
        "year": rules.year,
        "key": facts.commitment,
        "draw": facts.draw,
        "roots": [{"seal": number, "size": size, "root": root} for number, size, root in facts.roots],
        "turnout": {
            "roll": facts.roll,
            "spent": facts.spent,
            "voters": {group: voters[group] for group in rules.groups},
        },
        "ballots": {group: {state: states[group, state] for state in STATES} for group in rules.groups},
        "counts": votes.counts,
        "quorum": {"needed": votes.needed, "why": rules.quorum_why},
        "ranked": list(votes.ranked),
        "midranks": {group: _texts(ranks) for group, ranks in votes.midranks.items()},
        "means": _texts(votes.means),
        "withdrawn": list(facts.withdrawn),
        "union": list(votes.union),
        "jury": {
            "jurors": len(jurors),
            "recused": {juror.name: list(juror.recused) for juror in jurors if juror.recused},
            "means": _texts(result.jury_means),
            "ranks": _texts(result.jury_ranks),
        },
        "final": _texts(result.finals),
        "order": list(result.order),
        "chosen": list(result.chosen),
        "ties": [{"codes": list(tie.codes), "steps": list(tie.steps)} for tie in result.ties],
        "stability": {
            code: {"best": held.best, "worst": held.worst, "depends": list(held.depends)}
            for code, held in result.stability.items()
        },
        "margin": margins,
        "flip": {
            group: {
                "ballots": flip.ballots,
                "story": flip.story,
                "enters": list(flip.enters),
                "leaves": list(flip.leaves),
            }
            if flip
            else None
            for group, flip in flips.items()
        },
        "pairs": pairs,
        "with_quarantined": {"order": list(with_quarantined.order), "chosen": list(with_quarantined.chosen)},
    }


def _texts(ranks: Mapping[str, Fraction]) -> Mapping[str, str]:
    return {code: str(rank) for code, rank in ranks.items()}
