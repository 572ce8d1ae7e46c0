"""A digest to be read aloud."""

from pathlib import Path

from tests.builders import Room
from tests.editions.posting import printed


def said_by(room: Room, name: str = "2026-W06.script.txt") -> str:
    printed(room)
    return (Path(room.settings.editions) / name.partition(".")[0] / name).read_text("utf-8")


def test_the_lead_comes_first_then_the_sections(room: Room):
    room.story("a", title="甲事", category="工作动态", digest_summary="甲的一段")
    room.story("b", title="乙事", category="维权服务", digest_summary="乙的一段", highlight="true")
    room.write("digests/2026-W06.md", "---\nleads: [b]\neditors_note: 编者说2句\n---\n引言，见[热线](story:a)。\n")
    assert said_by(room).split("\n\n") == [
        "暖闻，一周速览，二零二六年第六周，二月二日至八日，两篇。",
        "编者说两句。",
        "引言，见热线。",
        "乙事。\n乙的一段。",
        "工作动态。",
        "甲事。\n甲的一段。",
        "本期完。\n",
    ]


def test_five_minutes_are_filled_with_what_matters_most_and_the_rest_is_told_by_headlines(room: Room):
    for number in range(30):
        summary = "一句话说清一件事。" * 8
        room.story(f"s{number}", title=f"第{number}件好事", summary=summary, digest_summary="一段话说清一件事。" * 16)
    room.write("digests/2026-W06.md", "---\nleads: [s29]\nhighlights: [s28]\n---\n")
    said = said_by(room)
    assert said.count("件好事。") == 30
    assert 2 < said.count("件好事。\n一") < 30
    assert "第二十八件好事。\n一段话" in said
    assert 1000 < sum(map(str.isalnum, said)) <= 5 * 270


def test_a_story_that_was_taken_back_is_told_of(room: Room):
    room.story(retraction="{date: 2026-02-10, text: 经查，热线当时没有开通。}")
    room.story("next", title="下期", date="2026-02-11")
    said = said_by(room, "2026-W07.script.txt")
    assert "撤稿说明。\n\n洛阳热线有人接（已撤稿）。\n曾刊于二零二六年第六周。\n经查，热线当时没有开通。" in said


def test_names_are_listed_with_their_tones_by_the_registry_of_regions(room: Room):
    room.story(title="涧西区的𠮷祥驿站", region="河南省/洛阳市/涧西区")
    lines = said_by(room, "2026-W06.readings.txt").splitlines()
    assert {"涧西区\tjiàn xī qū", "驿站\tyì zhàn"} <= set(lines)


def test_a_reading_that_no_dictionary_has_is_asked_for(room: Room):
    room.story(title="𠮷家与䶮家的夏天")
    lines = said_by(room, "2026-W06.readings.txt").splitlines()
    assert {"𠮷\t?", "䶮\tyǎn"} <= set(lines)


def test_a_script_is_printed_again_only_when_what_it_says_changes(room: Room):
    room.story()
    made = set(printed(room).printed)
    assert {"2026-W06/2026-W06.script.txt", "2026-W06/2026-W06.readings.txt"} <= made
    room.story(title="洛阳热线有人接", body="另一段正文。")
    assert [path for path in printed(room).printed if path.endswith(".txt") and "script" in path] == []
    room.story(title="洛阳热线总有人接")
    assert "2026-W06/2026-W06.script.txt" in printed(room).printed
