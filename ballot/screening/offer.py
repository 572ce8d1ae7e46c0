"""What is offered to the editor: every screener's best and what was nominated, repeated stories only once. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ballot.screening.story import Story
from ballot.screening.verdict import Verdict

Verdicts = Mapping[str, Mapping[str, Verdict]]  # screener -> story -> its verdict


@dataclass(frozen=True, slots=True)
class Offer:
    """One story for the editor to accept or refuse."""

    story: Story
    places: tuple[tuple[str, int, Verdict], ...]  # screener, its place for this story (equal scores share one), verdict
    like: tuple[str, ...]  # slugs of stories that repeat it
    nominated: bool = False


def places_of(verdicts: Mapping[str, Verdict]) -> dict[str, int]:
    """Story -> place, the best score first; equal scores share a place: 1, 2, 2, 4."""
    scores = sorted((verdict.score or 0 for verdict in verdicts.values()), reverse=True)
    return {slug: scores.index(verdict.score or 0) + 1 for slug, verdict in verdicts.items()}


def told_twice(verdicts: Verdicts) -> dict[str, str]:
    """Story -> the first story that it repeats, directly or through others."""
    first: dict[str, str] = {}
    for by_story in verdicts.values():
        for slug, verdict in by_story.items():
            if verdict.like:
                first.setdefault(slug, verdict.like)
    found = {}
    for slug in first:
        root, seen = slug, {slug}
        while root in first and first[root] not in seen:
            root = first[root]
            seen.add(root)
        if root != slug:
            found[slug] = root
    return found


def offers_of(
    stories: Sequence[Story], verdicts: Verdicts, best: int, nominated: Collection[str] = ()
) -> tuple[Offer, ...]:
    """The union of every screener's best and of what was nominated.

    stories    of the year, in the order in which they are to be offered
    best       how many of each screener; ties for the last place are included
    nominated  slugs
    """
    places = {screener: places_of(by_story) for screener, by_story in verdicts.items()}
    again = told_twice(verdicts)
    chosen = {
        again.get(slug, slug) for by_story in places.values() for slug, place in by_story.items() if place <= best
    }
    named = {again.get(slug, slug) for slug in nominated}
    return tuple(
        Offer(
            story=story,
            places=tuple(
                (screener, places[screener][story.slug], verdicts[screener][story.slug])
                for screener in verdicts
                if story.slug in places[screener]
            ),
            like=tuple(sorted(slug for slug, root in again.items() if root == story.slug)),
            nominated=story.slug in named,
        )
        for story in stories
        if story.slug in chosen or story.slug in named
    )


def agreements(verdicts: Verdicts) -> tuple[tuple[str, str, int, float | None], ...]:
    """For every two screeners how far they agree on the order of the same stories.

    returns  the two, how many stories both answered, and Kendall's tau-b: 1 the same order, 0 none, -1 the reverse;
             None where one of them gave every story the same score
    """
    found = []
    for one, other in combinations(verdicts, 2):
        both = sorted(set(verdicts[one]) & set(verdicts[other]))
        pairs = [(verdicts[one][slug].score or 0, verdicts[other][slug].score or 0) for slug in both]
        found.append((one, other, len(both), tau_b(pairs)))
    return tuple(found)


def tau_b(pairs: Iterable[tuple[int, int]]) -> float | None:
    """Kendall's rank correlation with its correction for ties (tau-b)."""
    same = reverse = tied_one = tied_other = 0
    for (a, x), (b, y) in combinations(pairs, 2):
        one, other = (a > b) - (a < b), (x > y) - (x < y)
        same += one * other > 0
        reverse += one * other < 0
        tied_one += one == 0 and other != 0
        tied_other += other == 0 and one != 0
    below = (same + reverse + tied_one) * (same + reverse + tied_other)
    return (same - reverse) / below**0.5 if below else None
