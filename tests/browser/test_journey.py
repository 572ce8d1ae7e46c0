"""From a link that somebody shared to a subscription: what a reader on a phone sees and touches, step by step."""

from playwright.sync_api import Page, expect

from tests.browser.browsing import PHONE, Reader
from tests.browser.kinds import KINDS

TAKES_COPIES = "document.addEventListener('copy', () => { window.taken = String(document.activeElement.value) })"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"


def arrived(reader: Reader) -> Page:
    """On a story, as one comes from a chat: nothing is kept on the device yet."""
    page = reader.window(PHONE)
    page.add_init_script(NO_CLIPBOARD)
    page.add_init_script(TAKES_COPIES)
    reader.go(page, KINDS["story"])
    return page


def test_first_view_shows_the_headline_where_it_is_from_and_the_way_to_subscribe(reader: Reader):
    page = arrived(reader)
    expect(page.locator(".name")).to_be_in_viewport()
    expect(page.locator("h1")).to_be_in_viewport(ratio=1)
    expect(page.locator(".body > p").first).to_be_in_viewport()
    expect(page.locator(".masthead > .button")).to_be_in_viewport(ratio=1)


def test_two_taps_lead_from_the_first_view_to_the_address_in_the_clipboard(reader: Reader):
    page = arrived(reader)
    page.locator(".masthead > .button").click()
    choice = page.locator(".choices [data-copy]").first
    expect(choice).to_be_in_viewport(ratio=1)  # nothing to scroll for
    choice.click()
    expect(choice).to_have_text("已复制")
    assert page.evaluate("window.taken") == f"{reader.site}/feeds/digest.atom"
    expect(page.locator(".how li").last).to_be_in_viewport()  # what is done with it


def test_two_taps_lead_there_from_the_end_of_a_story_too_and_one_tells_of_the_home_screen(reader: Reader):
    page = arrived(reader)
    page.locator(".stay details summary").last.click()
    expect(page.locator(".stay details p").last).to_be_in_viewport()
    page.locator(".stay .button").first.click()
    page.locator(".choices [data-copy]").first.click()
    assert page.evaluate("window.taken") == f"{reader.site}/feeds/digest.atom"


def test_one_tap_leads_from_a_story_to_the_issue_that_it_was_in(reader: Reader):
    page = arrived(reader)
    page.locator("a[href*='digest/2026']").last.click()
    expect(page.locator("body")).to_have_class("digest")


def test_everything_to_be_touched_on_the_way_is_as_large_as_a_finger(reader: Reader):
    page = arrived(reader)
    ways = ".masthead > :is(a.button, .seek, details) , .stay :is(a, summary), .hand-on :is(button, summary)"
    sizes = page.locator(ways).evaluate_all("all => all.map(e => [e.className, e.getBoundingClientRect().height])")
    assert not [(name, height) for name, height in sizes if 0 < height < 24], sizes
    reader.go(page, KINDS["subscribe"])
    heights = page.locator(".choices button").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert heights and min(heights) >= 36
