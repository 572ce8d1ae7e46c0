"""The full way: everything Markdown can say, by Python-Markdown. `markup` comes here where a text is not everyday."""

import re
from collections.abc import Mapping
from hashlib import blake2b
from html import escape
from string import punctuation
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import markdown
import nh3
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

from goodnews.characters import is_visible
from goodnews.language import _, counted
from goodnews.problem import quoted
from goodnews.text.everyday import Ids
from goodnews.text.limits import Refused
from goodnews.text.lines import Lines
from goodnews.text.marks import COMMENT, CUT, HEADING, HREF, MEANT, NUMBER
from goodnews.text.markup import (
    NOTHING,
    NOWHERE,
    Converted,
    Fault,
    Heading,
    Oddity,
    Outline,
    address_of,
    finished,
    headings_in,
    line_of,
    marks_of,
    picture_address,
)

# A bare address: the characters of RFC 3986, without a mark of the sentence at its end.
_BARE = r"(?<![A-Za-z0-9/])(https?://[A-Za-z0-9][A-Za-z0-9:/?#@!$&'()*+,;=._~%-]*)"
_BREAK = r"<[bB][rR] */?>"
_MAIL = r"<(?:mailto:)?([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)>"
_STOPS = ".,:;!?'*_~"  # at the end of an address they belong to the sentence
_ESCAPED = re.compile(f"({STX}[0-9]+{ETX})")
_SPACE = re.compile(r"\s")
_ALIGN = re.compile(r"text-align: (left|center|right);")

TAGS = set("p br hr h2 h3 h4 h5 h6 a em strong del code pre blockquote ul ol li".split())
TAGS |= set("table thead tbody tr th td img sup div".split())
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "sup": {"id"}, "li": {"id"}}
ATTRIBUTES |= {f"h{level}": {"id"} for level in range(2, 7)}
SIDES = {"left", "center", "right"}
CLASSES = {"th": SIDES, "td": SIDES, "div": {"footnote"}, "a": {"footnote-ref", "footnote-backref"}}

# What the library raises for a text that it has no answer to: brackets nested without end, numbers that are no
# character's, indexes past the end. A fault of its code or ours, such as a NameError, is told as that.
UNBEARABLE = (RecursionError, ValueError, ArithmeticError, LookupError)


class _Lines(Preprocessor):
    """Corrects the lines before Python-Markdown reads them."""

    def run(self, lines: list[str]) -> list[str]:
        self.read = Lines(lines, self._aside)
        for name, definition in self.read.definitions.items():
            self.md.references[name] = (definition.address, definition.title)
        return [line.text for line in self.read.lines]

    def _aside(self, code: str) -> str:
        return self.md.htmlStash.store(f"<pre><code>{escape(code, quote=False)}\n</code></pre>")


class _BareAddress(InlineProcessor):
    """A bare `https://…` is a link, up to the first character that no address has, such as a Chinese one."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - an inline processor's has data and two places more
        self, m: re.Match[str], data: str
    ) -> tuple[Any, int, int]:
        address = m[1].rstrip(_STOPS)
        surplus = address.count(")") - address.count("(")  # these close what was opened before the address
        while surplus > 0 and address.endswith(")"):
            address = address[:-1].rstrip(_STOPS)
            surplus -= 1
        element = ElementTree.Element("a", href=address)
        element.text = AtomicString(address)
        end = m.start() + len(address)
        if data[end : end + 1].isalpha():
            element.tail = CUT
        return element, m.start(), end


class _MailAddress(InlineProcessor):
    """`<name@example.org>` is a link; the library's own is written in entities, which hide it from nobody."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - an inline processor's has data and two places more
        self, m: re.Match[str], data: str
    ) -> tuple[Any, int, int]:
        element = ElementTree.Element("a", href=f"mailto:{m[1]}")
        element.text = AtomicString(m[1])
        return element, m.start(), m.end()


class _CellBreak(InlineProcessor):
    """`<br>` in a cell of a table, which has no other way to begin a line."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - an inline processor's has data and two places more
        self, m: re.Match[str], data: str
    ) -> tuple[Any, int | None, int | None]:
        inline: Any = self.md.treeprocessors["inline"]
        if not {"td", "th"} & set(inline.ancestors):
            return None, None, None
        return ElementTree.Element("br"), m.start(), m.end()


class _Meant(Treeprocessor):
    """Marks the characters that follow a backslash, while they can still be told from those that do not."""

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            if element.text and STX in element.text and element.tag != "code":
                element.text = _ESCAPED.sub(rf"\1{MEANT}", element.text)
            if element.tail and STX in element.tail:
                element.tail = _ESCAPED.sub(rf"\1{MEANT}", element.tail)


class _Links(Treeprocessor):
    """Collects the outline and points inner links at the site's root mark; aligns columns by class."""

    def begin(self, places: Mapping[str, str], own: str) -> None:
        """Before each text.

        own  its name, so that no two texts on a page have footnotes with the same ids
        """
        self.places = places
        self.own = own
        self.links: list[str] = []
        self.images: list[str] = []
        self.wordless: list[str] = []  # pictures without alternative text
        self.unseen: list[str] = []  # links without words

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            if element.tag in ("sup", "li") and "id" in element.attrib:
                element.set("id", self._named(element.attrib["id"]))
            elif element.tag == "a" and element.get("class"):  # to a footnote, or back
                element.set("href", self._named(element.attrib["href"]))
                element.attrib.pop("title", None)  # it is English on every site; the arrow needs no words
            elif element.tag == "a":
                href = _SPACE.sub(lambda space: quote(space[0]), element.get("href", ""))
                self.links.append(href)
                if not (is_visible("".join(element.itertext())) or element.find("img") is not None):
                    self.unseen.append(href)
                element.set("href", address_of(href, self.places))
            elif element.tag == "img":
                source = element.get("src", "")
                self.images.append(source)
                element.set("src", picture_address(source))
                if not is_visible(element.get("alt", "")):
                    self.wordless.append(source)
            elif element.tag in ("th", "td") and (side := _ALIGN.fullmatch(element.get("style", ""))):
                element.set("class", side[1])

    def _named(self, note: str) -> str:
        return note.replace(":", f":{self.own}-", 1)


