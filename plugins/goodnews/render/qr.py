"""An address as a QR code, for a phone that reads it off a screen or off paper."""

import io
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    import segno

QUIET = 3  # blank modules around it
PIXELS = 10  # of a picture: the width of a module


def code(address: str) -> Markup:
    """A drawing in black on white, whatever the page's colours, because that is what phones read best."""
    return Markup(_drawn(address).svg_inline(border=QUIET, light="#fff", omitsize=True, svgclass=None, lineclass=None))


def drawing(address: str) -> str:
    """The same as a file of its own, in SVG; what it stands on gives the blank around it."""
    out = io.BytesIO()
    _drawn(address).save(out, kind="svg", border=0, omitsize=True, svgclass=None, lineclass=None, xmldecl=False)
    return out.getvalue().decode()


def picture(address: str) -> bytes:
    """The same drawing as a PNG."""
    out = io.BytesIO()
    _drawn(address).save(out, kind="png", scale=PIXELS, border=QUIET)
    return out.getvalue()


def _drawn(address: str) -> "segno.QRCode":
    """The mask is fixed: any is valid, and trying all eight takes four times as long."""
    import segno  # only processes that draw one load it

    return segno.make_qr(address, error="m", boost_error=False, mask=2)
