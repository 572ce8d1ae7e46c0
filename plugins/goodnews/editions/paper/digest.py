"""A digest on paper."""

from collections.abc import Iterable

from goodnews.editions.paper.issue import Band, IssueOnPaper, Piece
from goodnews.editions.paper.sheet import Sheet
from goodnews.editions.views import PaperView
from goodnews.pages import days
from goodnews.pages.views.digest import DigestPage
from goodnews.pages.views.parts import Site
from goodnews.render.theme import week

_HIGHLIGHTS = 8  # at most, beside the lead


class DigestOnPaper(IssueOnPaper):
    def __init__(self, view: PaperView, site: Site, sheet: Sheet, digest: DigestPage) -> None:
        super().__init__(view, site, sheet)
        self._digest = digest
        self.path, self.title, self.about = digest.head.url, digest.head.title, digest.head.description
        self.name, self.contents = digest.name, self._words.gettext("Highlights")

    def lead(self) -> Piece:
        lead = self._digest.lead
        return self._item(lead.item if lead else self._digest.body.sections[0].items[0])

    def banner(self) -> str:
        return self._digest.banner

    def period(self) -> str:
        return days.days(self._words.gettext, self._digest.monday, self._digest.sunday)

    def folio(self) -> tuple[str, str, str]:
        digest, say = self._digest, self._words.gettext
        numbers = [
            say("No. %(number)s") % {"number": digest.issue} if digest.issue else "",
            say("Issue %(number)s") % {"number": digest.number} if digest.number else "",
        ]
        left = " · ".join(filter(None, (week(say, digest.week), *numbers)))
        span = self._words.ngettext("%(num)s minute to read", "%(num)s minutes to read", digest.minutes)
        return left, self.period(), f"{self._stories(digest.count)} · {span % {'num': digest.minutes}}"

    def introduction(self) -> tuple[str, ...]:
        return self._view.introduction

    def note(self) -> tuple[str, ...]:
        return self._digest.body.editors_note

    def highlights(self) -> Iterable[tuple[str, str]]:
        there = {item.anchor for section in self._digest.body.sections for item in section.items}
        named = ((link.text, link.url.rpartition("#")[2]) for link in self._digest.highlights)
        return [(text, anchor) for text, anchor in named if anchor in there][:_HIGHLIGHTS]

    def bands(self) -> Iterable[Band]:
        for section in self._digest.body.sections:
            yield Band(section.title, map(self._item, section.items))
        yield Band(self._words.gettext("Retracted since"), self._retracted())

    def _retracted(self) -> Iterable[Piece]:
        """Stories of earlier issues that were taken back."""
        say = self._words.gettext
        for number, item in enumerate(self._digest.body.retracted):
            told = say("It was in the issue of %(week)s.") % {"week": item.issue.text}
            place = f"{days.day(say, item.retraction.date)} · {told}"
            yield self._piece(f"_retracted-{number}", item.url, "", item.title, (item.retraction.text,), place)

    def imprint(self) -> Iterable[str]:
        body = self._digest.body
        return self._sources(body.sources, self._words.gettext("Some text and pictures from")), self._credits(
            body.editors
        )
