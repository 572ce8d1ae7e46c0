"""Texts: the stories' bodies, converted once where they were read, or read again when a page shows them."""

from collections.abc import Mapping
from functools import lru_cache

from goodnews.language import _
from goodnews.newsroom.body import NO_TEXT, body_hash
from goodnews.press.page import Changed
from goodnews.text.document import Unreadable, document_from
from goodnews.text.markup import Converted, to_html
from goodnews.text.reading import read_text

KEPT = 80_000_000  # characters of converted text that one process keeps in memory; the rest is read again


class Texts:
    """The bodies below one content folder."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._fresh: dict[str, tuple[bytes, str]] = {}
        self._size = 0

    def keep(self, path: str, hash_: bytes, text: Converted) -> None:
        """Keep a body while there is room, unless its links still need addresses.

        hash_  of its Markdown
        """
        self._size -= len(self._fresh.pop(path, (b"", ""))[1])
        if not text.waits and self._size < KEPT:
            self._fresh[path] = hash_, text.html
            self._size += len(text.html)

    def html(self, path: str, expected: bytes, places: Mapping[str, str]) -> str:
        """The body of one story as clean HTML; links inside the site begin with the root mark.

        expected  hash of its Markdown, as the view knows it
        places    addresses of the pages it links to
        raises    Changed if the file has changed since
        """
        found, html = self._fresh.get(path, (b"", ""))
        return html if found == expected != NO_TEXT else to_html(self.source(path, expected), places)

    def source(self, path: str, expected: bytes) -> str:
        """The Markdown of one story, as its file is now; '' if its text is not printed.

        raises  Changed
        """
        if expected == NO_TEXT:
            return ""
        try:
            text = document_from(path, path, read_text(self._folder, path, path)).body
        except (Unreadable, OSError):
            text = ""
        if body_hash(text) != expected:
            raise Changed(_("{path} changed during the build; build again").format(path=path))
        return text


@lru_cache(maxsize=1)
def texts_in(folder: str) -> Texts:
    """This process's texts: the process that read a story prints it without reading it again."""
    return Texts(folder)
