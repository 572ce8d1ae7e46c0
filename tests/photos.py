"""Pictures for tests, made here: the repository holds none."""

import io
import random
from typing import Any

from PIL import Image

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}


def a_photo(width: int = 600, height: int = 400, seed: int = 1, detail: int = 24) -> Image.Image:
    """A picture with the soft and the sharp parts of a photograph, the same for the same numbers.

    detail  coarse spots along its width; the more, the harder to pack
    """
    dice = random.Random(seed)
    size = (detail, max(1, detail * height // width))
    channels = [Image.frombytes("L", size, dice.randbytes(size[0] * size[1])) for _ in range(3)]
    return Image.merge("RGB", channels).resize((width, height), Image.Resampling.BICUBIC)


def a_drawing(width: int = 300, height: int = 200) -> Image.Image:
    """A mark of two colours on nothing."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    image.paste((168, 50, 23, 255), (width // 4, height // 4, width // 2, height // 2))
    image.paste((255, 255, 255, 255), (width // 2, height // 2, width * 3 // 4, height * 3 // 4))
    return image


def packed(image: Image.Image, suffix: str, **how: Any) -> bytes:
    """A picture encoded in the format of a suffix."""
    out = io.BytesIO()
    image.save(out, FORMATS[suffix.lower().lstrip(".")], **how)
    return out.getvalue()


def colour(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    """A dot of a picture in several colours, each from 0 to 255."""
    dot = image.getpixel(at)
    assert isinstance(dot, tuple), f"{image.mode} has one colour"
    return dot


def photo_file(suffix: str, width: int = 60, height: int = 40, seed: int = 1) -> bytes:
    """A small photograph's file, for tests that are about something else."""
    return packed(a_photo(width, height, seed), suffix)
