"""What each kind of page shows, and nothing else: frozen, typed, and the very bytes a page is printed from.

Addresses are below the site's root (`story/2026/x.html`); a template puts its page's own way to the root before
them. Dates are days in the site's zone.
"""

from goodnews.pages.views.digest import DigestPage
from goodnews.pages.views.feed import FeedView, OpmlView, SubscribePage
from goodnews.pages.views.files import FileView, RenditionView, SitemapIndexView, SitemapView
from goodnews.pages.views.home import HomePage
from goodnews.pages.views.lists import DirectoryPage, ListPage, RegionsPage
from goodnews.pages.views.parts import View
from goodnews.pages.views.result import ReceiptsIndexPage, ReceiptsPage
from goodnews.pages.views.search import IndexFile, IndexRoot, SearchPage
from goodnews.pages.views.sharecard import ShareCard
from goodnews.pages.views.standing import CorrectionsPage, MessagePage, StandingPage
from goodnews.pages.views.story import StoryPage
from goodnews.pages.views.top10 import Top10Page
from goodnews.pages.views.vote import VotePage

# Kind of page -> its view. A kind's template is `<kind>.html` unless the printer says otherwise.
VIEWS: dict[str, type[View]] = {
    "story": StoryPage,
    "digest": DigestPage,
    "list": ListPage,
    "archive": ListPage,
    "directory": DirectoryPage,
    "regions": RegionsPage,
    "top10": Top10Page,
    "vote": VotePage,
    "receipts": ReceiptsPage,
    "receipts.index": ReceiptsIndexPage,
    "home": HomePage,
    "standing": StandingPage,
    "subscribe": SubscribePage,
    "corrections": CorrectionsPage,
    "404": MessagePage,
    "search": SearchPage,
    "search.index": IndexFile,
    "search.root": IndexRoot,
    "feed.atom": FeedView,
    "feed.rss": FeedView,
    "feed.json": FeedView,
    "sitemap": SitemapView,
    "sitemap.index": SitemapIndexView,
    "robots": MessagePage,
    "opml": OpmlView,
    "file": FileView,
    "rendition": RenditionView,
    "sharecard": ShareCard,
}
