"""Covers of the shape that each place shows, so that nothing is cut off: of a WeChat article, and of an e-book.

Drawn as share cards are, with their font, colours and rules for lines.
"""

from dataclasses import dataclass
from functools import partial

from goodnews.pages.views.sharecard import ShareCard
from goodnews.render import headline, kinsoku
from goodnews.render.sharecard import (
    ACCENT,
    INK,
    SOFT,
    cut,
    font,
    length,
    palette,
    print_mask,
    printable,
    seal,
    set_line,
    sunrise,
    written,
)

_LEADING = 1.3


@dataclass(frozen=True, slots=True)
class Shape:
    """What stands where on a cover, in pixels."""

    width: int
    height: int
    margin: int
    mark: int  # top of the site's mark and name
    label: int  # top of the name: beside them at the right, or below the rule at the left
    small: int  # size of it, and of the days
    rule: int
    top: int  # of the headline
    bottom: int
    sizes: tuple[int, ...]  # of the headline: the largest that fits, or the last, cut off
    together: int  # in so many of these all titles may share the cover; else it has the first
    sun: float  # scale
    foot: int

    @property
    def room(self) -> int:
        return self.width - 2 * self.margin


WECHAT = Shape(900, 383, 44, 28, 46, 26, 98, 112, 322, (80, 72, 64, 56, 48, 40, 34), 5, 0.5, 334)  # 2.35 to 1
BOOK = Shape(1200, 1600, 100, 96, 230, 40, 180, 340, 1060, (150, 132, 116, 100, 88, 76, 64, 54), 7, 2.6, 1120)


def drawn(words: ShareCard, shape: Shape) -> bytes:
    """The cover as a PNG."""
    from PIL import Image

    card = Image.new("P", (shape.width, shape.height), 0)
    card.putpalette(palette())
    for mask, colour in sunrise():
        sun = mask.resize((round(mask.width * shape.sun), round(mask.height * shape.sun)), Image.Resampling.BICUBIC)
        left = shape.width - shape.margin - sun.width if sun.width < shape.room // 2 else (shape.width - sun.width) // 2
        print_mask(card, sun, colour, (left, shape.height - sun.height))
    left = shape.margin
    print_mask(card, seal(), ACCENT, (left, shape.mark))
    set_line(card, (left + 70, shape.mark), cut(printable(words.site), 42, 380), 42, INK, bold=0.8)
    label = cut(printable(words.label), shape.small, shape.room - (490 if shape.label < shape.rule else 0))
    right = shape.width - shape.margin - round(font(shape.small).getlength(label))
    set_line(card, (right if shape.label < shape.rule else left, shape.label), label, shape.small, SOFT)
    print_mask(card, Image.new("L", (shape.room, 3), 255), INK, (left, shape.rule))
    size, lines = _composed([shown for title in words.titles if (shown := printable(title))] or [words.site], shape)
    leading = round(size * _LEADING)
    top = (shape.top + shape.bottom - leading * len(lines)) // 2
    for number, line in enumerate(lines):
        set_line(card, (left, top + number * leading), line, size, INK, bold=size / 80)
    set_line(card, (left, shape.foot), cut(printable(words.foot), shape.small, shape.room // 2), shape.small, SOFT)
    return written(card)


def _composed(titles: list[str], shape: Shape) -> tuple[int, list[str]]:
    """The size of the headline, and its lines."""
    for told in (titles, titles[:1]):
        for size in shape.sizes if len(told) == 1 else shape.sizes[: shape.together]:
            measure = partial(length, size)
            found = (kinsoku.lines_of(title, shape.room, measure, headline.words_of) for title in told)
            lines = [line for title in found for line in title]
            fits = len(lines) * round(size * _LEADING) <= shape.bottom - shape.top
            if fits and all(length(size, line) <= shape.room for line in lines):
                return size, lines
    most = (shape.bottom - shape.top) // round(shape.sizes[-1] * _LEADING)
    return shape.sizes[-1], [*lines[: most - 1], cut(lines[most - 1] + "……", shape.sizes[-1], shape.room)]
