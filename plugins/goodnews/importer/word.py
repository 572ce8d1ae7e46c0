"""A Word file (.docx), read from its XML: what converters merge or drop without a word is just what an editor must see.

A line holds the text with all tracked changes accepted, as Word prints it; what was before stands in a warning. Nothing
outside the file is opened, and nothing in it is run.
"""

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from goodnews.importer.images import PICTURE_MOST, put_picture
from goodnews.importer.package import XML_MOST, Package, broken
from goodnews.importer.raw import LineKind, Raw, Refused
from goodnews.importer.transcript import Transcript
from goodnews.importer.wordparts import comments_of, relations_of, styles_of, title_of
from goodnews.importer.wordruns import Drawn, Runs, bound, choice
from goodnews.importer.wordxml import child_of, name_of, number_of, space_of, value_of
from goodnews.importer.xml import parsed
from goodnews.language import _

_INTERNAL = re.compile(
    "内部|征求意见|送审|审阅|讨论稿|未定稿|机密|秘密|绝密|保密|不得外传|请勿外传|draft|confidential", re.IGNORECASE
)
_LINKED = ("image", "oleObject", "attachedTemplate", "frame", "subDocument", "aFChunk", "mailMergeSource")


def read_word(name: str, data: bytes) -> Raw:
    """raises  Refused"""
    package = Package(data)
    mains = (target for _id, (kind, target, _outside) in relations_of(package, "") if kind == "officeDocument")
    main = next((part for part in (*mains, "word/document.xml") if part in package.names()), "")
    if not main.startswith("word/"):
        raise Refused(_("It is no Word file inside. Open it in the program it comes from, and save it as .docx."))
    found = Transcript(name)
    reading = _Reading(package, main, found)
    reading.body()
    reading.notes()
    reading.around()
    title = title_of(package)
    if title and any(title == line.text.strip() for line in found.raw().lines):  # else it is the template's
        found.said["title"] = title
    return found.raw()


