"""A picture: its file below content/images, and the words that belong to it."""

import posixpath
import re

import msgspec

from goodnews.language import _
from goodnews.problem import quoted
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
    for entry in form.entries(name):
        if isinstance(entry, str):
            form.wrong(name, quoted(entry), _("{file: …, alt: …}"), _("Write the file and what it shows."))
            continue
        missing = entry.flag("missing")
        file = entry.text("file", most=200, required=not missing)
        alt = entry.text("alt", most=300, required=True)
        picture = Picture(file, alt, entry.text("caption", most=400), entry.text("credit", most=100))
        if missing and file:
            entry.wrong("missing", _("a file as well"), _("one of the two"), _("Remove `missing: true`."))
        if file and not is_picture(file):
            entry.wrong(
                "file",
                quoted(file),
                _("a picture below images/ ({suffixes})").format(suffixes=", ".join(SUFFIXES)),
                _("Copy the picture to content/images and name it images/… ."),
            )
            picture = msgspec.structs.replace(picture, file="")
        entry.finish()
        found.append(picture)
    return tuple(found)


def is_picture(path: str) -> bool:
    """Whether a path stays below images/ and is a picture by its name."""
    return (
        path.startswith("images/")
        and posixpath.normpath(path) == path
        and _PLAIN.fullmatch(path) is not None
        and path.lower().endswith(SUFFIXES)
    )
