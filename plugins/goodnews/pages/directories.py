"""Indexes of lists: sections, regions, campaigns, columns, topics, names, and the archive by year and month."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

import msgspec

from goodnews.arrangement import Arrangement
from goodnews.newsroom.byline import name_address
from goodnews.newsroom.month import month_address, year_address
from goodnews.newsroom.region import REGIONS
from goodnews.newsroom.story import Story
from goodnews.pages import days
from goodnews.pages.charts import bars, tiles
from goodnews.pages.links import Links, last_change, page
from goodnews.pages.lists import stem_of
from goodnews.pages.shelves import ARCHIVE, BYLINES, CAMPAIGNS, COLUMNS, SECTIONS, SITE_MAP, TOP10, TOPICS, filled
from goodnews.pages.views.lists import DirectoryPage, Group, RegionsPage
from goodnews.pages.views.parts import Counted
from goodnews.pictures.cover import cover_of
from goodnews.press.page import Page

NAMES_MOST = 60  # of bylines that are listed with their newest story; more are looked up by the name alone


def directories(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    """An index of every kind of list that has something in it."""
    say, shelves = links.say, filled(arrangement)
    if SECTIONS in shelves:
        yield _directory(links, arrangement, "section", say("Sections"), (bars("", "", _sections(links, arrangement)),))
    yield from _registered(links, arrangement)
    if BYLINES in shelves:
        note = say("Names as the stories' bylines give them. A story whose byline was not kept has none.")
        yield _directory(links, arrangement, "byline", say("Bylines"), (_plain(_names(links, arrangement)),), note=note)
    if ARCHIVE in shelves:
        yield from _archive(links, arrangement)
    if SITE_MAP in shelves:
        groups = tuple(_everything(links, arrangement))
        yield _directory(links, arrangement, "sitemap", say("Site map"), groups, SITE_MAP)


def _everything(links: Links, arrangement: Arrangement) -> Iterator[Group]:
    """The site map for readers: the whole site at a glance."""
    say = links.say
    yield _group(say("Sections"), SECTIONS, _sections(links, arrangement))
    top = [region for region in links.registries.regions.values() if not region.parent]
    places = tuple(
        Counted(region.name, region.address, len(arrangement.by_region[region.path]))
        for region in top
        if region.path in arrangement.by_region
    )
    if places:
        yield _group(say("Regions"), REGIONS, places)
    if arrangement.by_campaign:
        campaigns = tuple(link for group in _campaigns(links, arrangement) for link in group.links)
        yield _group(say("Campaigns"), CAMPAIGNS, campaigns)
    if arrangement.by_column:
        yield _group(say("Columns"), COLUMNS, _columns(links, arrangement))
    if arrangement.by_topic:
        yield _group(say("Topics"), TOPICS, _topics(links, arrangement))
    years: dict[int, int] = defaultdict(int)
    for (year, _month), stories in arrangement.by_month.items():
        years[year] += len(stories)
    archive = tuple(Counted(str(y), year_address(y), count) for y, count in sorted(years.items(), reverse=True))
    yield _group(say("Archive"), ARCHIVE, archive)
    name = links.settings.goodnews.top10_name
    annual = tuple(Counted(y.title, y.address, len(y.entries)) for y in arrangement.newsroom.years)
    if annual:
        yield _group(name, TOP10, annual)


def _group(title: str, url: str, entries: tuple[Counted, ...]) -> Group:
    """Links with nothing but their counts, so that no headline prints the page anew."""
    bare = tuple(msgspec.structs.replace(link, newest=None, cover=None) for link in entries)
    return Group(title, url, "", sum(link.count for link in entries), bare)


def _plain(entries: tuple[Counted, ...]) -> Group:
    return Group("", "", "", 0, entries)


def _directory(
    links: Links,
    arrangement: Arrangement,
    kind: str,
    title: str,
    groups: tuple[Group, ...],
    path: str = "",
    stories: Iterable[Story] | None = None,
    note: str = "",
) -> Page:
    """One index.

    stories  those it counts; None: all of them
    """
    path = path or f"{kind}/index.html"
    names = [entry.text for group in groups for entry in group.links]
    view = DirectoryPage(links.head(title, path, links.described(note or title, names)), kind, title, note, groups)
    return page(path, "directory", view, last_change(arrangement.stories if stories is None else stories))


def _region_board(links: Links, arrangement: Arrangement) -> Page:
    title = links.say("Regions")
    path = REGIONS
    board = tiles(links, arrangement)
    head = links.head(title, path, links.described(title, [tile.title for tile in board if tile.count]))
    view = RegionsPage(head, title, board, _regions(links, arrangement))
    return page(path, "regions", view, last_change(arrangement.stories))


def _sections(links: Links, arrangement: Arrangement) -> tuple[Counted, ...]:
    by_section = arrangement.by_section
    return tuple(
        Counted(key, links.section(key).url, len(by_section[key]), section.description, links.newest(by_section[key]))
        for key, section in links.registries.sections.items()
        if key in by_section
    )


def _regions(links: Links, arrangement: Arrangement) -> tuple[Group, ...]:
    """The regions with stories below each top-level one, which itself is a tile."""
    by_region, children = arrangement.by_region, arrangement.children
    groups = []
    for region in links.registries.regions.values():
        below = () if region.parent else children.get(region.path, ())
        if below:
            entries = tuple(Counted(one.name, one.address, len(by_region[one.path])) for one in below)
            groups.append(_group(region.name, "", entries))
    return tuple(groups)


def _campaigns(links: Links, arrangement: Arrangement) -> tuple[Group, ...]:
    groups = []
    for key, campaign in links.registries.campaigns.items():
        entries = tuple(
            _with_picture(links, year.title, year.address, arrangement.by_campaign[key, year.name])
            for year in reversed(campaign.years.values())
            if (key, year.name) in arrangement.by_campaign
        )
        if entries:
            groups.append(Group(key, "", campaign.description, sum(link.count for link in entries), entries))
    return tuple(groups)


def _columns(links: Links, arrangement: Arrangement) -> tuple[Counted, ...]:
    return tuple(
        _with_picture(links, key, column.address, arrangement.by_column[key], column.description)
        for key, column in links.registries.columns.items()
        if key in arrangement.by_column
    )


def _with_picture(links: Links, title: str, address: str, stories: Sequence[Story], note: str = "") -> Counted:
    """A list with a picture: that of its newest story, or else the cover that its own page has.

    stories  oldest first
    """
    newest = links.newest(stories, pictured=True)
    cover = None if newest and newest.figure else cover_of(stem_of(address))
    return Counted(title, address, len(stories), note, newest, cover)


def _registered(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    """Of registries that a newsroom need not have: none for one that is not there, or that no story names."""
    say = links.say
    if arrangement.by_region:
        yield _region_board(links, arrangement)
    if arrangement.by_campaign:
        yield _directory(links, arrangement, "campaign", say("Campaigns"), _campaigns(links, arrangement))
    if arrangement.by_column:
        yield _directory(links, arrangement, "column", say("Columns"), (_plain(_columns(links, arrangement)),))
    if arrangement.by_topic:
        yield _directory(links, arrangement, "topic", say("Topics"), (bars("", "", _topics(links, arrangement)),))


def _topics(links: Links, arrangement: Arrangement) -> tuple[Counted, ...]:
    by_topic = arrangement.by_topic
    return tuple(
        Counted(key, topic.address, len(by_topic[key]), topic.description, links.newest(by_topic[key]))
        for key, topic in links.registries.topics.items()
        if key in by_topic
    )


def _names(links: Links, arrangement: Arrangement) -> tuple[Counted, ...]:
    by_name = arrangement.by_name
    few = len(by_name) <= NAMES_MOST
    return tuple(
        Counted(name, quote(name_address(name)), len(of), newest=links.newest(of) if few else None)
        for name, of in sorted(by_name.items())
    )


def _archive(links: Links, arrangement: Arrangement) -> list[Page]:
    by_year: dict[int, list[Counted]] = defaultdict(list)
    of_year: dict[int, list[Story]] = defaultdict(list)
    for (year, month), stories in sorted(arrangement.by_month.items()):
        of_year[year] += stories
        title = days.month(links.say, year, month)
        entry = Counted(title, month_address(year, month), len(stories), newest=links.newest(stories))
        by_year[year].append(entry)
    pages = []
    groups = []
    fullest = max((month.count for months in by_year.values() for month in months), default=0)
    for year in sorted(by_year, reverse=True):
        months = by_year[year][::-1]  # the newest first, like the years
        path = year_address(year)
        own = bars("", "", tuple(months))
        pages.append(
            _directory(
                links,
                arrangement,
                "archive",
                links.say("Archive {year}").format(year=year),
                (own,),
                path,
                stories=of_year[year],
            )
        )
        groups.append(msgspec.structs.replace(_group(str(year), path, tuple(months)), most=fullest))
    return [*pages, _directory(links, arrangement, "archive", links.say("Archive"), tuple(groups))]
