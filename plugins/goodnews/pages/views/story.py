"""A story's page."""

import datetime

from goodnews.newsroom.byline import Sources
from goodnews.newsroom.correction import Correction, Retraction
from goodnews.newsroom.section import Hotline
from goodnews.newsroom.story import Diary
from goodnews.pages.views.parts import Card, Figure, Head, Link, Text, View
from goodnews.pictures.cover import Cover
from goodnews.text.markup import Heading


class StoryPage(View, frozen=True):
    head: Head
    kind: str
    kicker: str
    subtitle: str
    leadin: str
    dateline: str
    date: datetime.date
    updated: datetime.date
    event: str
    section: Link
    regions: tuple[tuple[Link, ...], ...]  # each from the top down
    campaign: Link | None
    column: Link | None
    topics: tuple[Link, ...]
    bylines: tuple[tuple[str, tuple[Link, ...]], ...]  # role, names
    sources: Sources
    pictures: tuple[Figure, ...]
    cover: Cover | None  # in the place of pictures that are all lost
    editors_note: tuple[str, ...]
    body: Text
    contents: tuple[Heading, ...]  # of a long feature
    corrections: tuple[Correction, ...]
    retraction: Retraction | None  # replaces all that the story said
    diary: Diary | None
    parts: tuple[Link, ...]  # of the text that it is a part of, in order, itself among them
    related: tuple[Card, ...]
    digest: Link | None
    chosen: tuple[Link, ...]  # annual pages that hold it
    previous: Link | None
    next: Link | None
    draft: bool
    hotline: Hotline | None = None  # of its section
