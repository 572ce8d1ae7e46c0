"""A page saved from WeChat or a portal: from its headline to the end of its text, as a reader sees it.

Only the file and the folder that the browser saved beside it are read; scripts, styles and event handlers are dropped.
"""

import base64
import binascii
import re

from lxml import etree

from goodnews.importer.article import HEADLINE_LEAST, article_in, headline_before, own_title, shown
from goodnews.importer.beside import Beside
from goodnews.importer.images import PICTURE_MOST, put_picture
from goodnews.importer.metadata import metadata_of
from goodnews.importer.raw import LineKind, Raw
from goodnews.importer.scrambled import decoded
from goodnews.importer.transcript import PICTURES_MOST, Transcript, printable, warn_of_encoding
from goodnews.importer.webtree import textless, tree_of
from goodnews.language import _

_DROPPED = frozenset(
    "script style noscript template head link meta title iframe frame object embed applet canvas math select option"
    " button input textarea audio video source map area dialog".split()
)
_AROUND = frozenset(("nav", "aside", "footer"))  # furniture, unless it is the article that holds it
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_PLAYED = ("iframe", "video", "audio", "object", "embed", "mpvoice", "mp-common-videosnap", "mp-common-mpaudio")
_ADDRESSES = ("data-src", "src", "data", "voice_encode_fileid")
_CARDS = ("mp-miniprogram", "mp-common-profile", "mp-common-product", "mp-common-cpsad", "mp-common-poi")
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CREDIT = re.compile(r"\W{0,3}(?:责任编辑|责编|编辑|编审|校对|审核|监制|来源|稿源|作者|记者|摄影|撰文)\s*[:：]")
_CREDITS_MOST = 10  # lines behind an article that say who made it
_INLINE = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)


def read_webpage(name: str, data: bytes, path: str = "") -> Raw:
    """Read a page.

    path    where it lies, so that its pictures can be found beside it; '' if it came in a mail
    raises  Refused if it is no text, nested without measure, or empty
    """
    named = _CHARSET.search(data[:4096])
    text = decoded(data, named[1].decode("ascii") if named else "")
    return webpage_from(name, text, path)


def webpage_from(name: str, text: str, path: str = "") -> Raw:
    root = tree_of(text)
    found = Transcript(name)
    reading = _Reading(root, found, Beside(path) if path else None)
    reading.write()
    head = "\n".join(line.text for line in found.raw().lines[: reading.before])
    found.said |= metadata_of(root, text, head)
    if not found.says_anything:
        raise textless()
    warn_of_encoding(found, text)
    return found.raw()


