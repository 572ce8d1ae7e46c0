"""No empty shelf: a list that nothing is in is neither a page, nor in a menu, nor linked."""

import datetime
import re

import pytest

from goodnews.desk.verify import inside
from tests.builders import Room
from tests.looking import annual

FAMILIES = ("digest/", "top10/", "region/", "campaign/", "column/", "topic/", "archive/", "section/", "byline/")
TOPICS = "工资: {slug: wages}\n"


def families(room: Room) -> set[str]:
    """Kinds of lists that the site has."""
    return {family for family in FAMILIES if any(path.startswith(family) for path in room.files())}


def lost(room: Room) -> list[tuple[str, str]]:
    """Links that lead nowhere, each with its page."""
    files = room.files()
    return [
        (page, href)
        for page, data in files.items()
        if page.endswith(".html")
        for href in re.findall(r'(?:href|src|action)="([^"]*)"', data.decode())
        if (file := inside(href.replace("&amp;", "&"), page, room.url)) and file not in files
    ]


def test_newsroom_whose_first_story_waits_has_no_list_at_all(room: Room):
    room.write("topics.yaml", TOPICS)
    room.story(date="2027-03-01")
    room.build()
    pages = {path for path in room.files() if path.endswith((".html", ".opml", ".atom"))}
    assert pages == {"404.html", "corrections.html", "index.html", "saved.html"}
    assert lost(room) == []
    assert "<ul>\n</ul>" not in room.html("index.html")


def test_one_story_has_the_lists_that_it_is_in_and_no_other(room: Room):
    room.write("topics.yaml", TOPICS)
    room.story()
    room.build()
    assert families(room) == {"digest/", "region/", "archive/", "section/"}
    assert [path for path in room.files() if path.startswith("section/")] == [
        "section/care/index.html",
        "section/index.html",
    ]
    assert lost(room) == []


@pytest.mark.parametrize(
    ("family", "fields"),
    [
        ("campaign/", {"campaign": "送温暖/2026"}),
        ("column/", {"column": "蹲点日记"}),
        ("topic/", {"topics": "[工资]"}),
        ("byline/", {"bylines": "[{记者: 甲}]"}),
    ],
)
def test_list_comes_with_its_first_story_and_goes_with_it(room: Room, family: str, fields: dict[str, str]):
    room.write("topics.yaml", TOPICS)
    room.story("other")
    room.story()
    room.build()
    before = room.files()
    assert family not in families(room)
    room.story(**fields)
    room.build()
    assert family in families(room)
    assert f'href="{family}index.html"' in room.html("index.html")
    assert lost(room) == []
    room.story()
    room.build()
    assert room.files() == before


def test_annual_pages_have_their_list_with_the_first_of_them(room: Room):
    room.story()
    room.build()
    assert "top10" not in room.html("index.html")
    room.write("top10/2026.md", annual("hotline"))
    room.build()
    assert 'href="top10/index.html"' in room.html("index.html")
    assert lost(room) == []


def test_week_whose_stories_are_all_left_out_has_no_list_of_digests(room: Room):
    room.story()
    room.write("digests/2026-W06.md", "---\nleave_out: [hotline]\n---\n")
    room.build()
    assert "digest/" not in families(room)
    assert lost(room) == []


def test_site_without_feeds_or_other_ways_to_stay_offers_none(room: Room):
    room.story()
    room.goodnews = {"feeds": ()}
    room.build()
    assert "subscribe" not in room.html("index.html")
    assert not {"subscribe.html", "opml.xml"} & set(room.files())
    assert lost(room) == []
    room.goodnews = {"feeds": (), "email_url": "https://mail.example/join"}
    room.build()
    assert "https://mail.example/join" in room.html("subscribe.html")
    assert "opml.xml" not in room.html("subscribe.html")
    assert lost(room) == []


def test_day_of_the_first_story_brings_search_and_lists(room: Room):
    room.story(date="2027-03-01")
    room.build()
    assert "search.html" not in room.files()
    room.build(today=datetime.date(2027, 3, 1))
    assert {"search.html", "digest/index.html", "feeds/all.atom", "subscribe.html"} <= set(room.files())
    assert lost(room) == []
