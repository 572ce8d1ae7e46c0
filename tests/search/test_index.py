"""The index of search: what an edit prints, what is remembered, and what is left of it when it is switched off."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from goodnews.desk.build import Run, build
from goodnews.press.page import Changed
from goodnews.render import printer
from goodnews.search.block import number, shard_of
from goodnews.search.letters import letters, simplified, terms, text_of
from tests.builders import TODAY, Room
from tests.looking import Shown

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
ALL = letters("zh-CN")


def index(room: Room) -> dict[str, bytes]:
    return {path: data for path, data in room.files().items() if path.startswith("search/")}


def entries(room: Room) -> dict[str, str]:
    """Term -> postings, of all shards."""
    found: dict[str, str] = {}
    for path, data in index(room).items():
        match = re.fullmatch(r'nuanwenSearch\("[0-9a-f]+","(.*)"\)\n', data.decode())
        if match and "fold" not in path:
            found |= dict(entry.split(".", 1) for entry in match[1].split("|"))
    return found


def filled(room: Room, count: int = 12) -> None:
    for day in range(1, count + 1):
        room.story(f"story-{day:02}", f"第{day}篇。驿站里有热水和微波炉。", date=f"2026-02-{day:02}")


def test_edit_of_a_body_prints_the_shards_of_its_pairs_and_no_records(room: Room):
    filled(room)
    room.build()
    room.story("story-05", "第5篇。驿站里有热水和充电宝。", date="2026-02-05")
    printed = {path for path in room.build().report.printed if path.startswith("search/")}
    changed = ("和微", "微波", "波炉", "炉 ", "和充", "充电", "电宝", "宝 ")
    assert printed == {"search/root.js", *(f"search/{shard_of(term, 5):x}.js" for term in changed)}


def test_new_story_leaves_the_numbers_of_other_days_as_they_are(room: Room):
    filled(room)
    room.build()
    before = entries(room)
    room.story("new", "完全另外。", title="新", summary="新", date="2026-01-20", region="陕西省")
    room.story("newer", "完全另外。", title="新", summary="新", date="2026-02-20", region="陕西省")
    room.build()
    after = entries(room)
    assert {term: after[term] for term in ("驿站", "热水", "炉 ")} == {
        term: before[term] for term in ("驿站", "热水", "炉 ")
    }


def test_story_that_changes_nothing_of_the_index_prints_nothing_of_it(room: Room):
    filled(room)
    room.build()
    room.story(
        "story-05", "第5篇。驿站里有热水和微波炉。", date="2026-02-05", corrections="[{date: 2026-03-01, text: 改。}]"
    )
    assert not [path for path in room.build().report.printed if path.startswith("search/")]


def test_damaged_file_of_the_cache_is_made_anew(room: Room):
    filled(room)
    room.build()
    expected = index(room)
    (room.folder / "cache/search-202602").write_bytes(b"short")
    (room.output / "search/root.js").unlink()
    for path in list(room.output.glob("search/1*.js")):
        path.unlink()
    room.build()
    assert index(room) == expected


def test_file_of_the_cache_altered_by_another_hand_stops_one_build(room: Room):
    filled(room)
    room.build()
    expected = index(room)
    path = room.folder / "cache/search-202602"
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    for shard in list(room.output.glob("search/*.js")):
        shard.unlink()
    printer.make.cache_clear()  # or this process still has it at hand
    with pytest.raises(Changed, match="build again"):
        room.build()
    room.build()
    assert index(room) == expected


def test_site_in_another_language_has_every_text_folded_anew(room: Room):
    room.story(body="託管班開學。")
    room.build()
    assert {"托管", "託管"} & entries(room).keys() == {"托管"}
    build(replace(room.settings, language="en"), Run(today=TODAY))
    assert {"托管", "託管"} & entries(room).keys() == {"託管"}


def test_sections_that_swap_their_names_swap_what_a_filter_finds(room: Room):
    room.story("news", category="工作动态")
    room.story("care", date="2026-02-05")
    room.build()
    before = entries(room)
    room.write("sections.yaml", "维权服务: {slug: news}\n思想引领: {slug: ideas}\n工作动态: {slug: care}\n")
    room.build()
    after = entries(room)
    assert (
        (after["==news"], after["==care"]) == (before["==care"], before["==news"]) != (after["==care"], after["==news"])
    )


def test_month_without_stories_leaves_nothing_behind(room: Room):
    filled(room)
    path = room.story("lone", date="2026-01-20")
    room.build()
    assert (room.folder / "cache/search-202601").exists()
    path.unlink()
    room.build()
    assert not list((room.folder / "cache").glob("search-202601*"))
    assert not list(room.output.glob("search/2026-01*"))


def test_day_with_many_stories_has_its_records_in_files_of_sixteen(room: Room):
    for number_ in range(40):
        room.story(f"story-{number_:02}", date="2026-02-04")
    room.build()
    records = [path for path in index(room) if re.search(r"/\d{4}-", path)]
    assert len(records) == 3
    assert all(data.count(b'"story-') <= 16 for path, data in index(room).items() if path in records)


def test_draft_and_waiting_story_are_in_no_file_of_the_index(room: Room):
    room.story("public")
    room.story("draft", "秘密草稿。", status="draft")
    room.story("late", "以后再说。", date="2026-12-01")
    room.build(today=datetime.date(2026, 6, 1))
    assert not {"秘密", "草稿", "以后"} & entries(room).keys()
    assert not any(b"draft" in data or b"late" in data for data in index(room).values())


def test_switched_off_it_leaves_no_page_no_form_no_script_and_no_index(room: Room):
    room.story()
    room.build()
    room.goodnews = {"search": False}
    room.build()
    left = room.files()
    assert not [path for path in left if "search" in path or "slash" in path]
    assert not [path for path, data in left.items() if path.endswith(".html") and b"search" in data]


def test_every_page_leads_to_the_search_home_has_a_form_and_the_search_page_its_own_alone(room: Room):
    room.story()
    room.build()
    story, page = Shown(room.html("story/2026/hotline.html")), Shown(room.html("search.html"))
    assert story.one("//a[@class='seek']").get("href") == "../../search.html#_words"
    assert Shown(room.html("index.html")).one("//form[@role='search']").get("action") == "search.html"
    assert page.one("//form[@role='search']").get("action") == "search.html"
    assert page.texts("//*[@data-name='section']/a") == ["全部", "维权服务"]
    assert [link.get("data-value") for link in page.find("//*[@data-name='region']/a")] == ["", "henan"]
    assert page.one("//meta[@name='robots']").get("content") == "noindex"


@given(st.integers(0, 2**40))
def test_number_is_read_back(value: int):
    found = 0
    digits = [DIGITS.index(character) for character in number(value)]
    for digit in digits:
        found = found * 32 + digit % 32
    assert found == value
    assert [digit > 31 for digit in digits] == [True] * (len(digits) - 1) + [False]


@given(st.text(), st.text())
def test_folding_goes_character_by_character(one: str, other: str):
    assert (one + other).translate(ALL) == one.translate(ALL) + other.translate(ALL)


@pytest.mark.parametrize(
    ("one", "other"),
    [("が", "か\u3099"), ("パン", "ﾊﾟﾝ"), ("ガ", "か\u3099".translate({0x304B: 0x30AB})), ("é", "e\u0301")],
)
def test_kana_fold_alike_however_their_marks_are_written(one: str, other: str):
    assert one.translate(ALL) == other.translate(ALL)


@given(st.text())
def test_folded_text_has_nothing_that_parts_entries_and_folds_no_further(text: str):
    folded = text.translate(ALL)
    assert not set(folded) & set('|."\\=\n')
    assert all(" " not in term.rstrip(" ") and shard_of(term, 11) < 2048 for term in terms(folded))


def test_table_of_characters_leads_to_common_ones_in_one_step():
    table = simplified()
    assert len(table) > 2500
    assert {"書": "书", "臺": "台", "發": "发", "髮": "发"}.items() <= table.items()
    assert not set(table) & set(table.values())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>甲<strong>乙</strong>丙</p>", " 甲乙丙 "),
        ("<p>甲<del>乙</del>丙<sup>1</sup>丁</p>", " 甲乙丙1丁 "),
        ("<p>甲</p>\n<p>乙</p>", " 甲 \n 乙 "),
        ('<p>见<a href="a>b" rel="noopener">文</a><img alt="图>" src="x">。</p>', " 见文。 "),
        ("<p>1&lt;2 &amp;amp; 3</p>", " 1<2 &amp; 3 "),
    ],
)
def test_text_of_a_body_is_what_a_reader_sees(html: str, text: str):
    assert text_of(html) == text


def test_edit_of_the_words_prints_their_file_alone(room: Room):
    filled(room)
    room.write("words.yaml", "带娃: 孩子\n")
    room.build()
    room.write("words.yaml", "带娃: [孩子, 託管]\n")
    assert set(room.build().report.printed) == {"search/words.js"}
    assert room.html("search/words.js") == 'nuanwenSearch("words",{"带娃":["孩子","托管"]})\n'
