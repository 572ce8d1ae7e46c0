"""Search engines are told which pages changed (IndexNow), so that they need not come and look.

source  https://www.indexnow.org/documentation
"""

import json
import re
import urllib.request
from collections.abc import Iterable, Sequence
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from goodnews.publishing.telling import send

AT_ONCE = 10_000  # addresses that a request may name
_LOCATION = re.compile("<loc>(.*?)</loc>")


def addresses_in(output: Path, site: str, paths: Iterable[str]) -> list[str]:
    """Addresses of those of a site's files that its sitemaps name: pages that are to be found."""
    printed = set(paths)
    named = (
        unescape(word)
        for file in sorted(output.glob("sitemap*.xml"))
        for word in _LOCATION.findall(file.read_text("utf-8"))
    )
    found = dict.fromkeys(address for address in named if (address.removeprefix(f"{site}/") or "index.html") in printed)
    return [address for address in found if not address.endswith(".xml")]


def tell(service: str, site: str, key: str, addresses: Sequence[str]) -> None:
    """Name addresses to a service, which hands them on to every search engine that takes part.

    site    address of the site, without a slash at its end; the key stands there in a file of its name
    raises  Untold
    """
    for start in range(0, len(addresses), AT_ONCE):
        said = {
            "host": urlsplit(site).netloc,
            "key": key,
            "keyLocation": f"{site}/{key}.txt",
            "urlList": addresses[start : start + AT_ONCE],
        }
        headers = {"Content-Type": "application/json; charset=utf-8"}
        send(urllib.request.Request(service, json.dumps(said).encode(), headers))
