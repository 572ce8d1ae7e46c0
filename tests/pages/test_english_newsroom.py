"""The example newsroom in English: other registries, settings and words, the same theme and code."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import ROOT
from tests.looking import Shown

EXAMPLE = ROOT / "tests/examples/english"
HAN = re.compile("[⺀-⿟　-〿㐀-鿿豈-﫿！-｠]")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the example was built, as a newsroom elsewhere builds it."""
    folder = tmp_path_factory.mktemp("english")
    places = ("--output", str(folder / "output"), "--cache", str(folder / "cache"))
    command = (sys.executable, "-m", "goodnews", "build", "--settings", str(EXAMPLE / "pelicanconf.py"), *places)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "output"


def test_english_site_says_nothing_in_chinese(english: Path):
    pages = [path for path in english.rglob("*") if path.suffix in (".html", ".atom", ".rss", ".json", ".xml")]
    assert len(pages) > 50
    assert [
        (path.name, HAN.findall(path.read_text("utf-8"))) for path in pages if HAN.search(path.read_text("utf-8"))
    ] == []


def test_english_page_names_its_language_and_locale(english: Path):
    page = Shown((english / "story/2026/kettle-on-every-corner.html").read_text("utf-8"))
    assert page.one("//html").get("lang") == "en"
    assert page.meta["og:locale"] == "en_US"
    assert page.texts("//dl[@class='facts']//dt") == [
        "Published",
        "Updated",
        "Happened",
        "Place",
        "reporter",
        "photographer",
    ]


def test_english_digest_and_annual_page_use_the_newsrooms_own_words(english: Path):
    digest = Shown((english / "digest/2026-W04.html").read_text("utf-8"))
    assert digest.text("//h1") == "The week in brief Week 4, 2026"
    assert digest.text("//article/h2") == "A kettle on every corner of the Old Quay"
    assert "4 stories" in digest.text() and "1 minute to read" in digest.text()
    annual = Shown((english / "top10/2025.html").read_text("utf-8"))
    assert set(annual.texts("//main//article//h3")) == {"What happened", "Why it matters"}


def test_every_story_of_the_example_says_that_it_is_invented(english: Path):
    stories = list((english / "story").rglob("*.html"))
    assert len(stories) == 6
    assert all("Invented example" in Shown(path.read_text("utf-8")).text("//main") for path in stories)


def test_regions_without_codes_are_tiles_in_the_order_of_the_registry(english: Path):
    page = Shown((english / "region/index.html").read_text("utf-8"))
    assert page.texts("//ul[@class='tiles']/li") == ["All 1", "North 2", "South 2", "Far 1"]
