"""The result as it is published: `result.json`. Fractions are texts such as "7/2" or "3", so that none is rounded.

{"version": 1, "year": 2026, "key": opening key,
 "draw": what the public draw gave, or "",
 "roots": [{"seal": 1, "size": 25, "root": hex}, ...],
 "turnout": {"roll": codes given out, "spent": codes used, "voters": {group: n}},      each where the last ballot is
 "ballots": {group: {"counted": n, "replaced": n, "quarantined": n}},
 "counts": {group: {code: n}},                 every group of the rules, every candidate
 "ranked": [groups that met the quorum],
 "midranks": {group: {code: "7/2"}},           ranked groups, every candidate
 "means": {code: "7/2"},                       mean over the ranked groups, every candidate
 "union": [codes that went to the jury],       from here on these only
 "jury": {"jurors": n, "means": {code: "3"}, "ranks": {code: "3"}},
 "public": {code: "3"}, "final": {code: "3"},
 "order": [codes, best first], "chosen": [the first of them],
 "ties": [{"codes": [in the order they got], "steps": ["jury" | "members" | "head to head" | "lot"]}],
 "stability": {code: {"best": place, "worst": place, "depends": [groups, "weights"]}}}      depends []: stable
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ballot.entry import Row
from ballot.rules import Rules
from ballot.tally import Result

FILE = "result.json"
VERSION = 1
STATES = ("counted", "replaced", "quarantined")


def published(
    result: Result,
    rules: Rules,
    rows: Iterable[Row],
    *,
    key: str,
    draw: str,
    roots: Sequence[tuple[int, int, str]],
    roll: int,
    spent: int,
    jurors: int,
) -> Mapping[str, Any]:
    """The value of result.json.

    roots  number, size and root (hex) of each seal
    roll   codes given out; spent  codes used
    """
    states: Counter[tuple[str, str]] = Counter()
    last: dict[str, Row] = {}
    for row in rows:
        states[row.entry.group, row.state] += 1
        if row.turn >= last.get(row.entry.voter, row).turn:
            last[row.entry.voter] = row
    voters = Counter(row.entry.group for row in last.values())
    votes = result.public
    return {
        "version": VERSION,
        "year": rules.year,
        "key": key,
        "draw": draw,
        "roots": [{"seal": number, "size": size, "root": root} for number, size, root in roots],
        "turnout": {"roll": roll, "spent": spent, "voters": {group: voters[group] for group in rules.groups}},
        "ballots": {group: {state: states[group, state] for state in STATES} for group in rules.groups},
        "counts": votes.counts,
        "ranked": list(votes.ranked),
        "midranks": {group: _texts(ranks) for group, ranks in votes.midranks.items()},
        "means": _texts(votes.means),
        "union": list(votes.union),
        "jury": {"jurors": jurors, "means": _texts(result.jury_means), "ranks": _texts(result.jury_ranks)},
        "public": _texts(result.public_ranks),
        "final": _texts(result.finals),
        "order": list(result.order),
        "chosen": list(result.chosen),
        "ties": [{"codes": list(tie.codes), "steps": list(tie.steps)} for tie in result.ties],
        "stability": {
            code: {"best": held.best, "worst": held.worst, "depends": list(held.depends)}
            for code, held in result.stability.items()
        },
    }


def _texts(ranks: Mapping[str, Fraction]) -> Mapping[str, str]:
    return {code: str(rank) for code, rank in ranks.items()}
