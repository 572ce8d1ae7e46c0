"""The home page."""

import pytest

from tests.builders import Room
from tests.looking import annual, shown, slug_of, view, views

PATH = "index.html"


def test_home_shows_the_latest_digest_without_its_items(room: Room):
    room.story("old", date="2026-01-28")
    room.story("new", highlight="true")
    digest = view(room, PATH).digest
    assert digest.week == "2026-W06"
    assert [slug_of(link.url.replace("#", "/")) for link in digest.body.highlights] == ["new"]
    assert [(section.title, section.items) for section in digest.body.sections] == [("维权服务", ())]


def test_home_shows_the_latest_stories_newest_first(room: Room):
    room.goodnews = {"home_items": 2}
    for number in (1, 2, 3):
        room.story(f"s{number}", date=f"2026-02-0{number}")
    assert [slug_of(card.url) for card in view(room, PATH).latest] == ["s3", "s2"]


def latest(room: Room) -> list[str]:
    return [slug_of(card.url) for card in view(room, PATH).latest]


def hero(room: Room) -> list[str]:
    """Stories that the latest digest leads with."""
    return [link.url.rpartition("#")[2] for link in view(room, PATH).digest.body.highlights]


def test_day_begins_with_the_leads_of_the_digest_then_its_highlights_then_by_kind_and_section(room: Room):
    for kind in ("brief", "diary", "story", "feature"):
        room.story(f"z-{kind}", kind=kind)
    room.story("z-photo", kind="photo", image="{missing: true, alt: 图}")
    room.story("a-care", category="维权服务")
    room.story("b-news", category="工作动态")
    room.story("marked", kind="brief", highlight="true")
    room.story("picked", kind="brief")
    room.story("older", kind="feature", date="2026-02-03", highlight="true")
    room.write("digests/2026-W06.md", "---\nleads: [picked]\n---\n")
    assert latest(room) == [
        *("picked", "marked"),
        *("z-feature", "z-photo", "b-news", "a-care", "z-story", "z-diary", "z-brief"),
        "older",
    ]


def test_story_may_be_the_lead_of_its_day_and_of_no_other(room: Room):
    room.story("feature", kind="feature", highlight="true")
    room.story("brief", kind="brief", lead="true")
    room.story("tomorrow", date="2026-02-05")
    room.write("digests/2026-W06.md", "---\nleads: [feature]\n---\n")
    assert latest(room) == ["tomorrow", "brief", "feature"]


def test_lead_is_found_among_more_stories_of_a_day_than_home_shows(room: Room):
    room.goodnews = {"home_items": 2}
    room.story("a", lead="true")
    for slug in ("x", "y", "z"):
        room.story(slug)
    assert latest(room) == ["a", "x"]


def test_picture_on_home_is_that_of_the_lead(room: Room):
    for number, slug in enumerate(("lead", "other")):
        room.photo(f"images/{slug}.jpg", seed=number)
        room.story(
            slug, image=f"{{file: images/{slug}.jpg, alt: {slug}的图}}", kind="feature" if slug == "lead" else "story"
        )
    assert view(room, PATH).figure.alt == "lead的图"


def test_digest_without_highlights_still_shows_three_stories_on_home(room: Room):
    for slug, kind in (("a", "brief"), ("b", "story"), ("c", "feature"), ("d", "story")):
        room.story(slug, kind=kind)
    assert hero(room) == ["c", "b", "d"]
    assert view(room, "digest/2026-W06.html").body.highlights == ()


def test_digest_with_few_highlights_is_filled_up_and_with_many_shows_them_all(room: Room):
    for slug in ("a", "b", "c", "d"):
        room.story(slug)
    room.write("digests/2026-W06.md", "---\nhighlights: [d]\n---\n")
    assert hero(room) == ["d", "a", "b"]
    room.write("digests/2026-W06.md", "---\nleads: [c]\nhighlights: [d, b, c, a]\n---\n")
    assert hero(room) == ["c", "d", "b", "a"]


def test_home_leads_to_the_newest_annual_page(room: Room):
    room.story()
    room.write("top10/2024.md", annual("hotline", title="旧年度"))
    room.write("top10/2025.md", annual("hotline", title="新年度", summary="新十则。"))
    page = view(room, PATH)
    assert (page.top10.text, page.top10.url, page.top10_note) == ("新年度", "top10/2025.html", "新十则。")


