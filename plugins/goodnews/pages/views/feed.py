"""Feeds, and the pages and files that lead to them."""

import datetime

from goodnews.newsroom.byline import Byline, Sources
from goodnews.newsroom.correction import Correction, Retraction
from goodnews.newsroom.story import Diary
from goodnews.pages.views.digest import DigestBody
from goodnews.pages.views.files import RenditionView
from goodnews.pages.views.parts import Figure, Head, Text, View
from goodnews.pages.views.top10 import AnnualBody


class FeedLinks(View, frozen=True):
    title: str
    home: str  # canonical address of the page it follows
    atom: str
    rss: str
    json: str


class Choice(View, frozen=True):
    """A feed that most readers want."""

    title: str
    note: str
    atom: str


class SubscribePage(View, frozen=True):
    head: Head
    first: tuple[Choice, ...]  # the digest, then all stories, of those that are made
    groups: tuple[tuple[str, tuple[FeedLinks, ...]], ...]


class Illustration(View, frozen=True):
    """The picture that goes with an entry: the file that is named with its length, and a small one."""

    picture: RenditionView
    url: str
    thumbnail: str
    width: int  # pixels of the thumbnail
    height: int


class FeedEntry(View, frozen=True):
    id: str
    title: str
    url: str
    published: datetime.datetime  # by the clocks of the site's zone, as all times here
    updated: datetime.datetime
    summary: str
    section: str
    bylines: tuple[Byline, ...]
    kicker: str = ""
    leadin: str = ""
    dateline: str = ""
    diary: Diary | None = None
    editors_note: tuple[str, ...] = ()
    text: Text | None = None  # None: a digest, an annual page, a retracted story, a link
    digest: DigestBody | None = None
    annual: AnnualBody | None = None
    pictures: tuple[Figure, ...] = ()
    corrections: tuple[Correction, ...] = ()
    retraction: Retraction | None = None
    sources: Sources = Sources()
    illustration: Illustration | None = None
    out: str = ""  # address that a link leads to


class FeedView(View, frozen=True):
    """A feed in any of its formats: what is subscribed to, or one of its archives (RFC 5005, 4)."""

    id: str
    title: str
    subtitle: str
    self: str  # address without the format: feeds/all
    home: str  # canonical address of the page it follows
    updated: datetime.datetime
    entries: tuple[FeedEntry, ...]  # newest first
    older: str = ""  # address of the archive with the entries before these; "" if there are none
    current: str = ""  # of an archive: address of the feed that is subscribed to
    hub: str = ""  # that hands on what is new (WebSub); "" if there is none


class OpmlView(View, frozen=True):
    feeds: tuple[FeedLinks, ...]
