"""The cover of a WeChat article: 2.35 to 1, as the account shows it, so that nothing is cut off.

Drawn as share cards are, with their font, colours and rules for lines.
"""

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

WIDTH, HEIGHT = 900, 383  # pixels, as WeChat advises
_MARGIN = 44
_TOP, _BOTTOM = 112, 322  # of the headline
_SIZES = (80, 72, 64, 56, 48, 40, 34)
_LEADING = 1.3


def drawn(words: ShareCard) -> bytes:
    """The cover as a PNG."""
    from PIL import Image

    card = Image.new("P", (WIDTH, HEIGHT), 0)
    card.putpalette(palette())
    for mask, colour in sunrise():
        small = mask.reduce(2)
        print_mask(card, small, colour, (WIDTH - _MARGIN - small.width, HEIGHT - small.height))
    print_mask(card, seal(), ACCENT, (_MARGIN, 28))
    set_line(card, (_MARGIN + 70, 28), cut(printable(words.site), 42, 380), 42, INK, bold=0.8)
    label = cut(printable(words.label), 26, 330)
    set_line(card, (WIDTH - _MARGIN - round(font(26).getlength(label)), 46), label, 26, SOFT)
    rule = Image.new("L", (WIDTH - 2 * _MARGIN, 3), 255)
    print_mask(card, rule, INK, (_MARGIN, 98))
    size, lines = _composed([shown for title in words.titles if (shown := printable(title))] or [words.site])
    leading = round(size * _LEADING)
    top = (_TOP + _BOTTOM - leading * len(lines)) // 2
    for number, line in enumerate(lines):
        set_line(card, (_MARGIN, top + number * leading), line, size, INK, bold=size / 80)
    set_line(card, (_MARGIN, 334), cut(printable(words.foot), 24, 480), 24, SOFT)
    return written(card)


def _composed(titles: list[str]) -> tuple[int, list[str]]:
    """The first title as large as fits, and its lines; the others too if all fit in a size that can be read."""
    for told in (titles, titles[:1]):
        for size in _SIZES if len(told) == 1 else _SIZES[:5]:
            room = WIDTH - 2 * _MARGIN
            lines = [
                line
                for title in told
                for line in kinsoku.lines_of(title, room, partial(length, size), headline.words_of)
            ]
            fits = len(lines) * round(size * _LEADING) <= _BOTTOM - _TOP
            if fits and all(length(size, line) <= room for line in lines):
                return size, lines
    most = (_BOTTOM - _TOP) // round(_SIZES[-1] * _LEADING)
    return _SIZES[-1], [*lines[: most - 1], cut(lines[most - 1] + "……", _SIZES[-1], room)]
