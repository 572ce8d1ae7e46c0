"""The printer: a page's view in, the bytes of its file out. Built once in each process that prints."""

import json
import os
import re
from functools import lru_cache, partial
from hashlib import blake2b
from traceback import walk_tb
from types import TracebackType

import jinja2
import msgspec
from markupsafe import Markup

from goodnews.installation import THEME
from goodnews.language import _, catalogue
from goodnews.newsroom.texts import texts_in
from goodnews.pages.kinds import BY_NAME
from goodnews.pages.views.admin import AdminConfig
from goodnews.pages.views.dataset import CitationView, DatasetIndexView, DatasetView
from goodnews.pages.views.device import RecentView
from goodnews.pages.views.feed import FeedView
from goodnews.pages.views.files import CodeView, FileView, RenditionView
from goodnews.pages.views.parts import Markdown, Site, Text, View
from goodnews.pages.views.redirects import RedirectRules
from goodnews.pages.views.search import IndexFile, IndexRoot, TitlesFile
from goodnews.pages.views.sharecard import ShareCard, SquareCard
from goodnews.pages.views.standing import KeyFile
from goodnews.pictures import darkroom
from goodnews.press.page import Changed, Unprintable
from goodnews.problem import display_path
from goodnews.render import dataset, headline, qr, sharecard, theme
from goodnews.render.compiled import Compiled
from goodnews.search import pinyin
from goodnews.search.letters import letters
from goodnews.search.library import Library

_OWN = re.compile(r"static/[a-z-]+\.(?:js|css)")  # below them lies the web editor, whose every byte is its makers'
# Comments with lines of their own: what our scripts and style sheets explain to developers is not sent to readers.
_REMARKS = re.compile(rb"^[ \t]*(?://.*|/\*.*\*/[ \t]*)\n", re.MULTILINE)


