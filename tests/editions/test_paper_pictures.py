"""Pictures on paper: which are shown, how large they are, and what their files take."""

import io
import random
from functools import lru_cache
from typing import Any

import pytest
from PIL import Image

from goodnews.editions import paper
from goodnews.editions.paper.sheet import SHEETS
from goodnews.editions.views import PaperPicture, PaperView
from goodnews.pages.views.parts import Site
from tests.builders import Room
from tests.editions.papers import (
    TEXT,
    bottoms,
    crossing,
    developed,
    images_of,
    pages_of,
    pictured,
    set_on,
    with_stories,
    words_of,
)
from tests.editions.posting import printed
from tests.photos import a_photo, packed

SIZES = [(1200, 800), (800, 1200), (600, 600), (2000, 700), (300, 900), (1600, 1200)]


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_lead_has_its_picture_and_every_band_one(issue: tuple[PaperView, Site], sheet: str):
    view, site = issue
    shown = with_stories(view, (("头条", TEXT),), (("其一", TEXT), ("其二", TEXT)), (("其三", TEXT), ("其四", TEXT)))
    data = set_on(sheet, pictured(shown, [(1200, 800)] * 5), site)
    words = words_of(data)
    assert [anchor in words for anchor in ("说明story-0-0", "说明story-1-0", "说明story-2-0")] == [True] * 3
    assert "说明story-1-1" not in words
    assert "某某摄" in words
    assert sorted(images_of(data)) == [(480, 320), (480, 320), (1200, 800)]


def alts(data: bytes) -> list[str]:
    """Alternative texts of all pictures, as a screen reader gets them."""
    found = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(pages_of(data).root_object["/StructTreeRoot"])
    return found


def test_a_picture_is_told_in_words_to_those_who_do_not_see_it(issue: tuple[PaperView, Site]):
    view, site = issue
    shown = with_stories(view, (("头条", TEXT),), (("其一", TEXT),))
    assert {"图story-0-0", "图story-1-0"} <= set(alts(set_on("a4", pictured(shown, SIZES), site)))


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("many", [1, 2, 3, 5, 7])
def test_with_pictures_nothing_lies_on_anything_and_no_story_is_lost(
    issue: tuple[PaperView, Site], sheet: str, many: int
):
    view, site = issue
    stories = [
        tuple(
            (f"第{number}栏的第{at}件事，说来话长" * (1 + at % 3), TEXT * (1 + (at * number + many) % 7))
            for at in range(many)
        )
        for number in range(6)
    ]
    shown = with_stories(view, *stories)
    data = set_on(sheet, pictured(shown, SIZES * 9), site)
    assert crossing(data) == []
    assert words_of(data).count("微") == sum(1 + (at * number + many) % 7 for number in range(6) for at in range(many))
    assert min(bottoms(data)) > 25


@lru_cache(128)
def noise(picture: PaperPicture, width: int) -> bytes:
    """The same as a photograph that is hard to pack."""
    height = width * picture.height // picture.width
    grain = Image.frombytes("L", (width, height), random.Random(picture.anchor).randbytes(width * height))
    return packed(Image.blend(a_photo(width, height), grain.convert("RGB"), 0.4), "jpg", quality=78)


def of_many_characters(number: int) -> str:
    """A paragraph with characters that stand in no other: 25 of them have as many as a real week."""
    return "".join(chr(0x4E00 + 26 * number + at) for at in range(26)) + TEXT


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("sections", [2, 6, 25])
def test_a_week_of_25_stories_and_photographs_has_300_kilobytes(
    issue: tuple[PaperView, Site], sheet: str, sections: int
):
    view, site = issue
    stories = [(f"第{number}件", of_many_characters(number)) for number in range(25)]
    shown = with_stories(view, *(tuple(stories[at::sections]) for at in range(sections)))
    shown = pictured(shown, [(1600, 1067)] * 25)
    data = paper.printed(shown, site, sheet, noise)
    assert len(data) <= 300_000
    assert paper.printed(shown, site, sheet, noise) == data
    widest = max(width for width, _height in images_of(data))
    assert widest >= 400  # the lead's
    assert len(images_of(data)) >= 2


def test_the_leads_picture_keeps_its_file_where_the_others_are_made_smaller(issue: tuple[PaperView, Site]):
    view, site = issue
    stories = [((f"其{number}", TEXT),) for number in range(10)]
    shown = pictured(with_stories(view, *stories), [(480, 320)] * 10)
    lead, other = (noise(shown.pictures[at], 480) for at in (0, 1))
    data = paper.printed(shown, site, "a4", noise)
    assert lead in data
    assert other not in data
    assert len(data) <= 300_000


def test_a_drawing_that_is_too_large_becomes_smaller_too(issue: tuple[PaperView, Site]):
    view, site = issue

    def drawn(picture: PaperPicture, width: int) -> bytes:
        return packed(Image.open(io.BytesIO(noise(picture, width))).quantize(64, Image.Quantize.FASTOCTREE), "png")

    shown = pictured(with_stories(view, *(((f"其{number}", TEXT),) for number in range(6))), [(1200, 800)] * 6)
    data = paper.printed(shown, site, "a4", drawn)
    assert len(data) <= 300_000
    assert images_of(data)


def test_pictures_that_are_small_enough_stay_as_they_are(issue: tuple[PaperView, Site]):
    view, site = issue
    shown = pictured(with_stories(view, *(((f"其{number}", TEXT),) for number in range(4))), [(480, 320)] * 4)
    data = set_on("a4", shown, site)
    assert sum(developed(picture, 480) in data for picture in shown.pictures) == len(images_of(data)) >= 3


def test_a_picture_that_is_replaced_prints_the_pages_again(room: Room):
    room.photo("images/x.png", seed=1)
    room.story("a", image="[{file: images/x.png, alt: 图}]")
    printed(room)
    room.photo("images/x.png", seed=2)
    assert "2026-W06/2026-W06.a4.pdf" in printed(room).printed
