"""From an arrangement to the pages of the site: one frozen view each."""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import msgspec

from goodnews.arrangement import Arrangement
from goodnews.language import _, locale_of
from goodnews.newsroom.region import REGIONS
from goodnews.pages.admin import FILES, admin_pages
from goodnews.pages.archives import archive_pages, archives_showing
from goodnews.pages.dataset import dataset_pages
from goodnews.pages.device import SAVED, device_pages, kept_pages, worker_page
from goodnews.pages.digest import digest_pages
from goodnews.pages.directories import directories
from goodnews.pages.feeds import SUBSCRIBE, feed_pages, is_offered
from goodnews.pages.figures import rendition_pages, renditions_of, shown_pictures
from goodnews.pages.home import home_page
from goodnews.pages.kinds import BY_NAME
from goodnews.pages.links import DIGESTS, Links
from goodnews.pages.lists import list_pages
from goodnews.pages.proof import Proof
from goodnews.pages.redirects import redirect_pages
from goodnews.pages.search import PATH, SCRIPTS, search_pages
from goodnews.pages.sharecards import share_cards
from goodnews.pages.shelves import ARCHIVE, BYLINES, CAMPAIGNS, COLUMNS, SITE_MAP, TOP10, TOPICS, filled
from goodnews.pages.standing import (
    WECHAT_CODE,
    is_listed,
    manifest,
    news_sitemap,
    robots,
    search_key,
    sitemap_pages,
    standing_pages,
    theme_files,
    wechat_code,
)
from goodnews.pages.story import pages_of_stories, story_pages
from goodnews.pages.top10 import top10_pages
from goodnews.pages.views.parts import Link, Site, Ways
from goodnews.pages.vote import vote_pages
from goodnews.press.page import Page, Stamped, Unprintable
from goodnews.search.index import Index

# Each makes all pages of some kinds; those of stories, lists, issues, search and files need more than these are given.
_MAKERS: tuple[Callable[[Links, Arrangement], Iterable[Page]], ...] = (
    *(top10_pages, vote_pages),
    *(directories, standing_pages, device_pages, feed_pages, dataset_pages, admin_pages),
)


def links_of(arrangement: Arrangement) -> Links:
    newsroom = arrangement.newsroom
    return Links(newsroom.settings, newsroom.registries, newsroom.pictures)


def pages_of(
    arrangement: Arrangement, theme: Mapping[str, bytes], index: Index | None = None, proof: Proof | None = None
) -> Iterator[Page | Stamped]:
    """Every file of the site, each made when it is asked for.

    theme  static files of the theme: path -> hash
    index  of search; None: the site cannot be searched
    proof  shows that stories' pages are unchanged; None: nothing does
    """
    return _distinct(_all_pages(arrangement, theme, index, proof))


def _distinct(pages: Iterable[Page | Stamped]) -> Iterator[Page | Stamped]:
    """The same pages; raises if two share an address, also where upper and lower case are the same."""
    seen: set[str] = set()
    for page in pages:
        address = page.path.casefold()
        if address in seen:
            raise Unprintable(page.path, _("two pages have this address; give one of them another slug"))
        seen.add(address)
        yield page


def _all_pages(
    arrangement: Arrangement, theme: Mapping[str, bytes], index: Index | None, proof: Proof | None
) -> Iterator[Page | Stamped]:
    links = links_of(arrangement)
    listed: list[tuple[str, datetime.date | None]] = []
    feeds: list[str] = []
    kept = dict.fromkeys(kept_pages(arrangement), b"")
    editor = {path: hash_ for path, hash_ in theme.items() if path.startswith(FILES)}
    theme = {path: hash_ for path, hash_ in theme.items() if path not in editor and (index or path not in SCRIPTS)}
    if arrangement.settings.goodnews.admin:
        yield from theme_files(editor)
    for page in _mapped_pages(links, arrangement, theme, index, proof):
        if is_listed(page):
            listed.append((page.path, page.changed))
        elif BY_NAME[page.kind].suffix:
            feeds.append(page.path)
        if page.path in kept:
            page = page.make() if isinstance(page, Stamped) else page
            kept[page.path] = page.view
        yield page
    yield worker_page(kept, theme, msgspec.msgpack.encode(site_of(arrangement)))
    yield from redirect_pages(links, arrangement, [path for path, _changed in listed], feeds)
    yield from sitemap_pages(listed)
    if index:
        yield from search_pages(links, arrangement, index)


