"""Feeds: which there are, and what each holds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from goodnews.arrangement import Arrangement
from goodnews.newsroom.region import Region
from goodnews.newsroom.section import Campaign, Section
from goodnews.newsroom.story import Story
from goodnews.pages.archives import Archived, archived_digests, archived_stories, feed_view, in_formats
from goodnews.pages.entries import Entries, annual_entry, newest
from goodnews.pages.kinds import FEEDS
from goodnews.pages.links import Links, page
from goodnews.pages.shelves import CAMPAIGNS, TOP10, has_feeds
from goodnews.pages.top10 import stories_of_years
from goodnews.pages.views.feed import Choice, FeedLinks, FeedView, OpmlView, SubscribePage
from goodnews.press.page import Page

SUBSCRIBE = "subscribe.html"


class Feed(NamedTuple):
    """A feed with something in it."""

    family: str
    view: FeedView
    former: tuple[str, ...] = ()  # former addresses, without the format

    @property
    def pages(self) -> Iterator[Page]:
        """At its former addresses as well, because a feed reader does not follow a page that redirects."""
        for address in (self.view.self, *self.former):
            yield from in_formats(FEEDS, address, self.view)


def feed_pages(links: Links, arrangement: Arrangement) -> list[Page]:
    feeds = feeds_of(links, arrangement)
    pages = [page for feed in feeds for page in feed.pages]
    groups: dict[str, list[FeedLinks]] = {}
    for feed in feeds:
        groups.setdefault(feed.family, []).append(feed_links(feed.view))
    subscribe = _subscribe_page(links, groups)
    opml = OpmlView(tuple(link for formats in groups.values() for link in formats))
    if groups:
        pages.append(page("opml.xml", "opml", opml))
    return [*pages, page(SUBSCRIBE, "subscribe", subscribe)] if is_offered(arrangement) else pages


def is_offered(arrangement: Arrangement) -> bool:
    """Whether there is a way to stay: a feed, or what the settings name."""
    own = arrangement.settings.goodnews
    return bool(own.email_url or own.wechat or own.wechat_url) or has_feeds(arrangement)


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
    head = links.head(title, SUBSCRIBE, links.described(title, [f"{one.title}{say(': ')}{one.note}" for one in first]))
    return SubscribePage(head, first, tuple((family, tuple(feeds)) for family, feeds in listed.items()))


def feed_links(view: FeedView) -> FeedLinks:
    return FeedLinks(view.title, view.home, *(view.self + kind.suffix for kind in FEEDS))


def feeds_of(links: Links, arrangement: Arrangement) -> list[Feed]:
    """Every feed with something in it."""
    own, entries = links.settings.goodnews, Entries(links, arrangement)
    found: list[Feed] = []

    def whole(of: Archived) -> None:
        """The feed of all stories, or of all digests."""
        if of.key in own.feeds and of.recent:
            found.append(Feed(of.key, of.feed()))

    def filed(
        family: str, of: Section | Campaign | Region, title: str, home: str, stories: Sequence[Story], note: str = ""
    ) -> None:
        """The feed of a section, region, campaign, column or topic; its id is made from its first slug."""
        if family in own.feeds and stories:
            shown = newest(entries.in_order(stories), own.feed_items)
            view = feed_view(links, f"{family}/{of.first_slug}", title, note, of.feed, home, tuple(entries.of(shown)))
            stem = of.feed.removesuffix(of.slug)
            found.append(Feed(family, view, tuple(f"{stem}{slug}" for slug in of.former)))

    whole(archived_stories(links, arrangement, entries))
    whole(archived_digests(links, arrangement, entries))
    for key, section in links.registries.sections.items():
        stories = arrangement.by_section.get(key, ())
        filed("section", section, key, section.address, stories, section.description)
    for region in links.registries.regions.values():
        if not region.parent and region.path in arrangement.by_region:
            filed("region", region, region.name, region.address, arrangement.by_region[region.path])
    for campaign in links.registries.campaigns.values():
        pairs = [(campaign.key, name) for name in campaign.years if (campaign.key, name) in arrangement.by_campaign]
        stories = sorted((s for pair in pairs for s in arrangement.by_campaign[pair]), key=lambda s: (s.date, s.slug))
        filed("campaign", campaign, campaign.key, CAMPAIGNS, stories, campaign.description)
    for key, stories in arrangement.by_column.items():
        column = links.registries.columns[key]
        filed("column", column, key, column.address, stories, column.description)
    for key, stories in arrangement.by_topic.items():
        topic = links.registries.topics[key]
        filed("topic", topic, key, topic.address, stories, topic.description)
    chosen = stories_of_years(arrangement)
    years = (annual_entry(links, arrangement, year, chosen) for year in arrangement.newsroom.years)
    if "top10" in own.feeds and (held := tuple(years)):
        view = feed_view(links, "top10", own.top10_name, "", "feeds/top10", TOP10, held)
        found.append(Feed("top10", view))
    return found
