"""The lines above a text: kicker, headline, subtitle, lead-in, and the campaign or column that they stand under."""

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from goodnews.characters import fits
from goodnews.importer.item import Piece
from goodnews.importer.matching import DECOR, HAN, folded, key
from goodnews.importer.numbering import unmarked
from goodnews.importer.shape import PHOTO, Shape
from goodnews.importer.vocabulary import UNIT, Vocabulary
from goodnews.newsroom.story import TITLE_MOST

# 骑手停车难，坐下来谈——工会请来部门当场答复: kicker and headline on one line.
PARTED = re.compile(r"(?P<kicker>[^-]{8,}--)[^-]{8,}")
SECOND_MOST = 9  # characters of its second line, below a kicker: a subtitle is longer
HALF_LEAST, HALF_MOST = 6, 12  # characters of a headline's half on a line of its own
_SIGNS = re.compile(r"^[□■◇◆◎●○▲△▼▽►▶※★☆\s]+")  # that adorn a line
# What kind of text it is, before a headline on its line: 【微言】晚班公交等一等, 人物丨守桥的人
_RUBRIC = re.compile(rf"(?:\[(?P<a>{HAN}{{2,8}})\]|(?P<b>{HAN}{{2,8}})\s*\|)\s*(?=\S{{4}})")
_SLOGAN = re.compile(r"(?P<a>\S{3,8})\s+(?P<b>\S{3,8})")  # below a campaign's name: 走进高原　走近你我
_HANGS = re.compile(r".*[的与和及或、把被让将为在向对给从到比]")  # a line that cannot end a headline


class Headline(msgspec.Struct, frozen=True):
    title: Piece | None = None
    kicker: Piece | None = None
    subtitle: Piece | None = None
    leadin: Piece | None = None
    campaign: Piece | None = None
    column: Piece | None = None
    section: Piece | None = None
    rubric: Piece | None = None  # what kind of text it is, by a name that no column has
    photo: int = 0  # line that says so: 图片新闻
    surplus: tuple[Shape, ...] = ()  # heads above that belong to the page or to nothing known


def is_photo_mark(shape: Shape) -> bool:
    """Whether a line says that a photograph follows: 图片新闻."""
    return shape.is_head and _photo_in(shape) is not None


def _photo_in(shape: Shape) -> re.Match[str] | None:
    return PHOTO.fullmatch(_SIGNS.sub("", shape.plain))


def headline_of(run: Sequence[Shape], known: Vocabulary) -> Headline:
    """What the head lines right above a text are."""
    fields: dict[str, Piece] = {}
    heads: list[Piece] = []
    surplus: list[Shape] = []
    photo = 0
    previous = ""  # the line above, by its letters
    for shape in run:
        said, previous = previous, key(shape.text)
        if shape.kind in ("campaign", "column", "section"):
            if heads:  # what stands above a column's name belongs to no item below it
                surplus += [one for one in run if one.line in {head.line for head in heads}]
                heads = []
            fields[shape.kind] = Piece(shape.line, shape.value)
            continue
        if heads and said == key(shape.text):  # the same line twice
            heads[-1] = msgspec.structs.replace(heads[-1], more=(*heads[-1].more, shape.line))
            continue
        if mark := _photo_in(shape):
            photo = shape.line
            rest = shape.text[len(shape.text) - len(mark["rest"]) :]
            if rest:
                heads.append(Piece(shape.line, rest))
            continue
        if (
            (lead := known.leadin(unmarked(shape.text)))
            and "leadin" not in fields
            and (lead[1] or folded(shape.text).strip()[-1] in ":]")
        ):
            if heads and "campaign" in fields:  # a slogan stands between a campaign's name and its first item
                surplus += [one for one in run if one.line in {head.line for head in heads}]
                heads = []
            fields["leadin"] = Piece(shape.line, lead[0])
            if lead[1]:
                heads.append(Piece(shape.line, lead[1]))
            continue
        if (under := known.under_column(shape.text)) and "column" not in fields:
            fields["column"] = Piece(shape.line, under[0])
            heads.append(Piece(shape.line, under[1]))
            continue
        if "leadin" not in fields and known.is_bare_place(shape.plain):
            fields["leadin"] = Piece(shape.line, shape.text.strip(DECOR))
            continue
        heads.append(Piece(shape.line, unmarked(_SIGNS.sub("", shape.text) or shape.text)))
    if "campaign" in fields and len(heads) > 1 and _SLOGAN.fullmatch(folded(heads[0].text)):
        surplus += [shape for shape in run if shape.line == heads[0].line]
        heads = heads[1:]
    heads = _joined(heads)
    if len(heads) > 3:
        above = {head.line for head in heads[:-3]}
        surplus += [shape for shape in run if shape.line in above]
        heads = heads[-3:]
    if len(heads) == 1 and (parted := PARTED.fullmatch(folded(heads[0].text))):
        (whole,) = heads
        heads = [
            Piece(whole.line, whole.text[: parted.end("kicker")]),
            Piece(whole.line, whole.text[parted.end("kicker") :]),
        ]
    if len(heads) == 3 and folded(heads[1].text).rstrip().endswith("--"):  # a kicker: the head above is the page's
        surplus += [shape for shape in run if shape.line == heads[0].line]
        heads = heads[1:]
    levels = {shape.line: shape.level for shape in run}
    if len(heads) == 2 and 0 < levels[heads[0].line] < levels[heads[1].line]:  # as a page's own headings say
        ranks = {"title": heads[0], "subtitle": heads[1]}
    else:
        ranks = ranked(heads)
    title = ranks.get("title")
    if title and "column" not in fields and (rubric := _RUBRIC.match(folded(title.text))):
        begin, end = rubric.span("a" if rubric["a"] else "b")
        fields["rubric"] = Piece(title.line, title.text[begin:end])
        ranks["title"] = msgspec.structs.replace(title, text=title.text[rubric.end() :])
    return Headline(**fields, **ranks, photo=photo, surplus=tuple(surplus))


