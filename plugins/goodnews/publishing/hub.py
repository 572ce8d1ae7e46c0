"""A WebSub hub is told which feeds changed, so that it fetches them and tells subscribers at once."""

import urllib.request
from collections.abc import Iterable
from http.client import HTTPException
from urllib.parse import urlencode

from goodnews.language import refusal
from goodnews.pages.archives import is_archive
from goodnews.pages.kinds import FEEDS

PATIENCE = 20  # seconds for one request


class Untold(Exception):
    """Nobody took what was to be told. Its text says why."""


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


def send(request: urllib.request.Request) -> None:
    """One request of which only matters whether it was taken.

    raises  Untold
    """
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):
            pass
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise Untold(refusal(reason) if isinstance(reason, OSError) else str(reason)) from None
    except HTTPException as error:
        raise Untold(str(error) or type(error).__name__) from None
