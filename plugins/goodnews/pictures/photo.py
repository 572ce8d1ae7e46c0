"""A picture's file: its format, size and kind, and whether a page can show it.

Pillow is loaded only when there is a file to examine: a build that examines none does not wait for it.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from goodnews.files import hash_of
from goodnews.installation import version
from goodnews.language import _
from goodnews.press.page import Unprintable
from goodnews.workers import Died, Job, Workers

if TYPE_CHECKING:
    from PIL import Image

MEGAPIXELS = 80  # a phone's largest picture has 50; more is a poster, or a file made to fill a computer's memory
TALLEST = 16_383  # pixels that WebP can hold from top to bottom
WIDEST = 1200  # pixels: no page shows more
FORMATS = {
    "JPEG": (".jpg", ".jpeg"),
    "MPO": (".jpg", ".jpeg"),  # a JPEG followed by a depth image, as phones write them
    "PNG": (".png",),
    "WEBP": (".webp",),
    "AVIF": (".avif",),
    "GIF": (".gif",),
}
# The only parsers in use: each one more is another way in for a malicious file.
_PLUGINS = ("Avif", "Gif", "Jpeg", "Png", "WebP")
_ASKED = tuple(name for name in FORMATS if name != "MPO")  # that one is found inside a JPEG
_FEW = 256  # colours of a drawing
SIDEWAYS = (5, 6, 7, 8)  # values of EXIF's orientation that swap width and height
_ORIENTATION = 0x0112


class Photo(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """A picture that can be shown."""

    hash: bytes  # of the file's content
    width: int  # pixels of the upright picture
    height: int
    drawn: bool  # few colours or transparent, like a logo: kept lossless
    format: str  # as Pillow names it


class Unfit(Exception):
    """A file that no page can show."""

    def __init__(self, found: str, expected: str, fix: str) -> None:
        super().__init__(found, expected, fix)
        self.found = found
        self.expected = expected
        self.fix = fix


def photos_of(
    folder: str, files: Mapping[str, bytes], known: Iterable[Photo], workers: Workers
) -> dict[str, Photo | Unfit]:
    """Examine some files.

    files  path below the folder -> hash of its content
    known  earlier results; equal files are examined once
    workers   examine if there is much to examine
    """
    found: dict[bytes, Photo | Unfit] = {photo.hash: photo for photo in known}
    new = {hash_: path for path, hash_ in files.items() if hash_ not in found}
    batches = [(None, list(new.items())[start : start + _BATCH]) for start in range(0, len(new), _BATCH)]
    try:
        for _place, batch, answers in workers.do(Job(_begin, (folder,)), batches, alone=len(new) < _ALONE):
            found |= {hash_: answer for (hash_, _path), answer in zip(batch, answers, strict=True)}
    except Died as died:
        if not died.piece:
            raise Unprintable("images/", f"the process that looked died (exit code {died.exitcode})") from None
        return {died.piece[1]: _broken()}
    return {path: _named(found[hash_], path) for path, hash_ in files.items()}


_BATCH = 8  # pictures given to a process at once
_ALONE = 24  # fewer pictures than this are examined without starting a process


def _begin(folder: str) -> "_Looking":
    return _Looking(folder)


class _Looking:
    """Examines pictures in one process."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def __call__(self, batch: Sequence[tuple[bytes, str]], at: Callable[[int], None]) -> list[Photo | Unfit]:
        answers = []
        for place, (hash_, path) in enumerate(batch):
            at(place)
            answers.append(looked_at(os.path.join(self._folder, path), hash_))
        return answers


def _named(found: Photo | Unfit, path: str) -> Photo | Unfit:
    """The same, unless its suffix names another format: servers send the type that the suffix names."""
    if isinstance(found, Unfit):
        return found
    suffix = os.path.splitext(path)[1].lower()
    suffixes = FORMATS[found.format]
    if suffix in suffixes:
        return found
    says = _("a file whose content is {format}").format(format=suffixes[0][1:].upper())
    fix = _("Name it {suffix}, or export it again as {wanted}.").format(suffix=suffixes[0], wanted=suffix[1:].upper())
    return Unfit(says, _("content that matches its name ({suffix})").format(suffix=suffix), fix)


