"""An annual page on paper."""

from collections.abc import Iterable, Iterator

from goodnews.editions.paper.issue import Band, IssueOnPaper, Piece
from goodnews.editions.paper.sheet import Sheet
from goodnews.editions.views import PaperAnnual, PaperView
from goodnews.pages import days
from goodnews.pages.views.parts import Site


class AnnualOnPaper(IssueOnPaper):
    """The first entry leads; the others follow, each with its number, recap and comment."""

    def __init__(self, view: PaperView, site: Site, sheet: Sheet, annual: PaperAnnual) -> None:
        super().__init__(view, site, sheet)
        self._annual, self._page = annual, annual.page
        head = annual.page.head
        self.path, self.title, self.about = head.url, head.title, head.description
        self.name, self.contents = annual.page.kicker or site.name, self._words.gettext("In this issue")

    def lead(self) -> Piece:
        return next(self._entries())

    def banner(self) -> str:
        return self.title

    def period(self) -> str:
        return str(self._page.year)

    def folio(self) -> tuple[str, str, str]:
        return str(self._page.year), self._page.kicker, self._stories(len(self._page.body.entries))

    def introduction(self) -> tuple[str, ...]:
        return self._annual.note

    def highlights(self) -> Iterable[tuple[str, str]]:
        return [(entry.title, entry.anchor) for entry in self._page.body.entries]

    def bands(self) -> Iterable[Band]:
        say, page = self._words.gettext, self._page
        yield Band(None, self._entries())
        yield Band(say("How they were chosen"), (), page.method)
        letters = (
            f"{one.text} —— {' '.join(filter(None, (one.name, one.place)))}".rstrip(" —") for one in page.letters
        )
        yield Band(say("From readers"), (), tuple(letters))

    def _entries(self) -> Iterator[Piece]:
        say, body = self._words.gettext, self._page.body
        texts = zip(body.entries, self._annual.recaps, self._annual.comments, strict=True)
        for number, (entry, recap, comment) in enumerate(texts, start=1):
            told = list(recap)
            if entry.retraction:
                told.append(f"{say('Retracted')} {days.day(say, entry.retraction.date)} {entry.retraction.text}")
            if comment:
                first, *rest = comment
                told += [f"{body.comment_label}{say(': ')}{first}", *rest]
            kicker = " · ".join(filter(None, (str(number), entry.kicker)))
            place = " · ".join(filter(None, (entry.commentator, " ".join(link.text for link in entry.regions))))
            yield self._piece(entry.anchor, entry.out or entry.url, kicker, entry.title, told, place)

    def imprint(self) -> Iterable[str]:
        body = self._page.body
        return self._credits(body.credits), self._sources(body.sources, self._words.gettext("Sources"))
