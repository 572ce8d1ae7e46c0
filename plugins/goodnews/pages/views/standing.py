"""Standing pages, and those that every site has."""

import datetime

from goodnews.pages.views.parts import Head, Link, Markdown, View


class PrivateContact(View, frozen=True):
    """How to reach a person of the newsroom, unseen by others."""

    address: Link | None  # None: the settings name none


class StandingPage(View, frozen=True):
    head: Head
    body: Markdown
    private: PrivateContact | None  # where the page says how to reach a person


class CorrectionLine(View, frozen=True):
    date: datetime.date
    text: str
    story: Link


class CorrectionsPage(View, frozen=True):
    head: Head
    lines: tuple[CorrectionLine, ...]


class MessagePage(View, frozen=True):
    """A page with nothing but its head: 404, and the like."""

    head: Head
