"""Archives of feeds (RFC 5005): whoever follows them back from a feed reads every entry once."""

import datetime
import json
import random
from collections.abc import Iterator
from typing import Any

import feedparser
import pytest
from lxml import etree

from tests.builders import Room, story_text
from tests.looking import annual
from tests.pages.feed_reading import ATOM, GRAMMAR, SITE

FIRST = datetime.date(2025, 9, 1)
HISTORY = "{http://purl.org/syndication/history/1.0}"


def years(room: Room, stories: int = 40, every: int = 5, least: int = 4) -> Room:
    """A story every few days, and feeds that hold few of them."""
    room.goodnews = {**room.goodnews, "feed_items": least, "feeds": ("all", "digest", "section")}
    for number in range(stories):
        room.story(f"s{number}", title=f"第{number}件", date=str(FIRST + datetime.timedelta(days=every * number)))
    return room


def xml(room: Room, address: str) -> Any:
    return etree.parse(room.output / address.removeprefix(SITE)).getroot()


def atom_documents(room: Room, path: str) -> Iterator[Any]:
    """A feed and its archives, the newest first, each as the one before leads to it."""
    address = f"{path}.atom"
    while address:
        feed = xml(room, address)
        yield feed
        address = next((link.get("href") for link in feed.findall(f"{ATOM}link[@rel='prev-archive']")), "")


def rss_documents(room: Room, path: str) -> Iterator[Any]:
    """As a reader's program has them: a feed in RSS, then its archives, whatever format those are in."""
    address = f"{SITE}{path}.rss"
    while address:
        document = feedparser.parse((room.output / address.removeprefix(SITE)).read_bytes())
        yield document
        address = next((link.href for link in document.feed.links if link.rel == "prev-archive"), "")


def json_documents(room: Room, path: str) -> Iterator[Any]:
    address = f"{SITE}{path}.json"
    while address:
        feed = json.loads(room.html(address.removeprefix(SITE)))
        yield feed
        address = feed.get("next_url", "")


def everything(room: Room, path: str) -> list[str]:
    """The ids of all entries from the newest back, as each format gives them."""
    found = [e.findtext(f"{ATOM}id") for feed in atom_documents(room, path) for e in feed.findall(f"{ATOM}entry")]
    assert [entry.id for document in rss_documents(room, path) for entry in document.entries] == found
    assert [item["id"] for feed in json_documents(room, path) for item in feed["items"]] == found
    return found


def test_every_story_and_digest_can_be_read_back_to_the_first_once_and_in_order(room: Room):
    years(room).build()
    stories = everything(room, "feeds/all")
    assert stories == [f"tag:nuanwen.example,2025:story/s{number}" for number in reversed(range(40))]
    digests = everything(room, "feeds/digest")
    weeks = {(FIRST + datetime.timedelta(days=5 * number)).isocalendar()[:2] for number in range(40)}
    assert digests == [f"tag:nuanwen.example,2025:digest/{y}-W{w:02}" for y, w in sorted(weeks, reverse=True)]


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_skipped_or_repeated_however_the_days_fall(room: Room, seed: int):
    chance = random.Random(seed)
    room.goodnews = {
        **{"feed_items": chance.randint(1, 9), "feeds": ("all", "digest")},
        **({"feed_times_from": "2026-01-01"} if seed % 2 else {}),
    }
    for number in range(60):
        room.story(f"s{number}", date=str(FIRST + datetime.timedelta(days=chance.randint(0, 250))))
    room.build()
    stories = everything(room, "feeds/all")
    assert sorted(stories) == sorted({f"tag:nuanwen.example,2025:story/s{number}" for number in range(60)})
    times = [
        datetime.datetime.fromisoformat(item["date_published"])
        for feed in json_documents(room, "feeds/all")
        for item in feed["items"]
    ]
    assert times == sorted(times, reverse=True)
    digests = everything(room, "feeds/digest")
    assert len(digests) == len(set(digests)) == len(list((room.output / "digest").glob("*-W*.html")))


