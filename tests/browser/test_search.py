"""Search in a real browser: what is in the index is found, by keyboard, with filters, marked, and from a disk."""

import pytest
from browsing import Reader
from playwright.sync_api import Page

ANSWERED = ".found:not(:empty)"

# What a reader types, and the story that must be among the first three.
TRIALS = {
    "工会驿站": "haigang-900-gift-packs",
    "算法": "henan-algorithm-pact",
    "送清凉": "xu-liuping-cool-visit",
    "心理": "luoyang-mental-health",
    "洛阳": "luoyang-open-grounds",
    "EAP": "laoshan-mobile-eap",
}


def titles(page: Page) -> list[str]:
    return [heading.inner_text() for heading in page.query_selector_all(".results h2")]


def slugs(page: Page) -> list[str]:
    links = page.query_selector_all(".results h2 a")
    return [str(link.get_attribute("href")).rpartition("/")[2].removesuffix(".html") for link in links]


def answer(page: Page, words: str) -> list[str]:
    """Type words, search, and read the slugs found."""
    page.fill("#_words", words)
    page.keyboard.press("Enter")
    page.wait_for_selector(ANSWERED)
    return slugs(page)


@pytest.mark.parametrize("words", TRIALS)
def test_story_that_a_reader_looks_for_is_among_the_first_three(reader: Reader, words: str):
    assert TRIALS[words] in answer(reader.open("search.html"), words)[:3]
