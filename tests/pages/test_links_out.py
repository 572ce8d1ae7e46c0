"""A link: an item of a newsletter that leads to its source, and has no page of its own."""

import datetime
import json
import re

import pytest

from goodnews.desk.forms import Wanted, start
from goodnews.problem import ContentError
from tests.builders import Room
from tests.looking import annual, printed, shown

OUT = "https://news.example/a?b=1&c=2"
HOST = "news.example"


def link(room: Room, slug: str = "ferry", body: str = "", /, **fields: object) -> None:
    plain = {
        "title": "渡口修好了",
        "kind": "link",
        "sources": f"[{{name: 某报, url: '{OUT}'}}]",
        "summary": "三天修好。",
    }
    room.story(slug, body, **{**plain, **fields})


@pytest.fixture
def room(room: Room) -> Room:
    room.story("before", date="2026-02-03")
    link(room)
    room.story("after", date="2026-02-05")
    return room


def problems(room: Room) -> list[str]:
    with pytest.raises(ContentError) as error:
        room.check()
    return [str(problem).partition("stories/2026/")[2] for problem in error.value.problems]


def anchors(html: str) -> list[str]:
    return [tag for tag in re.findall(r"<a [^>]*>", html) if HOST in tag]


# --- What an editor writes


def test_link_has_no_page_and_no_picture_to_share(room: Room):
    room.build()
    assert not [path for path in room.files() if "ferry" in path]


def test_link_with_a_text_is_a_story_with_a_page(room: Room):
    link(room, "ferry", "我们去看了。")
    room.build()
    assert "story/2026/ferry.html" in room.files()
    assert anchors(room.html("section/care/index.html")) == []


def test_link_without_an_address_is_told_where_it_goes(room: Room):
    link(room, sources="[某报]")
    assert problems(room) == [
        "ferry.md:7: sources: found no web address, expected the address that a link leads to. "
        "Add `url: https://…` to the first source, or write a text."
    ]


def test_draft_of_a_link_may_still_lack_it(room: Room):
    link(room, sources="[某报]", status="draft")
    room.check()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://news.example/a", "//news.example/a"]
)
def test_address_of_another_kind_is_a_problem(room: Room, address: str):
    link(room, sources=f"[{{name: 某报, url: '{address}'}}]")
    assert "expected an address that begins with https://" in problems(room)[0]


def test_story_without_a_text_is_still_a_problem(room: Room):
    link(room, kind="brief")
    assert "body: found no text" in problems(room)[0]


def test_link_is_no_part_of_a_text(room: Room):
    room.story("before", date="2026-02-03", parts="[ferry]")
    assert "parts: found 'ferry', a link without a text, expected a story with a page" in problems(room)[0]


# --- What a reader sees


@pytest.mark.parametrize(
    "path", ["digest/2026-W06.html", "index.html", "section/care/index.html", "archive/2026/02.html"]
)
def test_lists_and_digest_lead_out_and_say_so(room: Room, path: str):
    page = shown(room, path)
    found = page.find(f"//main//a[starts-with(@href, 'https://{HOST}')]")[0]
    assert found.get("href") == OUT
    assert found.get("rel") == "external noopener noreferrer"
    assert f"{HOST} ↗" in page.text()


def test_neighbours_of_a_story_are_stories_with_pages(room: Room):
    assert shown(room, "story/2026/before.html").find("//a[@rel='next']")[0].get("href").endswith("after.html")


def test_other_pages_lead_to_its_line_in_the_archive(room: Room):
    room.story("after", "见[渡口](story:ferry)。", date="2026-02-05")
    link(room, corrections="[{date: 2026-02-06, text: 是两天。}]")
    room.build()
    line = "archive/2026/02.html#ferry"
    assert f'href="../../{line}"' in room.html("story/2026/after.html")
    assert f'href="{line}"' in room.html("corrections.html")
    assert 'id="ferry"' in room.html("archive/2026/02.html")


def test_search_leads_out(room: Room):
    room.build()
    (records,) = [
        json.loads(room.html(path).partition(",")[2].rpartition(")")[0])
        for path in room.files()
        if "search/2026-02" in path
    ]
    assert [record[6:] for record in records] == [[], [OUT], []]


def test_feeds_lead_out_under_an_id_of_ours(room: Room):
    room.build()
    (item,) = [item for item in json.loads(room.html("feeds/all.json"))["items"] if item["title"] == "渡口修好了"]
    assert (item["id"], item["url"], item["external_url"]) == ("tag:nuanwen.example,2025:story/ferry", OUT, OUT)
    assert "三天修好。" in item["content_html"]
    escaped = OUT.replace("&", "&amp;")
    assert f'href="{escaped}" rel="alternate"' in room.html("feeds/all.atom")
    assert f"<link>{escaped}</link>" in room.html("feeds/all.rss")


def test_sitemaps_and_cards_leave_it_out(room: Room):
    room.build()
    assert "ferry" not in room.html("sitemap.xml") + room.html("sitemap-news.xml")


def test_structured_data_of_a_list_stays_on_the_site(room: Room):
    data = shown(room, "section/care/index.html").one("//script[@type='application/ld+json']").text
    assert "https://nuanwen.example/archive/2026/02.html#ferry" in data
    assert HOST not in data


def test_annual_page_leads_out(room: Room):
    room.write("top10/2026.md", annual("ferry"))
    assert anchors(printed(room, "top10/2026.html"))


def test_retracted_link_has_a_page_that_says_why(room: Room):
    link(room, retraction="{date: 2026-02-08, text: 并没有修。}")
    room.build(today=datetime.date(2026, 2, 7))
    assert "story/2026/ferry.html" not in room.files()
    room.build(today=datetime.date(2026, 2, 9))
    assert "并没有修。" in room.html("story/2026/ferry.html")
    assert HOST not in "".join(room.html(path) for path in room.files() if path.endswith((".html", ".atom", ".json")))


def test_former_address_leads_to_its_line(room: Room):
    link(room, aliases="[old-ferry]")
    room.build()
    assert "archive/2026/02.html#ferry" in room.html("story/2026/old-ferry.html")


def test_address_with_signs_is_printed_as_an_address(room: Room):
    link(room, sources="[{name: 某报, url: 'https://news.example/?q=a&b=%22%3E'}]")
    assert 'href="https://news.example/?q=a&amp;b=%22%3E"' in printed(room, "section/care/index.html")


def test_new_link_is_a_draft_that_stops_no_build(room: Room):
    start(room.settings, Wanted("link", "bridge"), datetime.date(2026, 2, 6))
    text = (room.content / "stories/2026/bridge.md").read_text("utf-8")
    assert "kind: link" in text and "url:\n" in text
    room.check(drafts=True)


def test_newsroom_of_links_alone_is_whole(room: Room):
    for path in room.content.glob("stories/2026/*.md"):
        path.unlink()
    link(room)
    room.build()
    assert "story/" not in "".join(room.files())
    assert anchors(room.html("index.html"))
