"""An issue as the pages of a newspaper, a PDF: what the pages say, as data for `paper.typ`, which sets them.

No text of an editor is read as code: all of it goes to Typst as one piece of JSON.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin

import lxml.etree
import lxml.html
import msgspec

from goodnews.editions.views import PaperAnnual, PaperMonth, PaperPicture, PaperView
from goodnews.files import hash_of
from goodnews.installation import THEME
from goodnews.language import catalogue
from goodnews.newsroom.byline import Byline, Sources, bylines_together
from goodnews.pages import days
from goodnews.pages.views.digest import DigestItem, DigestPage
from goodnews.pages.views.parts import Site
from goodnews.pictures.darkroom import widths_of
from goodnews.render import kinsoku, qr, sharecard
from goodnews.render.headline import words_of
from goodnews.render.sharecard import printable
from goodnews.render.theme import week

if TYPE_CHECKING:
    import typst

Develop = Callable[[PaperPicture, int], bytes]

_POINT = 25.4 / 72  # millimetres


@dataclass(frozen=True, slots=True)
class Sheet:
    """A size of paper and what stands where on it; lengths in points, headlines in sizes of the text."""

    width: float
    height: float
    side: float  # margins
    top: float
    bottom: float
    columns: int
    em: int  # Chinese characters in a line
    big: float  # a headline across the page
    rows: tuple[float, ...]  # from line to line; the first that fills the last page
    gutter: float = 6 / _POINT
    title: float = 1.2  # of a story
    alone: float = 1.55  # of a story that is alone in its section
    second: float = 1.7  # of the lead, below the headline of the issue
    inset: float = 9  # around what stands beside the lead
    number: float = 1.35  # width of its numbers

    @property
    def wide(self) -> float:
        return self.width - 2 * self.side

    @property
    def column(self) -> float:
        return (self.wide - (self.columns - 1) * self.gutter) / self.columns

    @property
    def front(self) -> tuple[float, float]:
        """Width and height that the lead's picture has at most."""
        return 2 * self.column + self.gutter, 0.3 * self.height

    @property
    def inside(self) -> tuple[float, float]:
        """The same of any other picture."""
        return self.column, 0.2 * self.height

    @property
    def size(self) -> float:
        """Of text."""
        return self.column / self.em


def _sheet(
    width: int, height: int, margins: tuple[int, int, int], columns: int, em: int, big: float, rows: tuple[float, ...]
) -> Sheet:
    """width, height, margins  in millimetres"""
    side, top, bottom = (margin / _POINT for margin in margins)
    return Sheet(width / _POINT, height / _POINT, side, top, bottom, columns, em, big, rows)


SHEETS = {
    "a4": _sheet(210, 297, (14, 15, 14), columns=3, em=17, big=30, rows=(15, 14.6, 14.2, 15.4)),
    "a3": _sheet(297, 420, (17, 18, 16), columns=4, em=18, big=42, rows=(15.6, 15.2, 14.8, 16)),
}
_TEMPLATE = Path(__file__).with_name("paper.typ")
_MARK = Path(THEME, "static", "icon.svg")
_FULL = 0.5  # of the last page: with less, the lines stand a little closer or wider
_HIGHLIGHTS = 8  # at most, beside the lead
_LONGEST_WORD = 12  # characters of a word in Latin letters or digits that a narrow column holds; a longer one may break
_LONG_WORD = re.compile(rf"[^\s\u2e80-\uffef]{{{_LONGEST_WORD},}}")
_TWO_SCRIPTS = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_RESOLUTION = 190  # dots per inch that a picture has at least, if its original has them
PICTURES_MOST = 300_000  # bytes of all pictures of an issue
PICTURE_MOST = 120_000  # of one
_NOTHING = "—"  # where nothing is left of a name or a headline, for the fonts have no emoji
_BREAK = "\u200b"
_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "pre")


def recipe() -> bytes:
    """Hash of what decides the pages besides their view: library, fonts, template, and the code that draws.

    raises  ModuleNotFoundError if Typst is not installed
    """
    from importlib.metadata import version  # raises an error of that kind, without loading 84 MB

    sources = (_TEMPLATE, _MARK, Path(__file__), Path(kinsoku.__file__))
    return hash_of(version("typst").encode(), sharecard.recipe(), *(path.read_bytes() for path in sources))


