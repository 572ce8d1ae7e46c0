"""A cover for a story without a picture: hills before a sun, drawn from its slug. It shows nothing real."""

from hashlib import blake2b

import msgspec

WIDTH, HEIGHT = 640, 200


class Cover(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Shapes in a frame of 640 by 200; the theme gives them their colours."""

    sun: int  # its centre, from the left
    height: int  # and from the top
    hills: tuple[str, ...]  # paths, the farthest first


_STEP = WIDTH // 4
# Each range, the farthest first: height above the ground, and how far it may rise and fall.
_RANGES = ((92, 34), (62, 28), (30, 20))


def cover_of(slug: str) -> Cover:
    """The same slug gives the same cover, on any machine."""
    dice = blake2b(slug.encode(), digest_size=24).digest()
    hills = tuple(
        _hill(dice[6 * place : 6 * place + 6], height, swing) for place, (height, swing) in enumerate(_RANGES)
    )
    return Cover(sun=WIDTH // 6 + dice[18] * WIDTH * 2 // 3 // 255, height=52 + dice[19] % 40, hills=hills)


def _hill(dice: bytes, height: int, swing: int) -> str:
    """The outline of one range, from the left edge to the right in two waves, as a path of SVG."""
    levels = [HEIGHT - height + (value - 128) * swing // 128 for value in dice]
    curves = " ".join(
        f"S{place * _STEP - _STEP // 2} {level} {place * _STEP} {level}" for place, level in enumerate(levels[1:5], 1)
    )
    return f"M0 {HEIGHT}V{levels[0]}{curves}V{HEIGHT}z"
