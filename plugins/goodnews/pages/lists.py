"""Lists of stories: by section, region, campaign, column, name and month.

Numbered pages are filled from the oldest story on and then stay as they are; the newest stories stand on the
unnumbered page, which holds between one and two pages' worth. So a new story changes that page alone.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from goodnews.newsroom.story import Story
from goodnews.pages.links import Links, name_folder, page
from goodnews.pages.views.lists import ListPage
from goodnews.pages.views.parts import Counted, Link
from goodnews.press.page import Page


def cut(count: int, size: int) -> int:
    """How many numbered pages a list of `count` stories has, `size` on each; the rest, 1 to 2 * size, is in front."""
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
) -> Iterator[Page]:
    """The unnumbered page at `path` and the numbered ones beside it (`x/index.html`: `x/1.html`; `x.html`: `x/1.html`).

    stories  oldest first
    """
    size = links.arrangement.settings.goodnews.list_items
    numbered = cut(len(stories), size)
    stem = path.removesuffix("index.html") if path.endswith("/index.html") else path.removesuffix(".html") + "/"
    feeds = (Link(title, feed),) if feed else ()

    def address(number: int) -> str:
        return f"{stem}{number}.html" if 1 <= number <= numbered else path if number else ""

    def view(number: int, own: Sequence[Story]) -> ListPage:
        front = number == 0
        links.shows(address(number) or path, own)
        where = address(number) if number else path
        return ListPage(
            head=links.head(title, where, note or title, feeds),
            kind=kind,
            title=title,
            note=note,
            slogan=slogan,
            crumbs=crumbs,
            children=children if front else (),
            cards=tuple(links.card(story) for story in reversed(own)),
            page=number,
            older=quote(address(numbered) if front else address(number - 1)),
            newer="" if front else quote(address(number + 1)),
        )

    yield page(path, "list", view(0, stories[numbered * size :]))
    for number in range(1, numbered + 1):
        own = stories[(number - 1) * size : number * size]
        yield page(address(number), "list", view(number, own))


def section_lists(links: Links) -> Iterator[Page]:
    for key, section in links.arrangement.registries.sections.items():
        stories = links.arrangement.by_section.get(key, ())
        crumbs = (Link(links.say("Sections"), "section/index.html"),)
        base = f"section/{section.slug}"
        feed = _feed(links, "section", f"feeds/section/{section.slug}") if stories else ""
        yield from list_pages(
            links, f"{base}/index.html", "section", key, stories, section.description, crumbs=crumbs, feed=feed
        )


def region_lists(links: Links) -> Iterator[Page]:
    regions = links.arrangement.registries.regions
    for path, stories in links.arrangement.by_region.items():
        region = regions[path]
        line = links.region_line(path)
        crumbs = (Link(links.say("Regions"), "region/index.html"), *line[:-1])
        children = tuple(
            Counted(below.name, f"region/{below.slug}/index.html", len(links.arrangement.by_region[below.path]))
            for below in links.arrangement.children.get(path, ())
        )
        feed = "" if region.parent else _feed(links, "region", f"feeds/region/{region.slug}")
        base = f"region/{region.slug}"
        yield from list_pages(
            links, f"{base}/index.html", "region", region.name, stories, crumbs=crumbs, children=children, feed=feed
        )


def campaign_lists(links: Links) -> Iterator[Page]:
    by_campaign = links.arrangement.by_campaign
    for key, campaign in links.arrangement.registries.campaigns.items():
        present = [year for year in campaign.years.values() if (key, year.name) in by_campaign]
        for year in present:
            others = tuple(
                Counted(other.title, f"campaign/{campaign.slug}/{other.name}.html", len(by_campaign[key, other.name]))
                for other in present
                if other is not year
            )
            yield from list_pages(
                links,
                f"campaign/{campaign.slug}/{year.name}.html",
                "campaign",
                year.title,
                by_campaign[key, year.name],
                note=campaign.description,
                slogan=year.slogan,
                crumbs=(Link(links.say("Campaigns"), "campaign/index.html"),),
                children=others,
                feed=_feed(links, "campaign", f"feeds/campaign/{campaign.slug}"),
            )


def column_lists(links: Links) -> Iterator[Page]:
    for key, stories in links.arrangement.by_column.items():
        column = links.arrangement.registries.columns[key]
        crumbs = (Link(links.say("Columns"), "column/index.html"),)
        base = f"column/{column.slug}"
        feed = _feed(links, "column", f"feeds/column/{column.slug}")
        yield from list_pages(
            links, f"{base}/index.html", "column", key, stories, column.description, crumbs=crumbs, feed=feed
        )


def byline_lists(links: Links) -> Iterator[Page]:
    crumbs = (Link(links.say("Bylines"), "byline/index.html"),)
    for name, stories in links.arrangement.by_name.items():
        yield from list_pages(links, f"byline/{name_folder(name)}/index.html", "byline", name, stories, crumbs=crumbs)


def month_lists(links: Links) -> Iterator[Page]:
    """Every story of a month on one page, headline by headline."""
    for (year, month), stories in links.arrangement.by_month.items():
        path = f"archive/{year}/{month:02}.html"
        title = links.say("{year}-{month:02}").format(year=year, month=month)
        view = ListPage(
            head=links.head(title, path, title),
            kind="archive",
            title=title,
            note="",
            slogan="",
            crumbs=(
                Link(links.say("Archive"), "archive/index.html"),
                Link(str(year), f"archive/{year}/index.html"),
            ),
            children=(),
            cards=tuple(links.headline(story) for story in reversed(stories)),
            page=0,
            older="",
            newer="",
        )
        links.shows(path, stories)
        yield page(path, "archive", view)


def _feed(links: Links, family: str, address: str) -> str:
    return address if family in links.arrangement.settings.goodnews.feeds else ""
