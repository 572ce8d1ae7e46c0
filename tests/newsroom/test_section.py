"""Registries: sections, columns, campaigns, names."""

import pytest

from goodnews.newsroom.house import FullName
from goodnews.newsroom.section import Campaign, CampaignYear, Column, Hotline, Section
from tests.builders import CAMPAIGNS, SECTIONS, Room
from tests.proof import newsroom, problem, problems


def test_sections_keep_the_order_of_the_registry(room: Room):
    assert list(newsroom(room).registries.sections.values()) == [
        Section("工作动态", "news", "部署与会议。"),
        Section("思想引领", "ideas"),
        Section("维权服务", "care", "身边的服务。"),
    ]


def test_campaign_has_its_editions(room: Room):
    assert newsroom(room).registries.campaigns["送温暖"] == Campaign(
        "送温暖",
        "songwennuan",
        "两节走访。",
        {
            "2025": CampaignYear("2025", "2025年送温暖", "", "songwennuan"),
            "2026": CampaignYear("2026", "2026年送温暖", "情暖万家", "songwennuan"),
        },
    )


def test_column_and_name_are_registered(room: Room):
    registries = newsroom(room).registries
    assert registries.columns == {"蹲点日记": Column("蹲点日记", "dundian", "日记。")}
    assert registries.names == {"全总": FullName("中华全国总工会")}


def test_section_may_have_keywords_by_which_import_knows_its_stories(room: Room):
    room.write("sections.yaml", "维权服务: {slug: care, keywords: [帮扶, 驿站]}\n")
    room.story()
    assert newsroom(room).registries.sections["维权服务"].keywords == ("帮扶", "驿站")


def test_campaigns_columns_and_names_may_be_missing(room: Room):
    for name in ("campaigns.yaml", "columns.yaml", "names.yaml"):
        (room.content / name).unlink()
    assert newsroom(room).registries.campaigns == {}


def test_registry_may_begin_with_three_hyphens(room: Room):
    room.write("columns.yaml", "---\n蹲点日记: {slug: dundian}\n")
    assert list(newsroom(room).registries.columns) == ["蹲点日记"]


def test_registry_of_two_documents_is_a_problem(room: Room):
    room.write("columns.yaml", "甲: {slug: a}\n---\n乙: {slug: b}\n")
    assert problem(room).startswith("content/columns.yaml:")


def test_registry_may_be_long(room: Room):
    room.write("names.yaml", "".join(f"简称{number}: 全称全称全称{number}\n" for number in range(1000)))
    assert len(newsroom(room).registries.names) == 1000


@pytest.mark.parametrize("text", ["", "# none yet\n"])
def test_registry_without_sections_is_a_problem(room: Room, text: str):
    room.write("sections.yaml", text)
    assert (
        problem(room) == "content/sections.yaml:1: file: found nothing in it, expected at least one entry. "
        "Its form is in docs/content.md."
    )


def test_sections_that_are_missing_are_a_problem(room: Room):
    (room.content / "sections.yaml").unlink()
    assert problem(room) == (
        "content/sections.yaml:1: file: found nothing, expected a registry. "
        "Copy it from another newsroom; its form is in docs/content.md."
    )


def test_slug_used_twice_is_a_problem_on_its_line(room: Room):
    room.write("columns.yaml", "甲: {slug: x}\n乙: {slug: y}\n丙: {slug: x}\n")
    assert problem(room) == (
        "content/columns.yaml:3: 丙.slug: found 'x', expected a slug that nothing else has. '甲' has it already; "
        "choose another."
    )


def test_missing_slug_is_a_problem_on_its_line(room: Room):
    room.write("columns.yaml", "甲: {slug: x}\n乙: {description: y}\n丙: {description: z}\n")
    assert problems(room) == [
        "content/columns.yaml:2: 乙.slug: found nothing, expected a value. Add `slug: …` to `乙`.",
        "content/columns.yaml:3: 丙.slug: found nothing, expected a value. Add `slug: …` to `丙`.",
    ]


def test_slug_with_other_letters_is_a_problem(room: Room):
    room.write("columns.yaml", "甲: {slug: Jia}\n")
    assert problem(room) == (
        "content/columns.yaml:1: 甲.slug: found 'Jia', expected a slug: a-z, 0-9 and hyphens. Use only the letters a-z."
    )


def test_unknown_key_is_told_beside_a_bad_slug(room: Room):
    room.write("columns.yaml", "甲:\n  slug: Jia\n  descripton: 乙\n")
    assert problems(room) == [
        "content/columns.yaml:2: 甲.slug: found 'Jia', expected a slug: a-z, 0-9 and hyphens. "
        "Use only the letters a-z.",
        "content/columns.yaml:3: 甲.descripton: found an unknown field, expected a known field. "
        "Did you mean 'description'?",
    ]


