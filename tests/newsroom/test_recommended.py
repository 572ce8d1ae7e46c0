"""Stories that the editors recommend: `recommended.yaml`."""

from tests.builders import Room
from tests.proof import newsroom, problem

HERE = "content/recommended.yaml"


def recommended(room: Room) -> list[str]:
    return [story.slug for story in newsroom(room).recommended]


def test_recommended_stories_keep_the_editors_order(room: Room):
    room.story("one", date="2026-02-02")
    room.story("two", date="2026-02-03")
    room.write("recommended.yaml", "stories: [two, one]\n")
    assert recommended(room) == ["two", "one"]


def test_story_that_waits_or_is_taken_back_is_not_recommended(room: Room):
    room.story("out", date="2026-02-02")
    room.story("later", date="2030-01-01")
    room.story("draft", status="draft")
    room.story("back", date="2026-02-03", retraction="{date: 2026-02-04, text: 有误。}")
    room.write("recommended.yaml", "stories: [later, draft, back, out]\n")
    assert recommended(room) == ["out"]


def test_renamed_story_is_still_recommended(room: Room):
    room.story("now", date="2026-02-02", aliases="[before]")
    room.write("recommended.yaml", "stories: [before]\n")
    assert recommended(room) == ["now"]


def test_recommended_story_that_does_not_exist_is_a_problem_on_its_line(room: Room):
    room.story("hotline")
    room.write("recommended.yaml", "stories:\n- hotline\n- hotlin\n")
    assert problem(room) == f"{HERE}:3: stories: found 'hotlin', expected the slug of a story. Did you mean 'hotline'?"


def test_unknown_field_of_the_list_is_a_problem(room: Room):
    room.write("recommended.yaml", "story: [hotline]\n")
    assert problem(room) == f"{HERE}:1: story: found an unknown field, expected a known field. Did you mean 'stories'?"
