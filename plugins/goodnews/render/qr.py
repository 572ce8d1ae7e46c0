"""An address as a QR code, for a phone that reads it off a screen or off paper."""

from markupsafe import Markup

QUIET = 3  # blank modules around it


def code(address: str) -> Markup:
    """A drawing in black on white, whatever the page's colours, because that is what phones read best.

    The mask is fixed: any is valid, and trying all eight takes four times as long.
    """
    import segno  # only processes that draw one load it

    drawing = segno.make_qr(address, error="m", boost_error=False, mask=2)
    return Markup(drawing.svg_inline(border=QUIET, light="#fff", omitsize=True, svgclass=None, lineclass=None))
