"""Texts whose lines were wrapped at one width, as scanners and old mail programs write them: each paragraph becomes one
line again."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from goodnews.importer.matching import ended, folded
from goodnews.importer.people import named_in
from goodnews.importer.raw import Line, Raw

_LEAST, _MOST = 14, 60  # full-width characters of a wrapped line
_LINES = 6  # as many full lines make it no accident
_INDENTS = 3  # as many will do where paragraphs are indented, and what goes on is not
_INDENTED = re.compile(r"[\u3000 \t\xa0]{2,}\S|\u3000\S")
_LISTED = re.compile(r"\s*(?:[●•◆■▪★▶►※○◇□▲△]|[①-⑳]|\d{1,2}[.、．)）])")


class _Ruler(NamedTuple):
    """How a program counts: characters, or columns, of which a Chinese character has two."""

    wide: Callable[[str], int]
    unit: int  # of a full-width character; a line may be one shorter or longer, for no mark begins a line


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


_RULERS = (_Ruler(len, 1), _Ruler(_columns, 2))


def unwrapped(raw: Raw) -> tuple[Raw, dict[int, int]]:
    """The file with its wrapped lines joined, and which lines have become part of which."""
    for ruler in _RULERS:
        width = _width(raw.lines, ruler)
        if width and (found := _joined(raw, width, ruler)):
            return found
    return raw, {}


def _joined(raw: Raw, width: int, ruler: _Ruler) -> tuple[Raw, dict[int, int]] | None:
    """None if the lines are a list of headlines, which happen to be of one length."""
    indented = sum(_INDENTED.match(line.text) is not None for line in raw.lines) >= 2
    parted = indented or _are_parted(raw.lines)
    lines: list[Line] = []
    joined: dict[int, int] = {}
    open_ = -1  # the line that goes on, as an index of `lines`; -1: none
    for above, line in zip((None, *raw.lines), raw.lines, strict=False):
        if above and open_ >= 0 and _goes_on(lines[open_].text, above.text, line.text, width, ruler, indented, parted):
            so_far = lines[open_]
            lines[open_] = msgspec.structs.replace(so_far, text=so_far.text.rstrip() + line.text.strip())
            joined[line.number] = so_far.number
            lines.append(Line(line.number, ""))
        else:
            open_ = len(lines) if line.kind == "text" else -1
            lines.append(line)
    begun = set(joined.values())
    whole = [line.text for line in lines if line.number in begun]
    if sum(map(ended, whole)) * 10 < len(whole) * 6:
        return None
    return msgspec.structs.replace(raw, lines=tuple(lines)), joined


def _are_parted(lines: Sequence[Line]) -> bool:
    """Whether a blank line stands below each paragraph."""
    below = [not after.text.strip() for line, after in pairwise(lines) if line.kind == "text" and ended(line.text)]
    return sum(below) >= _INDENTS and sum(below) * 2 >= len(below)


def _width(lines: Sequence[Line], ruler: _Ruler) -> int:
    """The width at which most paragraphs were broken; 0 if they were not."""
    least, most = _LEAST * ruler.unit, _MOST * ruler.unit
    written = [line for line in lines if line.text.strip() and line.kind == "text"]
    indented = sum(_INDENTED.match(line.text) is not None for line in written) >= _INDENTS
    stops = Counter(
        wide
        for line, below in pairwise(lines)
        if line.kind == "text" and below.text.strip() and not ended(line.text)
        if least <= (wide := ruler.wide(line.text.rstrip())) <= most
    )
    if not stops:
        return 0
    around = range(-ruler.unit, ruler.unit + 1)
    width = max(stops, key=lambda wide: (sum(stops[wide + by] for by in around), stops[wide]))
    full = sum(stops[width + by] for by in around)
    longer = sum(ruler.wide(line.text.rstrip()) > width + ruler.unit for line in written)
    is_wrapped = full >= (_INDENTS if indented else _LINES) and full * 5 >= sum(stops.values()) * 3
    is_wrapped = is_wrapped and full * (10 if indented else 4) >= len(written)
    return width if is_wrapped and longer * 6 <= len(written) else 0


def _goes_on(begun: str, above: str, text: str, width: int, ruler: _Ruler, indented: bool, parted: bool) -> bool:
    """Whether a line is the rest of the one above: that one is full, and this begins no paragraph.

    begun     the paragraph so far, with the line above at its end
    indented  whether paragraphs are
    parted    whether one sees where a paragraph begins: by that, or by a blank line
    """
    least = width - ruler.unit
    if not text.strip() or ruler.wide(above.rstrip()) < least or _LISTED.match(text) or named_in(begun):
        return False  # a line of credits is whole, however long
    if _INDENTED.match(text):
        return False
    if not ended(above) and (not indented or _INDENTED.match(begun)):
        return True
    # A full line may end its paragraph or be a headline. What follows is none if it is full or ends like a sentence.
    return parted and (ruler.wide(text.rstrip()) >= least or folded(text).rstrip().endswith(("。", "!", "?")))
