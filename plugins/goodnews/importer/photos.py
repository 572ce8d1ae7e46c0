"""A page of photographs: each with its caption and who took it."""

from collections.abc import Sequence

import msgspec

from goodnews.importer.days import Day
from goodnews.importer.item import Page
from goodnews.importer.newspaper import newspaper
from goodnews.importer.passage import SHOT_AT_END, credits_picture, ends_with_picture
from goodnews.importer.shape import Shape
from goodnews.importer.vocabulary import Vocabulary


def photos(shapes: Sequence[Shape], known: Vocabulary, published: Day | None) -> Page:
    page = newspaper(shapes, known, published)
    items = tuple(msgspec.structs.replace(item, kind="photo") if item.kind != "diary" else item for item in page.items)
    return msgspec.structs.replace(page, profile="photo", items=items)


def pictured(shapes: Sequence[Shape]) -> int:
    """How many lines say that they belong to a picture, or who took it."""
    return sum(map(_is_pictured, shapes))


def _is_pictured(shape: Shape) -> bool:
    if shape.kind == "caption" or SHOT_AT_END.search(shape.plain):
        return True
    if shape.kind == "credits":
        return credits_picture(shape)
    return shape.kind == "text" and ends_with_picture(shape.text)
