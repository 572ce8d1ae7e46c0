"""The count: ballots, rules and the jury's marks in; ranks, ties and the stories of the year out. Pure, and exact.

1. Each group is counted by itself: how many counted ballots name a story. Its mid-ranks follow (best is 1; equals share
   the mean of their places). A group below the quorum is printed, but not ranked; if all are below, all are ranked.
2. A story's public mean is the mean of the groups' mid-ranks.
3. To the jury go, of each ranked group, the stories whose place is within `jury_union` (equals share a place).
4. Each juror orders those; what a juror leaves out shares the places after. A story's jury mean is the mean of the
   jurors' mid-ranks.
5. Among those stories, public rank and jury rank are the mid-ranks of the two means; final is their mean.
6. Equal finals are parted by jury rank, then by the members' mid-rank, then head to head among those still equal (each
   ranked group has one voice a pair; wins less losses), then by the lot: SHA-256 over canonical JSON of [draw, code],
   lowest first.
7. Stability: the same count with every other weight of the jury and without each group in turn.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from ballot import canonical
from ballot.leaf import Group
from ballot.rules import Rules

Step = Literal["jury", "members", "head to head", "lot"]
Ranks = Mapping[str, Fraction]  # candidate's code -> mid-rank, 1 is best
HALF = Fraction(1, 2)
JURY_WEIGHTS = tuple(Fraction(n, 10) for n in (3, 4, 6, 7))  # besides the half that counts


class NeedsDraw(ValueError):
    """Nothing but the lot parts these stories, and it has not been drawn."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(" ".join(codes))


@dataclass(frozen=True, slots=True)
class Public:
    """What the voters said."""

    ballots: Mapping[Group, int]  # counted ballots of each group of the rules
    counts: Mapping[Group, Mapping[str, int]]  # of each group and candidate
    ranked: tuple[Group, ...]  # the groups with a say
    midranks: Mapping[Group, Ranks]  # of each ranked group, over all candidates
    means: Ranks  # over all candidates
    union: tuple[str, ...]  # what goes to the jury, by code


@dataclass(frozen=True, slots=True)
class Tie:
    """Stories with the same final, in the order they got."""

    codes: tuple[str, ...]
    steps: tuple[Step, ...]  # all that was needed to part them


@dataclass(frozen=True, slots=True)
class Stability:
    """How a story's place holds when weights vary."""

    best: int  # place over all the other counts, from 1
    worst: int
    depends: tuple[str, ...]  # what moves it into or out of the stories of the year: groups, "weights"; (): stable


@dataclass(frozen=True, slots=True)
class Result:
    """What is printed."""

    public: Public
    public_ranks: Ranks  # among the union
    jury_means: Ranks
    jury_ranks: Ranks
    finals: Ranks
    order: tuple[str, ...]  # the union, best first
    chosen: tuple[str, ...]  # the stories of the year: the first of `order`
    ties: tuple[Tie, ...]
    stability: Mapping[str, Stability]  # of each of the union


def midranks(values: Mapping[str, Fraction | int], best: Literal["low", "high"] = "low") -> dict[str, Fraction]:
    """Rank by value; equals share the mean of the places they take.

    returns  code -> mid-rank: 1 is best, and they sum up to 1 + 2 + ... + n
    """
    taken, ranks = 0, {}
    sizes = Counter(values.values())
    for value in sorted(sizes, reverse=best == "high"):
        ranks[value] = taken + Fraction(sizes[value] + 1, 2)
        taken += sizes[value]
    return {code: ranks[value] for code, value in values.items()}


def public(codes: Sequence[str], rules: Rules, counted: Iterable[tuple[Group, Iterable[str]]]) -> Public:
    """Count the ballots.

    codes    of all candidates
    counted  group and choices of each ballot that counts
    """
    ballots: Counter[Group] = Counter()
    counts: dict[Group, Counter[str]] = {group: Counter() for group in rules.groups}
    for group, choices in counted:
        ballots[group] += 1
        counts[group].update(choices)
    quorum = rules.quorum if any(ballots[group] >= rules.quorum for group in rules.groups) else 1
    ranked = tuple(group for group in rules.groups if ballots[group] >= quorum)
    full = {group: {code: counts[group][code] for code in codes} for group in rules.groups}
    ranks = {group: midranks(full[group], "high") for group in ranked}
    union = {
        code
        for group in ranked
        for code in codes
        if sum(count > full[group][code] for count in full[group].values()) < rules.jury_union
    }
    return Public(
        ballots={group: ballots[group] for group in rules.groups},
        counts=full,
        ranked=ranked,
        midranks=ranks,
        means=_means(codes, [ranks[group] for group in ranked]),
        union=tuple(sorted(union)),
    )