def printed(view: PaperView, site: Site, sheet: str, develop: Develop) -> bytes:
    """The PDF, tagged by PDF/UA-1.

    sheet    one of SHEETS
    develop  gives a picture's file, so many pixels wide
    """
    of = SHEETS[sheet]
    data = msgspec.json.encode(_words_of(view, site, of, develop).all()).decode()
    found: list[tuple[float, bytes]] = []
    for row in of.rows:
        found.append(_set_in(row, data))
        if found[-1][0] >= _FULL:
            break
    return max(found, key=itemgetter(0))[1]


def _set_in(row: float, data: str) -> tuple[float, bytes]:
    """How full the last page is, and the pages."""
    compiler = _compiler()
    pages = compiler.compile(format="pdf", sys_inputs={"issue": data, "row": str(row)}, pdf_standards=["ua-1"])
    assert isinstance(pages, bytes)
    return float(compiler.query("<full>", field="value", one=True)), pages


def paragraphs(html: str) -> tuple[str, ...]:
    """The words of an introduction, one text for each of its blocks."""
    if not html.strip():
        return ()
    found = [""]
    for event, element in lxml.etree.iterwalk(
        lxml.html.fragment_fromstring(html, create_parent="div"), events=("start", "end")
    ):
        if element.tag in _BLOCKS:
            found.append("")
        found[-1] += (element.text if event == "start" else element.tail) or ""
        if element.tag == "br":
            found[-1] += " "
    return tuple(words for text in found if (words := " ".join(text.split())))


@lru_cache(maxsize=1)
def _compiler() -> "typst.Compiler":
    """With the fonts of one package, and none of this machine's. They are read once in a process."""
    import pylopdf_fonts_zh_cn
    import typst

    folder = pylopdf_fonts_zh_cn.serif_path().parent
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return typst.Compiler(_TEMPLATE, font_paths=fonts, ignore_system_fonts=True)