def test_home_lists_campaigns_with_the_newest_story_first(room: Room):
    room.story("a", campaign="送温暖/2026", date="2026-01-01")
    room.story("b", campaign="送温暖/2025", date="2026-02-01")
    room.story("c", campaign="送温暖/2026", date="2026-01-02")
    assert [(link.text, link.count) for link in view(room, PATH).campaigns] == [
        ("2025年送温暖", 1),
        ("2026年送温暖", 2),
    ]


def test_home_looks_back_with_its_digest(room: Room):
    room.story("a", date="2025-02-05")
    room.story("b")
    assert [link.url for link in view(room, PATH).years_back] == ["digest/2025-W06.html"]


def test_new_paragraph_for_the_digest_does_not_touch_home(room: Room):
    room.story(digest_summary="一段。")
    before = views(room)
    room.story(digest_summary="改了的段。")
    after = views(room)
    assert before[PATH] == after[PATH]
    assert before["digest/2026-W06.html"] != after["digest/2026-W06.html"]


def test_home_of_an_empty_newsroom_is_whole(room: Room):
    page = view(room, PATH)
    assert (page.digest, page.latest, page.top10, page.campaigns) == (None, (), None, ())


# --- HTML


def test_home_shows_name_slogan_digest_stories_annual_page_and_campaigns(room: Room):
    room.goodnews = {"slogan": "每周一读"}
    room.story("a", title="甲事", highlight="true", campaign="送温暖/2026")
    room.write("top10/2025.md", annual("a", title="新年度", summary="新十则。"))
    page = shown(room, PATH)
    assert page.text("//h1") == "暖闻"
    assert page.text("//title") == "暖闻 · 每周一读"
    assert "每周一读" in page.text("//header")
    links = page.links()
    for target in (
        "digest/2026-W06.html",
        "digest/2026-W06.html#a",
        "digest/2026-W06.html#s_care",
        "story/2026/a.html",
        "top10/2025.html",
        "campaign/songwennuan/2026.html",
    ):
        assert target in links
    assert "新十则。" in page.text()


def test_home_has_the_address_of_the_site_itself(room: Room):
    room.story()
    assert shown(room, PATH).one("//link[@rel='canonical']").get("href") == "https://nuanwen.example/"


@pytest.mark.parametrize("stories", [0, 1])
def test_home_without_this_or_that_leaves_no_empty_shells(room: Room, stories: int):
    for number in range(stories):
        room.story(f"s{number}")
    page = shown(room, PATH)
    assert not page.find("//main//ul[not(li)] | //main//section[not(.//text()[normalize-space()])]")
    assert not page.find("//main//*[self::p or self::h2 or self::h3 or self::li or self::a][not(normalize-space())]")


def test_home_of_an_empty_newsroom_offers_no_feed_that_is_not_there(room: Room):
    page = shown(room, PATH)
    assert page.find("//link[@rel='alternate']") == []


def test_menu_marks_the_page_one_is_on(room: Room):
    room.story()
    page = shown(room, "digest/index.html")
    assert [link.get("href") for link in page.find("//a[@aria-current='page']")] == ["../digest/index.html"] * 2
    assert len(page.find("//details[@class='menu']//a[@aria-current='page']")) == 1
    assert not shown(room, PATH).find("//nav//a[@aria-current]")


def test_foot_has_licence_number_and_report_only_if_the_settings_do(room: Room):
    plain = shown(room, PATH)
    assert not plain.find("//footer//a[starts-with(@href, 'http') or starts-with(@href, 'mailto')]")
    room.goodnews = {"icp": "京ICP备1号", "report_url": "mailto:desk@nuanwen.example"}
    page = shown(room, PATH)
    assert page.text("//footer//a[starts-with(@href, 'https://beian')]") == "京ICP备1号"
    assert page.find("//footer//a[@href='mailto:desk@nuanwen.example']")


def test_home_lists_what_the_editors_recommend_and_says_so(room: Room):
    room.story("one", date="2026-02-02", title="甲事")
    room.story("two", date="2026-02-03", title="乙事")
    assert "编辑推荐" not in shown(room, "index.html").text("//main")
    room.write("recommended.yaml", "stories: [one]\n")
    page = shown(room, "index.html")
    assert page.texts("//section[h2='编辑推荐']//a") == ["甲事"]
