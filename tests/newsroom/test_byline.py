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
