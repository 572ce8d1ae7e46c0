"""Feeds by feedgen (Atom, RSS 2.0) and the standard library (JSON Feed 1.1). Equal content gives equal bytes."""

import html
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from feedgen.entry import FeedEntry as Entry
from feedgen.feed import FeedGenerator
from lxml import etree

from goodnews.pages.kinds import BY_NAME
from goodnews.pages.views.feed import FeedEntry, FeedView
from goodnews.pages.views.parts import Site
from goodnews.render.headline import BREAK

# Fills a template, given its name, entry, path and root.
Fill = Callable[[str, Any, str, str], str]


class _Entry(Entry):  # type: ignore[misc] # feedgen has no types
    """feedgen writes the links of an Atom entry with their address alone (python-feedgen#135)."""

    def atom_entry(self, extensions: bool = True) -> Any:
        element = super().atom_entry(extensions)
        for link, said in zip(element.findall("link"), self.link() or (), strict=True):
            for name in ("rel", "type"):
                if said.get(name):
                    link.set(name, said[name])
        return element


def written(kind: str, feed: FeedView, site: Site, fill: Fill) -> bytes:
    """One feed in one format.

    kind  feed.atom, feed.rss or feed.json
    """
    root = f"{site.url}/"
    bodies = [content(entry, fill, feed.self, root) for entry in feed.entries]
    if kind == "feed.json":
        return _json_feed(feed, site, bodies)
    suffix, media_type = BY_NAME[kind].suffix, BY_NAME[kind].media_type
    zone = ZoneInfo(site.zone)
    generator = FeedGenerator()
    generator.load_extension("dc")
    generator.id(feed.id)
    generator.title(feed.title)
    generator.subtitle(_described(feed.subtitle or feed.title, kind))
    generator.language(site.language)
    generator.author({"name": site.name})
    generator.generator("nuanwen")
    generator.link(href=f"{root}{feed.self}{suffix}", rel="self", type=media_type)
    generator.link(href=root + feed.home, rel="alternate", type="text/html")
    generator.updated(midnight(feed.updated, zone))
    for item, body in zip(feed.entries, bodies, strict=True):
        generator.add_entry(_entry(item, body, site, zone, kind), order="append")
    tree = generator._create_atom()[0] if kind == "feed.atom" else generator._create_rss()[0]
    return bytes(etree.tostring(tree, encoding="UTF-8", xml_declaration=True))


def content(entry: FeedEntry, fill: Fill, path: str, root: str) -> str:
    """The whole text of an entry as HTML with absolute addresses."""
    template = "feed/digest.html" if entry.digest else "feed/top10.html" if entry.annual else "feed/story.html"
    return fill(template, entry, path, root).replace(BREAK, "").strip()  # a reader's program breaks its own lines


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """A feed's times come from the content, never from the clock: the same content must give the same bytes.

    Before standard time a place's offset had seconds, which no feed may hold (RFC 3339): such a time is given in UTC.
    """
    local = datetime.combine(day, time(), zone)
    offset = local.utcoffset()
    return local.astimezone(UTC) if offset and offset.total_seconds() % 60 else local


def _described(text: str, kind: str) -> str:
    """RSS readers take every description for HTML; Atom declares ours to be text."""
    return html.escape(text, quote=False) if kind == "feed.rss" else text


def names_of(entry: FeedEntry) -> list[str]:
    return list(dict.fromkeys(name for byline in entry.bylines for name in byline.names))


def _entry(item: FeedEntry, body: str, site: Site, zone: ZoneInfo, kind: str) -> _Entry:
    entry = _Entry()
    entry.load_extension("dc")
    entry.id(item.id)
    entry.title(item.title)
    entry.link(href=f"{site.url}/{item.url}", rel="alternate", type="text/html")
    entry.published(midnight(item.published, zone))
    entry.updated(midnight(item.updated, zone))
    entry.summary(_described(item.summary, kind))
    entry.content(body, type="html")
    entry.category({"term": item.section})
    for name in names_of(item):
        entry.author({"name": name})
        entry.dc.dc_creator(name)
    return entry


def _json_feed(feed: FeedView, site: Site, bodies: list[str]) -> bytes:
    root = f"{site.url}/"
    zone = ZoneInfo(site.zone)
    data: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": root + feed.home,
        "feed_url": f"{root}{feed.self}.json",
        "description": feed.subtitle or feed.title,
        "language": site.language,
        "authors": [{"name": site.name, "url": root}],
        "items": [_json_item(item, body, root, zone) for item, body in zip(feed.entries, bodies, strict=True)],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _json_item(item: FeedEntry, body: str, root: str, zone: ZoneInfo) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": item.id,
        "url": root + item.url,
        "title": item.title,
        "content_html": body,
        "summary": item.summary,
        "date_published": midnight(item.published, zone).isoformat(),
        "date_modified": midnight(item.updated, zone).isoformat(),
        "tags": [item.section],
    }
    names = names_of(item)
    if names:
        data["authors"] = [{"name": name} for name in names]
    images = [figure.url for figure in item.pictures if figure.url]
    if images:
        data["image"] = root + images[0]
    return data
