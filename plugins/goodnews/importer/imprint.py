"""The imprint of a page: which publication it is from and of which day, as its first or last lines say, and who
made the page as a whole."""

import re
from collections.abc import Sequence

import msgspec

from goodnews.importer.days import Day
from goodnews.importer.item import Piece, Signature
from goodnews.importer.matching import ended, folded
from goodnews.importer.people import named_in
from goodnews.importer.roles import is_reporter
from goodnews.importer.shape import Shape

_HEAD = 5  # lines at the top among which a masthead stands
_PUBLICATION = re.compile(
    r"[《]?(?P<name>[\u4e00-\u9fff]{1,14}(?:日报|晚报|早报|时报|工报|报|周刊|杂志|网|通讯社|客户端|公众号|电视台))[》]?"
)
_PAGE = re.compile(
    r"(?:第?\d{1,2}版\s*)?[\u4e00-\u9fff·]{0,6}(?:新闻|要闻|综合|专版|专刊|副刊|周刊|特刊|视点|聚焦|专题|版)"
)
_ISSUE = re.compile(r"\W*(?:(?:19|20)\d\d年)?(?:总?第\s*[\d一二三四五六七八九十百]+\s*期\W*)+")
_PARTS = re.compile(r"[\s,、|:·]+")


class Imprint(msgspec.Struct, frozen=True):
    publication: str = ""
    day: Day | None = None
    lines: tuple[Piece, ...] = ()  # those that say so
    credits: tuple[Signature, ...] = ()  # of the page: editors, proof-readers


def imprint_of(shapes: Sequence[Shape]) -> tuple[Imprint, list[Shape]]:
    """The imprint, and the lines that are none of it."""
    lines: list[Piece] = []
    credits: list[Signature] = []
    publication, day = "", None
    top = min(_HEAD, len(shapes))
    dated = next((at for at in range(top) if shapes[at].kind == "day"), -1)
    made = [at for at in range(top) if shapes[at].kind == "credits" and is_pages(shapes[at])]
    for at, shape in enumerate(shapes):
        before = at < top and all(one.kind in ("head", "day", "credits", "label") for one in shapes[:at])
        if before and shape.kind == "head" and at < dated and _PUBLICATION.fullmatch(shape.plain):
            publication = publication or shape.text
        elif before and shape.kind == "head" and at < dated <= at + 2 and _PAGE.fullmatch(shape.plain):
            pass  # the name of the page
        elif before and shape.kind == "head" and _ISSUE.fullmatch(shape.plain):
            pass  # 第9期
        elif before and shape.kind == "head" and lines and made and at < made[-1]:
            pass  # the name of the page: between its day and its editors
        elif before and shape.kind == "day" and not _is_diary(shape, shapes):
            day = day or shape.day
            publication = publication or _publication_in(shape.text)
            credits += _makers_in(shape)
        elif (
            shape.kind == "label"
            and shape.value == "sources"
            and _is_edge(at, len(shapes))
            and not is_list(shape)
            and (before or shape.plain[:1] not in "([")  # in brackets it is the last item's
            and (before or at >= top or "来源" in shape.text)  # behind a first item it is that item's
            and (
                before or at < top or not any(one.is_text for one in shapes[at + 1 :])
            )  # above a text it is that one's
        ):
            publication = publication or _publication_in(shape.rest)
            day = day or shape.day
        elif shape.kind == "credits" and _is_edge(at, len(shapes)) and is_pages(shape) and shape.named:
            credits.append(Signature(shape.line, shape.text, shape.named.credits))
        else:
            continue
        lines.append(Piece(shape.line, shape.text))
    taken = {piece.line for piece in lines}
    return Imprint(publication, day, tuple(lines), tuple(credits)), [s for s in shapes if s.line not in taken]


_MAKER = re.compile(r"(?:责任编辑|值班编辑|编辑|责编|美编|校对|版式|主编)\s*[:|\s]")


def _makers_in(shape: Shape) -> list[Signature]:
    """Who made the page, where it stands behind the day."""
    found = _MAKER.search(shape.plain)
    named = named_in(shape.text[found.start() :]) if found else None
    return [Signature(shape.line, shape.text[found.start() :], named.credits)] if found and named else []


def is_pages(shape: Shape) -> bool:
    """Whether credits are of those who made the page, and not a text of it."""
    roles = [credit.role for credit in shape.named.credits] if shape.named else []
    return bool(roles) and all(map(is_office, roles))


def is_office(role: str) -> bool:
    """Whether a role is of those who make a page, and no text."""
    return _OFFICE.fullmatch(folded(role)) is not None and not is_reporter(role)


_OFFICE = re.compile(
    r".*(?:编辑|责编|美编|主编|编审|审读|审核|审校|校对|校审|签发人?|督印|审签|编发|终审|复审|初审|[一二三][审校]"
    r"|监制|策划|统筹|值班主任|[今本][日天期周]值班|播音|朗读|主播|主持|剪辑|配音|版式|排版|设计|制图|出品)"
)


def _is_edge(at: int, count: int) -> bool:
    return at < _HEAD or at >= count - 4


def is_list(shape: Shape) -> bool:
    """Whether a line names several publications."""
    return re.search(r"[、,;]|等[\s)]*$|·|》\s*《", shape.plain.partition(":")[2] or shape.rest) is not None


def _is_diary(shape: Shape, shapes: Sequence[Shape]) -> bool:
    """Whether a day is that of a diary: it has the weather, or a column's name stands above."""
    return bool(shape.day and shape.day.weather) or any(one.kind == "column" for one in shapes[: shapes.index(shape)])


def _publication_in(text: str) -> str:
    """The name of a publication among the words of a line."""
    if ended(text):
        return ""
    return next((word for word in _PARTS.split(folded(text)) if _PUBLICATION.fullmatch(word)), "")
