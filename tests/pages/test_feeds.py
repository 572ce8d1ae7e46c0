"""Feeds: Atom, RSS and JSON of every family."""

import datetime
import email.utils
import json
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser
import lxml.html
import msgspec
import pytest
from lxml import etree

from goodnews.settings import Settings
from tests.builders import TODAY, Room
from tests.looking import annual, printed, views
from tests.pages.feed_reading import ATOM, CONTENT, DC, FAMILIES, GRAMMAR, SITE, atom, contents, filled, json_feed, rss


@dataclass
class Elsewhere(Room):
    """The same newsroom at another address, in another zone."""

    url: str = "https://nuanwen.example"
    zone: str = "Asia/Shanghai"

    @property
    def settings(self) -> Settings:
        return msgspec.structs.replace(super().settings, url=self.url, zone=self.zone)


# --- Every family in every format


def test_every_family_is_made_in_three_formats(room: Room):
    made = {path for path in views(filled(room)) if path.startswith("feeds/")}
    assert made >= {family + suffix for family in FAMILIES for suffix in (".atom", ".rss", ".json")}


@pytest.mark.parametrize("path", FAMILIES)
@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_reader_program_parses_every_feed_without_complaint(room: Room, path: str, suffix: str):
    found = feedparser.parse(printed(filled(room), f"{path}.{suffix}").encode())
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == {"atom": "atom10", "rss": "rss20"}[suffix]
    assert found.entries and all(entry.title and entry.link and entry.id for entry in found.entries)
    assert found.feed.link.startswith(SITE)


@pytest.mark.parametrize("path", FAMILIES)
def test_atom_follows_the_grammar_of_its_rfc(room: Room, path: str):
    feed = atom(filled(room), path)
    GRAMMAR.assertValid(feed)
    for entry in feed.findall(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}author") is not None or feed.find(f"{ATOM}author") is not None
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] in (["alternate"], ["alternate", "enclosure"])
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)


def test_the_grammar_itself_refuses_what_is_wrong(room: Room):
    feed = atom(filled(room))
    feed.find(f"{ATOM}entry/{ATOM}content").set("type", "CDATA")
    assert not GRAMMAR.validate(feed)
    feed = atom(room)
    feed.remove(feed.find(f"{ATOM}id"))
    assert not GRAMMAR.validate(feed)


@pytest.mark.parametrize("path", FAMILIES)
def test_rss_keeps_the_rules_of_its_advisory_board(room: Room, path: str):
    channel = rss(filled(room), path)
    page = views(room)[f"{path}.rss"].home.removesuffix("index.html")
    assert [child.tag for child in channel][:3] == ["title", "link", "description"]
    assert [link.text for link in channel.findall("link")] == [SITE + page]
    (own,) = channel.findall(f"{ATOM}link")
    assert dict(own.attrib) == {"href": f"{SITE}{path}.rss", "rel": "self", "type": "application/rss+xml"}
    assert channel.findtext("language") == "zh-CN"
    assert channel.findtext("description")
    for item in channel.findall("item"):
        guid = item.find("guid")
        assert guid.get("isPermaLink") == "false" and guid.text.startswith("tag:")
        assert item.findtext("link").startswith(SITE)
        assert item.findtext("description") and item.findtext(f"{CONTENT}encoded")
        assert len(item.findall("pubDate")) == 1
        assert item.find("author") is None