class _Words:
    """What the pages of an issue say: of a digest, of a month or of an annual page."""

    def __init__(self, view: PaperView, site: Site, sheet: Sheet, develop: Develop) -> None:
        self._view, self._site, self._sheet, self._develop = view, site, sheet, develop
        self._words = catalogue(site.language)
        self._han = site.language.partition("-")[0] == "zh"
        self._pictures = {picture.anchor: picture for picture in view.pictures}
        self._left = PICTURES_MOST

    def all(self) -> dict[str, object]:
        say, sheet, day = self._words.gettext, self._sheet, self._view.date
        address = f"{self._site.url}/{self.path}"
        lead = self.lead()
        front = lead.said | {"picture": self._picture(lead.anchor, *sheet.front)}
        across = (sheet.columns - 1) * (sheet.column + sheet.gutter) - sheet.gutter
        banner = self.banner()
        second = front | {"across": self._lines(lead.title, across, sheet.second * sheet.size)}
        headline = front | self._headline(banner or lead.title)
        if banner:
            headline |= {"kicker": "", "url": address, "anchor": "_top"}
        return {
            "sheet": asdict(sheet) | {"wide": sheet.wide, "column": sheet.column},
            "author": printable(self._site.name) or _NOTHING,
            "lang": self._site.language.partition("-")[0],
            "han": self._han,
            "date": (day.year, day.month, day.day),
            "title": printable(self.title) or _NOTHING,
            "about": printable(self.about),
            "site": _set(self._site.name) or _NOTHING,
            "slogan": _set(self._site.slogan),
            "name": _set(self.name),
            "days": _set(self.period()),
            "folio": tuple(map(_set, self.folio())),
            "mark": _MARK.read_text("utf-8"),
            "code": qr.drawing(address),
            "call": say("Scan to read the issue"),
            "address": address,
            "shown": _shown(address),
            "home": f"{self._site.url}/",
            "home-shown": _shown(self._site.url),
            "headline": headline,
            "second": second if banner else None,
            "lead": front,
            "introduction": list(map(_set, self.introduction())),
            "note": list(map(_set, self.note())),
            "highlights": self._highlights(),
            "sections": self._bands(lead.anchor),
            "imprint": [_set(line) for line in self.imprint() if line],
            "words": {
                "highlights": self.contents,
                "note": say("Editor's note"),
                "end": say("That is all for this issue."),
            },
        }

    # What each of the three says for itself

    path: str  # of its page on the site
    title: str
    about: str
    name: str
    contents: str  # heading of what stands beside the lead

    def lead(self) -> "_Piece":
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

    def bands(self) -> Iterable["_Band"]:
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
                picture = None if pictured else self._picture(piece.anchor, *self._sheet.inside)
                pictured = pictured or picture is not None
                stories.append(piece.said | {"picture": picture})
            if stories or band.texts:
                title = None if band.title is None else _set(band.title) or _NOTHING
                found.append({"title": title, "texts": list(map(_set, band.texts)), "stories": stories})
        return found

    def _picture(self, anchor: str, width: float, height: float) -> dict[str, object] | None:
        """The picture of a story, as large as it may be, if it has one and there is room for its file."""
        found = self._pictures.get(anchor)
        if not found:
            return None
        scale = min(width / found.width, height / found.height)
        shown = {"width": scale * found.width, "height": scale * found.height}
        widths = widths_of(found.width)
        wanted = next((one for one in widths if one >= _RESOLUTION * shown["width"] / 72), widths[-1])
        for pixels in reversed([one for one in widths if one <= wanted]):
            data = self._develop(found, pixels)
            if len(data) <= min(self._left, PICTURE_MOST):
                self._left -= len(data)
                words = " ".join(filter(None, (found.caption, found.credit)))
                alt = printable(found.alt or found.caption) or self._words.gettext("Picture")
                return {**shown, "data": list(data), "alt": alt, "words": _set(words)}
        return None

    def _item(self, item: DigestItem, kicker: str | None = None) -> "_Piece":
        place = [days.month_day(self._words.gettext, item.date), item.region.text if item.region else ""]
        said = " · ".join(filter(None, place))
        over = item.kicker if kicker is None else kicker
        return self._piece(item.anchor, item.out or item.url, over, item.title, (item.text,), said)

    def _piece(self, anchor: str, url: str, kicker: str, title: str, texts: Iterable[str], place: str) -> "_Piece":
        sheet = self._sheet
        return _Piece(
            anchor,
            title,
            {
                "anchor": anchor,
                "url": urljoin(f"{self._site.url}/", url),
                "kicker": _set(kicker),
                "lines": self._lines(title, sheet.column, sheet.title * sheet.size),
                "alone": self._lines(title, sheet.column, sheet.alone * sheet.size),
                "texts": list(map(_set, texts)),
                "place": _set(place),
            },
        )

    def _headline(self, title: str) -> dict[str, object]:
        """A headline across the page: in one line if it can be, as large as fits."""
        sheet = self._sheet
        fitting = 0.98 * sheet.wide / (sheet.big * _length(printable(title)) or 1)
        scale = min(fitting, 1.2) if fitting > 0.72 else 0.9 if fitting > 0.4 else 0.72
        return {"size": scale * sheet.big, "lines": self._lines(title, 1.02 * sheet.wide, scale * sheet.big)}

    def _lines(self, title: str, width: float, size: float) -> list[str]:
        """A headline in lines of about equal length that end between words, best at a pause.

        width  of a line, in points
        size   of the letters, in points
        """
        shown = printable(title) or _NOTHING
        return list(kinsoku.lines_of(shown, 0.97 * width / size, _length, words_of if self._han else None))

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


class _Piece(NamedTuple):
    anchor: str
    title: str
    said: dict[str, object]


class _Band(NamedTuple):
    title: str | None
    stories: Iterable[_Piece]
    texts: tuple[str, ...] = ()


class _DigestWords(_Words):
    def __init__(self, view: PaperView, site: Site, sheet: Sheet, develop: Develop, digest: DigestPage) -> None:
        super().__init__(view, site, sheet, develop)
        self._digest = digest
        self.path, self.title, self.about = digest.head.url, digest.head.title, digest.head.description
        self.name, self.contents = digest.name, self._words.gettext("Highlights")

    def lead(self) -> _Piece:
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

    def bands(self) -> Iterable[_Band]:
        for section in self._digest.body.sections:
            yield _Band(section.title, map(self._item, section.items))
        yield _Band(self._words.gettext("Retracted since"), self._retracted())

    def _retracted(self) -> Iterable[_Piece]:
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


