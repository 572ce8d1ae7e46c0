"""The annual page."""

from goodnews.newsroom.byline import Byline, Sources
from goodnews.newsroom.correction import Retraction
from goodnews.newsroom.top10 import Letter
from goodnews.pages.views.parts import Figure, Head, Link, Markdown, View
from goodnews.pages.views.result import ResultBody


class AnnualEntry(View, frozen=True):
    anchor: str
    title: str
    url: str
    kicker: str
    regions: tuple[Link, ...]  # its first region, from the top down
    figure: Figure | None  # its first picture
    recap: Markdown
    comment: Markdown
    commentator: str
    retraction: Retraction | None  # instead of recap and comment
    out: str = ""  # address that a link leads to


class AnnualBody(View, frozen=True):
    """The part of an annual page that page and feed share."""

    note: Markdown
    entries: tuple[AnnualEntry, ...]
    recap_label: str
    comment_label: str
    credits: tuple[Byline, ...]
    sources: Sources


class Top10Page(View, frozen=True):
    head: Head
    year: int
    kicker: str
    body: AnnualBody
    method: tuple[str, ...]
    letters: tuple[Letter, ...]
    earlier: Link | None
    later: Link | None
    vote: ResultBody | None = None
