"""Headlines and places with their pinyin: how their characters are read, and which file holds them."""

import json

import pytest

from goodnews.search.letters import letters
from goodnews.search.pinyin import readings
from tests.builders import Room

ALL = letters("zh-CN")


def test_each_character_has_its_syllable_and_a_mark_if_it_has_none():
    assert readings(["洛阳热线，EAP有人接"], [], ALL) == ["luo yang re xian you ren jie"]
    assert readings(["洛々阳"], [], ALL) == ["luo ? yang"]
    assert readings(["EAP"], [], ALL) == [""]


def test_characters_in_common_use_are_told_with_their_sounds_on_a_chinese_site_alone(room: Room):
    room.story()
    room.build()
    characters, read = json.loads(room.html("search/sounds.js").partition(",")[2].rstrip(")\n"))
    sounds = dict(zip(characters.split(" "), read.split(" "), strict=True))
    assert len(sounds) == 3755 and sounds["话"] == sounds["画"] == "hua"


def test_traditional_characters_are_read_like_simplified_ones():
    assert readings(["書寫"], [], ALL) == ["shu xie"]


@pytest.mark.parametrize(
    ("name", "slug", "read"),
    [
        ("六安市", "liuan", "liu an shi"),
        ("六安市", "luan", "lu an shi"),
        ("吕梁市", "lvliang", "lv liang shi"),
        ("吕梁市", "luliang", "lv liang shi"),
        ("朝阳区", "chaoyang", "chao yang qu"),
        ("某地", "elsewhere", "mou di"),
    ],
)
def test_slug_of_a_place_decides_how_its_name_is_read(name: str, slug: str, read: str):
    assert readings([], [(name, slug)], ALL) == [read]
    assert readings([f"{name[:2]}好"], [(name, slug)], ALL)[1].split()[:2] == read.split()[:2]


def test_retold_headline_prints_the_file_and_an_edited_body_does_not(room: Room):
    room.story(title="洛阳热线")
    room.build()
    assert '"洛阳热线","luo yang re xian"' in room.html("search/titles.js")
    room.story(body="另一段。", title="洛阳热线")
    assert "search/titles.js" not in room.build().report.printed
    room.story(body="另一段。", title="洛阳夜校")
    assert "search/titles.js" in room.build().report.printed
    assert '"洛阳夜校","luo yang ye xiao"' in room.html("search/titles.js")