class _MonthWords(_Words):
    """The lead is that of the newest issue; a band for each issue, the oldest first."""

    def __init__(self, view: PaperView, site: Site, sheet: Sheet, develop: Develop, month: PaperMonth) -> None:
        super().__init__(view, site, sheet, develop)
        self._month = month
        self.path, self.title, self.name = month.address, month.title, month.name
        self.about, self.contents = "", self._words.gettext("In this issue")

    def lead(self) -> _Piece:
        return self._item(_lead_of(self._month.digests[-1]))

    def banner(self) -> str:
        return self._month.title

    def period(self) -> str:
        return self._month.period

    def folio(self) -> tuple[str, str, str]:
        first, last = self._month.digests[0], self._month.digests[-1]
        told = days.days(self._words.gettext, first.monday, last.sunday)
        return self._month.period, told, self._stories(sum(digest.count for digest in self._month.digests))

    def highlights(self) -> Iterable[tuple[str, str]]:
        return [(digest.headline, _lead_of(digest).anchor) for digest in self._month.digests]

    def bands(self) -> Iterable[_Band]:
        say = self._words.gettext
        for digest in self._month.digests:
            pieces = (self._item(item, section.title) for section in digest.body.sections for item in section.items)
            title = f"{week(say, digest.week)} · {days.days(say, digest.monday, digest.sunday)}"
            yield _Band(title, pieces)

    def imprint(self) -> Iterable[str]:
        bodies = [digest.body for digest in self._month.digests]
        origins = tuple(dict.fromkeys(origin for body in bodies for origin in body.sources.origins))
        sources = Sources(origins, others=any(body.sources.others for body in bodies))
        editors = bylines_together(byline for body in bodies for byline in body.editors)
        return self._sources(sources, self._words.gettext("Some text and pictures from")), self._credits(editors)


class _AnnualWords(_Words):
    """The first entry leads; the others follow, each with its number, recap and comment."""

    def __init__(self, view: PaperView, site: Site, sheet: Sheet, develop: Develop, annual: PaperAnnual) -> None:
        super().__init__(view, site, sheet, develop)
        self._annual, self._page = annual, annual.page
        head = annual.page.head
        self.path, self.title, self.about = head.url, head.title, head.description
        self.name, self.contents = annual.page.kicker or site.name, self._words.gettext("In this issue")

    def lead(self) -> _Piece:
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

    def bands(self) -> Iterable[_Band]:
        say, page = self._words.gettext, self._page
        yield _Band(None, self._entries())
        yield _Band(say("How they were chosen"), (), page.method)
        letters = (
            f"{one.text} —— {' '.join(filter(None, (one.name, one.place)))}".rstrip(" —") for one in page.letters
        )
        yield _Band(say("From readers"), (), tuple(letters))

    def _entries(self) -> Iterator[_Piece]:
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


def _lead_of(digest: DigestPage) -> DigestItem:
    return digest.lead.item if digest.lead else digest.body.sections[0].items[0]


def _words_of(view: PaperView, site: Site, sheet: Sheet, develop: Develop) -> _Words:
    if view.digest:
        return _DigestWords(view, site, sheet, develop, view.digest)
    if view.month:
        return _MonthWords(view, site, sheet, develop, view.month)
    assert view.annual
    return _AnnualWords(view, site, sheet, develop, view.annual)


def _length(text: str) -> float:
    """Of a text in one line, in sizes of its letters; between Chinese and Latin letters there is a quarter of one."""
    return sharecard.length(100, text) / 100 + 0.25 * len(_TWO_SCRIPTS.findall(text))


def _set(text: str) -> str:
    return _breakable(printable(text))


def _breakable(text: str) -> str:
    """A text that fits into a column: a word of Latin letters that is too long may break anywhere."""
    return _LONG_WORD.sub(lambda found: _BREAK.join(found[0]) if len(found[0]) > 2 * _LONGEST_WORD else found[0], text)


def _shown(address: str) -> str:
    return _set(unquote(address).removeprefix("https://").removeprefix("http://"))
