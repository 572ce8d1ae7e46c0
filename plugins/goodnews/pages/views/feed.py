"""Feeds, and the pages and files that lead to them."""

import datetime

from goodnews.newsroom.byline import Byline, Sources
from goodnews.newsroom.correction import Correction, Retraction
from goodnews.newsroom.story import Diary
from goodnews.pages.views.digest import DigestBody
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


class FeedEntry(View, frozen=True):
    id: str
    title: str
    url: str
    published: datetime.date
    updated: datetime.date
    summary: str
    section: str
    bylines: tuple[Byline, ...]
    kicker: str = ""
    leadin: str = ""
    dateline: str = ""
    diary: Diary | None = None
    editors_note: tuple[str, ...] = ()
    text: Text | None = None  # None: a digest, an annual page, a retracted story
    digest: DigestBody | None = None
    annual: AnnualBody | None = None
    pictures: tuple[Figure, ...] = ()
    corrections: tuple[Correction, ...] = ()
    retraction: Retraction | None = None
    sources: Sources = Sources()


class FeedView(View, frozen=True):
    """A feed in any of its three formats."""

    id: str
    title: str
    subtitle: str
    self: str  # address without the format: feeds/all
    home: str  # canonical address of the page it follows
    updated: datetime.date
    entries: tuple[FeedEntry, ...]  # newest first


class OpmlView(View, frozen=True):
    feeds: tuple[FeedLinks, ...]
