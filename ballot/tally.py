"""The count: ballots, rules and the jury's marks in; ranks, ties and the stories of the year out. Pure, and exact.

The numbers are those of docs/vote.md, "The count", and of recount.py.

1. Each group is counted by itself: how many counted ballots name a story. `plain` counts within `open`; a ballot that a
   form tool brought with a code is a member's.
2. A group is ranked if it meets the quorum: 100 counted ballots, and one in twenty of all that are counted (which the
   members need not meet: nobody can multiply their codes, and a flood in `open` must not silence them); or what the
   rules say. `import` is ranked only if the rules say so. The others are printed.
3. In a ranked group stories are ranked by ballots; equals share the mean of their places. `open` may be ranked as the
   Hugo nominations are (E Pluribus Hugo), if the rules say so.
4. A story's public mean is the mean of its places in the ranked groups.
5. Each juror ranks the whole slate but the stories he or she is recused from; those places are stretched to the slate's
   length. A story's jury rank is the mid-rank of the mean over its jurors.
6. The gate: a story must be within `jury_union` in one ranked group at least, and not be withdrawn.
7. Its final is the mean of public mean and jury rank, over the whole slate; the gate leaves out, and moves nobody. If
   no group is ranked, the jury rank alone is the final, and there is no gate but withdrawal.
8. Equal finals are parted by jury rank, then by the members' places, then head to head among those still equal (each
   ranked group has one voice a pair; wins less losses), then by the lot: SHA-256 over canonical JSON of [draw, code],
   lowest first.
9. Stability: the same count with other weights of the jury and without each group in turn.

What else is told of a result, 10 and 13, is in `margin`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from math import ceil
from typing import Literal

from ballot import canonical
from ballot.leaf import Group
from ballot.rules import QUORUM, SHARE, Rules

Step = Literal["jury", "members", "head to head", "lot"]
Ranks = Mapping[str, Fraction]  # candidate's code -> rank, 1 is best
Counted = tuple[Group, Iterable[str]]  # group and choices of a ballot that counts
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

    ballots: Mapping[Group, int]  # counted ballots of each counting group
    counts: Mapping[Group, Mapping[str, int]]  # of each counting group and candidate
    needed: Mapping[Group, int]  # the quorum of each group that may be ranked
    ranked: tuple[Group, ...]  # the groups with a say
    midranks: Mapping[Group, Ranks]  # of each ranked group, over all candidates
    means: Ranks  # over all candidates; empty if no group is ranked
    union: tuple[str, ...]  # what passes the gate, by code


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
    jury_means: Ranks  # over all candidates
    jury_ranks: Ranks
    finals: Ranks  # of what passes the gate
    order: tuple[str, ...]  # that, best first
    chosen: tuple[str, ...]  # the stories of the year: the first of `order`
    ties: tuple[Tie, ...]
    stability: Mapping[str, Stability]  # of what passes the gate


def counting_group(group: Group) -> Group:
    """Where a ballot of a group is counted."""
    return "open" if group == "plain" else group


def counting_groups(rules: Rules) -> tuple[Group, ...]:
    """The groups of a count, in the order of columns."""
    return tuple(group for group in rules.groups if group != "plain")


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


def public(codes: Sequence[str], rules: Rules, counted: Iterable[Counted], withdrawn: Iterable[str] = ()) -> Public:
    """Count the ballots.

    codes      of all candidates
    withdrawn  those that cannot be chosen any more
    """
    ballots: Counter[Group] = Counter()
    counts: dict[Group, Counter[str]] = {group: Counter() for group in counting_groups(rules)}
    hugo: list[tuple[str, ...]] = []
    for ballot_group, choices in counted:
        group, picks = counting_group(ballot_group), tuple(choices)
        ballots[group] += 1
        counts[group].update(picks)
        if group == "open" and rules.open_method == "eph":
            hugo.append(picks)
    full = {group: {code: counts[group][code] for code in codes} for group in counts}
    given = {"open": eph(codes, hugo)} if rules.open_method == "eph" and "open" in full else {}
    return from_counts(codes, rules, {group: ballots[group] for group in full}, full, given, frozenset(withdrawn))


def from_counts(
    codes: Sequence[str],
    rules: Rules,
    ballots: Mapping[Group, int],
    counts: Mapping[Group, Mapping[str, int]],
    given: Mapping[str, Ranks],
    withdrawn: frozenset[str],
) -> Public:
    """Ranks and gate from counts; `given` holds the ranks of groups that are not ranked by ballots."""
    needed = quorum(rules, ballots)
    ranked = tuple(group for group in counts if group in needed and ballots[group] >= needed[group])
    ranks = {group: given[group] if group in given else midranks(counts[group], "high") for group in ranked}
    return Public(
        ballots=ballots,
        counts=counts,
        needed=needed,
        ranked=ranked,
        midranks=ranks,
        means=_means(codes, list(ranks.values())) if ranked else {},
        union=tuple(
            code
            for code in sorted(codes)
            if code not in withdrawn
            and (not ranked or any(place(ranks[group], code) <= rules.jury_union for group in ranked))
        ),
    )


def place(ranks: Ranks, code: str) -> int:
    """Equals share the best of their places."""
    return 1 + sum(rank < ranks[code] for rank in ranks.values())


def quorum(rules: Rules, ballots: Mapping[Group, int]) -> dict[Group, int]:
    """How many counted ballots each group needs to be ranked; a group that never is stands not in it."""
    may = [group for group in ballots if group != "import" or rules.import_weighs]
    if rules.quorum is not None:
        return dict.fromkeys(may, rules.quorum)
    share = ceil(SHARE * sum(ballots.values()))
    return {group: QUORUM if group == "members" else max(QUORUM, share) for group in may}


def eph(codes: Sequence[str], ballots: Iterable[Sequence[str]]) -> dict[str, Fraction]:
    """Rank as the Hugo nominations do: slates that vote in step share one point a ballot, and knock each other out.

    Each ballot gives one point, in equal parts to those of its stories that are still in. In each round the two lowest
    totals are held against each other (all stories that have them), and the one with the fewest ballots goes; of equals
    the one with fewer points; those still equal go together.

    returns  mid-ranks: who goes last is first
    """
    naming: dict[str, list[int]] = {code: [] for code in codes}
    kept: list[set[str]] = []
    for number, choices in enumerate(ballots):
        kept.append(set(choices))
        for code in choices:
            naming[code].append(number)
    points = {code: sum((Fraction(1, len(kept[n])) for n in numbers), Fraction()) for code, numbers in naming.items()}
    order: dict[str, int] = {}  # code -> round it went in, as a negative number: low is best
    while points:
        lowest = sorted(points.values())
        second = next((value for value in lowest if value > lowest[0]), lowest[0])
        few = lowest[0] if lowest.count(lowest[0]) > 1 else second
        least = min((len(naming[code]), points[code]) for code in points if points[code] <= few)
        out = [code for code in points if points[code] <= few and (len(naming[code]), points[code]) == least]
        for code in out:
            del points[code]
            order[code] = -len(order)
        order |= dict.fromkeys(out, order[out[0]])
        for number in {number for code in out for number in naming[code]}:
            before, after = len(kept[number]), kept[number].difference(out)
            for code in after:
                points[code] += Fraction(1, len(after)) - Fraction(1, before)
            kept[number] = after
    return midranks(order)


def pairs(codes: Sequence[str], counted: Iterable[Counted]) -> dict[Group, list[list[int]]]:
    """Of each counting group: how many ballots name the story of a row and not that of the column, in slate order."""
    place = {code: number for number, code in enumerate(codes)}
    both: dict[Group, Counter[tuple[int, int]]] = {}
    single: dict[Group, Counter[int]] = {}
    for ballot_group, choices in counted:
        group, picks = counting_group(ballot_group), sorted(place[code] for code in choices)
        single.setdefault(group, Counter()).update(picks)
        both.setdefault(group, Counter()).update(combinations(picks, 2))
    return {
        group: [
            [single[group][row] - (both[group][min(row, at), max(row, at)] if row != at else single[group][row])
             for at in range(len(codes))]
            for row in range(len(codes))
        ]
        for group in single
    }  # fmt: skip


def tally(
    votes: Public,
    rules: Rules,
    jurors: Sequence[Sequence[str]],
    draw: str | None = "",
) -> Result:
    """Join the public's and the jury's ranks.

    jurors  of each the codes of the slate, best first, but those he or she is recused from
    draw    what the public draw gave, as published; "" while nobody knows it; None: the lower code is first
    raises  NeedsDraw; ValueError if no juror ranked a story, or one names a story twice or a stranger
    """
    jury_means = jury(sorted(next(iter(votes.counts.values()))), jurors)
    jury_ranks = midranks(jury_means)
    finals, order, ties = ordered(votes, jury_ranks, HALF, draw)
    return Result(
        public=votes,
        jury_means=jury_means,
        jury_ranks=jury_ranks,
        finals=finals,
        order=order,
        chosen=order[: rules.places],
        ties=ties,
        stability=_stability(votes, jury_ranks, order, rules.places, draw),
    )


def jury(codes: Sequence[str], jurors: Sequence[Sequence[str]]) -> dict[str, Fraction]:
    """The mean of each story's places, over the jurors who ranked it; ValueError as `tally` says."""
    places: dict[str, list[Fraction]] = {code: [] for code in codes}
    for order in jurors:
        if len(set(order)) < len(order) or not set(order) <= set(codes):
            raise ValueError("a juror names a story twice, or one that is not on the slate")
        for place, code in enumerate(order, 1):
            places[code].append(Fraction(place * (len(codes) + 1), len(order) + 1))
    if not all(places.values()):
        raise ValueError("a story that no juror ranked")
    return {code: sum(of, Fraction()) / len(of) for code, of in places.items()}