def _joined(heads: Sequence[Piece]) -> list[Piece]:
    """The heads with those two as one that are the halves of one headline, set on two lines."""
    ends = len(heads) - (folded(heads[-1].text).startswith("--") if heads else 0)  # above a subtitle
    for at, (first, second) in reversed([*enumerate(pairwise(heads))]):
        below = at >= 1 and at + 2 == ends  # a kicker stands above both
        broken = _is_quoted_across(first.text, second.text)
        gap = "|" if broken else _gap(folded(first.text).strip(), folded(second.text).strip(), below, ends < len(heads))
        if gap and second.line == first.line + 1:
            words = first.text.rstrip() + gap.strip("|") + second.text.lstrip()
            whole = Piece(first.line, words, (second.line,), guessed=True)
            return [*heads[:at], whole, *heads[at + 2 :]]
    return list(heads)


def _gap(first: str, second: str, below: bool, subtitled: bool) -> str:
    """What stands between the halves of a headline on one line: a blank between two that balance each other, `|` for
    nothing; '' if they are two headlines.

    below      whether they stand below a kicker
    subtitled  whether a subtitle stands below them
    """
    if (
        "--" in (first[-2:], second[:2])
        or len(first) + len(second) > TITLE_MOST
        or (UNIT.fullmatch(first) and not below)
    ):
        return ""
    if _HANGS.fullmatch(first):
        return "|"
    balanced = len(first) == len(second) or first[-2:] == second[-2:]
    halves = balanced and HALF_LEAST <= min(len(first), len(second)) <= max(len(first), len(second)) <= HALF_MOST
    if halves:
        return " "
    most = HALF_MOST if subtitled else SECOND_MOST
    return "|" if below and len(first) <= HALF_MOST and len(second) <= most else ""


def _is_quoted_across(first: str, second: str) -> bool:
    """Whether a quotation begins in one line and ends in the next: 建成63个“葡萄 / 架下议事点”."""
    return len(first) + len(second) <= TITLE_MOST and any(
        first.count(begin) > first.count(end) and second.count(end) > second.count(begin)
        for begin, end in ("“”", "《》", "「」", "（）", "()")
    )


def ranked(heads: list[Piece]) -> dict[str, Piece]:
    """Which of up to three heads is the headline: 副题 begins with a dash, 肩题 ends with one. Without a dash their
    order is all that tells them apart: then each is a guess."""
    if not heads:
        return {}
    if len(heads) == 1:
        return {"title": heads[0]}
    if folded(heads[-1].text).startswith("--"):
        above = ranked(heads[:-1])
        return {**above, "subtitle": heads[-1]}
    if len(heads) == 2:
        first, second = heads
        if folded(first.text).rstrip().endswith("--"):
            return {"kicker": first, "title": second}
        names = ["kicker", "title"] if fits(second.text, TITLE_MOST) else ["title", "subtitle"]
    else:
        names = ["kicker", "title", "subtitle"]
    return {name: msgspec.structs.replace(head, guessed=True) for name, head in zip(names, heads, strict=True)}
