"""Standing pages, and those that every site has."""

import datetime

from goodnews.pages.views.parts import Head, Link, Markdown, View


class StandingPage(View, frozen=True):
    head: Head
    body: Markdown


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
