"""Indexes: sections, regions, campaigns, columns, names, and the archive."""

import pytest

from goodnews.pages.directories import NAMES_MOST
from goodnews.pages.views.lists import DirectoryPage
from tests.builders import COLUMNS, TOPICS, Room
from tests.looking import shown, view, views


def counts(page: DirectoryPage) -> list[tuple[str, int]]:
    return [(link.text, link.count) for group in page.groups for link in group.links]


# --- View


def test_section_index_lists_every_section_that_has_stories_with_its_count(room: Room):
    room.story("a")
    room.story("b")
    room.story("c", category="工作动态")
    assert counts(view(room, "section/index.html")) == [("工作动态", 1), ("维权服务", 2)]


def test_region_index_lists_what_lies_below_each_tile_and_says_nothing_twice(room: Room):
    room.story("a", region="河南省/洛阳市/涧西区")
    room.story("b", region="山西省")
    (group,) = view(room, "region/index.html").groups
    assert (group.title, [(link.text, link.count) for link in group.links]) == ("河南省", [("洛阳市", 1)])
    links = shown(room, "region/index.html").links()
    assert len(links) == len(set(links))


def test_campaign_index_lists_the_editions_with_stories_newest_first(room: Room):
    room.story("a", campaign="送温暖/2025")
    room.story("b", campaign="送温暖/2026")
    room.story("c", campaign="送温暖/2026")
    (group,) = view(room, "campaign/index.html").groups
    assert (group.title, group.note, group.count) == ("送温暖", "两节走访。", 3)
    assert [(link.text, link.count) for link in group.links] == [("2026年送温暖", 2), ("2025年送温暖", 1)]


def test_column_index_lists_columns_with_stories(room: Room):
    room.write("columns.yaml", COLUMNS + "班组日志: {slug: banzu}\n")
    room.story(column="蹲点日记")
    assert counts(view(room, "column/index.html")) == [("蹲点日记", 1)]


def test_name_index_lists_every_name_with_its_count(room: Room):
    room.story("a", bylines="[{记者: [乙, 甲]}]")
    room.story("b", bylines="[{通讯员: 甲}]")
    assert sorted(counts(view(room, "byline/index.html"))) == [("乙", 1), ("甲", 2)]
    assert view(room, "byline/index.html").note


def test_archive_lists_years_newest_first_and_their_months(room: Room):
    for number, day in enumerate(("2024-12-31", "2025-01-01", "2025-01-31", "2025-03-01")):
        room.story(f"s{number}", date=day)
    groups = view(room, "archive/index.html").groups
    assert [(group.title, group.url, group.count) for group in groups] == [
        ("2025", "archive/2025/index.html", 3),
        ("2024", "archive/2024/index.html", 1),
    ]
    assert [(link.url, link.count) for link in groups[0].links] == [
        ("archive/2025/03.html", 1),
        ("archive/2025/01.html", 2),
    ]
    assert counts(view(room, "archive/2024/index.html")) == [("2024年12月", 1)]


def test_archive_follows_the_calendar_and_not_the_iso_week(room: Room):
    room.story(date="2024-12-30")
    found = views(room)
    assert "archive/2024/12.html" in found and "digest/2025-W01.html" in found


def newest_of(page: DirectoryPage) -> list[str]:
    return [link.newest.title if link.newest else "" for group in page.groups for link in group.links]


@pytest.mark.parametrize("kind", ["section", "column", "campaign", "topic", "byline"])
def test_index_names_the_newest_story_of_each_list(room: Room, kind: str):
    of = {"column": "蹲点日记", "campaign": "送温暖/2026", "topics": "[工资]", "bylines": "[{记者: 甲}]"}
    room.write("topics.yaml", TOPICS)
    room.story("a", date="2026-02-03", title="热线有人接", **of)
    room.story("b", date="2026-02-04", title="驿站开门", **of)
    page = view(room, f"{kind}/index.html")
    assert newest_of(page) == ["驿站开门"]
    assert "驿站开门" in shown(room, f"{kind}/index.html").text()


def test_year_says_what_is_newest_in_each_month_and_the_list_of_all_years_does_not(room: Room):
    room.story("a", date="2026-01-31", title="热线有人接")
    room.story("b", date="2026-02-04", title="驿站开门")
    assert newest_of(view(room, "archive/2026/index.html")) == ["驿站开门", "热线有人接"]
    assert newest_of(view(room, "archive/index.html")) == ["", ""]


def test_index_does_not_put_forward_a_story_that_was_taken_back(room: Room):
    room.story("a", date="2026-02-03", title="热线有人接")
    room.story("b", date="2026-02-04", title="驿站开门", retraction="{date: 2026-02-05, text: 失实。}")
    assert newest_of(view(room, "section/index.html")) == ["热线有人接"]


def test_new_headline_does_not_print_the_site_map_anew(room: Room):
    room.story("a", column="蹲点日记")
    before = view(room, "sitemap.html")
    room.story("a", column="蹲点日记", title="热线夜里也有人接")
    assert view(room, "sitemap.html") == before


def test_many_names_are_listed_without_stories(room: Room):
    names = ", ".join(f"甲{number}" for number in range(NAMES_MOST + 1))
    room.story(bylines=f"[{{记者: [{names}]}}]")
    assert not any(newest_of(view(room, "byline/index.html")))


def test_column_has_the_picture_of_its_newest_story_or_else_the_cover_of_its_own_page(room: Room):
    room.story("a", date="2026-02-03", column="蹲点日记")
    (link,) = view(room, "column/index.html").groups[0].links
    assert link.cover == view(room, "column/dundian/index.html").cover
    room.photo("images/a.jpg")
    room.story("b", date="2026-02-04", column="蹲点日记", image="{file: images/a.jpg, alt: 现场}")
    (link,) = view(room, "column/index.html").groups[0].links
    assert link.newest.figure.url and link.cover is None


# --- HTML


@pytest.mark.parametrize("kind", ["section", "region", "campaign", "column", "byline", "archive", "digest"])
def test_every_index_is_whole_with_one_story(room: Room, kind: str):
    room.story(campaign="送温暖/2026", column="蹲点日记", bylines="[{记者: 甲}]")
    page = shown(room, f"{kind}/index.html")
    assert len(page.find("//h1")) == 1
    assert not page.find(
        "//main//ul[not(li)] | //main//*[self::h2 or self::li or self::a or self::p][not(normalize-space())]"
    )
    assert not page.find("//main//section[not(.//text()[normalize-space()])]")


def test_region_without_stories_is_named_and_not_linked(room: Room):
    room.story()
    page = shown(room, "region/index.html")
    assert "山西" in page.text() and "陕西" in page.text()
    links = page.links()
    assert "../region/henan/index.html" in links and "../region/henan/luoyang/index.html" in links
    assert not any("shanxi" in link or "shaanxi" in link for link in links)


def test_section_index_links_sections_and_tells_what_they_are(room: Room):
    room.story("a")
    room.story("b", category="工作动态")
    page = shown(room, "section/index.html")
    assert page.links() == [
        *("../section/news/index.html", "../story/2026/b.html"),
        *("../section/care/index.html", "../story/2026/a.html"),
    ]
    assert "身边的服务。" in page.text()
