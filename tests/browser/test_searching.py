"""Search in a real browser: the words of a story are found, with filters, marked, by keyboard, from a disk."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.asking import answer, asked, pieces, shown, slugs
from tests.browser.browsing import PHONE, Reader, axe, overflow
from tests.builders import THAT_DAY, Room

# What a reader types, and the story that must be among the first three.
TRIALS = {
    "茶水站": "water-station",
    "算法": "algorithm-table",
    "送伞": "wanghai-cool-plan",
    "心理": "eap-listening-room",
    "潮平": "night-class-charts",
    "EAP": "eap-listening-room",
    "骑手 公寓": "housing-bluecollar",
    "停车": "rider-island-parking",
    "司机 家": "driver-home-bunk",
    "女职工": "nurses-visit-isles",
    "托管": "child-care-deck",
    "扫街": "sweepers-rice-oil",
    "72小时": "seventy-two-hours",
    "年货": "new-year-fair",
    "采石": "quarry-gift-packs",
    "高溫": "wanghai-cool-plan",
    "騎手 超時": "overtime-window",
    "夜校": "night-class-charts",
    "ｅａｐ": "eap-listening-room",
    "航标": "free-eye-check",
}


@pytest.fixture
def printed(newspaper: Room) -> Path:
    """The newspaper's output."""
    return newspaper.output


def test_story_that_a_reader_looks_for_is_among_the_first_three(reader_of: Callable[[Path], Reader], printed: Path):
    found = dict(zip(TRIALS, asked(reader_of(printed), TRIALS), strict=True))
    assert {words: found[words][:3] for words, slug in TRIALS.items() if slug not in found[words][:3]} == {}


