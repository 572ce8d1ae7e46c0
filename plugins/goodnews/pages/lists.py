"""Lists of stories: by section, region, campaign, column, topic, name and month.

Numbered pages are filled from the oldest story on and then stay as they are; the newest stories are on the
unnumbered page, which holds between one and two pages' worth. So a new story changes that page alone, and the others
are not even made again (see `proof.py`).
"""

import datetime
from calendar import Calendar
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import quote

from goodnews.arrangement import Arrangement
from goodnews.newsroom.byline import name_address
from goodnews.newsroom.month import month_address, year_address
from goodnews.newsroom.region import REGIONS
from goodnews.newsroom.section import Hotline
from goodnews.newsroom.story import Story
from goodnews.pages import days
from goodnews.pages.links import HOME, Links, last_change, page
from goodnews.pages.proof import Proof, page_from
from goodnews.pages.shelves import ARCHIVE, BYLINES, CAMPAIGNS, COLUMNS, SECTIONS, TOPICS
from goodnews.pages.views.lists import Day, ListPage, MonthPage, Square
from goodnews.pages.views.parts import Counted, Link
from goodnews.pictures.cover import cover_of
from goodnews.press.page import Page, Stamped

WITH_CARDS = ("section", "region", "campaign", "column", "topic")  # kinds of lists with pictures of their own


