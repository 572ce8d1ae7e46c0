"""Related stories: what a reader of one story may want to read next."""

from collections import defaultdict, deque
from collections.abc import Sequence
from operator import attrgetter

from goodnews.newsroom.renaming import names_of
from goodnews.newsroom.story import Story

# What two stories may share, and how much each counts.
_SHARED = (
    (8, lambda story: (story.campaign, story.campaign_year) if story.campaign else None),
    (4, lambda story: story.column or None),
    (4, lambda story: story.regions[0] if story.regions and "/" in story.regions[0] else None),
    (2, lambda story: story.regions[0].partition("/")[0] if story.regions else None),
    (1, attrgetter("section")),
)
_REMEMBERED = 8  # newest stories kept for each shared thing


def related_of(stories: Sequence[Story], most: int) -> dict[str, tuple[Story, ...]]:
    """Related stories, for each story.

    stories  by date and slug
    returns  picked by hand first, then older ones that share most, newer before older among equals; where fewer
             than `most` are older, the earliest of those that follow. So a new story never changes an old page
             whose list is full. Nothing leads to a retracted story.
    """
    if not most:
        return dict.fromkeys([story.slug for story in stories], ())
    before = _matching(stories, most)
    by_slug = {story.slug: story for story in stories if not story.retraction}
    by_slug |= {slug: by_slug[now] for slug, now in names_of(by_slug.values()).items()}
    found = {}
    short = [story for story in stories if len(before[story.slug]) < most]
    after = _following(stories, {story.slug for story in short}, most)
    for story in stories:
        chosen = {by_slug[slug].slug: by_slug[slug] for slug in story.related if slug in by_slug}
        for other in (*before[story.slug], *after.get(story.slug, ())):
            if len(chosen) >= most:
                break
            chosen.setdefault(other.slug, other)
        found[story.slug] = tuple(chosen.values())
    return found


def _matching(stories: Sequence[Story], most: int) -> dict[str, list[Story]]:
    """For each story the older ones that share most with it."""
    recent: dict[object, deque[int]] = {}
    found: dict[str, list[Story]] = {}
    for number, story in enumerate(stories):
        scores: dict[int, int] = {}
        for weight, shared in _SHARED:
            key = shared(story)
            if key is None:
                continue
            others = recent.get((weight, key))
            for other in others or ():
                scores[other] = scores.get(other, 0) + weight
            if story.retraction:
                continue
            if others is None:
                recent[weight, key] = deque((number,), maxlen=_REMEMBERED)
            else:
                others.append(number)
        best = sorted(scores, key=lambda other: (-scores[other], -other))[:most]
        found[story.slug] = [stories[other] for other in best]
    return found


def _following(stories: Sequence[Story], short: set[str], most: int) -> dict[str, list[Story]]:
    """For the stories without enough older ones: the first that follow and share something, in their order."""
    waiting: dict[object, list[Story]] = defaultdict(list)
    found: dict[str, list[Story]] = {slug: [] for slug in short}
    for story in stories:
        keys = [(weight, shared(story)) for weight, shared in _SHARED]
        for key in keys:
            if key[1] is None:
                continue
            still = []
            for early in waiting[key]:
                if not story.retraction and story not in found[early.slug]:
                    found[early.slug].append(story)
                if len(found[early.slug]) < most:
                    still.append(early)
            waiting[key] = still
            if story.slug in short:
                waiting[key].append(story)
    return found