def test_name_may_have_a_slash(room: Room):
    room.write("campaigns.yaml", "送/温暖: {slug: x, editions: {2026: {title: 甲}}}\n")
    room.story(campaign="送/温暖/2026")
    (story,) = room.check().stories
    assert (story.campaign, story.campaign_year) == ("送/温暖", "2026")


def test_name_given_twice_is_a_problem_on_its_line(room: Room):
    room.write("sections.yaml", SECTIONS + "维权服务: {slug: other}\n")
    assert problem(room) == (
        "content/sections.yaml:4: 维权服务: found a duplicate field (first on line 3), expected each field once. "
        "Keep one of the two."
    )


def test_section_that_is_only_a_text_is_a_problem(room: Room):
    room.write("columns.yaml", "甲: jia\n")
    assert problem(room) == (
        "content/columns.yaml:1: 甲: found 'jia', expected a slug and a description. Write `{slug: …, description: …}`."
    )


def test_registry_that_cannot_be_read_is_told_once_not_for_each_story(room: Room):
    room.story()
    room.story("other")
    room.write("sections.yaml", SECTIONS + "甲: [乙\n")
    assert [line.partition(": ")[0] for line in problems(room)] == ["content/sections.yaml:4"]


def test_campaign_without_editions_is_a_problem(room: Room):
    room.write("campaigns.yaml", "送温暖: {slug: x}\n")
    assert problem(room) == (
        "content/campaigns.yaml:1: 送温暖.editions: found nothing, expected a value. Add `editions: …` to `送温暖`."
    )


def test_edition_without_title_is_a_problem(room: Room):
    room.write("campaigns.yaml", CAMPAIGNS + "    2027: {slogan: 甲}\n")
    assert problem(room) == (
        "content/campaigns.yaml:7: 送温暖.editions.2027.title: found nothing, expected a value. "
        "Add `title: …` to `送温暖.editions.2027`."
    )


@pytest.mark.parametrize("edition", ["2027: 甲"])
def test_edition_of_another_form_is_a_problem(room: Room, edition: str):
    room.write("campaigns.yaml", CAMPAIGNS + f"    {edition}\n")
    name = edition.partition(":")[0]
    assert problem(room) == (
        f"content/campaigns.yaml:7: 送温暖.editions.{name}: found '{name}', expected a slug with its title. "
        "Write `2026: {title: …}`."
    )


def test_edition_given_twice_is_a_problem(room: Room):
    room.write("campaigns.yaml", "送温暖: {slug: x, editions: [{2026: {title: 甲}}, {2026: {title: 乙}}]}\n")
    assert problem(room).startswith("content/campaigns.yaml:1: ")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("总工会:", "found nothing, expected a value. Write it, or remove the line."),
        ("总工会: [甲]", "found a list, expected a mapping or a text. Write its fields below it."),
    ],
)
def test_name_of_another_form_is_a_problem(room: Room, line: str, told: str):
    room.write("names.yaml", f"全总: 中华全国总工会\n{line}\n")
    assert problem(room) == f"content/names.yaml:2: 总工会: {told}"


@pytest.mark.parametrize(
    ("edition", "told"),
    [("二〇二六", "a slug: a-z, 0-9 and hyphens. Use only the letters a-z."), ("aux", "a name that Windows can hold.")],
)
def test_edition_whose_name_is_no_slug_is_a_problem(room: Room, edition: str, told: str):
    room.write("campaigns.yaml", CAMPAIGNS + f"    {edition}: {{title: 甲}}\n")
    assert f"送温暖.editions.{edition}: found '{edition}', expected {told}" in problem(room)


# --- hotline


@pytest.mark.parametrize(
    ("written", "read"), [("12351 工会服务热线", ("12351", "工会服务热线")), ("0431-12351", ("0431-12351", ""))]
)
def test_section_has_the_hotline_where_its_readers_find_help(room: Room, written: str, read: tuple[str, str]):
    room.write("sections.yaml", f"维权服务: {{slug: care, hotline: {written}}}\n")
    assert newsroom(room).registries.sections["维权服务"].hotline == Hotline(*read)


@pytest.mark.parametrize("written", ["工会服务热线 12351", "12", "12351x", "+86-12351"])
def test_hotline_that_does_not_begin_with_a_number_is_a_problem(room: Room, written: str):
    room.write("sections.yaml", f"维权服务: {{slug: care, hotline: {written}}}\n")
    assert problem(room) == (
        f"content/sections.yaml:1: 维权服务.hotline: found '{written}', expected a telephone number of 3 to 16 digits. "
        "Write the number first, then a blank and its name: `12351 …`."
    )


def test_column_has_no_hotline(room: Room):
    room.write("columns.yaml", "蹲点日记: {slug: dundian, hotline: 12351}\n")
    assert "hotline" in problem(room)