def tally(votes: Public, rules: Rules, jurors: Sequence[Sequence[str]], draw: str = "") -> Result:
    """Join the public's and the jury's ranks.

    jurors  of each the codes of the union, best first; a juror may leave some out
    draw    what the public draw gave, as published; "" while nobody knows it
    raises  NeedsDraw; ValueError if there is no ballot, no juror, or a juror names what is not in the union
    """
    if not votes.ranked or not jurors:
        raise ValueError("a count needs a ballot and a juror")
    jury_means = _means(votes.union, [_juror(votes.union, order) for order in jurors])
    jury_ranks = midranks(jury_means)
    public_ranks, finals, order, ties = _ordered(votes, jury_ranks, HALF, draw)
    return Result(
        public=votes,
        public_ranks=public_ranks,
        jury_means=jury_means,
        jury_ranks=jury_ranks,
        finals=finals,
        order=order,
        chosen=order[: rules.places],
        ties=ties,
        stability=_stability(votes, jury_ranks, order, rules.places, draw),
    )


def _juror(union: Sequence[str], order: Sequence[str]) -> dict[str, Fraction]:
    places = {code: place for place, code in enumerate(order)}
    if len(places) < len(order) or not places.keys() <= set(union):
        raise ValueError("a juror names a story twice, or one that did not go to the jury")
    return midranks({code: places.get(code, len(union)) for code in union})


def _means(codes: Iterable[str], ranks: Sequence[Ranks]) -> dict[str, Fraction]:
    return {code: sum((r[code] for r in ranks), Fraction()) / max(len(ranks), 1) for code in codes}


def _ordered(
    votes: Public, jury: Ranks, weight: Fraction, draw: str | None
) -> tuple[Ranks, Ranks, tuple[str, ...], tuple[Tie, ...]]:
    """Public ranks, finals, order and ties at one weight of the jury. Without a draw (None) the lower code is first."""
    ranks = midranks({code: votes.means[code] for code in votes.union})
    finals = {code: (1 - weight) * ranks[code] + weight * jury[code] for code in votes.union}
    order: list[str] = []
    ties: list[Tie] = []
    for tied in _levels(votes.union, finals.__getitem__):
        steps: list[Step] = []
        parted = _parted(tied, votes, jury, draw, steps)
        order += parted
        if len(parted) > 1:
            ties.append(Tie(tuple(parted), tuple(steps)))
    return ranks, finals, tuple(order), tuple(ties)


def _levels(codes: Iterable[str], value: Callable[[str], Fraction | int | str]) -> list[list[str]]:
    """Codes of equal value together, lowest value first, each level by code."""
    levels: dict[Fraction | int | str, list[str]] = {}
    for code in sorted(codes):
        levels.setdefault(value(code), []).append(code)
    return [levels[key] for key in sorted(levels)]


def _parted(tied: list[str], votes: Public, jury: Ranks, draw: str | None, steps: list[Step]) -> list[str]:
    members = votes.midranks.get("members", {})
    tests: tuple[tuple[Step, Callable[[list[str]], Callable[[str], Fraction | int | str]]], ...] = (
        ("jury", lambda _level: jury.__getitem__),
        ("members", lambda _level: lambda code: members.get(code, 0)),
        ("head to head", lambda level: lambda code: -_wins(code, level, votes)),
        ("lot", lambda level: _lots(level, draw)),
    )
    levels = [tied]
    for step, test in tests:
        finer = [part for level in levels for part in (_levels(level, test(level)) if len(level) > 1 else [level])]
        if len(finer) > len(levels):
            steps.append(step)
        levels = finer
    return [code for level in levels for code in level]


def _wins(code: str, rivals: Sequence[str], votes: Public) -> int:
    """Wins less losses against each rival; a pair is won where more groups rank it higher than lower."""
    total = 0
    for rival in rivals:
        lead = sum(
            (votes.counts[g][code] > votes.counts[g][rival]) - (votes.counts[g][code] < votes.counts[g][rival])
            for g in votes.ranked
        )
        total += (lead > 0) - (lead < 0)
    return total


def _lots(level: Sequence[str], draw: str | None) -> Callable[[str], str]:
    if draw == "":
        raise NeedsDraw(level)
    return lambda code: code if draw is None else canonical.digest([draw, code])


def _stability(votes: Public, jury: Ranks, order: Sequence[str], places: int, draw: str) -> dict[str, Stability]:
    others: list[tuple[str, Sequence[str]]] = [
        ("weights", _ordered(votes, jury, weight, draw or None)[2]) for weight in JURY_WEIGHTS
    ]
    for left_out in votes.ranked if len(votes.ranked) > 1 else ():
        ranked = tuple(group for group in votes.ranked if group != left_out)
        ranks = {group: votes.midranks[group] for group in ranked}
        without = replace(votes, ranked=ranked, midranks=ranks, means=_means(votes.means, list(ranks.values())))
        others.append((left_out, _ordered(without, jury, HALF, draw or None)[2]))
    chosen = set(order[:places])
    found = {}
    for code in order:
        seen = [order.index(code) + 1, *(other.index(code) + 1 for _why, other in others)]
        moved = dict.fromkeys(why for why, other in others if (code in other[:places]) != (code in chosen))
        found[code] = Stability(min(seen), max(seen), tuple(moved))
    return found
