"""Units: a headline and the text below it. Those of a page are items of their own, or they are the parts of one story:
an item says where and when something happened, or who made it; a part goes on with what the story has said already."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from goodnews.importer import english
from goodnews.importer.days import is_day_line
from goodnews.importer.matching import ended, folded, sentences
from goodnews.importer.numbering import style_of
from goodnews.importer.passage import begins_news, credits_picture, is_byline
from goodnews.importer.people import signed
from goodnews.importer.shape import HEAD_MOST, Shape, is_short
from goodnews.importer.vocabulary import Vocabulary

ABOVE = ("head", "campaign", "column", "section")
_DATED = re.compile(r"(?:\d{1,2}月)?\d{1,2}日(?:[,上下早晚清起至到-]|$)|[近昨今]日|日前|近期|连日来|(?:本|上)周")
_HEADLINE_LEAST = 10  # characters of a head that is hardly the subhead of a part
_BOLD = re.compile(r"\*\*(?P<head>[^*]{4,40})\*\*[\s:：]*(?P<rest>[^*\s].{9,})")
_REACH = 100  # characters of a text by which it is judged
_PARTS_MOST = 10  # characters of a heading above several headlines


class Unit(NamedTuple):
    """Where its heads begin and its text does, and where it stops, as indexes of shapes."""

    at: int
    text: int
    stop: int


def units_of(shapes: Sequence[Shape]) -> list[Unit]:
    starts: list[tuple[int, int]] = []
    at = 0
    while at < len(shapes):
        end = at
        while end < len(shapes) and (shapes[end].kind in ABOVE or is_between_heads(shapes, end)):
            end += 1
        if end > at:
            starts.append((at, end))
        at = end + 1
    return [
        Unit(at, text, stop)
        for (at, text), (stop, _text) in pairwise([*starts, (len(shapes), 0)])
        if any(shape.is_text for shape in shapes[text:stop])
    ]


def is_between_heads(shapes: Sequence[Shape], at: int) -> bool:
    """Whether a picture stands between two heads, and parts nothing."""
    return shapes[at].kind == "picture" and 0 < at < len(shapes) - 1 and shapes[at + 1].kind in ABOVE


def headlined(shapes: Sequence[Shape]) -> list[Shape]:
    """The lines with each that has a number or a mark as a head, where several of its kind stand above texts: they are
    headlines or subheads, and not entries of a list."""

    def heads(shape: Shape, below: Shape | None) -> bool:
        words = shape.kind in ("number", "bullet") and is_short(shape.rest) and not _goes_on(shape.rest)
        return words and below is not None and below.kind in ("text", "head", "credits", "caption")

    shapes = _unbolded(shapes)
    found = [
        heads(shape, below) and style_of(shape.plain) for shape, below in zip(shapes, (*shapes[1:], None), strict=False)
    ]
    series = Counter(filter(None, found))
    return [
        msgspec.structs.replace(shape, kind="head") if style and series[style] >= 2 else shape
        for shape, style in zip(shapes, found, strict=True)
    ]


def _unbolded(shapes: Sequence[Shape]) -> list[Shape]:
    """The lines with each headline in bold that stands before its text as a line of its own, if several do."""
    bold = [_BOLD.fullmatch(shape.text) if shape.kind == "text" else None for shape in shapes]
    if sum(map(bool, bold)) < 2:
        return list(shapes)
    found: list[Shape] = []
    for shape, begun in zip(shapes, bold, strict=True):
        if begun:
            head, rest = begun["head"], begun["rest"]
            found.append(msgspec.structs.replace(shape, kind="head", text=head, plain=folded(head)))
            found.append(msgspec.structs.replace(shape, kind="text", text=rest, plain=folded(rest), apart=""))
        else:
            found.append(shape)
    return found


def without_part_headings(shapes: Sequence[Shape], known: Vocabulary) -> tuple[list[Shape], list[int]]:
    """The lines without the headings above several headlines, and those headings: of one level or one kind of number,
    and never right above a text. The name of a place is none: it says where the items below it are from."""
    classes = ["" if known.is_bare_place(shape.plain) else _class(shape) for shape in shapes]
    parting = Counter[str]()
    for at, (one, shape) in enumerate(zip(classes, shapes, strict=True)):
        below = shapes[at + 1] if at + 1 < len(shapes) else None
        headed = below is not None and (below.is_head or bool(classes[at + 1])) and classes[at + 1] != one
        parting[one] += headed and _is_short(shape)
    total = Counter(classes)
    wanted = {one for one, times in parting.items() if one and times >= 2 and times == total[one]}
    taken = [shape.line for shape, one in zip(shapes, classes, strict=True) if one in wanted]
    return [shape for shape, one in zip(shapes, classes, strict=True) if one not in wanted], taken


def _class(shape: Shape) -> str:
    """What kind of heading a line is by its level, or by its number; '' if it is none of these."""
    if shape.kind in ("number", "bullet", "head") and len(shape.text) <= HEAD_MOST and not ended(shape.text):
        return f"level {shape.level}" if shape.level else style_of(shape.plain)
    return ""


def _is_short(shape: Shape) -> bool:
    return len(shape.rest or shape.text) <= _PARTS_MOST


def beginnings(shapes: Sequence[Shape], known: Vocabulary) -> list[int]:
    """Where the items of a page begin that are told from the parts of a story by what they say; none if they are."""
    units = units_of(shapes)
    if len(units) < 2 or not are_items([shapes[one.at : one.stop] for one in units], known):
        return []
    own = [_is_own(shapes[one.at : one.stop], known) for one in units]
    kinds = {_class(shapes[one.text - 1]) for one, is_own in zip(units, own, strict=True) if is_own} - {""}
    found = []
    for number, (one, is_own) in enumerate(zip(units, own, strict=True)):
        head = shapes[one.text - 1]
        if not number or (_class(head) in kinds if kinds else is_own or len(head.text) >= _HEADLINE_LEAST):
            found.append(one.at)
    return found


def doubtful(shapes: Sequence[Shape], known: Vocabulary) -> list[int]:
    """Lines of a page that is read as one story at which another may begin: a headline, and a text that says where it
    is from, or when it happened."""
    units = [shapes[one.at : one.stop] for one in units_of(shapes)]
    first = _city(units[0], known) if units else ""
    own = (unit for unit in units[1:] if _is_dated(unit, known) or (_city(unit, known) or first) != first)
    return [unit[0].line for unit in own]


def are_items(units: Sequence[Sequence[Shape]], known: Vocabulary) -> bool:
    """Whether units are items, and not the parts of one story: most say where, when or by whom, and each its own."""
    if any(shape.kind == "day" and shape.day and shape.day.weather for unit in units for shape in unit):
        return False  # a diary
    makers = [_is_signed(unit) for unit in units]
    if _is_bylined(units[0]) and not any(makers[1:]):
        return False  # whoever is named above the first wrote them all
    if any(map(_is_bylined, units[1:])) and (makers[0] or _is_dated(units[0], known)):
        return True
    cities = [_city(unit, known) for unit in units]
    dated = [_is_dated(unit, known) for unit in units]
    own = [any(signs) for signs in zip(makers, cities, dated, strict=True)]
    if sum(own) < 2 or sum(own) * 2 < len(units):
        return False
    leads = sum(any(known.leadin(shape.text) for shape in unit if shape.is_head) for unit in units)
    series = len({style for unit in units if (style := _style(unit))}) == 1
    return len({city for city in cities if city}) >= 2 or sum(makers) >= 2 or leads >= 2 or (series and sum(dated) >= 2)


def _is_own(unit: Sequence[Shape], known: Vocabulary) -> bool:
    """Whether a unit says where or when it happened. Who made it may be named at the end of a story's last part."""
    return bool(_city(unit, known)) or _is_dated(unit, known)


