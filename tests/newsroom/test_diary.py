"""A diary: weekday, weather, author."""

import pytest

from goodnews.newsroom.story import Diary
from tests.builders import Room
from tests.proof import problem, problems, story

HERE = "content/stories/2026/hotline.md"


def test_diary_is_headed_with_weekday_weather_and_author(room: Room):
    room.story(kind="diary", weekday="星期三", weather="晴", author="甲", affiliation="某工会")
    assert story(room).diary == Diary("星期三", "晴", "甲", "某工会")


@pytest.mark.parametrize("weekday", ["星期三", "Wednesday"])
def test_weekday_may_be_written_in_both_languages(room: Room, weekday: str):
    room.story(kind="diary", weekday=weekday)
    assert not problems(room)


def test_weekday_that_contradicts_the_date_is_a_problem(room: Room):
    room.story(kind="diary", weekday="星期六")
    assert problem(room) == (
        f"{HERE}:9: weekday: found '星期六', expected 星期三, the weekday of 2026-02-04. "
        "Correct the weekday or the date."
    )


def test_weekday_is_that_of_the_event_if_there_is_one(room: Room):
    room.story(kind="diary", event_date="2026-01-31", weekday="星期六")
    assert not problems(room)
    room.story(kind="diary", event_date="2026-01-31", weekday="星期三")
    assert "expected 星期六, the weekday of 2026-01-31." in problem(room)


def test_diary_fields_on_a_story_are_problems(room: Room):
    room.story(weekday="星期三", weather="晴", author="甲", affiliation="某工会")
    told = "found a field that only diaries have, expected `kind: diary`. Set the kind, or"
    others = ("remove the line.", "remove the line.", "name who wrote it in `bylines`.", "remove the line.")
    names = ("weekday", "weather", "author", "affiliation")
    assert problems(room) == [
        f"{HERE}:{line}: {name}: {told} {rest}"
        for line, (name, rest) in enumerate(zip(names, others, strict=True), start=8)
    ]
