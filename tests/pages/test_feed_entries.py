"""What an entry of a feed holds, and which stories a feed has."""

import datetime
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from goodnews.pages.entries import newest
from tests.builders import Room, story_text
from tests.looking import printed, views
from tests.pages.feed_reading import ATOM, FAMILIES, SITE, atom, contents, filled, json_feed, rss, words
from tests.proof import checked


def test_feed_holds_the_whole_text_of_a_story(room: Room):
    filled(room)
    html = next(item["content_html"] for item in json_feed(room)["items"] if item["title"] == "新事")
    text = words(html)
    for part in ("引题——", "更正一处。", "图说", "正文见旧事", "小标题", "完。", "某报"):
        assert part in text
    assert "丢了的图" not in text  # what is lost would only look like an error there
    images = lxml.html.fragment_fromstring(html, create_parent="div").xpath("//img")
    assert len(images) == 2
    for image in images:  # one plain picture that every reader's program shows, with its size
        assert image.get("src").startswith(f"{SITE}images/") and image.get("src").endswith(".jpg")
        assert (image.get("width"), image.get("height"), image.get("srcset")) == ("60", "40", None)


def test_feed_holds_lead_in_dateline_and_editors_note(room: Room):
    room.story(leadin="洛阳", dateline="本报讯", editors_note="编者的话。", subtitle="副题在此")
    text = words(contents(room, "feeds/all")[0])
    for part in ("洛阳", "本报讯", "编者的话。"):
        assert part in text


def test_feed_holds_the_head_of_a_diary(room: Room):
    room.story(kind="diary", weekday="星期三", weather="小雪", author="朱某", affiliation="某工会")
    text = words(contents(room, "feeds/all")[0])
    for part in ("星期三", "小雪", "日记作者：朱某", "某工会"):
        assert part in text


def test_digest_feed_carries_highlights_introduction_and_every_item(room: Room):
    filled(room)
    newest_digest = json_feed(room, "feeds/digest")["items"][0]
    assert newest_digest["url"] == f"{SITE}digest/2026-W06.html"
    assert newest_digest["summary"] == "新事"
    tree = lxml.html.fragment_fromstring(newest_digest["content_html"], create_parent="div")
    links = tree.xpath("//a/@href")
    assert f"{SITE}digest/2026-W06.html#newer" in links
    text = words(newest_digest["content_html"])
    for part in ("引言见新事。", "维权服务", "平事", "五年来热线不断。", "丁四"):
        assert part in text


def test_annual_feed_carries_note_recaps_and_comments(room: Room):
    filled(room)
    (html,) = contents(room, "feeds/top10")
    text = words(html)
    for part in ("见旧事。", "新事", "旧事", "新闻回放", "回放。", "点评。", "戊五"):
        assert part in text


def test_description_of_rss_is_read_as_html_and_still_says_the_summary(room: Room):
    summary = "产值1<2，用<b>标签</b> & 符号"
    room.story(summary=f"'{summary}'")
    assert words(rss(room).findtext("item/description")) == summary


@pytest.mark.parametrize("note", ["<script>alert(1)</script> 工会", "1<2 & 3", "&lt;b&gt;"])
def test_description_of_a_channel_is_html_too_and_still_says_the_note(room: Room, note: str):
    room.write("sections.yaml", f"维权服务: {{slug: care, description: '{note}'}}\n")
    room.story()
    assert words(rss(room, "feeds/section/care").findtext("description")) == note
    assert atom(room, "feeds/section/care").findtext(f"{ATOM}subtitle") == note
    assert json_feed(room, "feeds/section/care")["description"] == note


def test_feed_without_its_own_note_describes_itself_by_its_title(room: Room):
    room.story()
    assert rss(room, "feeds/region/henan").findtext("description") == "暖闻 · 河南省"
    assert rss(room, "feeds/section/care").findtext("description") == "身边的服务。"


def test_feed_holds_as_many_entries_as_the_settings_say(room: Room):
    room.goodnews = {"feed_items": 2}
    for month in (1, 2, 3, 4):
        room.story(f"s{month}", date=f"2026-0{month}-15")
    assert [item["id"].rpartition("/")[2] for item in json_feed(room)["items"]] == ["s4", "s3"]


def test_busy_week_is_never_cut(room: Room):
    room.goodnews = {"feed_items": 2}
    room.story("old", date="2026-01-01")
    for number in range(5):
        room.story(f"s{number}", date="2026-02-03")
    assert len(json_feed(room)["items"]) == 5


@given(
    st.lists(st.integers(min_value=0, max_value=90), min_size=1, max_size=60),
    st.integers(min_value=1, max_value=10),
    st.integers(min_value=0, max_value=6),
)
def test_who_looks_once_a_week_never_misses_a_story(days: list[int], most: int, weekday: int):
    plain, _problems = checked(story_text().encode())
    assert plain
    first = datetime.date(2026, 1, 5)
    stories = [
        replace(plain, slug=f"s{number}", date=first + datetime.timedelta(days=day))
        for number, day in enumerate(sorted(days))
    ]
    seen: set[str] = set()
    for look in range(weekday, 100, 7):
        public = [story for story in stories if story.date <= first + datetime.timedelta(days=look)]
        if public:
            seen |= {story.slug for story in newest(public, most)}
    assert seen == {story.slug for story in stories}


def test_campaign_feed_joins_its_editions(room: Room):
    room.story("a", campaign="送温暖/2025", date="2026-02-01")
    room.story("b", campaign="送温暖/2026", date="2026-01-01")
    found = [item["id"].rpartition("/")[2] for item in json_feed(room, "feeds/campaign/songwennuan")["items"]]
    assert found == ["a", "b"]


def test_empty_feeds_are_not_made(room: Room):
    assert not [path for path in views(room) if path.startswith("feeds/")]


def test_same_content_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    one = filled(Room(tmp_path / "a"))
    other = filled(Room(tmp_path / "b"))
    before = [printed(one, path + suffix) for path in FAMILIES for suffix in (".atom", ".rss", ".json")]
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert before == [printed(other, path + suffix) for path in FAMILIES for suffix in (".atom", ".rss", ".json")]
