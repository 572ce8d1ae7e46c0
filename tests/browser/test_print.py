"""On paper: a digest and an annual page are newspaper pages, anything else is the reader's own sheet."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import Reader
from tests.browser.kinds import KINDS

A3, A4 = (297, 420), (210, 297)  # mm


def sheets(page: Page) -> list[tuple[int, int]]:
    """Width and height in mm of every page that would be printed."""
    pdf = page.pdf(format="A4", prefer_css_page_size=True, print_background=False)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) for width, height in boxes]


def on_a3(page: Page) -> Page:
    """As the second button sets it, before the browser's own dialog opens."""
    page.evaluate("window.print = () => {}")
    page.locator("[data-print=a3]").click()
    return page


@pytest.mark.parametrize(("kind", "columns", "of"), [("digest", "2", ".issue"), ("annual", "2", ".entries")])
def test_digest_and_annual_page_print_on_the_readers_paper_in_two_columns(
    visitor: Reader, kind: str, columns: str, of: str
):
    page = visitor.open(KINDS[kind])
    assert set(sheets(page)) == {A4}
    page.emulate_media(media="print")
    assert page.locator(of).evaluate("e => getComputedStyle(e).columnCount") == columns


@pytest.mark.parametrize(("kind", "columns", "of"), [("digest", "4", ".issue"), ("annual", "3", ".entries")])
def test_whoever_has_a3_paper_gets_newspaper_pages(visitor: Reader, kind: str, columns: str, of: str):
    page = on_a3(visitor.open(KINDS[kind]))
    assert set(sheets(page)) == {A3}
    page.emulate_media(media="print")
    assert page.locator(of).evaluate("e => getComputedStyle(e).columnCount") == columns


def test_digest_of_twenty_five_stories_fills_two_newspaper_pages_or_three_of_a4(visitor: Reader):
    page = visitor.open(KINDS["digest"])
    assert len(sheets(page)) == 3
    assert len(sheets(on_a3(page))) == 2


@pytest.mark.parametrize("kind", ["digest", "story", "annual"])
def test_paper_says_where_the_page_is_and_the_screen_does_not(visitor: Reader, kind: str):
    page = visitor.open(KINDS[kind])
    expect(page.locator(".address")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".address")).to_have_text(page.url)


def test_story_prints_on_the_readers_paper_in_black_on_white_whatever_the_screen_shows(visitor: Reader):
    page = visitor.open(KINDS["story"], dark=True)
    page.evaluate("localStorage.setItem('reader-size', '200')")
    visitor.go(page, KINDS["story"])
    assert sheets(page) == [A4]
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("kind", ["digest", "story", "annual", "home"])
def test_what_only_a_screen_can_use_is_not_printed(visitor: Reader, kind: str):
    page = visitor.open(KINDS[kind])
    page.emulate_media(media="print")
    for useless in (".skip", ".seek", ".menu", ".button", "[data-print]", ".bar", ".turn", ".find"):
        assert page.locator(useless).evaluate_all("all => all.every(e => !e.checkVisibility())"), useless
    expect(page.locator("h1")).to_be_visible()


def test_running_head_is_the_sites_and_the_pages_own_name(visitor: Reader):
    page = visitor.open(KINDS["digest"])
    site, title = page.evaluate(
        "['--site', '--page'].map(name => getComputedStyle(document.documentElement).getPropertyValue(name))"
    )
    assert site == '"潮信"'
    series, headline = title.strip('"').split(" | ")
    assert series == "一周速览"
    assert headline.startswith(page.locator(".front h2").inner_text())
