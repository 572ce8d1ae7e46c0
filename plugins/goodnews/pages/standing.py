"""Pages of the site itself: standing pages, corrections, 404, sitemap, robots and copied files."""

import datetime

from goodnews.pages.cards import Desk, canonical, page
from goodnews.pages.views import (
    CorrectionLine,
    CorrectionsPage,
    FileView,
    Markdown,
    MessagePage,
    SitemapIndexView,
    SitemapView,
    StandingPage,
)
from goodnews.press.page import Page

SITEMAP_MOST = 40_000  # addresses; the protocol allows 50,000


def standing_pages(desk: Desk) -> list[Page]:
    pages = []
    for standing in desk.edition.newsroom.standing:
        body = Markdown(standing.body, desk.inner_places(standing.outline.links))
        view = StandingPage(desk.head(standing.title, standing.address, standing.summary), body)
        pages.append(page(standing.address, "standing", view))
    lost = desk.say("Page not found")
    pages.append(page("404.html", "404", MessagePage(desk.head(lost, "404.html", lost))))
    pages.append(_corrections(desk))
    return pages


def _corrections(desk: Desk) -> Page:
    lines = [
        CorrectionLine(correction.date, correction.text, desk.story(story))
        for story in desk.edition.stories
        for correction in story.corrections
    ]
    lines.sort(key=lambda line: (line.date, line.story.url), reverse=True)
    title = desk.say("Corrections")
    view = CorrectionsPage(desk.head(title, "corrections.html", title), tuple(lines))
    return page("corrections.html", "corrections", view)


def picture_files(desk: Desk) -> list[Page]:
    """The pictures that public pages show, and no other: a draft's picture is not public either."""
    newsroom = desk.edition.newsroom
    outlines = [digest.notes.outline for digest in desk.edition.digests]
    outlines += [year.outline for year in newsroom.years] + [standing.outline for standing in newsroom.standing]
    shown = {image for outline in outlines for image in outline.images}
    for story in newsroom.stories:
        shown.update(story.outline.images)
        shown.update(picture.file for picture in story.pictures if picture.file)
    return [page(path, "file", FileView("content", path, newsroom.pictures[path])) for path in sorted(shown)]


def theme_files(files: dict[str, bytes]) -> list[Page]:
    """The theme's static files: path below theme/ -> hash."""
    return [page(path, "file", FileView("theme", path, hash_)) for path, hash_ in files.items()]


def robots(desk: Desk) -> Page:
    return page("robots.txt", "robots", MessagePage(desk.head("", "robots.txt", "")))


def sitemap_pages(desk: Desk, pages: list[Page]) -> list[Page]:
    """Every HTML page with its last change, in one map; in several under an index where one would be too long."""
    changed = _changes(desk)
    newest = max((story.updated for story in desk.edition.stories), default=datetime.date(1970, 1, 1))
    addresses = [
        (canonical(p.path), changed.get(p.path, newest))
        for p in pages
        if p.path.endswith(".html") and p.path != "404.html"
    ]
    if len(addresses) <= SITEMAP_MOST:
        return [page("sitemap.xml", "sitemap", SitemapView(tuple(addresses)))]
    found = []
    maps = []
    for number, start in enumerate(range(0, len(addresses), SITEMAP_MOST), start=1):
        part = tuple(addresses[start : start + SITEMAP_MOST])
        found.append(page(f"sitemap-{number}.xml", "sitemap", SitemapView(part)))
        maps.append((f"sitemap-{number}.xml", max(day for _address, day in part)))
    return [*found, page("sitemap.xml", "sitemap.index", SitemapIndexView(tuple(maps)))]


def _changes(desk: Desk) -> dict[str, datetime.date]:
    """Page -> the day of the newest change among what it shows."""
    edition = desk.edition
    changed = {story.address: story.updated for story in edition.stories}
    for digest in edition.digests:
        changed[f"digest/{digest.week}.html"] = max(story.updated for story in digest.stories)
    registries = edition.registries
    lists = [(f"section/{registries.sections[key].slug}", of) for key, of in edition.by_section.items()]
    lists += [(f"region/{registries.regions[path].slug}", of) for path, of in edition.by_region.items()]
    lists += [(f"column/{registries.columns[key].slug}", of) for key, of in edition.by_column.items()]
    for base, stories in lists:
        changed[f"{base}/index.html"] = stories[-1].date
    for (year, month), stories in edition.by_month.items():
        changed[f"archive/{year}/{month:02}.html"] = stories[-1].date
    return changed
