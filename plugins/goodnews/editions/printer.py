"""The printer of editions: fills a template as the site's does, and makes of it what each edition is."""

from collections.abc import Mapping

import msgspec

from goodnews.editions import book, mail, plain
from goodnews.editions.views import BookView, MailView
from goodnews.pages.views.parts import Site
from goodnews.render import sharecard
from goodnews.render.printer import Printer


class EditionPrinter:
    def __init__(
        self, site: Site, theme_folder: str, content_folder: str, templates: Mapping[str, bytes], cache: str
    ) -> None:
        self._site = site
        self._pages = Printer(site, theme_folder, content_folder, templates, cache)
        self._mail = msgspec.msgpack.Decoder(MailView)
        self._books = msgspec.msgpack.Decoder(BookView)

    def render(self, kind: str, path: str, view: bytes) -> bytes:
        if kind == "epub":
            return self._book(path, self._books.decode(view))
        shown = self._mail.decode(view)
        html = self._pages.fill("editions/mail.html", shown, path, f"{self._site.url}/")
        if kind == "mail.txt":
            return plain.plain(html).encode()
        inlined = mail.inlined(html)
        if kind == "mail.html":
            return inlined.encode()
        return mail.message(shown, self._site, plain.plain(html), inlined)

    def _book(self, path: str, shown: BookView) -> bytes:
        html = self._pages.fill("editions/book.html", shown, path, f"{self._site.url}/")
        return book.book(shown, self._site, html, sharecard.drawn(shown.cover) if shown.cover else b"")


def make(
    site: bytes, theme_folder: str, content_folder: str, templates: tuple[tuple[str, bytes], ...], cache: str
) -> EditionPrinter:
    return EditionPrinter(msgspec.msgpack.decode(site, type=Site), theme_folder, content_folder, dict(templates), cache)