def _texts(unit: Sequence[Shape]) -> list[Shape]:
    return [shape for shape in unit if shape.kind == "text"]


def _is_bylined(unit: Sequence[Shape]) -> bool:
    """Whether reporters are named on a line of their own above a text."""
    below = next((shape for shape in unit if shape.kind not in ABOVE), None)
    return below is not None and is_byline(below)


def _is_signed(unit: Sequence[Shape]) -> bool:
    if any(shape.kind == "credits" and not credits_picture(shape) for shape in unit):
        return True
    texts = _texts(unit)
    return bool(texts) and signed(texts[-1].text) is not None


def _is_dated(unit: Sequence[Shape], known: Vocabulary) -> bool:
    first = next(iter(_texts(unit)), None)
    return first is not None and (
        begins_news(first.text, known) or _DATED.match(first.plain) is not None or english.is_dated(first.text)
    )


def _city(unit: Sequence[Shape], known: Vocabulary) -> str:
    """The city of the place that its headline or first sentence names; the province if it names no city; or ''."""
    heads = [shape.text for shape in unit if shape.kind == "head"][-2:]
    texts = _texts(unit)
    first = sentences(texts[0].text[:_REACH])[:1] if texts else []
    paths = known.places.region_of([*heads, *first], "").paths
    return "/".join(paths[0].split("/")[:2]) if paths else ""


def _style(unit: Sequence[Shape]) -> str:
    heads = [shape for shape in unit if shape.kind in ABOVE]
    return ("part" if unit[0].apart == "part" else "") or (_class(heads[-1]) if heads else "")


def _goes_on(text: str) -> bool:
    """Whether words are a sentence, or a part of one that stops at a comma, or a day."""
    return (
        ended(text)
        or english.is_sentence(text)
        or folded(text).rstrip()[-1:] in (",", "、", ";", ":")
        or is_day_line(text)
    )
