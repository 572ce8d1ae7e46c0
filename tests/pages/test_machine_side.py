"""What pages tell search engines, telephones and those that show a link before it is followed."""

import json
import re
from typing import Any

import pytest

from goodnews.pages import pages_of
from tests.builders import ROOT, Room
from tests.looking import printed, shown, view, views

SITE = "https://nuanwen.example"


def data(room: Room, path: str) -> Any:
    return json.loads(shown(room, path).one("//script[@type='application/ld+json']").text)


def test_every_page_shows_a_picture_when_it_is_shared_its_own_or_the_sites(room: Room):
    room.story()
    own = {"index.html", "story/2026/hotline.html", "digest/2026-W06.html"}
    pages = views(room)
    for path in sorted(path for path in pages if path.endswith(".html")):
        card = path.removesuffix(".html") if path in own or path.startswith(("section/", "region/")) else "index"
        if path in ("section/index.html", "region/index.html"):
            card = "index"
        large, *_others, small = shown(room, path).find("//meta[@property='og:image']/@content")
        assert large == f"{SITE}/cards/{card}.png", path
        assert {large.removeprefix(f"{SITE}/"), small.removeprefix(f"{SITE}/")} <= set(pages), path


def test_small_square_picture_says_the_section_of_a_story_the_name_of_the_digest_or_the_list(room: Room):
    room.story(campaign="送温暖/2026", column="蹲点日记")
    squares = {
        "index.html": "index",
        "story/2026/hotline.html": "section/care/index",
        "section/care/index.html": "section/care/index",
        "digest/2026-W06.html": "digest/index",
        "digest/index.html": "digest/index",
        "campaign/songwennuan/2026.html": "campaign/songwennuan/2026",
        "column/dundian/index.html": "column/dundian/index",
        "region/henan/luoyang/index.html": "region/henan/luoyang/index",
    }
    for path, square in squares.items():
        assert view(room, path).head.square == f"cards/square/{square}.png"
    assert view(room, "cards/square/section/care/index.png").text == "维权服务"
    assert view(room, "cards/section/care/index.png").titles == ("维权服务",)
    city = view(room, "cards/region/henan/luoyang/index.png")
    assert (city.label, city.titles, city.foot) == ("地区", ("洛阳市",), "河南省")


def test_another_story_draws_no_picture_of_a_list_anew(room: Room):
    room.story("a", campaign="送温暖/2026", column="蹲点日记")
    room.build()
    room.story("b", campaign="送温暖/2026", column="蹲点日记")
    drawn = sorted(path for path in room.build().report.printed if path.startswith("cards/"))
    assert drawn == ["cards/digest/2026-W06.png", "cards/story/2026/b.png"]


def test_without_share_cards_the_sites_mark_is_the_picture(room: Room):
    room.goodnews = {"share_cards": False}
    room.story()
    meta = shown(room, "subscribe.html").meta
    assert (meta["og:image"], meta["og:image:width"]) == (f"{SITE}/static/icon-512.png", "512")


def test_story_whose_pictures_are_lost_shows_the_sites_mark_small(room: Room):
    room.goodnews = {"share_cards": False}
    room.story(image="{missing: true, alt: 站点一角}")
    meta = shown(room, "story/2026/hotline.html").meta
    assert (meta["og:image"], meta["twitter:card"]) == (f"{SITE}/static/icon-512.png", "summary")


def test_home_says_how_it_is_searched_and_who_makes_it_by_which_rules(room: Room):
    room.write("pages/method.md", "---\ntitle: 编辑规范\nsummary: 规范。\nprinciples: true\n---\n文。\n")
    room.story()
    website, newsroom = data(room, "index.html")["@graph"]
    assert website["potentialAction"]["target"]["urlTemplate"] == f"{SITE}/search.html?q={{search_term_string}}"
    assert website["publisher"]["@id"] == newsroom["@id"]
    assert newsroom["publishingPrinciples"] == f"{SITE}/method.html"
    assert newsroom["correctionsPolicy"] == f"{SITE}/corrections.html"


def test_home_of_a_site_without_search_and_principles_claims_neither(room: Room):
    room.goodnews = {"search": False}
    room.story()
    website, newsroom = data(room, "index.html")["@graph"]
    assert "potentialAction" not in website and "publishingPrinciples" not in newsroom


