"""A picture that a file brings along: kept if a page could show it, named if not."""

import os

from goodnews.importer.raw import RawPicture
from goodnews.importer.transcript import Transcript, printable
from goodnews.language import _
from goodnews.pictures.photo import FORMATS, Unfit, checked, opened

PICTURE_MOST = 30_000_000  # bytes of one; the best cameras of phones make 15 million
_SPECK = 3  # pixels: what counts visitors, or keeps a place free


def put_picture(found: Transcript, name: str, data: bytes, alt: str = "") -> None:
    """Put a picture behind the last line.

    name  its file's, or its address
    data  b'' if it is only named
    """
    name, alt = printable(name), printable(alt)
    if not data or found.is_full_of_pictures:
        found.show(RawPicture(found.line, name, b"", alt))
        return
    try:
        image = opened(data)
        checked(image)
    except Unfit as unfit:
        found.show(RawPicture(found.line, name, b"", alt))
        found.tell(_("a picture that no page can show: {found}").format(found=unfit.found), name)
        return
    if max(image.size) > _SPECK:
        found.show(RawPicture(found.line, _named(name, str(image.format)), data, alt))


def _named(name: str, form: str) -> str:
    """The name with the suffix of what is inside: a saved page's pictures often have none."""
    stem, suffix = os.path.splitext(name.rstrip("."))
    known = FORMATS[form]
    if suffix.lower() in known:
        return name
    return (
        stem if suffix.lower() in (each for all_ in FORMATS.values() for each in all_) else name.rstrip(".")
    ) + known[0]
