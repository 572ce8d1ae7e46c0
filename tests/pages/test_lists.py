"""Lists of stories: section, region, campaign, column, name and month; and how they are cut into pages."""

import functools
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goodnews.arrangement import Arrangement
from goodnews.files import is_portable
from goodnews.newsroom.byline import name_folder
from goodnews.pages.lists import cut
from goodnews.pages.views.lists import ListPage
from tests.builders import Room
from tests.looking import shown, slug_of, view, views, views_of

SIZE = 5


def days(number: int) -> str:
    return f"2026-{number // 28 + 1:02}-{number % 28 + 1:02}"


@functools.cache
def edition_of(count: int) -> Arrangement:
    """A newsroom with `count` stories, one a day, all of one section."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), {"list_items": SIZE})
        for number in range(count):
            room.story(f"s{number:03}", date=days(number))
        return room.arranged()


@functools.cache
def pages(count: int) -> dict[str, Any]:
    """The pages of that section: path -> view."""
    found = views_of(edition_of(count))
    return {path: page for path, page in found.items() if path.startswith("section/care/")}


def cards(page: ListPage) -> list[str]:
    return [slug_of(card.url) for card in page.cards]


FRONT = "section/care/index.html"
counts = st.integers(min_value=1, max_value=6 * SIZE)


# --- Cutting


@given(st.integers(min_value=1, max_value=100_000), st.integers(min_value=5, max_value=200))
def test_front_page_holds_between_one_and_two_pages_worth(count: int, size: int):
    front = count - cut(count, size) * size
    assert 1 <= front <= 2 * size


@given(st.integers(min_value=0, max_value=100_000), st.integers(min_value=5, max_value=200))
def test_adding_a_story_adds_at_most_one_numbered_page(count: int, size: int):
    assert cut(count + 1, size) - cut(count, size) in (0, 1)


@settings(max_examples=15)
@given(counts)
def test_every_story_stands_exactly_once_over_all_pages_newest_first(count: int):
    found = pages(count)
    order = [FRONT]
    while found[order[-1]].older:
        order.append(found[order[-1]].older)
    assert sorted(order) == sorted(found)
    assert [slug for path in order for slug in cards(found[path])] == [f"s{n:03}" for n in reversed(range(count))]


@settings(max_examples=15)
@given(counts)
def test_a_new_story_leaves_numbered_pages_as_they_are(count: int):
    before, after = pages(count), pages(count + 1)
    for path, page in before.items():
        if path == FRONT:
            continue
        changed = [name for name in page.__struct_fields__ if getattr(page, name) != getattr(after[path], name)]
        assert changed == [] or (changed == ["newer"] and page.newer == FRONT)


@settings(max_examples=15)
@given(counts)
def test_older_and_newer_lead_to_each_other(count: int):
    found = pages(count)
    assert found[FRONT].newer == ""
    for path, page in found.items():
        assert not page.older or found[page.older].newer == path
        assert not page.newer or found[page.newer].older == path
    assert sum(not page.older for page in found.values()) == 1


def test_page_one_is_the_oldest_full_page():
    found = pages(3 * SIZE)
    assert list(found) == [FRONT, "section/care/1.html"]
    assert cards(found["section/care/1.html"]) == [f"s{n:03}" for n in reversed(range(SIZE))]
    assert found["section/care/1.html"].page == 1
    assert found[FRONT].page == 0


def test_two_pages_worth_still_fit_on_the_front_page():
    assert list(pages(2 * SIZE)) == [FRONT]


def test_every_page_of_a_list_has_a_canonical_address_of_its_own():
    found = pages(4 * SIZE)
    assert {path: page.head.url for path, page in found.items()} == {
        FRONT: "section/care/",
        "section/care/1.html": "section/care/1.html",
        "section/care/2.html": "section/care/2.html",
    }


def test_numbered_pages_of_a_flat_address_stand_in_a_folder_of_its_name(room: Room):
    room.goodnews = {"list_items": SIZE}
    for number in range(3 * SIZE):
        room.story(f"s{number}", date=days(number), campaign="送温暖/2026")
    found = views(room)
    assert found["campaign/songwennuan/2026.html"].older == "campaign/songwennuan/2026/1.html"
    assert found["campaign/songwennuan/2026/1.html"].newer == "campaign/songwennuan/2026.html"


def test_no_two_pages_claim_one_address(room: Room):
    room.goodnews = {"list_items": SIZE}
    room.write("campaigns.yaml", "送温暖:\n  slug: s\n  editions:\n    2026: {title: 甲}\n    2026-1: {title: 乙}\n")
    for number in range(3 * SIZE):
        room.story(f"s{number}", date=days(number), campaign="送温暖/2026")
    room.story("t", campaign="送温暖/2026-1")
    paths = room.build().pages
    assert len(set(paths)) == len(paths)


# --- Contents of each list


def test_section_page_has_its_description_and_stories(room: Room):
    room.story("a")
    room.story("b", category="工作动态")
    page = view(room, FRONT)
    assert (page.kind, page.title, page.note) == ("section", "维权服务", "身边的服务。")
    assert cards(page) == ["a"]
    assert page.head.feeds[0].url == "feeds/section/care"


def test_card_says_title_summary_day_section_and_region(room: Room):
    room.story(kicker="引题——", kind="brief")
    (card,) = view(room, FRONT).cards
    assert (card.title, card.summary, card.kicker, card.kind) == (
        "洛阳热线有人接",
        "五年来热线不断。",
        "引题——",
        "brief",
    )
    assert card.url == "story/2026/hotline.html"
    assert card.section.url == FRONT
    assert (card.region.text, card.region.url) == ("洛阳市", "region/henan/luoyang/index.html")


def test_two_provinces_that_sound_alike_have_pages_of_their_own(room: Room):
    room.story("a", region="山西省")
    room.story("b", region="陕西省")
    found = views(room)
    assert cards(found["region/shanxi/index.html"]) == ["a"]
    assert cards(found["region/shaanxi/index.html"]) == ["b"]


def test_region_page_counts_the_stories_of_the_regions_below(room: Room):
    room.story("a", region="河南省/洛阳市/涧西区")
    room.story("b", region="河南省/洛阳市")
    room.story("c", region="河南省")
    found = views(room)
    assert len(found["region/henan/index.html"].cards) == 3
    (child,) = found["region/henan/index.html"].children
    assert (child.text, child.url, child.count) == ("洛阳市", "region/henan/luoyang/index.html", 2)
    (child,) = found["region/henan/luoyang/index.html"].children
    assert (child.text, child.count) == ("涧西区", 1)
    assert found["region/henan/luoyang/jianxi/index.html"].children == ()


def test_numbered_pages_do_not_repeat_the_regions_below_for_they_stay_as_they_are(room: Room):
    room.goodnews = {"list_items": SIZE}
    for number in range(3 * SIZE):
        room.story(f"s{number}", date=days(number))
    found = views(room)
    assert len(found["region/henan/index.html"].children) == 1
    assert found["region/henan/1.html"].children == ()


def test_region_page_says_where_it_lies(room: Room):
    room.story(region="河南省/洛阳市/涧西区")
    crumbs = view(room, "region/henan/luoyang/jianxi/index.html").crumbs
    assert [link.url for link in crumbs] == [
        "region/index.html",
        "region/henan/index.html",
        "region/henan/luoyang/index.html",
    ]


def test_only_top_level_regions_offer_a_feed(room: Room):
    room.story()
    found = views(room)
    assert [link.url for link in found["region/henan/index.html"].head.feeds] == ["feeds/region/henan"]
    assert found["region/henan/luoyang/index.html"].head.feeds == ()


def test_campaign_edition_has_its_slogan_and_leads_to_the_others(room: Room):
    room.story("a", campaign="送温暖/2025")
    room.story("b", campaign="送温暖/2026")
    found = views(room)
    page = found["campaign/songwennuan/2026.html"]
    assert (page.title, page.slogan, page.note) == ("2026年送温暖", "情暖万家", "两节走访。")
    assert [(link.text, link.url, link.count) for link in page.children] == [
        ("2025年送温暖", "campaign/songwennuan/2025.html", 1)
    ]
    assert found["campaign/songwennuan/2025.html"].slogan == ""


def test_campaign_edition_without_stories_has_no_page(room: Room):
    room.story(campaign="送温暖/2026")
    found = views(room)
    assert "campaign/songwennuan/2025.html" not in found
    assert found["campaign/songwennuan/2026.html"].children == ()


def test_column_page_has_the_columns_stories(room: Room):
    room.story("a", column="蹲点日记")
    room.story("b")
    page = view(room, "column/dundian/index.html")
    assert (page.title, page.note, cards(page)) == ("蹲点日记", "日记。", ["a"])


def test_name_of_a_byline_has_a_page(room: Room):
    room.story("a", bylines="[{记者: 丁一}]")
    room.story("b")
    page = view(room, "byline/丁一/index.html")
    assert (page.title, cards(page)) == ("丁一", ["a"])
    assert page.head.url == "byline/%E4%B8%81%E4%B8%80/"


names = (
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=8)
    .map(str.strip)
    .filter(bool)
)


@given(names, names)
@example("A", "a")
@example("Émile", "émile")
@example("A B", "a-b-7eb91f4c")
@example("CON", f"con-{name_folder('CON')[-8:]}")
@example("aux", name_folder("aux"))
def test_two_names_never_share_a_folder_even_where_letters_of_both_cases_are_one(one: str, other: str):
    assert one == other or name_folder(one).casefold() != name_folder(other).casefold()


@pytest.mark.parametrize(
    "name", ["甲/乙", "..", ".", "a?b#c", "CON", "aux", "nul", "甲.", "A", "100%", "甲 乙", "甲\\乙"]
)
def test_folder_of_a_name_is_safe_whatever_the_name(name: str):
    folder = name_folder(name)
    assert folder not in ("", ".", "..")
    assert not set(folder) & set('/\\?#%:*"<>| ')
    assert is_portable(folder)


def test_month_page_lists_every_story_of_the_month_by_days_newest_first(room: Room):
    room.goodnews = {"list_items": SIZE}
    for number in range(3 * SIZE):
        room.story(f"s{number:02}", date=f"2026-02-{number + 1:02}")
    room.story("march", date="2026-03-01")
    page = view(room, "archive/2026/02.html")
    found = [(day.date.day, [slug_of(card.url) for card in day.cards]) for day in page.days]
    assert found == [(n + 1, [f"s{n:02}"]) for n in reversed(range(3 * SIZE))]
    assert [link.url for link in page.crumbs] == ["archive/index.html", "archive/2026/index.html"]


def test_month_page_has_a_calendar_whose_days_with_stories_lead_to_them(room: Room):
    room.story("a", date="2026-02-03")
    room.story("b", date="2026-02-28")
    room.story("c", date="2026-02-28")
    weeks = view(room, "archive/2026/02.html").weeks
    assert [[square.date and square.date.day for square in week] for week in weeks] == [
        [None] * 6 + [1],
        *(list(range(monday, monday + 7)) for monday in (2, 9, 16)),
        [*range(23, 29), None],
    ]
    page = shown(room, "archive/2026/02.html")
    assert [(link.text, link.get("aria-label")) for link in page.find("//table//a")] == [
        ("3", "2月3日：1篇"),
        ("28", "2月28日：2篇"),
    ]
    for link in page.links("//table"):
        assert page.one(f"//*[@id='{link.removeprefix('#')}']/h2") is not None


def test_story_with_a_picture_shows_it_in_lists(room: Room):
    room.photo("images/a.jpg")
    room.story("a", image="{file: images/a.jpg, alt: 现场}")
    room.story("b")
    for path in (FRONT, "archive/2026/02.html"):
        page = shown(room, path)
        assert len(page.find("//main//picture")) == len(page.find("//main//div[@class='slot']")) == 1
        assert page.one("//main//picture//img").get("alt") == ""


def test_new_words_of_a_picture_print_no_list_anew(room: Room):
    room.photo("images/a.jpg")
    room.story("a", image="{file: images/a.jpg, alt: 现场}")
    before = views(room)
    room.story("a", image="{file: images/a.jpg, alt: 现场, caption: 培训现场}")
    after = views(room)
    assert all(after[path] == before[path] for path in (FRONT, "archive/2026/02.html", "digest/index.html"))


# --- HTML


def test_list_page_shows_heading_note_and_cards_with_links(room: Room):
    room.story("a", title="甲事", date="2026-02-03", kicker="引题")
    room.story("b", title="乙事", date="2026-02-04")
    page = shown(room, FRONT)
    assert page.text("//h1") == "维权服务"
    assert "身边的服务。" in page.text()
    assert page.texts("//main//article//h2") == ["乙事", "甲事"]
    assert page.stories() == ["b", "a"]
    assert "引题" in page.text("(//main//article)[2]")
    assert page.one("(//main//article)[1]//time").get("datetime") == "2026-02-04"
    assert "../../region/henan/luoyang/index.html" in page.links()


def test_card_escapes_what_an_editor_types(room: Room):
    room.story(title="'1+1>2 <b>&amp;“好”'", summary="'<script>x</script> @工小家'", kicker="'<i>引</i>'")
    page = shown(room, FRONT)
    assert page.text("//main//article//h2") == "1+1>2 <b>&amp;“好”"
    assert "<script>x</script> @工小家" in page.text()
    assert not page.find("//main//script | //main//article//b | //main//i")


def test_numbered_page_says_its_number_in_title_and_leads_on(room: Room):
    room.goodnews = {"list_items": SIZE}
    for number in range(3 * SIZE):
        room.story(f"s{number:02}", date=days(number))
    front = shown(room, FRONT)
    one = shown(room, "section/care/1.html")
    assert front.one("//main//a[@rel='next']").get("href") == "../../section/care/1.html"
    assert not front.find("//main//a[@rel='prev']")
    assert one.one("//main//a[@rel='prev']").get("href") == "../../section/care/index.html"
    assert not one.find("//main//a[@rel='next']")
    assert one.text("//title") != front.text("//title")
    assert "1" in one.text("//title")
    assert front.text("//main//a[@rel='next']") == "较早的报道：第1页，共2页"
    assert one.one("//link[@rel='canonical']").get("href") == "https://nuanwen.example/section/care/1.html"


def test_card_of_a_sections_list_names_the_campaign_and_not_the_section(room: Room):
    room.story(campaign="送温暖/2026")
    assert shown(room, FRONT).texts("//article//a")[1:] == ["洛阳市", "2026年送温暖"]
    assert "维权服务" in shown(room, "region/henan/index.html").texts("//article//a")


def test_month_page_says_each_day_once(room: Room):
    room.story("a")
    room.story("b")
    page = shown(room, "archive/2026/02.html")
    assert page.texts("//main//time") == page.texts("//main//h2") == ["2月4日"]


def test_list_of_one_page_has_no_links_to_others(room: Room):
    room.story()
    assert not shown(room, FRONT).find("//a[@rel='next' or @rel='prev']")


def test_region_page_leads_up_and_down(room: Room):
    room.story(region="河南省/洛阳市/涧西区")
    links = shown(room, "region/henan/luoyang/index.html").links()
    assert "../../../region/henan/index.html" in links
    assert "../../../region/henan/luoyang/jianxi/index.html" in links


def test_campaign_page_shows_slogan_and_other_editions(room: Room):
    room.story("a", campaign="送温暖/2025")
    room.story("b", campaign="送温暖/2026")
    page = shown(room, "campaign/songwennuan/2026.html")
    assert page.text("//h1") == "2026年送温暖"
    assert "情暖万家" in page.text()
    assert "../../campaign/songwennuan/2025.html" in page.links()
    assert "情暖万家" not in shown(room, "campaign/songwennuan/2025.html").text()


def test_month_page_lists_headlines(room: Room):
    room.story("a", title="甲事", date="2026-02-03")
    room.story("b", title="乙事", date="2026-02-04")
    page = shown(room, "archive/2026/02.html")
    assert page.stories() == ["b", "a"]
    assert page.text().index("乙事") < page.text().index("甲事")


def test_page_of_a_name_with_odd_characters_is_reached_by_the_link_of_its_story(room: Room):
    room.story(bylines="[{记者: 'A/B 丙·丁'}]")
    page = shown(room, "story/2026/hotline.html")
    (link,) = [link for link in page.links() if "byline/" in link]
    assert shown(room, unquote(link).removeprefix("../../")).text("//h1") == "A/B 丙·丁"
