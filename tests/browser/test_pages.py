"""Every kind of page in a real browser: one host, the policy kept, no wider than its window, and axe is content."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.browsing import DESK, LOOKS, OTHER_LOOKS, PHONE, Reader, axe, axe_everywhere, overflow
from tests.browser.kinds import KINDS


@pytest.mark.parametrize("looks", [LOOKS, pytest.param(OTHER_LOOKS, marks=pytest.mark.nightly)], ids=["", "others"])
@pytest.mark.parametrize("kind", KINDS)
def test_page_of_every_kind_pleases_axe_light_and_dark_on_phone_and_desk(visitor: Reader, kind: str, looks: Any):
    assert axe_everywhere(visitor.open(KINDS[kind]), looks) == []


@pytest.mark.parametrize("kind", KINDS)
def test_page_of_every_kind_fits_a_narrow_window(visitor: Reader, kind: str):
    assert overflow(visitor.open(KINDS[kind], 320)) == []


def test_policy_refuses_script_and_pictures_that_are_not_the_sites(reader: Reader):
    page = reader.open("index.html")
    page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.hacked = true';
          document.body.append(script);
          document.body.append(Object.assign(new Image(), {src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw='}));
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.hacked") is None
    refused = [fault for fault in reader.faults if fault.startswith("policy")]
    assert [fault.split()[1] for fault in refused] == ["script-src-elem", "img-src"]
    reader.faults.clear()


def test_reader_notices_what_goes_wrong(reader_of: Callable[[Path], Reader], tmp_path: Path):
    (tmp_path / "index.html").write_text(
        '<!doctype html><img src="https://other.example/x.png"><script>undefinedName()</script>', "utf-8"
    )
    reader = reader_of(tmp_path)
    page = reader.open("index.html", 320)
    page.evaluate("document.body.append(Object.assign(document.createElement('p'), {textContent: 'x'.repeat(999)}))")
    assert "request to another host: https://other.example/x.png" in reader.faults
    assert any("undefinedName" in fault for fault in reader.faults)
    assert overflow(page)
    assert any(line.startswith("html-has-lang") for line in axe(page))
    reader.faults.clear()


def test_punctuation_is_full_width_and_latin_keeps_its_distance(visitor: Reader):
    page = visitor.open(KINDS["story"])
    page.locator(".body p").first.evaluate(
        """p => { p.style.textAlign = 'start'; p.innerHTML = '<span>“</span><span>汉</span>'; }"""
    )
    quote, han = page.locator(".body p").first.locator("span").evaluate_all("all => all.map(e => e.offsetWidth)")
    assert quote == han
    assert page.evaluate("getComputedStyle(document.body).textAutospace") == "normal"


def test_lines_of_a_story_are_of_a_readers_length(visitor: Reader):
    for width, least, most in ((PHONE, 18, 24), (DESK, 34, 40)):
        paragraph = visitor.open(KINDS["feature"], width).locator(".body > p:not(.leadin)").first
        size, measure, height = paragraph.evaluate(
            "p => { const s = getComputedStyle(p); return [s.fontSize, p.clientWidth, s.lineHeight].map(parseFloat) }"
        )
        assert least <= measure / size <= most
        assert 1.75 <= height / size <= 1.9
