"""Likeness: the same story in other words is found, whatever the archive holds besides."""

import shutil

import pytest

from goodnews.desk import likeness
from tests.builders import Room

LONG = (
    "港南区渔业工会上周在东风码头办起一间修网屋。修网屋由旧冷库改成，能坐四十人，冬天有暖气，夏天有穿堂风。\n\n"
    "以前补网要在露天的堤上坐一天。渔民老郑说，遇上刮风，手冻得捏不住梭子。如今屋里备着梭子、尼龙线和热水，"
    "每周三还有老师傅来教打结。工会为此出资六万元，渔业公司让出冷库，三年不收租金。\n\n"
    "修网屋开门头一周，来了二百一十七人次。工会打算明年在北岸再办一间。"
)
SHORTENED = (
    "开门一周，二百一十七人次走进东风码头的修网屋。这间屋子原是旧冷库，渔业公司免租三年，港南区渔业工会出资六万元改建，"
    "可坐四十人。屋里有热水、梭子和尼龙线，每周三请老师傅教打结。渔民老郑不用再在堤上吹风补网了。"
)
OTHER = (
    "港南区渔业工会上周请来四位医生，到东风码头给渔民量血压、查听力。义诊从早上六点开始，赶在渔船出海之前。"
    "医生说，柴油机旁边站久了，听力先受损。工会给二十三条船配了耳罩，并约好每个季度来一次。"
)


@pytest.fixture
def pair(room: Room) -> Room:
    room.story("net-house", LONG, title="旧冷库里补渔网", date="2026-02-04")
    room.story("net-again", SHORTENED, title="修网屋开门一周", date="2026-02-12", region="河南省")
    room.story("doctors", OTHER, title="医生上码头", date="2026-02-10")
    return room


def test_story_in_other_words_is_remarked_with_the_file_of_the_earlier_one(pair: Room):
    assert pair.advice() == [
        "content/stories/2026/net-again.md:9: body: found much the same words as in content/stories/2026/net-house.md, "
        "expected each story once. Keep one of the two, or name the other in `related` if both are meant."
    ]


@pytest.mark.parametrize("fields", [{"related": "[net-house]"}, {"parts": "[net-house]"}])
def test_story_that_names_the_earlier_one_is_no_second_one(pair: Room, fields: dict[str, str]):
    pair.story("net-again", SHORTENED, title="修网屋开门一周", date="2026-02-12", region="河南省", **fields)
    assert pair.advice() == []


def test_earlier_story_that_names_the_later_one_will_do(pair: Room):
    pair.story("net-house", LONG, title="旧冷库里补渔网", related="[former-name]")
    pair.story(
        "net-again", SHORTENED, title="修网屋开门一周", date="2026-02-12", region="河南省", aliases="[former-name]"
    )
    assert pair.advice() == []


def test_link_in_the_text_will_do(pair: Room):
    body = f"{SHORTENED}此前[冷库改建](story:net-house)。"
    pair.story("net-again", body, title="修网屋开门一周", date="2026-02-12", region="河南省")
    assert pair.advice() == []


def test_paragraph_of_the_digest_is_no_second_story(pair: Room):
    (pair.content / "stories/2026/net-again.md").unlink()
    pair.story("net-house", LONG, title="旧冷库里补渔网", digest_summary=SHORTENED)
    assert pair.advice() == []


def test_short_texts_say_too_little_to_be_compared(room: Room):
    room.story("a", "照片由通讯员拍摄。", title="甲")
    room.story("b", "照片由通讯员拍摄。", title="乙")
    assert room.advice() == []


@pytest.mark.parametrize("big", [False, True])
def test_what_changed_is_compared_as_a_fresh_check_compares_it(pair: Room, monkeypatch: pytest.MonkeyPatch, big: bool):
    if big:  # only what is new is compared
        monkeypatch.setattr(likeness, "SMALL", 1)
        monkeypatch.setattr(likeness, "DRIFT", 0)
    found = pair.advice()
    assert len(found) == 1
    assert pair.advice() == found
    steps = [
        lambda: pair.story("net-third", LONG[10:], title="第三回", date="2026-02-20", region="山西省"),
        lambda: pair.story("net-again", OTHER[:60], title="修网屋开门一周", date="2026-02-12", region="河南省"),
        lambda: pair.story("net-again", SHORTENED, title="修网屋开门一周", date="2026-02-12", region="河南省"),
        lambda: (pair.content / "stories/2026/net-house.md").unlink(),
        lambda: pair.story("net-house", LONG, title="旧冷库里补渔网", date="2026-02-04"),
    ]
    counts = []
    for step in steps:
        step()
        again = pair.advice()
        counts.append(len(again))
        kept = pair.folder / "kept"
        shutil.move(pair.folder / "cache", kept)
        assert again == pair.advice()
        shutil.rmtree(pair.folder / "cache")
        shutil.move(kept, pair.folder / "cache")
    assert counts == [3, 2, 3, 1, 3]


