"""Browsers of some years ago, as old phones and WeChat have them: what they do not know is taken out of the sheets.

The pages stay readable, usable and in colour; a desk gets the one column of a phone where containers are unknown.
"""

import pytest
from playwright.sync_api import Page, Route

from tests.browser.browsing import DESK, HEIGHTS, PHONE, Reader, overflow
from tests.browser.kinds import KINDS

UNKNOWN = {  # what a browser does not know: what a sheet says there -> what the browser reads
    "light-dark()": ("light-dark(", "unknown-dark("),
    "@layer": ("@layer", "@unknown"),
    "color-mix()": ("color-mix(", "unknown-mix("),
    "@container": ("@container", "@unknown"),
    ":has()": (":has(", ":unknown("),
    "container units": ("cqi", "unknown"),
}
PAGES = ("home", "digest", "feature", "diary", "regions", "annual", "search", "subscribe")
COLOURS = """() => {
  const style = selector => { const node = document.querySelector(selector); return node && getComputedStyle(node) };
  return {paper: style('html').backgroundColor, ink: style('body').color,
    accent: style('p.label a, .menu a, main a').color,
    field: style('input[name=q]')?.borderTopColor, hills: style('.cover path')?.fill,
    tile: style('.tiles a.q1')?.backgroundImage, button: style('main button')?.backgroundColor};
}"""


def without(page: Page, feature: str) -> None:
    """From now on the page's sheets are read by a browser that does not know this."""
    known, unknown = UNKNOWN[feature]

    def sheet(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(known, unknown))

    page.unroute_all()
    page.route("**/*.css*", sheet)


@pytest.mark.parametrize("kind", PAGES)
def test_page_is_readable_and_in_colour_for_a_browser_that_lacks_any_of_them(reader: Reader, kind: str):
    page = reader.open(KINDS[kind], PHONE)
    whole = page.evaluate(COLOURS)
    for feature in UNKNOWN:
        without(page, feature)
        reader.go(page, KINDS[kind])
        for width in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            assert page.evaluate(COLOURS) == whole, (feature, width)
            assert overflow(page) == [], (feature, width)
    assert whole["paper"] == "rgb(251, 246, 236)" and whole["ink"] == "rgb(35, 28, 21)"


def test_dark_colours_need_nothing_new(reader: Reader):
    page = reader.window(PHONE, dark=True)
    for feature in UNKNOWN:
        without(page, feature)
        reader.go(page, KINDS["home"])
        colours = page.evaluate(COLOURS)
        assert (colours["paper"], colours["ink"]) == ("rgb(24, 20, 17)", "rgb(238, 229, 217)"), feature
