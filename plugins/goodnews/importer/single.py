"""One story: whatever stands above its first paragraph, then its text."""

from collections.abc import Sequence

from goodnews.importer.days import Day
from goodnews.importer.headline import headline_of
from goodnews.importer.item import Page
from goodnews.importer.passage import item_of
from goodnews.importer.shapes import Shape, Vocabulary


def single(shapes: Sequence[Shape], known: Vocabulary, published: Day | None) -> Page:
    if not shapes:
        return Page("story", ())
    day = next(((shape.line, shape.day) for shape in shapes[:8] if shape.kind == "day" and shape.day), None)
    end = 0
    while end < len(shapes) and shapes[end].kind in ("head", "campaign", "column", "section"):
        end += 1
    headline = headline_of(shapes[:end], known)
    item = item_of(headline, shapes[end:], known, published)
    return Page("story", (item,), day=day)
