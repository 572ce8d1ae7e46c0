"""Feeds in Atom, RSS 2.0 and JSON Feed 1.1. Equal content gives equal bytes.

Archives hold every story of the site, so an entry is written as text at once: with a tree of XML for each, they would
take as long as all other pages together.
"""

import html
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from goodnews.pages.kinds import BY_NAME
from goodnews.pages.views.feed import FeedEntry, FeedView
from goodnews.pages.views.files import RenditionView
from goodnews.pages.views.parts import Site
from goodnews.render.headline import BREAK

# Fills a template, given its name, entry, path and root.
Fill = Callable[[str, Any, str, str], str]
# The length of a picture's file.
Measure = Callable[[RenditionView], int]

_BEGIN = "<?xml version='1.0' encoding='UTF-8'?>\n"
_BOTH = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_ARCHIVE = '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>'
_RSS = "http://www.rssboard.org/rss-specification"
# In the theme. The logo is twice as wide as tall (RFC 4287), and small enough for a channel of RSS.
ICON, LARGE_ICON, LOGO, LOGO_SIZE = "static/icon-192.png", "static/icon-512.png", "static/feed.png", (144, 72)
_MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}


class Body(NamedTuple):
    """The text of an entry, made once for all formats."""

    html: str
    escaped: str


def written(kind: str, feed: FeedView, site: Site, bodies: list[Body], measure: Measure) -> bytes:
    """One feed in one format.

    kind    feed.atom, feed.rss or feed.json
    bodies  of its entries
    """
    write: Callable[[FeedView, Site, list[Body], Measure], bytes]
    write = {"feed.atom": _atom_feed, "feed.rss": _rss_feed, "feed.json": _json_feed}[kind]
    return write(feed, site, bodies, measure)


def bodies_of(feed: FeedView, site: Site, fill: Fill) -> list[Body]:
    texts = [content(entry, fill, feed.self, f"{site.url}/") for entry in feed.entries]
    return [Body(text, _text(text)) for text in texts]


def content(entry: FeedEntry, fill: Fill, path: str, root: str) -> str:
    """The whole text of an entry as HTML with absolute addresses."""
    template = "feed/digest.html" if entry.digest else "feed/top10.html" if entry.annual else "feed/story.html"
    return fill(template, entry, path, root).replace(BREAK, "").strip()  # a reader's program breaks its own lines


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """A feed's times come from the content, never from the clock: the same content must give the same bytes.

    Before standard time a place's offset had seconds, which no feed may hold (RFC 3339): such a time is given in UTC.
    """
    there = moment.replace(tzinfo=zone)
    offset = there.utcoffset()
    return there.astimezone(UTC) if offset and offset.total_seconds() % 60 else there


@lru_cache(maxsize=1024)  # many entries share a day
def _in_digits(moment: datetime, zone: ZoneInfo) -> str:
    return local(moment, zone).isoformat()


def names_of(entry: FeedEntry) -> list[str]:
    return list(dict.fromkeys(name for byline in entry.bylines for name in byline.names))


# --- XML

_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()  # in English whatever the locale (RFC 822)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@lru_cache(maxsize=1024)
def _in_words(moment: datetime, zone: ZoneInfo) -> str:
    moment = local(moment, zone)
    return f"{_DAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]} {moment:%Y %H:%M:%S %z}"


def _text(value: str) -> str:
    return html.escape(value, quote=False).replace("\r", "&#13;")


def _html(value: str) -> str:
    """A text for readers of RSS, who take every description for HTML; Atom declares ours to be text."""
    return _text(html.escape(value, quote=False))


def _quoted(value: str) -> str:
    """The value of an attribute."""
    value = _text(value).replace('"', "&quot;")
    return f'"{value.replace(chr(10), "&#10;").replace(chr(9), "&#9;")}"'


def _links(feed: FeedView, root: str, kind: str) -> list[str]:
    """The attributes of what a document links to; the first is itself."""
    suffix, type_ = BY_NAME[kind].suffix, BY_NAME[kind].media_type
    found = [_link(f"{root}{feed.self}{suffix}", "self", type_)]
    if feed.hub:
        found.append(_link(feed.hub, "hub"))
    if feed.current:
        found.append(_link(f"{root}{feed.current}{suffix}", "current", type_))
    if feed.older:
        found.append(_link(f"{root}{feed.older}{suffix}", "prev-archive", type_))
    return found


def _link(address: str, rel: str, type_: str = "") -> str:
    return f'href={_quoted(address)} rel="{rel}"' + (f' type="{type_}"' if type_ else "")