def looked_at(path: str, expected: bytes) -> Photo | Unfit:
    """Examine one file, whatever its name.

    expected  hash of its content
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        return Unfit(os.strerror(error.errno or 0), _("a picture that can be read"), _("Copy the file again."))
    if blake2b(data, digest_size=16).digest() != expected:
        return Unfit(_("a file that is still being written"), _("a whole picture"), _("Build again."))
    return examined(data, expected)


def examined(data: bytes, hash_: bytes) -> Photo | Unfit:
    """Examine the content of a file.

    hash_  of it
    """
    try:
        image = opened(data)
        checked(image)
        photo = _photo(image, hash_)
        _decode(image)
    except Unfit as unfit:
        return unfit
    return photo


def opened(data: bytes) -> "Image.Image":
    """A picture that is not decoded yet: its size is known, its memory not allocated.

    raises  Unfit if it is none of the known formats
    """
    import importlib
    import io
    import warnings

    from PIL import Image

    for name in _PLUGINS:
        importlib.import_module(f"PIL.{name}ImagePlugin")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd metadata, and about sizes, for which `checked` has our own rule
            return Image.open(io.BytesIO(data), formats=_ASKED)
    except Image.DecompressionBombError:
        raise _huge("") from None
    except Exception:  # each parser raises something else for a bad file
        raise _broken() from None


def checked(image: "Image.Image") -> None:
    """Refuse what cannot be shown, before it is decoded.

    raises  Unfit
    """
    if image.width * image.height > MEGAPIXELS * 1_000_000:
        raise _huge(f"{image.width} × {image.height}")
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise Unfit(_("a moving picture"), _("a still picture"), _("Export one frame of it as JPEG or PNG."))


def _huge(size: str) -> Unfit:
    most = _("at most {number} million pixels").format(number=MEGAPIXELS)
    found = _("a picture of {size} pixels").format(size=size) if size else _("a picture too large to open")
    fix = _("Save it smaller: pages show at most {width} pixels of width.").format(width=WIDEST)
    return Unfit(found, most, fix)


def _broken() -> Unfit:
    return Unfit(_("a broken picture"), _("a picture that opens"), _("Export it again, or copy the original again."))


def _photo(image: "Image.Image", hash_: bytes) -> Photo:
    width, height = image.size
    if orientation(image) in SIDEWAYS:
        width, height = height, width
    narrow = min(width, WIDEST)
    if height * narrow > TALLEST * width:
        most = _("at most {most} pixels high at a width of {width}").format(most=TALLEST, width=narrow)
        found = _("a picture of {size} pixels").format(size=f"{width} × {height}")
        raise Unfit(found, most, _("Split it into several pictures, one below the other."))
    return Photo(hash_, width, height, is_drawn(image), str(image.format))


def orientation(image: "Image.Image") -> int:
    """How the camera was held: EXIF's number, 1 for upright."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # unreadable metadata is ignored
        return 1


def is_drawn(image: "Image.Image") -> bool:
    """Whether a picture would suffer as a lossy photograph: a palette, transparency, or few colours.

    raises  Unfit if its pixels cannot be read
    """
    if image.format in ("JPEG", "MPO"):
        return False
    if image.mode in ("P", "PA", "1"):
        return True
    _decode(image)
    if (
        image.mode in ("RGBA", "LA", "La", "RGBa")
        and image.getchannel("A").tobytes().count(255) < image.width * image.height
    ):
        return True
    return image.mode not in ("I;16", "I", "F") and image.convert("RGB").getcolors(_FEW) is not None


def _decode(image: "Image.Image") -> None:
    """Decode every pixel, at an eighth of the size where the format can: a truncated file fails here.

    raises  Unfit
    """
    try:
        if image.format in ("JPEG", "MPO"):
            image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
        image.load()
    except Exception:  # as above; MemoryError too
        raise _broken() from None


def recipe(*modules: str) -> bytes:
    """Hash of what decides the bytes that Pillow and some of our modules make.

    modules  their files
    """
    sources = []
    for module in modules:
        with open(module, "rb") as file:
            sources.append(file.read())
    return hash_of(version("pillow").encode(), *sources)
