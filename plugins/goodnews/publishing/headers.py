"""What a host says of a file: its type, and how long it may be kept. The same table stands in docs/deploy.md."""

import mimetypes
from typing import NamedTuple


class Headers(NamedTuple):
    type: str
    cache: str


_TYPES = {
    "html": "text/html; charset=utf-8",
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml",
    "json": "application/json",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
    "avif": "image/avif",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "ico": "image/x-icon",
}


def headers_of(path: str) -> Headers:
    suffix = path.rpartition(".")[2]
    feed = path.startswith("feeds/")
    found = "application/feed+json" if feed and suffix == "json" else _TYPES.get(suffix)
    guessed = found or mimetypes.guess_type(path)[0] or "application/octet-stream"
    seconds = 300 if suffix == "html" else 900 if feed else 3600
    return Headers(guessed, f"public, max-age={seconds}")
