"""A WebSub hub is told which feeds changed, so that it fetches them and tells subscribers at once."""

import urllib.request
from collections.abc import Iterable
from urllib.parse import urlencode

from goodnews.pages.archives import is_archive
from goodnews.pages.kinds import FEEDS
from goodnews.publishing.telling import send


def feeds_in(paths: Iterable[str]) -> list[str]:
    """Those of a site's files that somebody may have subscribed to: an archive is read once."""
    suffixes = tuple(kind.suffix for kind in FEEDS)
    return [path for path in paths if path.startswith("feeds/") and path.endswith(suffixes) and not is_archive(path)]


def tell(hub: str, site: str, feeds: Iterable[str]) -> None:
    """One request for each feed, for not every hub takes several at once; nor do all call it by one name.

    site    address of the site, without a slash at its end
    raises  Untold
    """
    for path in feeds:
        topic = f"{site}/{path}"
        data = urlencode({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}).encode()
        send(urllib.request.Request(hub, data))
