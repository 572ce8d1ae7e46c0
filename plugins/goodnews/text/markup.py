"""Markdown to HTML that is safe whatever was typed, and the outline that the newsroom checks."""

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any
from xml.etree import ElementTree

import markdown
import msgspec
import nh3
from markdown.extensions.toc import TocExtension, slugify_unicode
from markdown.treeprocessors import Treeprocessor

from goodnews.characters import ROOT
from goodnews.text.everyday import Declined, Reading

INNER = re.compile(r"(story|digest|top10|page):([A-Za-z0-9-]+)(#[^#]*)?")
_SAFE_SCHEMES = ("http://", "https://", "mailto:", "tel:")

# Where headings stand: `## x`, also in a quote or list, or `x` underlined with `=`.
HEADING_LINE = re.compile(r"^[ \t>*+\-\d.)]*(?:#|=+[ \t]*$)", re.MULTILINE)

# A Han character or a mark of Chinese punctuation; between two of them a line break is no space.
_WIDE = "[⺀-⿟　-〿㄀-ㆿ㐀-䶿一-鿿豈-﫿︰-﹏！-｠\U00020000-\U0003ffff“”‘’…—]"
_SOFT_BREAK = re.compile(f"({_WIDE}(?:</(?:a|em|strong)>)*)\n((?:<(?:a|em|strong)\\b[^>]*>)*)(?={_WIDE})")
_PRE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)

# A link to a page that waits for its day, or to an address that nothing may run from: its text alone is printed.
_NOWHERE = re.compile(r'<a href="#"(?: [a-z]+="[^"]*")*>(.*?)</a>', re.DOTALL)

TAGS = set("p br hr h2 h3 h4 h5 h6 a em strong code pre blockquote ul ol li table thead tbody tr th td img".split())
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "th": {"align"}, "td": {"align"}, "ol": {"start"}}
ATTRIBUTES |= {f"h{level}": {"id"} for level in range(2, 7)}


class Heading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    level: int
    id: str
    text: str


class Outline(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a body refers to."""

    links: tuple[str, ...] = ()  # as written: `story:slug`, an address of the web, or something wrong
    images: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()


NOTHING = Outline()
NOWHERE: Mapping[str, str] = {}


class _Links(Treeprocessor):
    """Collects the outline and points inner links at the site's root mark."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.clear()

    def clear(self) -> None:
        self.places: Mapping[str, str] = {}
        self.links: list[str] = []
        self.images: list[str] = []

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            if element.tag == "a":
                href = element.get("href", "")
                self.links.append(href)
                element.set("href", address_of(href, self.places))
            elif element.tag == "img":
                source = element.get("src", "")
                self.images.append(source)
                element.set("src", picture_address(source))


@cache
def _converter() -> tuple[markdown.Markdown, _Links]:
    """One Markdown object for the process: making it costs more than a conversion."""
    md = markdown.Markdown(
        extensions=["sane_lists", "tables", TocExtension(slugify=slugify_unicode, marker="")], output_format="html"
    )
    md.preprocessors.deregister("html_block")
    # A line such as `[注]: 数据来自某报` is a remark here, not the definition of a link; and an address is not hidden.
    md.parser.blockprocessors.deregister("reference")
    for name in ("html", "automail", "reference", "short_reference", "image_reference", "short_image_ref"):
        md.inlinePatterns.deregister(name)
    links = _Links(md)
    md.treeprocessors.register(links, "goodnews_links", -1)  # last: the tree is then as it will be printed
    return md, links


def inner_target(href: str) -> tuple[str, str, str] | None:
    """`digest:2025-W30#care` -> kind, name and anchor; None if a link leads elsewhere."""
    match = INNER.fullmatch(href)
    return (match[1], match[2], match[3] or "") if match else None


def address_of(href: str, places: Mapping[str, str]) -> str:
    """Where a link leads: below the root mark, on the web, or nowhere."""
    target = inner_target(href)
    if target is None:
        return href if href.startswith(_SAFE_SCHEMES) else "#"
    kind, name, anchor = target
    place = places.get(f"{kind}:{name}")
    return f"{ROOT}/{place}{anchor}" if place else "#"


def picture_address(source: str) -> str:
    return f"{ROOT}/{source}" if source.startswith("images/") else "#"


def to_html(text: str, places: Mapping[str, str] = NOWHERE) -> str:
    """Convert one body.

    text     Markdown; raw HTML in it is shown as text
    places   `story:slug` -> address below the site's root; an inner link of the text that has none is text alone
    returns  clean HTML; links inside the site begin with the root mark (see `rooted`)
    """
    return _read(text, places)[1]


def outline_of(text: str) -> Outline:
    """Links, pictures and headings of one body."""
    return _once(text)[0]


def prepared(text: str) -> str | None:
    """The HTML of a body whose outline has just been asked for; None if it waits for the places of its links."""
    outline, converted = _once(text)
    return None if any(inner_target(href) for href in outline.links) else converted


@lru_cache(maxsize=1)
def _once(text: str) -> tuple[Outline, str]:
    return _read(text, NOWHERE)


def _read(text: str, places: Mapping[str, str]) -> tuple[Outline, str]:
    reading = _everyday(places)
    try:
        converted = reading.html(text.strip("\n"))
        if reading.broken:
            converted = _SOFT_BREAK.sub(r"\1\2", converted)
        links, images, headings = reading.links, reading.images, reading.headings
    except Declined:
        converted = _in_full(text, places)
        md, collected = _converter()
        links, images = collected.links, collected.images
        headings = list(_headings(md.toc_tokens))  # type: ignore[attr-defined]
    if not (links or images or headings):
        return NOTHING, converted
    if links:
        converted = _NOWHERE.sub(r"\1", converted)
    return Outline(tuple(links), tuple(images), tuple(Heading(*heading) for heading in headings)), converted


def _everyday(places: Mapping[str, str]) -> Reading:
    return Reading(lambda href: address_of(href, places), picture_address)


def _headings(tokens: list[dict[str, Any]]) -> Iterator[tuple[int, str, str]]:
    for token in tokens:
        yield int(token["level"]), token["id"], html.unescape(token["name"])
        yield from _headings(token["children"])


def rooted(converted: str, root: str) -> str:
    """Replace the root mark by the way to the site's root: `../../` on a page, the whole address in a feed."""
    return converted.replace(f'"{ROOT}/', f'"{root}')


def _in_full(text: str, places: Mapping[str, str]) -> str:
    """Everything Markdown can say, by Python-Markdown, cleaned by nh3."""
    md, links = _converter()
    md.reset()
    links.clear()
    links.places = places
    converted = md.convert(text)
    clean = nh3.clean(
        converted,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    pieces = _PRE.split(clean)
    return "".join(piece if i % 2 else _SOFT_BREAK.sub(r"\1\2", piece) for i, piece in enumerate(pieces)).strip()
