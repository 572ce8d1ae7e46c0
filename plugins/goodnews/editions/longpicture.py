"""A whole digest as one picture for chats: its headlines by section, and the code of its page at the end.

Drawn as share cards are, with their font, colours and rules for lines.
"""

import io
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from goodnews.editions.views import LongPicture
from goodnews.render import kinsoku, qr
from goodnews.render.headline import words_of
from goodnews.render.sharecard import (
    ACCENT,
    HANGING,
    INK,
    SOFT,
    cut,
    length,
    palette,
    print_mask,
    printable,
    seal,
    set_line,
)

if TYPE_CHECKING:
    from PIL import Image

WIDTH = 1080
_MARGIN = 72
_ROOM = WIDTH - 2 * _MARGIN
_INDENT = 36  # of headlines, for the mark before each
_CODE = 300  # pixels that the code has at most
_LEAD_MOST = 10  # lines of the lead's paragraph
_MOST = 80  # lines of headlines: with more, each headline has one, or chats would not take the picture
_WHITE = 255, 255, 255


class _Line(NamedTuple):
    top: int
    text: str
    size: int
    colour: tuple[int, int, int]
    bold: float = 0
    left: int = _MARGIN
    first: bool = False  # of a headline
    ruled: bool = False  # the heading of a section


def drawn(words: LongPicture) -> bytes:
    """The picture as a PNG."""
    from PIL import Image, ImageDraw

    lines = list(_set(words))
    code = _code(words.address)
    foot = lines[-1].top + 110
    sheet = Image.new("P", (WIDTH, foot + 48 + code.height + _MARGIN), 0)
    colours = [*palette(), *_WHITE]
    sheet.putpalette(colours)
    ink, accent, white = (_place(colours, colour) for colour in (INK, ACCENT, _WHITE))
    draw = ImageDraw.Draw(sheet)
    print_mask(sheet, seal(), ACCENT, (_MARGIN, 66))
    for top, bottom in ((142, 145), (150, 150), (foot, foot)):
        draw.rectangle((_MARGIN, top, WIDTH - _MARGIN - 1, bottom), fill=ink)
    for line in lines:
        hang = line.size // 2 if line.text[0] in HANGING else 0
        set_line(sheet, (line.left - hang, line.top), line.text, line.size, line.colour, line.bold)
        if line.first:
            draw.rectangle((_MARGIN, line.top + 24, _MARGIN + 11, line.top + 35), fill=accent)
        if line.ruled:
            draw.rectangle((_MARGIN, line.top + 56, WIDTH - _MARGIN - 1, line.top + 58), fill=accent)
    top = foot + 48
    sheet.paste(code.point([ink] * 128 + [white] * 128), (_MARGIN, top))
    left, room = _MARGIN + code.width + 40, _ROOM - code.width - 40
    set_line(sheet, (left, top + 60), cut(printable(words.call), 44, room), 44, INK, bold=0.6)
    shown = unquote(words.address).removeprefix("https://").removeprefix("http://")
    for number, text in enumerate(kinsoku.lines_of(printable(shown), room, partial(length, 30))[:3]):
        set_line(sheet, (left, top + 140 + 44 * number), text, 30, SOFT)
    out = io.BytesIO()
    sheet.save(out, "PNG", compress_level=6, compress_type=3, bits=4)  # as share cards: a tenth of the time
    return out.getvalue()


def _set(words: LongPicture) -> Iterator[_Line]:
    """The lines from top to bottom."""
    yield _Line(62, cut(printable(words.site), 46, 420), 46, INK, 0.8, _MARGIN + 74)
    name = cut(printable(words.name), 30, 400)
    yield _Line(84, name, 30, SOFT, left=WIDTH - _MARGIN - round(length(30, name)))
    top = 196
    for text in _broken(words.headline, 64, _ROOM):
        yield _Line(top, text, 64, INK, 0.8)
        top += 86
    top += 14
    for text in _broken(words.about, 30, _ROOM):
        yield _Line(top, text, 30, SOFT)
        top += 44
    told = _filled(words.lead, 34, _ROOM)[:_LEAD_MOST]
    top += 24 if told else 0
    for text in told:
        yield _Line(top, text, 34, INK)
        top += 54
    room = _ROOM - _INDENT
    whole = [_broken(title, 40, room) for _section, titles in words.sections for title in titles]
    short = sum(map(len, whole)) > _MOST
    for section, titles in words.sections:
        top += 44
        yield _Line(top, cut(printable(section), 36, _ROOM), 36, ACCENT, 0.4, ruled=True)
        top += 82
        for title in titles:
            lines = (cut(printable(title), 40, room),) if short else _broken(title, 40, room)
            for number, text in enumerate(filter(None, lines)):
                yield _Line(top, text, 40, INK, left=_MARGIN + _INDENT, first=number == 0)
                top += 56
            top += 20


def _place(colours: list[int], colour: tuple[int, int, int]) -> int:
    """The number of a colour in a palette."""
    return next(at // 3 for at in range(0, len(colours), 3) if tuple(colours[at : at + 3]) == colour)


def _broken(text: str, size: int, room: int) -> tuple[str, ...]:
    return kinsoku.lines_of(printable(text), room, partial(length, size), words_of)


def _filled(text: str, size: int, room: int) -> list[str]:
    """A paragraph, each line as full as it can be."""
    lines = [""]
    for unit in kinsoku.units_of(printable(text)):
        if lines[-1] and length(size, (lines[-1] + unit).rstrip()) > room:
            lines.append("")
        lines[-1] += unit if lines[-1] else unit.lstrip()
    return [line for line in lines if line.strip()]


def _code(address: str) -> "Image.Image":
    """The code in black on white, each module a whole number of pixels wide."""
    from PIL import Image

    code = Image.open(io.BytesIO(qr.picture(address))).convert("L")
    modules = code.width // qr.PIXELS
    side = modules * max(1, _CODE // modules)
    return code.resize((side, side), Image.Resampling.NEAREST)
