"""Usage: what the house does not write is remarked where it stands, and nowhere else."""

import pytest

from goodnews.desk.mending import mended
from goodnews.desk.usage import Usage
from goodnews.newsroom.house import Better, FullName, House
from tests.builders import Room

HOUSE = House(
    forms={"副主席、书记": Better(("书记、副主席",), fix=True)},
    words={"民工": Better(("农民工",), "不完整。", fix=True), "苦力": Better(("工人", "搬运工"), within=("苦力馆",))},
    order=(("全国总工会", "省总工会", "市总工会"),),
)
NAMES = {"全总": FullName("全国总工会"), "区总": FullName("区总工会", ("区总面积",))}
USAGE = Usage(NAMES, HOUSE)


def told(text: str) -> list[tuple[str, str]]:
    return [(found.rule, found.text) for found in USAGE.remarks(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("副主席、书记张三到场。", [("house-form", "副主席、书记")]),
        ("三名民工回家。", [("house-word", "民工")]),
        ("三名农民工回家。", []),
        ("苦力在苦力馆外。", [("house-word", "苦力")]),
        ("他说：“我就是个苦力。”", []),
        ("《民工日记》出版。", []),
        ("「民工」一词", []),
        ("某省总工会、全国总工会发文。", [("house-order", "省总工会、全国总工会")]),
        ("某市总工会和某某省总工会办班。", [("house-order", "市总工会和某某省总工会")]),
        ("全国总工会、某省总工会、某市总工会发文。", []),
        ("某市总工会办班。全国总工会发文。", []),
        ("市总工会、省总工会，“市总工会、省总工会”。", [("house-order", "市总工会、省总工会")]),
    ],
)
def test_words_are_found_but_not_within_longer_ones_quotations_and_titles(text: str, found: list[tuple[str, str]]):
    assert told(text) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("全总发文。", ["全总"]),
        ("全总发文，全总又发文。", ["全总"]),
        ("全国总工会（全总）发文，全总又发文。", []),
        ("中华全国总工会发文，全总又发文。", []),
        ("全总发文，全国总工会又发文。", ["全总"]),
        ("全区总面积不大。", []),
        ("“全总”二字，《全总公报》。", []),
        ("区总发文，全总发文。", ["区总", "全总"]),
    ],
)
def test_first_mention_is_the_full_name(body: str, found: list[str]):
    assert [one.text for one in USAGE.short_names(f"头\n{body}", 2)] == found


def test_only_what_the_house_calls_safe_is_written():
    text = "---\ntitle: 民工回家\nsources: [民工报]\n---\n民工和苦力，副主席、书记，“民工”。`民工`\n"
    right = "---\ntitle: 农民工回家\nsources: [民工报]\n---\n农民工和苦力，书记、副主席，“民工”。`民工`\n"
    assert mended(text.encode(), USAGE).decode() == right
    assert mended(right.encode(), USAGE).decode() == right
    assert mended(text.encode(), USAGE, frozenset({"house-word", "house-form"})).decode() == text


@pytest.mark.parametrize("mark", ["'", '"'])
def test_titles_in_quotes_are_looked_at_too(mark: str):
    text = f"---\ntitle: {mark}民工回家,过年{mark}\n---\n一段。\n"
    right = f"---\ntitle: {mark}农民工回家，过年{mark}\n---\n一段。\n"
    assert mended(text.encode(), USAGE).decode() == right


def test_title_with_escaped_quotes_is_left_alone():
    text = '---\ntitle: "民工\\"回家\\""\n---\n一段。\n'
    assert mended(text.encode(), USAGE).decode() == text


def test_remark_gives_the_better_word_and_the_reason_at_its_place(room: Room):
    room.write("house.yaml", "words:\n  苦力: {write: [工人, 搬运工], reason: 旧时的蔑称。}\n")
    room.story(title="苦力", body="一段。\n\n码头苦力。")
    assert room.advice() == [
        "content/stories/2026/hotline.md:2: title: found '苦力', expected '工人' or '搬运工'. 旧时的蔑称。",
        "content/stories/2026/hotline.md:11: body: found '苦力', expected '工人' or '搬运工'. 旧时的蔑称。",
    ]


def test_changed_house_is_read_at_once(room: Room):
    room.story(body="码头苦力。")
    assert room.advice() == []
    room.write("house.yaml", "words:\n  苦力: 工人\n")
    assert len(room.advice()) == 1
