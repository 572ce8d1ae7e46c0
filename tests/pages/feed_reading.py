"""Feeds read back as their readers would."""

import json
from typing import Any

import lxml.html
from lxml import etree

from tests.builders import ROOT, Room
from tests.looking import printed

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
SITE = "https://nuanwen.example/"
GRAMMAR = etree.RelaxNG(etree.parse(ROOT / "tests/site/atom.rng"))


def atom(room: Room, path: str = "feeds/all") -> Any:
    return etree.fromstring(printed(room, f"{path}.atom").encode())


def rss(room: Room, path: str = "feeds/all") -> Any:
    return etree.fromstring(printed(room, f"{path}.rss").encode()).find("channel")


def json_feed(room: Room, path: str = "feeds/all") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed(room, f"{path}.json"))
    return found


def contents(room: Room, path: str) -> list[str]:
    """The HTML of all entries; the same in all three formats."""
    found = [item["content_html"] for item in json_feed(room, path)["items"]]
    assert [entry.findtext(f"{ATOM}content") for entry in atom(room, path).findall(f"{ATOM}entry")] == found
    assert [item.findtext(f"{CONTENT}encoded") for item in rss(room, path).findall("item")] == found
    return found


def words(html: str) -> str:
    return " ".join(lxml.html.fragment_fromstring(html, create_parent="div").text_content().split())
