"""A week's digest, as page, feed and edition show it."""

import datetime

from goodnews.newsroom.byline import Byline, Sources
from goodnews.newsroom.correction import Retraction
from goodnews.pages.views.parts import Figure, Head, Link, Markdown, View
from goodnews.pictures.cover import Cover


class DigestItem(View, frozen=True):
    """A story as one paragraph."""

    anchor: str
    title: str
    url: str
    kicker: str
    text: str
    date: datetime.date
    region: Link | None  # none where the newsroom has no regions
    campaign: Link | None
    pictures: tuple[Figure, ...]
    more: bool  # whether the story says so much more that it is worth opening
    front: bool  # the item that the issue leads with
    out: str = ""  # address that a link leads to


class DigestSection(View, frozen=True):
    anchor: str  # s_care: no slug of a story has an underscore
    title: str
    url: str
    items: tuple[DigestItem, ...]


class RetractedItem(View, frozen=True):
    """A story of an earlier issue that was taken back since."""

    title: str  # as its page has it now
    url: str
    retraction: Retraction
    issue: Link  # that it was in: the week, and its place there


class DigestBody(View, frozen=True):
    """The part of a digest that page, feed and edition share."""

    highlights: tuple[Link, ...]  # to the items' anchors on the digest's page
    editors_note: tuple[str, ...]
    introduction: Markdown
    sections: tuple[DigestSection, ...]
    sources: Sources
    editors: tuple[Byline, ...]
    retracted: tuple[RetractedItem, ...] = ()


class DigestLead(View, frozen=True):
    """The item that an issue leads with, large on the first page."""

    item: DigestItem
    cover: Cover | None  # if it has no picture
    section: Link
    anchor: str  # of its section, if nothing else in the issue is of it


class DigestPage(View, frozen=True):
    head: Head
    name: str  # that all issues share
    headline: str  # what this one leads with
    banner: str  # the headline, if the editors gave the issue one of its own
    lead: DigestLead | None  # none on the home page, which shows leads without their paragraphs
    highlights: tuple[Link, ...]  # numbered beside the lead: the other leads, then what the editors put forward
    number: str
    issue: int  # 总第几期; 0: none
    week: str  # 2025-W30
    monday: datetime.date
    sunday: datetime.date
    updated: datetime.date
    count: int
    minutes: int  # reading time
    body: DigestBody
    previous: Link | None
    next: Link | None
    years_back: tuple[Link, ...]
