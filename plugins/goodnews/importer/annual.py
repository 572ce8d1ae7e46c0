"""The page of a year: entries with what happened and what is to be said of it, a note before, readers' words after."""

import re
from collections.abc import Sequence

import msgspec

from goodnews.importer.days import Day
from goodnews.importer.headline import PARTED, headline_of, ranked
from goodnews.importer.item import Item, Page, Paragraph, Piece, Signature
from goodnews.importer.matching import ended, folded
from goodnews.importer.numbering import without_number
from goodnews.importer.passage import item_of
from goodnews.importer.shape import Shape
from goodnews.importer.vocabulary import Vocabulary
from goodnews.language import _

_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,12}(?:\s*[(\[].{2,40}[)\]])?|.{2,30}\s[\u4e00-\u9fff·]{2,6}")
_NO = re.compile(r"(?:no|top|part|第)[.\s]*\d", re.IGNORECASE)
_BY = re.compile(r"(?:点评|评论|点评嘉宾|点评专家)人?\s*:\s*(?P<who>\S.{1,40})")
# `甲乙（某大学教授）：……`
_SAID = re.compile(r"(?P<who>[\u4e00-\u9fff·]{2,12}\s*[(\[][^()\[\]]{2,40}[)\]])\s*:\s*(?P<words>\S.*)")


def annual(shapes: Sequence[Shape], known: Vocabulary, published: Day | None) -> Page:
    starts = _starts(shapes)
    first = starts[0] if starts else len(shapes)
    foot = _foot(shapes, starts[-1]) if starts else len(shapes)
    items: list[Item] = []
    dropped: dict[int, str] = {}
    for number, at in enumerate(starts):
        stop = starts[number + 1] if number + 1 < len(starts) else foot
        items.append(_entry(shapes[at:stop], known, published, dropped, number + 1))
    return _above(_below(Page("annual", tuple(items), dropped=dropped), shapes[foot:]), shapes[:first])


def labels(shapes: Sequence[Shape]) -> int:
    """How many labels of entries there are."""
    return sum(shape.kind == "label" and shape.value in ("recap", "comment") for shape in shapes)


def _starts(shapes: Sequence[Shape]) -> list[int]:
    """Where entries begin: at the heads right above the label of what happened, or of the comment if there is none."""
    recaps = any(shape.kind == "label" and shape.value == "recap" for shape in shapes)
    wanted = "recap" if recaps else "comment"
    found: list[tuple[int, int]] = []
    for at, shape in enumerate(shapes):
        if shape.kind == "label" and shape.value == wanted:
            begin = at
            while not recaps and begin and shapes[begin - 1].kind == "text":
                begin -= 1
            heads = 0
            while begin and _is_heading(shapes[begin - 1]) and heads < 3:
                begin -= 1
                heads += 2 if PARTED.fullmatch(shapes[begin].plain) else 1  # kicker and headline on one line
            found.append((begin, heads))
    # Above the first stand heads of the page as well: it has no more of its own than the others.
    most = max((heads for _begin, heads in found[1:]), default=1)
    return [begin + max(heads - most, 0) if at == 0 else begin for at, (begin, heads) in enumerate(found)]


def _is_heading(shape: Shape) -> bool:
    """Whether a line may be an entry's headline: short, perhaps numbered, no sentence, and not who commented above."""
    if shape.plain.startswith("--"):
        return False
    return shape.is_head or (shape.kind in ("number", "bullet") and len(shape.rest) <= 60 and not ended(shape.rest))


