"""Covers: shapes instead of a missing picture, the same for the same story, hidden from screen readers."""

import re

from hypothesis import given
from hypothesis import strategies as st

from goodnews.pictures.cover import HEIGHT, WIDTH, cover_of
from tests.builders import Room
from tests.looking import shown, view


@given(st.text(max_size=60))
def test_cover_lies_within_its_frame(slug: str):
    cover = cover_of(slug)
    assert 0 < cover.sun < WIDTH and 0 < cover.height < HEIGHT
    for hill in cover.hills:
        numbers = [int(number) for number in re.findall(r"-?\d+", hill)]
        assert all(0 <= number <= WIDTH for number in numbers)
        assert hill.startswith(f"M0 {HEIGHT}V") and hill.endswith(f"{WIDTH} {numbers[-2]}V{HEIGHT}z")


def test_every_story_has_a_cover_of_its_own_and_always_the_same():
    covers = {cover_of(f"story-{number}") for number in range(200)}
    assert len(covers) == 200
    assert cover_of("story-1") == cover_of("story-1")


def test_newest_story_without_a_picture_has_a_cover_that_no_screen_reader_reads(room: Room):
    room.story()
    page = shown(room, "index.html")
    drawing = page.one("//main//*[@class='cover']")
    assert drawing.get("aria-hidden") == "true"
    assert not page.find("//main//img")


def test_newest_story_with_a_picture_shows_that(room: Room):
    room.photo("images/x.jpg")
    room.story("older")
    room.story("newer", date="2026-02-05", image="[{missing: true, alt: 丢}, {file: images/x.jpg, alt: 图}]")
    assert view(room, "index.html").cover is None
    page = shown(room, "index.html")
    assert page.one("//main//*[@class='slot']//img").get("alt") == "图"
    assert not page.find("//*[@class='cover']")


def test_site_without_stories_has_neither(room: Room):
    page = view(room, "index.html")
    assert (page.figure, page.cover) == (None, None)
