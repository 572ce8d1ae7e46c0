"""Addresses that are typed, and QR codes that lead to one."""

import argparse
import re
from urllib.parse import urlsplit

import segno

from ballot.language import _

QUIET = 4  # modules of white around a QR code
DARK = re.compile(b"\x01+")


def web_address(text: str) -> str:
    """An address with a slash at its end, as an option takes it, or nothing. Raises ArgumentTypeError."""
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

    The mask is fixed: any can be read, and to look for the prettiest takes most of the time.
    """
    code = segno.make(text, micro=False, error="m", mask=3, boost_error=False)
    path = [
        f"M{run.start() + QUIET} {row + QUIET}h{len(run[0])}v1h-{len(run[0])}z"
        for row, modules in enumerate(code.matrix)
        for run in DARK.finditer(modules)
    ]
    return "".join(path), len(code.matrix) + 2 * QUIET