def cut(count: int, size: int) -> int:
    """Number of numbered pages, `size` stories on each; the unnumbered page has the other 1 to 2 * size."""
    return max(0, (count - 1) // size - 1) if count > 2 * size else 0


class Ingredients(NamedTuple):
    """All that decides one page of a list."""

    path: str
    front: str  # path of the unnumbered page
    kind: str
    title: str
    note: str
    slogan: str
    crumbs: tuple[Link, ...]
    children: tuple[Counted, ...]
    feeds: tuple[Link, ...]
    hotline: Hotline | None
    page: int  # 0 for the unnumbered one
    numbered: int  # how many numbered pages there are, on the unnumbered one
    older: str  # path, "" if there is none
    newer: str
    stories: tuple[Story, ...]  # oldest first


def list_pages(links: Links, arrangement: Arrangement, proof: Proof | None = None) -> Iterator[Page | Stamped]:
    """proof  None: nothing proves that a page is unchanged"""
    for lists in _LISTS:
        for given in lists(links, arrangement):
            make = partial(_page, links, given)
            yield page_from(given, given.path, "list", make, last_change(given.stories), proof)
    for (year, month), stories in arrangement.by_month.items():
        of = year, month, tuple(stories)
        path = month_address(year, month)
        yield page_from(of, path, "archive", partial(_month_page, links, *of), last_change(stories), proof)


def cut_up(
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
) -> Iterator[Ingredients]:
    """The unnumbered page at `path` and the numbered ones beside it (`x/index.html`: `x/1.html`; `x.html`: `x/1.html`).

    stories  oldest first
    """
    size = links.settings.goodnews.list_items
    numbered = cut(len(stories), size)
    stem = stem_of(path)
    feeds = (Link(title, feed),) if feed else ()

    def address(number: int) -> str:
        return f"{stem}{number}.html" if 1 <= number <= numbered else path if number else ""

    front = Ingredients(
        path=path,
        front=path,
        kind=kind,
        title=title,
        note=note,
        slogan=slogan,
        crumbs=crumbs,
        children=children,
        feeds=feeds,
        hotline=hotline,
        page=0,
        numbered=numbered,
        older=address(numbered),
        newer="",
        stories=tuple(stories[numbered * size :]),
    )
    yield front
    for number in range(1, numbered + 1):
        yield front._replace(
            path=address(number),
            children=(),
            hotline=None,
            page=number,
            numbered=0,
            older=address(number - 1),
            newer=address(number + 1),
            stories=tuple(stories[(number - 1) * size : number * size]),
        )


def stem_of(front: str) -> str:
    """What the addresses of numbered pages begin with."""
    return front.removesuffix("index.html") if front.endswith("/index.html") else front.removesuffix(".html") + "/"


def _page(links: Links, given: Ingredients) -> Page:
    shown_by = given.front if given.kind in WITH_CARDS else HOME
    description = links.described(given.note or given.title, _newest(given.stories))
    head = links.head(given.title, given.path, description, given.feeds, card=shown_by, square=shown_by)
    view = ListPage(
        head=head,
        kind=given.kind,
        title=given.title,
        note=given.note,
        slogan=given.slogan,
        crumbs=given.crumbs,
        children=given.children,
        cards=tuple([links.card(story) for story in reversed(given.stories)]),
        page=given.page,
        numbered=given.numbered,
        older=quote(given.older),
        newer=quote(given.newer),
        hotline=given.hotline,
        cover=cover_of(stem_of(given.front)) if not given.page and given.kind in WITH_CARDS else None,
    )
    return page(given.path, "list", view, last_change(given.stories))


def _newest(stories: Sequence[Story]) -> list[str]:
    """Headlines that say what a list is about, of stories from the oldest to the newest."""
    return [story.title for story in reversed(stories[-3:])]


def section_lists(links: Links, arrangement: Arrangement) -> Iterator[Ingredients]:
    crumbs = (Link(links.say("Sections"), SECTIONS),)
    for key, section in links.registries.sections.items():
        if key not in arrangement.by_section:
            continue
        stories = arrangement.by_section[key]
        feed = _feed(links, "section", section.feed)
        yield from cut_up(
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


def region_lists(links: Links, arrangement: Arrangement) -> Iterator[Ingredients]:
    by_region = arrangement.by_region
    for path, stories in by_region.items():
        region = links.registries.regions[path]
        crumbs = (Link(links.say("Regions"), REGIONS), *links.region_line(path)[:-1])
        children = tuple(
            Counted(below.name, below.address, len(by_region[below.path]))
            for below in arrangement.children.get(path, ())
        )
        feed = "" if region.parent else _feed(links, "region", region.feed)
        yield from cut_up(
            links, region.address, "region", region.name, stories, crumbs=crumbs, children=children, feed=feed
        )


def campaign_lists(links: Links, arrangement: Arrangement) -> Iterator[Ingredients]:
    by_campaign = arrangement.by_campaign
    for key, campaign in links.registries.campaigns.items():
        present = [year for year in campaign.years.values() if (key, year.name) in by_campaign]
        for year in present:
            others = tuple(
                Counted(other.title, other.address, len(by_campaign[key, other.name]))
                for other in present
                if other is not year
            )
            yield from cut_up(
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


def column_lists(links: Links, arrangement: Arrangement) -> Iterator[Ingredients]:
    crumbs = (Link(links.say("Columns"), COLUMNS),)
    for key, stories in arrangement.by_column.items():
        column = links.registries.columns[key]
        feed = _feed(links, "column", column.feed)
        yield from cut_up(links, column.address, "column", key, stories, column.description, crumbs=crumbs, feed=feed)


def topic_lists(links: Links, arrangement: Arrangement) -> Iterator[Ingredients]:
    crumbs = (Link(links.say("Topics"), TOPICS),)
    for key, stories in arrangement.by_topic.items():
        topic = links.registries.topics[key]
        feed = _feed(links, "topic", topic.feed)
        yield from cut_up(links, topic.address, "topic", key, stories, topic.description, crumbs=crumbs, feed=feed)


def byline_lists(links: Links, arrangement: Arrangement) -> Iterator[Ingredients]:
    crumbs = (Link(links.say("Bylines"), BYLINES),)
    for name, stories in arrangement.by_name.items():
        yield from cut_up(links, name_address(name), "byline", name, stories, crumbs=crumbs)


def _month_page(links: Links, year: int, month: int, stories: Sequence[Story]) -> Page:
    """Every story of a month on one page, day by day, headline by headline."""
    path = month_address(year, month)
    title = days.month(links.say, year, month)
    crumbs = (Link(links.say("Archive"), ARCHIVE), Link(str(year), year_address(year)))
    by_day = {day: tuple(map(links.pictured, of)) for day, of in groupby(reversed(stories), key=attrgetter("date"))}
    view = MonthPage(
        head=links.head(title, path, links.described(title, _newest(stories))),
        title=title,
        crumbs=crumbs,
        days=tuple(Day(day, _anchor(day), cards) for day, cards in by_day.items()),
        weeks=_calendar(year, month, {day: len(cards) for day, cards in by_day.items()}),
    )
    return page(path, "archive", view, last_change(stories))


def _calendar(year: int, month: int, counts: Mapping[datetime.date, int]) -> tuple[tuple[Square, ...], ...]:
    """A month as a calendar prints it.

    counts  day -> number of its stories
    """

    def square(day: datetime.date) -> Square:
        if day.month != month:
            return Square(None)
        return Square(day, _anchor(day), counts[day]) if day in counts else Square(day)

    return tuple(tuple(map(square, week)) for week in Calendar().monthdatescalendar(year, month))


def _anchor(day: datetime.date) -> str:
    """Where a day begins on its month's page. No slug begins so."""
    return f"_{day.day}"


def _feed(links: Links, family: str, address: str) -> str:
    return address if family in links.settings.goodnews.feeds else ""


_LISTS = (section_lists, region_lists, campaign_lists, column_lists, topic_lists, byline_lists)
