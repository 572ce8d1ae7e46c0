"""The runs of a Word paragraph: its text with all tracked changes accepted, and what hangs on it besides."""

import re
from typing import NamedTuple

from lxml import etree

from goodnews.importer.raw import Refused
from goodnews.importer.wordxml import child_of, is_on, name_of, number_of, space_of
from goodnews.language import _

_FETCHES = re.compile(r"\s*(INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|DDE|LINK|IMPORT|RD)\b", re.IGNORECASE)
_DEEP = 150  # elements within each other
_BULLETS = "\uf06c\uf06e\uf075\uf0a7\uf0b7\uf0d8\uf0fc"  # of Wingdings and Symbol, as lists have them
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SILENT = frozenset(
    "pPr rPr rt rubyPr instr delInstrText annotationRef proofErr bookmarkStart bookmarkEnd tblPr sdtPr docPr".split()
)


class Change:
    """Neighbouring insertions and deletions: one change."""

    def __init__(self, who: str) -> None:
        self.who = who
        self.before = ""
        self.after = ""


class Drawn(NamedTuple):
    """A picture in a paragraph."""

    relation: str  # of the file, '' if it is outside
    address: str  # '' if it is inside
    words: str  # that stand for it


class Runs:
    """What has been read of one paragraph, or of the cells of one row."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.remarks: list[str] = []  # numbers of comments
        self.vanished: list[str] = []  # hidden text
        self.boxes: list[etree._Element] = []
        self.drawn: list[Drawn] = []
        self.fetches: list[str] = []  # links to other files
        self._open: Change | None = None  # the last change, while nothing else has followed

    def text(self, paragraph: etree._Element, depth: int) -> str:
        """The paragraph's own text, its changes accepted; line breaks are `\\n`."""
        pieces: list[str] = []
        self._inline(paragraph, pieces, depth + 1, None, False)
        return "".join(pieces)

    def _inline(
        self, parent: etree._Element, pieces: list[str], depth: int, change: Change | None, deleted: bool
    ) -> None:
        """Add the text of some runs.

        change   the tracked change that they are part of
        deleted  whether it takes them away
        """
        bound(depth)
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
                    self.vanished += ["".join(hidden)] if "".join(hidden).strip() else []
                else:
                    self._inline(child, pieces, depth + 1, change, deleted)
            elif name == "commentReference":
                self.remarks.append(child.get(f"{space_of(child)}id", ""))
            elif name in ("footnoteReference", "endnoteReference"):
                pieces.append(f"[{child.get(f'{space_of(child)}id', '')}]")
            elif name == "instrText" or name == "fldSimple":
                words = (child.text if name == "instrText" else child.get(f"{space_of(child)}instr")) or ""
                self.fetches += [words.strip()] if _FETCHES.match(words) else []
                self._inline(child, pieces, depth + 1, change, deleted)
            elif name == "AlternateContent":
                self._inline(choice(child), pieces, depth + 1, change, deleted)
            elif name == "ruby":
                base = child_of(child, "rubyBase")  # what is written small above it is how it is read
                self._inline(base if base is not None else child, pieces, depth + 1, change, deleted)
            elif name == "txbxContent":
                self.boxes.append(child)
            elif name == "blip" or name == "imagedata":
                self._draw(child)
            elif name not in _SILENT:
                self._inline(child, pieces, depth + 1, change, deleted)

    def _say(self, text: str, pieces: list[str], change: Change | None, deleted: bool) -> None:
        if not deleted:
            pieces.append(text)
        if change is None:
            self._open = None if text else self._open  # what is tracked after this text is another change
        elif deleted:
            change.before += text
        else:
            change.after += text

    def _change(self, element: etree._Element, outer: Change | None) -> Change:
        """The change that an insertion or deletion belongs to: one with its neighbour, unless text stands between."""
        change = outer or self._open
        if change is None:
            change = Change(element.get(f"{space_of(element)}author", ""))
            self.changes.append(change)
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
        self.drawn.append(Drawn(inside or outside, str(relations.get("href", "")), words))


def bound(depth: int) -> None:
    if depth > _DEEP:
        raise Refused(_("Its parts are nested too deeply. Open it in Word or WPS, and save its text as .txt."))


def choice(alternatives: etree._Element) -> etree._Element:
    """Word writes a box or drawing twice, for itself and for programs that do not know it: the first alone is read."""
    return next(
        (child for child in alternatives if name_of(child) in ("Choice", "Fallback") and len(child)), alternatives
    )
