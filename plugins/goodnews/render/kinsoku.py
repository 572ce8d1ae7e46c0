"""Where a line of Chinese may break (kinsoku), and which breaks read best.

source  W3C, Requirements for Chinese Text Layout, 3.1.3 (prohibition rules for line start and line end)
"""

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate

# Never first in a line: what closes, ends or continues.
NOT_FIRST = frozenset("，。、；：！？）》〉」』】〕〗〙〛］｝”’…—～·・‐–,.;:!?)]}%％‰℃°″′々ー")
# Never last: what opens.
NOT_LAST = frozenset("（《〈「『【〔〖〘〚［｛“‘([{￥$＄#＃")
PAUSES = frozenset("，。、；：！？,.;:!?…—")  # after these a reader pauses anyway
_BOUND = frozenset("'’.,:/%+-_&@#·")  # inside a Latin word or a number

_COUNTED = frozenset(
    "万亿千百十余多小元人名户条家个项年月日时分秒岁度米里次届期号楼％%"
)  # units that stay with their number
Measure = Callable[[str], float]


def lines_of(
    text: str, width: float, measure: Measure, words: Callable[[str], Sequence[str]] | None = None
) -> tuple[str, ...]:
    """Break a text into as few lines as possible, as equal in length as possible, at pauses rather than elsewhere.

    text     plain text; runs of white space are one space
    width    that a line may have, in the units of `measure`
    measure  gives the width of a piece of a line
    words    cuts the text into words: no line breaks inside one that fits in a line
    returns  the lines, without spaces at their ends; no line is wider than `width`, unless a single character is
    """
    text = " ".join(text.split())
    whole = units_of(text)
    units = [part for unit in whole for part in _fitting(unit, width, measure)]
    if not units:
        return ()
    size = len(units)
    inside = ends_of(whole) - ends_of(words(text)) if words else frozenset[int]()
    tears = [end in inside for end in accumulate(map(len, units), initial=0)]
    widths = [measure(unit) for unit in units]
    # Best way to set the first n units: breaks inside words, lines, raggedness, where the last line begins.
    best: list[tuple[int, int, float, int]] = [(0, 0, 0.0, 0)]
    target = _target(units, widths, width)
    for end in range(1, size + 1):
        found: tuple[int, int, float, int] | None = None
        for start in range(end - 1, -1, -1):
            wide = _width(units, widths, start, end)
            if wide > width and start < end - 1:
                break
            torn, lines, cost, _start = best[start]
            ragged = ((wide - target) / width) ** 2 + _penalty(units, end, size)
            found = min(found or (size + 1, 0, 0.0, 0), (torn + tears[end], lines + 1, cost + ragged, start))
        assert found is not None
        best.append(found)
    found_lines: list[str] = []
    end = size
    while end:
        start = best[end][3]
        found_lines.append("".join(units[start:end]).strip(" "))
        end = start
    return tuple(reversed(found_lines))


def ends_of(parts: Sequence[str]) -> frozenset[int]:
    """Where each part ends, counted from the beginning of the text."""
    return frozenset(accumulate(map(len, parts)))


def _target(units: list[str], widths: list[float], width: float) -> float:
    """The width that each line would have if all were equal."""
    whole = _width(units, widths, 0, len(units))
    count = max(1, -int(-whole // width))
    return whole / count


def _width(units: list[str], widths: list[float], start: int, end: int) -> float:
    """Width of a line; spaces at its ends take none."""
    while start < end and units[start] == " ":
        start += 1
    while end > start and units[end - 1] == " ":
        end -= 1
    return sum(widths[start:end])


def _penalty(units: list[str], end: int, size: int) -> float:
    """What a break after some units costs; less where a reader pauses."""
    if end == size or units[end - 1][-1] in PAUSES:
        return 0.0
    return 0.01 if " " in (units[end - 1], units[end]) else 0.04


def units_of(text: str) -> list[str]:
    """Pieces between which a line may break; together they are the text."""
    units: list[str] = []
    for character in text:
        if units and _together(units[-1], character):
            units[-1] += character
        else:
            units.append(character)
    return units


def _together(unit: str, character: str) -> bool:
    """Whether a character may not begin a line after a unit."""
    last = unit[-1]
    if character == " ":
        return last == " "
    if last == " ":
        return False
    if character in NOT_FIRST or last in NOT_LAST or _is_joined(character) or last == "\u200d":
        return True
    if character in _COUNTED and (last.isdigit() or (last in "万亿千百余多小" and unit[0].isdigit())):
        return True
    return _is_word(last) and _is_word(character)


@lru_cache(maxsize=4096)
def _is_word(character: str) -> bool:
    """Whether a character belongs to a word or number of letters and digits, which is never split."""
    if character in _BOUND:
        return True
    return unicodedata.category(character)[0] in "LN" and unicodedata.east_asian_width(character) not in "WF"


@lru_cache(maxsize=4096)
def _is_joined(character: str) -> bool:
    """Whether a character only changes the one before it: an accent, a variant, a joiner, a skin tone."""
    return (
        unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\ufe00" <= character <= "\ufe0f"
    )


def _fitting(unit: str, width: float, measure: Measure) -> list[str]:
    """A unit too wide for a line, split where needed; a joining mark stays with what it joins."""
    if measure(unit) <= width:
        return [unit]
    parts = [""]
    for character in unit:
        if parts[-1] and not _is_joined(character) and measure(parts[-1] + character) > width:
            parts.append("")
        parts[-1] += character
    return parts
