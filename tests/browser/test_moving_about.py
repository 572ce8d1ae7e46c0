"""A reader on the way through the site: by links, by keyboard, without a pointer and without script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import DESK, PHONE, Reader
from tests.browser.kinds import KINDS


def test_reader_gets_from_home_by_the_digest_to_a_story_and_on_to_its_region(visitor: Reader):
    page = visitor.open("index.html")
    page.locator(".lead h2 a").click()
    expect(page.locator("body")).to_have_class("digest")
    title = page.locator(".item h2 a").inner_text()
    page.locator(".item h2 a").click()
    expect(page.locator("h1")).to_have_text(title)
    place = page.locator(".facts dd a[href*='region/']").last
    name = place.inner_text()
    place.click()
    expect(page.locator("h1")).to_have_text(name)
    page.locator(".masthead .name a").click()
    expect(page.locator("body")).to_have_class("home")


def test_highlight_leads_to_its_item_of_the_digest(visitor: Reader):
    page = visitor.open("index.html")
    page.locator(".leads a").last.click()
    expect(page.locator(".item:target")).to_be_in_viewport()


def test_tile_leads_to_its_region(visitor: Reader):
    page = visitor.open(KINDS["regions"])
    page.get_by_role("link", name="灯岬").first.click()
    expect(page.locator("h1")).to_have_text("灯岬省")


def test_tiles_stand_at_their_places_on_a_desk_and_flow_on_a_phone(visitor: Reader):
    page = visitor.open(KINDS["regions"], DESK)
    north, south = (
        page.locator(".tiles li.c9").first.bounding_box(),
        page.locator(".tiles li", has_text="纸岬").bounding_box(),
    )
    assert north and south and north["x"] > south["x"] and north["y"] < south["y"]
    assert len({round(box["y"]) for box in _boxes(page, ".tiles li")}) == 8
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert min(box["width"] for box in _boxes(page, ".tiles li")) > 60


def _boxes(page: Page, selector: str) -> list[dict[str, float]]:
    boxes: list[dict[str, float]] = page.locator(selector).evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().toJSON())"
    )
    return boxes


def test_first_tab_is_the_way_past_the_menus(visitor: Reader):
    page = visitor.open(KINDS["story"])
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("kind", ["home", "digest", "story", "regions", "annual", "subscribe"])
def test_everything_one_can_use_is_reached_by_tab_in_the_order_of_the_page_and_shows_it(visitor: Reader, kind: str):
    page = visitor.open(KINDS[kind], PHONE)
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, summary, [tabindex="0"], input, select, textarea')]
          .filter(e => e.checkVisibility({visibilityProperty: true})).map((e, n) => { e.dataset.n = n; return n; })"""
    )
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        number, outline = page.evaluate(
            "(() => { const e = document.activeElement; return [e.dataset.n, getComputedStyle(e).outlineWidth] })()"
        )
        assert outline != "0px", f"nothing shows the focus on element {number}"
        reached.append(int(number))
    assert reached == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_page_is_whole_without_script(visitor: Reader, kind: str):
    page = visitor.open(KINDS[kind], script=False)
    expect(page.locator("h1")).to_be_visible()
    page.locator(".menu summary").click()
    expect(page.locator(".menu a").first).to_be_visible()


def test_unknown_address_leads_on(visitor: Reader):
    page = visitor.open(KINDS["lost"])
    page.get_by_role("link", name="一周速览").last.click()
    expect(page.locator("h1")).to_have_text("一周速览")
