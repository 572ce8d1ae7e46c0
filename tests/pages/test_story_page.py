"""The page of one story."""

import json
from typing import Any

import pytest

from tests.builders import Room
from tests.looking import Shown, annual, printed, say, shown, slug_of, view, views

PATH = "story/2026/hotline.html"
PICTURE = "{file: images/x.png, alt: 站点一角, caption: 换了新灯, credit: 甲 摄}"


def structured(page: Shown) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.one("//script[@type='application/ld+json']").text)
    return found


# --- View


def test_story_page_holds_what_the_editor_wrote(room: Room):
    room.story(
        kicker="引题——",
        subtitle="副题",
        leadin="洛阳",
        dateline="本报讯",
        event_date="2026-01",
        kind="feature",
        column="蹲点日记",
        campaign="送温暖/2026",
        editors_note="|\n  第一段。\n\n  第二段。",
    )
    page = view(room, PATH)
    assert (page.head.title, page.head.description) == ("洛阳热线有人接", "五年来热线不断。")
    assert (page.kicker, page.subtitle, page.leadin, page.dateline) == ("引题——", "副题", "洛阳", "本报讯")
    assert (page.kind, page.event) == ("feature", "2026-01")
    assert page.editors_note == ("第一段。", "第二段。")
    assert (page.section.text, page.section.url) == ("维权服务", "section/care/index.html")
    assert (page.column.text, page.column.url) == ("蹲点日记", "column/dundian/index.html")
    assert (page.campaign.text, page.campaign.url) == ("2026年送温暖", "campaign/songwennuan/2026.html")


def test_regions_are_told_from_the_top_down_each_with_its_page(room: Room):
    room.story(region="[河南省/洛阳市, 全国]")
    assert [[link.url for link in line] for line in view(room, PATH).regions] == [
        ["region/henan/index.html", "region/henan/luoyang/index.html"],
        ["region/national/index.html"],
    ]


def test_roles_and_names_keep_their_order(room: Room):
    room.story(bylines="[{特约记者: [乙, 甲]}, {□: 丙}]")
    page = view(room, PATH)
    assert [(role, [link.text for link in names]) for role, names in page.bylines] == [
        ("特约记者", ["乙", "甲"]),
        ("□", ["丙"]),
    ]


def test_neighbours_are_the_stories_before_and_after_in_time(room: Room):
    room.story("a", date="2026-02-01")
    room.story("b", date="2026-02-02")
    room.story("c", date="2026-02-03")
    page = view(room, "story/2026/b.html")
    assert (slug_of(page.previous.url), slug_of(page.next.url)) == ("a", "c")
    assert view(room, "story/2026/a.html").previous is None
    assert view(room, "story/2026/c.html").next is None


def test_story_leads_to_the_digest_of_its_week(room: Room):
    room.story()
    assert view(room, PATH).digest.url == "digest/2026-W06.html"


def test_story_left_out_of_the_digest_does_not_claim_to_be_in_it(room: Room):
    room.story()
    room.story("other")
    room.write("digests/2026-W06.md", "---\nleave_out: [hotline]\n---\n")
    assert view(room, PATH).digest is None
    assert view(room, "story/2026/other.html").digest is not None


def test_story_leads_to_the_annual_pages_that_chose_it(room: Room):
    room.story()
    room.write("top10/2026.md", annual("hotline"))
    assert [(link.text, link.url) for link in view(room, PATH).chosen] == [("2026", "top10/2026.html")]


def test_short_texts_have_no_list_of_contents(room: Room):
    room.story(body="开头。\n\n## 一\n\n文。\n\n## 二\n\n文。")
    assert view(room, PATH).contents == ()


def test_long_texts_list_their_headings_of_the_first_level(room: Room):
    room.story(body="开头。\n\n## 一\n\n文。\n\n### 细\n\n文。\n\n## 二\n\n文。\n\n## 三\n\n文。")
    assert [heading.text for heading in view(room, PATH).contents] == ["一", "二", "三"]


def test_a_correction_makes_the_page_newer(room: Room):
    room.story(corrections="[{date: 2026-03-01, text: 数字应为三十。}]")
    page = view(room, PATH)
    assert (str(page.date), str(page.updated)) == ("2026-02-04", "2026-03-01")


def test_a_correction_of_a_day_to_come_does_not_make_the_page_newer(room: Room):
    room.story(corrections="[{date: 2026-07-01, text: 早写的更正。}]")
    assert str(view(room, PATH).updated) == "2026-02-04"


