"""Lists of stories, and indexes of lists."""

import datetime

from goodnews.newsroom.section import Hotline
from goodnews.pages.views.parts import Card, Counted, Head, Link, View
from goodnews.pictures.cover import Cover


class ListPage(View, frozen=True):
    """Stories of one section, region, campaign, column, topic, name, newest first."""

    head: Head
    kind: str  # section, region, campaign, column, topic or byline
    title: str
    note: str
    slogan: str
    crumbs: tuple[Link, ...]
    children: tuple[Counted, ...]  # regions below, or the campaign's other years
    cards: tuple[Card, ...]
    page: int  # 0 for the newest, unnumbered page
    numbered: int  # how many others there are, on that page; 0 on the others, which stay as they are
    older: str  # address, '' if there is none
    newer: str
    hotline: Hotline | None = None  # of a section, on its first page
    cover: Cover | None = None  # of a section, campaign, column or topic, there too


class Day(View, frozen=True):
    date: datetime.date
    anchor: str
    cards: tuple[Card, ...]


class Square(View, frozen=True):
    """A day in the calendar of a month."""

    date: datetime.date | None  # none: it belongs to the month before or after
    anchor: str = ""  # of its stories; '' if there are none
    count: int = 0


class MonthPage(View, frozen=True):
    """Every story of a month, the newest day first."""

    head: Head
    title: str
    crumbs: tuple[Link, ...]
    days: tuple[Day, ...]
    weeks: tuple[tuple[Square, ...], ...]  # seven squares each, Monday first


class Group(View, frozen=True):
    title: str
    url: str
    note: str
    count: int
    links: tuple[Counted, ...]
    most: int = 0  # the longest bar's count, where the links are drawn as bars; 0: they are not
    calendar: tuple["Month", ...] = ()  # of a year of digests


class Month(View, frozen=True):
    """The weeks of one month in a calendar of issues."""

    name: str
    first: int  # number of its first week in the year
    weeks: tuple[Link, ...]  # what the week's issue leads with; '' and '' where it has none


class Weeks(View, frozen=True):
    """How many stories each week had, up to the newest week with any."""

    counts: tuple[int, ...]  # oldest first
    most: int
    total: int
    first: datetime.date  # a Monday
    last: datetime.date  # a Sunday
    peak: Link  # the digest of the fullest week, the newest of several
    index: Link  # the list of all weeks with their counts


class DirectoryPage(View, frozen=True):
    """An index of lists: sections, regions, campaigns, columns, topics, names, months, digests, years."""

    head: Head
    kind: str
    title: str
    note: str
    groups: tuple[Group, ...]
    weeks: Weeks | None = None  # drawn above the list of digests


class Tile(View, frozen=True):
    """A top-level region on the page of regions."""

    name: str  # short, for the tile
    title: str  # in full
    url: str  # '' if it has no story
    count: int
    row: int  # on the board, from 1; 0: it has no place there
    column: int  # 1 to 9; 0: none
    tint: int  # 1 to 5 by quintile of the regions with stories, 0 without a story


class RegionsPage(View, frozen=True):
    """All top-level regions as tiles, and below those the regions within them."""

    head: Head
    title: str
    tiles: tuple[Tile, ...]
    groups: tuple[Group, ...]
