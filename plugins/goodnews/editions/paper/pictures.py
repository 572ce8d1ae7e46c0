"""The pictures of an issue within the bytes that its file may have: made smaller, and fewer where they are too many.

What is decided here follows from content alone, so that the same issue is always the same file.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodnews.editions.views import PaperPicture
from goodnews.pictures.darkroom import widths_of

if TYPE_CHECKING:
    from PIL import Image

Develop = Callable[[PaperPicture, int], bytes]

LEAST = 6_000  # bytes of a picture: with less it is left out rather than spoilt
MOST = 120_000  # of one
_LEADING = 0.6  # part of the room that the lead's picture may take where there are others
# Parts of the wanted width and qualities to try in turn: print forgives fewer dots sooner than a low quality's blocks.
_STEPS = ((1, 78), (1, 64), (1, 52), (0.8, 52), (0.64, 52), (0.64, 42), (0.5, 42), (0.4, 42))


class Placed(NamedTuple):
    """A picture as the pages show it."""

    picture: PaperPicture
    width: int  # pixels that it should have, which may be more than there are
    leading: bool  # beside the lead, across two columns


@lru_cache(maxsize=1)
def dot() -> bytes:
    """A file that stands for any picture while nobody knows how large that may be."""
    from PIL import Image

    return _jpeg(Image.new("RGB", (1, 1)), 78)


def files_of(placed: Sequence[tuple[str, Placed]], room: int, develop: Develop) -> dict[str, bytes]:
    """The files of pictures that take no more than `room` bytes together, by name.

    The lead's has the first choice, and keeps its quality as long as most of the room is enough; the others share the
    rest equally, and the last ones go where a share would be too small.

    placed   names and pictures, in the order of the pages
    develop  gives a picture's file, so many pixels wide
    """
    found: dict[str, bytes] = {}
    leading = [one for one in placed if one[1].leading]
    others = [one for one in placed if not one[1].leading]
    for name, one in leading:
        if file := fitted(one, min(MOST, int(room * _LEADING) if others else room), develop):
            found[name] = file
            room -= len(file)
    others = others[: max(0, room) // LEAST]
    for at, (name, one) in enumerate(others):
        if file := fitted(one, min(MOST, room // (len(others) - at)), develop):
            found[name] = file
            room -= len(file)
    return found


def fitted(placed: Placed, most: int, develop: Develop) -> bytes | None:
    """The picture's file in at most so many bytes; None if it cannot be that small."""
    if most < LEAST:
        return None
    offered = widths_of(placed.picture.width)
    file = develop(placed.picture, next((one for one in offered if one >= placed.width), offered[-1]))
    if len(file) <= most:
        return file
    return next((smaller for smaller in _smaller(file, placed.width) if len(smaller) <= most), None)


def _smaller(file: bytes, width: int) -> Iterator[bytes]:
    from PIL import Image

    image = _opaque(Image.open(io.BytesIO(file)))
    width = min(width, image.width)
    smaller = image
    for part, quality in _STEPS:
        size = max(1, round(width * part)), max(1, round(width * part * image.height / image.width))
        if smaller.size != size:
            smaller = image.resize(size, Image.Resampling.LANCZOS)
        yield _jpeg(smaller, quality)


def _opaque(image: "Image.Image") -> "Image.Image":
    from PIL import Image

    if image.mode != "RGB":
        clear = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
    return image


def _jpeg(image: "Image.Image", quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
