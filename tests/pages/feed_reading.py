"""A newsroom with every family of feeds, and feeds read back as their readers would."""

import json
from typing import Any

import lxml.html
from lxml import etree

from tests.builders import ROOT, Room
from tests.looking import annual, printed

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
SITE = "https://nuanwen.example/"
GRAMMAR = etree.RelaxNG(etree.parse(ROOT / "tests/site/atom.rng"))

FAMILIES = (
    "feeds/all",
    "feeds/digest",
    "feeds/section/care",
    "feeds/region/henan",
    "feeds/campaign/songwennuan",
    "feeds/column/dundian",
    "feeds/top10",
)


def filled(room: Room) -> Room:
    """Stories enough for every family of feeds."""
    common = {"campaign": "送温暖/2026", "column": "蹲点日记", "bylines": "[{记者: [甲一, 乙二]}, {摄影: 甲一}]"}
    room.photo("images/x.png")
    room.story("older", title="旧事", date="2026-01-28", **common)
    room.story(
        "newer",
        "正文见[旧事](story:older)与[周报](digest:2026-W05#older)。\n\n![站点](images/x.png)\n\n## 小标题\n\n完。",
        title="新事",
        highlight="true",
        kicker="引题——",
        image="[{file: images/x.png, alt: 图, caption: 图说}, {missing: true, alt: 丢了的图}]",
        corrections="[{date: 2026-03-01, text: 更正一处。}]",
        sources="[{name: 某报, url: 'https://example.org/1'}]",
        **common,
    )
    room.story("plain", title="平事", date="2026-02-05")
    room.write("digests/2026-W06.md", "---\nnumber: 六\neditors: [{编辑: 丁四}]\n---\n引言见[新事](story:newer)。\n")
    room.write("top10/2025.md", annual("newer", "older", note="见[旧事](story:older)。", credits="[{撰文: 戊五}]"))
    return room


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
