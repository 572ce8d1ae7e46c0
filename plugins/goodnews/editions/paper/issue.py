"""What the pages of an issue say, as data for the template: what digests, months and annual pages have in common."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from goodnews.editions.paper.pictures import Placed
from goodnews.editions.paper.sheet import Sheet
from goodnews.editions.paper.words import NOTHING, address_on_paper, headline_lines, length, on_paper
from goodnews.editions.views import PaperView
from goodnews.installation import THEME
from goodnews.language import catalogue
from goodnews.newsroom.byline import Byline, Sources
from goodnews.pages import days
from goodnews.pages.views.digest import DigestItem
from goodnews.pages.views.parts import Site
from goodnews.render import qr
from goodnews.render.sharecard import printable

MARK = Path(THEME, "static", "icon.svg")
_RESOLUTION = 190  # dots per inch that a picture has, if its original has them and there is room for its file
_MOST = 300_000  # bytes of the file of an issue
_USUAL = 25  # stories that it has
_EACH = 4_000  # bytes more for each further story


class Piece(NamedTuple):
    anchor: str
    title: str
    said: dict[str, object]


class Band(NamedTuple):
    title: str | None
    stories: Iterable[Piece]
    texts: tuple[str, ...] = ()


class IssueOnPaper:
    """What the pages of an issue say: of a digest, of a month or of an annual page."""

    def __init__(self, view: PaperView, site: Site, sheet: Sheet) -> None:
        self._view, self._site, self._sheet = view, site, sheet
        self._words = catalogue(site.language)
        self._han = site.language.partition("-")[0] == "zh"
        self._pictures = {picture.anchor: picture for picture in view.pictures}
        self.pictures: dict[str, Placed] = {}  # those that `data` names, if there is room, by their stories
        self.stories = 0  # that it tells

    def data(self) -> dict[str, object]:
        say, sheet, day = self._words.gettext, self._sheet, self._view.date
        address = f"{self._site.url}/{self.path}"
        lead = self.lead()
        self.pictures, self.stories = {}, 1
        front = lead.said | {"picture": self._picture(lead.anchor, *sheet.front, leading=True)}
        across = (sheet.columns - 1) * (sheet.column + sheet.gutter) - sheet.gutter
        banner = self.banner()
        second = front | {"across": self._lines(lead.title, across, sheet.second * sheet.size)}
        headline = front | self._headline(banner or lead.title)
        if banner:
            headline |= {"kicker": "", "url": address, "anchor": "_top"}
        return {
            "sheet": asdict(sheet) | {"wide": sheet.wide, "column": sheet.column},
            "author": printable(self._site.name) or NOTHING,
            "lang": self._site.language.partition("-")[0],
            "han": self._han,
            "date": (day.year, day.month, day.day),
            "title": printable(self.title) or NOTHING,
            "about": printable(self.about),
            "site": on_paper(self._site.name) or NOTHING,
            "slogan": on_paper(self._site.slogan),
            "name": on_paper(self.name),
            "days": on_paper(self.period()),
            "folio": tuple(map(on_paper, self.folio())),
            "mark": MARK.read_text("utf-8"),
            "code": qr.drawing(address),
            "call": say("Scan to read the issue"),
            "address": address,
            "shown": address_on_paper(address),
            "home": f"{self._site.url}/",
            "home-shown": address_on_paper(self._site.url),
            "headline": headline,
            "second": second if banner else None,
            "lead": front,
            "introduction": list(map(on_paper, self.introduction())),
            "note": list(map(on_paper, self.note())),
            "highlights": self._highlights(),
            "sections": self._bands(lead.anchor),
            "imprint": [on_paper(line) for line in self.imprint() if line],
            "words": {
                "highlights": self.contents,
                "note": say("Editor's note"),
                "end": say("That is all for this issue."),
            },
        }

    @property
    def most(self) -> int:
        """Bytes of its file."""
        return _MOST + _EACH * max(0, self.stories - _USUAL)

    # What each of the three says for itself

    path: str  # of its page on the site
    title: str
    about: str
    name: str
    contents: str  # heading of what stands beside the lead

    def lead(self) -> Piece:
        raise NotImplementedError

    def banner(self) -> str:
        """A headline of its own; '' if it is the lead's."""
        raise NotImplementedError

    def period(self) -> str:
        raise NotImplementedError

    def folio(self) -> tuple[str, str, str]:
        raise NotImplementedError

    def introduction(self) -> tuple[str, ...]:
        return ()

    def note(self) -> tuple[str, ...]:
        return ()

    def highlights(self) -> Iterable[tuple[str, str]]:
        """What is named beside the lead, with the anchors of the stories."""
        raise NotImplementedError

    def bands(self) -> Iterable[Band]:
        raise NotImplementedError

    def imprint(self) -> Iterable[str]:
        raise NotImplementedError

    # What all three have in common

    def _highlights(self) -> list[tuple[list[str], str]]:
        sheet = self._sheet
        width = sheet.column - 2 * sheet.inset - sheet.number * sheet.size
        return [(self._lines(text, width, sheet.size), anchor) for text, anchor in self.highlights()]

    def _bands(self, lead: str) -> list[dict[str, object]]:
        """Without the lead, which has the front. In each the first story that has a picture shows it."""
        found: list[dict[str, object]] = []
        for band in self.bands():
            stories, pictured = [], False
            for piece in band.stories:
                if piece.anchor == lead:
                    continue
                self.stories += 1
                picture = None if pictured else self._picture(piece.anchor, *self._sheet.inside)
                pictured = pictured or picture is not None
                stories.append(piece.said | {"picture": picture})
            if stories or band.texts:
                title = None if band.title is None else on_paper(band.title) or NOTHING
                found.append({"title": title, "texts": list(map(on_paper, band.texts)), "stories": stories})
        return found

    def _picture(self, anchor: str, width: float, height: float, leading: bool = False) -> dict[str, object] | None:
        """The picture of a story, if it has one, as large as it may be."""
        found = self._pictures.get(anchor)
        if not found:
            return None
        scale = min(width / found.width, height / found.height)
        shown = {"width": scale * found.width, "height": scale * found.height}
        self.pictures[anchor] = Placed(found, round(_RESOLUTION * shown["width"] / 72), leading)
        words = " ".join(filter(None, (found.caption, found.credit)))
        alt = printable(found.alt or found.caption) or self._words.gettext("Picture")
        return {**shown, "name": anchor, "alt": alt, "words": on_paper(words)}

    def _item(self, item: DigestItem, kicker: str | None = None) -> Piece:
        place = [days.month_day(self._words.gettext, item.date), item.region.text if item.region else ""]
        said = " · ".join(filter(None, place))
        over = item.kicker if kicker is None else kicker
        return self._piece(item.anchor, item.out or item.url, over, item.title, (item.text,), said)

    def _piece(self, anchor: str, url: str, kicker: str, title: str, texts: Iterable[str], place: str) -> Piece:
        sheet = self._sheet
        return Piece(
            anchor,
            title,
            {
                "anchor": anchor,
                "url": urljoin(f"{self._site.url}/", url),
                "kicker": on_paper(kicker),
                "lines": self._lines(title, sheet.column, sheet.title * sheet.size),
                "alone": self._lines(title, sheet.column, sheet.alone * sheet.size),
                "texts": list(map(on_paper, texts)),
                "place": on_paper(place),
            },
        )

    def _headline(self, title: str) -> dict[str, object]:
        """A headline across the page: in one line if it can be, as large as fits."""
        sheet = self._sheet
        fitting = 0.98 * sheet.wide / (sheet.big * length(printable(title)) or 1)
        scale = min(fitting, 1.2) if fitting > 0.72 else 0.9 if fitting > 0.4 else 0.72
        return {"size": scale * sheet.big, "lines": self._lines(title, 1.02 * sheet.wide, scale * sheet.big)}

    def _lines(self, title: str, width: float, size: float) -> list[str]:
        return headline_lines(title, width, size, self._han)

    def _stories(self, count: int) -> str:
        return self._words.ngettext("%(num)s story", "%(num)s stories", count) % {"num": count}

    def _sources(self, sources: Sources, label: str) -> str:
        say = self._words.gettext
        if not sources.origins:
            return ""
        origins = say("; ").join(" ".join(filter(None, (one.name, one.credit))) for one in sources.origins)
        return f"{label}{say(': ')}{origins}{say(' and others') if sources.others else ''}"

    def _credits(self, bylines: Iterable[Byline]) -> str:
        say = self._words.gettext
        return say("; ").join(f"{byline.role}{say(': ')}{say(', ').join(byline.names)}" for byline in bylines)