def _means(codes: Iterable[str], ranks: Sequence[Ranks]) -> dict[str, Fraction]:
    return {code: sum((r[code] for r in ranks), Fraction()) / max(len(ranks), 1) for code in codes}


def ordered(
    votes: Public, jury: Ranks, weight: Fraction, draw: str | None
) -> tuple[Ranks, tuple[str, ...], tuple[Tie, ...]]:
    """Finals, order and ties at one weight of the jury. Without a draw (None) the lower code is first."""
    finals = {
        code: (1 - weight) * votes.means[code] + weight * jury[code] if votes.ranked else jury[code]
        for code in votes.union
    }
    order: list[str] = []
    ties: list[Tie] = []
    for tied in _levels(votes.union, finals.__getitem__):
        steps: list[Step] = []
        parted = _parted(tied, votes, jury, draw, steps)
        order += parted
        if len(parted) > 1:
            ties.append(Tie(tuple(parted), tuple(steps)))
    return finals, tuple(order), tuple(ties)


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


def _stability(votes: Public, jury: Ranks, order: Sequence[str], places: int, draw: str | None) -> dict[str, Stability]:
    others: list[tuple[str, Sequence[str]]] = [
        ("weights", ordered(votes, jury, weight, draw or None)[1]) for weight in JURY_WEIGHTS
    ]
    for left_out in votes.ranked if len(votes.ranked) > 1 else ():
        ranked = tuple(group for group in votes.ranked if group != left_out)
        ranks = {group: votes.midranks[group] for group in ranked}
        without = replace(votes, ranked=ranked, midranks=ranks, means=_means(votes.means, list(ranks.values())))
        others.append((left_out, ordered(without, jury, HALF, draw or None)[1]))
    chosen = set(order[:places])
    found = {}
    for code in order:
        seen = [order.index(code) + 1, *(other.index(code) + 1 for _why, other in others)]
        moved = dict.fromkeys(why for why, other in others if (code in other[:places]) != (code in chosen))
        found[code] = Stability(min(seen), max(seen), tuple(moved))
    return found
