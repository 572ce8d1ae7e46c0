"""What editors add to the digest of one week."""

import pytest

from goodnews.newsroom.byline import Byline, Origin, Sources
from goodnews.newsroom.week import Week
from tests.builders import Room
from tests.proof import newsroom, problem, problems

HERE = "content/digests/2026-W06.md"


@pytest.fixture
def room(room: Room) -> Room:
    room.story()
    return room


def test_digest_carries_what_editors_wrote(room: Room):
    fields = (
        "number: 第 6 期",
        "title: 一周速览",
        "leads: [hotline]",
        "highlights: [hotline]",
        "pins: hotline",
        "order: [hotline]",
        "sources: [某报, and others]",
        "editors: [{编辑: 甲}]",
        "editors_note: 按语。",
    )
    room.write("digests/2026-W06.md", "\n".join(["---", *fields, "---", "引言。", ""]))
    note = newsroom(room).notes[Week(2026, 6)]
    assert (note.number, note.title, note.body) == ("第 6 期", "一周速览", "引言。")
    assert note.leads == note.highlights == note.pins == note.order == ("hotline",)
    assert (note.leave_out, note.sources) == ((), Sources((Origin("某报"),), others=True))
    assert (note.editors, note.editors_note) == ((Byline("编辑", ("甲",)),), ("按语。",))


def test_digest_needs_no_field_and_no_text(room: Room):
    room.write("digests/2026-W06.md", "---\n---\n")
    assert newsroom(room).notes[Week(2026, 6)].body == ""


@pytest.mark.parametrize("name", ["2025-W60", "2025-W53", "2025-W00", "2026-6", "hotline"])
def test_digest_of_a_week_that_does_not_exist_is_a_problem(room: Room, name: str):
    room.write(f"digests/{name}.md", "---\n---\n")
    assert problem(room) == (
        f"content/digests/{name}.md:1: file: found 'digests/{name}.md', expected digests/YYYY-Www.md. "
        "Name it after an ISO week."
    )


@pytest.mark.parametrize("name", ["2026-W6", "2026-w06", "2026W6", "２０２６－W06"])
def test_digest_of_a_week_in_another_form_is_told_its_name(room: Room, name: str):
    room.write(f"digests/{name}.md", "---\n---\n")
    assert problem(room).endswith("Name it 2026-W06.md, or put its lines there if there is such a file.")


def test_digest_of_a_week_without_stories_is_a_problem(room: Room):
    room.write("digests/2025-W30.md", "---\n---\n")
    assert problem(room) == (
        "content/digests/2025-W30.md:1: file: found a week without stories, expected a story of 2025-W30. "
        "Rename the file."
    )


def test_unknown_field_of_a_digest_is_a_problem(room: Room):
    room.write("digests/2026-W06.md", "---\nnumber: 第 6 期\nhighlight: [hotline]\n---\n")
    assert problem(room) == (
        f"{HERE}:3: highlight: found an unknown field, expected a known field. Did you mean 'highlights'?"
    )


@pytest.mark.parametrize("field", ["leads", "highlights", "pins", "order", "leave_out"])
def test_slug_that_does_not_exist_is_a_problem_on_its_line_with_the_nearest(room: Room, field: str):
    room.write("digests/2026-W06.md", f"---\nnumber: 第 6 期\n{field}:\n- hotline\n- hotlin\n---\n")
    assert problem(room) == f"{HERE}:5: {field}: found 'hotlin', expected the slug of a story. Did you mean 'hotline'?"


def test_slug_of_another_week_is_a_problem_on_its_line(room: Room):
    room.story("later", date="2026-02-09")
    room.write("digests/2026-W06.md", "---\nhighlights:\n- hotline\n- later\n---\n")
    assert problem(room) == (
        f"{HERE}:4: highlights: found 'later' of 2026-W07, expected a story of 2026-W06. "
        "Remove it, or correct the story's date."
    )


@pytest.mark.parametrize("name", ["２０２６-W06", "2026-w06", "2026－Ｗ０６"])
@pytest.mark.parametrize("beside", [True, False])
def test_week_in_other_characters_is_one_problem_with_the_name_to_give_it(room: Room, name: str, beside: bool):
    if beside:
        room.write("digests/2026-W06.md", "---\nnumber: 第 6 期\n---\n")
    room.write(f"digests/{name}.md", "---\nnumber: 第 7 期\n---\n")
    assert problem(room) == (
        f"content/digests/{name}.md:1: file: found 'digests/{name}.md', expected digests/YYYY-Www.md. "
        "Name it 2026-W06.md, or put its lines there if there is such a file."
    )


def test_all_problems_of_a_digest_are_told_together(room: Room):
    room.write("digests/2026-W06.md", "---\neditors: [甲]\norder: 好\n---\n[x](javascript:x)\n")
    assert [line.partition(": ")[0] for line in problems(room)] == [f"{HERE}:{line}" for line in (2, 3, 5)]


@pytest.mark.parametrize("heading", ["# 引言", "## 引言"])
def test_heading_in_an_introduction_is_one_problem_on_its_line(room: Room, heading: str):
    room.write("digests/2026-W06.md", f"---\nnumber: 第 6 期\n---\n一段。\n\n{heading}\n")
    assert problem(room).startswith(f"{HERE}:6: body: found '{heading}', expected ")


def test_story_left_out_and_picked_as_well_is_a_problem(room: Room):
    room.story("a")
    room.story("b")
    room.write("digests/2026-W06.md", "---\nleave_out: [a]\npins: [b]\nhighlights: [a]\n---\n")
    assert str(problem(room)) == (
        "content/digests/2026-W06.md:4: highlights: found 'a', expected stories that are not left out. "
        "Remove it here or there."
    )


@pytest.mark.parametrize("day", ["2026-02-01", "2026-02-16"])
def test_day_of_a_digest_far_from_its_week_is_a_problem(room: Room, day: str):
    room.write("digests/2026-W06.md", f"---\ndate: {day}\n---\n")
    assert problem(room) == (
        f"{HERE}:2: date: found '{day}', expected a day from 2026-02-02 to 2026-02-15. "
        "Correct the date, or rename the file."
    )


def test_heading_of_any_form_is_a_problem_in_an_introduction(room: Room):
    for heading in ("## 标题", "标题\n---", "> ## 标题", "- 一\n- ## 标题"):
        room.write("digests/2026-W06.md", f"---\n---\n引言。\n\n{heading}\n")
        assert problem(room).startswith(
            f"{HERE}:{5 + heading.count(chr(10))}: body: found '## 标题', expected a text without"
        )


def test_draft_of_a_digest_leaves_the_weeks_digest_as_it_is_without_it(room: Room):
    room.story("other")
    text = "---\nstatus: draft\nnumber: 第 6 期\nleave_out: [other]\n---\n引言。\n"
    room.write("digests/2026-W06.md", text)
    assert newsroom(room).notes == {}
    assert newsroom(room, drafts=True).notes[Week(2026, 6)].number == "第 6 期"