@pytest.mark.parametrize("path", FAMILIES)
def test_json_feed_has_what_its_version_requires(room: Room, path: str):
    feed = json_feed(filled(room), path)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] and feed["language"] == "zh-CN"
    assert feed["feed_url"] == f"{SITE}{path}.json"
    assert feed["home_page_url"].startswith(SITE)
    assert feed["authors"] == [{"name": "暖闻", "url": SITE}]
    for item in feed["items"]:
        assert isinstance(item["id"], str) and item["content_html"] and item["url"].startswith(SITE)
        for field in ("date_published", "date_modified"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00\+08:00", item[field])
        assert all(author["name"] for author in item.get("authors", []))
        assert all(isinstance(tag, str) for tag in item["tags"])


@pytest.mark.parametrize("path", FAMILIES)
def test_the_three_formats_say_the_same(room: Room, path: str):
    filled(room)
    entries = [
        (
            e.findtext(f"{ATOM}id"),
            e.findtext(f"{ATOM}title"),
            e.find(f"{ATOM}link").get("href"),
            e.findtext(f"{ATOM}summary"),
        )
        for e in atom(room, path).findall(f"{ATOM}entry")
    ]
    items = [
        (i.findtext("guid"), i.findtext("title"), i.findtext("link"), i.findtext("description"))
        for i in rss(room, path).findall("item")
    ]
    assert entries == items
    assert entries == [(i["id"], i["title"], i["url"], i["summary"]) for i in json_feed(room, path)["items"]]


@pytest.mark.parametrize("path", FAMILIES)
def test_links_and_pictures_in_the_text_are_whole_addresses(room: Room, path: str):
    found = []
    for html in contents(filled(room), path):
        tree = lxml.html.fragment_fromstring(html, create_parent="div")
        found += tree.xpath("//@href | //@src")
        assert not tree.xpath("//img[not(@alt)]")
    assert found
    assert [target for target in found if not target.startswith(("https://", "http://", "mailto:"))] == []


def test_every_feed_of_a_whole_newspaper_is_sound(newspaper: Room):
    paths = sorted(newspaper.output.glob("feeds/**/*.atom"))
    assert len(paths) > 30
    for path in paths:
        feed = etree.parse(path)
        assert GRAMMAR.validate(feed), (path.name, GRAMMAR.error_log)
        for suffix in (".atom", ".rss"):
            found = feedparser.parse(path.with_suffix(suffix).read_bytes())
            assert not found.bozo and found.entries, path.name
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.getroot().findall(f"{ATOM}entry")]
        assert [item["id"] for item in json.loads(path.with_suffix(".json").read_text("utf-8"))["items"]] == ids


# --- Links, names, times


def test_links_of_atom_say_what_they_are(room: Room):
    feed = atom(filled(room))
    assert [dict(link.attrib) for link in feed.findall(f"{ATOM}link")] == [
        {"href": f"{SITE}feeds/all.atom", "rel": "self", "type": "application/atom+xml"},
        {"href": SITE, "rel": "alternate", "type": "text/html"},
    ]
    assert dict(feed.find(f"{ATOM}entry/{ATOM}link").attrib) == {
        "href": f"{SITE}story/2026/plain.html",
        "rel": "alternate",
        "type": "text/html",
    }


def test_names_of_the_byline_are_authors_each_once(room: Room):
    filled(room)
    (entry,) = [e for e in atom(room).findall(f"{ATOM}entry") if e.findtext(f"{ATOM}title") == "新事"]
    assert [name.text for name in entry.findall(f"{ATOM}author/{ATOM}name")] == ["甲一", "乙二"]
    (item,) = [i for i in rss(room).findall("item") if i.findtext("title") == "新事"]
    assert [name.text for name in item.findall(f"{DC}creator")] == ["甲一", "乙二"]
    (entry,) = [i for i in json_feed(room)["items"] if i["title"] == "新事"]
    assert entry["authors"] == [{"name": "甲一"}, {"name": "乙二"}]


def test_section_is_the_category(room: Room):
    filled(room)
    assert atom(room).find(f"{ATOM}entry/{ATOM}category").get("term") == "维权服务"
    assert rss(room).findtext("item/category") == "维权服务"
    assert json_feed(room)["items"][0]["tags"] == ["维权服务"]


def test_times_are_midnights_in_the_zone_of_the_site(tmp_path: Path):
    room = Elsewhere(tmp_path, zone="America/New_York")
    room.story("winter", date="2026-02-04")
    room.story("summer", date="2026-05-20")
    assert [item["date_published"] for item in json_feed(room)["items"]] == [
        "2026-05-20T00:00:00-04:00",
        "2026-02-04T00:00:00-05:00",
    ]
    assert [e.findtext(f"{ATOM}published") for e in atom(room).findall(f"{ATOM}entry")] == [
        "2026-05-20T00:00:00-04:00",
        "2026-02-04T00:00:00-05:00",
    ]
    assert [item.findtext("pubDate") for item in rss(room).findall("item")] == [
        "Wed, 20 May 2026 00:00:00 -0400",
        "Wed, 04 Feb 2026 00:00:00 -0500",
    ]


