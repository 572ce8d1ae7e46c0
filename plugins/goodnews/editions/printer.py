"""The printer of editions: fills a template as the site's does, and makes of it what each edition is."""

from collections.abc import Mapping

import msgspec

from goodnews.editions import mail, plain
from goodnews.editions.views import MailView
from goodnews.pages.views.parts import Site
from goodnews.render.printer import Printer


class EditionPrinter:
    def __init__(
        self, site: Site, theme_folder: str, content_folder: str, templates: Mapping[str, bytes], cache: str
    ) -> None:
        self._site = site
        self._pages = Printer(site, theme_folder, content_folder, templates, cache)
        self._mail = msgspec.msgpack.Decoder(MailView)

    def render(self, kind: str, path: str, view: bytes) -> bytes:
        shown = self._mail.decode(view)
        html = self._pages.fill("editions/mail.html", shown, path, f"{self._site.url}/")
        if kind == "mail.txt":
            return plain.plain(html).encode()
        inlined = mail.inlined(html)
        if kind == "mail.html":
            return inlined.encode()
        return mail.message(shown, self._site, plain.plain(html), inlined)


def make(
    site: bytes, theme_folder: str, content_folder: str, templates: tuple[tuple[str, bytes], ...], cache: str
) -> EditionPrinter:
    return EditionPrinter(msgspec.msgpack.decode(site, type=Site), theme_folder, content_folder, dict(templates), cache)
