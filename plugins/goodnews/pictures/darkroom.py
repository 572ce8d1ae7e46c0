"""The darkroom: the renditions of pictures that pages show, in every size and format, each developed only once.

A rendition carries no metadata at all: not where the picture was taken, nor by whom, nor an unusual screen's
colours. It is upright, in sRGB, never larger than the original. Equal pictures give equal renditions, and these lie
in the cache under a hash of all that decides them.
"""

import io
import os
import time
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from goodnews import cache
from goodnews.files import hash_of
from goodnews.language import _
from goodnews.pictures import photo
from goodnews.pictures.photo import WIDEST
from goodnews.press.page import Changed

if TYPE_CHECKING:
    from PIL import Image

WIDTHS = (480, 800, WIDEST)  # pixels
PHOTOGRAPH = ("avif", "webp", "jpg")  # formats, the best first, the one that every browser can show last
DRAWING = ("webp", "png")

_BUDGET = 60_000  # bytes, for a picture of up to 800 pixels
_SMALL = 800
# Qualities to try in turn until a rendition is within the budget.
_QUALITIES = {"avif": (50, 42, 34, 26, 18), "webp": (74, 64, 52, 40, 28, 16), "jpg": (78, 68, 56, 44, 32, 22, 14)}
_KEPT = 30 * 24 * 3600  # seconds that an unused rendition is kept, because an edit may be undone


class Rendition(NamedTuple):
    """One size and format of one picture."""

    file: str  # below content/
    hash: bytes  # of its content
    width: int
    format: str

    @property
    def key(self) -> str:
        """Its name in the cache."""
        return hash_of(self.hash, str(self.width).encode(), self.format.encode(), recipe()).hex()


def store_of(folder: str) -> str:
    """The folder in a cache that renditions are kept in."""
    return os.path.join(folder, "pictures")


def widths_of(width: int) -> tuple[int, ...]:
    """The widths in which a picture is offered: the usual ones below its own, and its own up to the widest."""
    return (*(usual for usual in WIDTHS if usual < min(width, WIDEST)), min(width, WIDEST))


def height_at(shot: photo.Photo, width: int) -> int:
    return max(1, round(shot.height * width / shot.width))


@lru_cache(maxsize=1)
def recipe() -> bytes:
    """Hash of the code that develops pictures."""
    return photo.recipe(__file__, photo.__file__)


def developed(wanted: Rendition, content: str, store: str) -> bytes:
    """One rendition: from the cache, or made and kept there.

    content  folder that its file lies in
    store    folder of the cache
    raises   Changed if the file is not the one that was examined
    """
    path = os.path.join(content, wanted.file)
    return cache.kept(os.path.join(store, wanted.key), lambda: _encoded(_negative(path, wanted), wanted))


def tidy(store: str, wanted: Iterable[Rendition]) -> None:
    """Remove from the cache what no page uses and was made more than a month ago."""
    keys = {rendition.key for rendition in wanted}
    try:
        entries = list(os.scandir(store))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name not in keys and entry.stat().st_mtime < time.time() - _KEPT:
            os.unlink(entry.path)


class _Negative(NamedTuple):
    hash: bytes
    image: "Image.Image"  # upright, sRGB, no wider than the widest
    drawn: bool


_last: list[_Negative] = []  # the picture last opened, because its renditions are requested in a row


def _negative(path: str, wanted: Rendition) -> _Negative:
    if not _last or _last[0].hash != wanted.hash:
        with open(path, "rb") as file:
            data = file.read()
        if blake2b(data, digest_size=16).digest() != wanted.hash:
            raise Changed(_("{path} changed during the build; build again").format(path=wanted.file))
        _last[:] = [_Negative(wanted.hash, *upright(photo.opened(data)))]
    return _last[0]


def upright(image: "Image.Image") -> tuple["Image.Image", bool]:
    """A picture turned upright, in sRGB, reduced to the widest width, without metadata; and whether it is drawn."""
    from PIL import Image

    drawn = photo.is_drawn(image)
    held = photo.orientation(image)
    turned = held in photo.SIDEWAYS
    if not drawn and image.format in ("JPEG", "MPO"):
        # libjpeg can halve a picture while it decodes it; twice the needed width keeps it sharp.
        image.draft("RGB", (1, 2 * WIDEST) if turned else (2 * WIDEST, 1))
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(held)
    # Not by ImageOps.exif_transpose: it rewrites the metadata, and fails where a camera has written nonsense.
    plain = _in_srgb(image if turn is None else image.transpose(turn))
    if plain.width > WIDEST:
        size = (WIDEST, max(1, round(plain.height * WIDEST / plain.width)))
        plain = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    plain.info = {}  # some encoders write what they find here
    return plain, drawn


def _in_srgb(image: "Image.Image") -> "Image.Image":
    """RGB or RGBA in sRGB."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    clear = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    if image.mode in ("I;16", "I;16L", "I;16B", "I"):
        # Sixteen bits of grey, which Pillow would clip, not scale.
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
        profile = None
    if profile and image.mode in ("RGB", "CMYK", "L", "RGBA"):
        alpha = image.getchannel("A") if image.mode == "RGBA" else None
        flat = image.convert("RGB") if alpha else image
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(flat, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # a useless profile: keep the numbers as they are
        if converted is not None:
            if alpha:
                converted.putalpha(alpha)
            return converted
    return image.convert("RGBA" if clear else "RGB")


def _encoded(negative: _Negative, wanted: Rendition) -> bytes:
    from PIL import Image

    image = negative.image
    if wanted.width != image.width:
        size = (wanted.width, max(1, round(image.height * wanted.width / image.width)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    if negative.drawn:
        return _drawing(image, wanted)
    found = b""
    for quality in _QUALITIES[wanted.format]:
        found = _saved(image, wanted.format, quality=quality)
        if wanted.width > _SMALL or len(found) <= _BUDGET:
            break
    return found


def _drawing(image: "Image.Image", wanted: Rendition) -> bytes:
    """Lossless if that is small enough; else with as many colours as a palette has, or as lossy WebP."""
    found = _saved(image, wanted.format, lossless=True)
    if len(found) <= _BUDGET:
        return found
    if wanted.format == "png":
        from PIL import Image

        method = Image.Quantize.FASTOCTREE  # the only one that keeps transparency
        return min(found, _saved(image.quantize(256, method, dither=Image.Dither.NONE), "png"), key=len)
    return min(found, _saved(image, "webp", quality=80), key=len)


def _saved(image: "Image.Image", format_: str, **said: Any) -> bytes:
    """Encoded by one thread, because the number of threads changes the bytes."""
    how: dict[str, dict[str, Any]] = {
        "avif": {"speed": 7, "max_threads": 1, "subsampling": "4:2:0"},
        "webp": {"method": 4},
        "jpg": {"optimize": True, "progressive": True},
        "png": {"optimize": True},
    }
    if format_ == "png":
        said = {}
    if format_ == "jpg":
        image = image.convert("RGB")
    out = io.BytesIO()
    image.save(out, {"jpg": "JPEG"}.get(format_, format_.upper()), **how[format_], **said)
    return out.getvalue()
