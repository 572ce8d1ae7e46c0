"""The example newsroom in English, read in a browser."""

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from goodnews.desk.build import Run, build
from goodnews.settings import settings_from
from tests.browser.asking import answer
from tests.browser.browsing import DESK, PHONE, Reader, axe, overflow
from tests.builders import ROOT

EXAMPLE = ROOT / "tests/examples/english"
PAGES = (
    "index.html",
    "digest/2026-W04.html",
    "story/2026/kettle-on-every-corner.html",
    "story/2026/saturday-on-the-quay.html",
    "story/2026/lifeboat-crew-in-one-picture.html",
    "section/care/index.html",
    "region/index.html",
    "campaign/warm-winter/2026.html",
    "archive/index.html",
    "top10/2025.html",
    "subscribe.html",
    "corrections.html",
    "about.html",
)


@pytest.fixture(scope="package")
def lamp_post(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("english")
    own = {name: value for name, value in runpy.run_path(str(EXAMPLE / "pelicanconf.py")).items() if name.isupper()}
    places = {
        "PATH": EXAMPLE / "content",
        "THEME": ROOT / "theme",
        "OUTPUT_PATH": folder / "site",
        "CACHE_PATH": folder / "c",
    }
    build(settings_from({**own, **{name: str(path) for name, path in places.items()}}), Run())
    return folder / "site"


@pytest.mark.parametrize("path", PAGES)
def test_english_page_pleases_axe_and_fits_a_phone(visitor_of: Callable[[Path], Reader], lamp_post: Path, path: str):
    page = visitor_of(lamp_post).open(path, PHONE)
    assert axe(page) == []
    assert overflow(page) == []


def test_head_takes_a_long_name_and_slogan(reader_of: Callable[[Path], Reader], lamp_post: Path):
    reader = reader_of(lamp_post)
    for path, width, most in (("story/2026/kettle-on-every-corner.html", PHONE, 84), ("index.html", DESK, 170)):
        page = reader.open(path, width)
        assert page.evaluate("document.querySelector('main').getBoundingClientRect().top") <= most, path
        name, button = page.locator(".name").bounding_box(), page.locator(".masthead > .button").bounding_box()
        assert name and button and button["y"] < name["y"] + name["height"]  # in the same row
    page = reader.open("story/2026/kettle-on-every-corner.html", PHONE)
    page.evaluate("document.querySelector('.name a').lastChild.data = ' Harbour News'")  # its words cannot be broken
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().top") <= 84
    slogan = reader.open("index.html", DESK).locator(".slogan")
    assert slogan.evaluate("e => e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight)") <= 1


def test_english_reader_finds_the_switches_by_english_words(reader_of: Callable[[Path], Reader], lamp_post: Path):
    page = reader_of(lamp_post).open("index.html")
    page.get_by_text("Menu · Type size").click()
    page.get_by_label("150%").check()
    expect(page.locator("html")).to_have_attribute("data-size", "150")


def test_english_reader_searches_by_words_and_their_beginnings(reader_of: Callable[[Path], Reader], lamp_post: Path):
    page = reader_of(lamp_post).open("search.html")
    assert answer(page, "Welders") == ["night-school-for-welders"]
    assert page.inner_text(".found") == "1 story for “Welders”"
    assert answer(page, "boil overn") == ["boiler-mended-overnight"]
    assert answer(page, "elders") == []  # no word begins so
    assert not (lamp_post / "search/fold.js").exists()


@pytest.mark.parametrize("width", [320, 360, 375, 390])
@pytest.mark.parametrize("path", ["index.html", "subscribe.html"])
def test_name_of_three_words_and_the_ways_on_stay_in_one_row_on_small_phones(
    reader_of: Callable[[Path], Reader], lamp_post: Path, width: int, path: str
):
    page = reader_of(lamp_post).open(path, width)
    rows = page.evaluate(
        "[...document.querySelectorAll('.name, .masthead > :is(.seek, .menu, .button)')]"
        ".map(e => e.getBoundingClientRect()).filter(box => box.width).map(box => box.top + box.height / 2)"
    )
    assert max(rows) - min(rows) < 4
    assert page.locator(".name").evaluate("e => e.offsetHeight") <= (60 if width == 320 else 40)
