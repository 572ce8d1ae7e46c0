"""Bylines and sources."""

import datetime

import pytest

from goodnews.newsroom.byline import Byline, Origin, Sources
from tests.builders import Room
from tests.proof import problem, story


def test_byline_has_a_role_and_names_in_the_order_written(room: Room):
    room.story(bylines="[{记者: [乙, 甲]}, {通讯员: 丙}]")
    assert story(room).bylines == (Byline("记者", ("乙", "甲")), Byline("通讯员", ("丙",)))


def test_one_mapping_may_hold_several_roles(room: Room):
    room.story(bylines="{记者: 甲, 摄影: 乙}")
    assert story(room).bylines == (Byline("记者", ("甲",)), Byline("摄影", ("乙",)))


def test_byline_without_role_is_a_problem(room: Room):
    room.story(bylines="[甲]")
    assert problem(room) == (
        "content/stories/2026/hotline.md:8: bylines: found '甲', expected a role and a name, such as {记者: 甲}. "
        "Say what the person did for the text."
    )


@pytest.mark.parametrize("written", ["编辑：乙", "编辑： 乙", "编辑:乙"])
def test_byline_with_another_colon_is_told_by_its_own_line(room: Room, written: str):
    room.story(bylines=f"\n- 编辑: 甲\n- '{written}'")
    told = problem(room)
    assert told.startswith("content/stories/2026/hotline.md:10: bylines: ")
    assert told.endswith("Write '编辑: 乙'.")


def test_byline_without_role_and_name_is_a_problem(room: Room):
    room.story(bylines="[{}]")
    assert problem(room) == (
        "content/stories/2026/hotline.md:8: bylines: found {}, expected a role and a name, such as {记者: 甲}. "
        "Write both, or remove it."
    )


def test_byline_with_an_empty_role_is_a_problem(room: Room):
    room.story(bylines="[{'': 甲}]")
    assert "found no role, expected a role such as 记者. Name it." in problem(room)


def test_role_longer_than_20_characters_is_a_problem(room: Room):
    room.story(bylines=f"[{{{'长' * 21}: 甲}}]")
    assert problem(room).endswith(f"found '{'长' * 21}', expected a role of at most 20 characters. Shorten it.")


def test_byline_without_name_is_a_problem(room: Room):
    room.story(bylines="\n- 记者: []")
    assert problem(room) == (
        "content/stories/2026/hotline.md:9: bylines.记者: found nothing, expected a value. Write it after '记者: '."
    )


def test_source_may_be_a_plain_name(room: Room):
    room.story(sources="某报")
    assert story(room).sources == Sources((Origin("某报"),))


def test_source_may_say_when_who_and_where(room: Room):
    room.story(sources="[{name: 某报, date: 2026-02-05, credit: 记者 甲, url: 'https://example.com/a?b=1'}]")
    assert story(room).sources == Sources(
        (Origin("某报", datetime.date(2026, 2, 5), "记者 甲", "https://example.com/a?b=1"),)
    )


def test_words_and_others_stand_last(room: Room):
    room.story(sources="[某报, 又一报, and others]")
    assert story(room).sources == Sources((Origin("某报"), Origin("又一报")), others=True)


@pytest.mark.parametrize("sources", ["[and others, 某报]", "[某报, and others, 又一报]", "and others"])
def test_words_and_others_anywhere_else_are_a_problem(room: Room, sources: str):
    room.story(sources=sources)
    assert problem(room) == (
        "content/stories/2026/hotline.md:7: sources: found and others, expected it last, after a source. "
        "Move it to the end of the list."
    )


def test_address_where_the_name_of_a_source_belongs_is_a_problem(room: Room):
    room.story(sources="['https://news.example/1', 某报]")
    assert problem(room) == (
        "content/stories/2026/hotline.md:7: sources: found 'https://news.example/1', expected the name of a source. "
        "Write {name: …, url: https://news.example/1}."
    )


