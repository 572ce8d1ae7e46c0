"""Pages of the site itself: standing pages, corrections, 404, sitemap, robots and copied files."""

import datetime
from collections.abc import Iterable, Iterator, Mapping

from goodnews.arrangement import Arrangement
from goodnews.pages.kinds import BY_NAME
from goodnews.pages.links import Links, canonical, page
from goodnews.pages.views.files import CodeView, FileView, NewsSitemapView, SitemapIndexView, SitemapView
from goodnews.pages.views.parts import Link
from goodnews.pages.views.standing import (
    CorrectionLine,
    CorrectionsPage,
    KeyFile,
    MessagePage,
    PrivateContact,
    StandingPage,
)
from goodnews.press.page import Page, Stamped

NEWS_DAYS, NEWS_MOST = 2, 1000  # as the protocol says
WECHAT_CODE = "cards/wechat.png"
SITEMAP_MOST = 40_000  # addresses; the protocol allows 50,000


def standing_pages(links: Links, arrangement: Arrangement) -> list[Page]:
    pages = []
    for standing in arrangement.newsroom.standing:
        body = links.markdown(standing.body, standing.outline, arrangement.places)
        private = _private(links.settings.goodnews.contact) if standing.contact else None
        view = StandingPage(links.head(standing.title, standing.address, standing.summary), body, private)
        pages.append(page(standing.address, "standing", view))
    lost = links.say("Page not found")
    pages.append(page("404.html", "404", MessagePage(links.head(lost, "404.html", lost))))
    pages.append(_corrections(links, arrangement))
    return pages


def _private(contact: str) -> PrivateContact:
    return PrivateContact(Link(contact.removeprefix("mailto:"), contact) if contact else None)


def _corrections(links: Links, arrangement: Arrangement) -> Page:
    lines = [
        CorrectionLine(change.date, change.text, links.story(story))
        for story in arrangement.stories
        for change in (*story.corrections, *((story.retraction,) if story.retraction else ()))
    ]
    lines.sort(key=lambda line: (line.date, line.story.url), reverse=True)
    title = links.say("Corrections")
    head = links.head(title, "corrections.html", links.described(title, [line.story.text for line in lines[:3]]))
    view = CorrectionsPage(head, tuple(lines), contact_of(arrangement))
    return page("corrections.html", "corrections", view, lines[0].date if lines else None)


def contact_of(arrangement: Arrangement) -> Link | None:
    """The page that says how to reach the newsroom, if there is one."""
    return next((Link(own.title, own.address) for own in arrangement.newsroom.standing if own.contact), None)


def theme_files(files: Mapping[str, bytes]) -> list[Page]:
    """The theme's static files: path below theme/ -> hash."""
    # A browser that is given no page, a feed reader for instance, asks for its icon at the root.
    return [
        page("favicon.ico" if path == "static/favicon.ico" else path, "file", FileView("theme", path, hash_))
        for path, hash_ in files.items()
    ]


def robots(links: Links) -> Page:
    return page("robots.txt", "robots", MessagePage(links.head("", "robots.txt", "")))


def search_key(links: Links) -> Iterator[Page]:
    """What search engines ask for before they believe that a page changed, if the settings name a key."""
    key = links.settings.goodnews.indexnow_key
    if key:
        yield page(f"{key}.txt", "key", KeyFile(key))


def manifest(links: Links) -> Page:
    """What a telephone needs to put the site on its home screen."""
    return page("manifest.webmanifest", "manifest", MessagePage(links.head("", "manifest.webmanifest", "")))


def wechat_code(links: Links) -> Iterator[Page]:
    """The QR code of the newsroom's public account, if the settings name one."""
    says = links.settings.goodnews.wechat_url
    if says:
        yield page(WECHAT_CODE, "code", CodeView(says))


def news_sitemap(links: Links, arrangement: Arrangement) -> Page:
    """The two days that search engines for news look at, counted from the newest story: no page asks the clock."""
    newest = max((story.date for story in arrangement.stories), default=datetime.date.min)
    recent = [
        story
        for story in arrangement.stories
        if (newest - story.date).days < NEWS_DAYS and not (story.retraction or story.out)
    ]
    recent.sort(key=lambda story: (-story.date.toordinal(), story.slug))
    language = links.settings.language.lower()
    view = NewsSitemapView(
        language if language in ("zh-cn", "zh-tw") else language.partition("-")[0],
        tuple((canonical(story.address), story.title, story.date) for story in recent[:NEWS_MOST]),
    )
    return page("sitemap-news.xml", "sitemap.news", view)


def is_listed(page: Page | Stamped) -> bool:
    """Whether the sitemap lists a page."""
    return page.path.endswith(".html") and BY_NAME[page.kind].listed


def sitemap_pages(listed: Iterable[tuple[str, datetime.date | None]]) -> list[Page]:
    """Pages with their last change, if known; several sitemaps under an index if one would be too long."""
    addresses = [(canonical(path), changed) for path, changed in listed]
    if len(addresses) <= SITEMAP_MOST:
        return [page("sitemap.xml", "sitemap", SitemapView(tuple(addresses)))]
    found = []
    maps = []
    for number, start in enumerate(range(0, len(addresses), SITEMAP_MOST), start=1):
        part = tuple(addresses[start : start + SITEMAP_MOST])
        found.append(page(f"sitemap-{number}.xml", "sitemap", SitemapView(part)))
        maps.append((f"sitemap-{number}.xml", max((day for _address, day in part if day), default=None)))
    return [*found, page("sitemap.xml", "sitemap.index", SitemapIndexView(tuple(maps)))]
