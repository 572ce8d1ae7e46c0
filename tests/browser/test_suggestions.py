"""What is suggested while a reader types, what an answer can be narrowed down to, and which files that takes."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import answer, slugs
from tests.browser.browsing import DESK, PHONE, Reader, axe, overflow
from tests.builders import Room


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = Room(tmp_path_factory.mktemp("printed"))
    room.story("hotline", title="洛阳心理热线有人接", date="2026-02-04", region="河南省/洛阳市")
    room.story(
        "algorithm", title="骑手谈算法，APP改了三处", date="2026-02-05", category="工作动态", region="[河南省, 陕西省]"
    )
    room.story("canteen", title="骑手有了食堂", date="2026-02-06", region="陕西省")
    room.story("school", title="夜校教洛阳剪纸", date="2025-02-07", region="河南省/洛阳市")
    room.build()
    return room.output


@pytest.fixture
def page(visitor_of: Callable[[Path], Reader], printed: Path) -> Page:
    return visitor_of(printed).open("search.html")


def suggested(page: Page, first: str) -> list[str]:
    """What is suggested, once its first line says what it should."""
    expect(page.locator("[role=option]").first).to_have_text(first)
    return page.locator("[role=option]").all_inner_texts()


def state(page: Page) -> tuple[str, str | None, str]:
    """The field's words, the suggestion that is chosen, and whether there are any."""
    return tuple(
        page.evaluate("""() => {
          const field = document.activeElement;
          const chosen = document.getElementById(field.getAttribute("aria-activedescendant"));
          return [field.value, chosen?.getAttribute("aria-selected") === "true" ? chosen.textContent : null,
                  field.getAttribute("aria-expanded")];
        }""")
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("洛", ["洛阳市", "洛阳心理热线有人接", "夜校教洛阳剪纸"]),  # places, then what begins so, then what holds it
        ("luoy", ["洛阳市", "洛阳心理热线有人接", "夜校教洛阳剪纸"]),
        ("xin li", ["洛阳心理热线有人接"]),
        ("App", ["骑手谈算法，APP改了三处"]),
    ],
)
def test_places_and_headlines_are_suggested_by_characters_and_by_pinyin(page: Page, typed: str, expected: list[str]):
    page.focus("#_words")
    page.keyboard.type(typed)
    assert suggested(page, expected[0]) == expected
    assert axe(page) == []


def test_suggestion_is_taken_by_keyboard_and_searched_for(page: Page):
    page.focus("#_words")
    page.keyboard.type("洛")
    suggested(page, "洛阳市")
    assert state(page) == ("洛", None, "true")
    page.keyboard.press("ArrowDown")
    assert state(page) == ("洛", "洛阳市", "true")
    page.keyboard.press("ArrowUp")
    assert state(page) == ("洛", None, "true")
    page.keyboard.press("ArrowUp")
    assert state(page) == ("洛", "夜校教洛阳剪纸", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".results li")
    assert page.input_value("#_words") == "洛阳心理热线有人接"
    assert slugs(page)[0] == "hotline"
    assert page.get_attribute("#_words", "aria-expanded") == "false"
    assert page.locator("[role=option]").count() == 0


def test_escape_and_leaving_close_the_suggestions_and_keep_the_words(page: Page):
    page.focus("#_words")
    page.keyboard.type("洛")
    suggested(page, "洛阳市")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert state(page) == ("洛", None, "false")
    page.keyboard.press("ArrowDown")
    suggested(page, "洛阳市")
    page.keyboard.press("Tab")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    assert page.input_value("#_words") == "洛"


def test_suggestion_is_taken_by_finger(page: Page):
    page.focus("#_words")
    page.keyboard.type("食")
    page.click("[role=option]:has-text('骑手有了食堂')")
    page.wait_for_selector(".results li")
    assert slugs(page) == ["canteen"]


def test_nothing_is_suggested_and_nothing_taken_while_characters_are_composed(
    reader_of: Callable[[Path], Reader], printed: Path
):
    reader = reader_of(printed)
    page = reader.open("search.html")
    page.focus("#_words")
    page.keyboard.type("骑手")
    suggested(page, "骑手有了食堂")
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "luo", "selectionStart": 3, "selectionEnd": 3})
    expect(page.locator("[role=listbox]")).to_be_hidden()
    for key in ("ArrowDown", "Enter", "Escape"):
        held = {"key": key, "isComposing": True, "bubbles": True, "cancelable": True}
        assert page.evaluate("held => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', held))", held)
    assert page.locator("[role=option]").count() == 0
    assert "q=" not in page.url
    page.fill("#_words", "")
    ime.send("Input.imeSetComposition", {"text": "luo", "selectionStart": 3, "selectionEnd": 3})
    ime.send("Input.insertText", {"text": "洛阳"})
    suggested(page, "洛阳市")


def test_headlines_are_fetched_only_when_somebody_types(reader_of: Callable[[Path], Reader], printed: Path):
    reader = reader_of(printed)
    page = reader.open("search.html")
    page.focus("#_words")
    page.wait_for_load_state("networkidle")
    assert not [address for address in reader.requests if "/search/" in address]
    page.keyboard.type("洛")
    suggested(page, "洛阳市")
    assert [urlsplit(a).path for a in reader.requests if "/search/" in a] == ["/search/root.js", "/search/titles.js"]


