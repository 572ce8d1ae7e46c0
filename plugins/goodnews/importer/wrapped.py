"""Texts whose lines were wrapped at one width, as scanners and old mail programs write them: each paragraph becomes one
line again."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from goodnews.importer.matching import ended, folded
from goodnews.importer.raw import Line, Raw

_LEAST, _MOST = 14, 60  # characters of a wrapped line
_SLACK = 1  # by how much such a line may be shorter or longer: no mark begins a line
_LINES = 6  # as many full lines make it no accident
_INDENTED = re.compile(r"[\u3000 \t\xa0]{2,}\S|\u3000\S")
_LISTED = re.compile(r"\s*(?:[●•◆■▪★▶►※○◇□▲△]|[①-⑳]|\d{1,2}[.、．)）])")


def unwrapped(raw: Raw) -> tuple[Raw, dict[int, int]]:
    """The file with its wrapped lines joined, and which lines have become part of which."""
    width = _width(raw.lines)
    if not width:
        return raw, {}
    indented = sum(_INDENTED.match(line.text) is not None for line in raw.lines) >= 2
    lines: list[Line] = []
    joined: dict[int, int] = {}
    open_ = -1  # the line that goes on, as an index of `lines`; -1: none
    for above, line in zip((None, *raw.lines), raw.lines, strict=False):
        if above and open_ >= 0 and _goes_on(above.text, line.text, width, indented):
            so_far = lines[open_]
            lines[open_] = msgspec.structs.replace(so_far, text=so_far.text.rstrip() + line.text.strip())
            joined[line.number] = so_far.number
            lines.append(Line(line.number, ""))
        else:
            open_ = len(lines) if line.kind == "text" else -1
            lines.append(line)
    whole = [line.text for line in lines if line.number in set(joined.values())]
    if sum(map(ended, whole)) * 10 < len(whole) * 6:  # a list of headlines, which happen to be of one length
        return raw, {}
    return msgspec.structs.replace(raw, lines=tuple(lines)), joined


def _width(lines: Sequence[Line]) -> int:
    """The width at which most paragraphs were broken; 0 if they were not."""
    written = [line for line in lines if line.text.strip()]
    stops = Counter(
        _wide(line.text)
        for line, below in pairwise(lines)
        if line.kind == "text" and below.text.strip() and not ended(line.text) and _LEAST <= _wide(line.text) <= _MOST
    )
    if not stops:
        return 0
    width = max(stops, key=lambda wide: (sum(stops[wide + by] for by in (-_SLACK, 0, _SLACK)), stops[wide]))
    full = sum(stops[width + by] for by in (-_SLACK, 0, _SLACK))
    longer = sum(_wide(line.text) > width + _SLACK for line in written)
    is_wrapped = full >= _LINES and full * 5 >= sum(stops.values()) * 3 and full * 10 >= len(written) * 3
    return width if is_wrapped and longer * 20 <= len(written) else 0


def _wide(text: str) -> int:
    return len(text.rstrip())


def _goes_on(above: str, text: str, width: int, indented: bool) -> bool:
    """Whether a line is the rest of the one above: that one is full, and this begins no paragraph."""
    if not text.strip() or _wide(above) < width - _SLACK or _LISTED.match(text):
        return False
    if _INDENTED.match(text):
        return False
    if not ended(above):
        return True
    # A full line may end its paragraph. What follows is no headline if it is full or ends like a sentence.
    return indented and (_wide(text) >= width - _SLACK or folded(text).rstrip().endswith(("。", "!", "?")))
