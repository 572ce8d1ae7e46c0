"""One story: whatever stands above its first paragraph, then its text."""

import re
from collections.abc import Sequence

import msgspec

from goodnews.importer.days import Day
from goodnews.importer.headline import headline_of
from goodnews.importer.item import Page
from goodnews.importer.passage import item_of
from goodnews.importer.people import Credit, Named
from goodnews.importer.shape import Shape
from goodnews.importer.units import ABOVE, headlined, is_between_heads
from goodnews.importer.vocabulary import Vocabulary

# Whose diary it is, on a line of its own: unit or place, wide gap, name, perhaps behind a role.
_PLACED = re.compile(
    r"(?P<unit>\S{3,24}(?:工会|联合会|公司|集团|学校|大学|医院|中心|[局厅委办部段所省市县区旗州盟乡镇村]))\s+"
    r"(?:(?:本报)?(?:见习|特约|实习)?(?:记者|通讯员)\s*)?(?P<name>\S{2,4})"
)


def single(shapes: Sequence[Shape], known: Vocabulary, published: Day | None) -> Page:
    shapes = headlined(shapes)
    heads, rest = zone(shapes)
    if not rest and len(heads) > 1:  # short lines alone: the first is the headline
        heads, rest = heads[:1], [msgspec.structs.replace(shape, kind="text") for shape in heads[1:]]
    item = item_of(headline_of(heads, known), rest, known, published)
    return Page("story", (item,) if item.body or item.captions else ())


def _is_note(shape: Shape) -> bool:
    """Whether a line is a note of the editors, with its words."""
    return shape.kind == "label" and shape.value == "note" and bool(shape.rest)


def zone(shapes: Sequence[Shape]) -> tuple[list[Shape], list[Shape]]:
    """The heads above a text, and all else. Among them may stand a day, as in a diary, or a byline: then only the
    headline that is still missing, and a subtitle, come after it."""
    heads: list[Shape] = []
    rest: list[Shape] = []
    credited = False
    diary = any(shape.kind == "column" for shape in shapes[:3])
    for at, shape in enumerate(shapes):
        placed = _PLACED.fullmatch(shape.plain) if diary and shape.is_head else None
        if placed:
            where = (shape.text[placed.start(group) : placed.end(group)] for group in ("unit", "name"))
            roles = zip(("作者单位", "作者"), where, strict=True)
            named = Named(tuple(Credit(role, (name,)) for role, name in roles))
            rest.append(msgspec.structs.replace(shape, kind="credits", named=named))
            continue
        if shape.kind in ABOVE and not (credited and any(one.is_head for one in heads)):
            heads.append(shape)
        elif shape.kind in ("day", "credits") or is_between_heads(shapes, at) or _is_note(shape):
            credited = credited or shape.kind == "credits"
            rest.append(shape)
        else:
            return heads, [*rest, *shapes[at:]]
    return heads, rest
