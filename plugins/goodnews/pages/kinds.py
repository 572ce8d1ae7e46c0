"""Every kind of page, one row each: what it shows, what prints it, and how the rest of the site treats it."""

from dataclasses import dataclass

from goodnews.pages.views.admin import AdminConfig, AdminPage
from goodnews.pages.views.dataset import CitationView, DatasetIndexView, DatasetView
from goodnews.pages.views.device import RecentView, WorkerView
from goodnews.pages.views.digest import DigestPage
from goodnews.pages.views.feed import FeedView, OpmlView, SubscribePage
from goodnews.pages.views.files import CodeView, FileView, NewsSitemapView, RenditionView, SitemapIndexView, SitemapView
from goodnews.pages.views.home import HomePage
from goodnews.pages.views.lists import DirectoryPage, ListPage, MonthPage, RegionsPage
from goodnews.pages.views.parts import View
from goodnews.pages.views.redirects import RedirectPage, RedirectRules
from goodnews.pages.views.result import ReceiptsIndexPage, ReceiptsPage
from goodnews.pages.views.search import IndexFile, IndexRoot, SearchPage, TitlesFile
from goodnews.pages.views.sharecard import ShareCard, SquareCard
from goodnews.pages.views.standing import CorrectionsPage, KeyFile, MessagePage, StandingPage
from goodnews.pages.views.story import StoryPage
from goodnews.pages.views.top10 import Top10Page
from goodnews.pages.views.vote import NominationsPage, VotePage

# What may decide a page besides its view.
CODE = "code or libraries"
TEMPLATES = "templates"
SITE = "site settings"
DARKROOM = "darkroom"  # the code that develops pictures
CARDS = "share card"  # the code that draws share cards

# In which turn it is published: a reader never meets a page before what it is made of, or a list before its pages; the
# home page leads to all of them, and signposts lead to the home page. SUMS is the list of checksums, which is no page.
MATERIAL, PAGE, LIST, HOME, SIGNPOST, SUMS = range(6)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page."""

    name: str
    view: type[View]
    templates: tuple[str, ...]  # all that it uses; the first is the page's own, if it has one
    conditions: tuple[str, ...] = (TEMPLATES, SITE, CODE)  # what decides its bytes besides its view
    suffix: str = ""  # of a feed: what follows its address
    media_type: str = ""  # of a feed
    archived: bool = False  # of a feed: whether its archives come in this format
    listed: bool = True  # whether the sitemap lists it
    shows_text: bool = False  # whether it shows a story's body, and so changes when only that is edited
    whole: bool = False  # whether such an edit makes every page of this kind anew, and removes any other
    absolute: bool = False  # whether it is shown at any address, so its links start at the host's root
    turn: int = LIST  # when it is published
    postponable: bool = False  # whether a site is whole enough without it until a later build prints it


def _feed(format_: str, media_type: str, archived: bool) -> Kind:
    return Kind(
        f"feed.{format_}",
        FeedView,
        ("feed/digest.html", "feed/top10.html", "feed/story.html"),
        (TEMPLATES, SITE, CODE, DARKROOM),  # a feed says how long the file of a picture is
        suffix=f".{format_}",
        media_type=media_type,
        archived=archived,
        shows_text=True,
    )


KINDS = (
    Kind("story", StoryPage, ("story.html",), shows_text=True, turn=PAGE),
    Kind("digest", DigestPage, ("digest.html",)),
    Kind("list", ListPage, ("list.html",)),
    Kind("archive", MonthPage, ("archive.html",)),
    Kind("directory", DirectoryPage, ("directory.html",)),
    Kind("regions", RegionsPage, ("regions.html",)),
    Kind("top10", Top10Page, ("top10.html",)),
    Kind("vote", VotePage, ("vote.html",), turn=PAGE),
    # At the same address, until the vote is frozen.
    Kind("nominations", NominationsPage, ("nominations.html",), turn=PAGE),
    Kind("receipts", ReceiptsPage, ("receipts.html",), listed=False, turn=PAGE),
    Kind("receipts.index", ReceiptsIndexPage, ("receipts_index.html",), listed=False),
    Kind("home", HomePage, ("home.html",), turn=HOME),
    Kind("standing", StandingPage, ("standing.html",), turn=PAGE),
    Kind("subscribe", SubscribePage, ("subscribe.html",)),
    Kind("corrections", CorrectionsPage, ("corrections.html",)),
    Kind("saved", MessagePage, ("saved.html",), listed=False, turn=PAGE),
    Kind("recent", RecentView, (), (CODE,)),
    Kind("worker", WorkerView, ("sw.js",)),
    Kind("redirect", RedirectPage, ("redirect.html",), listed=False, turn=SIGNPOST),
    Kind("redirects", RedirectRules, (), (CODE,), turn=SIGNPOST),
    Kind("404", MessagePage, ("404.html",), listed=False, absolute=True, turn=SIGNPOST),
    Kind("search", SearchPage, ("search.html",)),
    Kind("search.index", IndexFile, (), (CODE,), shows_text=True, whole=True, turn=MATERIAL),
    Kind("search.titles", TitlesFile, (), (CODE, SITE), turn=MATERIAL),
    Kind("search.root", IndexRoot, (), (CODE,), shows_text=True),
    _feed("atom", "application/atom+xml", archived=True),
    _feed("rss", "application/rss+xml", archived=False),  # it leads to the archives in Atom
    _feed("json", "application/feed+json", archived=True),
    Kind("dataset.json", DatasetView, (), (CODE, SITE), turn=MATERIAL),
    Kind("dataset.csv", DatasetView, (), (CODE,), turn=MATERIAL),
    Kind("dataset.schema", DatasetIndexView, (), (CODE,), turn=MATERIAL),
    Kind("dataset.index", DatasetIndexView, (), (CODE, SITE)),
    Kind("citation", CitationView, (), (CODE, SITE)),
    Kind("sitemap", SitemapView, ("sitemap.xml",), turn=SIGNPOST),
    Kind("sitemap.index", SitemapIndexView, ("sitemap_index.xml",), turn=SIGNPOST),
    Kind("sitemap.news", NewsSitemapView, ("sitemap_news.xml",), turn=SIGNPOST),
    Kind("manifest", MessagePage, ("manifest.webmanifest",), turn=MATERIAL),
    Kind("robots", MessagePage, ("robots.txt",), turn=SIGNPOST),
    Kind("key", KeyFile, (), (CODE,), turn=SIGNPOST),
    Kind("opml", OpmlView, ("opml.xml",)),
    Kind("admin", AdminPage, ("admin.html",), listed=False, turn=PAGE),
    Kind("admin.config", AdminConfig, (), (CODE,), turn=MATERIAL),
    Kind("file", FileView, (), (CODE,), turn=MATERIAL),
    Kind("code", CodeView, (), (CODE,), turn=MATERIAL),
    Kind("rendition", RenditionView, (), (DARKROOM,), turn=MATERIAL),
    Kind("sharecard", ShareCard, (), (CARDS,), turn=MATERIAL, postponable=True),
    Kind("sharecard.square", SquareCard, (), (CARDS,), turn=MATERIAL, postponable=True),
)
BY_NAME = {kind.name: kind for kind in KINDS}
FEEDS = tuple(kind for kind in KINDS if kind.suffix)
ARCHIVES = tuple(kind for kind in FEEDS if kind.archived)
WHOLE = frozenset(kind.name for kind in KINDS if kind.whole)
POSTPONABLE = frozenset(kind.name for kind in KINDS if kind.postponable)
