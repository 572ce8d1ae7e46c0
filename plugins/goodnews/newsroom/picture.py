"""A picture: its file below content/images, and the words that belong to it."""

import posixpath
import re

import msgspec

from goodnews.language import _
from goodnews.problem import choices, quoted
from goodnews.text.form import Form

_PLAIN = re.compile(r"[\w./-]+")  # needs no quoting in an address
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")


class Picture(msgspec.Struct, frozen=True, array_like=True, gc=False):
    file: str  # images/2026/x.jpg; '' if the picture is lost and only its words remain
    alt: str  # what it shows, for people who cannot see it
    caption: str = ""
    credit: str = ""  # 某某 摄


def pictures_of(form: Form, name: str) -> tuple[Picture, ...]:
    """A mapping or a list of them. Whether the file exists is a cross-file check."""
    found = []
    for entry in form.mappings(name, _("{file: …, alt: …}"), _("Write the file and what it shows.")):
        missing = entry.flag("missing")
        # Web editors write the address on the site: /images/2026/x.jpg.
        file = entry.text("file", most=200, required=not missing)
        if file.startswith("/images/"):
            file = file[1:]
        alt = entry.text("alt", most=300, required=True)
        picture = Picture(file, alt, entry.text("caption", most=400), entry.text("credit", most=100))
        if missing and file:
            entry.wrong("missing", _("a file as well"), _("one of the two"), _("Remove `missing: true`."))
        if file and not is_picture(file):
            entry.wrong(
                "file",
                quoted(file),
                _("a picture below images/ ({suffixes})").format(suffixes=choices(SUFFIXES)),
                _way_out(file),
            )
            picture = msgspec.structs.replace(picture, file="")
        entry.finish()
        found.append(picture)
    return tuple(found)


def _way_out(file: str) -> str:
    """How to write the address of a picture that is not below images/, or has an odd name."""
    below = file.replace("\\", "/").lstrip("./").removeprefix("content/")
    if is_picture(below):
        return _("Write '{path}'.").format(path=below)
    return _("Put it into content/images, named with letters, digits, - and _, and write images/… .")


def is_picture(path: str) -> bool:
    """Whether a path stays below images/ and is a picture by its name."""
    return (
        path.startswith("images/")
        and posixpath.normpath(path) == path
        and _PLAIN.fullmatch(path) is not None
        and path.lower().endswith(SUFFIXES)
    )
