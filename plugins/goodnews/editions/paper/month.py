"""A month of several digests on paper."""

from collections.abc import Iterable

from goodnews.editions.paper.issue import Band, IssueOnPaper, Piece
from goodnews.editions.paper.sheet import Sheet
from goodnews.editions.views import PaperMonth, PaperView
from goodnews.newsroom.byline import Sources, bylines_together
from goodnews.pages import days
from goodnews.pages.views.digest import DigestItem, DigestPage
from goodnews.pages.views.parts import Site
from goodnews.render.theme import week


class MonthOnPaper(IssueOnPaper):
    """The lead is that of the newest issue; a band for each issue, the oldest first."""

    def __init__(self, view: PaperView, site: Site, sheet: Sheet, month: PaperMonth) -> None:
        super().__init__(view, site, sheet)
        self._month = month
        self.path, self.title, self.name = month.address, month.title, month.name
        self.about, self.contents = "", self._words.gettext("In this issue")

    def lead(self) -> Piece:
        return self._item(lead_of(self._month.digests[-1]))

    def banner(self) -> str:
        return self._month.title

    def period(self) -> str:
        return self._month.period

    def folio(self) -> tuple[str, str, str]:
        first, last = self._month.digests[0], self._month.digests[-1]
        told = days.days(self._words.gettext, first.monday, last.sunday)
        return self._month.period, told, self._stories(sum(digest.count for digest in self._month.digests))

    def highlights(self) -> Iterable[tuple[str, str]]:
        return [(digest.headline, lead_of(digest).anchor) for digest in self._month.digests]

    def bands(self) -> Iterable[Band]:
        say = self._words.gettext
        for digest in self._month.digests:
            pieces = (self._item(item, section.title) for section in digest.body.sections for item in section.items)
            title = f"{week(say, digest.week)} · {days.days(say, digest.monday, digest.sunday)}"
            yield Band(title, pieces)

    def imprint(self) -> Iterable[str]:
        bodies = [digest.body for digest in self._month.digests]
        origins = tuple(dict.fromkeys(origin for body in bodies for origin in body.sources.origins))
        sources = Sources(origins, others=any(body.sources.others for body in bodies))
        editors = bylines_together(byline for body in bodies for byline in body.editors)
        return self._sources(sources, self._words.gettext("Some text and pictures from")), self._credits(editors)


def lead_of(digest: DigestPage) -> DigestItem:
    return digest.lead.item if digest.lead else digest.body.sections[0].items[0]