@pytest.mark.parametrize("sources", ["['']", "\n-", "[某报, '']"])
def test_source_without_a_word_is_a_problem(room: Room, sources: str):
    room.story(sources=sources)
    assert "sources: found nothing, expected a value." in problem(room)


def test_source_without_name_is_a_problem(room: Room):
    room.story(sources="\n- 某报\n- {credit: 记者 甲}")
    assert problem(room) == (
        "content/stories/2026/hotline.md:9: sources.name: found nothing, expected a value. Add `name: …` to `sources`."
    )


def test_unknown_field_of_a_source_is_a_problem(room: Room):
    room.story(sources="[{name: 某报, link: 'https://example.com'}]")
    assert "sources.link: found an unknown field, expected a known field." in problem(room)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "example.com", "//example.com", "data:text/html,x", "HTTPS://a"]
)
def test_address_of_a_source_that_is_not_of_the_web_is_a_problem(room: Room, url: str):
    room.story(sources=f"[{{name: 某报, url: '{url}'}}]")
    assert problem(room) == (
        f"content/stories/2026/hotline.md:7: sources.url: found '{url}', "
        "expected an address that begins with https://. Copy it from the browser."
    )


@pytest.mark.parametrize("character", list(' "<>\\`{}|^'))
def test_address_of_a_source_with_a_character_that_breaks_out_is_a_problem(room: Room, character: str):
    room.story(sources=f"\n- name: 某报\n  url: 'https://example.com/{character}x'")
    assert "sources.url: found" in problem(room)


@pytest.mark.parametrize("names", ["王芳 李强", "王芳　李强", "王芳 和 李强", "王芳;李强"])
def test_two_persons_in_one_text_are_a_problem(room: Room, names: str):
    room.story(bylines=f"[{{记者: {names}}}]")
    assert "Write [王芳, 李强]" in problem(room)
    room.story(bylines=f"[{{记者: '{names}'}}]")
    assert len(story(room).bylines[0].names) == 1


@pytest.mark.parametrize("name", ["王　芳", "王 芳", "王\u200b芳"])
def test_name_set_apart_for_the_eye_is_the_name(room: Room, name: str):
    room.story(bylines=f"[{{记者: {name}}}]")
    assert story(room).bylines == (Byline("记者", ("王芳",)),)


def test_name_in_wide_letters_or_in_parts_of_characters_is_the_name(room: Room):
    room.story(bylines="[{记者: [Ａmy, ⼤山]}]")
    assert story(room).bylines == (Byline("记者", ("Amy", "大山")),)


def test_person_named_twice_in_one_role_is_a_problem(room: Room):
    room.story(bylines="[{记者: [王芳, 王　芳]}]")
    assert problem(room).endswith("bylines.记者: found '王芳', expected each name once. Remove one of the two.")


def test_role_in_wide_brackets_is_a_problem(room: Room):
    room.story(bylines="[｛记者: 王芳｝]")
    assert "found '｛记者', expected half-width brackets." in problem(room)


@pytest.mark.parametrize("words", ["等", "其他"])
def test_other_sources_have_words_of_their_own(room: Room, words: str):
    room.story(sources=f"[某报, {words}]")
    assert "Write `and others`" in problem(room)


@pytest.mark.parametrize("url", ["https://", "https://[::1", "https://a.cn:99999/", f"https://{'工' * 70}.cn/"])
def test_address_without_a_domain_is_a_problem(room: Room, url: str):
    room.story(sources=f"[{{name: 某报, url: '{url}'}}]")
    assert "sources.url: found " in problem(room)


def test_chinese_domain_of_a_source_is_written_as_every_program_reads_it(room: Room):
    room.story(sources="[{name: 某报, url: https://工会.中国/x}]")
    assert story(room).sources.origins[0].url == "https://xn--6oq837a.xn--fiqs8s/x"
