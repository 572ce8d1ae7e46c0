"""Feeds: which there are, and what each holds."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from goodnews.arrangement import Arrangement, Digest
from goodnews.newsroom.region import Region
from goodnews.newsroom.section import Campaign, Section
from goodnews.newsroom.story import Story
from goodnews.newsroom.top10 import Year
from goodnews.newsroom.week import week_of
from goodnews.pages.digest import description_of, digest_body
from goodnews.pages.kinds import FEEDS
from goodnews.pages.links import Links, canonical, page
from goodnews.pages.top10 import annual_body, stories_of_years
from goodnews.pages.views.feed import Choice, FeedEntry, FeedLinks, FeedView, OpmlView, SubscribePage
from goodnews.press.page import Page

WHOLE_WEEKS = 2  # a feed never holds less than its newest two weeks, so a weekly reader misses nothing


class Feed(NamedTuple):
    """A feed with something in it."""

    family: str
    view: FeedView
    former: tuple[str, ...] = ()  # former addresses, without the format

    @property
    def pages(self) -> Iterator[Page]:
        """At its former addresses as well, because a feed reader does not follow a page that redirects."""
        for address in (self.view.self, *self.former):
            for kind in FEEDS:
                yield page(address + kind.suffix, kind.name, self.view)


def feed_pages(links: Links, arrangement: Arrangement) -> list[Page]:
    feeds = feeds_of(links, arrangement)
    pages = [page for feed in feeds for page in feed.pages]
    groups: dict[str, list[FeedLinks]] = {}
    for feed in feeds:
        groups.setdefault(feed.family, []).append(feed_links(feed.view))
    subscribe = _subscribe_page(links, groups)
    opml = OpmlView(tuple(link for formats in groups.values() for link in formats))
    return [*pages, page("subscribe.html", "subscribe", subscribe), page("opml.xml", "opml", opml)]


def _subscribe_page(links: Links, groups: Mapping[str, list[FeedLinks]]) -> SubscribePage:
    """The two feeds that most readers want come first; every feed is listed, in all its formats, by family."""
    say = links.say
    wanted = (
        ("digest", links.settings.goodnews.digest_name, say("One page a week, with all that matters.")),
        ("all", say("All stories"), say("Each story on the day it is published.")),
    )
    first = tuple(
        Choice(title, note, feed.atom) for family, title, note in wanted for feed in groups.get(family, ())[:1]
    )
    listed = {"first": [feed for family, _title, _note in wanted for feed in groups.get(family, ())]} if first else {}
    listed |= {family: feeds for family, feeds in groups.items() if family not in ("digest", "all")}
    title = say("Subscribe")
    head = links.head(
        title, "subscribe.html", links.described(title, [f"{one.title}{say(': ')}{one.note}" for one in first])
    )
    return SubscribePage(head, first, tuple((family, tuple(feeds)) for family, feeds in listed.items()))


def feed_links(view: FeedView) -> FeedLinks:
    return FeedLinks(view.title, view.home, *(view.self + kind.suffix for kind in FEEDS))


def feeds_of(links: Links, arrangement: Arrangement) -> list[Feed]:
    """Every feed with something in it."""
    own = links.settings.goodnews
    found: list[Feed] = []

    def feed(
        family: str, key: str, title: str, address: str, home: str, entries: Iterable[FeedEntry], note: str = ""
    ) -> None:
        """entries  made only if the family is on"""
        if family in own.feeds and (made := tuple(entries)):
            found.append(Feed(family, _view(links, key, title, note, address, home, made)))

    def filed(
        family: str, of: Section | Campaign | Region, title: str, home: str, stories: Sequence[Story], note: str = ""
    ) -> None:
        """The feed of a section, region, campaign, column or topic; its id is made from its first slug."""
        if family in own.feeds and stories:
            view = _view(links, f"{family}/{of.first_slug}", title, note, of.feed, home, entries(stories))
            stem = of.feed.removesuffix(of.slug)
            found.append(Feed(family, view, tuple(f"{stem}{slug}" for slug in of.former)))

    def entries(stories: Sequence[Story]) -> tuple[FeedEntry, ...]:
        return tuple(story_entry(links, arrangement, story) for story in newest(stories, own.feed_items))

    feed("all", "all", links.settings.name, "feeds/all", "index.html", entries(arrangement.stories), own.slogan)
    digests = arrangement.digests[-own.feed_items :]
    weeks = (digest_entry(links, arrangement, digest) for digest in reversed(digests))
    feed("digest", "digest", own.digest_name, "feeds/digest", "digest/index.html", weeks)
    for key, section in links.registries.sections.items():
        stories = arrangement.by_section.get(key, ())
        filed("section", section, key, section.address, stories, section.description)
    for region in links.registries.regions.values():
        if not region.parent and region.path in arrangement.by_region:
            filed("region", region, region.name, region.address, arrangement.by_region[region.path])
    for campaign in links.registries.campaigns.values():
        pairs = [(campaign.key, name) for name in campaign.years if (campaign.key, name) in arrangement.by_campaign]
        stories = sorted((s for pair in pairs for s in arrangement.by_campaign[pair]), key=lambda s: (s.date, s.slug))
        filed("campaign", campaign, campaign.key, "campaign/index.html", stories, campaign.description)
    for key, stories in arrangement.by_column.items():
        column = links.registries.columns[key]
        filed("column", column, key, column.address, stories, column.description)
    for key, stories in arrangement.by_topic.items():
        topic = links.registries.topics[key]
        filed("topic", topic, key, topic.address, stories, topic.description)
    chosen = stories_of_years(arrangement)
    years = (annual_entry(links, arrangement, year, chosen) for year in arrangement.newsroom.years)
    feed("top10", "top10", own.top10_name, "feeds/top10", "top10/index.html", years)
    return found


def newest(stories: Sequence[Story], most: int) -> list[Story]:
    """The newest stories, newest first: `most` of them, or all of the newest weeks if those hold more."""
    if not stories:
        return []
    last = week_of(stories[-1].date).monday - datetime.timedelta(weeks=WHOLE_WEEKS - 1)
    count = most
    while count < len(stories) and stories[-count - 1].date >= last:
        count += 1
    return list(reversed(stories[-count:]))


def _view(
    links: Links, key: str, title: str, note: str, address: str, home: str, entries: tuple[FeedEntry, ...]
) -> FeedView:
    name = links.settings.name
    return FeedView(
        id=tag(links, f"feed/{key}"),
        title=title if title == name else f"{name} · {title}",
        subtitle=note,
        self=address,
        home=canonical(home),
        updated=max(entry.updated for entry in entries),
        entries=entries,
    )


def tag(links: Links, name: str) -> str:
    """An id that no change of title, date, domain or scheme touches (RFC 4151)."""
    return f"tag:{links.settings.goodnews.feed_authority}:{name}"


def story_entry(links: Links, arrangement: Arrangement, story: Story) -> FeedEntry:
    return FeedEntry(
        id=tag(links, f"story/{story.first_slug}"),
        title=story.title,
        url=story.address,
        published=story.date,
        updated=story.updated,
        summary=story.summary,
        section=story.section,
        bylines=story.bylines,
        kicker=story.kicker,
        leadin=story.leadin,
        dateline=story.dateline,
        diary=story.diary,
        editors_note=story.editors_note,
        text=None if story.retraction else links.text(story, arrangement.places),
        pictures=links.figures(story.pictures),
        corrections=story.corrections,
        retraction=story.retraction,
        sources=story.sources,
    )


def digest_entry(links: Links, arrangement: Arrangement, digest: Digest) -> FeedEntry:
    return FeedEntry(
        id=tag(links, f"digest/{digest.week}"),
        title=digest.title,
        url=digest.address,
        published=digest.week.monday,
        updated=digest.updated,
        summary=description_of(links, digest),
        section=links.settings.goodnews.digest_name,
        bylines=digest.editors,
        digest=digest_body(links, arrangement, digest),
    )


def annual_entry(links: Links, arrangement: Arrangement, year: Year, stories: dict[str, Story]) -> FeedEntry:
    """Dated by its newest story if it has no day of its own; a retraction among them updates it."""
    chosen = [stories[entry.slug] for entry in year.entries]
    day = year.date or max(story.date for story in chosen)
    retractions = [story.retraction.date for story in chosen if story.retraction]
    return FeedEntry(
        id=tag(links, f"top10/{year.year}"),
        title=year.title,
        url=year.address,
        published=day,
        updated=max([day, *retractions]),
        summary=year.summary,
        section=links.settings.goodnews.top10_name,
        bylines=year.credits,
        kicker=year.kicker,
        annual=annual_body(links, arrangement, year, stories),
    )
