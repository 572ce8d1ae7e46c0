"""A digest as the pages of a newspaper, a PDF: what the pages say, as data for `paper.typ`, which sets them.

No text of an editor is read as code: all of it goes to Typst as one piece of JSON.
"""

import re
from dataclasses import asdict, dataclass
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import lxml.etree
import lxml.html
import msgspec

from goodnews.editions.views import PaperView
from goodnews.files import hash_of
from goodnews.installation import THEME
from goodnews.language import catalogue
from goodnews.pages import days
from goodnews.pages.views.digest import DigestItem
from goodnews.pages.views.parts import Site
from goodnews.render import kinsoku, qr, sharecard
from goodnews.render.headline import words_of
from goodnews.render.sharecard import printable
from goodnews.render.theme import week

if TYPE_CHECKING:
    import typst


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


def printed(view: PaperView, site: Site, sheet: str) -> bytes:
    """The PDF, tagged by PDF/UA-1.

    sheet  one of SHEETS
    """
    of = SHEETS[sheet]
    data = msgspec.json.encode(_Words(view, site, of).all()).decode()
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
    """What the pages of an issue say."""

    def __init__(self, view: PaperView, site: Site, sheet: Sheet) -> None:
        self._view, self._digest, self._site = view, view.digest, site
        self._sheet = sheet
        self._words = catalogue(site.language)
        self._han = site.language.partition("-")[0] == "zh"

    def all(self) -> dict[str, object]:
        digest, say = self._digest, self._words.gettext
        lead = digest.lead.item if digest.lead else digest.body.sections[0].items[0]
        address = f"{self._site.url}/{digest.head.url}"
        day = self._view.date
        front = self._story(lead)
        sheet = self._sheet
        across = (sheet.columns - 1) * (sheet.column + sheet.gutter) - sheet.gutter
        second = front | {"across": self._lines(lead.title, across, sheet.second * sheet.size)}
        headline = front | self._headline(digest.banner or lead.title)
        if digest.banner:
            headline |= {"kicker": "", "url": address, "anchor": "_top"}
        return {
            "sheet": asdict(sheet) | {"wide": sheet.wide, "column": sheet.column},
            "author": printable(self._site.name) or _NOTHING,
            "lang": self._site.language.partition("-")[0],
            "han": self._han,
            "date": (day.year, day.month, day.day),
            "title": printable(digest.head.title) or _NOTHING,
            "about": printable(digest.head.description),
            "site": _set(self._site.name) or _NOTHING,
            "slogan": _set(self._site.slogan),
            "name": _set(digest.name),
            "days": days.days(say, digest.monday, digest.sunday),
            "folio": self._folio(),
            "mark": _MARK.read_text("utf-8"),
            "code": qr.drawing(address),
            "call": say("Scan to read the issue"),
            "address": address,
            "shown": _shown(address),
            "home": f"{self._site.url}/",
            "home-shown": _shown(self._site.url),
            "headline": headline,
            "second": second if digest.banner else None,
            "lead": front,
            "introduction": list(map(_set, self._view.introduction)),
            "note": list(map(_set, digest.body.editors_note)),
            "highlights": self._highlights(),
            "sections": self._sections(lead),
            "imprint": list(self._imprint()),
            "words": {
                "highlights": say("Highlights"),
                "note": say("Editor's note"),
                "end": say("That is all for this issue."),
            },
        }

    def _folio(self) -> tuple[str, str, str]:
        digest, say = self._digest, self._words.gettext
        numbers = [
            say("No. %(number)s") % {"number": digest.issue} if digest.issue else "",
            say("Issue %(number)s") % {"number": digest.number} if digest.number else "",
        ]
        left = " · ".join(map(_set, filter(None, (week(say, digest.week), *numbers))))
        count = self._words.ngettext("%(num)s story", "%(num)s stories", digest.count) % {"num": digest.count}
        span = self._words.ngettext("%(num)s minute to read", "%(num)s minutes to read", digest.minutes)
        day = days.days(say, digest.monday, digest.sunday)
        return left, day, f"{count} · {span % {'num': digest.minutes}}"

    def _highlights(self) -> list[tuple[list[str], str]]:
        there = {item.anchor for section in self._digest.body.sections for item in section.items}
        named = ((link.text, link.url.rpartition("#")[2]) for link in self._digest.highlights)
        sheet = self._sheet
        width = sheet.column - 2 * sheet.inset - sheet.number * sheet.size
        found = [(self._lines(text, width, sheet.size), anchor) for text, anchor in named if anchor in there]
        return found[:_HIGHLIGHTS]

    def _sections(self, lead: DigestItem) -> list[dict[str, object]]:
        """Without the lead, which has the front."""
        rest = (
            (section.title, [self._story(item) for item in section.items if item.anchor != lead.anchor])
            for section in self._digest.body.sections
        )
        shown = [(title, stories) for title, stories in rest if stories]
        if retracted := self._retracted():
            shown.append((self._words.gettext("Retracted since"), retracted))
        return [{"title": _set(title) or _NOTHING, "stories": stories} for title, stories in shown]

    def _retracted(self) -> list[dict[str, object]]:
        """Stories of earlier issues that were taken back."""
        say = self._words.gettext
        found = []
        for number, item in enumerate(self._digest.body.retracted):
            told = say("It was in the issue of %(week)s.") % {"week": item.issue.text}
            place = f"{days.day(say, item.retraction.date)} · {told}"
            found.append(self._piece(f"_retracted-{number}", item.url, "", item.title, item.retraction.text, place))
        return found

    def _story(self, item: DigestItem) -> dict[str, object]:
        place = [days.month_day(self._words.gettext, item.date), item.region.text if item.region else ""]
        said = " · ".join(filter(None, place))
        return self._piece(item.anchor, item.url, item.kicker, item.title, item.text, said)

    def _piece(self, anchor: str, url: str, kicker: str, title: str, text: str, place: str) -> dict[str, object]:
        sheet = self._sheet
        return {
            "anchor": anchor,
            "url": f"{self._site.url}/{url}",
            "kicker": _set(kicker),
            "lines": self._lines(title, sheet.column, sheet.title * sheet.size),
            "alone": self._lines(title, sheet.column, sheet.alone * sheet.size),
            "text": _set(text),
            "place": _set(place),
        }

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

    def _imprint(self) -> list[str]:
        body, say = self._digest.body, self._words.gettext
        lines = []
        if body.sources.origins:
            origins = say("; ").join(
                " ".join(filter(None, (origin.name, origin.credit))) for origin in body.sources.origins
            )
            others = say(" and others") if body.sources.others else ""
            lines.append(f"{say('Some text and pictures from')}{say(': ')}{origins}{others}")
        credits_line = say("; ").join(
            f"{byline.role}{say(': ')}{say(', ').join(byline.names)}" for byline in body.editors
        )
        return [_set(line) for line in (*lines, credits_line) if line]


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
