"""Large type and high contrast: kept on this device, and nothing is missing without them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import PHONE, Reader, axe, overflow
from tests.browser.kinds import KINDS

STORY = KINDS["feature"]


def choose(page: Page, label: str) -> None:
    if page.locator(".menu").get_attribute("open") is None:
        page.locator(".menu summary").click()
    page.get_by_label(label, exact=True).check()


def letter_size(page: Page) -> float:
    return float(page.locator(".body p").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)"))


def test_large_type_is_kept_from_page_to_page_and_can_be_taken_back(visitor: Reader):
    page = visitor.open(STORY)
    plain = letter_size(page)
    choose(page, "200%")
    assert letter_size(page) > 1.6 * plain
    visitor.go(page, KINDS["standing"])
    expect(page.locator("html")).to_have_attribute("data-size", "200")
    choose(page, "标准")
    visitor.go(page, STORY)
    assert letter_size(page) == plain


def test_high_contrast_is_ink_on_bare_paper_and_kept(visitor: Reader):
    page = visitor.open(STORY)
    choose(page, "高对比度")
    visitor.go(page, "index.html")
    colours = page.evaluate(
        "[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(255, 255, 255)"


def test_other_window_of_the_reader_follows_at_once(reader: Reader):
    page = reader.open(STORY)
    other = page.context.new_page()
    reader.go(other, "index.html")
    choose(page, "150%")
    expect(other.locator("html")).to_have_attribute("data-size", "150")


def test_switches_work_by_keyboard_and_close_with_escape(visitor: Reader):
    page = visitor.open("index.html")
    page.locator(".menu summary").focus()
    page.keyboard.press("Enter")
    for _ in range(page.locator(".menu a").count() + 1):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("html")).to_have_attribute("data-size", "125")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("html")).to_have_attribute("data-contrast", "more")
    page.keyboard.press("Escape")
    expect(page.locator(".menu")).not_to_have_attribute("open", re.compile(""))
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("value", ["", "999", "javascript:alert(1)", '"><script>'])
def test_nonsense_in_the_storage_is_the_standard(visitor: Reader, value: str):
    page = visitor.open("index.html")
    page.evaluate("value => localStorage.setItem('reader-size', value)", value)
    visitor.go(page, STORY)
    expect(page.locator("html")).to_have_attribute("data-size", "100")


def test_storage_that_is_refused_costs_only_the_memory(reader: Reader):
    page = reader.window()
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})")
    reader.go(page, STORY)
    choose(page, "125%")
    expect(page.locator("html")).to_have_attribute("data-size", "125")


def test_without_script_there_is_no_switch_that_does_nothing(visitor: Reader):
    page = visitor.open(KINDS["digest"], script=False)
    page.locator(".menu summary").click()
    expect(page.locator(".menu a").first).to_be_visible()
    expect(page.locator(".switches")).to_be_hidden()
    expect(page.locator("[data-print]").first).to_be_hidden()
    expect(page.locator("[data-print]").last).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_print_button_prints(visitor: Reader):
    page = visitor.open(KINDS["digest"])
    page.evaluate("window.print = () => { window.printed = true }")
    page.locator("[data-print]").first.click()
    assert page.evaluate("window.printed") is True


@pytest.mark.parametrize("kind", KINDS)
def test_page_at_twice_the_size_and_high_contrast_fits_a_phone_and_pleases_axe(visitor: Reader, kind: str):
    page = visitor.open("404.html", PHONE)
    page.evaluate("localStorage.setItem('reader-size', '200'); localStorage.setItem('reader-contrast', 'more')")
    visitor.go(page, KINDS[kind])
    assert overflow(page) == []
    assert axe(page) == []


def test_menu_closes_when_the_focus_moves_on_so_that_it_covers_nothing(visitor: Reader):
    page = visitor.open(STORY, PHONE)
    page.locator(".menu summary").click()
    expect(page.locator(".menu")).to_have_attribute("open", "")
    page.locator("main a").first.focus()
    expect(page.locator(".menu")).not_to_have_attribute("open", re.compile(""))
