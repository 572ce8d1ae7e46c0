"""The head of a page: one row, so that what one came for is in the first view, and the menu behind one word."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import DESK, PHONE, Reader
from tests.browser.kinds import KINDS

PAGES = ("story", "digest", "section", "subscribe", "annual", "lost")


def head(page: Page) -> float:
    """Its height in pixels, down to where the page itself begins."""
    return float(page.evaluate("document.querySelector('main').getBoundingClientRect().top + scrollY"))


@pytest.mark.parametrize("kind", PAGES)
def test_head_is_one_low_row_on_a_phone_and_two_on_a_desk(visitor: Reader, kind: str):
    assert head(visitor.open(KINDS[kind], PHONE)) <= 72
    assert head(visitor.open(KINDS[kind], DESK)) <= 130


def test_head_of_home_has_the_search_field_besides_and_leaves_the_view_to_the_news(visitor: Reader):
    page = visitor.open(KINDS["home"], PHONE)
    expect(page.locator(".find input")).to_be_visible()
    assert head(page) <= 150


@pytest.mark.parametrize("kind", ["home", "story"])
def test_head_stays_low_when_the_page_is_enlarged_four_times(visitor: Reader, kind: str):
    page = visitor.open(KINDS[kind], 320)
    page.set_viewport_size({"width": 320, "height": 256})
    assert head(page) <= 72
    expect(page.locator(".seek")).to_be_visible()


@pytest.mark.parametrize("kind", ["home", "story"])
def test_head_stays_low_in_type_of_twice_the_size(visitor: Reader, kind: str):
    page = visitor.open(KINDS["lost"], PHONE)
    page.evaluate("localStorage.setItem('reader-size', '200')")
    visitor.go(page, KINDS[kind])
    assert head(page) <= 160


@pytest.mark.parametrize("script", [True, False])
def test_menu_shows_where_one_is_and_leads_to_every_section(visitor: Reader, script: bool):
    page = visitor.open(KINDS["section"], PHONE, script=script)
    page.locator(".menu summary").click()
    here = page.locator(".menu [aria-current]")
    expect(here).to_have_text(page.locator("h1").inner_text())
    expect(here).to_be_in_viewport()
    page.locator(".menu li a").last.click()
    expect(page.locator("body")).to_have_class("list section")


def test_way_to_subscribe_is_on_every_page_in_view_and_marked_on_its_own(visitor: Reader):
    page = visitor.open(KINDS["story"], PHONE)
    page.locator(".masthead > .button").click()
    expect(page.locator("body")).to_have_class("subscribe")
    expect(page.locator(".masthead > .button")).to_have_attribute("aria-current", "page")


def test_menu_closes_when_the_focus_leaves_it(visitor: Reader):
    page = visitor.open(KINDS["story"], PHONE)
    page.locator(".menu summary").click()
    page.locator(".switches input[type=checkbox]").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".menu > div")).to_be_hidden()


def test_glass_and_the_key_lead_to_the_search_field_and_one_can_type_at_once(visitor: Reader):
    for way in ("click", "key"):
        page = visitor.open(KINDS["story"], PHONE)
        if way == "click":
            page.locator(".seek").click()
        else:
            page.keyboard.press("/")
        expect(page.locator("#_words")).to_be_focused()
