"""What stands above items and belongs below: the heading of a list of short items, of a comment, a note of the
editors."""

import re
from collections.abc import Sequence

import msgspec

from goodnews.importer.matching import ended, folded
from goodnews.importer.names import has_surname
from goodnews.importer.people import named_in
from goodnews.importer.shape import HEAD_MOST, Shape
from goodnews.importer.vocabulary import Vocabulary

_COMMENT = re.compile(
    r"\W*(?:短评|快评|锐评|微评|时评|短论|今日谈|社评|(?:读者)?来信|来函|来论|言论|(?:记者|采访|编辑)(?:手记|札记|随笔|感言))\W*"
)
BRIEF = "brief"  # what parts an entry of a list of short items from the line above
_BRACKETED = re.compile(r"\[(?P<head>[^\[\]]{4,60})\]\s*(?P<rest>.{10,})")  # 【北京：年货大集开市】2月3日……
_BRIEFS = re.compile(
    r"\W*(?:新闻|工会|要闻|一句话|各地)?\s*(?:简\s*[讯报闻]|短\s*讯|快\s*讯|微\s*新闻|集\s*纳|速\s*[递览]|一句话新闻|动\s*态|荟\s*萃)\W*"
)


def is_briefs(shape: Shape) -> bool:
    """Whether a line heads a list of short items: 简讯, 【工会简讯】."""
    return shape.is_head and _BRIEFS.fullmatch(shape.plain) is not None


def is_note(shape: Shape) -> bool:
    """Whether a line is a note of the editors: 编者按……"""
    return shape.kind == "label" and shape.value == "note"


def notes_below(shapes: Sequence[Shape]) -> list[Shape]:
    """The lines with each note of the editors, `编者按……`, below the headline above which it stands apart."""
    found: list[Shape] = []
    note: Shape | None = None
    for above, shape, below in zip((None, *shapes), shapes, (*shapes[1:], None), strict=False):
        if note and shape.kind not in ("head", "credits", "day"):
            found.append(msgspec.structs.replace(note, apart=""))
            note = None
        is_pages = above and below and 0 < above.level < below.level  # between the page's own heading and an item's
        if is_note(shape) and shape.rest and shape.apart and below and below.is_head and not is_pages:
            note = shape
        else:
            found.append(msgspec.structs.replace(shape, apart=note.apart) if note and note is above else shape)
    return [*found, note] if note else found


def is_comment(shape: Shape) -> bool:
    """Whether a line says that an opinion follows, the newspaper's or a reader's: □ 短评, 来信."""
    return _COMMENT.fullmatch(shape.plain) is not None


def comments_headed(shapes: Sequence[Shape]) -> list[Shape]:
    """The lines with 短评 as a head where a headline of its own stands below it, and with who wrote it, below that."""
    found: list[Shape] = []
    for at, shape in enumerate(shapes):
        below = shapes[at + 1] if at + 1 < len(shapes) else None
        headed = len(found) >= 2 and found[-1].is_head and is_comment(found[-2])
        if is_comment(shape) and (shape.kind != "label" or not shape.rest) and below and below.is_head:
            shape = msgspec.structs.replace(shape, kind="head")
        elif headed and shape.is_head and below and below.is_text and has_surname(shape.plain):
            shape = msgspec.structs.replace(shape, kind="credits", named=named_in(shape.text, bare=True))
        found.append(shape)
    return found


def begins_list(shape: Shape, known: Vocabulary) -> bool:
    """Whether a line may be the first of a list of short items."""
    return shape.kind in ("bullet", "number") or bool(known.leadin(shape.text)) or bool(_BRACKETED.match(shape.plain))


def listed(shapes: Sequence[Shape], known: Vocabulary) -> tuple[list[Shape], list[int]]:
    """The lines with each entry below a heading such as 简讯 as an item's beginning, and the headings themselves."""
    found: list[Shape] = []
    headings: list[int] = []
    listing = False
    for shape, below in zip(shapes, (*shapes[1:], None), strict=False):
        if is_briefs(shape) and below and begins_list(below, known):
            headings.append(shape.line)
            listing = True
        elif listing and shape.kind in ("bullet", "number"):
            headed = len(shape.rest) <= HEAD_MOST and not ended(shape.rest) and below and below.kind == "text"
            kind = "head" if headed else "text"
            found.append(
                msgspec.structs.replace(shape, kind=kind, text=shape.rest, plain=folded(shape.rest), apart=BRIEF)
            )
        elif listing and (entry := _BRACKETED.fullmatch(shape.plain)):
            for kind, part in (("head", "head"), ("text", "rest")):
                text = shape.text[entry.start(part) : entry.end(part)]
                apart = BRIEF if kind == "head" else ""
                found.append(msgspec.structs.replace(shape, kind=kind, text=text, plain=folded(text), apart=apart))
        else:
            listing = listing and not shape.is_head
            found.append(shape)
    return found, headings
