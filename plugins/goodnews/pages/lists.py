"""Lists of stories: by section, region, campaign, column, topic, name and month.

Numbered pages are filled from the oldest story on and then stay as they are; the newest stories are on the
unnumbered page, which holds between one and two pages' worth. So a new story changes that page alone.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from urllib.parse import quote

from goodnews.arrangement import Arrangement
from goodnews.newsroom.byline import name_address
from goodnews.newsroom.month import month_address, year_address
from goodnews.newsroom.region import REGIONS
from goodnews.newsroom.section import Hotline
from goodnews.newsroom.story import Story
from goodnews.pages import days
from goodnews.pages.links import HOME, Links, last_change, page
from goodnews.pages.shelves import ARCHIVE, BYLINES, CAMPAIGNS, COLUMNS, SECTIONS, TOPICS
from goodnews.pages.views.lists import Day, ListPage, MonthPage
from goodnews.pages.views.parts import Counted, Link
from goodnews.pictures.cover import cover_of
from goodnews.press.page import Page

WITH_CARDS = ("section", "region", "campaign", "column", "topic")  # kinds of lists with pictures of their own


def cut(count: int, size: int) -> int:
    """Number of numbered pages, `size` stories on each; the unnumbered page has the other 1 to 2 * size."""
    return max(0, (count - 1) // size - 1) if count > 2 * size else 0


def list_pages(
    links: Links,
    path: str,
    kind: str,
    title: str,
    stories: Sequence[Story],
    note: str = "",
    slogan: str = "",
    crumbs: tuple[Link, ...] = (),
    children: tuple[Counted, ...] = (),
    feed: str = "",
    hotline: Hotline | None = None,
) -> Iterator[Page]:
    """The unnumbered page at `path` and the numbered ones beside it (`x/index.html`: `x/1.html`; `x.html`: `x/1.html`).

    stories  oldest first
    """
    size = links.settings.goodnews.list_items
    numbered = cut(len(stories), size)
    stem = path.removesuffix("index.html") if path.endswith("/index.html") else path.removesuffix(".html") + "/"
    feeds = (Link(title, feed),) if feed else ()
    shown_by = path if kind in WITH_CARDS else HOME

    def address(number: int) -> str:
        return f"{stem}{number}.html" if 1 <= number <= numbered else path if number else ""

    def numbered_page(number: int, own: Sequence[Story]) -> Page:
        front = number == 0
        where = path if front else address(number)
        view = ListPage(
            head=links.head(
                title, where, links.described(note or title, _newest(own)), feeds, card=shown_by, square=shown_by
            ),
            kind=kind,
            title=title,
            note=note,
            slogan=slogan,
            crumbs=crumbs,
            children=children if front else (),
            cards=tuple(links.card(story) for story in reversed(own)),
            page=number,
            numbered=numbered if front else 0,
            older=quote(address(numbered) if front else address(number - 1)),
            newer="" if front else quote(address(number + 1)),
            hotline=hotline if front else None,
            cover=cover_of(stem) if front and kind in WITH_CARDS else None,
        )
        return page(where, "list", view, last_change(own))

    yield numbered_page(0, stories[numbered * size :])
    for number in range(1, numbered + 1):
        yield numbered_page(number, stories[(number - 1) * size : number * size])


def _newest(stories: Sequence[Story]) -> list[str]:
    """Headlines that say what a list is about, of stories from the oldest to the newest."""
    return [story.title for story in reversed(stories[-3:])]


def section_lists(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    crumbs = (Link(links.say("Sections"), SECTIONS),)
    for key, section in links.registries.sections.items():
        if key not in arrangement.by_section:
            continue
        stories = arrangement.by_section[key]
        feed = _feed(links, "section", section.feed)
        yield from list_pages(
            links,
            section.address,
            "section",
            key,
            stories,
            section.description,
            crumbs=crumbs,
            feed=feed,
            hotline=section.hotline,
        )


def region_lists(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    by_region = arrangement.by_region
    for path, stories in by_region.items():
        region = links.registries.regions[path]
        crumbs = (Link(links.say("Regions"), REGIONS), *links.region_line(path)[:-1])
        children = tuple(
            Counted(below.name, below.address, len(by_region[below.path]))
            for below in arrangement.children.get(path, ())
        )
        feed = "" if region.parent else _feed(links, "region", region.feed)
        yield from list_pages(
            links, region.address, "region", region.name, stories, crumbs=crumbs, children=children, feed=feed
        )


def campaign_lists(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    by_campaign = arrangement.by_campaign
    for key, campaign in links.registries.campaigns.items():
        present = [year for year in campaign.years.values() if (key, year.name) in by_campaign]
        for year in present:
            others = tuple(
                Counted(other.title, other.address, len(by_campaign[key, other.name]))
                for other in present
                if other is not year
            )
            yield from list_pages(
                links,
                year.address,
                "campaign",
                year.title,
                by_campaign[key, year.name],
                note=campaign.description,
                slogan=year.slogan,
                crumbs=(Link(links.say("Campaigns"), CAMPAIGNS),),
                children=others,
                feed=_feed(links, "campaign", campaign.feed),
            )


def column_lists(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    crumbs = (Link(links.say("Columns"), COLUMNS),)
    for key, stories in arrangement.by_column.items():
        column = links.registries.columns[key]
        feed = _feed(links, "column", column.feed)
        yield from list_pages(
            links, column.address, "column", key, stories, column.description, crumbs=crumbs, feed=feed
        )


def topic_lists(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    crumbs = (Link(links.say("Topics"), TOPICS),)
    for key, stories in arrangement.by_topic.items():
        topic = links.registries.topics[key]
        feed = _feed(links, "topic", topic.feed)
        yield from list_pages(links, topic.address, "topic", key, stories, topic.description, crumbs=crumbs, feed=feed)


def byline_lists(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    crumbs = (Link(links.say("Bylines"), BYLINES),)
    for name, stories in arrangement.by_name.items():
        yield from list_pages(links, name_address(name), "byline", name, stories, crumbs=crumbs)


def month_lists(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    """Every story of a month on one page, day by day, headline by headline."""
    for (year, month), stories in arrangement.by_month.items():
        path = month_address(year, month)
        title = days.month(links.say, year, month)
        crumbs = (Link(links.say("Archive"), ARCHIVE), Link(str(year), year_address(year)))
        by_day = groupby(reversed(stories), key=attrgetter("date"))
        view = MonthPage(
            head=links.head(title, path, links.described(title, _newest(stories))),
            title=title,
            crumbs=crumbs,
            days=tuple(Day(day, tuple(map(links.headline, group))) for day, group in by_day),
        )
        yield page(path, "archive", view, last_change(stories))


def _feed(links: Links, family: str, address: str) -> str:
    return address if family in links.settings.goodnews.feeds else ""