def test_without_a_network_a_reader_types_on(reader_of: Callable[[Path], Reader], printed: Path):
    reader = reader_of(printed)
    page = reader.open("search.html")
    page.route("**/search/*.js*", lambda route: route.abort())
    page.focus("#_words")
    page.keyboard.type("洛阳")
    page.wait_for_load_state("networkidle")
    assert state(page) == ("洛阳", None, "false")
    reader.faults.clear()


# Filters


def shelves(page: Page) -> dict[str, list[str]]:
    """The filters that are offered: name -> their links, the chosen one with a star."""
    expect(page.locator(".results")).to_have_attribute("aria-busy", "false")
    found: dict[str, list[str]] = page.evaluate("""() => Object.fromEntries([
      ...document.querySelectorAll(".filters [data-name]")]
      .filter(shelf => !shelf.hidden && !shelf.parentElement.hidden)
      .map(shelf => [shelf.dataset.name, [...shelf.querySelectorAll("a:not([hidden])")]
        .map(link => link.textContent + (link.ariaCurrent ? "*" : ""))]))""")
    return found


def test_filters_say_how_many_stories_each_leaves_and_answer_at_once(
    reader_of: Callable[[Path], Reader], printed: Path
):
    page = reader_of(printed).open("search.html?q=骑手")
    assert shelves(page) == {
        "section": ["全部 2*", "工作动态 1", "维权服务 1"],
        "region": ["全部 2*", "陕西省 2", "河南省 1"],
    }
    page.click("text=工作动态 1")
    expect(page.locator(".results li")).to_have_count(1)
    assert slugs(page) == ["algorithm"]
    assert "section=news" in page.url
    expect(page.locator(".filters a:focus")).to_have_text("工作动态 1")
    assert shelves(page) == {
        "section": ["全部 2", "工作动态 1*", "维权服务 1"],
        "region": ["全部 1*", "陕西省 1", "河南省 1"],
    }
    page.go_back()
    expect(page.locator(".results li")).to_have_count(2)
    assert shelves(page)["section"] == ["全部 2*", "工作动态 1", "维权服务 1"]


def test_address_of_a_filter_is_that_of_its_answer(reader_of: Callable[[Path], Reader], printed: Path):
    reader = reader_of(printed)
    page = reader.open("search.html?q=骑手")
    slugs(page)
    address = page.locator(".filters a", has_text="陕西省").evaluate("link => link.href")
    assert unquote(address).endswith("search.html?q=骑手&region=shaanxi")
    for width in (PHONE, DESK):
        again = reader.open("search.html?q=骑手&region=shaanxi&section=care", width)
        assert slugs(again) == ["canteen"]
        expect(again.locator(".filters")).to_have_attribute("open", "")
        assert axe(again) == []
        assert overflow(again) == []


def test_filter_stays_for_the_next_question_and_can_be_taken_away(page: Page):
    answer(page, "骑手")
    page.click(".filters [data-name=section] a[data-value=news]")
    expect(page.locator(".results li")).to_have_count(1)
    assert answer(page, "食堂") == []
    assert shelves(page) == {"section": ["全部 1", "工作动态 0*", "维权服务 1"]}
    page.click("text=全部 1")
    expect(page.locator(".results li")).to_have_count(1)


@pytest.mark.parametrize("words", ["食堂", "没有这个词", ""])
def test_what_divides_nothing_is_not_offered(page: Page, words: str):
    answer(page, "骑手")
    page.fill("#_words", words)
    page.keyboard.press("Enter")
    expect(page.locator(".filters")).to_be_hidden()


def test_filters_are_folded_on_a_phone_and_opened_by_keyboard(reader_of: Callable[[Path], Reader], printed: Path):
    page = reader_of(printed).open("search.html?q=骑手", PHONE)
    slugs(page)
    expect(page.locator(".filters a").first).to_be_hidden()
    page.focus(".filters summary")
    page.keyboard.press("Enter")
    page.focus(".filters a[data-value=news]")
    page.keyboard.press("Enter")
    expect(page.locator(".results li")).to_have_count(1)


# Files


def test_characters_and_words_that_may_be_needed_are_fetched_together(
    reader_of: Callable[[Path], Reader], printed: Path
):
    """A chain would cost a slow line a round more for each of them."""
    reader = reader_of(printed)
    page = reader.open("search.html")
    held = []
    for name in ("fold", "words", "titles"):
        page.route(f"**/search/{name}.js*", lambda route: held.append(route))
    page.fill("#_words", "qishou")
    page.evaluate("() => document.querySelector('form.query').requestSubmit()")
    page.wait_for_function(
        "() => ['fold', 'words', 'titles'].every(name => document.querySelector(`[src*='/${name}.js']`))"
    )
    for _patience in range(100):
        if len(held) < 3:
            page.wait_for_timeout(50)
    assert sorted(urlsplit(route.request.url).path for route in held) == [
        "/search/fold.js",
        "/search/titles.js",
        "/search/words.js",
    ]
    for route in held:
        route.continue_()
    assert slugs(page) == ["canteen", "algorithm"]


def test_field_that_suggests_is_a_text_field_which_alone_may_be_a_combobox(reader: Reader):
    field = reader.open("search.html").locator("[role=combobox]")
    expect(field).to_have_attribute("type", "text")
