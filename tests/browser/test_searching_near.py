"""What a search shows where no story holds every word of the question, and where its reader goes on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.asking import answer, slugs
from tests.browser.browsing import Reader
from tests.builders import Room
from tests.waiting import until

NEAR = "没有完全相同的，这些相近"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = Room(tmp_path_factory.mktemp("printed"))
    room.story("hotline", "心理热线全天有人接听，志愿者轮流值守。", title="洛阳心理热线有人接", date="2026-02-04")
    told = "农民工在工地受了工伤，工会帮他要到赔偿。"
    room.story("claim", told, title="跨省接力", date="2026-02-05", category="工作动态")
    room.story("station", "驿站里有热水。工会还送伞。", title="驿站开门", date="2026-02-06")
    room.story("school", "夜校开课，工会请来老师。", title="夜校开课", date="2025-02-07")
    room.build()
    return room.output


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("洛阳心声热线", "hotline"),  # a typing error
        ("工会怎么帮农民工讨要工伤赔偿", "claim"),  # a sentence
        ("驿站 开水 热水", "station"),  # a word too many
        ("農民工怎麼要到賠償", "claim"),
    ],
)
def test_story_that_holds_the_rarest_of_the_words_comes_first(
    visitor_of: Callable[[Path], Reader], printed: Path, words: str, first: str
):
    page = visitor_of(printed).open("search.html")
    assert answer(page, words)[0] == first
    assert page.inner_text(".found") == NEAR
    page.wait_for_selector(".results mark")


def test_words_that_some_story_holds_together_are_answered_by_such_stories_alone(
    reader_of: Callable[[Path], Reader], printed: Path
):
    page = reader_of(printed).open("search.html")
    assert answer(page, "工会 热水") == ["station"]
    assert page.inner_text(".found") == "“工会 热水”：找到1篇"


@pytest.mark.parametrize("words", ["没有写过这样的热水话", "龙", "zzz"])
def test_story_that_holds_too_little_is_not_shown(visitor_of: Callable[[Path], Reader], printed: Path, words: str):
    page = visitor_of(printed).open("search.html")
    assert answer(page, words) == []
    assert page.inner_text(".found").startswith("没有找到")


LATE = """const append = Element.prototype.append;
Element.prototype.append = function (...nodes) {
  const answered = this === document.head && document.querySelector(".found")?.textContent;
  if (answered) setTimeout(() => append.apply(this, nodes), 600);
  else append.apply(this, nodes);
};"""


@pytest.mark.parametrize(
    ("words", "told"), [("蜥蜴", "没有找到"), ("龙", "没有找到"), ("zzz", "没有找到"), ("热水", "“热水”：找到")]
)
def test_answer_stays_while_the_counts_of_the_filters_are_still_on_their_way(
    reader_of: Callable[[Path], Reader], printed: Path, words: str, told: str
):
    page = reader_of(printed).open("index.html")
    page.add_init_script(LATE)
    page.goto(page.url.replace("index.html", "search.html"))
    answer(page, words)
    assert page.inner_text(".found").startswith(told)


def test_filter_answers_at_once_and_narrows_near_answers_too(reader_of: Callable[[Path], Reader], printed: Path):
    reader = reader_of(printed)
    page = reader.open("search.html?q=洛阳心里热线")
    assert slugs(page) == ["hotline"]
    reader.go(page, "search.html?q=洛阳心里热线&section=news")
    expect(page.locator(".found")).to_contain_text("没有找到")
    page.click(".filters [data-name=section] a[data-value='']")
    page.wait_for_selector(".results li")
    assert slugs(page) == ["hotline"]


def test_answer_has_the_focus_after_a_search(reader_of: Callable[[Path], Reader], printed: Path):
    focused = "() => document.activeElement.matches('.found') && document.activeElement.textContent !== ''"
    page = reader_of(printed).open("search.html?q=热线")
    until(lambda: page.evaluate(focused))
    page.keyboard.press("Tab")
    assert str(page.evaluate("document.activeElement.href")).endswith("story/2026/hotline.html")
    answer(page, "没有这个")
    until(lambda: page.evaluate(focused))


WORDS = "外卖小哥: 骑手\n带娃: [孩子, 托管]\n上厕所: 歇脚\n民工: 農民工\nbike: bicycle\n"


@pytest.fixture(scope="module")
def worded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = Room(tmp_path_factory.mktemp("worded"))
    room.write("words.yaml", WORDS)
    room.story("rider", "骑手在驿站歇脚。", title="骑手有驿站", date="2026-02-04")
    room.story("care", "有人陪孩子做功课。", title="托管班开学", date="2026-02-05")
    room.story("kids", "晚上也有人照看。", title="孩子有人陪", date="2026-02-06")
    room.story("bicycle", "a bicycle lane", title="修车", date="2026-02-07")
    room.build()
    return room.output


@pytest.mark.parametrize(
    ("words", "expected", "told"),
    [
        ("外卖小哥", ["rider"], "没有报道用这个说法，按“骑手”找到1篇"),
        ("外賣小哥 驛站", ["rider"], "没有报道用这个说法，按“骑手 驿站”找到1篇"),
        ("带娃", ["care", "kids"], "没有报道用这个说法，按“孩子、托管”找到2篇"),
        ("厕所", ["rider"], "没有报道用这个说法，按“歇脚”找到1篇"),  # part of what is known
        ("BIKE", ["bicycle"], "没有报道用这个说法，按“bicycle”找到1篇"),
        ("带娃谁来", ["care", "kids"], NEAR),
    ],
)
def test_word_that_no_story_says_is_answered_by_those_that_say_it_otherwise(
    visitor_of: Callable[[Path], Reader], worded: Path, words: str, expected: list[str], told: str
):
    page = visitor_of(worded).open("search.html")
    assert sorted(answer(page, words)) == expected
    assert page.inner_text(".found") == told
    page.wait_for_selector(".results mark")


def test_words_are_fetched_only_where_no_story_says_what_was_typed(reader_of: Callable[[Path], Reader], worded: Path):
    reader = reader_of(worded)
    page = reader.open("search.html")
    answer(page, "骑手")
    assert not [address for address in reader.requests if "words" in address or "fold" in address]
    answer(page, "外卖小哥")
    assert [address for address in reader.requests if "/search/words.js" in address]


@pytest.mark.parametrize(
    ("words", "expected", "instead"),
    [
        ("luoyang", "hotline", "洛阳"),
        ("xinli rexian", "hotline", "心理热线"),
        ("yìzhàn", "station", "驿站"),
        ("yizh", "station", "驿站"),  # a syllable that is only begun
        ("kua'sheng", "claim", "跨省"),
        ("rexian luoyang", "hotline", "热线 洛阳"),
    ],
)
def test_letters_lead_to_the_characters_that_they_spell(
    visitor_of: Callable[[Path], Reader], printed: Path, words: str, expected: str, instead: str
):
    page = visitor_of(printed).open("search.html")
    assert answer(page, words)[0] == expected
    assert f"按“{instead}”找到" in page.inner_text(".found")


@pytest.mark.parametrize(
    ("words", "expected", "instead"),
    [
        ("心里热线", "hotline", "心理热线"),
        ("夜笑开客", "school", "夜校开课"),
        ("落羊 有人借", "hotline", "洛阳 有人接"),
    ],
)
def test_characters_that_sound_like_those_of_a_headline_lead_to_it(
    visitor_of: Callable[[Path], Reader], printed: Path, words: str, expected: str, instead: str
):
    page = visitor_of(printed).open("search.html")
    assert answer(page, words) == [expected]
    assert f"按“{instead}”找到" in page.inner_text(".found")


def test_pinyin_is_fetched_for_an_answer_only_if_there_are_letters_or_no_story_says_so(
    reader_of: Callable[[Path], Reader], printed: Path
):
    reader = reader_of(printed)
    slugs(reader.open("search.html?q=心理热线"))
    assert not [address for address in reader.requests if "titles" in address or "sounds" in address]
    slugs(reader.open("search.html?q=洛羊"))
    assert [address for address in reader.requests if "/search/sounds.js" in address]
    slugs(reader.open("search.html?q=luoyang"))
    assert [address for address in reader.requests if "/search/titles.js" in address]
