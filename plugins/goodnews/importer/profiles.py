"""Profiles: the kinds of page that are known, each told by its own signs, and what makes its items."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from goodnews.importer.annual import annual, labels
from goodnews.importer.briefs import begins_list, is_briefs, is_comment
from goodnews.importer.days import Day
from goodnews.importer.digest import is_bracketed, morning, weekly
from goodnews.importer.headline import is_photo_mark
from goodnews.importer.item import Page
from goodnews.importer.newspaper import newspaper, numbered_parts
from goodnews.importer.passage import begins_news, credits_picture
from goodnews.importer.photos import photos, pictured
from goodnews.importer.shape import Shape
from goodnews.importer.single import single
from goodnews.importer.units import beginnings, headlined
from goodnews.importer.vocabulary import Vocabulary
from goodnews.language import _

_PLACED_LEAST = 3  # headlines with a place before them make a page of items
_MORNING = re.compile(r"早(?:安|报|读|餐|新闻|知道)|晨(?:报|读|间)|(?:简|快)讯|速(?:览|递|报)|要闻|播报|集锦")
Making = Callable[[Sequence[Shape], Vocabulary, Day | None], Page]


class Profile(NamedTuple):
    name: str  # what `--as` takes
    words: Callable[[], str]
    fits: Callable[[Sequence[Shape], Vocabulary], bool]
    make: Making


# The first that fits is taken: the surest signs come first, and one story is whatever nothing else fits.
PROFILES = (
    Profile("annual", lambda: _("the page of a year"), lambda shapes, known: labels(shapes) >= 2, annual),
    Profile("weekly", lambda: _("a weekly digest"), lambda shapes, known: _sections(shapes) >= 2, weekly),
    Profile("morning", lambda: _("a morning digest"), lambda shapes, known: _is_listed(shapes), morning),
    Profile("photo", lambda: _("a page of photographs"), lambda shapes, known: _is_pictured(shapes), photos),
    Profile("newspaper", lambda: _("a newspaper page"), lambda shapes, known: _is_paged(shapes, known), newspaper),
    Profile("story", lambda: _("a single story"), lambda shapes, known: True, single),
)
NAMES = tuple(profile.name for profile in PROFILES)


def recognised(shapes: Sequence[Shape], known: Vocabulary, name: str = "") -> Profile:
    """The profile of that name, or the first that fits."""
    if name:
        return next(profile for profile in PROFILES if profile.name == name)
    return next(profile for profile in PROFILES if profile.fits(shapes, known))


def _is_paged(shapes: Sequence[Shape], known: Vocabulary) -> bool:
    return (
        _openings(shapes, known) >= 2
        or _placed(shapes, known) >= _PLACED_LEAST
        or _has_briefs(shapes, known)
        or bool(numbered_parts(shapes, known))
        or bool(beginnings(headlined(shapes), known))
    )


def _has_briefs(shapes: Sequence[Shape], known: Vocabulary) -> bool:
    """Whether a heading such as 简讯 stands below a text, above entries."""
    first = next((at for at, shape in enumerate(shapes) if shape.kind == "text"), len(shapes))
    return any(is_briefs(above) and begins_list(below, known) for above, below in pairwise(shapes[first:]))


def _placed(shapes: Sequence[Shape], known: Vocabulary) -> int:
    """How many headlines with a place before them stand above a text of their own. Below a reporter's byline they are
    the subheads of one story, unless a heading such as 简讯 stands above them."""
    found = 0
    one = False  # story, whose text it is
    for above, shape, below in zip((None, *shapes), shapes, (*shapes[1:], None), strict=False):
        one = (one or (shape.kind == "credits" and not found and not credits_picture(shape))) and not is_briefs(shape)
        headed = shape.is_head and below is not None and not below.is_head
        found += (
            headed
            and not one
            and not (above and above.is_head and not is_briefs(above))
            and known.leadin(shape.text) is not None
        )
    return found


def _openings(shapes: Sequence[Shape], known: Vocabulary) -> int:
    """How many items begin as those of a newspaper do: with a dateline, a headline and a byline below it, the name of
    a column, the mark of a photograph, or a comment's own headline."""
    found = 0
    fresh = True  # whether a text has come since the last beginning
    for above, shape in zip((None, *shapes), shapes, strict=False):
        dated = shape.kind == "text" and begins_news(shape.text, known)
        named = shape.kind == "credits" and (shape.line > 3 or not credits_picture(shape))
        signed = named and above is not None and above.is_head
        opined = above is not None and is_comment(above) and shape.is_head
        if fresh and (dated or signed or opined or shape.kind == "column" or is_photo_mark(shape)):
            found, fresh = found + 1, False
        fresh = fresh or shape.is_text
    return found


def _sections(shapes: Sequence[Shape]) -> int:
    """How many different sections head a part of the page."""
    return len({shape.value for shape in shapes if shape.kind == "section"})


def _is_listed(shapes: Sequence[Shape]) -> bool:
    """Whether most of the page is numbered or has bullets; fewer will do below a heading that says so."""
    listed = sum(_is_entry(shape) or is_bracketed(shape) for shape in shapes)
    above = takewhile(lambda shape: shape.kind != "text", shapes[:3])
    named = any(shape.is_head and _MORNING.search(shape.plain) for shape in above)
    least = 2 if named else 4
    said = sum(shape.kind == "text" or _is_entry(shape) for shape in shapes)
    return listed >= least and listed * 2 >= said


def _is_entry(shape: Shape) -> bool:
    """Whether a line is numbered and an item of its own; a list within a story parts its entries by semicolons, and a
    question is answered by the same story."""
    return shape.kind in ("number", "bullet") and not shape.plain.endswith((";", "?"))


def _is_pictured(shapes: Sequence[Shape]) -> bool:
    """Whether there are several pictures, and hardly a text that belongs to none."""
    found = pictured(shapes)
    return found >= 2 and found * 3 >= 2 * sum(shape.kind in ("text", "caption") for shape in shapes)
