"""The pictures that go with a shared link: 1200 x 630 pixels with the title in Song type, and a small square.

Drawn by Pillow with Noto Serif SC, which a pinned package has, so that the same words give the same bytes anywhere.
Pillow and the font are loaded only by a process that draws a card.
"""

import io
import os
import shutil
import unicodedata
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from goodnews import cache
from goodnews.files import hash_of
from goodnews.installation import version
from goodnews.pages.views.sharecard import CARD_HEIGHT as HEIGHT
from goodnews.pages.views.sharecard import CARD_WIDTH as WIDTH
from goodnews.pages.views.sharecard import SQUARE, ShareCard, SquareCard
from goodnews.pictures import photo
from goodnews.render import headline, kinsoku

if TYPE_CHECKING:
    from PIL import Image, ImageFont

# The theme's light colours.
PAPER, INK, SOFT = (0xFB, 0xF6, 0xEC), (0x23, 0x1C, 0x15), (0x63, 0x56, 0x4A)
ACCENT, GLOW = (0xA5, 0x30, 0x0F), (0xE9, 0xA2, 0x3B)

_MARGIN = 84
_TITLE_TOP, _TITLE_BOTTOM = 172, 484
_SIZES = (92, 84, 76, 68, 60, 54)  # of the title: the largest that fits, or the last, cut off
_TRIED = 3  # sizes that fit: a little smaller is better where every line then ends at a pause
_LEADING = 1.34
_SQUARE_MARGIN, _SQUARE_TOP, _SQUARE_BOTTOM = 36, 100, 336
_SQUARE_SIZES = (136, 116, 100, 88, 76, 64, 54, 46, 38)
_SQUARE_LEADING = 1.2
HANGING = frozenset("“‘（《〈「『【〔")
_LOST = "〓"  # what Chinese compositors set for a character that the font lacks

# Steps from paper to a colour, for soft edges; with the paper they make a palette of sixteen: four bits per pixel.
_STEPS = {INK: 4, SOFT: 3, ACCENT: 3, GLOW: 2}


@lru_cache(maxsize=1)
def recipe() -> bytes:
    """Hash of the code, the font and the tables of characters that draw cards."""
    others = (version("pylopdf-fonts-zh-cn"), version("rjieba"), unicodedata.unidata_version)
    sizes = f"{WIDTH} {HEIGHT} {SQUARE}"
    return hash_of(
        photo.recipe(__file__, kinsoku.__file__, headline.__file__), *(word.encode() for word in (*others, sizes))
    )


def store_of(folder: str) -> str:
    """The folder in a cache that cards are kept in: those of another recipe lie beside it."""
    return os.path.join(folder, "cards", recipe().hex())


def tidy(folder: str) -> None:
    """Remove from a cache the cards of other recipes: none of them will be printed again."""
    store = store_of(folder)
    for other in os.scandir(os.path.dirname(store)):
        if other.path != store:
            shutil.rmtree(other.path, ignore_errors=True)


def place_of(view: bytes, store: str) -> str:
    """Where a card is kept, by the words that it shows."""
    return os.path.join(store, hash_of(view).hex())


def printed(words: ShareCard | SquareCard, view: bytes, store: str) -> bytes:
    """A card as a PNG: as it was drawn before, or drawn and kept.

    view   the words, encoded
    store  folder of the cache
    """
    return cache.kept(place_of(view, store), lambda: drawn(words) if isinstance(words, ShareCard) else squared(words))


def drawn(words: ShareCard) -> bytes:
    """A card as a PNG."""
    card = _blank(words.site).copy()
    titles = [shown for title in words.titles if (shown := printable(title))] or [words.site]
    size, lines = _composed(titles)
    leading = round(size * _LEADING)
    top = (_TITLE_TOP + _TITLE_BOTTOM - leading * len(lines)) // 2
    for number, line in enumerate(lines):
        hang = size // 2 if line[0] in HANGING else 0  # the empty half of its square hangs in the margin
        set_line(card, (_MARGIN - hang, top + number * leading), line, size, INK, bold=size / 80)
    label = cut(printable(words.label), 30, 560)
    set_line(card, (WIDTH - _MARGIN - round(font(30).getlength(label)), 84), label, 30, SOFT)
    set_line(card, (_MARGIN, 540), cut(printable(words.foot), 30, 660), 30, SOFT)
    return written(card)


