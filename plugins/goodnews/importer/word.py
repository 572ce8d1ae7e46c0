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
from goodnews.importer.wordxml import child_of, is_on, name_of, number_of, space_of, value_of
from goodnews.importer.xml import parsed
from goodnews.language import _

_INTERNAL = re.compile(
    "内部|征求意见|送审|审阅|讨论稿|未定稿|机密|秘密|绝密|保密|不得外传|请勿外传|draft|confidential", re.IGNORECASE
)
_FETCHES = re.compile(r"\s*(INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|DDE|LINK|IMPORT|RD)\b", re.IGNORECASE)
_LINKED = ("image", "oleObject", "attachedTemplate", "frame", "subDocument", "aFChunk", "mailMergeSource")
_DEEP = 150  # elements within each other
_BULLETS = "\uf06c\uf06e\uf075\uf0a7\uf0b7\uf0d8\uf0fc"  # of Wingdings and Symbol, as lists have them


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


class _Change:
    """Neighbouring insertions and deletions: one change."""

    def __init__(self, who: str) -> None:
        self.who = who
        self.before = ""
        self.after = ""


class _Reading:
    """One file, while it is read."""

    def __init__(self, package: Package, main: str, found: Transcript) -> None:
        self._package = package
        self._found = found
        self._main = main
        self._relations = dict(relations_of(package, main))
        self._styles = styles_of(package)
        self._comments = dict(comments_of(package))
        self._changes: list[_Change] = []  # in this paragraph
        self._open: _Change | None = None  # the last of them, while nothing else has followed
        self._remarks: list[str] = []  # numbers of the comments in this paragraph
        self._vanished: list[str] = []
        self._boxes: list[etree._Element] = []
        self._drawn: list[tuple[str, str, str]] = []  # relation, address, words
        self._fetches: list[str] = []
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
        _bound(depth)
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
                    self._blocks(_choice(child), depth + 1)

    def _table(self, table: etree._Element, depth: int) -> None:
        """A row is a line; a table that only lays out a page is its paragraphs."""
        _bound(depth)
        for row in _rows(table):
            cells = [cell for cell in row.iter() if name_of(cell) == "tc" and _owner(cell, "tr") is row]
            single = all(sum(1 for part in cell.iter() if name_of(part) == "p") <= 1 for cell in cells)
            if len(cells) > 1 and single:
                texts = [self._text(part, depth) for cell in cells for part in cell.iter() if name_of(part) == "p"]
                self._found.write(" | ".join(" ".join(text.split("\n")) for text in texts), "table")
                self._told(depth)
            else:
                for cell in cells:
                    self._blocks(cell, depth + 1)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        kind, level = self._kind(paragraph)
        text = self._text(paragraph, depth)
        self._found.write(text, kind if text.strip() else "text", level)
        self._told(depth)

    def _told(self, depth: int) -> None:
        """Write down what belongs to the paragraph just written: warnings, pictures, boxes."""
        for change in self._changes:
            words = f"“{change.before}” → “{change.after}”"
            if change.before or change.after:
                self._found.tell(_("tracked change"), f"{change.who}: {words}" if change.who else words)
        for number in self._remarks:
            if words := self._comments.pop(number, ""):
                self._found.tell(_("comment"), words)
        for text in self._vanished:
            self._found.tell(_("hidden text, left out"), text)
        for field in self._fetches:
            self._found.tell(_("a link to another file, not opened"), field)
        drawn, boxes = self._drawn, self._boxes
        self._forget()
        for relation, address, words in drawn:
            self._picture(relation, address, words)
        for box in boxes:
            self._blocks(box, depth + 1)

    def _forget(self) -> None:
        self._changes, self._open, self._remarks, self._vanished, self._fetches = [], None, [], [], []
        self._drawn, self._boxes = [], []

    def _picture(self, relation: str, address: str, words: str) -> None:
        _kind, target, outside = self._relations.get(relation, ("", "", False))
        if outside or address or not target:
            name = address or target
            put_picture(self._found, name, b"", words)
            self._found.tell(_("a picture outside the file, not fetched"), name)
            return
        if target not in self._media and not self._found.is_full_of_pictures:
            self._media[target] = self._package.read(target, PICTURE_MOST)
        put_picture(self._found, posixpath.basename(target), self._media.get(target, b""), words)

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

    def _text(self, paragraph: etree._Element, depth: int) -> str:
        """The paragraph's own text, its changes accepted; line breaks are `\\n`."""
        pieces: list[str] = []
        self._inline(paragraph, pieces, depth + 1, None, False)
        return "".join(pieces)

    def _inline(
        self, parent: etree._Element, pieces: list[str], depth: int, change: _Change | None, deleted: bool
    ) -> None:
        """Add the text of some runs.

        change   the tracked change that they are part of
        deleted  whether it takes them away
        """
        _bound(depth)
        for child in parent:
            name = name_of(child)
            if name in ("ins", "moveTo"):
                self._inline(child, pieces, depth + 1, self._change(child, change), deleted)
            elif name in ("del", "moveFrom"):
                self._inline(child, pieces, depth + 1, self._change(child, change), True)
            elif name in ("t", "delText"):
                self._say(child.text or "", pieces, change, deleted)
            elif name in _SIGNS:
                self._say(_SIGNS[name], pieces, change, deleted)
            elif name == "br":
                self._say(
                    "" if child.get(f"{space_of(child)}type") in ("page", "column") else "\n", pieces, change, deleted
                )
            elif name == "sym":
                code = number_of("0x" + child.get(f"{space_of(child)}char", ""), 0xFFFD)
                letter = chr(code) if 0 < code < 0x10000 and not 0xD800 <= code < 0xE000 else "\ufffd"
                self._say("●" if letter in _BULLETS else letter, pieces, change, deleted)
            elif name == "r":
                properties = child_of(child, "rPr")
                if properties is not None and is_on(child_of(properties, "vanish")):
                    hidden: list[str] = []
                    self._inline(child, hidden, depth + 1, None, False)
                    self._vanished += ["".join(hidden)] if "".join(hidden).strip() else []
                else:
                    self._inline(child, pieces, depth + 1, change, deleted)
            elif name == "commentReference":
                self._remarks.append(child.get(f"{space_of(child)}id", ""))
            elif name in ("footnoteReference", "endnoteReference"):
                pieces.append(f"[{child.get(f'{space_of(child)}id', '')}]")
            elif name == "instrText" or name == "fldSimple":
                words = (child.text if name == "instrText" else child.get(f"{space_of(child)}instr")) or ""
                self._fetches += [words.strip()] if _FETCHES.match(words) else []
                self._inline(child, pieces, depth + 1, change, deleted)
            elif name == "AlternateContent":
                self._inline(_choice(child), pieces, depth + 1, change, deleted)
            elif name == "ruby":
                base = child_of(child, "rubyBase")  # what is written small above it is how it is read
                self._inline(base if base is not None else child, pieces, depth + 1, change, deleted)
            elif name == "txbxContent":
                self._boxes.append(child)
            elif name == "blip" or name == "imagedata":
                self._draw(child)
            elif name not in _SILENT:
                self._inline(child, pieces, depth + 1, change, deleted)

    def _say(self, text: str, pieces: list[str], change: _Change | None, deleted: bool) -> None:
        if not deleted:
            pieces.append(text)
        if change is None:
            self._open = None if text else self._open  # what is tracked after this text is another change
        elif deleted:
            change.before += text
        else:
            change.after += text

    def _change(self, element: etree._Element, outer: _Change | None) -> _Change:
        """The change that an insertion or deletion belongs to: one with its neighbour, unless text stands between."""
        change = outer or self._open
        if change is None:
            change = _Change(element.get(f"{space_of(element)}author", ""))
            self._changes.append(change)
        self._open = change
        return change

    def _draw(self, blip: etree._Element) -> None:
        relations = {key.rpartition("}")[2]: value for key, value in blip.attrib.items()}
        inside = str(relations.get("embed") or relations.get("id") or relations.get("relid") or "")
        outside = str(relations.get("link", ""))
        words = str(relations.get("title", ""))
        for above in blip.iterancestors():
            named = next((part for part in above if name_of(part) == "docPr"), None)
            if named is not None:
                words = named.get("descr", "") or named.get("title", "")
            if named is not None or name_of(above) == "p":
                break
        self._drawn.append((inside or outside, str(relations.get("href", "")), words))

    def notes(self) -> None:
        """Write footnotes and endnotes behind the text."""
        for kind in ("footnote", "endnote"):
            if not (data := self._package.read(f"word/{kind}s.xml", XML_MOST)):
                continue
            for note in parsed(data):
                if name_of(note) != kind or note.get(f"{space_of(note)}type") in ("separator", "continuationSeparator"):
                    continue
                number = note.get(f"{space_of(note)}id", "")
                texts = [self._text(part, 0) for part in note.iter() if name_of(part) == "p"]
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
        texts = [self._text(paragraph, 0) for paragraph in part.iter() if name_of(paragraph) == "p"]
        texts += [
            str(shape.get("string", "")) for shape in part.iter("{urn:schemas-microsoft-com:vml}textpath")
        ]  # a watermark
        self._forget()
        text = " ".join(" ".join(texts).split())
        if _INTERNAL.search(text):
            self._found.tell(_("a page header that says it is not to be published"), text, line=0)
        elif re.search(r"[^\W\d]{2}", text):
            self._found.tell(_("page header or footer, left out"), text, line=0)


_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SILENT = frozenset(
    "pPr rPr rt rubyPr instr delInstrText annotationRef proofErr bookmarkStart bookmarkEnd tblPr sdtPr docPr".split()
)


def _bound(depth: int) -> None:
    if depth > _DEEP:
        raise Refused(_("Its parts are nested too deeply. Open it in Word or WPS, and save its text as .txt."))


def _choice(alternatives: etree._Element) -> etree._Element:
    """Word writes a box or drawing twice, for itself and for programs that do not know it: the first alone is read."""
    return next(
        (child for child in alternatives if name_of(child) in ("Choice", "Fallback") and len(child)), alternatives
    )


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return (row for row in table.iter() if name_of(row) == "tr" and _owner(row, "tbl") is table)


def _owner(element: etree._Element, name: str) -> etree._Element | None:
    """The nearest element of that name around this one."""
    return next((above for above in element.iterancestors() if name_of(above) == name), None)
