"""Markdown to HTML that is safe whatever was typed, with what it refers to and what is wrong with its form."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from goodnews.characters import ROOT, WIDE
from goodnews.text.constructs import Line
from goodnews.text.everyday import Declined, EverydayText
from goodnews.text.leftovers import MARKS, leftovers
from goodnews.text.lines import Lines

if TYPE_CHECKING:
    from goodnews.text.full import Converter

INNER = re.compile(r"(story|digest|top10|page):([A-Za-z0-9-]+)(#[^#]*)?")
SAFE_SCHEMES = ("http://", "https://", "mailto:", "tel:")

# Compiled when a text first needs it, since that takes 6 ms and most builds convert few texts.
_SOFT_BREAK = f"({WIDE}(?:</(?:a|em|strong|del)>)*)\n *((?:<(?:a|em|strong|del)\\b[^>]*>)*)(?={WIDE})"
_PRE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)

# A link to a page that is not published yet, or to an unsafe address: only its text is printed.
_NOWHERE = re.compile(r'<a href="#"(?: [a-z]+="[^"]*")*>(.*?)</a>', re.DOTALL)


class Heading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    level: int
    id: str
    text: str


class Oddity(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """Something for the editor to check."""

    line: int  # of the body, from 0
    rule: str  # a name of `leftovers.BY_NAME`
    found: str


class Outline(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a body refers to, and what its editor may want to check."""

    links: tuple[str, ...] = ()  # as written: `story:slug`, an address of the web, or something wrong
    images: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    oddities: tuple[Oddity, ...] = ()


class Fault(NamedTuple):
    """Something that keeps a body from being printed."""

    line: int  # of the body, from 0
    found: str
    expected: str
    fix: str


class Converted(NamedTuple):
    """One body, converted without the addresses of its inner links."""

    outline: Outline
    html: str  # links inside the site begin with the root mark; one without an address is plain text
    faults: tuple[Fault, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether the HTML is not final: an inner link needs its address."""
        return any(inner_target(href) for href in self.outline.links)


NOTHING = Outline()
_MARK = re.compile(r"<[^>]*>|\s")


def shows(html: str, least: int) -> bool:
    """Whether a reader sees at least so many characters, blanks apart."""
    at = seen = 0
    while at < len(html) and seen < least:
        end = html.find(">", at + least) + 1 or len(html)  # never within a tag
        seen += len(unescape(_MARK.sub("", html[at:end])))
        at = end
    return seen >= least


NOWHERE: Mapping[str, str] = {}


@cache
def _converter() -> "Converter":
    """One for the process: making it costs more than a conversion."""
    from goodnews.text.full import Converter  # most builds of an edit need neither it nor Python-Markdown

    return Converter()


def converted(text: str) -> Converted:
    """Convert one body; report what is wrong with its form and what it refers to.

    text  Markdown; raw HTML in it is a fault
    """
    if not text.strip():
        return Converted(NOTHING, "")
    everyday = _everyday(NOWHERE)
    try:
        marked = everyday.html(text.strip("\n"))
    except Declined:
        return _converter().converted(text)
    faults, oddities = marks_of(
        marked, lambda: [Line(number, line) for number, line in enumerate(text.split("\n"))], everyday=True
    )
    headings = tuple(Heading(*heading) for heading in everyday.headings)
    outline = Outline(tuple(everyday.links), tuple(everyday.images), headings, tuple(oddities))
    return Converted(outline, _from_everyday(everyday, marked), tuple(faults))


def to_html(text: str, places: Mapping[str, str] = NOWHERE) -> str:
    """Convert one body.

    text     Markdown without faults; raw HTML in it is shown as text
    places   `story:slug` -> address below the site's root; an inner link without one is plain text
    returns  clean HTML; links inside the site begin with the root mark (see `rooted`)
    """
    everyday = _everyday(places)
    try:
        return _from_everyday(everyday, everyday.html(text.strip("\n")))
    except Declined:
        return in_full(text, places)


def in_full(text: str, places: Mapping[str, str] = NOWHERE) -> str:
    """What `to_html` gives, without the shortcut for everyday texts."""
    converter = _converter()
    marked = converter.html(text, places)
    return finished(marked, converter.links.links)


def marks_of(marked: str, source: Callable[[], Sequence[Line]], everyday: bool) -> tuple[list[Fault], list[Oddity]]:
    faults, oddities = [], []
    for leftover in leftovers(marked, source, everyday):
        if leftover.rule.is_advice:
            oddities.append(Oddity(leftover.line, leftover.rule.name, leftover.found))
        else:
            expected, fix = leftover.rule.says()
            faults.append(Fault(leftover.line, leftover.found, expected, fix))
    return faults, oddities


def _everyday(places: Mapping[str, str]) -> EverydayText:
    return EverydayText(lambda href: address_of(href, places), picture_address)


def _from_everyday(everyday: EverydayText, marked: str) -> str:
    if everyday.broken:
        marked = re.sub(_SOFT_BREAK, r"\1\2", marked)
    return _NOWHERE.sub(r"\1", marked) if everyday.links else marked


def finished(marked: str, links: Sequence[str]) -> str:
    """The HTML as it is printed: without our marks, and no blank where a line broke between Chinese characters."""
    pieces = _PRE.split(marked.translate(MARKS))
    text = "".join(piece if i % 2 else re.sub(_SOFT_BREAK, r"\1\2", piece) for i, piece in enumerate(pieces)).strip()
    return _NOWHERE.sub(r"\1", text) if links else text


def heading_lines(text: str) -> list[int]:
    """The line of each heading of a body, from 0."""
    return Lines(text.expandtabs(4).split("\n"), lambda _code: "code").headings


def line_of(text: str, address: str) -> int:
    """The line of a link or picture in a body, from 0: the first that holds its address."""
    written = re.escape(address).replace("%20", "(?:%20| )")
    found = re.search(rf"[\](（<：:]\s*{written}(?![A-Za-z0-9-])", text) or re.search(written, text)
    return text.count("\n", 0, found.start() if found else 0)


def inner_target(href: str) -> tuple[str, str, str] | None:
    """`digest:2025-W30#care` -> kind, name and anchor; None if a link leads elsewhere."""
    match = INNER.fullmatch(href)
    return (match[1], match[2], match[3] or "") if match else None


def address_of(href: str, places: Mapping[str, str]) -> str:
    """The target of a link: below the root mark, on the web, or nowhere."""
    target = inner_target(href)
    if target is None:
        return href if href.startswith(SAFE_SCHEMES) else "#"
    kind, name, anchor = target
    place = places.get(f"{kind}:{name}")
    return f"{ROOT}/{place}{anchor}" if place else "#"


def picture_address(source: str) -> str:
    return f"{ROOT}/{source}" if source.startswith("images/") else "#"


def headings_in(tokens: list[dict[str, Any]]) -> Iterator[tuple[int, str, str]]:
    for token in tokens:
        yield int(token["level"]), token["id"], unescape(token["name"])
        yield from headings_in(token["children"])


def rooted(converted: str, root: str) -> str:
    """Replace the root mark by the path to the site's root: `../../` on a page, the whole address in a feed."""
    return converted.replace(f'"{ROOT}/', f'"{root}')
