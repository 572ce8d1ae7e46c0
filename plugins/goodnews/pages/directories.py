"""Indexes of lists: sections, regions, campaigns, columns, names, and the archive by year and month."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from goodnews.newsroom.story import Story
from goodnews.pages.charts import bars, tiles
from goodnews.pages.links import Desk, name_folder, page
from goodnews.pages.views.lists import DirectoryPage, Group, RegionsPage
from goodnews.pages.views.parts import Counted
from goodnews.press.page import Page


def directories(desk: Desk) -> list[Page]:
    return [
        _directory(desk, "section", desk.say("Sections"), (bars("", "", _sections(desk)),)),
        _region_board(desk),
        _directory(desk, "campaign", desk.say("Campaigns"), _campaigns(desk)),
        _directory(desk, "column", desk.say("Columns"), (_plain(_columns(desk)),)),
        _directory(desk, "byline", desk.say("Bylines"), (_plain(_names(desk)),)),
        *_archive(desk),
        _directory(desk, "sitemap", desk.say("Site map"), tuple(_everything(desk)), "sitemap.html"),
    ]


def _everything(desk: Desk) -> Iterator[Group]:
    """The whole site at a glance, for people."""
    say, edition = desk.say, desk.edition
    yield _group(say("Sections"), "section/index.html", _sections(desk))
    top = [region for region in edition.registries.regions.values() if not region.parent]
    places = tuple(
        Counted(region.name, f"region/{region.slug}/index.html", len(edition.by_region[region.path]))
        for region in top
        if region.path in edition.by_region
    )
    yield _group(say("Regions"), "region/index.html", places)
    campaigns = tuple(link for group in _campaigns(desk) for link in group.links)
    yield _group(say("Campaigns"), "campaign/index.html", campaigns)
    yield _group(say("Columns"), "column/index.html", _columns(desk))
    years: dict[int, int] = defaultdict(int)
    for (year, _month), stories in edition.by_month.items():
        years[year] += len(stories)
    archive = tuple(
        Counted(str(y), f"archive/{y}/index.html", count) for y, count in sorted(years.items(), reverse=True)
    )
    yield _group(say("Archive"), "archive/index.html", archive)
    name = edition.settings.goodnews.top10_name
    annual = tuple(Counted(y.title, y.address, len(y.entries)) for y in edition.newsroom.years)
    yield _group(name, "top10/index.html", annual)


def _group(title: str, url: str, links: tuple[Counted, ...]) -> Group:
    return Group(title, url, "", sum(link.count for link in links), links)


def _plain(links: tuple[Counted, ...]) -> Group:
    return Group("", "", "", 0, links)


def _directory(
    desk: Desk,
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
    desk.shows(path, desk.edition.stories if stories is None else stories)
    return page(path, "directory", DirectoryPage(desk.head(title, path, title), kind, title, "", groups))


def _region_board(desk: Desk) -> Page:
    title = desk.say("Regions")
    path = "region/index.html"
    desk.shows(path, desk.edition.stories)
    view = RegionsPage(desk.head(title, path, title), title, tiles(desk), _regions(desk))
    return page(path, "regions", view)


def _sections(desk: Desk) -> tuple[Counted, ...]:
    by_section = desk.edition.by_section
    return tuple(
        Counted(key, desk.section(key).url, len(by_section.get(key, ())), section.description)
        for key, section in desk.edition.registries.sections.items()
    )


def _regions(desk: Desk) -> tuple[Group, ...]:
    """Every top-level region of the registry, with its count; below each the regions that have stories."""
    by_region, children = desk.edition.by_region, desk.edition.children
    groups = []
    for region in desk.edition.registries.regions.values():
        if region.parent:
            continue
        count = len(by_region.get(region.path, ()))
        url = f"region/{region.slug}/index.html" if count else ""
        links = tuple(
            Counted(below.name, f"region/{below.slug}/index.html", len(by_region[below.path]))
            for below in children.get(region.path, ())
        )
        groups.append(Group(region.name, url, region.aliases[0] if region.aliases else region.name, count, links))
    return tuple(groups)


def _campaigns(desk: Desk) -> tuple[Group, ...]:
    groups = []
    for key, campaign in desk.edition.registries.campaigns.items():
        links = tuple(
            Counted(
                edition.title,
                f"campaign/{campaign.slug}/{edition.name}.html",
                len(desk.edition.by_campaign[key, edition.name]),
            )
            for edition in reversed(campaign.editions.values())
            if (key, edition.name) in desk.edition.by_campaign
        )
        if links:
            groups.append(Group(key, "", campaign.description, sum(link.count for link in links), links))
    return tuple(groups)


def _columns(desk: Desk) -> tuple[Counted, ...]:
    return tuple(
        Counted(key, f"column/{column.slug}/index.html", len(desk.edition.by_column[key]), column.description)
        for key, column in desk.edition.registries.columns.items()
        if key in desk.edition.by_column
    )


def _names(desk: Desk) -> tuple[Counted, ...]:
    return tuple(
        Counted(name, quote(f"byline/{name_folder(name)}/index.html"), len(stories))
        for name, stories in sorted(desk.edition.by_name.items())
    )


def _archive(desk: Desk) -> list[Page]:
    by_year: dict[int, list[Counted]] = defaultdict(list)
    of_year: dict[int, list[Story]] = defaultdict(list)
    for (year, month), stories in sorted(desk.edition.by_month.items()):
        of_year[year] += stories
        title = desk.say("{year}-{month:02}").format(year=year, month=month)
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
                desk, "archive", desk.say("Archive {year}").format(year=year), (own,), path, stories=of_year[year]
            )
        )
        groups.append(Group(str(year), path, "", count, tuple(months), most=fullest))
    return [*pages, _directory(desk, "archive", desk.say("Archive"), tuple(groups))]