def test_a_typo_in_one_body_changes_the_view_of_its_own_page_alone(room: Room):
    room.story("a")
    room.story("b")
    before = views(room)
    room.story("a", body="正文改了一段。")
    after = views(room)
    changed = {path for path in before if before[path] != after[path]}
    assert {path for path in changed if not path.startswith("feeds/")} == {"story/2026/a.html"}


# --- HTML


def test_story_page_shows_its_parts_in_order(room: Room):
    room.story(
        body="正文一段。",
        kicker="引题——",
        subtitle="副题在此",
        leadin="洛阳",
        dateline="本报讯",
        editors_note="编者的话。",
        corrections="[{date: 2026-03-01, text: 数字应为三十。}]",
        bylines="[{记者: 甲一}]",
        sources="[{name: 某报, date: 2026-02-03, credit: 记者乙二, url: 'https://example.org/1'}]",
    )
    page = shown(room, PATH)
    text = page.text()
    parts = [
        "引题——",
        "洛阳热线有人接",
        "副题在此",
        "甲一",
        "数字应为三十。",
        "编者的话。",
        "本报讯",
        "正文一段。",
        "某报",
        "记者乙二",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert page.text("//h1") == "洛阳热线有人接"
    assert page.one("//main//a[@href='https://example.org/1']").get("rel") == "external noopener noreferrer"


def test_plain_story_leaves_no_empty_shells(room: Room):
    room.story()
    page = shown(room, PATH)
    assert not page.find("//main//figure | //main//aside | //main//section | //main//img")
    silent = "self::time or self::main or self::path or @role='status'"  # the last speaks when something happens
    assert not page.find(f"//main//*[not({silent})][not(*)][not(normalize-space())]")


def test_title_of_the_window_names_story_and_site(room: Room):
    room.story()
    page = shown(room, PATH)
    assert page.text("//title") == "洛阳热线有人接 · 暖闻"
    assert page.meta["og:title"] == "洛阳热线有人接"
    assert page.meta["og:type"] == "article"
    assert page.meta["description"] == "五年来热线不断。"


def test_address_of_the_page_is_whole_and_the_same_everywhere(room: Room):
    room.story()
    page = shown(room, PATH)
    whole = f"https://nuanwen.example/{PATH}"
    assert page.one("//link[@rel='canonical']").get("href") == whole
    assert page.meta["og:url"] == whole
    assert structured(page)["mainEntityOfPage"] == whole


def test_story_whose_slug_ends_in_index_keeps_its_whole_address(room: Room):
    room.story("price-index")
    page = shown(room, "story/2026/price-index.html")
    assert page.one("//link[@rel='canonical']").get("href") == "https://nuanwen.example/story/2026/price-index.html"


def test_text_of_an_editor_is_escaped_everywhere(room: Room):
    odd = "'1+1>2 <b>“引”</b> & @工小家'"
    room.story(
        body="正文 1+1>2 & \\<script>alert(1)\\</script>",
        title=odd,
        summary=odd,
        kicker=odd,
        subtitle=odd,
        leadin=odd,
        editors_note=odd,
        bylines=f"[{{记者: {odd}}}]",
        sources=f"[{{name: {odd}, credit: {odd}}}]",
        corrections=f"[{{date: 2026-02-05, text: {odd}}}]",
        image=f"{{missing: true, alt: {odd}, caption: {odd}, credit: {odd}}}",
    )
    page = shown(room, PATH)
    plain = odd.strip("'")
    assert page.text("//h1") == plain
    assert page.meta["description"] == plain
    assert page.text().count(plain) >= 9
    assert "<script>alert(1)</script>" in page.text()
    assert [script.get("type") for script in page.find("//script[not(@src)]")] == ["application/ld+json"]


def test_headings_of_a_long_text_are_reached_from_its_contents(room: Room):
    room.story(body="## 一、起因\n\n文。\n\n## 二、经过\n\n文。\n\n## 三、结果\n\n文。")
    page = shown(room, PATH)
    anchors = [link for link in page.links() if link.startswith("#")]
    assert len(anchors) == 3
    assert [page.text(f"//*[@id='{anchor[1:]}']") for anchor in anchors] == ["一、起因", "二、经过", "三、结果"]


def test_inner_links_lead_from_the_story_to_their_pages(room: Room):
    room.story("other", date="2025-03-03")
    room.story(body="见[一](story:other)、[二](digest:2025-W10#other)。")
    links = shown(room, PATH).links()
    assert "../../story/2025/other.html" in links
    assert "../../digest/2025-W10.html#other" in links


def test_part_of_a_text_says_which_it_is_and_leads_to_the_others(room: Room):
    room.story("one", date="2026-02-02", title="上篇", parts="[two, later]")
    room.story("two", date="2026-02-03", title="中篇")
    room.story("later", date="2030-01-01", title="下篇")
    first, second = shown(room, "story/2026/one.html"), shown(room, "story/2026/two.html")
    assert first.text("//nav[@aria-label='分篇']/p") == "第 1 篇 / 共 2 篇"
    assert second.text("//nav[@aria-label='分篇']/p") == "第 2 篇 / 共 2 篇"
    assert second.texts("//nav[@aria-label='分篇']//a") == ["上篇"]
    assert second.text("//nav[@aria-label='分篇']//*[@aria-current]") == "中篇"
    assert first.text("//footer//p[contains(., '下一篇')]") == "下一篇：中篇"
    assert not second.find("//footer//p[contains(., '下一篇')]")


def test_text_of_which_one_part_is_out_is_a_story_like_any_other(room: Room):
    room.story("one", date="2026-02-02", parts="[later]")
    room.story("later", date="2030-01-01")
    assert not shown(room, "story/2026/one.html").find("//nav[@aria-label='分篇']")


def test_neighbours_and_related_stories_are_linked(room: Room):
    room.story("a", date="2026-02-01", title="甲事")
    room.story("b", date="2026-02-02", title="乙事")
    room.story("c", date="2026-02-03", title="丙事")
    page = shown(room, "story/2026/b.html")
    assert page.one("//a[@rel='prev']").get("href") == "../../story/2026/a.html"
    assert page.one("//a[@rel='next']").get("href") == "../../story/2026/c.html"
    assert "甲事" in page.text("//main//section")


def test_diary_shows_weekday_weather_whose_diary_it_was_and_affiliation(room: Room):
    room.story(kind="diary", weekday="星期三", weather="小雪", author="朱某", affiliation="某工会")
    words = shown(room, PATH).texts("//main//header/p[@class='diary-head']/span")
    assert words == ["星期三", "小雪", "日记作者：朱某", "某工会"]


def test_diary_without_weather_leaves_no_empty_word(room: Room):
    room.story(kind="diary", weekday="星期三")
    assert not shown(room, PATH).find("//main//header//*[not(*) and not(@role='status')][not(normalize-space())]")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"event_date": "2026-02-01"}, "2026年2月1日"),
        ({"event_date": "2026-01"}, "2026年1月"),
        ({"event_date_text": "去年冬天"}, "去年冬天"),
        ({"event_date_text": "2025年末"}, "2025年末"),
    ],
)
def test_event_is_told_as_exactly_as_it_is_known(room: Room, fields: dict[str, str], expected: str):
    room.story(**fields)
    assert expected in shown(room, PATH).text("//main//header")


