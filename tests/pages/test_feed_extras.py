"""What feeds say besides their text: pictures, icons, a hub, times of one day."""

import pytest
from lxml import etree
from PIL import Image

from goodnews.problem import ContentError
from tests.builders import Room
from tests.looking import annual
from tests.pages.feed_reading import ATOM, GRAMMAR, SITE, atom, filled, json_feed, rss
from tests.photos import photo_file

MEDIA = "{http://search.yahoo.com/mrss/}"
HUB = "https://hub.example/"


def wrong(room: Room) -> list[str]:
    """The settings that do not stand."""
    with pytest.raises(ContentError) as found:
        room.check()
    return [problem.field for problem in found.value.problems]


@pytest.mark.parametrize(
    ("path", "first"), [("feeds/all", "新事"), ("feeds/digest", "一周速览 | 新事"), ("feeds/top10", "年度")]
)
def test_the_first_picture_goes_with_an_entry_with_the_length_of_its_file(room: Room, path: str, first: str):
    filled(room).build()
    (item,) = [one for one in json_feed(room, path)["items"] if one["title"] == first]
    (attached,) = item["attachments"]
    file = room.output / attached["url"].removeprefix(SITE)
    assert (attached["mime_type"], attached["size_in_bytes"]) == ("image/jpeg", file.stat().st_size)
    assert item["image"] == attached["url"]
    said = {"type": "image/jpeg", "length": str(file.stat().st_size)}
    (entry,) = [one for one in atom(room, path).findall(f"{ATOM}entry") if one.findtext(f"{ATOM}title") == first]
    (link,) = entry.findall(f"{ATOM}link[@rel='enclosure']")
    assert dict(link.attrib) == {"href": attached["url"], "rel": "enclosure", **said}
    (item,) = [one for one in rss(room, path).findall("item") if one.findtext("title") == first]
    assert dict(item.find("enclosure").attrib) == {"url": attached["url"], **said}
    for one in (entry, item):
        thumbnail = dict(one.find(f"{MEDIA}thumbnail").attrib)
        assert (room.output / thumbnail.pop("url").removeprefix(SITE)).exists()
        assert thumbnail == {"width": "60", "height": "40"}


def test_an_entry_without_a_picture_has_no_enclosure(room: Room):
    room.photo("images/x.png")
    room.story("none")
    room.story("lost", image="[{missing: true, alt: 丢了的图}]")
    room.story("back", image="[{file: images/x.png, alt: 图}]", retraction="{date: 2026-02-05, text: 撤。}")
    assert "attachments" not in str(json_feed(room))
    assert not list(atom(room).iter(f"{MEDIA}thumbnail"))
    assert rss(room).find("item/enclosure") is None


def test_picture_printed_elsewhere_is_the_whole_one_and_its_thumbnail_a_small_one(room: Room):
    room.write("images/wide.jpg", photo_file("jpg", 1500, 1000))
    room.story(image="[{file: images/wide.jpg, alt: 图}]")
    room.build()
    entry = atom(room).find(f"{ATOM}entry")
    assert entry.find(f"{MEDIA}thumbnail").get("width") == "480"
    assert "-1200." in entry.find(f"{ATOM}link[@rel='enclosure']").get("href")


def test_feeds_have_an_icon_and_a_logo_that_exist(room: Room):
    room.story()
    room.build()
    feed, channel, data = atom(room), rss(room), json_feed(room)
    GRAMMAR.assertValid(feed)
    image = channel.find("image")
    assert image.findtext("title") == channel.findtext("title")
    assert image.findtext("link") == channel.findtext("link")
    assert feed.findtext(f"{ATOM}logo") == image.findtext("url")
    icons = (feed.findtext(f"{ATOM}icon"), feed.findtext(f"{ATOM}logo"), data["icon"], data["favicon"])
    for address in icons:
        assert (room.output / address.removeprefix(SITE)).is_file()
    with Image.open(room.output / image.findtext("url").removeprefix(SITE)) as logo:
        assert logo.size == (int(image.findtext("width")), int(image.findtext("height"))) == (144, 72)


