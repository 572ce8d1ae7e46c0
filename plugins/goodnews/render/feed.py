"""Feeds by feedgen (Atom, RSS 2.0) and msgspec (JSON Feed 1.1). Equal content gives equal bytes."""

import html
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from feedgen.entry import FeedEntry as Entry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from goodnews.pages.kinds import BY_NAME, Kind
from goodnews.pages.views.feed import FeedEntry, FeedView
from goodnews.pages.views.files import RenditionView
from goodnews.pages.views.parts import Site
from goodnews.render.headline import BREAK

# Fills a template, given its name, entry, path and root.
Fill = Callable[[str, Any, str, str], str]
# The length of a picture's file.
Measure = Callable[[RenditionView], int]

_ARCHIVE = "http://purl.org/syndication/history/1.0"
_LINK = "{http://www.w3.org/2005/Atom}link"
_NAMESPACES = {"dc": "http://purl.org/dc/elements/1.1/", "media": "http://search.yahoo.com/mrss/"}
# In the theme. The logo is twice as wide as tall (RFC 4287), and small enough for a channel of RSS.
ICON, LARGE_ICON, LOGO, LOGO_SIZE = "static/icon-192.png", "static/icon-512.png", "static/feed.png", (144, 72)
_MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}


class _Names(BaseExtension):  # type: ignore[misc] # feedgen has no types
    def extend_ns(self) -> dict[str, str]:
        return dict(_NAMESPACES)


class _Marks(BaseEntryExtension):  # type: ignore[misc] # feedgen has no types
    """Names and picture of an entry, and in Atom its links.

    feedgen's own extensions try every element of Dublin Core for each entry, and it writes a link of Atom with its
    address alone (python-feedgen#135).
    """

    links: tuple[Mapping[str, str], ...] = ()
    creators: tuple[str, ...] = ()
    thumbnail: Mapping[str, str] | None = None

    def extend_atom(self, element: Any) -> Any:
        for link in self.links:
            etree.SubElement(element, "link", link)
        return self.extend_rss(element)

    def extend_rss(self, element: Any) -> Any:
        for name in self.creators:
            etree.SubElement(element, f"{{{_NAMESPACES['dc']}}}creator").text = name
        if self.thumbnail:
            etree.SubElement(element, f"{{{_NAMESPACES['media']}}}thumbnail", self.thumbnail)
        return element


def written(kind: str, feed: FeedView, site: Site, bodies: list[str], measure: Measure) -> bytes:
    """One feed in one format.

    kind    feed.atom, feed.rss or feed.json
    bodies  the text of each entry
    """
    root = f"{site.url}/"
    if kind == "feed.json":
        return _json_feed(feed, site, bodies, measure)
    zone = ZoneInfo(site.zone)
    generator = FeedGenerator()
    generator.register_extension("marks", _Names, _Marks)
    generator.id(feed.id)
    generator.title(feed.title)
    generator.subtitle(_described(feed.subtitle or feed.title, kind))
    generator.language(site.language)
    generator.author({"name": site.name})
    generator.generator("nuanwen")
    # RSS takes only the first of these by itself, and the last for the address of the channel.
    for rel, address, type_ in (*_links(feed, root, BY_NAME[kind]), ("alternate", root + feed.home, "text/html")):
        generator.link(href=address, rel=rel, **({"type": type_} if type_ else {}))
    generator.icon(root + ICON)
    width, height = map(str, LOGO_SIZE)
    generator.image(root + LOGO, title=feed.title, link=root + feed.home, width=width, height=height)
    generator.updated(local(feed.updated, zone))
    for item, body in zip(feed.entries, bodies, strict=True):
        _fill(generator.add_entry(order="append"), item, body, site, zone, kind, measure)
    if kind == "feed.atom":
        tree = generator._create_atom()[0]
        if feed.current:
            tree.find("updated").addnext(etree.Element(f"{{{_ARCHIVE}}}archive", nsmap={"fh": _ARCHIVE}))
    else:
        tree = generator._create_rss()[0]
        last = tree.find(f"channel/{_LINK}")
        for rel, address, type_ in _links(feed, root, BY_NAME[kind])[1:]:
            link = etree.Element(_LINK, {"href": address, "rel": rel, **({"type": type_} if type_ else {})})
            last.addnext(link)
            last = link
    return bytes(etree.tostring(tree, encoding="UTF-8", xml_declaration=True))