def test_day_is_printed_in_the_language_of_the_site(room: Room):
    room.story()
    page = shown(room, PATH)
    time = page.one("//main//header//time")
    assert time.get("datetime") == "2026-02-04"
    assert time.text == "2026年2月4日"


def test_draft_says_that_it_is_one(room: Room):
    room.story(status="draft")
    assert say("Draft, not published") in printed(room, PATH, drafts=True)


# --- Pictures


def test_picture_has_alt_caption_and_credit(room: Room):
    room.photo("images/x.png")
    room.story(image=PICTURE)
    page = shown(room, PATH)
    picture = page.one("//main//img")
    (figure,) = view(room, PATH).pictures
    assert (picture.get("src"), picture.get("alt")) == (f"../../{figure.url}", "站点一角")
    assert page.text("//main//figcaption") == "换了新灯 甲 摄"
    assert structured(page)["image"] == [
        {
            "@type": "ImageObject",
            "url": f"https://nuanwen.example/{figure.url}",
            "width": 60,
            "height": 40,
            "caption": "换了新灯",
            "creditText": "甲 摄",
        }
    ]


def test_lost_picture_keeps_its_words_and_gets_no_image(room: Room):
    room.story(kind="photo", image="{missing: true, alt: 站点一角, caption: 换了新灯, credit: 甲 摄}")
    page = shown(room, PATH)
    assert not page.find("//main//img")
    assert page.meta["og:image"] == "https://nuanwen.example/cards/story/2026/hotline.png"
    assert [image["url"] for image in structured(page)["image"]] == [page.meta["og:image"]]
    text = page.text("//main//figure")
    assert text == "图：换了新灯 甲 摄 原图未留存"
    assert len(page.find("//main//figure/svg[@class='cover']")) == 1


