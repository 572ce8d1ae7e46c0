"""The annual page: a note, and entries with a recap and a comment."""

import datetime

import pytest

from goodnews.newsroom.byline import Byline
from goodnews.newsroom.top10 import Annual, Letter, Year
from tests.builders import Room
from tests.proof import newsroom, problem, problems

HERE = "content/top10/2026.md"
ENTRY = "## {}\n\n### 新闻回放\n\n回放。\n\n### 点评：甲（评论员）\n\n点评。\n\n"


@pytest.fixture
def room(room: Room) -> Room:
    room.story()
    room.story("other")
    return room


def write(room: Room, body: str, *fields: str) -> None:
    lines = ["title: 2026 暖新闻", "summary: 十件。", *fields]
    room.write("top10/2026.md", "---\n" + "\n".join(lines) + f"\n---\n{body}")


def year(room: Room) -> Year:
    (only,) = newsroom(room).years
    return only


def test_year_has_a_note_and_its_entries_in_print_order(room: Room):
    write(
        room,
        "按语。\n\n又一段。\n\n" + ENTRY.format("other") + ENTRY.format("hotline").replace("：甲（评论员）", ""),
    )
    found = year(room)
    assert (found.year, found.title, found.note) == (2026, "2026 暖新闻", "按语。\n\n又一段。")
    assert found.entries == (
        Annual("other", "回放。", "点评。", "甲（评论员）"),
        Annual("hotline", "回放。", "点评。", ""),
    )


def test_year_carries_letters_credits_and_method(room: Room):
    write(
        room,
        "按语。\n\n" + ENTRY.format("hotline"),
        "letters: [{text: 暖心。, name: 乙, place: 洛阳}, 好。]",
        "credits: [{编写: [编辑部]}]",
        "method: 投票。",
    )
    found = year(room)
    assert found.letters == (Letter("暖心。", "乙", "洛阳"), Letter("好。"))
    assert (found.credits, found.method) == ((Byline("编写", ("编辑部",)),), ("投票。",))


def test_text_of_an_entry_keeps_the_indent_of_its_first_line(room: Room):
    listed = "  1. 甲\n  2. 乙"
    write(room, f"\n{listed}\n\n" + ENTRY.format("hotline").replace("回放。", listed))
    found = year(room)
    assert (found.note, found.entries[0].recap) == (listed, listed)


def test_labels_may_be_others(room: Room):
    body = ENTRY.format("hotline").replace("新闻回放", "故事").replace("### 点评", "### 编辑说")
    write(room, "按语。\n\n" + body, "recap_label: 故事", "comment_label: 编辑说")
    assert year(room).entries == (Annual("hotline", "回放。", "点评。", "甲（评论员）"),)


def test_years_are_sorted_newest_first(room: Room):
    for name in ("2024", "2026", "2025"):
        room.write(f"top10/{name}.md", f"---\ntitle: 甲\nsummary: 乙\n---\n按语。\n\n{ENTRY.format('hotline')}")
    assert [found.year for found in newsroom(room).years] == [2026, 2025, 2024]


def test_year_that_is_none_is_a_problem(room: Room):
    room.write("top10/twenty.md", f"---\ntitle: 甲\nsummary: 乙\n---\n按语。\n\n{ENTRY.format('hotline')}")
    assert problem(room) == (
        "content/top10/twenty.md:1: file: found 'top10/twenty.md', expected top10/YYYY.md. Name it after its year."
    )


def test_year_without_entry_is_a_problem(room: Room):
    write(room, "按语。\n")
    assert problem(room) == (
        f"{HERE}:5: body: found no entry, expected ## slug. Add a heading with the slug of each story."
    )


def test_entry_of_an_unknown_story_is_a_problem_on_its_line(room: Room):
    write(room, "按语。\n\n" + ENTRY.format("hotline") + ENTRY.format("hotlin"))
    assert problem(room) == f"{HERE}:17: body: found 'hotlin', expected the slug of a story. Did you mean 'hotline'?"


def test_entry_of_a_draft_is_a_problem(room: Room):
    room.story("later", status="draft")
    write(room, "按语。\n\n" + ENTRY.format("later"))
    assert problem(room) == (
        f"{HERE}:7: body: found 'later', expected a published or scheduled story. "
        "Publish stories/2026/later.md, or remove it."
    )


@pytest.mark.parametrize("fields", [[], ["date: 2026-01-05"], ["date: 2026-07-04"]])
def test_entry_that_is_not_out_when_the_page_is_is_a_problem(room: Room, fields: list[str]):
    room.story("later", date="2026-07-05")
    write(room, "按语。\n\n" + ENTRY.format("later"), *fields)
    assert problem(room) == (
        f"{HERE}:{7 + len(fields)}: body: found 'later', expected a story that is published when this page is. "
        "Remove it, or write `date: 2026-07-05`, and the page waits for that day."
    )


def test_year_waits_for_its_day_and_for_nothing_else(room: Room):
    room.story("later", date="2026-07-05")
    write(room, "按语。\n\n" + ENTRY.format("later"), "date: 2026-07-05")
    before = newsroom(room, today=datetime.date(2026, 7, 4))
    assert (before.years, before.next) == ((), datetime.date(2026, 7, 5))
    assert [year.year for year in newsroom(room, today=datetime.date(2026, 7, 5)).years] == [2026]
    assert [year.year for year in newsroom(room, today=datetime.date(2026, 7, 4), drafts=True).years] == [2026]


@pytest.mark.parametrize("day", ["2025-12-31", "2028-01-01"])
def test_day_of_a_year_far_from_it_is_a_problem(room: Room, day: str):
    write(room, "按语。\n\n" + ENTRY.format("hotline"), f"date: {day}")
    assert problem(room) == (
        f"{HERE}:4: date: found '{day}', expected a day of 2026 or of the year after. "
        "Correct the date, or rename the file."
    )


