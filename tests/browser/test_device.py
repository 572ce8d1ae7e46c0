"""What lives on the reader's own device: saved stories, a region, what is new since the last visit."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import PHONE, Reader, axe_everywhere, overflow
from tests.browser.kinds import KINDS
from tests.browser.test_budgets import SHIFTS

STORY, OTHER, REGION = KINDS["story"], KINDS["feature"], KINDS["region"]
REFUSED = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})"
NONSENSE = ["", "[", "7", "null", '"x"', "{}", "[null,7,{}]", '[{"url":"javascript:alert(1)","title":"x"}]']


def put(page: Page, name: str, value: str) -> None:
    page.evaluate("([name, value]) => localStorage.setItem(name, value)", [name, value])


def got(page: Page, name: str) -> str | None:
    value: str | None = page.evaluate("name => localStorage.getItem(name)", name)
    return value


def since(page: Page, newest: str) -> None:
    """As if the reader had last seen home when its newest stories were these."""
    page.evaluate("sessionStorage.clear()")
    put(page, "reader-visit", newest)


# --- saved stories


def test_story_is_saved_listed_and_removed(visitor: Reader):
    page = visitor.open(STORY, PHONE)
    title = page.locator("h1").inner_text()
    page.get_by_role("button", name="收藏", exact=True).click()
    expect(page.get_by_role("button", name="已收藏")).to_have_attribute("aria-pressed", "true")
    visitor.go(page, OTHER)
    page.get_by_role("button", name="收藏", exact=True).click()
    visitor.go(page, "saved.html")
    links = page.locator(".kept .headlines a")
    expect(links).to_have_count(2)
    assert links.nth(1).inner_text() == title  # the newest first
    expect(page.locator(".kept time").first).to_have_text(re.compile(r"^20\d\d年\d+月\d+日$"))
    assert overflow(page) == [] and axe_everywhere(page) == []
    page.get_by_role("button", name=f"移除：{title}").click()
    expect(links).to_have_count(1)
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    links.click()
    expect(page).to_have_url(f"{visitor.site}/{OTHER}")
    expect(page.get_by_role("button", name="已收藏")).to_be_visible()


def test_button_takes_a_saved_story_back_by_keyboard(visitor: Reader):
    page = visitor.open(STORY)
    button = page.locator("[data-keep]")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text("已收藏")
    page.keyboard.press("Space")
    expect(button).to_have_text("收藏")
    assert got(page, "reader-saved") == "[]"


def test_hundred_stories_are_saved_at_most_and_the_oldest_goes(visitor: Reader):
    page = visitor.open(STORY)
    many = [{"url": f"story/2025/s{n}.html", "title": f"第{n}篇", "date": "2025-01-01"} for n in range(100)]
    put(page, "reader-saved", json.dumps(many))
    visitor.go(page, STORY)
    page.locator("[data-keep]").click()
    kept = json.loads(got(page, "reader-saved") or "")
    assert len(kept) == 100
    assert (kept[0]["url"], kept[-1]["title"]) == (STORY, "第98篇")


@pytest.mark.parametrize("value", NONSENSE)
def test_damaged_storage_is_an_empty_list_and_can_be_used_again(visitor: Reader, value: str):
    page = visitor.open(STORY)
    for name in ("reader-saved", "reader-region", "reader-visit", "reader-keep"):
        put(page, name, value)
    visitor.go(page, "saved.html")
    expect(page.locator(".kept .empty")).to_be_visible()
    expect(page.locator(".kept .headlines li")).to_have_count(0)
    expect(page.locator("[data-region]")).to_have_text("选我的地区")
    visitor.go(page, "index.html")
    expect(page.locator(".since")).to_have_text("选我的地区")
    visitor.go(page, REGION)
    page.locator("[data-keep]").click()
    visitor.go(page, STORY)
    page.locator("[data-keep]").click()
    visitor.go(page, "saved.html")
    expect(page.locator(".kept .headlines li")).to_have_count(1)
    expect(page.locator("[data-region] button")).to_have_count(1)


def test_storage_that_is_refused_shows_no_button_and_breaks_no_page(reader: Reader):
    page = reader.window()
    page.add_init_script(REFUSED)
    for path in (STORY, REGION, "index.html", "saved.html"):
        reader.go(page, path)
        expect(page.locator("[data-keep]:visible")).to_have_count(0)
    expect(page.locator(".kept .empty")).to_be_visible()
    page.locator("[data-clear]").click()


def test_full_storage_is_told(visitor: Reader):
    page = visitor.open(STORY)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    page.locator("[data-keep]").click()
    expect(page.locator(".device [role=status]")).to_have_text("这台设备存不下了")
    expect(page.locator("[data-keep]")).to_have_text("收藏")


@pytest.mark.parametrize("kind", ["home", "story", "region", "saved"])
def test_without_script_no_button_of_the_device_is_seen(visitor: Reader, kind: str):
    page = visitor.open(KINDS[kind], script=False)
    expect(page.locator(".device, .kept")).to_have_count(1)
    expect(page.locator(".device:visible, .kept:visible, [data-keep]:visible")).to_have_count(0)


# --- one button clears all


def test_one_button_clears_all_that_was_kept(visitor: Reader):
    page = visitor.open(STORY)
    page.locator("[data-keep]").click()
    visitor.go(page, REGION)
    page.locator("[data-keep]").click()
    put(page, "reader-size", "150")
    put(page, "somebody-else", "stays")
    visitor.go(page, "index.html")
    assert got(page, "reader-visit")
    visitor.go(page, "saved.html")
    page.get_by_role("button", name="全部清除").click()
    expect(page.locator("[role=status]")).to_contain_text("已全部清除")
    expect(page.locator(".kept .headlines li, [data-region] button")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).sort()") == ["reader-keep", "somebody-else"]
    visitor.go(page, "index.html")
    assert got(page, "reader-visit") is None


def test_memory_of_visits_can_be_switched_off_and_on(visitor: Reader):
    page = visitor.open("index.html")
    visitor.go(page, "saved.html")
    page.locator(".kept input").uncheck()
    visitor.go(page, "index.html")
    assert got(page, "reader-visit") is None
    visitor.go(page, "saved.html")
    page.locator(".kept input").check()
    visitor.go(page, "index.html")
    assert got(page, "reader-visit")


# --- what is new, and my region


def test_home_counts_what_is_new_since_the_last_visit_all_session_long(visitor: Reader):
    page = visitor.open("index.html")
    stories = page.evaluate("fetch('recent.json').then(answer => answer.json())")
    day = next(story[2] for story in stories if story[2] < stories[0][2])
    newer = [story for story in stories if story[2] > day]
    since(page, " ".join([day, *(story[0] for story in stories if story[2] == day)]))
    for _ in range(2):
        visitor.go(page, "index.html")
        expect(page.locator(".since summary")).to_have_text(f"自上次来访，又有{len(newer)}篇")
    page.locator(".since summary").click()
    assert page.locator(".since li a").all_inner_texts() == [story[1] for story in newer]
    assert axe_everywhere(page) == []
    page.locator(".since li a").first.click()
    expect(page).to_have_url(f"{visitor.site}/{newer[0][0]}")
    page.evaluate("sessionStorage.clear()")
    visitor.go(page, "index.html")
    expect(page.locator(".since summary")).to_have_count(0)


def test_story_that_joins_the_newest_day_later_is_new(visitor: Reader):
    page = visitor.open("index.html")
    newest = str(page.locator(".since").get_attribute("data-newest"))
    since(page, newest.split(" ")[0])  # on that day, when none of these stories was there
    visitor.go(page, "index.html")
    expect(page.locator(".since li")).to_have_count(len(newest.split(" ")) - 1)


def test_first_visit_and_a_visit_without_news_fetch_nothing(reader: Reader):
    page = reader.open("index.html")
    reader.go(page, "index.html")
    assert not [url for url in reader.requests if url.endswith("recent.json")]


def test_region_is_kept_and_home_counts_its_new_stories(visitor: Reader):
    page = visitor.open(REGION)
    name = page.locator("h1").inner_text()
    page.get_by_role("button", name="设为我的地区").click()
    expect(page.get_by_role("button", name="已设为我的地区")).to_be_visible()
    visitor.go(page, "index.html")
    expect(page.locator(".since a")).to_have_text(f"我的地区：{name}")
    since(page, "2000-01-01")
    visitor.go(page, "index.html")
    slug = REGION.removeprefix("region/").removesuffix("/index.html")
    stories = page.evaluate("fetch('recent.json').then(answer => answer.json())")
    count = sum(any(f"{place}/".startswith(f"{slug}/") for place in story[3]) for story in stories)
    link = page.locator(".since p a")
    expect(link).to_have_text(f"{name}有{count}篇新的")
    link.click()
    expect(page.locator("h1")).to_have_text(name)


@pytest.mark.parametrize("size", ["100", "200"])
def test_nothing_moves_on_the_home_page_of_a_reader_who_comes_back(visitor: Reader, size: str):
    page = visitor.open(REGION, PHONE)
    page.locator("[data-keep]").click()
    put(page, "reader-size", size)
    since(page, "2000-01-01")
    visitor.go(page, "index.html")
    expect(page.locator(".since summary")).to_be_visible()
    assert page.evaluate(SHIFTS) <= 0.01