def test_lost_picture_beside_one_that_is_there_has_words_alone(room: Room):
    room.photo("images/x.png")
    room.story(image="[{file: images/x.png, alt: 甲}, {missing: true, alt: 站点一角}]")
    page = shown(room, PATH)
    assert page.texts("//main//figure") == ["", "图：站点一角 原图未留存"]
    assert not page.find("//figure//svg")


def test_related_stories_run_from_the_newest_to_the_oldest(room: Room):
    room.story("a", date="2026-01-01", region="河南省")
    room.story("b", date="2026-01-02", campaign="送温暖/2026")
    room.story("c", date="2026-01-03", region="河南省")
    room.story(campaign="送温暖/2026", related="[a]")
    assert [slug_of(card.url) for card in view(room, PATH).related] == ["c", "b", "a"]


def test_picture_without_caption_and_credit_has_no_empty_caption(room: Room):
    room.photo("images/x.png")
    room.story(image="{file: images/x.png, alt: 站点一角}")
    assert not shown(room, PATH).find("//figcaption")


def test_several_pictures_stand_in_their_order(room: Room):
    room.photo("images/x.png")
    room.photo("images/y.png", seed=2)
    room.story(image="[{file: images/y.png, alt: 乙}, {missing: true, alt: 丢}, {file: images/x.png, alt: 甲}]")
    page = shown(room, PATH)
    assert [picture.get("alt") for picture in page.find("//main//img")] == ["乙", "甲"]
    assert len(page.find("//main//figure")) == 3


def test_picture_in_the_text_is_found_from_the_page(room: Room):
    room.photo("images/x.png")
    room.story(body="看图：\n\n![站点](images/x.png)")
    (figure,) = view(room, PATH).body.figures.values()
    assert shown(room, PATH).one("//main//picture//img").get("src") == f"../../{figure.url}"


# --- Structured data


def test_structured_data_tells_story_day_place_sources_and_corrections(room: Room):
    room.story(
        kicker="引题",
        bylines="[{记者: 甲}, {编写: 编辑部}]",
        sources="[{name: 某报, date: 2026-02-03, url: 'https://example.org/1'}]",
        corrections="[{date: 2026-03-01, text: 更正。}]",
    )
    data = structured(shown(room, PATH))
    assert data["@type"] == "NewsArticle"
    assert (data["headline"], data["alternativeHeadline"]) == ("洛阳热线有人接", "引题")
    assert (data["datePublished"], data["dateModified"]) == ("2026-02-04", "2026-03-01")
    assert data["contentLocation"]["name"] == "河南省 洛阳市"
    assert [(author["@type"], author["name"]) for author in data["author"]] == [
        ("Person", "甲"),
        ("Organization", "编辑部"),
    ]
    assert data["isBasedOn"] == [
        {"@type": "CreativeWork", "name": "某报", "datePublished": "2026-02-03", "url": "https://example.org/1"}
    ]
    assert data["correction"][0]["text"] == "更正。"


def test_nothing_in_a_title_can_close_the_structured_data(room: Room):
    room.story(title="'</script><img src=x onerror=alert(1)> <!-- ]]>'")
    page = shown(room, PATH)
    assert structured(page)["headline"] == "</script><img src=x onerror=alert(1)> <!-- ]]>"
    assert not page.find("//img[@onerror]")
    assert len(page.find("//script[not(@src)]")) == 1


TABLE = "| 甲 | 乙 |\n|---|---|\n| 1 | `<table>` |"


def test_table_may_take_the_focus_and_has_a_name_in_the_language_of_the_site(room: Room):
    room.story(body=f"{TABLE}\n\n之后。\n\n{TABLE}")
    page = shown(room, "story/2026/hotline.html")
    around = page.find("//main//div[@role='group'][@tabindex='0'][table]")
    assert [group.get("aria-label") for group in around] == [say("Table, scrolled sideways if it is wide")] * 2
    assert len(page.find("//table")) == 2 and page.one("(//table)[1]//code").text == "<table>"


def test_feed_has_its_tables_plain(room: Room):
    room.story(body=TABLE)
    content = printed(room, "feeds/all.atom")
    assert "&lt;table&gt;" in content and "tabindex" not in content and "scroll" not in content


def test_no_name_stands_twice_in_the_class_of_a_page(room: Room):
    room.story()
    room.story("feature", kind="feature")
    for slug in ("hotline", "feature"):
        names = shown(room, f"story/2026/{slug}.html").one("//body").get("class").split()
        assert names[0] == "story" and len(names) == len(set(names))
