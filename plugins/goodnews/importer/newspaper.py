"""A newspaper page: items one after another, each below its headline, some under the name of a campaign or column."""

from collections.abc import Sequence

import msgspec

from goodnews.importer.days import Day
from goodnews.importer.headline import Headline, headline_of
from goodnews.importer.item import Item, Page, Piece
from goodnews.importer.passage import SHOT_AT_END, item_of, takes_picture
from goodnews.importer.people import signed
from goodnews.importer.shapes import Shape, Vocabulary

_ABOVE = ("head", "campaign", "column", "section")


def newspaper(shapes: Sequence[Shape], known: Vocabulary, published: Day | None) -> Page:
    starts = _starts(shapes, known)
    items: list[Item] = []
    dropped: dict[int, str] = {}
    campaign: Piece | None = None
    for number, at in enumerate(starts):
        stop = starts[number + 1] if number + 1 < len(starts) else len(shapes)
        end = at
        while end < stop and shapes[end].kind in _ABOVE:
            end += 1
        headline = headline_of(shapes[at:end], known) if end > at else Headline()
        item = item_of(headline, shapes[end:stop], known, published)
        campaign = headline.campaign or campaign
        if campaign and not (headline.campaign or headline.leadin or item.kind == "photo"):
            campaign = None  # a column ends with its last item that has a lead-in
        if campaign and item.campaign is None:
            item = msgspec.structs.replace(item, campaign=campaign)
        items.append(item)
    return Page("newspaper", tuple(items), dropped=dropped)


def _starts(shapes: Sequence[Shape], known: Vocabulary) -> list[int]:
    """Where items begin, as indexes of shapes."""
    found: list[int] = []
    over = True  # whether the item before has ended for certain
    fresh = 0  # paragraphs of the item so far
    credited = False  # whether it has named its makers
    at = 0
    while at < len(shapes):
        shape = shapes[at]
        if shape.kind in _ABOVE:
            end = at
            while end < len(shapes) and shapes[end].kind in _ABOVE:
                end += 1
            if over or not found or _begins(shapes, at, end, known):
                found.append(at)
                fresh, credited, over = 0, False, False
            else:
                fresh += end - at
            at = end
            continue
        if over or (fresh and _opens(shapes, at, known, credited)):
            found.append(at)
            fresh, credited = 0, False
        over = _closes(shapes, at, fresh)
        credited = credited or shape.kind == "credits" or bool(known.dateline(shape.text))
        fresh += shape.kind not in ("credits", "day", "picture")
        at += 1
    return found


def _begins(shapes: Sequence[Shape], at: int, end: int, known: Vocabulary) -> bool:
    """Whether heads stand above a new item, and not within one: what follows them says so."""
    run, below = shapes[at:end], shapes[end : end + 4]
    if any(shape.kind != "head" for shape in run) or any(known.leadin(shape.text) for shape in run):
        return True
    if not below:
        return False
    first = below[0]
    if first.kind in ("credits", "day") or known.dateline(first.text):
        return not (first.kind == "credits" and first.named and takes_picture(first.named.credits) and len(below) == 1)
    return _is_photo(shapes, end)


def _is_photo(shapes: Sequence[Shape], at: int) -> bool:
    """Whether the text from here is the caption of a picture, up to three paragraphs that end with who took it."""
    for shape in shapes[at : at + 3]:
        if shape.kind == "credits":
            return bool(shape.named and takes_picture(shape.named.credits))
        if not (shape.is_text or shape.kind == "caption"):
            return False
        tail = signed(shape.text)
        if (tail and takes_picture(tail[1].credits)) or SHOT_AT_END.search(shape.plain):
            return True
    return False


def _opens(shapes: Sequence[Shape], at: int, known: Vocabulary, credited: bool) -> bool:
    """Whether a text without a headline is a new item: by its dateline, its lead-in, or as a picture's caption."""
    shape = shapes[at]
    if shape.kind == "credits":
        goes_on = at + 1 < len(shapes) and shapes[at + 1].is_text
        return credited and goes_on and not (shape.named and takes_picture(shape.named.credits))
    if known.dateline(shape.text) or known.leadin(shape.text):
        return True
    tail = signed(shape.text) if shape.is_text else None
    return bool(tail and takes_picture(tail[1].credits) and len(shape.text) >= 40)


def _closes(shapes: Sequence[Shape], at: int, fresh: int) -> bool:
    """Whether an item ends with this line: it names who made it, at its end."""
    shape = shapes[at]
    if shape.kind == "credits":
        below = shapes[at + 1] if at + 1 < len(shapes) else None
        taken = bool(shape.named and takes_picture(shape.named.credits))
        return bool(fresh) and (taken or below is None or not below.is_text) and not (below and below.kind == "credits")
    tail = signed(shape.text) if shape.is_text else None
    if not tail:
        return SHOT_AT_END.search(shape.plain) is not None and fresh == 0
    below = shapes[at + 1] if at + 1 < len(shapes) else None
    return takes_picture(tail[1].credits) or below is None or below.kind in _ABOVE