def test_an_archive_says_that_it_is_one_and_of_which_feed(room: Room):
    years(room).build()
    feed, newest, *_others, oldest = atom_documents(room, "feeds/all")
    for document in (feed, newest, oldest):
        GRAMMAR.assertValid(document)
        assert document.findtext(f"{ATOM}id") == "tag:nuanwen.example,2025:feed/all"
    assert (feed.find(f"{HISTORY}archive"), feed.find(f"{ATOM}link[@rel='current']")) == (None, None)
    for document in (newest, oldest):
        assert document.find(f"{HISTORY}archive") is not None
        assert document.find(f"{ATOM}link[@rel='current']").get("href") == f"{SITE}feeds/all.atom"
    assert oldest.find(f"{ATOM}link[@rel='self']").get("href") == f"{SITE}feeds/all/2025-W36.atom"
    assert oldest.find(f"{ATOM}link[@rel='prev-archive']") is None


def test_archives_of_json_name_the_feed(room: Room):
    years(room).build()
    for feed in json_documents(room, "feeds/digest"):
        assert feed["feed_url"] == f"{SITE}feeds/digest.json"


def test_a_feed_in_rss_leads_to_the_archives_in_atom_and_says_that_they_are(room: Room):
    years(room).build()
    channel = xml(room, "feeds/digest.rss").find("channel")
    assert [dict(link.attrib) for link in channel.findall(f"{ATOM}link")] == [
        {"href": f"{SITE}feeds/digest.rss", "rel": "self", "type": "application/rss+xml"},
        {"href": f"{SITE}feeds/digest/2026-01.atom", "rel": "prev-archive", "type": "application/atom+xml"},
    ]
    assert {path.rpartition(".")[2] for path in archives(room)} == {"atom", "json"}


def archives(room: Room) -> dict[str, bytes]:
    return {path: data for path, data in room.files().items() if path.startswith(("feeds/all/", "feeds/digest/"))}


def test_new_stories_never_change_an_archive(room: Room):
    years(room).build()
    before = archives(room)
    for day in range(3, 120, 6):
        room.story(f"later{day}", date=str(datetime.date(2026, 3, 20) + datetime.timedelta(days=day)))
    room.build(today=datetime.date(2026, 12, 1))
    after = archives(room)
    assert len(after) > len(before)
    assert {path: after[path] for path in before} == before


def test_an_edit_of_a_body_prints_only_the_archive_that_shows_it(room: Room):
    years(room).build()
    room.story("s3", "另一段正文。", title="第3件", date=str(FIRST + datetime.timedelta(days=15)))
    printed = room.build().report.printed
    assert {path for path in printed if path.startswith("feeds/")} == {
        f"feeds/all/2025-W38.{suffix}" for suffix in ("atom", "json")
    }
    assert "另一段正文。" in room.html("feeds/all/2025-W38.atom")


def test_after_any_edits_archives_are_those_of_a_clean_build(room: Room, tmp_path):
    years(room).build()
    path = room.content / "stories/2025/s2.md"
    for text in (
        story_text(title="改了题", date="2025-09-11"),
        story_text("改了文。", title="改了题", date="2025-09-11"),
        story_text(title="撤了", date="2025-09-11", retraction="{date: 2026-01-10, text: 报道不实。}"),
        None,
    ):
        path.unlink()
        if text:
            path.write_text(text, "utf-8")
        room.build()
        clean = Room(tmp_path / f"clean{len(text or '')}", room.goodnews, registries=False)
        clean.folder.mkdir()
        clean.content.symlink_to(room.content)
        clean.build()
        assert archives(room) == archives(clean)


def test_an_archive_follows_what_its_texts_link_to(room: Room):
    years(room)
    room.story("linking", "见[它](story:s9)。", date="2025-09-02")
    room.build()
    assert "story/2025/s9.html" in room.html("feeds/all/2025-W36.atom")
    (room.content / "stories/2025/s9.md").unlink()
    room.story("renamed", title="第9件", date=str(FIRST + datetime.timedelta(days=45)), aliases="[s9]")
    room.build()
    assert "story/2025/renamed.html" in room.html("feeds/all/2025-W36.atom")


def test_a_site_whose_feeds_hold_everything_has_no_archives(room: Room):
    room.story()
    room.write("top10/2026.md", annual("hotline"))
    room.build()
    assert archives(room) == {}
    assert "prev-archive" not in room.html("feeds/all.atom")


def test_archives_are_no_feeds_to_subscribe_to(room: Room):
    room.goodnews = {"websub_hub": "https://hub.example/"}
    years(room).build()
    assert "W36" not in room.html("subscribe.html") + room.html("opml.xml")
    assert "hub.example" in room.html("feeds/all.atom")
    assert "hub.example" not in room.html("feeds/all/2025-W36.atom")
