"""The entries of feeds: what each shows, and its times."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from goodnews.arrangement import Arrangement, Digest
from goodnews.newsroom.story import Story
from goodnews.newsroom.top10 import Year
from goodnews.newsroom.week import week_of
from goodnews.pages.digest import description_of, digest_body
from goodnews.pages.links import Links
from goodnews.pages.top10 import annual_body
from goodnews.pages.views.feed import FeedEntry

T = TypeVar("T")
WHOLE_WEEKS = 2  # a feed never holds less than its newest two weeks, so a weekly reader misses nothing
_LAST_MINUTE = 24 * 60 - 1


class Entries:
    """The entries of stories, each made once, and their times.

    From the day on that the settings name, the stories of one day do not share a time: the one that is printed
    first has the latest, minutes after midnight, so that programs which sort by time show it above the others.
    """

    def __init__(self, links: Links, arrangement: Arrangement) -> None:
        self._links = links
        self._arrangement = arrangement
        self._made: dict[str, FeedEntry] = {}
        first = links.settings.goodnews.feed_times_from
        self._minutes = _minutes(arrangement, datetime.date.fromisoformat(first)) if first else {}

    def minute(self, story: Story) -> int:
        """Of its publication, after midnight."""
        return self._minutes.get(story.slug, 0)

    def in_order(self, stories: Sequence[Story]) -> Sequence[Story]:
        """By time of publication, oldest first.

        stories  by date and slug
        """
        return sorted(stories, key=lambda story: (story.date, self.minute(story))) if self._minutes else stories

    def of(self, stories: Iterable[Story]) -> Iterator[FeedEntry]:
        for story in stories:
            if story.slug not in self._made:
                self._made[story.slug] = self._entry(story)
            yield self._made[story.slug]

    def once(self, stories: Iterable[Story]) -> Iterator[FeedEntry]:
        """For an archive: its entries are in no other feed, so they are not kept."""
        return map(self._entry, stories)

    def _entry(self, story: Story) -> FeedEntry:
        return story_entry(self._links, self._arrangement, story, self.minute(story))

    def updated_digest(self, digest: Digest) -> datetime.datetime:
        """When its newest story was published, or when it changed since."""
        newest = max((story.date, self.minute(story)) for story in digest.stories)
        return max(_moment(digest.updated), _moment(*newest))


def _minutes(arrangement: Arrangement, first: datetime.date) -> dict[str, int]:
    ranks = {story.slug: rank for digest in arrangement.digests for rank, story in enumerate(digest.stories)}
    found: dict[str, int] = {}
    for day, group in groupby(arrangement.stories, key=attrgetter("date")):
        if day >= first:
            printed = sorted(group, key=lambda story: (ranks.get(story.slug, len(ranks)), story.slug))
            found |= {story.slug: min(minute, _LAST_MINUTE) for minute, story in enumerate(reversed(printed))}
    return found


def parted(items: Sequence[T], least: int, period: Callable[[T], object]) -> tuple[list[T], list[tuple[str, list[T]]]]:
    """What a feed holds, and what its archives hold.

    items    oldest first
    least    how many a feed has to hold, if there are as many
    period   that an item belongs to: a feed holds whole ones, and each other one is an archive
    returns  the newest items, newest first; then name and items of each archive, oldest first
    """
    older = [(str(name), list(group)) for name, group in groupby(items, key=period)]
    recent: list[T] = []
    while older and len(recent) < least:
        recent += reversed(older.pop()[1])
    return recent, older


def newest(stories: Sequence[Story], most: int) -> list[Story]:
    """The newest stories, newest first: `most` of them, or all of the newest weeks if those hold more."""
    if not stories:
        return []
    last = week_of(stories[-1].date).monday - datetime.timedelta(weeks=WHOLE_WEEKS - 1)
    count = most
    while count < len(stories) and stories[-count - 1].date >= last:
        count += 1
    return list(reversed(stories[-count:]))


def tag(links: Links, name: str) -> str:
    """An id that no change of title, date, domain or scheme touches (RFC 4151)."""
    return f"tag:{links.settings.goodnews.feed_authority}:{name}"


def _moment(day: datetime.date, minute: int = 0) -> datetime.datetime:
    """minute  after midnight"""
    return datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(minutes=minute)


def story_entry(links: Links, arrangement: Arrangement, story: Story, minute: int = 0) -> FeedEntry:
    """minute  of its publication, after midnight"""
    published = _moment(story.date, minute)
    return FeedEntry(
        id=tag(links, f"story/{story.first_slug}"),
        title=story.title,
        url=story.address,
        published=published,
        updated=max(published, _moment(story.updated)),
        summary=story.summary,
        section=story.section,
        bylines=story.bylines,
        kicker=story.kicker,
        leadin=story.leadin,
        dateline=story.dateline,
        diary=story.diary,
        editors_note=story.editors_note,
        text=None if story.retraction or story.out else links.text(story, arrangement.places),
        pictures=links.figures(story.pictures),
        corrections=story.corrections,
        retraction=story.retraction,
        sources=story.sources,
        illustration=links.illustration(story.pictures),
        out=story.out,
    )


def digest_entry(links: Links, arrangement: Arrangement, digest: Digest, entries: Entries) -> FeedEntry:
    """Published on its Monday."""
    return FeedEntry(
        id=tag(links, f"digest/{digest.week}"),
        title=digest.title,
        url=digest.address,
        published=_moment(digest.week.monday),
        updated=entries.updated_digest(digest),
        summary=description_of(links, digest),
        section=links.settings.goodnews.digest_name,
        bylines=digest.editors,
        digest=digest_body(links, arrangement.places, digest),
        illustration=links.illustration(picture for story in digest.stories for picture in story.pictures),
    )


def annual_days(year: Year, stories: dict[str, Story]) -> tuple[datetime.date, datetime.date]:
    """When an annual page was published, that is, its newest story was if it has no day of its own; and when it last
    changed: a retraction among its stories changes it."""
    chosen = [stories[entry.slug] for entry in year.entries]
    day = year.date or max(story.date for story in chosen)
    return day, max([day, *(story.retraction.date for story in chosen if story.retraction)])


def annual_entry(links: Links, arrangement: Arrangement, year: Year, stories: dict[str, Story]) -> FeedEntry:
    published, updated = annual_days(year, stories)
    chosen = [stories[entry.slug] for entry in year.entries]
    return FeedEntry(
        id=tag(links, f"top10/{year.year}"),
        title=year.title,
        url=year.address,
        published=_moment(published),
        updated=_moment(updated),
        summary=year.summary,
        section=links.settings.goodnews.top10_name,
        bylines=year.credits,
        kicker=year.kicker,
        annual=annual_body(links, arrangement, year, stories),
        illustration=links.illustration(picture for story in chosen for picture in story.pictures),
    )
