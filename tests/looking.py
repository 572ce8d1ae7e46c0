"""Looking at pages: the view of a path, and what its HTML shows to one who reads it."""

import functools
from collections.abc import Sequence
from typing import Any

import lxml.html
import msgspec

from goodnews.arrangement import Arrangement, Digest, arrange
from goodnews.desk.inputs import theme_of
from goodnews.language import catalogue
from goodnews.newsroom.memo import Memo
from goodnews.newsroom.week import Week, week_from
from goodnews.pages import pages_of, site_of
from goodnews.pages.kinds import KINDS
from goodnews.press.page import Page
from goodnews.render import printer
from goodnews.render.theme import TemplateFile
from tests.builders import Room

say = catalogue("zh-CN").gettext


def view(room: Room, path: str) -> Any:
    """The view of one page."""
    return views(room)[path]


def views(room: Room) -> dict[str, Any]:
    """Every page's view by its path."""
    return views_of(room.arranged())


def views_of(arrangement: Arrangement) -> dict[str, Any]:
    decoders = {kind.name: msgspec.msgpack.Decoder(kind.view) for kind in KINDS}
    return {page.path: decoders[page.kind].decode(page.view) for page in made(arrangement)}


def made(arrangement: Arrangement) -> list[Page]:
    """Every page, with its view; no page is taken for unchanged."""
    return [page if isinstance(page, Page) else page.make() for page in pages_of(arrangement, {})]


def digest_of(room: Room, name: str = "2026-W06") -> Digest:
    week = week_from(name)
    (found,) = [digest for digest in room.arranged().digests if digest.week == week]
    return found


def weeks_of(arrangement: Arrangement) -> list[str]:
    return [str(digest.week) for digest in arrangement.digests]


def slugs(stories: Sequence[Any]) -> list[str]:
    return [story.slug for story in stories]


def slug_of(url: str) -> str:
    """`story/2026/hotline.html` -> hotline."""
    return url.rpartition("/")[2].removesuffix(".html")


def week(name: str) -> Week:
    found = week_from(name)
    assert found
    return found


class Shown:
    """A printed page."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.tree = lxml.html.document_fromstring(html)

    def find(self, path: str) -> list[Any]:
        """Elements by XPath."""
        return list(self.tree.xpath(path))

    def one(self, path: str) -> Any:
        (found,) = self.find(path)
        return found

    def text(self, path: str = "//main") -> str:
        """The words of all elements of a path, spaces folded."""
        return " ".join(" ".join(element.text_content().split()) for element in self.find(path))

    def texts(self, path: str) -> list[str]:
        return [" ".join(element.text_content().split()) for element in self.find(path)]

    def links(self, path: str = "//main") -> list[str]:
        """Addresses of all links within a path, in order."""
        return [link.get("href") for link in self.find(f"{path}//a[@href]")]

    def stories(self, path: str = "//main") -> list[str]:
        """Slugs of the stories linked within a path, each once, in order."""
        return list(dict.fromkeys(slug_of(link) for link in self.links(path) if "story/" in link))

    @functools.cached_property
    def meta(self) -> dict[str, str]:
        """What the head says; of several pictures, the first."""
        found = reversed(self.find("//meta[@content]"))
        return {
            meta.get("name") or meta.get("property") or meta.get("http-equiv"): meta.get("content") for meta in found
        }


@functools.cache
def _sources(themes: tuple[str, ...]) -> tuple[tuple[str, TemplateFile], ...]:
    return theme_of(themes, Memo()).sources


def printed(room: Room, path: str, drafts: bool = False) -> str:
    """One page, printed without the rest of the site."""
    arrangement = arrange(room.check(drafts=drafts))
    (page,) = [page for page in made(arrangement) if page.path == path]
    settings = arrangement.settings
    press = printer.make(
        msgspec.msgpack.encode(site_of(arrangement)),
        settings.themes,
        settings.content,
        _sources(settings.themes),
        settings.cache,
    )
    return press.render(page.kind, page.path, page.view).decode()


def shown(room: Room, path: str) -> Shown:
    """One page as a reader sees it."""
    return Shown(printed(room, path))


def annual(*slugs_: str, note: str = "编者按。", recap: str = "回放。", comment: str = "点评。", **fields: Any) -> str:
    """A file of top10/."""
    head = "\n".join(f"{name}: {value}" for name, value in {"title": "年度", "summary": "十则。", **fields}.items())
    entries = "".join(f"\n## {slug}\n\n### 新闻回放\n\n{recap}\n\n### 点评\n\n{comment}\n" for slug in slugs_)
    return f"---\n{head}\n---\n{note}\n{entries}"