class Converter:
    """Everything Markdown can say, by Python-Markdown, cleaned by nh3."""

    def __init__(self) -> None:
        self._ids = Ids()
        self._notes = FootnoteExtension(USE_DEFINITION_ORDER=False)
        self._toc = TocExtension(slugify=lambda text, separator: self._ids(text, separator), marker="")
        self._md = md = markdown.Markdown(
            extensions=["sane_lists", "tables", self._notes, self._toc], output_format="html"
        )
        md.preprocessors.deregister("html_block")
        self._lines = _Lines(md)
        md.preprocessors.register(self._lines, "goodnews_lines", 25)
        # `_Lines` knows which headings are underlined, and which lines hold the address of a link.
        for name in ("setextheader", "reference"):
            md.parser.blockprocessors.deregister(name)
        for name in ("html", "automail"):
            md.inlinePatterns.deregister(name)
        md.inlinePatterns.register(_BareAddress(_BARE, md), "goodnews_bare_address", 115)
        md.inlinePatterns.register(_MailAddress(_MAIL, md), "goodnews_mail_address", 116)
        md.inlinePatterns.register(_CellBreak(_BREAK, md), "goodnews_cell_break", 117)
        assert md.delimiters is not None
        md.delimiters.add("~", "del", double=True)
        md.ESCAPED_CHARS = list(punctuation)  # as in today's Markdown: a backslash may escape any of them
        self.links = _Links(md)
        md.treeprocessors.register(_Meant(md), "goodnews_meant", 1)  # before the backslashes go
        md.treeprocessors.register(self.links, "goodnews_links", -1)  # last: the tree is then as it will be printed

    def html(self, text: str, places: Mapping[str, str]) -> str:
        """Clean HTML with the marks of `leftovers` in it, line breaks as they were written.

        raises  Refused; one of UNBEARABLE
        """
        self._md.reset()
        self._ids = Ids()
        self.links.begin(places, blake2b(text.encode(), digest_size=4).hexdigest())
        return nh3.clean(
            self._md.convert(text),
            tags=TAGS,
            attributes=ATTRIBUTES,
            allowed_classes=CLASSES,
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel="noopener noreferrer",
        )

    def converted(self, text: str) -> Converted:
        try:
            marked = self.html(text, NOWHERE)
        except Refused as refused:
            return Converted(NOTHING, "", (Fault(refused.line, refused.found, refused.expected, refused.fix),))
        except UNBEARABLE as error:  # the editor must learn which text caused it
            found = _("what the converter cannot read ({error})").format(error=type(error).__name__)
            return Converted(NOTHING, "", (Fault(0, found, _("plain Markdown"), _("Write it more simply.")),))
        read, links = self._lines.read, self.links
        faults, oddities = marks_of(marked, lambda: read.lines, everyday=False)
        expected, fix = _("a few words in the square brackets"), _("Say what it shows, for those who do not see it.")
        faults += [Fault(line_of(text, source), quoted(f"![]({source})"), expected, fix) for source in links.wordless]
        expected, fix = _("words in the square brackets"), _("Write the words that lead there.")
        faults += [Fault(line_of(text, href), quoted(f"[]({href})"), expected, fix) for href in links.unseen]
        for number, count, columns in read.surplus:
            found = counted("{count} column", "{count} columns", count)
            expected = _("{columns}, as in the first row of the table").format(columns=columns)
            fix = _("Give the first rows as many columns, or write \\| in a cell.")
            faults.append(Fault(number, found, expected, fix))
        odd = [href for href in links.links if re.search(HREF.pattern, href)]
        oddities += [Oddity(line_of(text, href), HREF.name, quoted(href)) for href in odd]
        oddities += [Oddity(comment.number, COMMENT.name, quoted(comment.text)) for comment in read.comments]
        oddities += [Oddity(item.number, NUMBER.name, quoted(item.text.strip())) for item in read.miscounted]
        oddities += [Oddity(line.number, HEADING.name, quoted(line.text)) for line in read.underlined]
        referred = {*links.links, *links.images}
        for name, definition in read.definitions.items():
            if definition.address not in referred:
                fix = _("Write [words][{name}] in the text, or delete the line.").format(name=name)
                faults.append(Fault(definition.number, quoted(f"[{name}]:"), _("a link to it in the text"), fix))
        for name in read.notes.keys() - self._notes.footnote_order:
            fix = _("Write [^{name}] in the text, or delete the line.").format(name=name)
            faults.append(Fault(read.notes[name], quoted(f"[^{name}]:"), _("its number in the text"), fix))
        for line, name in read.doubled:
            faults.append(
                Fault(line, quoted(f"[{name}]:"), _("each name once"), _("Give one of the two another name."))
            )
        headings = tuple(Heading(*heading) for heading in headings_in(self._md.toc_tokens))  # type: ignore[attr-defined] # `toc`'s
        for heading, number in zip(headings, read.headings, strict=False):
            if not is_visible(heading.text):
                found = quoted("#" * heading.level)
                faults.append(Fault(number, found, _("words behind it"), _("Write the heading, or delete the mark.")))
        outline = Outline(tuple(links.links), tuple(links.images), headings, tuple(sorted(oddities)))
        return Converted(outline, finished(marked, links.links), tuple(sorted(faults)))
