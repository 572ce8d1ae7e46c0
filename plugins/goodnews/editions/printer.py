"""The printer of editions: fills a template as the site's does, and makes of it what each edition is."""

import msgspec

from goodnews.editions import book, cover, longpicture, mail, paper, plain, script
from goodnews.editions.kinds import BY_NAME, EDITIONS
from goodnews.editions.views import BookView, LongPicture, MailView, PaperPicture, PaperView, ScriptView
from goodnews.pages.views.parts import Site
from goodnews.pages.views.sharecard import ShareCard
from goodnews.pictures import darkroom
from goodnews.render.printer import Printer
from goodnews.render.theme import TemplateFile, Templates


class EditionPrinter:
    def __init__(
        self, site: Site, themes: tuple[str, ...], content_folder: str, templates: Templates, cache: str
    ) -> None:
        self._site = site
        self._content, self._store = content_folder, darkroom.store_of(cache)
        self._pages = Printer(site, themes, content_folder, templates, cache)
        self._decoders = {kind.name: msgspec.msgpack.Decoder(kind.view) for kind in EDITIONS}

    def render(self, kind: str, path: str, view: bytes) -> bytes:
        match self._decoders[kind].decode(view):
            case MailView() as page:
                return self._mail(kind, path, page)
            case BookView() as page:
                return self._book(path, page)
            case LongPicture() as page:
                return longpicture.drawn(page)
            case PaperView() as page:
                return paper.printed(page, self._site, kind.removeprefix("paper."), self._developed)
            case ScriptView() as page:
                made = script.readings if kind == "script.readings" else script.script
                return made(page, self._site).encode()
            case ShareCard() as page:
                return cover.drawn(page, cover.WECHAT)
            case page:
                return self._pages.fill(BY_NAME[kind].templates[0], page, path, f"{self._site.url}/").encode()

    def _developed(self, picture: PaperPicture, width: int) -> bytes:
        """A picture's file, so many pixels wide, in a format that paper takes."""
        (*_better, plain) = darkroom.DRAWING if picture.drawn else darkroom.PHOTOGRAPH
        wanted = darkroom.Rendition(picture.file, picture.hash, width, plain)
        return darkroom.developed(wanted, self._content, self._store)

    def _mail(self, kind: str, path: str, shown: MailView) -> bytes:
        html = self._pages.fill("editions/mail.html", shown, path, f"{self._site.url}/")
        if kind == "mail.txt":
            return plain.plain(html).encode()
        inlined = mail.inlined(html)
        if kind == "mail.html":
            return inlined.encode()
        return mail.message(shown, self._site, plain.plain(html), inlined)

    def _book(self, path: str, shown: BookView) -> bytes:
        digest, annual = BY_NAME["epub"].templates
        chapters = [
            self._pages.fill(digest if chapter.digest else annual, chapter, path, f"{self._site.url}/")
            for chapter in shown.chapters
        ]
        return book.book(shown, self._site, chapters, cover.drawn(shown.cover, cover.BOOK) if shown.cover else b"")


def make(
    site: bytes,
    themes: tuple[str, ...],
    content_folder: str,
    templates: tuple[tuple[str, TemplateFile], ...],
    cache: str,
) -> EditionPrinter:
    return EditionPrinter(msgspec.msgpack.decode(site, type=Site), themes, content_folder, dict(templates), cache)