def test_lost_count_is_made_again(pair: Room, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(likeness, "SMALL", 1)
    monkeypatch.setattr(likeness, "DRIFT", 0)
    found = pair.advice()
    (pair.folder / "cache/counted").write_bytes(b"something else")
    pair.story("more", OTHER[20:], title="再来一回", date="2026-03-10", region="山西省")
    assert len(pair.advice()) == len(found) + 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.paper.example/2026/a.html", "http://paper.example/2026/a.html?utm_source=x#top"),
        ("https://mp.weixin.qq.com/s?__biz=A&mid=1&scene=4", "https://mp.weixin.qq.com/s?mid=1&__biz=A&chksm=9"),
    ],
)
def test_same_page_as_a_source_is_remarked_within_one_region(room: Room, one: str, other: str):
    room.story("a", title="甲", sources=f"[{{name: 某报, url: '{one}'}}]")
    room.story("b", title="乙", date="2026-02-05", sources=f"[{{name: 某报, url: '{other}'}}]")
    assert room.advice() == [
        "content/stories/2026/b.md:7: sources: found the source and the region of content/stories/2026/a.md, "
        "expected each story once. Keep one of the two, or name the other in `related` if both are meant."
    ]
    room.story("b", title="乙", date="2026-02-05", region="山西省", sources=f"[{{name: 某报, url: '{other}'}}]")
    assert room.advice() == []


def test_page_of_many_items_is_the_source_of_many_stories(room: Room):
    for slug in ("a", "b", "c"):
        room.story(slug, title=slug, sources="[{name: 某报, url: 'https://paper.example/2026/week-6.html'}]")
    assert room.advice() == []


def test_home_page_as_a_source_says_nothing(room: Room):
    for slug in ("a", "b"):
        room.story(slug, title=slug, sources="[{name: 某报, url: 'https://paper.example/'}]")
    assert room.advice() == []


CANTEEN = (
    "The harbour union opened a night canteen at Pier Four on Monday. It serves hot soup, rice and tea between "
    "ten in the evening and four in the morning. Crane drivers pay 2 pounds a meal; the port company pays the "
    "rest. In its first week 410 people ate there. Before, workers on the late shift had to bring cold food from "
    "home."
)
CANTEEN_AGAIN = (
    "Dockers on the late shift no longer bring cold food from home: since Monday a canteen at Pier Four has "
    "served soup, rice and tea from ten at night until four. A meal costs 2 pounds, and the port company pays the "
    "rest, says the harbour union. 410 workers came in the first week."
)
VAN = (
    "A library van has begun to visit three mines in the valley every second Thursday. The miners can borrow up "
    "to five books for a month. The union bought 1,200 books, most of them novels and guides to trades. The van "
    "stays for an hour at each gate, when the shift changes."
)
HEARING = (
    "Two doctors tested the hearing of bus drivers at the northern depot last week. Of the 86 drivers who came, "
    "nine were sent to a specialist. The union paid for the visit and will repeat it in the autumn. Engines of "
    "the older buses are louder than the law allows, said the doctors."
)


def test_short_stories_in_letters_are_alike_only_if_they_tell_the_same(room: Room):
    room.story("canteen", CANTEEN, title="Night canteen opens", date="2026-02-04")
    room.story("van", VAN, title="Library van visits the mines", date="2026-02-05")
    room.story("hearing", HEARING, title="Free check of hearing", date="2026-02-06")
    assert not [told for told in room.advice() if "much the same words" in told]
    room.story("again", CANTEEN_AGAIN, title="Hot soup after midnight", date="2026-02-07")
    (told,) = [told for told in room.advice() if "much the same words" in told]
    assert told.startswith("content/stories/2026/again.md:")
    assert "content/stories/2026/canteen.md" in told