@pytest.mark.parametrize("label", ["点评", "新闻回放"])
def test_entry_without_recap_or_comment_is_a_problem(room: Room, label: str):
    parts = {"新闻回放": "### 新闻回放\n\n回放。\n\n", "点评": "### 点评\n\n点评。\n\n"}
    write(room, "按语。\n\n## hotline\n\n" + "".join(text for name, text in parts.items() if name != label))
    assert problem(room) == (
        f"{HERE}:7: body: found no text under '{label}' of 'hotline', expected a recap and a comment. "
        f"Add `### {label}` with its text."
    )


def test_label_without_text_is_a_problem(room: Room):
    write(room, "按语。\n\n" + ENTRY.format("hotline").replace("点评。", ""))
    assert problem(room).startswith(f"{HERE}:7: body: found no text under '点评' of 'hotline',")


@pytest.mark.parametrize("heading", ["### 回放", "#### 新闻回放", "### 新闻回放：甲", "### 点评: 甲", "###点 评"])
def test_wrong_heading_is_a_problem_on_its_line(room: Room, heading: str):
    write(room, f"按语。\n\n{ENTRY.format('hotline')}{heading}\n\n多余。\n")
    assert problem(room) == (
        f"{HERE}:17: body: found '{heading}', expected ## slug, ### 新闻回放, ### 点评. "
        "Use each heading once per entry, in that order."
    )


def test_heading_before_the_first_entry_is_a_problem(room: Room):
    write(room, "按语。\n\n### 点评\n\n早了。\n\n" + ENTRY.format("hotline"))
    assert problem(room).startswith(f"{HERE}:7: body: found '### 点评', expected ## slug,")


def test_heading_without_a_space_is_a_heading_all_the_same(room: Room):
    write(room, "按语。\n\n" + ENTRY.format("hotline") + ENTRY.format("other").replace("# ", "#"))
    assert [entry.slug for entry in year(room).entries] == ["hotline", "other"]


def test_heading_that_is_no_slug_is_a_problem(room: Room):
    write(room, "按语。\n\n" + ENTRY.format("热线有人接"))
    assert (
        problem(room)
        == f"{HERE}:7: body: found '热线有人接', expected `## slug` of a story. Write the file's name as heading."
    )


def test_story_chosen_twice_is_a_problem(room: Room):
    write(room, "按语。\n\n" + ENTRY.format("hotline") * 2)
    assert problem(room) == f"{HERE}:17: body: found 'hotline', expected each story once. Remove one of the two."


def test_text_above_the_labels_is_a_problem(room: Room):
    write(room, "按语。\n\n" + ENTRY.format("hotline").replace("## hotline\n", "## hotline\n\n没有小标题。\n", 1))
    assert problem(room) == (
        f"{HERE}:7: body: found '没有小标题。', expected ### 新闻回放. Move the text below one of the two labels."
    )


def test_heading_of_the_first_level_is_one_problem(room: Room):
    write(room, "# 暖新闻\n\n按语。\n\n" + ENTRY.format("hotline"))
    assert problem(room) == (
        f"{HERE}:5: body: found '# 暖新闻', expected headings from ## on. "
        "Add a second #, or write \\# if it is not a heading."
    )


@pytest.mark.parametrize("letters", ["['']", "[{name: 乙}]"])
def test_letter_without_text_is_a_problem(room: Room, letters: str):
    write(room, "按语。\n\n" + ENTRY.format("hotline"), f"letters: {letters}")
    assert problem(room).startswith(f"{HERE}:4: letters")


def test_letter_may_have_300_characters_and_no_more(room: Room):
    for letter in (f"[{'长' * 301}]", f"[{{text: {'长' * 301}}}]"):
        write(room, "按语。\n\n" + ENTRY.format("hotline"), f"letters: {letter}")
        assert len(problems(room)) == 1


def test_each_text_of_the_page_is_checked_by_itself(room: Room):
    write(room, "按语[甲][1]。\n\n" + ENTRY.format("hotline").replace("点评。\n", "点评。\n\n[1]: https://a.cn\n"))
    assert [found.partition(", expected")[0] for found in problems(room)] == [
        f"{HERE}:5: body: found '按语[甲][1]。'",
        f"{HERE}:17: body: found '[1]:'",
    ]


def test_heading_underlined_in_a_text_of_the_page_is_a_problem(room: Room):
    write(room, "按语。\n\n" + ENTRY.format("hotline").replace("回放。", "回放\n---\n\n又一段。"))
    assert problem(room).startswith(f"{HERE}:12: body: found '## 回放', expected a text without headings.")


def test_draft_of_an_annual_page_may_be_half_written_and_is_seen_by_nobody(room: Room):
    room.story()
    write(room, "按语。\n\n## hotline\n\n### 新闻回放\n", "status: draft")
    assert newsroom(room).years == ()
    (year,) = newsroom(room, drafts=True).years
    assert year.draft
    room.build(drafts=True)
    assert (room.output / "top10/2026.html").exists()
    room.build()
    assert not (room.output / "top10/2026.html").exists()


@pytest.mark.parametrize("aside", ["```\n## kitchen\n```", "~~~\n### 点评\n~~~", "<!--\n## kitchen\n-->"])
def test_heading_in_code_or_in_a_comment_parts_nothing(room: Room, aside: str):
    write(room, f"按语。\n\n{aside}\n\n" + ENTRY.format("other"))
    assert [entry.slug for entry in year(room).entries] == ["other"]