def _atom_feed(feed: FeedView, site: Site, bodies: list[Body], measure: Measure) -> bytes:
    root, zone = f"{site.url}/", ZoneInfo(site.zone)
    links = [*_links(feed, root, "feed.atom"), _link(root + feed.home, "alternate", "text/html")]
    pieces = [
        f'{_BEGIN}<feed {_BOTH} xmlns="{_ATOM}" xml:lang={_quoted(site.language)}>',
        f"<id>{_text(feed.id)}</id><title>{_text(feed.title)}</title>",
        f"<updated>{_in_digits(feed.updated, zone)}</updated>{_ARCHIVE if feed.current else ''}",
        f"<author><name>{_text(site.name)}</name></author>",
        *(f"<link {link}/>" for link in links),
        f"<generator>nuanwen</generator><icon>{_text(root + ICON)}</icon><logo>{_text(root + LOGO)}</logo>",
        f"<subtitle>{_text(feed.subtitle or feed.title)}</subtitle>",
        *(_atom_entry(item, body, root, zone, measure) for item, body in zip(feed.entries, bodies, strict=True)),
        "</feed>",
    ]
    return "".join(pieces).encode()


def _atom_entry(item: FeedEntry, body: Body, root: str, zone: ZoneInfo, measure: Measure) -> str:
    names = [_text(name) for name in names_of(item)]
    enclosure = thumbnail = ""
    if item.illustration:
        address, type_, length = _enclosed(item, root, measure)
        enclosure = f'<link {_link(address, "enclosure", type_)} length="{length}"/>'
        thumbnail = _thumbnail(item, root)
    return (
        f"<entry><id>{_text(item.id)}</id><title>{_text(item.title)}</title>"
        f"<updated>{_in_digits(item.updated, zone)}</updated>"
        + "".join([f"<author><name>{name}</name></author>" for name in names])
        + f'<content type="html">{body.escaped}</content>'
        f"<link {_link(item.out or root + item.url, 'alternate', 'text/html')}/>{enclosure}"
        f"<summary>{_text(item.summary)}</summary><category term={_quoted(item.section)}/>"
        f"<published>{_in_digits(item.published, zone)}</published>{_creators(names)}{thumbnail}</entry>"
    )


def _rss_feed(feed: FeedView, site: Site, bodies: list[Body], measure: Measure) -> bytes:
    root, zone = f"{site.url}/", ZoneInfo(site.zone)
    title, home = _text(feed.title), _text(root + feed.home)
    width, height = LOGO_SIZE
    pieces = [
        f'{_BEGIN}<rss {_BOTH} xmlns:atom="{_ATOM}" xmlns:content="{_CONTENT}" version="2.0"><channel>',
        f"<title>{title}</title><link>{home}</link>",
        f"<description>{_html(feed.subtitle or feed.title)}</description>",
        *(f"<atom:link {link}/>" for link in _links(feed, root, "feed.rss")),
        f"{_ARCHIVE if feed.current else ''}<docs>{_RSS}</docs><generator>nuanwen</generator>",
        f"<image><url>{_text(root + LOGO)}</url><title>{title}</title><link>{home}</link>",
        f"<width>{width}</width><height>{height}</height></image><language>{_text(site.language)}</language>",
        f"<lastBuildDate>{_in_words(feed.updated, zone)}</lastBuildDate>",
        *(_rss_item(item, body, root, zone, measure) for item, body in zip(feed.entries, bodies, strict=True)),
        "</channel></rss>",
    ]
    return "".join(pieces).encode()


def _rss_item(item: FeedEntry, body: Body, root: str, zone: ZoneInfo, measure: Measure) -> str:
    names = [_text(name) for name in names_of(item)]
    enclosure = thumbnail = ""
    if item.illustration:
        address, type_, length = _enclosed(item, root, measure)
        enclosure = f'<enclosure url={_quoted(address)} length="{length}" type="{type_}"/>'
        thumbnail = _thumbnail(item, root)
    return (
        f"<item><title>{_text(item.title)}</title><link>{_text(item.out or root + item.url)}</link>"
        f"<description>{_html(item.summary)}</description><content:encoded>{body.escaped}</content:encoded>"
        f'<guid isPermaLink="false">{_text(item.id)}</guid><category>{_text(item.section)}</category>{enclosure}'
        f"<pubDate>{_in_words(item.published, zone)}</pubDate>{_creators(names)}{thumbnail}</item>"
    )


def _enclosed(item: FeedEntry, root: str, measure: Measure) -> tuple[str, str, int]:
    """Address, type and length of the picture that goes with an entry."""
    assert item.illustration is not None
    picture = item.illustration.picture
    return root + item.illustration.url, _MEDIA_TYPES[picture.format], measure(picture)


def _thumbnail(item: FeedEntry, root: str) -> str:
    of = item.illustration
    assert of is not None
    return f'<media:thumbnail url={_quoted(root + of.thumbnail)} height="{of.height}" width="{of.width}"/>'


def _creators(names: Iterable[str]) -> str:
    return "".join([f"<dc:creator>{name}</dc:creator>" for name in names])


# --- JSON


def _json_feed(feed: FeedView, site: Site, bodies: list[Body], measure: Measure) -> bytes:
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


def _json_item(item: FeedEntry, body: Body, root: str, zone: ZoneInfo, measure: Measure) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": item.id,
        "url": item.out or root + item.url,
        **({"external_url": item.out} if item.out else {}),
        "title": item.title,
        "content_html": body.html,
        "summary": item.summary,
        "date_published": _in_digits(item.published, zone),
        "date_modified": _in_digits(item.updated, zone),
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
