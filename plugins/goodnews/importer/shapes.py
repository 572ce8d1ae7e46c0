"""What the lines of a page are, each by its own form and then by its neighbours."""

import re
from collections.abc import Container, Iterable, Sequence
from itertools import groupby

import msgspec

from goodnews.importer.days import WEATHERS
from goodnews.importer.furniture import (
    advertisement_rule,
    begins_links,
    blank_rule,
    contact_rule,
    links_rule,
    marks_rule,
    menu_rule,
    page_rule,
    part_rule,
    rule_for,
)
from goodnews.importer.matching import ended, folded
from goodnews.importer.names import has_surname
from goodnews.importer.numbering import sent_as
from goodnews.importer.people import named_in
from goodnews.importer.raw import Line
from goodnews.importer.roles import is_reporter
from goodnews.importer.shape import HEAD_MOST, Shape, shape_of
from goodnews.importer.vocabulary import Vocabulary

_SENTENCE_LEAST = 16  # characters
_LINKS = ("head", "bullet", "number", "picture", "day")  # what a list of links consists of
MENU = 3  # sections without anything between them
CAPTION_MOST = 100  # characters of the words below a picture
_POINTS_UP = re.compile(r"[▲△▼▽↑⬆]")
_PAGE_OF = re.compile(r"\W*第?\s*[a-d]?\d{1,2}\s*版", re.IGNORECASE)  # 第03版：综合新闻 begins a page
_SENT_MOST = 20  # characters at the beginning of a line among which the label of a story sent in stands


def shapes_of(
    lines: Iterable[Line], known: Vocabulary, pictures: Container[int] = ()
) -> tuple[list[Shape], dict[int, str]]:
    """The lines that say something, and those that are dropped with the rule that drops each.

    pictures  lines below which a picture stands
    """
    found: list[Shape] = []
    dropped: dict[int, str] = {}
    links = False  # whether what follows are links to other pages
    apart = ""
    kinds = {blank_rule(): "blank", marks_rule(): "marks", part_rule(): "part"}
    strength = ("", *kinds.values())  # of several, the strongest counts
    lines = tuple(lines)
    for at, line in enumerate(lines):
        text = line.text.strip().strip("\u200b\ufeff").strip()
        if text and line.kind == "cell":
            continue
        if begun := sent_as(folded(text[:_SENT_MOST])):
            text, apart = text[begun:], "part"
        if not text:
            dropped[line.number] = blank_rule()
            apart = apart or "blank"
            continue
        rule = contact_rule() if line.kind == "footer" else rule_for(text, known.furniture)
        if rule == advertisement_rule() and line.kind == "heading":  # 扫码领水
            rule = ""
        if not rule and begins_links(text) and not _heads_text(lines, at):
            links, rule = True, links_rule()
        elif links and not rule:
            shape = shape_of(line, text, known)
            asks = (
                line.kind == "list" and text[-1] in "？?！!"
            )  # a link may ask; a sentence of the text does not stand in a list
            goes_on = shape.kind in _LINKS and len(text) <= 60 and (asks or not ended(text))
            links = goes_on and not _heads_item(lines, at, known)
            rule = links_rule() if links else ""
        if rule:
            dropped[line.number] = rule
            weight = "marks" if rule == page_rule() and _PAGE_OF.match(folded(text)) else kinds.get(rule, "")
            apart = max(apart, weight, key=strength.index)
        else:
            shape = msgspec.structs.replace(shape_of(line, text, known), apart=apart, level=line.level)
            apart = ""
            if line.number - 1 in pictures and _POINTS_UP.match(text) and len(text) <= CAPTION_MOST:
                shape = msgspec.structs.replace(shape, kind="caption")
            found.append(_continued(shape, found[-1], known) if found else shape)
    found = [_named(shape, found[at - 1 : at], found[at + 1 : at + 2]) for at, shape in enumerate(found)]
    found = [_headed(shape, found[at + 1 : at + 2], known) for at, shape in enumerate(found)]
    menu = _menu(found)
    return [shape for shape in found if shape.line not in menu], {**dropped, **dict.fromkeys(menu, menu_rule())}


def _heads_text(lines: Sequence[Line], at: int) -> bool:
    """Whether a sentence stands right below a line: 相关链接 above it heads a part of the text."""
    below = next((line.text for line in lines[at + 1 : at + 4] if line.text.strip()), "")
    return len(below) >= _SENTENCE_LEAST and ended(below)


def _heads_item(lines: Sequence[Line], at: int, known: Vocabulary) -> bool:
    """Whether a short line is the headline or kicker of a text: what begins one stands in the next lines, or it ends
    with a dash."""
    if folded(lines[at].text).rstrip().endswith("--"):
        return True
    below = [line for line in lines[at + 1 : at + 6] if line.text.strip()][:2]
    return any(known.dateline(line.text.strip()) or _begins_text(line, known) for line in below)


def _begins_text(line: Line, known: Vocabulary) -> bool:
    """Whether a line is a reporter's byline, or the label of what happened or is said."""
    shape = shape_of(line, line.text.strip(), known)
    if shape.kind == "label":
        return shape.value in ("recap", "comment")
    credits = shape.named.credits if shape.named else ()
    return shape.kind == "credits" and any(is_reporter(credit.role) for credit in credits)


def _continued(shape: Shape, above: Shape, known: Vocabulary) -> Shape:
    """A short line right below a sentence that stops at a comma goes on with it, and is no head."""
    open_ = above.is_text and above.line + 1 == shape.line and above.plain[-1:] in ("、", ",")
    return (
        msgspec.structs.replace(shape, kind="text")
        if open_ and shape.is_head and not known.leadin(shape.text)
        else shape
    )


def _headed(shape: Shape, below: Sequence[Shape], known: Vocabulary) -> Shape:
    """A line with a number or mark right above a byline or dateline is a headline: 一、忻州给工匠立了一份决定."""
    begins = bool(below) and (below[0].kind == "credits" or bool(known.dateline(below[0].text)))
    if shape.kind not in ("number", "bullet") or not begins or len(shape.rest) > HEAD_MOST or ended(shape.rest):
        return shape
    return msgspec.structs.replace(shape, kind="head", text=shape.rest, plain=folded(shape.rest))


def _named(shape: Shape, above: Sequence[Shape], below: Sequence[Shape]) -> Shape:
    """Two or more names alone, between a headline and its text, are its byline; so is one above or below the day of a
    diary."""
    words = shape.plain.split()
    if not (shape.is_head and above and below and all(2 <= len(w) <= 3 and has_surname(w) for w in words)):
        return shape
    several = len(words) >= 2 and above[0].is_head and below[0].kind == "text" and all(len(w) == 3 for w in words)
    diarist = len(words) == 1 and below[0].kind == "day" and (above[0].is_head or above[0].kind == "label")
    diarist = diarist or (len(words) == 1 and _is_diarys(above[0]) and below[0].kind == "text")
    if not (several or diarist):
        return shape
    return msgspec.structs.replace(shape, kind="credits", named=named_in(shape.text, bare=True))


def _is_diarys(shape: Shape) -> bool:
    """Whether a line is the day of a diary: the weekday or the weather stands behind it."""
    return shape.kind == "day" and re.search(rf"星期|周|{'|'.join(WEATHERS)}", shape.plain) is not None


def _menu(shapes: Sequence[Shape]) -> set[int]:
    """The lines of a site's menu, which names its sections one after another."""
    found: set[int] = set()
    for is_section, run in groupby(shapes, key=lambda shape: shape.kind == "section"):
        lines = [shape.line for shape in run]
        found |= set(lines) if is_section and len(lines) >= MENU else set()
    return found
