"""Indexes of lists: sections, regions, campaigns, columns, names, and the archive by year and month."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from goodnews.newsroom.story import Story
from goodnews.pages.charts import bars, tiles
from goodnews.pages.links import Links, name_folder, page
from goodnews.pages.views.lists import DirectoryPage, Group, RegionsPage
from goodnews.pages.views.parts import Counted
from goodnews.press.page import Page


def directories(links: Links) -> list[Page]:
    return [
        _directory(links, "section", links.say("Sections"), (bars("", "", _sections(links)),)),
        _region_board(links),
        _directory(links, "campaign", links.say("Campaigns"), _campaigns(links)),
        _directory(links, "column", links.say("Columns"), (_plain(_columns(links)),)),
        _directory(links, "byline", links.say("Bylines"), (_plain(_names(links)),)),
        *_archive(links),
        _directory(links, "sitemap", links.say("Site map"), tuple(_everything(links)), "sitemap.html"),
    ]


def _everything(links: Links) -> Iterator[Group]:
    """The whole site at a glance, for people."""
    say, arrangement = links.say, links.arrangement
    yield _group(say("Sections"), "section/index.html", _sections(links))
    top = [region for region in arrangement.registries.regions.values() if not region.parent]
    places = tuple(
        Counted(region.name, f"region/{region.slug}/index.html", len(arrangement.by_region[region.path]))
        for region in top
        if region.path in arrangement.by_region
    )
    yield _group(say("Regions"), "region/index.html", places)
    campaigns = tuple(link for group in _campaigns(links) for link in group.links)
    yield _group(say("Campaigns"), "campaign/index.html", campaigns)
    yield _group(say("Columns"), "column/index.html", _columns(links))
    years: dict[int, int] = defaultdict(int)
    for (year, _month), stories in arrangement.by_month.items():
        years[year] += len(stories)
    archive = tuple(
        Counted(str(y), f"archive/{y}/index.html", count) for y, count in sorted(years.items(), reverse=True)
    )
    yield _group(say("Archive"), "archive/index.html", archive)
    name = arrangement.settings.goodnews.top10_name
    annual = tuple(Counted(y.title, y.address, len(y.entries)) for y in arrangement.newsroom.years)
    yield _group(name, "top10/index.html", annual)


def _group(title: str, url: str, entries: tuple[Counted, ...]) -> Group:
    return Group(title, url, "", sum(link.count for link in entries), entries)


def _plain(entries: tuple[Counted, ...]) -> Group:
    return Group("", "", "", 0, entries)


def _directory(
    links: Links,
    kind: str,
    title: str,
    groups: tuple[Group, ...],
    path: str = "",
    stories: Iterable[Story] | None = None,
) -> Page:
    """One index.

    stories  those it counts; None: all of them
    """
    path = path or f"{kind}/index.html"
    links.shows(path, links.arrangement.stories if stories is None else stories)
    return page(path, "directory", DirectoryPage(links.head(title, path, title), kind, title, "", groups))


def _region_board(links: Links) -> Page:
    title = links.say("Regions")
    path = "region/index.html"
    links.shows(path, links.arrangement.stories)
    view = RegionsPage(links.head(title, path, title), title, tiles(links), _regions(links))
    return page(path, "regions", view)


def _sections(links: Links) -> tuple[Counted, ...]:
    by_section = links.arrangement.by_section
    return tuple(
        Counted(key, links.section(key).url, len(by_section.get(key, ())), section.description)
        for key, section in links.arrangement.registries.sections.items()
    )


def _regions(links: Links) -> tuple[Group, ...]:
    """Every top-level region of the registry, with its count; below each the regions that have stories."""
    by_region, children = links.arrangement.by_region, links.arrangement.children
    groups = []
    for region in links.arrangement.registries.regions.values():
        if region.parent:
            continue
        count = len(by_region.get(region.path, ()))
        url = f"region/{region.slug}/index.html" if count else ""
        entries = tuple(
            Counted(below.name, f"region/{below.slug}/index.html", len(by_region[below.path]))
            for below in children.get(region.path, ())
        )
        groups.append(Group(region.name, url, region.aliases[0] if region.aliases else region.name, count, entries))
    return tuple(groups)


def _campaigns(links: Links) -> tuple[Group, ...]:
    groups = []
    for key, campaign in links.arrangement.registries.campaigns.items():
        entries = tuple(
            Counted(
                year.title,
                f"campaign/{campaign.slug}/{year.name}.html",
                len(links.arrangement.by_campaign[key, year.name]),
            )
            for year in reversed(campaign.years.values())
            if (key, year.name) in links.arrangement.by_campaign
        )
        if entries:
            groups.append(Group(key, "", campaign.description, sum(link.count for link in entries), entries))
    return tuple(groups)


def _columns(links: Links) -> tuple[Counted, ...]:
    return tuple(
        Counted(key, f"column/{column.slug}/index.html", len(links.arrangement.by_column[key]), column.description)
        for key, column in links.arrangement.registries.columns.items()
        if key in links.arrangement.by_column
    )


def _names(links: Links) -> tuple[Counted, ...]:
    return tuple(
        Counted(name, quote(f"byline/{name_folder(name)}/index.html"), len(stories))
        for name, stories in sorted(links.arrangement.by_name.items())
    )


def _archive(links: Links) -> list[Page]:
    by_year: dict[int, list[Counted]] = defaultdict(list)
    of_year: dict[int, list[Story]] = defaultdict(list)
    for (year, month), stories in sorted(links.arrangement.by_month.items()):
        of_year[year] += stories
        title = links.say("{year}-{month:02}").format(year=year, month=month)
        by_year[year].append(Counted(title, f"archive/{year}/{month:02}.html", len(stories)))
    pages = []
    groups = []
    fullest = max((month.count for months in by_year.values() for month in months), default=0)
    for year, months in sorted(by_year.items(), reverse=True):
        count = sum(month.count for month in months)
        path = f"archive/{year}/index.html"
        own = bars("", "", tuple(months))
        pages.append(
            _directory(
                links, "archive", links.say("Archive {year}").format(year=year), (own,), path, stories=of_year[year]
            )
        )
        groups.append(Group(str(year), path, "", count, tuple(months), most=fullest))
    return [*pages, _directory(links, "archive", links.say("Archive"), tuple(groups))]