def test_feeds_name_the_hub_of_the_settings_and_none_without(room: Room):
    room.story()
    assert atom(room).find(f"{ATOM}link[@rel='hub']") is None
    assert "hubs" not in json_feed(room)
    room.goodnews = {"websub_hub": HUB}
    for of in (atom(room), rss(room)):
        assert [(link.get("rel"), link.get("href")) for link in of.findall(f"{ATOM}link")][:2] in (
            [("self", f"{SITE}feeds/all.atom"), ("hub", HUB)],
            [("self", f"{SITE}feeds/all.rss"), ("hub", HUB)],
        )
    assert json_feed(room)["hubs"] == [{"type": "WebSub", "url": HUB}]


def test_hub_is_a_whole_address(room: Room):
    room.goodnews = {"websub_hub": "hub.example"}
    assert wrong(room) == ["GOODNEWS['websub_hub']"]


# --- Times of one day


def day_of_three(room: Room) -> Room:
    room.story("city", title="市", region="河南省/洛阳市", category="维权服务")
    room.story("nation", title="国", region="全国", category="维权服务")
    room.story("news", title="要", region="全国", category="工作动态")
    room.story("before", title="前", date="2026-02-03")
    return room


def times(room: Room, path: str = "feeds/all") -> list[tuple[str, str]]:
    return [(item["title"], item["date_published"][:16]) for item in json_feed(room, path)["items"]]


def test_stories_of_one_day_follow_each_other_as_the_digest_prints_them(room: Room):
    room.goodnews = {"feed_times_from": "2026-02-04"}
    shown = [
        ("要", "2026-02-04T00:02"),
        ("国", "2026-02-04T00:01"),
        ("市", "2026-02-04T00:00"),
        ("前", "2026-02-03T00:00"),
    ]
    assert times(day_of_three(room)) == shown
    assert times(room, "feeds/section/care") == shown[1:]
    updated = [item["date_modified"][:16] for item in json_feed(room)["items"]]
    assert updated == [time for _title, time in shown]


def test_digest_is_published_on_its_monday_and_updated_with_its_newest_story(room: Room):
    room.goodnews = {"feed_times_from": "2026-02-04"}
    (item,) = json_feed(day_of_three(room), "feeds/digest")["items"]
    assert item["date_published"] == "2026-02-02T00:00:00+08:00"
    assert item["date_modified"] == "2026-02-04T00:02:00+08:00"


def test_entries_of_earlier_days_never_move(room: Room):
    before = times(day_of_three(room))
    room.goodnews = {"feed_times_from": "2026-02-05"}
    assert times(room) == before
    assert {time for _title, time in before[:3]} == {"2026-02-04T00:00"}


def test_a_correction_is_no_earlier_than_the_publication(room: Room):
    room.goodnews = {"feed_times_from": "2026-02-04"}
    day_of_three(room)
    room.story("news", category="工作动态", region="全国", corrections="[{date: 2026-02-04, text: 更正。}]")
    for item in json_feed(room)["items"]:
        assert item["date_modified"] >= item["date_published"]


@pytest.mark.parametrize("written", ["2026-2-4", "today", "2026-02-30", "20260204"])
def test_day_of_the_settings_is_a_day(room: Room, written: str):
    room.goodnews = {"feed_times_from": written}
    assert wrong(room) == ["GOODNEWS['feed_times_from']"]


def test_annual_page_and_all_formats_stay_sound_with_everything_on(room: Room):
    room.goodnews = {"feed_times_from": "2026-01-01", "websub_hub": HUB}
    filled(room)
    room.write("top10/2024.md", annual("older"))
    for path in ("feeds/all", "feeds/digest", "feeds/top10"):
        GRAMMAR.assertValid(atom(room, path))
        assert etree.tostring(rss(room, path))