class _Reading:
    """One page, while it is read."""

    def __init__(self, root: etree._Element, found: Transcript, beside: Beside | None) -> None:
        self._root = root
        self._found = found
        self._beside = beside
        self._article = article_in(root)
        self._words: list[str] = []  # of the line that is being written
        self._images: list[etree._Element] = []  # in it
        self.before = 0  # lines written before the article
        self._done = set[etree._Element | None]()  # what has been written
        self._behind = 0  # lines of the rest that stand before the article

    def write(self) -> None:
        """Write the page's lines: from its headline to the end of its article, or all of it if none is known."""
        body = next((child for child in self._root if child.tag == "body"), self._root)
        if self._article is None:
            self._write_title(body)
            self._block(body, "text", 0)
            self._end("text", 0)
            return
        self._from_headline(self._article)
        self.before = self._found.line
        self._block(self._article, "text", 0)
        self._end("text", 0)
        self._tell_of_the_rest(body)

    def _tell_of_the_rest(self, body: etree._Element) -> None:
        """Write the credits that portals print behind an article; tell of everything else around it."""
        found, self._found = self._found, Transcript("")
        self._done.add(self._article)
        self._block(body, "text", 0)
        self._end("text", 0)
        rest = self._found.raw().lines
        self._found = found
        for line in [line for line in rest[self._behind :] if _CREDIT.match(line.text)][:_CREDITS_MOST]:
            found.write(line.text)
        if rest:
            found.tell(_("text around the article, left out"), " ".join(line.text for line in rest), line=0)

    def _from_headline(self, article: etree._Element) -> None:
        """Write what stands between the headline and the article: account, day, source."""
        headline, around = headline_before(self._root, article), set(article.iterancestors())
        if headline is None:
            self._write_title(article)
        begun, taken = False, set[etree._Element]()
        for element in self._root.iter(etree.Element) if headline is not None else ():
            if element is article:
                break
            begun = begun or element is headline
            if not begun:
                continue
            if element.getparent() in taken:
                taken.add(element)
            elif element in around:
                self._add(element.text, "")
            else:
                taken.add(element)
                own = element is headline
                self._block(element, "heading" if own else "text", 1 if own else 0)
                self._end("heading" if own else "text", 1 if own else 0)
                self._add(element.tail, "")
        self._end("text", 0)
        self._done |= taken

    def _write_title(self, article: etree._Element) -> None:
        """Write the page's title in the place of a headline that stands nowhere: a script may have put it there."""
        title = own_title(self._root)
        has_own = any(part.tag in ("h1", "h2") for part in article.iter()) or shown(article).startswith(title)
        if len(title) >= HEADLINE_LEAST and not has_own:
            self._found.write(title, "heading", 1)

    def _block(self, element: etree._Element, kind: LineKind, level: int) -> None:
        """Add an element's text; blocks begin and end a line."""
        if element in self._done:
            self._end(kind, level)
            self._behind = self._found.line if element is self._article else self._behind
            return
        tag = element.tag if isinstance(element.tag, str) else ""
        played = next(filter(None, map(element.get, _ADDRESSES)), "") if tag in _PLAYED else ""
        if played:
            self._found.tell(_("something to be played, left out"), played)
        if tag in _CARDS:
            self._found.tell(_("a card of WeChat, left out"), " ".join("".join(map(str, element.itertext())).split()))
            return
        if tag == "svg":  # WeChat's pages that open when touched hold their text in such boxes
            for box in _outermost(element, "foreignobject"):
                self._block(box, kind, level)
                self._end(kind, level)
            return
        if not tag or tag in _DROPPED or (tag in _AROUND and (self._article is None or self._done)):
            return
        if element is not self._article and (
            _UNSEEN.search(element.get("style", "")) or element.get("hidden") is not None
        ):
            words = " ".join("".join(map(str, element.itertext())).split())
            if words and tag not in ("mp-style-type",):
                self._found.tell(_("hidden text, left out"), words)
            return
        if tag == "img":
            self._images.append(element)
            return
        if tag == "br":
            self._end(kind, level)
            return
        block = tag in _BLOCKS
        own_kind, own_level = _kind(tag, kind, level)
        if block:
            self._end(kind, level)
        if tag == "tr" and self._row(element):
            return
        self._add(element.text, tag)
        for child in element:
            self._block(child, own_kind, own_level)
            self._add(child.tail, tag)
        if block:
            self._end(own_kind, own_level)

    def _add(self, text: str | None, tag: str) -> None:
        for number, line in enumerate((text or "").split("\n") if tag == "pre" else [text or ""]):
            if number:
                self._end("text", 0)
            self._words.append(_BLANKS.sub(" ", line))

    def _end(self, kind: LineKind, level: int) -> None:
        """End the line that is being written, if it holds anything."""
        text = _BLANKS.sub(" ", "".join(self._words)).strip(" ")
        if text.strip("\xa0\u3000\u200b\ufeff "):
            self._found.write(text, kind, level)
        images, self._words, self._images = self._images, [], []
        for image in images if self._article not in self._done else ():
            self._picture(image)

    def _row(self, row: etree._Element) -> bool:
        """Write a row of a table as one line; False if it only lays out the page."""
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        lays_out = any(
            part.tag in ("table", "img", "ul", "ol", "h1", "h2", "h3")
            or (part.tag == "p" and part.getnext() is not None)
            for cell in cells
            for part in cell.iter()
        )
        if len(cells) < 2 or lays_out:
            return False
        texts = [" ".join("".join(map(str, cell.itertext())).split()) for cell in cells]
        if any(texts):
            self._found.write(" | ".join(texts), "table")
        return True

    def _picture(self, image: etree._Element) -> None:
        if self._found.is_full_of_pictures:
            self._found.tell(_("more pictures than a page may have, left out"), str(PICTURES_MOST), line=0)
            return
        alt = printable(image.get("alt", ""))
        sources = [
            str(image.get(key, "")).strip()
            for key in ("src", "data-src", "data-original", "data-lazy-src", "data-actualsrc", "original")
        ]
        for source in sources:
            if name_and_data := self._data(source):
                name, data = name_and_data
                put_picture(self._found, name, data, alt)
                return
        named = [source for source in sources if source and not source.lower().startswith("data:")]
        if name := next((source for source in reversed(named) if "://" in source), named[0] if named else ""):
            put_picture(self._found, printable(name), b"", alt)

    def _data(self, source: str) -> tuple[str, bytes] | None:
        """A picture's name and bytes, if the page brought it along."""
        if inline := _INLINE.match(source):
            try:
                data = base64.b64decode(source[inline.end() :], validate=False)
            except (binascii.Error, ValueError):
                return None
            return ("picture", data) if 100 < len(data) <= PICTURE_MOST else None
        return self._beside.read(source) if self._beside and source else None


def _outermost(element: etree._Element, tag: str) -> list[etree._Element]:
    """The elements of that tag inside another, but none that lies in one of them."""
    found: list[etree._Element] = []
    for inner in element.iter(tag):
        if not found or found[-1] not in inner.iterancestors():
            found.append(inner)
    return found


def _kind(tag: str, kind: LineKind, level: int) -> tuple[LineKind, int]:
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return "heading", int(tag[1])
    kinds: dict[str, LineKind] = {"li": "list", "figcaption": "caption", "caption": "caption", "blockquote": "quote"}
    return (kinds[tag], 0) if tag in kinds else (kind, level)
