"""Pages at former addresses: each redirects without a script, and hosts get the same rules."""

import pytest

from tests.builders import COLUMNS, REGIONS, SECTIONS, Room
from tests.looking import shown, view, views

PAGE = "---\ntitle: 甲\nsummary: 乙\naliases: [about-us]\n---\n丙\n"


def moved(room: Room) -> dict[str, str]:
    """Former address of a page -> where it leads."""
    return {path: page.url for path, page in views(room).items() if type(page).__name__ == "RedirectPage"}


def test_newsroom_without_aliases_has_neither_pages_nor_rules_for_them(room: Room):
    room.story()
    room.build()
    assert moved(room) == {}
    assert not [path for path in room.files() if "redirect" in path]


def test_former_addresses_of_stories_and_pages_lead_to_the_present_one(room: Room):
    room.story(aliases="[first, 2025/first]")
    room.write("pages/about.md", PAGE)
    assert moved(room) == {
        "about-us.html": "about.html",
        "story/2025/first.html": "story/2026/hotline.html",
        "story/2026/first.html": "story/2026/hotline.html",
    }


def test_every_page_of_a_list_has_its_former_address(room: Room):
    room.goodnews = {"list_items": 5}
    for number in range(12):
        room.story(f"s{number}")
    room.write("sections.yaml", SECTIONS.replace("slug: care", "slug: help, aliases: [care, service]"))
    assert moved(room) == {
        f"section/{old}/{name}.html": f"section/help/{name}.html"
        for old in ("care", "service")
        for name in ("1", "index")
    }


def test_region_leads_on_with_all_below_it(room: Room):
    room.story()
    room.write("regions.csv", REGIONS.replace(",henan", ",honan").replace(",honan,", ",honan|henan,"))
    assert moved(room) == {
        "region/henan/index.html": "region/honan/index.html",
        "region/henan/luoyang/index.html": "region/honan/luoyang/index.html",
    }


def test_campaign_and_its_year_may_both_have_had_other_names(room: Room):
    room.story(campaign="送温暖/2026", column="蹲点日记")
    room.write("columns.yaml", COLUMNS.replace("slug: dundian", "slug: diary, aliases: [dundian]"))
    years = "  editions:\n    2026: {title: 甲, aliases: [spring]}\n"
    room.write("campaigns.yaml", f"送温暖:\n  slug: warmth\n  aliases: [songwennuan]\n{years}")
    assert moved(room) == {
        "campaign/songwennuan/2026.html": "campaign/warmth/2026.html",
        "campaign/songwennuan/spring.html": "campaign/warmth/2026.html",
        "campaign/warmth/spring.html": "campaign/warmth/2026.html",
        "column/dundian/index.html": "column/diary/index.html",
    }


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"date": "2026-12-01"}])
def test_nothing_leads_to_a_story_that_is_not_out(room: Room, fields: dict[str, str]):
    room.story("other")
    room.story(aliases="[first]", **fields)
    assert moved(room) == {}


def test_page_that_is_there_is_never_replaced_by_one_that_leads_on(room: Room):
    room.story(region="河南省/洛阳市/涧西区")
    room.write(
        "regions.csv",
        REGIONS.replace(",henan/luoyang,", ",henan/luoyang|henan/luo,").replace(
            ",shanxi,", ",shanxi|henan/luoyang/old,"
        ),
    )
    assert moved(room) == {
        "region/henan/luo/index.html": "region/henan/luoyang/index.html",
        "region/henan/luo/jianxi/index.html": "region/henan/luoyang/jianxi/index.html",
    }
    assert view(room, "region/henan/luoyang/index.html").title == "洛阳市"


def test_page_leads_on_without_a_script_and_no_search_engine_keeps_it(room: Room):
    room.story(aliases="[first]")
    page = shown(room, "story/2026/first.html")
    assert page.meta["refresh"] == "0; url=../../story/2026/hotline.html"
    assert page.meta["robots"] == "noindex"
    assert page.one("//link[@rel='canonical']").get("href") == "https://nuanwen.example/story/2026/hotline.html"
    assert page.links("//body") == ["../../story/2026/hotline.html"]
    assert page.text("//h1") == "本页已换网址"
    assert not page.find("//script | //style | //img")


def test_no_map_of_the_site_names_a_former_address(room: Room):
    room.story(aliases="[first]")
    room.build()
    assert "first" not in room.html("sitemap.xml") + room.html("sitemap.html")


def test_hosts_get_rules_for_pages_folders_and_feeds(room: Room):
    room.url = "https://nuanwen.example/news"
    room.story(aliases="[first]")
    room.write("sections.yaml", SECTIONS.replace("slug: care", "slug: help, aliases: [care]"))
    room.build()
    expected = [
        ("/news/section/care/", "/news/section/help/"),
        ("/news/section/care/index.html", "/news/section/help/"),
        ("/news/story/2026/first.html", "/news/story/2026/hotline.html"),
        *((f"/news/feeds/section/care.{f}", f"/news/feeds/section/help.{f}") for f in ("atom", "rss", "json")),
    ]
    assert room.html("_redirects") == "".join(f"{old} {new} 301!\n" for old, new in expected)
    assert room.html("redirects.map") == "".join(f"{old} {new};\n" for old, new in expected)
    assert room.html("redirects.caddy") == "".join(f"redir {old} {new} permanent\n" for old, new in expected)


def test_list_without_its_stories_takes_its_former_address_along(room: Room):
    room.write("columns.yaml", COLUMNS.replace("slug: dundian", "slug: diary, aliases: [dundian]"))
    room.story(column="蹲点日记")
    room.build()
    assert (room.output / "column/dundian/index.html").exists()
    room.story()
    room.build()
    assert not (room.output / "column/dundian").exists()
    assert not (room.output / "_redirects").exists()
