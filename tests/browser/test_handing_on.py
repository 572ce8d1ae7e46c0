"""Copying an address and handing a page on, in a real browser."""

from playwright.sync_api import Page, expect

from tests.browser.browsing import HEIGHTS, PHONE, Reader
from tests.browser.kinds import KINDS

NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
TAKES_COPIES = "document.addEventListener('copy', () => { window.taken = String(document.activeElement.value) })"
SHARES = "navigator.share = what => { window.shared = what; return Promise.resolve() }"


def opened(reader: Reader, kind: str, *before: str) -> Page:
    page = reader.window(PHONE)
    for script in before:
        page.add_init_script(script)
    reader.go(page, KINDS[kind])
    return page


def test_link_of_a_story_is_copied_and_the_button_says_so(reader: Reader):
    page = opened(reader, "story", NO_CLIPBOARD, TAKES_COPIES)
    page.locator(".hand-on [data-copy]").click()
    expect(page.locator(".hand-on [data-copy]")).to_have_text("已复制")
    assert page.evaluate("window.taken") == f"{reader.site}/{KINDS['story']}"
    expect(page.locator(".hand-on [data-copy]")).to_have_text("复制链接")


def test_feed_is_copied_from_the_subscribe_page(reader: Reader):
    page = opened(reader, "subscribe", NO_CLIPBOARD, TAKES_COPIES)
    page.locator("[data-copy]").first.click()
    assert page.evaluate("window.taken") == f"{reader.site}/feeds/digest.atom"
    expect(page.get_by_role("button", name="已复制")).to_have_accessible_description("一周速览")
    expect(page.get_by_role("button", name="复制网址")).to_have_count(2)


def test_device_that_can_share_is_offered_it_and_gets_the_pages_own_address(reader: Reader):
    page = opened(reader, "story", SHARES)
    page.locator(".hand-on [data-hand-on]").click()
    assert page.evaluate("window.shared.url") == f"{reader.site}/{KINDS['story']}"


def test_device_that_cannot_share_sees_no_button_for_it(reader: Reader):
    page = opened(reader, "story", "delete Navigator.prototype.share")
    expect(page.locator("[data-hand-on]:visible")).to_have_count(0)


def test_story_can_be_handed_on_from_its_head(reader: Reader):
    page = opened(reader, "story", SHARES)
    expect(page.locator(".title [data-copy]")).to_be_hidden()
    button = page.locator(".title [data-hand-on]")
    button.click()
    assert page.evaluate("window.shared.url") == f"{reader.site}/{KINDS['story']}"
    assert button.evaluate("it => it.getBoundingClientRect().bottom") < HEIGHTS[PHONE]


def test_head_of_a_story_has_the_link_where_the_device_cannot_share(reader: Reader):
    page = opened(reader, "story", "delete Navigator.prototype.share", NO_CLIPBOARD, TAKES_COPIES)
    page.locator(".title [data-copy]").click()
    assert page.evaluate("window.taken") == f"{reader.site}/{KINDS['story']}"


def test_without_script_the_code_is_shown_and_no_button_that_does_nothing(reader: Reader):
    page = reader.open(KINDS["story"], PHONE, script=False)
    expect(page.locator("[data-copy]:visible")).to_have_count(0)
    expect(page.locator(".hand-on svg")).to_be_hidden()
    page.locator(".hand-on summary").click()
    expect(page.locator(".hand-on svg")).to_be_visible()


def test_story_on_paper_says_where_it_is_and_a_phone_can_read_it(reader: Reader):
    page = reader.open(KINDS["story"])
    page.emulate_media(media="print")
    expect(page.locator(".hand-on svg")).to_be_visible()
    expect(page.locator(".address")).to_be_visible()
    expect(page.locator(".stay")).to_be_hidden()