def _mapped_pages(
    links: Links, arrangement: Arrangement, theme: Mapping[str, bytes], index: Index | None, proof: Proof | None
) -> Iterator[Page | Stamped]:
    """Every page that the sitemap may list, and the files beside them."""
    yield from rendition_pages(renditions_of(shown_pictures(arrangement)))  # what takes longest goes first
    yield from share_cards(links, arrangement)
    yield home_page(links, arrangement)
    yield from story_pages(links, arrangement, proof)
    yield from digest_pages(links, arrangement, proof)
    yield from list_pages(links, arrangement, proof)
    for pages in _MAKERS:
        yield from pages(links, arrangement)
    yield from archive_pages(links, arrangement, proof)
    yield from theme_files(theme)
    yield robots(links)
    yield manifest(links)
    yield from search_key(links)
    yield from wechat_code(links)
    yield news_sitemap(links, arrangement)


def text_pages(arrangement: Arrangement, paths: Collection[str], index: Index | None) -> list[Page]:
    """The pages of the kinds that show a story's text: those of some stories, and perhaps more.

    paths  of the stories, below content/
    """
    links = links_of(arrangement)
    pages = [*pages_of_stories(links, arrangement, paths), *feed_pages(links, arrangement)]
    pages += archives_showing(links, arrangement, paths)
    if index:
        pages += search_pages(links, arrangement, index)
    return [page for page in pages if BY_NAME[page.kind].shows_text]


def site_of(arrangement: Arrangement) -> Site:
    """What every page shows of the site; if anything here changed with a story, every page would change."""
    settings = arrangement.settings
    say = links_of(arrangement).say
    own, registries = settings.goodnews, arrangement.registries
    shelves = filled(arrangement)
    menu = (
        Link(own.digest_name, DIGESTS),
        Link(own.top10_name, TOP10),
        Link(say("Regions"), REGIONS),
        Link(say("Campaigns"), CAMPAIGNS),
        Link(say("Columns"), COLUMNS),
        Link(say("Topics"), TOPICS),
        Link(say("Archive"), ARCHIVE),
    )
    search = PATH if own.search and arrangement.stories else ""
    ways = Ways(own.stay_line, own.email_url, own.wechat, WECHAT_CODE if own.wechat_url else "")
    subscribe = Link(say("Subscribe"), SUBSCRIBE) if is_offered(arrangement) else None
    footer = tuple(Link(page.title, page.address) for page in arrangement.newsroom.standing if page.order is not None)
    feeds = []
    if "all" in own.feeds and arrangement.stories:
        feeds.append(Link(settings.name, "feeds/all"))
    if "digest" in own.feeds and arrangement.digests:
        feeds.append(Link(own.digest_name, "feeds/digest"))
    return Site(
        name=settings.name,
        slogan=own.slogan,
        url=settings.url,
        language=settings.language,
        locale=locale_of(settings.language),
        zone=settings.zone,
        sections=tuple(
            Link(key, section.address) for key, section in registries.sections.items() if key in arrangement.by_section
        ),
        menu=tuple(link for link in menu if link.url in shelves),
        subscribe=subscribe,
        footer=(
            *footer,
            *((Link(say("Search"), search),) if search else ()),
            Link(say("Saved stories"), SAVED),
            Link(say("Corrections"), "corrections.html"),
            *((Link(say("Bylines"), BYLINES),) if BYLINES in shelves else ()),
            *((Link(say("Site map"), SITE_MAP),) if SITE_MAP in shelves else ()),
        ),
        feeds=tuple(feeds),
        icp=own.icp,
        icp_url=own.icp_url,
        report_url=own.report_url,
        search=search,
        stylesheet=own.stylesheet,
        regions=REGIONS if REGIONS in shelves else "",
        ways=ways,
        offline=own.offline,
    )