class _Reading:
    """One file, while it is read."""

    def __init__(self, package: Package, main: str, found: Transcript) -> None:
        self._package = package
        self._found = found
        self._main = main
        self._relations = dict(relations_of(package, main))
        self._styles = styles_of(package)
        self._comments = dict(comments_of(package))
        self._runs = Runs()  # of the paragraph that is being read
        self._media: dict[str, bytes] = {}  # a picture may be drawn a thousand times

    def body(self) -> None:
        root = self._part(self._main)
        body = next((child for child in root if name_of(child) == "body"), None)
        if body is None:
            raise broken()
        self._blocks(body, 0)
        for words in self._comments.values():
            self._found.tell(_("comment"), words, line=0)

    def _part(self, name: str) -> etree._Element:
        return parsed(self._package.read(name, XML_MOST))

    def _blocks(self, parent: etree._Element, depth: int) -> None:
        bound(depth)
        for child in parent:
            match name_of(child):
                case "p":
                    self._paragraph(child, depth)
                case "tbl":
                    self._table(child, depth)
                case "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "smartTag":
                    self._blocks(child, depth + 1)
                case "altChunk":
                    self._found.tell(_("a file within the file, left out"), "altChunk")
                case "AlternateContent":
                    self._blocks(choice(child), depth + 1)

    def _table(self, table: etree._Element, depth: int) -> None:
        """A row is a line; a table that only lays out a page is its paragraphs."""
        bound(depth)
        for row in _rows(table):
            cells = [cell for cell in row.iter() if name_of(cell) == "tc" and _owner(cell, "tr") is row]
            single = all(sum(1 for part in cell.iter() if name_of(part) == "p") <= 1 for cell in cells)
            if len(cells) > 1 and single:
                texts = [self._runs.text(part, depth) for cell in cells for part in cell.iter() if name_of(part) == "p"]
                self._found.write(" | ".join(" ".join(text.split("\n")) for text in texts), "table")
                self._told(depth)
            else:
                for cell in cells:
                    self._blocks(cell, depth + 1)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        kind, level = self._kind(paragraph)
        text = self._runs.text(paragraph, depth)
        self._found.write(text, kind if text.strip() else "text", level)
        self._told(depth)

    def _told(self, depth: int) -> None:
        """Write down what belongs to the paragraph just written: warnings, pictures, boxes."""
        runs, self._runs = self._runs, Runs()
        for change in runs.changes:
            words = f"“{change.before}” → “{change.after}”"
            if change.before or change.after:
                self._found.tell(_("tracked change"), f"{change.who}: {words}" if change.who else words)
        for number in runs.remarks:
            if words := self._comments.pop(number, ""):
                self._found.tell(_("comment"), words)
        for text in runs.vanished:
            self._found.tell(_("hidden text, left out"), text)
        for field in runs.fetches:
            self._found.tell(_("a link to another file, not opened"), field)
        for drawn in runs.drawn:
            self._picture(drawn)
        for box in runs.boxes:
            self._blocks(box, depth + 1)

    def _picture(self, drawn: Drawn) -> None:
        _kind, target, outside = self._relations.get(drawn.relation, ("", "", False))
        if outside or drawn.address or not target:
            name = drawn.address or target
            put_picture(self._found, name, b"", drawn.words)
            self._found.tell(_("a picture outside the file, not fetched"), name)
            return
        if target not in self._media and not self._found.is_full_of_pictures:
            self._media[target] = self._package.read(target, PICTURE_MOST)
        put_picture(self._found, posixpath.basename(target), self._media.get(target, b""), drawn.words)

    def _kind(self, paragraph: etree._Element) -> tuple[LineKind, int]:
        properties = child_of(paragraph, "pPr")
        if properties is None:
            return "text", 0
        outline = child_of(properties, "outlineLvl")
        if outline is not None and (level := number_of(value_of(outline), 9)) < 9:
            return "heading", min(level + 1, 6)
        style = child_of(properties, "pStyle")
        kind, level = self._styles.get(value_of(style), ("text", 0)) if style is not None else ("text", 0)
        if kind == "text" and child_of(properties, "numPr") is not None:
            return "list", 0
        return kind, level

    def notes(self) -> None:
        """Write footnotes and endnotes behind the text."""
        for kind in ("footnote", "endnote"):
            if not (data := self._package.read(f"word/{kind}s.xml", XML_MOST)):
                continue
            for note in parsed(data):
                if name_of(note) != kind or note.get(f"{space_of(note)}type") in ("separator", "continuationSeparator"):
                    continue
                number = note.get(f"{space_of(note)}id", "")
                texts = [self._runs.text(part, 0) for part in note.iter() if name_of(part) == "p"]
                if text := " ".join(text.strip() for text in texts if text.strip()):
                    self._found.write(f"[{number}] {text}")
                    self._told(0)

    def around(self) -> None:
        """What stands around the text: page headers, macros, files within the file, links to others."""
        for part in self._package.names():
            if re.fullmatch(r"word/(?:header|footer)\d*\.xml", part):
                self._margin(self._part(part))
            elif posixpath.basename(part).lower() == "vbaproject.bin":
                self._found.tell(_("a macro, not run"), part, line=0)
            elif part.startswith(("word/embeddings/", "word/activeX/")):
                self._found.tell(_("a file within the file, left out"), part, line=0)
        for kind, target, outside in self._relations.values():
            if outside and kind in _LINKED and kind != "image":
                self._found.tell(_("a link to another file, not opened"), target, line=0)
        for _id, (kind, target, outside) in relations_of(self._package, "word/settings.xml"):
            if outside and kind in _LINKED:
                self._found.tell(_("a link to another file, not opened"), target, line=0)

    def _margin(self, part: etree._Element) -> None:
        texts = [self._runs.text(paragraph, 0) for paragraph in part.iter() if name_of(paragraph) == "p"]
        texts += [
            str(shape.get("string", "")) for shape in part.iter("{urn:schemas-microsoft-com:vml}textpath")
        ]  # a watermark
        self._runs = Runs()
        text = " ".join(" ".join(texts).split())
        if _INTERNAL.search(text):
            self._found.tell(_("a page header that says it is not to be published"), text, line=0)
        elif re.search(r"[^\W\d]{2}", text):
            self._found.tell(_("page header or footer, left out"), text, line=0)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return (row for row in table.iter() if name_of(row) == "tr" and _owner(row, "tbl") is table)


def _owner(element: etree._Element, name: str) -> etree._Element | None:
    """The nearest element of that name around this one."""
    return next((above for above in element.iterancestors() if name_of(above) == name), None)