@pytest.mark.parametrize("count", [2, pytest.param(8, marks=pytest.mark.nightly)])
def test_whatever_stands_in_a_headline_or_text_is_found(reader_of: Callable[[Path], Reader], printed: Path, count: int):
    """Recall 1.0: every string of two to four characters finds each story that holds it."""
    dice = random.Random(20_261_122)
    texts = dict(shown(printed))
    questions = {piece: slug for slug, blocks in texts.items() for piece in pieces(blocks, dice, count)}
    questions |= {piece: slug for slug, blocks in texts.items() for piece in pieces(blocks[:1], dice, 1 + count // 4)}
    assert len(questions) > 40 * count
    answers = dict(zip(questions, asked(reader_of(printed), questions), strict=True))
    holders = {q: {slug for slug, blocks in texts.items() if any(q in block for block in blocks)} for q in questions}
    assert {q: holders[q] - set(found) for q, found in answers.items() if holders[q] - set(found)} == {}


ODD = {
    "traditional": ("書寫憲章，職工託管班開學", "勞動者權益保障講座在臺灣同鄉會舉行，乾隆年間的匾額也展出了。"),
    "simplified": ("职工托管班开学", "劳动者权益保障讲座举行。"),
    "rare": ("𠮷野家旁的㐂饭馆", "𠮷田师傅和龘字帖，葛󠄀城，〇二五年，々々。"),
    "mixed": ("App骑手GPS定位3.6万名", "用WiFi6上网，C919首飞；Ｆｕｌｌ　ｗｉｄｔｈ：①号㎏。E-mail a_b@c.d"),
    "accents": ("Café déjà vu", "Ångström naïve ŒUVRE straße İstanbul Ελλάδα Привет ёлка"),
    "marks": ("“引号”里的《书名》", "1+1>2 & \\<b>粗\\</b>，**重**点，`代码`块；见[链接](https://example.org/)文字。"),
    "emoji": ("点赞👍🏽的人", "一家👨\u200d👩\u200d👧人❤\ufe0f暖心"),
    "kana": ("カタカナとひらがな", "ガギグ、東京タワーの話。한국어 제목도 있습니다"),
    "right": ("שלום 世界", "مرحبا بالعالم 你好"),
    "long": ("长词", "x" * 90 + " pneumonoultramicroscopicsilicovolcanoconiosis"),
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = Room(tmp_path_factory.mktemp("odd"))
    for place, (slug, (title, body)) in enumerate(ODD.items()):
        room.story(slug, body, title=f"'{title}'", summary="摘要", date=f"2026-0{place % 3 + 1}-04")
    room.build()
    return room.output


@pytest.mark.parametrize("count", [8, pytest.param(25, marks=pytest.mark.nightly)])
def test_odd_characters_are_found_like_any_other(reader_of: Callable[[Path], Reader], odd: Path, count: int):
    dice = random.Random(7)
    questions = {piece: slug for slug, blocks in shown(odd) for piece in pieces(blocks, dice, count)}
    answers = asked(reader_of(odd), questions)
    assert [(q, slug) for (q, slug), found in zip(questions.items(), answers, strict=True) if slug not in found] == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("托管班", {"traditional", "simplified"}),
        ("託管班", {"traditional", "simplified"}),
        ("劳动者權益", {"traditional", "simplified"}),
        ("乾隆", {"traditional"}),
        ("CAFE DEJA", {"accents"}),
        ("gps", {"mixed"}),
        ("full width", {"mixed"}),
        ("𠮷", {"rare"}),
        ("重点", {"marks"}),
        ("<b>粗", {"marks"}),
        ("pneumonoultramicroscopicsilico", {"long"}),
        ("没有这个词", set()),
        ("|.=\"'\\", set()),
    ],
)
def test_writing_of_every_kind_is_compared_alike(
    visitor_of: Callable[[Path], Reader], odd: Path, words: str, expected: set[str]
):
    assert set(answer(visitor_of(odd).open("search.html"), words)) == expected


def test_headline_comes_before_the_text_and_the_newest_first(reader_of: Callable[[Path], Reader], tmp_path: Path):
    room = Room(tmp_path)
    room.story("text", "驿站。驿站。驿站。驿站。驿站。", title="甲", date="2026-05-01")
    room.story("old", title="驿站开门", date="2025-01-01")
    room.story("new", title="驿站歇业", date="2026-04-01")
    room.story("once", "路过驿站。", title="乙", date="2026-05-02")
    room.build()
    assert answer(reader_of(room.output).open("search.html"), "驿站") == ["new", "old", "text", "once"]


def test_filters_narrow_what_is_found_and_stay_in_the_address(reader_of: Callable[[Path], Reader], tmp_path: Path):
    room = Room(tmp_path)
    room.story("care", date="2026-02-04", region="河南省/洛阳市")
    room.story("news", date="2026-02-05", category="工作动态", region="山西省")
    room.story("both", date="2025-02-05", category="工作动态", region="[河南省, 陕西省]")
    room.build()
    reader = reader_of(room.output)
    page = reader.open("search.html?q=正文&section=news&year=")
    assert slugs(page) == ["news", "both"]
    page.click("[data-value=shaanxi]")
    expect(page.locator(".results li")).to_have_count(1)
    assert slugs(page) == ["both"]
    assert "region=shaanxi" in page.url
    reader.go(page, f"{page.url.removeprefix(reader.site + '/')}&year=2026")
    assert slugs(page) == []
    page.go_back()
    page.wait_for_selector(".results li")
    assert slugs(page) == ["both"]
    assert page.locator(".filters [aria-current]").all_inner_texts() == ["工作动态 1", "陕西省 1", "全部 1"]


def test_headline_that_is_found_breaks_between_words_and_a_mark_may_run_across_them(
    reader_of: Callable[[Path], Reader], tmp_path: Path
):
    room = Room(tmp_path)
    room.story("heart", title="查出急性心梗，货车司机转危为安")
    room.build()
    page = reader_of(room.output).open("search.html?q=货车司机")
    page.wait_for_selector(".results mark")
    assert page.inner_text(".results h2") == "\u200b".join(["查出", "急性", "心梗，", "货车", "司机", "转危为安"])
    assert page.inner_text(".results h2 mark").replace("\u200b", "") == "货车司机"


def test_words_are_marked_and_no_text_becomes_mark_up(reader_of: Callable[[Path], Reader], tmp_path: Path):
    room = Room(tmp_path)
    room.story("odd", "前面" + "很长。" * 40 + "深处的灯亮了。", title="'</h2><img src=x onerror=alert(1)>灯'")
    room.build()
    reader = reader_of(room.output)
    page = reader.open("search.html?q=灯")
    page.wait_for_selector(".results mark")
    assert page.inner_text(".results h2").replace("\u200b", "") == "</h2><img src=x onerror=alert(1)>灯"
    assert page.query_selector_all(".results img") == []
    assert answer(page, "<b>蜥蜴") == []
    assert page.inner_text(".found").startswith("没有找到“<b>蜥蜴”")
    assert answer(page, "深處 灯") == ["odd"]
    page.wait_for_selector(".summary mark")
    assert page.inner_text(".summary").endswith("深处的灯亮了。")
    assert [mark.inner_text() for mark in page.query_selector_all(".summary mark")] == ["深处", "灯"]


def test_answer_is_told_to_a_screen_reader_and_pleases_axe(reader: Reader):
    page = reader.open("search.html", PHONE)
    answer(page, "码头")
    assert page.get_attribute(".found", "role") == "status"
    assert page.inner_text(".found").startswith("“码头”：找到")
    assert page.title().startswith("码头 · 搜索")
    shown_first = len(slugs(page))
    page.click(".further")
    expect(page.locator(".results h2 a").nth(shown_first)).to_be_focused()
    page.wait_for_load_state("networkidle")
    assert axe(page) == []
    assert overflow(page) == []
    assert answer(page, "蜥蜴骑着鲸鱼") == []
    assert page.inner_text(".found").startswith("没有找到“蜥蜴骑着鲸鱼”")


def test_key_leads_to_the_search_from_every_page_unless_it_is_switched_off(reader: Reader):
    page = reader.open("story/2026/harbour-hotline.html")
    page.keyboard.press("/")
    expect(page.locator("input[name=q]")).to_be_focused()
    page.keyboard.type("1/2热线")  # in a field it is a letter like any other
    assert page.input_value("input[name=q]") == "1/2热线"
    page.fill("input[name=q]", "热线")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    assert "harbour-hotline" in slugs(page)
    page.uncheck("#_slash")
    reader.go(page, "index.html")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_what_is_typed_before_the_script_is_there_stays(reader: Reader):
    held: list[Route] = []
    page = reader.window()
    page.route("**/static/search.js*", lambda route: held.append(route))
    page.goto(f"{reader.site}/search.html", wait_until="commit")
    page.locator("#_words").press_sequentially("热线")
    with page.expect_event("domcontentloaded"):  # a deferred script runs before it
        held[0].continue_()
    assert page.input_value("#_words") == "热线"


def test_what_is_typed_over_the_addresss_question_stays_and_the_question_is_answered(reader: Reader):
    held: list[Route] = []
    page = reader.window()
    page.route("**/static/search.js*", lambda route: held.append(route))
    page.goto(f"{reader.site}/search.html?q=骑手", wait_until="commit")
    page.locator("#_words").press_sequentially("热线")
    with page.expect_event("domcontentloaded"):
        held[0].continue_()
    page.wait_for_selector(".results li")
    assert "骑手" in page.inner_text(".found")
    assert page.input_value("#_words") == "热线"
    assert page.evaluate("document.activeElement.id") == "_words"


def test_without_script_the_form_leads_to_archive_regions_and_sections(reader: Reader):
    page = reader.open("index.html", script=False)
    page.fill("input[name=q]", "热线")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    assert "没有启用" in page.inner_text("noscript")
    assert not page.is_visible("form.query")
    for path in ("archive/2026/index.html", "region/dengjia/index.html", "section/care/index.html"):
        assert page.is_visible(f"main a[href$='{path}']")


def test_copy_on_a_disk_is_searched_like_the_site(browser: Browser, printed: Path):
    reader = Reader(browser, printed.as_uri())
    page = reader.open("index.html")
    page.fill("input[name=q]", "騎手")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    assert "housing-bluecollar" in slugs(page)
    page.fill("#_words", "热线")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=%E7%83%AD*")
    assert "harbour-hotline" in slugs(page)
    page.click(".results h2 a")
    page.wait_for_url("**/story/**")
    reader.leave()
    assert reader.faults == []


def test_index_that_cannot_be_read_is_said_and_asked_for_again(reader: Reader):
    page = reader.open("search.html")
    page.route("**/search/*.js*", lambda route: route.abort())
    answer(page, "热线")
    assert page.inner_text(".found") == "搜索暂时用不了，请稍后再试。"
    page.unroute_all()
    assert "harbour-hotline" in answer(page, "热线")
    reader.faults.clear()


def test_more_results_come_once_and_may_be_asked_for_again(reader_of: Callable[[Path], Reader], tmp_path: Path):
    room = Room(tmp_path)
    for year in (2025, 2026):  # further results are in files of months that have not been read yet
        for month in range(1, 13):
            room.story(f"pier-{year}-{month}", f"码头上的第{month}个月。", date=f"{year}-{month:02}-04")
    room.build(today=THAT_DAY)
    reader = reader_of(room.output)
    page = reader.open("search.html")
    answer(page, "码头")
    away = True
    page.route("**/search/*.js*", lambda route: route.abort() if away else route.fallback())
    page.click(".further")
    expect(page.locator(".found")).to_have_text("搜索暂时用不了，请稍后再试。", timeout=15_000)
    away = False
    page.evaluate("() => { const more = document.querySelector('.further'); more.click(); more.click(); }")
    page.wait_for_selector(".results li:nth-child(11)")
    page.wait_for_load_state("networkidle")
    found = slugs(page)
    assert len(found) == len(set(found))
    assert page.inner_text(".found").startswith("“码头”：找到")
    reader.faults.clear()


def test_nothing_typed_leaves_the_page_but_for_the_files_of_the_index(reader: Reader):
    page = reader.open("search.html")
    reader.requests.clear()
    answer(page, "心理")
    page.wait_for_load_state("networkidle")
    assert [a for a in reader.requests if not any(part in a for part in ("/search/", "/story/", "/static/"))] == []
    assert not any("%E5%BF%83" in address for address in reader.requests)
