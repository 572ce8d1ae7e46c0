"""Running numbers that readers have seen stay, or `check` names the line that keeps them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodnews.arrangement import issues_of
from goodnews.desk.numbering import lines_for
from tests.builders import Room


def built(room: Room, *days: str) -> None:
    for day in days:
        room.story(f"s-{day}", date=day, title=f"{day}的事")
    room.build()


def told(room: Room) -> list[str]:
    return [line for line in room.advice(drafts=True) if ": issue: " in line]


@pytest.mark.parametrize(
    ("given", "were", "lines"),
    [
        ([0, 0], [1, 2], {}),
        ([0, 0, 0], [0, 1, 2], {1: 1}),
        ([0], [2], {0: 2}),
        ([0, 0], [1, 3], {0: 1, 1: 3}),
        ([0, 0, 0], [1, 0, 2], None),
        ([0, 0, 40, 0], [0, 39, 40, 41], {}),
    ],
)
def test_lines_give_back_what_was_moved(given: list[int], were: list[int], lines: dict[int, int] | None):
    assert lines_for(given, were) == lines


@given(st.lists(st.integers(1, 3), max_size=8), st.integers(0, 3))
def test_lines_that_are_written_keep_every_number(steps: list[int], before: int):
    were = [0] * before + [sum(steps[: place + 1]) for place in range(len(steps))]
    lines = lines_for([0] * len(were), were)
    assert lines is not None
    now = issues_of([lines.get(place, 0) for place in range(len(were))])
    assert [number for number, was in zip(now, were, strict=True) if was] == [was for was in were if was]


def test_check_remarks_an_older_week_that_moves_the_numbers_and_its_line_mends_it(room: Room):
    built(room, "2026-01-28", "2026-02-04")
    assert told(room) == []
    room.story("older", date="2026-01-07", title="早先的事")
    assert told(room) == [
        "content/digests/2026-W05.md:1: issue: found No. 2, by counting, expected No. 1, which readers have seen. "
        "Write `issue: 1` in this file, which is new if you had none."
    ]
    room.write("digests/2026-W05.md", "---\nissue: 1\n---\n")
    assert told(room) == []


def test_check_remarks_an_older_week_that_is_gone(room: Room):
    built(room, "2026-01-28", "2026-02-04")
    (room.content / "stories/2026/s-2026-01-28.md").unlink()
    assert "content/digests/2026-W06.md:1: issue: found No. 1" in told(room)[0]


def test_week_between_two_others_has_no_number_to_have(room: Room):
    built(room, "2026-01-21", "2026-02-04")
    room.story("between", date="2026-01-28", title="中间的事")
    (line,) = told(room)
    assert line.startswith("content/digests/2026-W06.md:1: issue: found No. 3, by counting, expected No. 2")
    assert "No number is free" in line


def test_newer_week_moves_nothing_and_editors_may_count_anew(room: Room):
    built(room, "2026-01-28", "2026-02-04")
    room.story("newer", date="2026-02-11", title="新的事")
    assert told(room) == []
    room.write("digests/2026-W06.md", "---\nissue: 100\n---\n")
    assert told(room) == []


def test_draft_and_story_that_waits_move_nothing_yet(room: Room):
    built(room, "2026-01-28", "2026-02-04")
    room.story("older", date="2026-01-07", title="早先的事", status="draft")
    assert told(room) == []