def _links(feed: FeedView, root: str, kind: Kind) -> list[tuple[str, str, str]]:
    """What a document says of others: relation, address, type; the first is itself."""
    found = [("self", f"{root}{feed.self}{kind.suffix}", kind.media_type)]
    if feed.hub:
        found.append(("hub", feed.hub, ""))
    if feed.current:
        found.append(("current", f"{root}{feed.current}{kind.suffix}", kind.media_type))
    if feed.older:
        archive = BY_NAME["feed.atom"]  # for RSS as well: a reader's program knows a format by its document
        found.append(("prev-archive", f"{root}{feed.older}{archive.suffix}", archive.media_type))
    return found


def bodies_of(feed: FeedView, site: Site, fill: Fill) -> list[str]:
    """The text of each entry, the same in all formats."""
    return [content(entry, fill, feed.self, f"{site.url}/") for entry in feed.entries]


def content(entry: FeedEntry, fill: Fill, path: str, root: str) -> str:
    """The whole text of an entry as HTML with absolute addresses."""
    template = "feed/digest.html" if entry.digest else "feed/top10.html" if entry.annual else "feed/story.html"
    return fill(template, entry, path, root).replace(BREAK, "").strip()  # a reader's program breaks its own lines


@lru_cache(maxsize=1024)  # many entries share a day
def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """A feed's times come from the content, never from the clock: the same content must give the same bytes.

    Before standard time a place's offset had seconds, which no feed may hold (RFC 3339): such a time is given in UTC.
    """
    there = moment.replace(tzinfo=zone)
    offset = there.utcoffset()
    return there.astimezone(UTC) if offset and offset.total_seconds() % 60 else there


def _described(text: str, kind: str) -> str:
    """RSS readers take every description for HTML; Atom declares ours to be text."""
    return html.escape(text, quote=False) if kind == "feed.rss" else text


def names_of(entry: FeedEntry) -> list[str]:
    return list(dict.fromkeys(name for byline in entry.bylines for name in byline.names))


def _fill(entry: Entry, item: FeedEntry, body: str, site: Site, zone: ZoneInfo, kind: str, measure: Measure) -> None:
    entry.id(item.id)
    entry.title(item.title)
    entry.published(local(item.published, zone))
    entry.updated(local(item.updated, zone))
    entry.summary(_described(item.summary, kind))
    entry.content(body, type="html")
    entry.category({"term": item.section})
    entry.marks.creators = tuple(names_of(item))
    links = [{"href": item.out or f"{site.url}/{item.url}", "rel": "alternate", "type": "text/html"}]
    if item.illustration:
        of = item.illustration
        address, type_ = f"{site.url}/{of.url}", _MEDIA_TYPES[of.picture.format]
        links.append({"href": address, "rel": "enclosure", "type": type_, "length": str(measure(of.picture))})
        size = {"height": str(of.height), "width": str(of.width)}
        entry.marks.thumbnail = {"url": f"{site.url}/{of.thumbnail}", **size}
    if kind == "feed.atom":
        entry.author([{"name": name} for name in entry.marks.creators])  # RSS knows only authors with an address
        entry.marks.links = tuple(links)
    else:
        entry.link(links)


def _json_feed(feed: FeedView, site: Site, bodies: list[str], measure: Measure) -> bytes:
    root = f"{site.url}/"
    zone = ZoneInfo(site.zone)
    data: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": root + feed.home,
        "feed_url": f"{root}{feed.current or feed.self}.json",
        "description": feed.subtitle or feed.title,
        **({"next_url": f"{root}{feed.older}.json"} if feed.older else {}),
        "icon": root + LARGE_ICON,
        "favicon": root + ICON,
        "language": site.language,
        "authors": [{"name": site.name, "url": root}],
        **({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}),
        "items": [_json_item(item, body, root, zone, measure) for item, body in zip(feed.entries, bodies, strict=True)],
    }
    return msgspec.json.encode(data) + b"\n"


def _json_item(item: FeedEntry, body: str, root: str, zone: ZoneInfo, measure: Measure) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": item.id,
        "url": item.out or root + item.url,
        **({"external_url": item.out} if item.out else {}),
        "title": item.title,
        "content_html": body,
        "summary": item.summary,
        "date_published": local(item.published, zone).isoformat(),
        "date_modified": local(item.updated, zone).isoformat(),
        "tags": [item.section],
    }
    names = names_of(item)
    if names:
        data["authors"] = [{"name": name} for name in names]
    if item.illustration:
        of = item.illustration
        data["image"] = root + of.url
        type_, length = _MEDIA_TYPES[of.picture.format], measure(of.picture)
        data["attachments"] = [{"url": root + of.url, "mime_type": type_, "size_in_bytes": length}]
    return data
