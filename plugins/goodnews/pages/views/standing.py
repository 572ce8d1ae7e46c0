"""Standing pages, and those that every site has."""

import datetime

from goodnews.pages.views.parts import Head, Link, Markdown, View


class PrivateContact(View, frozen=True):
    """How to reach somebody in the newsroom privately."""

    address: Link | None  # None: the settings name none


class StandingPage(View, frozen=True):
    head: Head
    body: Markdown
    private: PrivateContact | None  # if the page says how to reach somebody


class CorrectionLine(View, frozen=True):
    date: datetime.date
    text: str
    story: Link


class CorrectionsPage(View, frozen=True):
    head: Head
    lines: tuple[CorrectionLine, ...]
    contact: Link | None  # the page that says how to reach the editors


class KeyFile(View, frozen=True):
    """The key of IndexNow: that it lies here proves whose site it is."""

    key: str


class MessagePage(View, frozen=True):
    """A page with only a head: 404, and the like."""

    head: Head