class Printer:
    """Pages of the newsroom by the theme's templates."""

    def __init__(
        self,
        site: Site,
        themes: tuple[str, ...],
        content_folder: str,
        templates: theme.Templates,
        cache: str,
        compiled: bytes = b"",
    ) -> None:
        self.site = site
        self._env = theme.environment(site.language, templates)
        self._env.bytecode_cache = Compiled(cache, compiled) if compiled else None
        self._files = {file.path for file in templates.values()}
        self._content = content_folder
        self._folders = {"content": (content_folder,), "theme": themes}
        self._decoder = lru_cache(None)(lambda kind: msgspec.msgpack.Decoder(BY_NAME[kind].view))
        self._store = darkroom.store_of(cache)
        self._cards = sharecard.store_of(cache)
        self._texts = texts_in(content_folder)
        say = catalogue(site.language).gettext
        self._table = say("Table, scrolled sideways if it is wide")
        self._library = Library(cache)
        self._templates: dict[str, jinja2.Template] = {}
        menu = (*site.menu, *site.sections, *site.footer, *((site.subscribe,) if site.subscribe else ()))
        self._menu = {link.url for link in menu} | {site.search}
        self._parts: dict[tuple[str, str, str], Markup] = {}
        self._lengths: dict[tuple[bytes, int, str], int] = {}
        self._told: tuple[bytes, list[str]] = b"", []  # a feed's view, and the texts of its entries

    def render(self, kind: str, path: str, view: bytes) -> bytes:
        match self._decoder(kind).decode(view):
            case FileView() as page:
                return self._copy(page)
            case IndexFile() | IndexRoot() as page:
                return f'nuanwenSearch("{page.name}",{self._indexed(page)})\n'.encode()
            case RecentView() as page:
                return msgspec.json.encode(page.stories)
            case TitlesFile() as page:
                return f'nuanwenSearch("{page.name}",{self._titles(page)})\n'.encode()
            case AdminConfig() as page:
                return page.text.encode()
            case RedirectRules() as page:
                return "".join(f"{line}\n" for line in page.lines).encode()
            case KeyFile() as page:
                return page.key.encode()
            case RenditionView() as page:
                return self._developed(page)
            case CodeView() as page:
                return qr.picture(page.says)
            case ShareCard() | SquareCard() as page:
                return sharecard.printed(page, view, self._cards)
            case DatasetView() as page:
                return dataset.as_csv(page) if kind == "dataset.csv" else dataset.as_json(page, self.site)
            case DatasetIndexView() as page:
                return dataset.schema() if kind == "dataset.schema" else dataset.index(page, self.site)
            case CitationView() as page:
                return dataset.citation(page, self.site)
            case FeedView() as page:
                from goodnews.render import feed  # only processes that print feeds load feedgen and lxml

                if self._told[0] != view:  # the formats of a feed are printed one after the other
                    self._told = view, feed.bodies_of(page, self.site, self.fill)
                return feed.written(kind, page, self.site, self._told[1], self._length)
            case page:
                of = BY_NAME[kind]
                return self.fill(of.templates[0], page, path, theme.root_of(of, path, self.site)).encode()

    def fill(self, name: str, page: View, path: str, root: str) -> str:
        """Fill one template.

        path    of the page
        root    path from there to the site's root
        raises  Unprintable, jinja2.TemplateError; Changed
        """
        markdown = partial(self._converted, root=root)
        same = partial(self._same, root, path)
        try:
            return self._template(name).render(
                page=page, site=self.site, root=root, path=path, markdown=markdown, same=same
            )
        except RecursionError:
            told = _("{name} extends or includes itself, perhaps through another template, or nests too deeply")
            raise jinja2.TemplateRuntimeError(told.format(name=f"templates/{name}")) from None
        except (jinja2.TemplateError, AttributeError, TypeError, LookupError, ArithmeticError, ValueError) as error:
            place = self._place(error.__traceback__)
            if not place:
                raise
            raise Unprintable(path, f"{place}: {error}") from error

    def _place(self, traceback: TracebackType | None) -> str:
        """File and line of the template in which something went wrong; "" if it was in none."""
        found = [
            f"{display_path(frame.f_code.co_filename)}:{line}"
            for frame, line in walk_tb(traceback)
            if frame.f_code.co_filename in self._files
        ]
        return found[-1] if found else ""

    def _template(self, name: str) -> jinja2.Template:
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = self._env.get_template(name)
        return template

    def _same(self, root: str, path: str, name: str) -> Markup:
        """A part that is the same on all pages of one depth, except a menu's link to the page itself."""
        key = name, root, path if path in self._menu else ""
        part = self._parts.get(key)
        if part is None:
            text = self._template(name).render(site=self.site, root=root, path=key[2])
            part = self._parts[key] = Markup(text.strip())
        return part

    def _converted(self, source: Text | Markdown, root: str) -> Markup:
        return theme.converted(source, self._texts, root, self._table)

    def _indexed(self, page: IndexFile | IndexRoot) -> str:
        """The value of a file of the index, as its script passes it on."""
        if isinstance(page, IndexRoot):
            return page.value
        if page.shard:
            return f'"{self._library.shard(page.name, page.hash)}"'
        return self._parted(self._library.records(page.name, page.hash))

    def _parted(self, records: str) -> str:
        """Records whose headlines break between words where a script shows them; a search passes over the marks."""
        if self.site.language.partition("-")[0] != "zh":
            return records
        parted = [
            (number, slug, headline.ZERO_WIDTH.join(headline.words_of(title)), *others)
            for number, slug, title, *others in json.loads(records)
        ]
        return json.dumps(parted, ensure_ascii=False, separators=(",", ":"))

    def _developed(self, page: RenditionView) -> bytes:
        wanted = darkroom.Rendition(page.file, page.hash, page.width, page.format)
        return darkroom.developed(wanted, self._content, self._store)

    def _length(self, page: RenditionView) -> int:
        """Of a picture's file. Many feeds show the same pictures."""
        key = page.hash, page.width, page.format
        if key not in self._lengths:
            self._lengths[key] = len(self._developed(page))
        return self._lengths[key]

    def _titles(self, page: TitlesFile) -> str:
        """Each text with its pinyin after it, the places first."""
        texts = [*(name for name, _slug in page.places), *page.titles]
        read = [""] * len(texts)
        if page.spelled:
            read = pinyin.readings(page.titles, page.places, letters(self.site.language))
        parts = [part for pair in zip(texts, read, strict=True) for part in pair]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))

    def _copy(self, file: FileView) -> bytes:
        paths = [os.path.join(folder, file.path) for folder in self._folders[file.folder]]
        found = next(filter(os.path.exists, paths), paths[-1])
        with open(found, "rb") as source:
            data = source.read()
        if blake2b(data, digest_size=16).digest() != file.hash:
            raise Changed(_("{path} changed during the build; build again").format(path=f"{file.folder}/{file.path}"))
        is_ours = found.startswith(THEME + os.sep) and _OWN.fullmatch(file.path)
        return _REMARKS.sub(b"", data) if is_ours else data


@lru_cache(maxsize=1)
def make(
    site: bytes,
    themes: tuple[str, ...],
    content_folder: str,
    templates: tuple[tuple[str, theme.TemplateFile], ...],
    cache: str = "",
    compiled: bytes = b"",
) -> Printer:
    """Called by a worker process, which keeps its printer and compiled templates from one job to the next.

    site       the encoded `Site`
    themes     the folders of the theme, the newsroom's own before ours
    templates  every template by name: if one changes, a new printer is made
    cache      the folder where the search index, developed pictures and compiled templates are kept
    compiled   id of what decides the code of the templates; b"": they are compiled here
    """
    return Printer(msgspec.msgpack.decode(site, type=Site), themes, content_folder, dict(templates), cache, compiled)
