"""The map of the site for search engines, and the list of feeds for readers' programs."""

import re
from urllib.parse import quote

import pytest
from lxml import etree

from goodnews.pages import standing
from tests.builders import Room
from tests.looking import annual, printed, view, views

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "https://nuanwen.example/"
UNMAPPED = {"404.html", "saved.html", "search.html"}  # no search engine should show them


def read(xml: str) -> dict[str, str]:
    """Address -> last change ('' if it is not known), as a sitemap's schema wants them."""
    root = etree.fromstring(xml.encode())
    assert root.tag == f"{NAMESPACE}urlset"
    found = {}
    for url in root:
        assert url.tag == f"{NAMESPACE}url"
        assert [child.tag for child in url] in ([f"{NAMESPACE}loc", f"{NAMESPACE}lastmod"], [f"{NAMESPACE}loc"])
        assert all(child.text for child in url)
        address, changed = (url.findtext(f"{NAMESPACE}{name}", "") for name in ("loc", "lastmod"))
        assert 12 <= len(address) <= 2048 and re.fullmatch(r"https://[!-~]+", address)
        assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", changed)
        assert address not in found
        found[address] = changed
    return found


def changes(room: Room) -> dict[str, str]:
    return {address.removeprefix(SITE): changed for address, changed in read(printed(room, "sitemap.xml")).items()}


def filled(room: Room) -> None:
    room.story(
        "a", date="2025-01-01", region="陕西省", bylines="[{记者: 甲}]", campaign="送温暖/2025", column="蹲点日记"
    )
    room.story("b", date="2026-02-04", category="工作动态", campaign="送温暖/2026")
    room.write("top10/2025.md", annual("a"))
    room.write("pages/about.md", "---\ntitle: 关于\nsummary: 我们。\n---\n文。\n")


def test_every_page_of_the_output_is_in_the_map_and_nothing_else(room: Room):
    filled(room)
    room.build()
    pages = {quote(path) for path in room.files() if path.endswith(".html") and path not in UNMAPPED}
    expected = {
        path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
        for path in pages
    }
    assert set(changes(room)) == expected


def test_map_and_page_agree_on_the_canonical_address(room: Room):
    filled(room)
    heads = {page.head.url for path, page in views(room).items() if path.endswith(".html") and path not in UNMAPPED}
    assert set(changes(room)) == heads


def test_story_changed_when_it_was_last_corrected(room: Room):
    room.story("a")
    room.story("b", corrections="[{date: 2026-03-01, text: 更正。}]")
    found = changes(room)
    assert found["story/2026/a.html"] == "2026-02-04"
    assert found["story/2026/b.html"] == "2026-03-01"
    assert found["digest/2026-W06.html"] == "2026-03-01"


@pytest.mark.parametrize(
    "path",
    [
        "story/2025/a.html",
        "digest/2025-W01.html",
        "section/care/",
        "region/shaanxi/",
        "column/dundian/",
        "archive/2025/01.html",
        "campaign/songwennuan/2025.html",
        "byline/%E7%94%B2/",
        "top10/2025.html",
        "archive/2025/",
    ],
)
def test_page_of_old_stories_does_not_claim_to_be_new(room: Room, path: str):
    filled(room)
    assert changes(room)[path] == "2025-01-01"


def test_numbered_page_of_old_stories_does_not_claim_to_be_new(room: Room):
    room.goodnews = {"list_items": 5}
    for number in range(11):
        room.story(f"s{number:02}", date=f"2026-01-{number + 1:02}")
    found = changes(room)
    assert found["section/care/1.html"] == "2026-01-05"
    assert found["section/care/"] == "2026-01-11"


def test_home_is_as_new_as_the_newest_change(room: Room):
    filled(room)
    assert changes(room)[""] == "2026-02-04"


def test_long_map_is_cut_under_an_index(room: Room, monkeypatch: pytest.MonkeyPatch):
    filled(room)
    whole = read(printed(room, "sitemap.xml"))
    monkeypatch.setattr(standing, "SITEMAP_MOST", 20)
    index = etree.fromstring(printed(room, "sitemap.xml").encode())
    assert index.tag == f"{NAMESPACE}sitemapindex"
    parts: dict[str, str] = {}
    for number, part in enumerate(index, start=1):
        assert part.tag == f"{NAMESPACE}sitemap"
        address, changed = (child.text for child in part)
        assert address == f"{SITE}sitemap-{number}.xml"
        own = read(printed(room, f"sitemap-{number}.xml"))
        assert 1 <= len(own) <= 20
        assert changed == max(own.values())
        assert not set(own) & set(parts)
        parts |= own
    assert parts == whole


def test_map_of_exactly_the_most_addresses_needs_no_index(room: Room, monkeypatch: pytest.MonkeyPatch):
    filled(room)
    monkeypatch.setattr(standing, "SITEMAP_MOST", len(view(room, "sitemap.xml").addresses))
    assert "sitemap-1.xml" not in views(room)


def test_empty_newsroom_has_a_map(room: Room):
    assert "" in changes(room)


# --- OPML


def outlines(room: Room) -> list[dict[str, str]]:
    root = etree.fromstring(printed(room, "opml.xml").encode())
    assert (root.tag, root.get("version"), [child.tag for child in root]) == ("opml", "2.0", ["head", "body"])
    assert root.findtext("head/title") == "暖闻"
    return [dict(outline.attrib) for outline in root.iter("outline")]


def test_opml_lists_every_feed_once_with_whole_addresses(room: Room):
    filled(room)
    made = {f"{SITE}{path}" for path in views(room) if path.startswith("feeds/") and path.endswith(".atom")}
    found = outlines(room)
    assert {outline["xmlUrl"] for outline in found} == made
    assert len(found) == len(made)
    assert all(outline["type"] == "rss" and outline["text"] for outline in found)


def test_opml_names_the_page_that_each_feed_follows(room: Room):
    filled(room)
    pages = {outline["xmlUrl"].removeprefix(SITE): outline["htmlUrl"] for outline in outlines(room)}
    assert pages["feeds/all.atom"] == SITE
    assert pages["feeds/section/care.atom"] == f"{SITE}section/care/"


def test_opml_escapes_names(room: Room):
    room.write("sections.yaml", "'A & B <C> \"D\"': {slug: ab, description: 甲。}\n")
    room.story(category="'A & B <C> \"D\"'")
    assert 'A & B <C> "D"' in "".join(outline["text"] for outline in outlines(room))