@pytest.mark.parametrize(
    ("zone", "day", "told"),
    [
        ("Asia/Shanghai", "1900-06-01", "1900-05-31T15:54:17+00:00"),
        ("Asia/Kolkata", "1905-01-01", "1904-12-31T18:38:50+00:00"),
        ("Africa/Monrovia", "1950-01-01", "1950-01-01T00:44:30+00:00"),
        ("Asia/Shanghai", "1902-01-01", "1902-01-01T00:00:00+08:00"),
    ],
)
def test_time_before_standard_time_is_told_in_utc_for_no_offset_has_seconds(
    tmp_path: Path, zone: str, day: str, told: str
):
    room = Elsewhere(tmp_path, zone=zone)
    room.story("old", date=day)
    moment = datetime.datetime.fromisoformat(told)
    assert json_feed(room)["items"][0]["date_published"] == told
    assert atom(room).findtext(f"{ATOM}entry/{ATOM}published") == told
    assert parsedate_to_datetime(rss(room).findtext("item/pubDate")) == moment


def test_correction_dates_the_update_and_not_the_publication(room: Room):
    room.story(corrections="[{date: 2026-03-01, text: 更正。}]")
    feed = atom(room)
    assert feed.findtext(f"{ATOM}entry/{ATOM}published") == "2026-02-04T00:00:00+08:00"
    assert feed.findtext(f"{ATOM}entry/{ATOM}updated") == "2026-03-01T00:00:00+08:00"
    assert feed.findtext(f"{ATOM}updated") == "2026-03-01T00:00:00+08:00"
    assert rss(room).findtext("lastBuildDate") == "Sun, 01 Mar 2026 00:00:00 +0800"


@pytest.mark.parametrize("path", FAMILIES)
def test_no_time_of_a_feed_lies_in_the_future(room: Room, path: str):
    filled(room)
    room.story("plain", date="2026-02-05", corrections="[{date: 2026-07-01, text: 早写的更正。}]")
    room.story("today", date=str(TODAY))
    channel = rss(room, path)
    days = [email.utils.parsedate_to_datetime(time.text).date() for time in channel.iter("pubDate", "lastBuildDate")]
    days += [
        datetime.date.fromisoformat(t.text[:10]) for t in atom(room, path).iter(f"{ATOM}published", f"{ATOM}updated")
    ]
    assert len(days) >= 3
    assert max(days) <= TODAY


@pytest.mark.parametrize("path", FAMILIES)
def test_newest_entry_comes_first(room: Room, path: str):
    filled(room)
    room.story("third", date="2026-03-01", campaign="送温暖/2025", column="蹲点日记")
    room.write("top10/2024.md", annual("older"))
    days = [item["date_published"] for item in json_feed(room, path)["items"]]
    assert len(days) >= 2
    assert days == sorted(days, reverse=True)


# --- Ids


def ids(room: Room) -> dict[str, list[str]]:
    return {
        path: [item["id"] for item in json_feed(room, path)["items"]] + [atom(room, path).findtext(f"{ATOM}id")]
        for path in FAMILIES
    }


def test_ids_survive_another_domain_scheme_title_and_text(tmp_path: Path):
    before = ids(filled(Room(tmp_path / "a")))
    room = filled(Elsewhere(tmp_path / "b", url="http://other.example/news"))
    room.story("plain", "另一段正文。", title="另一个标题", date="2026-02-05", summary="另一段摘要。")
    assert ids(room) == before


def test_id_of_a_story_survives_another_day_even_in_another_year(room: Room):
    room.story(date="2026-02-04")
    before = json_feed(room)["items"][0]
    (room.content / "stories/2026/hotline.md").unlink()
    room.story(date="2025-12-31")
    after = json_feed(room)["items"][0]
    assert after["id"] == before["id"] == "tag:nuanwen.example,2025:story/hotline"
    assert after["url"] != before["url"]


def test_one_story_has_one_id_in_every_feed(room: Room):
    filled(room)
    found = {
        path: {item["url"]: item["id"] for item in json_feed(room, path)["items"]}
        for path in FAMILIES
        if path != "feeds/digest"
    }
    story = f"{SITE}story/2026/newer.html"
    assert {ids_[story] for path, ids_ in found.items() if path != "feeds/top10"} == {
        "tag:nuanwen.example,2025:story/newer"
    }


def test_feeds_of_one_site_have_ids_of_their_own(room: Room):
    filled(room)
    own = [atom(room, path).findtext(f"{ATOM}id") for path in FAMILIES]
    assert len(set(own)) == len(FAMILIES)
