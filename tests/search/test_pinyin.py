"""Pinyin of headlines and places: how their characters are read, and which file holds them."""

import pytest

from goodnews.search.letters import letters
from goodnews.search.pinyin import spelled
from tests.builders import Room

ALL = letters("zh-CN")


def test_character_stands_after_its_syllable_and_runs_apart():
    assert spelled(["洛阳热线，EAP有人接"], [], ALL) == "luo洛yang阳re热xian线 you有ren人jie接"


def test_traditional_characters_are_simplified_first():
    assert spelled(["書寫"], [], ALL) == "shu书xie写"


@pytest.mark.parametrize(
    ("name", "slug", "read"),
    [
        ("六安市", "liuan", "liu六an安shi市"),
        ("六安市", "luan", "lu六an安shi市"),
        ("吕梁市", "lvliang", "lv吕liang梁shi市"),
        ("吕梁市", "luliang", "lv吕liang梁shi市"),
        ("朝阳区", "chaoyang", "chao朝yang阳qu区"),
        ("某地", "elsewhere", "mou某di地"),
    ],
)
def test_slug_of_a_place_decides_how_its_name_is_read(name: str, slug: str, read: str):
    assert spelled([], [(name, slug)], ALL) == read
    assert spelled([f"{name[:2]}好"], [(name, slug)], ALL).split(" ")[1].startswith(read[: read.rindex(name[1]) + 1])


def test_retold_headline_prints_the_file_and_an_edited_body_does_not(room: Room):
    room.story(title="洛阳热线")
    room.build()
    assert "luo洛yang阳re热xian线" in room.html("search/pinyin.js")
    room.story(body="另一段。", title="洛阳热线")
    assert "search/pinyin.js" not in room.build().report.printed
    room.story(body="另一段。", title="洛阳夜校")
    assert "search/pinyin.js" in room.build().report.printed
    assert "ye夜xiao校" in room.html("search/pinyin.js")