def squared(words: SquareCard) -> bytes:
    """A small square card as a PNG: a few large characters over the rising sun."""
    from PIL import Image

    card = Image.new("P", (SQUARE, SQUARE), 0)
    card.putpalette(palette())
    for mask, colour in sunrise():
        print_mask(card, mask, colour, ((SQUARE - mask.width) // 2, SQUARE - mask.height))
    print_mask(card, seal(), ACCENT, (_SQUARE_MARGIN, 28))
    set_line(card, (_SQUARE_MARGIN + 68, 34), cut(printable(words.site), 34, 300), 34, SOFT)
    size, lines = _enlarged(printable(words.text) or words.site)
    leading = round(size * _SQUARE_LEADING)
    top = (_SQUARE_TOP + _SQUARE_BOTTOM - leading * len(lines)) // 2
    for number, line in enumerate(lines):
        left = (SQUARE - round(length(size, line))) // 2
        set_line(card, (left, top + number * leading), line, size, INK, bold=size / 60)
    return written(card)


def _enlarged(text: str) -> tuple[int, tuple[str, ...]]:
    """The largest size at which a text fits into a square, and its lines; in the last size it is cut off."""
    room = SQUARE - 2 * _SQUARE_MARGIN
    for size in _SQUARE_SIZES:
        lines = kinsoku.lines_of(text, room, partial(length, size), headline.words_of)
        most = (_SQUARE_BOTTOM - _SQUARE_TOP) // round(size * _SQUARE_LEADING)
        if len(lines) <= most and all(length(size, line) <= room for line in lines):
            return size, lines
    return size, lines[:most]


def written(card: "Image.Image") -> bytes:
    """A drawing as a PNG, four bits for each dot."""
    out = io.BytesIO()
    # 3: run-length, because a card is mostly runs of one colour
    card.save(out, "PNG", compress_level=6, compress_type=3, bits=4)
    return out.getvalue()


def printable(text: str) -> str:
    """A text in the characters that the font has.

    Emoji and invisible marks are left out; a letter that the font lacks becomes the compositors' mark for it, and a
    whole word of another script one such mark.
    """
    found: list[str] = []
    strange = False
    for character in " ".join(unicodedata.normalize("NFC", text).split()):
        category = unicodedata.category(character)
        if category in ("Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me") and (category[0] == "C" or _is_lost(character)):
            continue
        if not _is_lost(character):
            found.append(character)
            strange = False
        elif category[0] in "LN":
            wide = unicodedata.east_asian_width(character) in "WF"
            if wide or not strange:
                found.append(_LOST)
            strange = not wide
    return " ".join("".join(found).split())


def is_replaced(character: str) -> bool:
    """Whether a letter has the compositors' mark in its place, because the font lacks it."""
    return unicodedata.category(character)[0] in "LN" and _is_lost(character)


@lru_cache(maxsize=8192)
def _is_lost(character: str) -> bool:
    """Whether the font has only its empty box for a character."""
    face = font(30)
    return character not in (" ", _LOST) and bytes(face.getmask(character)) == bytes(face.getmask("\U0010fffd"))


def _composed(titles: Sequence[str]) -> tuple[int, list[str]]:
    """The largest size at which the titles fit, and their lines; several titles never share a line."""
    room = _TITLE_BOTTOM - _TITLE_TOP
    fitting: list[tuple[int, list[str]]] = []
    for size in _SIZES:
        lines = _broken(titles, size)
        if len(lines) * round(size * _LEADING) <= room:
            fitting.append((size, lines))
        if len(fitting) == _TRIED:
            break
    if not fitting:
        most = room // round(_SIZES[-1] * _LEADING)
        lines = _broken(titles, _SIZES[-1])
        return _SIZES[-1], [*lines[: most - 1], cut(lines[most - 1] + "……", _SIZES[-1], WIDTH - 2 * _MARGIN)]
    at_pauses = [
        (size, lines) for size, lines in fitting if len(lines) <= len(fitting[0][1]) and _torn(titles, lines) == 0
    ]
    return (at_pauses or fitting)[0]


@lru_cache(maxsize=20_000)
def length(size: int, text: str) -> float:
    return font(size).getlength(text)


def _broken(titles: Sequence[str], size: int) -> list[str]:
    measure = partial(length, size)
    return [
        line for title in titles for line in kinsoku.lines_of(title, WIDTH - 2 * _MARGIN, measure, headline.words_of)
    ]


def _torn(titles: Sequence[str], lines: Sequence[str]) -> int:
    """How many lines end where a reader would not pause."""
    return sum(line[-1] not in kinsoku.PAUSES for line in lines) - sum(
        title[-1] not in kinsoku.PAUSES for title in titles
    )


def cut(text: str, size: int, width: int) -> str:
    """A text that fits in one line, with an ellipsis where something is left out."""
    face = font(size)
    if face.getlength(text) <= width:
        return text
    kept = text.rstrip("…")
    while kept and face.getlength(kept + "……") > width:
        kept = kept[:-1]
    return kept.rstrip() + "……"


@lru_cache(maxsize=16)
def font(size: int) -> "ImageFont.FreeTypeFont":
    import pylopdf_fonts_zh_cn
    from PIL import ImageFont

    # Basic layout: the other one needs a library that not every machine has.
    return ImageFont.truetype(str(pylopdf_fonts_zh_cn.serif_path()), size, layout_engine=ImageFont.Layout.BASIC)


def _write(mask: "Image.Image", at: tuple[int, int], text: str, size: int, bold: float = 0) -> None:
    from PIL import ImageDraw

    ImageDraw.Draw(mask).text(at, text, font=font(size), fill=255, stroke_width=bold)


def set_line(
    card: "Image.Image", at: tuple[int, int], text: str, size: int, colour: tuple[int, int, int], bold: float = 0
) -> None:
    """Print one line, through a mask of just its size.

    It is set of characters as they were drawn before: they return from card to card, and their outlines are what takes
    longest. The font kerns no pairs.
    """
    from PIL import Image, ImageChops

    if not text:
        return
    placed: list[tuple[Image.Image, int, int]] = []
    along = 0.0
    for character in text:
        shape, left, top = _type(character, size, bold)
        placed.append((shape, round(along) + left, top))
        along += length(size, character)
    left, top = min(one[1] for one in placed), min(one[2] for one in placed)
    right = max(one[1] + one[0].width for one in placed)
    bottom = max(one[2] + one[0].height for one in placed)
    mask = Image.new("L", (right - left, bottom - top))
    for shape, x, y in placed:  # the edges of neighbours may overlap
        box = x - left, y - top, x - left + shape.width, y - top + shape.height
        mask.paste(ImageChops.lighter(mask.crop(box), shape), box)
    print_mask(card, mask, colour, (at[0] + left, at[1] + top))


@lru_cache(maxsize=2048)  # of the largest size 18 MB
def _type(character: str, size: int, bold: float) -> "tuple[Image.Image, int, int]":
    """The mask of one character, and where it begins, from the place and the top of the line it stands in."""
    from PIL import Image

    left, top, right, bottom = (round(edge) for edge in font(size).getbbox(character, stroke_width=bold))
    mask = Image.new("L", (right - left + 4, bottom - top + 4))
    _write(mask, (2 - left, 2 - top), character, size, bold)
    return mask, left - 2, top - 2


def palette() -> list[int]:
    found = [*PAPER]
    for colour, steps in _STEPS.items():
        for step in range(1, steps + 1):
            found += [round(paper + (full - paper) * step / steps) for paper, full in zip(PAPER, colour, strict=True)]
    return found


def print_mask(
    card: "Image.Image", mask: "Image.Image", colour: tuple[int, int, int], at: tuple[int, int] = (0, 0)
) -> None:
    """Print a mask in one colour of the palette, its edges in the steps towards the paper."""
    inks, covered = _tables(colour)
    card.paste(mask.point(inks), at, mask=mask.point(covered))


@lru_cache(maxsize=len(_STEPS))
def _tables(colour: tuple[int, int, int]) -> tuple[list[int], list[int]]:
    """For each value of a mask: which of the palette it is printed in, and whether (255) or not (0)."""
    first = 1
    for other, steps in _STEPS.items():
        if other == colour:
            break
        first += steps
    level = [round(value * _STEPS[colour] / 255) for value in range(256)]
    return [first + step - 1 if step else 0 for step in level], [255 if step else 0 for step in level]


@lru_cache(maxsize=1)
def _blank(site: str) -> "Image.Image":
    """The part that all cards of a site share: name, rules, and a sun that rises over the lines of a page."""
    from PIL import Image, ImageDraw

    card = Image.new("P", (WIDTH, HEIGHT), 0)
    card.putpalette(palette())
    name = Image.new("L", (WIDTH, HEIGHT))
    _write(name, (_MARGIN + 74, 62), cut(printable(site), 46, 420), 46, bold=0.8)
    draw = ImageDraw.Draw(name)
    draw.rectangle((_MARGIN, 142, WIDTH - _MARGIN - 1, 145), fill=255)
    draw.rectangle((_MARGIN, 150, WIDTH - _MARGIN - 1, 150), fill=255)
    print_mask(card, name, INK)
    print_mask(card, seal(), ACCENT, (_MARGIN, 66))
    for mask, colour in sunrise():
        print_mask(card, mask, colour, (WIDTH - _MARGIN - mask.width + 10, HEIGHT - mask.height))
    return card


_FINE = 4  # shapes are drawn this many times larger, so that their edges are soft


def seal() -> "Image.Image":
    """The site's mark: the small sun of `icon.svg`, left of the name."""
    from PIL import Image, ImageDraw

    side = 56 * _FINE
    scale = side / 64
    mark = Image.new("L", (side, side))
    draw = ImageDraw.Draw(mark)
    draw.rounded_rectangle((0, 0, side - 1, side - 1), 6 * scale, fill=255)
    draw.pieslice([18 * scale, 20 * scale, 46 * scale, 48 * scale], 180, 360, fill=0)
    for left, right, y in ((10, 54, 40), (16, 48, 48), (22, 42, 56)):
        draw.line((left * scale, y * scale, right * scale, y * scale), fill=0, width=round(3.6 * scale))
    for line in ((32, 8, 32, 15), (12.5, 18.5, 17.5, 23.5), (51.5, 18.5, 46.5, 23.5)):
        draw.line([value * scale for value in line], fill=0, width=round(4 * scale))
    return mark.reduce(_FINE)


def sunrise() -> "list[tuple[Image.Image, tuple[int, int, int]]]":
    """A half sun with its light around it and its lines on the water below."""
    from PIL import Image, ImageDraw

    wide, high = 320, 146
    centre, ground = 160, 112
    found = []
    for colour in (GLOW, ACCENT):
        shape = Image.new("L", (wide * _FINE, high * _FINE))
        draw = ImageDraw.Draw(shape)

        def ring(radius: float, width: float, draw: "ImageDraw.ImageDraw" = draw) -> None:
            box = [value * _FINE for value in (centre - radius, ground - radius, centre + radius, ground + radius)]
            draw.arc(box, 180, 360, fill=255, width=round(width * _FINE))

        if colour is GLOW:
            ring(76, 2.4)
            ring(91, 1.8)
            ring(106, 1.2)
        else:
            box = [value * _FINE for value in (centre - 62, ground - 62, centre + 62, ground + 62)]
            draw.pieslice(box, 180, 360, fill=255)
            for half, y, thick in ((150, ground + 1, 3), (104, ground + 12, 3), (60, ground + 23, 3)):
                top, bottom = (y - thick / 2) * _FINE, (y + thick / 2) * _FINE
                draw.rectangle(((centre - half) * _FINE, top, (centre + half) * _FINE, bottom), fill=255)
        found.append((shape.reduce(_FINE), colour))
    return found
