"""Typed web addresses, and QR codes for them."""

import argparse
import re
from urllib.parse import urlsplit

import segno

from ballot.language import _

QUIET = 4  # modules of white around a QR code
DARK = re.compile(b"\x01+")


def web_address(text: str) -> str:
    """The address given to an option, with a slash at its end, or "". Raises ArgumentTypeError."""
    if not text:
        return ""
    try:
        fine = urlsplit(text).scheme in ("http", "https") and urlsplit(text).netloc and not set(text) & set(" ?#\"'<>")
    except ValueError:
        fine = False
    if not fine:
        raise argparse.ArgumentTypeError(_("an address begins with https://"))
    return text.rstrip("/") + "/"


def drawn(text: str) -> tuple[str, int]:
    """A text as a QR code: path data of its dark runs, and the side of its square, quiet zone included.

    The mask is fixed: scanners read any of them, and choosing the best takes most of the time.
    """
    code = segno.make(text, micro=False, error="m", mask=3, boost_error=False)
    path = [
        f"M{run.start() + QUIET} {row + QUIET}h{len(run[0])}v1h-{len(run[0])}z"
        for row, modules in enumerate(code.matrix)
        for run in DARK.finditer(modules)
    ]
    return "".join(path), len(code.matrix) + 2 * QUIET
