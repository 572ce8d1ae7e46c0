"""Issues of the digest count by themselves, and a year of them is a calendar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodnews.arrangement import issues_of
from goodnews.newsroom.week import Week
from tests.builders import Room
from tests.looking import shown, view
from tests.proof import problem, problems


@pytest.mark.parametrize(
    ("given", "issues"),
    [
        ([], []),
        ([0, 0, 0], [1, 2, 3]),
        ([0, 0, 120, 0], [118, 119, 120, 121]),
        ([0, 0, 2, 0], [0, 1, 2, 3]),
        ([0, 0, 0, 2], [0, 0, 1, 2]),
        ([10, 0, 15, 0], [10, 11, 15, 16]),
    ],
)
def test_issues_count_on_from_the_numbers_that_editors_gave(given: list[int], issues: list[int]):
    assert issues_of(given) == issues


@given(st.lists(st.just(0), max_size=9), st.integers(1, 9999), st.lists(st.just(0), max_size=9))
def test_older_weeks_never_move_an_issue_that_has_its_number(before: list[int], number: int, after: list[int]):
    assert issues_of([*before, number, *after])[len(before) :] == list(range(number, number + len(after) + 1))


def test_newest_issue_in_the_list_has_a_cover_and_every_issue_the_picture_of_its_lead(room: Room):
    room.photo("images/a.jpg")
    room.story("a", date="2026-01-28", image="{file: images/a.jpg, alt: 现场}")
    room.story("b", date="2026-02-04")
    (group,) = view(room, "digest/index.html").groups
    newest, older = group.links
    assert newest.cover == view(room, newest.url).lead.cover and newest.newest is None
    assert older.newest.figure.url and older.cover is None


def test_older_year_has_no_cover_of_its_own_in_the_list_of_all(room: Room):
    room.story("a", date="2025-02-05")
    room.story("b", date="2026-02-04")
    assert [bool(group.links[0].cover) for group in view(room, "digest/index.html").groups] == [True, False]
    assert view(room, "digest/2025.html").groups[0].links[0].cover


def newspaper(room: Room, weeks: int, year: int = 2025) -> None:
    for number in range(1, weeks + 1):
        week = Week(year, number)
        room.story(f"w{number}", title=f"第{number}条", date=str(week.sunday if number == 1 else week.monday))


def test_issue_says_its_number_on_its_page_and_in_the_list_of_all(room: Room):
    newspaper(room, 3)
    room.write("digests/2025-W02.md", "---\nissue: 40\n---\n")
    room.build()
    for week, issue in ((1, 39), (2, 40), (3, 41)):
        page = shown(room, f"digest/2025-W0{week}.html")
        assert page.text("//h1") == f"一周速览 2025年第{week}周"
        assert page.text("//header[contains(@class, 'plate')]/p").startswith(f"总第{issue}期 ")
    assert "总第41期 · 第3周" in room.html("digest/index.html")


def test_number_of_a_week_that_waits_for_its_day_holds_already(room: Room):
    newspaper(room, 3)
    room.write("digests/2025-W03.md", "---\nissue: 41\ndate: 2025-01-20\n---\n引言。\n")
    room.build()
    assert "总第41期" in room.html("digest/2025-W03.html")


def test_number_that_was_given_away_is_a_problem(room: Room):
    newspaper(room, 3)
    room.write("digests/2025-W01.md", "---\nissue: 40\n---\n")
    room.write("digests/2025-W03.md", "---\nissue: 41\n---\n")
    assert problem(room).startswith(
        "content/digests/2025-W03.md:2: issue: found '41', expected 42 or more, counted from 40 in 2025-W01."
    )
    room.write("digests/2025-W03.md", "---\nissue: 42\n---\n")
    assert problems(room) == []


def test_issue_that_is_no_number_is_a_problem(room: Room):
    newspaper(room, 1)
    room.write("digests/2025-W01.md", "---\nissue: 第40期\n---\n")
    assert "expected a number from 1 to 9999" in problem(room)


def test_year_of_many_issues_is_a_calendar_in_which_a_week_without_one_is_no_link(room: Room):
    newspaper(room, 10)
    (room.content / "stories/2025/w4.md").unlink()
    room.build()
    page = shown(room, "digest/2025.html")
    assert page.texts("//ul[@class='calendar']//b") == ["1月", "2月", "3月"]
    assert page.texts("//ul[@class='calendar']//a") == ["1", "2", "3", "5", "6", "7", "8", "9", "10"]
    assert page.texts("//ul[@class='calendar']//i") == ["4"]
    assert 'href="../digest/2025-W06.html" aria-label="第6周：第6条"' in room.html("digest/2025.html")


def test_few_issues_need_no_calendar(room: Room):
    newspaper(room, 7)
    room.build()
    assert "calendar" not in room.html("digest/2025.html")