def test_list_tells_its_stories_and_the_way_to_it(room: Room):
    room.story("a", title="甲事", date="2026-02-04")
    room.story("b", title="乙事", date="2026-02-05")
    found = data(room, "section/care/index.html")
    assert [item["name"] for item in found["mainEntity"]["itemListElement"]] == ["乙事", "甲事"]
    assert [(item["name"], item["item"]) for item in found["breadcrumb"]["itemListElement"]] == [
        ("栏目", f"{SITE}/section/"),
        ("维权服务", f"{SITE}/section/care/"),
    ]
    assert data(room, "archive/2026/02.html")["breadcrumb"]["itemListElement"][-1]["item"].endswith(
        "archive/2026/02.html"
    )


def test_description_of_a_list_names_its_newest_stories(room: Room):
    room.story("a", title="甲事", date="2026-02-04")
    room.story("b", title="乙事", date="2026-02-05")
    assert view(room, "section/care/index.html").head.description == "身边的服务；乙事；甲事"


# --- the sitemap for news


def test_news_sitemap_holds_the_two_newest_days_whatever_the_day_of_the_build(room: Room):
    for slug, date in (("old", "2026-02-03"), ("a", "2026-02-04"), ("b", "2026-02-05")):
        room.story(slug, title=f"{slug}事", date=date)
    assert [title for _address, title, _date in view(room, "sitemap-news.xml").stories] == ["b事", "a事"]
    text = printed(room, "sitemap-news.xml")
    assert re.findall("<news:publication_date>(.*?)</", text) == ["2026-02-05", "2026-02-04"]
    assert "<news:language>zh-cn</news:language>" in text


def test_retracted_story_is_no_news(room: Room):
    room.story("a", retraction="{date: 2026-02-06, text: 有误。}")
    room.story("b")
    assert [address for address, _title, _date in view(room, "sitemap-news.xml").stories] == ["story/2026/b.html"]


# --- icons and manifest


def test_manifest_names_the_site_and_icons_that_exist(room: Room):
    manifest = json.loads(printed(room, "manifest.webmanifest"))
    assert (manifest["name"], manifest["lang"]) == ("暖闻", "zh-CN")
    for icon in manifest["icons"]:
        assert (ROOT / "theme" / icon["src"]).is_file()


@pytest.mark.parametrize("name", ['甲"乙', "甲</script>"])
def test_name_with_any_marks_leaves_the_manifest_whole(room: Room, name: str):
    room.name = name
    assert json.loads(printed(room, "manifest.webmanifest"))["name"] == name


def test_icon_of_old_stands_at_the_root_where_programs_ask_for_it(room: Room):
    pages = {page.path for page in pages_of(room.arranged(), {"static/favicon.ico": bytes(16)})}
    assert "favicon.ico" in pages and "static/favicon.ico" not in pages
    page = shown(room, "corrections.html")
    for rel in ("icon", "apple-touch-icon", "manifest"):
        assert page.find(f"//link[@rel='{rel}']"), rel
    assert [meta.get("media") for meta in page.find("//meta[@name='theme-color']")] == [
        "(prefers-color-scheme: light)",
        "(prefers-color-scheme: dark)",
    ]


def test_story_tells_readers_of_microformats_its_title_day_names_and_text(room: Room):
    room.story(bylines="[{记者: 乙}]", corrections="[{date: 2026-03-01, text: 更正。}]")
    page = shown(room, "story/2026/hotline.html")
    (entry,) = page.find("//article[contains(@class, 'h-entry')]")
    for name, text in (("p-name", "洛阳热线有人接"), ("p-author", "乙"), ("dt-published", "2026年2月4日")):
        assert page.text(f"//*[contains(@class, '{name}')]") == text
    assert entry.xpath(".//*[contains(@class, 'e-content')]") and entry.xpath(".//*[contains(@class, 'dt-updated')]")


def test_lists_of_lists_and_home_are_described_by_what_they_lead_to(room: Room):
    room.story("a", title="甲事", highlight="true")
    room.story("b", title="乙事", date="2026-02-05")
    for path, words in (
        ("index.html", "甲事"),
        ("digest/index.html", "甲事"),
        ("digest/2026.html", "甲事"),
        ("archive/index.html", "2026年2月"),
        ("archive/2026/02.html", "乙事；甲事"),
        ("region/index.html", "河南省"),
        ("section/index.html", "维权服务"),
        ("sitemap.html", "维权服务"),
        ("subscribe.html", "全部报道"),
    ):
        described = view(room, path).head.description
        assert words in described and len(described) <= 120, path


def test_description_holds_whole_names_alone(room: Room):
    for number in range(9):
        room.story(f"s{number}", title="一二三四五六七八九十" * 4, date=f"2026-02-0{number + 1}")
    described = view(room, "archive/2026/02.html").head.description
    assert described == "2026年2月；" + "；".join(["一二三四五六七八九十" * 4] * 2)
