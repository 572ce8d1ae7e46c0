"""How safe a choice is, from both sides: `margins` and `flips`, 13 and 10 of the count in FORMAT.md.

Fewer further ballots of a group than its margin never change who is chosen, whatever they name. That is proved by
looking at each pair of a chosen story and one that is not: how far apart can so many ballots bring the two? The best
way is to name the one, never the other, and to lift to the other, or above it, what costs least. A flip is a number
that does change it, by ballots of one kind. What is least in truth lies between the two, both included.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil

from ballot.leaf import Group
from ballot.rules import QUORUM, SHARE, Rules
from ballot.tally import HALF, Public, Ranks, from_counts, ordered, place, quorum


@dataclass(frozen=True, slots=True)
class Flip:
    """The least number of further ballots of one group that changes who is chosen."""

    ballots: int
    story: str  # each of them names this one alone
    enters: tuple[str, ...]
    leaves: tuple[str, ...]


def margins(
    votes: Public, rules: Rules, jury: Ranks, order: Sequence[str], withdrawn: Iterable[str] = ()
) -> dict[Group, int | None]:
    """Of each group that may be ranked its margin; None: no number of ballots does it, or it is ranked by `eph`.

    order  the result of the same votes
    """
    apart = frozenset(withdrawn).union(order[: rules.places])
    others = [code for code in jury if code not in apart]
    found: dict[Group, int | None] = {}
    for group in votes.needed:
        found[group] = None
        if group != "open" or rules.open_method != "eph":
            found[group] = _Growing(votes, rules, jury, group, order[: rules.places], others).margin()
    return found


class _Growing:
    """One group that gets more ballots.

    chosen  stories of the year
    others  those that could take the place of one
    """

    def __init__(
        self, votes: Public, rules: Rules, jury: Ranks, group: Group, chosen: Sequence[str], others: Sequence[str]
    ) -> None:
        self.votes, self.rules, self.jury, self.group = votes, rules, jury, group
        self.chosen, self.others, self.counts = chosen, others, votes.counts[group]

    def margin(self) -> int | None:
        """The more ballots, the more they can do, as long as the same groups are ranked."""
        starts = sorted({1, *(more for more in turning(self.votes, self.rules, self.group) if more > 0)})
        # With so many ballots any story can be brought to any place of the group.
        far = starts[-1] + len(self.counts) * (max(self.counts.values()) + 2)
        for least, most in zip(starts, [*(start - 1 for start in starts[1:]), far], strict=True):
            if self._could(most):
                low, high = least, most
                while low < high:
                    middle = (low + high) // 2
                    low, high = (low, middle) if self._could(middle) else (middle + 1, high)
                return low
        return None

    def _could(self, more: int) -> bool:
        """Whether so many ballots could change who is chosen."""
        ballots = {**self.votes.ballots, self.group: self.votes.ballots[self.group] + more}
        needed = quorum(self.rules, ballots)
        ranked = tuple(group for group in ballots if group in needed and ballots[group] >= needed[group])
        if ranked == self.votes.ranked and self.group not in ranked:
            return False
        return (
            any(self._passes(one, other, ranked, more) for one in self.others for other in self.chosen)
            or any(self._misses_the_gate(code, ranked, more) for code in self.chosen)
            or (len(self.chosen) < self.rules.places and self._one_comes_in(ranked, more))
        )

    def _passes(self, one: str, other: str, ranked: Sequence[Group], more: int) -> bool:
        """Whether `one` could come before `other`, the gate aside."""
        still = [self.votes.midranks[group] for group in ranked if group != self.group]
        lead = sum((ranks[other] - ranks[one] for ranks in still), Fraction())
        wanted = len(ranked) * (self.jury[one] - self.jury[other]) - lead
        parted = self.jury[one] > self.jury[other]  # of equals the jury's better one is first
        if self.group not in ranked:
            return wanted < 0 or (wanted == 0 and not parted)
        twice = 2 * wanted
        least = int(twice) + 1 if parted and twice.denominator == 1 else ceil(twice)
        return could_lead(self.counts, one, other, more, self.rules.maximum * more, least)

    def _misses_the_gate(self, code: str, ranked: Sequence[Group], more: int) -> bool:
        union = self.rules.jury_union
        if not ranked or any(
            place(self.votes.midranks[group], code) <= union for group in ranked if group != self.group
        ):
            return False
        if self.group not in ranked:
            return True
        costs = sorted(max(0, self.counts[code] + 1 - count) for name, count in self.counts.items() if name != code)
        ahead = [spent for cost, spent in zip(costs, accumulate(costs), strict=True) if cost <= more]
        return len(ahead) >= union and ahead[union - 1] <= more * self.rules.maximum

    def _one_comes_in(self, ranked: Sequence[Group], more: int) -> bool:
        """Whether one more could pass the gate; without a ranked group it is open to all."""
        union, counts = self.rules.jury_union, self.counts
        return any(
            not ranked or sum(count > counts[code] + more for count in counts.values()) < union for code in self.others
        )


def could_lead(counts: Mapping[str, int], one: str, other: str, most: int, budget: int, least: int) -> bool:
    """Whether the rank of `other` can be made as much worse than that of `one` by adding to counts.

    most    that may be added to each
    budget  and to all together
    least   twice the distance: equals share a place, so ranks go by halves
    """

    def lead(more: int, left: int) -> int:
        return _lead([count for name, count in counts.items() if name not in (one, other)],
                     counts[one] + more, counts[other], most, left)  # fmt: skip

    if lead(most, budget) < least:
        return False
    if lead(most, budget - most) >= least:
        return True
    # What `one` does not need goes to those between: `one` is worth raising to, or just above, some other count alone.
    steps = {count + above - counts[one] for count in counts.values() for above in (0, 1, 2)}
    return any(lead(step, budget - step) >= least for step in steps if 0 <= step <= most)


def _lead(rest: Sequence[int], top: int, bottom: int, most: int, budget: int) -> int:
    """Twice the greatest distance in rank between counts `top` and `bottom`, if others are raised to `bottom` or above.

    Also where `top` stays below `bottom`: what is raised from between the two then buries `bottom`, and nobody else.
    """

    def twice_ahead(count: int, of: int) -> int:
        return 2 if count > of else int(count == of)

    def worth(count: int) -> int:
        return twice_ahead(count, bottom) - twice_ahead(count, top)

    found = 2 * (twice_ahead(top, bottom) - 1) + sum(map(worth, rest))
    for count in sorted((count for count in rest if count <= bottom), reverse=True):  # the cheapest first
        cost, left = bottom - count, min(most, budget)
        if cost > left:
            break
        level, above = worth(bottom) - worth(count), worth(bottom + 1) - worth(count)
        if above > max(level, 0) and cost < left:
            budget, found = budget - cost - 1, found + above
        elif level > 0:
            budget, found = budget - cost, found + level
    return found


def flips(
    votes: Public, rules: Rules, jury: Ranks, order: Sequence[str], draw: str, withdrawn: Iterable[str] = ()
) -> dict[Group, Flip | None]:
    """Of each group that may be ranked, its flip; None: there is none, or no such ballot, or it is ranked by `eph`.

    Between two numbers of ballots at which the story meets or passes another one, or a group meets or misses the
    quorum, nothing changes: only those numbers are tried, the lowest first.

    order  the result of the same votes
    """
    chosen, out = set(order[: rules.places]), frozenset(withdrawn)
    given: dict[str, Ranks] = {}
    if rules.open_method == "eph" and "open" in votes.midranks:
        given["open"] = votes.midranks["open"]
    found: dict[Group, Flip | None] = {}
    for group in votes.needed:
        found[group] = None
        if rules.minimum > 1 or (group == "open" and rules.open_method == "eph"):
            continue
        own, at = votes.counts[group], turning(votes, rules, group)
        tries = set()
        for code in (code for code in jury if code not in chosen and code not in out):
            leads = {count - own[code] for count in own.values()}
            tries |= {(more, code) for more in at | leads | {lead + 1 for lead in leads} if more > 0}
        for more, code in sorted(tries):
            ballots = {**votes.ballots, group: votes.ballots[group] + more}
            counts = {**votes.counts, group: {**votes.counts[group], code: votes.counts[group][code] + more}}
            then = from_counts(list(jury), rules, ballots, counts, given, out)
            after = set(ordered(then, jury, HALF, draw or None)[1][: rules.places])
            if after != chosen:
                found[group] = Flip(more, code, tuple(sorted(after - chosen)), tuple(sorted(chosen - after)))
                break
    return found


def turning(votes: Public, rules: Rules, group: Group) -> set[int]:
    """Numbers of further ballots at which a group comes to meet its quorum, or another one to miss its own."""
    own, total = votes.ballots[group], sum(votes.ballots.values())
    found = {votes.needed[group] - own}
    if rules.quorum is None:
        share = SHARE.denominator
        found.add(max(QUORUM - own, ceil(Fraction(total - share * own, share - 1))))
        found |= {share * votes.ballots[other] - total + 1 for other in votes.needed if other != group}
    return found
