"""Feeds: which there are, and what each holds."""

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from goodnews.arrangement import Digest
from goodnews.newsroom.region import Region
from goodnews.newsroom.section import Campaign, Section
from goodnews.newsroom.story import Story
from goodnews.newsroom.top10 import Year
from goodnews.newsroom.week import week_of
from goodnews.pages.digest import description_of, digest_body
from goodnews.pages.links import Links, canonical, page
from goodnews.pages.top10 import annual_body, stories_of_years
from goodnews.pages.views.feed import FeedEntry, FeedLinks, FeedView, OpmlView, SubscribePage
from goodnews.press.page import Page

FORMATS = {"feed.atom": ".atom", "feed.rss": ".rss", "feed.json": ".json"}
WHOLE_WEEKS = 2  # a feed never holds less than its newest two weeks, so nobody who looks weekly misses an item


class Feed(NamedTuple):
    """A feed with something in it."""

    family: str
    view: FeedView
    former: tuple[str, ...] = ()  # addresses that it had, without their format

    @property
    def pages(self) -> Iterator[Page]:
        """At its former addresses as well: a feed reader follows no page that leads on."""
        for address in (self.view.self, *self.former):
            for kind, suffix in FORMATS.items():
                yield page(address + suffix, kind, self.view)


def feed_pages(links: Links) -> list[Page]:
    feeds = feeds_of(links)
    pages = [page for feed in feeds for page in feed.pages]
    groups: dict[str, list[FeedLinks]] = {}
    for feed in feeds:
        groups.setdefault(feed.family, []).append(feed_links(feed.view))
    title = links.say("Subscribe")
    head = links.head(title, "subscribe.html", title)
    subscribe = SubscribePage(head, tuple((family, tuple(formats)) for family, formats in groups.items()))
    opml = OpmlView(tuple(link for formats in groups.values() for link in formats))
    return [*pages, page("subscribe.html", "subscribe", subscribe), page("opml.xml", "opml", opml)]


def feed_links(view: FeedView) -> FeedLinks:
    return FeedLinks(view.title, view.home, *(view.self + suffix for suffix in FORMATS.values()))


def feeds_of(links: Links) -> list[Feed]:
    """Every feed with something in it."""
    arrangement, settings = links.arrangement, links.arrangement.settings
    wanted = settings.goodnews.feeds
    registries = arrangement.registries
    found: list[Feed] = []

    def entries_of(stories: Sequence[Story]) -> tuple[FeedEntry, ...]:
        return tuple(story_entry(links, story) for story in newest(stories, settings.goodnews.feed_items))

    def filed(
        family: str, of: Section | Campaign | Region, title: str, home: str, stories: Sequence[Story], note: str = ""
    ) -> None:
        """The feed of a section, region, campaign or column; its id is made from the first slug that it had."""
        if family in wanted and stories:
            key, address = f"{family}/{of.first_slug}", f"feeds/{family}/{of.slug}"
            view = _view(links, key, title, note, address, home, entries_of(stories))
            found.append(Feed(family, view, tuple(f"feeds/{family}/{slug}" for slug in of.former)))

    if "all" in wanted and arrangement.stories:
        slogan, entries = settings.goodnews.slogan, entries_of(arrangement.stories)
        found.append(Feed("all", _view(links, "all", settings.name, slogan, "feeds/all", "index.html", entries)))
    if "digest" in wanted and arrangement.digests:
        name = settings.goodnews.digest_name
        weeks = arrangement.digests[-settings.goodnews.feed_items :]
        entries = tuple(digest_entry(links, digest) for digest in reversed(weeks))
        found.append(Feed("digest", _view(links, "digest", name, "", "feeds/digest", "digest/index.html", entries)))
    for section in registries.sections.values():
        stories = arrangement.by_section.get(section.key, ())
        filed("section", section, section.key, links.section(section.key).url, stories, section.description)
    for region in registries.regions.values():
        if not region.parent and region.path in arrangement.by_region:
            home = links.region(region.path).url
            filed("region", region, region.name, home, arrangement.by_region[region.path])
    for campaign in registries.campaigns.values():
        pairs = [(campaign.key, name) for name in campaign.years if (campaign.key, name) in arrangement.by_campaign]
        stories = sorted((s for pair in pairs for s in arrangement.by_campaign[pair]), key=lambda s: (s.date, s.slug))
        filed("campaign", campaign, campaign.key, "campaign/index.html", stories, campaign.description)
    for key, stories in arrangement.by_column.items():
        column = registries.columns[key]
        filed("column", column, key, f"column/{column.slug}/index.html", stories, column.description)
    if "top10" in wanted and arrangement.newsroom.years:
        chosen = stories_of_years(arrangement)
        entries = tuple(annual_entry(links, year, chosen) for year in arrangement.newsroom.years)
        name = settings.goodnews.top10_name
        found.append(Feed("top10", _view(links, "top10", name, "", "feeds/top10", "top10/index.html", entries)))
    return found


def newest(stories: Sequence[Story], most: int) -> list[Story]:
    """The newest stories, newest first: `most` of them, or all of the newest weeks if those hold more."""
    last = week_of(stories[-1].date).monday - datetime.timedelta(weeks=WHOLE_WEEKS - 1)
    count = most
    while count < len(stories) and stories[-count - 1].date >= last:
        count += 1
    return list(reversed(stories[-count:]))


def _view(
    links: Links, key: str, title: str, note: str, address: str, home: str, entries: tuple[FeedEntry, ...]
) -> FeedView:
    name = links.arrangement.settings.name
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
    return f"tag:{links.arrangement.settings.goodnews.feed_authority}:{name}"


def story_entry(links: Links, story: Story) -> FeedEntry:
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
        text=None if story.retraction else links.text(story),
        pictures=links.figures(story.pictures),
        corrections=story.corrections,
        retraction=story.retraction,
        sources=story.sources,
    )


def digest_entry(links: Links, digest: Digest) -> FeedEntry:
    return FeedEntry(
        id=tag(links, f"digest/{digest.week}"),
        title=digest.title,
        url=digest.address,
        published=digest.week.monday,
        updated=digest.updated,
        summary=description_of(links, digest),
        section=links.arrangement.settings.goodnews.digest_name,
        bylines=digest.editors,
        digest=digest_body(links, digest),
    )


def annual_entry(links: Links, year: Year, stories: dict[str, Story]) -> FeedEntry:
    """Dated by the newest of its stories, if it has no day of its own; a retraction among them is news."""
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
        section=links.arrangement.settings.goodnews.top10_name,
        bylines=year.credits,
        kicker=year.kicker,
        annual=annual_body(links, year, stories),
    )