def _entry(
    shapes: Sequence[Shape], known: Vocabulary, published: Day | None, dropped: dict[int, str], number: int
) -> Item:
    heads: list[Shape] = []
    recap: list[Shape] = []
    comment: list[Paragraph] = []
    commentator: Piece | None = None
    part = "head"
    for shape in shapes:
        if shape.kind == "label" and shape.value in ("recap", "comment"):
            part = shape.value
            rest = shape.rest
            if not rest:
                dropped[shape.line] = _("the label of a part")
            elif part == "comment" and not ended(rest) and _PERSON.fullmatch(folded(rest)):
                commentator = Piece(shape.line, rest)
            elif part == "comment" and (said := _SAID.fullmatch(folded(rest))):
                commentator = Piece(shape.line, rest[: said.end("who")])
                comment.append(Paragraph(shape.line, rest[said.start("words") :]))
            elif part == "comment":
                comment.append(Paragraph(shape.line, rest))
            else:
                recap.append(msgspec.structs.replace(shape, kind="text", text=rest, plain=folded(rest)))
        elif part == "head" and _is_heading(shape):
            text = shape.rest if shape.kind in ("number", "bullet") else shape.text
            text = re.sub(rf"^0?{number}\s+", "", text)  # `3 盐田边搭起一间厨房` is the third
            text = text[len(text) - len(without_number(folded(text))) :] if _NO.match(text) else text
            heads.append(msgspec.structs.replace(shape, kind="head", text=text, plain=folded(text)))
        elif part == "comment" and comment and shape.kind == "credits" and shape.named and commentator is None:
            commentator = Piece(shape.line, shape.text.strip("（）() "))
        elif part == "comment" and shape.plain.startswith("--") and commentator is None:
            commentator = Piece(shape.line, shape.text.lstrip("—–-―－ "))
        elif part == "comment" and not comment and commentator is None and (by := _BY.fullmatch(shape.plain)):
            commentator = Piece(shape.line, shape.text[by.start("who") :])
        elif part == "comment" and not comment and commentator is None and (said := _SAID.fullmatch(shape.plain)):
            commentator = Piece(shape.line, shape.text[: said.end("who")])
            comment.append(Paragraph(shape.line, shape.text[said.start("words") :]))
        elif part == "comment":
            comment.append(Paragraph(shape.line, shape.text))
        else:
            recap.append(shape)
    item = item_of(headline_of(heads, known), recap, known, published)
    return msgspec.structs.replace(item, comment=tuple(comment), commentator=commentator, kind="story")


def _above(page: Page, shapes: Sequence[Shape]) -> Page:
    """The page with what stands above its entries."""
    heads: list[Piece] = []
    note: list[Paragraph] = []
    credits: list[Signature] = []
    for shape in shapes:
        if shape.kind == "label" and shape.value == "note":
            note += [Paragraph(shape.line, shape.rest)] if shape.rest else []
            page.dropped.update({} if shape.rest else {shape.line: _("the heading of the note")})
        elif shape.kind == "credits" and shape.named:
            credits.append(Signature(shape.line, shape.text, shape.named.credits))
        elif shape.is_head and not note:
            heads.append(Piece(shape.line, shape.text))
        elif shape.is_text or shape.is_head or shape.kind == "number":
            note.append(Paragraph(shape.line, shape.text))
    rank = ranked(heads[:3])
    title, kicker = rank.get("title"), rank.get("kicker")
    return msgspec.structs.replace(
        page, title=title, kicker=kicker, note=tuple(note), credits=(*credits, *page.credits)
    )


def _foot(shapes: Sequence[Shape], last: int) -> int:
    """Where the last entry ends: at credits, the heading of the letters, or the first short line after its comment."""
    said = False
    for at in range(last, len(shapes)):
        shape = shapes[at]
        if shape.kind == "label" and shape.value == "comment":
            said = bool(shape.rest) and ended(shape.rest)
        elif said and (shape.kind in ("credits", "label", "bullet") or _is_heading(shape)):
            return at
        elif any(one.kind == "label" and one.value == "comment" for one in shapes[last:at]):
            said = said or ended(shape.text)
    return len(shapes)


def _below(page: Page, shapes: Sequence[Shape]) -> Page:
    """The page with what stands below its entries: how they were chosen, credits, readers' words."""
    letters: list[Piece] = []
    method: list[Paragraph] = []
    credits: list[Signature] = []
    part = ""
    for shape in shapes:
        if shape.kind == "label" and not shape.rest:
            part = shape.value
            page.dropped[shape.line] = _("the label of a part")
        elif shape.kind == "credits" and shape.named:
            credits.append(Signature(shape.line, shape.text, shape.named.credits))
        elif part == "method":
            method.append(Paragraph(shape.line, shape.text))
        elif len(shape.text) <= 300:
            letters.append(Piece(shape.line, shape.text))
    return msgspec.structs.replace(page, letters=tuple(letters), method=tuple(method), credits=tuple(credits))
