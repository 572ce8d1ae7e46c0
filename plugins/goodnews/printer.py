"""The printer: a page's view in, the bytes of its file out. Built once in each process that prints."""

import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import jinja2
import msgspec

from goodnews import theme
from goodnews.pages.views import VIEWS, FeedView, FileView, Site, View


class FileChanged(Exception):
    """A file to be copied is no longer the one that was checked."""


class Printer:
    """Pages of the newsroom by the theme's templates."""

    def __init__(self, site: Site, theme_folder: str, content_folder: str, templates: Mapping[str, bytes]) -> None:
        self.site = site
        self._env = theme.environment(theme_folder, site.language, templates)
        self._folders = {"content": content_folder, "theme": theme_folder}
        self._decoders = {kind: msgspec.msgpack.Decoder(view) for kind, view in VIEWS.items()}
        self._templates: dict[str, jinja2.Template] = {}

    def render(self, kind: str, path: str, view: bytes, texts: Mapping[str, str]) -> bytes:
        page = self._decoders[kind].decode(view)
        if isinstance(page, FileView):
            return self._copy(page)
        if isinstance(page, FeedView):
            from goodnews import feed  # only processes that print feeds load feedgen and lxml

            return feed.written(kind, page, self.site, self.fill, texts)
        (name,) = theme.templates_of(kind)
        return self.fill(name, page, path, texts).encode()

    def fill(self, name: str, page: View, path: str, texts: Mapping[str, str], root: str | None = None) -> str:
        """Fill one template.

        path  of the page; decides its way to the root, unless `root` is given
        """
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = self._env.get_template(name)
        way = theme.root_of(path, self.site) if root is None else root
        return template.render(page=page, site=self.site, root=way, path=path, markdown=_converter(texts, way))

    def _copy(self, file: FileView) -> bytes:
        with open(os.path.join(self._folders[file.folder], file.path), "rb") as source:
            data = source.read()
        if blake2b(data, digest_size=16).digest() != file.hash:
            raise FileChanged(f"{file.folder}/{file.path} changed during the build; build again")
        return data


def _converter(texts: Mapping[str, str], root: str) -> Callable[[Any], Any]:
    return lambda source: theme.converted(source, texts, root)


@lru_cache(maxsize=1)
def make(site: bytes, theme_folder: str, content_folder: str, templates: tuple[tuple[str, bytes], ...]) -> Printer:
    """What a worker process calls; one that prints again and again keeps its printer, with its templates compiled.

    site       the encoded `Site`
    templates  name and hash of every template: others need another printer
    """
    return Printer(msgspec.msgpack.decode(site, type=Site), theme_folder, content_folder, dict(templates))
