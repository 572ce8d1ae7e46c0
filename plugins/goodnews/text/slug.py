"""Slugs: names of files and parts of addresses, in letters that every system and every address can hold."""

import re

from goodnews.characters import without_accents
from goodnews.files import is_portable
from goodnews.language import _

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_MOST = 80  # characters


def is_slug(text: str) -> bool:
    return len(text) <= SLUG_MOST and SLUG.fullmatch(text) is not None and is_portable(text)


def slug_rule(text: str, otherwise: str) -> tuple[str, str]:
    """What is expected of an invalid slug, and the fix.

    otherwise  the fix if its letters are wrong
    """
    if SLUG.fullmatch(text) and not is_portable(text):
        return _("a name that Windows can hold"), _("Choose another: con, aux, nul and the like are its devices.")
    return _("a slug: a-z, 0-9 and hyphens"), otherwise


def slug_meant(text: str) -> str:
    """The slug that was meant by a file's name or path in other letters, or by a page's address, or as a link writes
    it: `story:x`; '' if that is not to be seen."""
    name = re.split("[/:]", re.sub("[?#].*", "", text).replace("\\", "/").rstrip("/"))[-1]
    plain = without_accents(re.sub(r"\.(?:md|markdown|txt|html?)$", "", name, flags=re.IGNORECASE)).lower()
    meant = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") if plain.isascii() else ""
    return meant if is_slug(meant) else ""
