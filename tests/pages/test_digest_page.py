"""The weekly digest, and the list of all weeks."""

import datetime
import json

from builders import Desk
from looking import shown, slug_of, view, views_of

PATH = "digest/2026-W06.html"
NOTES = "digests/2026-W06.md"


def items(page) -> dict[str, list[str]]:
    return {section.title: [item.anchor for item in section.items] for section in page.body.sections}


# --- View


def test_digest_page_skips_sections_without_stories(desk: Desk):
    desk.story()
    assert items(view(desk, PATH)) == {"维权服务": ["hotline"]}


def test_digest_page_tells_week_days_and_number(desk: Desk):
    desk.story()
    desk.write(NOTES, "---\nnumber: 第 6 期\n---\n引言。\n")
    page = view(desk, PATH)
    assert (page.week, str(page.monday), str(page.sunday)) == ("2026-W06", "2026-02-02", "2026-02-08")
    assert page.number == "第 6 期"
    assert page.body.introduction.source == "引言。"


def test_digest_prints_the_one_paragraph_or_else_the_summary(desk: Desk):
    desk.story("a", digest_summary="专为周报写的一段。")
    desk.story("b", summary="摘要。")
    (section,) = view(desk, PATH).body.sections
    assert [item.text for item in section.items] == ["专为周报写的一段。", "摘要。"]


def test_highlights_lead_to_the_items_of_the_page(desk: Desk):
    desk.story("a", highlight="true", title="甲事")
    desk.story("b")
    (link,) = view(desk, PATH).body.highlights
    assert (link.text, link.url) == ("甲事", "digest/2026-W06.html#a")


def test_description_names_the_highlights(desk: Desk):
    desk.story("a", highlight="true", title="甲事")
    desk.story("b", highlight="true", title="乙事")
    assert view(desk, PATH).head.description == "甲事；乙事"


def test_description_of_a_digest_without_highlights_is_its_title(desk: Desk):
    desk.story(title="甲事")
    assert view(desk, PATH).head.description == "一周速览 | 甲事"


def test_minutes_to_read_grow_with_the_text_and_are_never_none(desk: Desk):
    desk.story("a")
    assert view(desk, PATH).minutes == 1
    desk.story("a", digest_summary="字" * 590)
    desk.story("b", digest_summary="字" * 590)
    desk.story("c", digest_summary="字" * 590)
    assert view(desk, PATH).minutes == 4


def test_digest_shows_one_picture_an_item_and_none_that_is_lost(desk: Desk):
    for name in "xyz":
        desk.photo(f"images/{name}.png")
    desk.story("a", image="[{file: images/x.png, alt: 甲}, {file: images/y.png, alt: 乙}]")
    desk.story("b", image="{missing: true, alt: 丢}")
    (section,) = view(desk, PATH).body.sections
    assert [[figure.alt for figure in item.pictures] for item in section.items] == [["甲"], []]


def test_digest_is_as_new_as_its_newest_correction(desk: Desk):
    desk.story("a", corrections="[{date: 2026-03-01, text: 更正。}]")
    desk.story("b", date="2026-02-07")
    assert str(view(desk, PATH).updated) == "2026-03-01"


# --- HTML


def test_digest_page_shows_title_highlights_introduction_sections_sources_and_editors_in_order(desk: Desk):
    desk.story("a", title="甲事", highlight="true", category="工作动态", sources="[某报, and others]")
    desk.story("b", title="乙事", digest_summary="乙事一段。", kicker="乙引题")
    desk.write(NOTES, "---\nnumber: 六\neditors_note: 编者的话。\neditors: [{编辑: [丁, 戊]}]\n---\n引言**要紧**。\n")
    page = shown(desk, PATH)
    text = page.text()
    parts = ["2026年第6周", "一周速览 | 甲事", "编者的话。", "引言要紧。", "乙引题", "乙事一段。", "某报", "丁"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert page.text("//h1") == "一周速览 | 甲事"
    assert "六" in page.text("//main/header")


def test_sections_and_items_have_ids_that_the_page_itself_links(desk: Desk):
    desk.story("a", highlight="true", category="工作动态")
    desk.story("b")
    page = shown(desk, PATH)
    ids = [element.get("id") for element in page.find("//main//*[@id]")]
    assert ids == ["s_news", "a", "s_care", "b"]
    anchors = {link.partition("#")[2] for link in page.links() if "#" in link}
    assert anchors == {"s_news", "s_care", "a"}


def test_ids_are_unique_whatever_the_slugs(desk: Desk):
    for slug in ("s-care", "care", "main", "s-news"):
        desk.story(slug, highlight="true")
    ids = [element.get("id") for element in shown(desk, PATH).find("//*[@id]")]
    assert len(ids) == len(set(ids))


def test_items_stand_under_the_heading_of_their_section(desk: Desk):
    desk.story("a", title="甲事", category="工作动态")
    desk.story("b", title="乙事")
    page = shown(desk, PATH)
    found = [(element.tag, element.text_content().strip()) for element in page.find("//main//*[self::h2 or self::h3]")]
    assert found == [("h2", "工作动态"), ("h3", "甲事"), ("h2", "维权服务"), ("h3", "乙事")]


def test_item_leads_to_story_region_and_campaign(desk: Desk):
    desk.story(campaign="送温暖/2026")
    links = shown(desk, PATH).links("//*[@id='hotline']")
    assert "../story/2026/hotline.html" in links
    assert "../region/henan/luoyang/index.html" in links
    assert "../campaign/songwennuan/2026.html" in links


def test_plain_digest_leaves_no_empty_shells(desk: Desk):
    desk.story(sources="[某报]")
    page = shown(desk, PATH)
    assert not page.find(
        "//main//aside | //main//figure | //main//ul[not(li)] | //main//section[not(.//text()[normalize-space()])]"
    )
    assert not page.find("//main//*[not(*)][not(normalize-space())]")
    assert not page.find("//a[@rel='prev' or @rel='next']")


def test_introduction_never_holds_a_link_that_leads_nowhere(desk: Desk):
    desk.story("a", date="2026-05-30")
    desk.story("b", date="2026-05-31")
    desk.write("digests/2026-W22.md", "---\nnumber: 一\n---\n见[周日的消息](story:b)。\n")
    desk.build(today=datetime.date(2026, 5, 30))
    assert "<p>见周日的消息。</p>" in desk.html("digest/2026-W22.html")
    desk.build(today=datetime.date(2026, 5, 31))
    assert '<p>见<a href="../story/2026/b.html" rel="noopener noreferrer">周日的消息</a>。</p>' in desk.html(
        "digest/2026-W22.html"
    )


def test_earlier_and_later_weeks_and_years_back_are_linked(desk: Desk):
    for day in ("2025-02-05", "2026-01-28", "2026-02-04", "2026-02-11"):
        desk.story(f"s-{day}", date=day)
    page = shown(desk, PATH)
    assert page.one("//a[@rel='prev']").get("href") == "../digest/2026-W05.html"
    assert page.one("//a[@rel='next']").get("href") == "../digest/2026-W07.html"
    assert "../digest/2025-W06.html" in page.links()


def test_structured_data_lists_the_items_in_print_order(desk: Desk):
    desk.story("b", category="维权服务")
    desk.story("a", category="工作动态", title="'甲</script>事'")
    page = shown(desk, PATH)
    data = json.loads(page.one("//script[@type='application/ld+json']").text)
    assert data["@type"] == "CollectionPage"
    assert [slug_of(item["url"]) for item in data["mainEntity"]["itemListElement"]] == ["a", "b"]
    assert [item["position"] for item in data["mainEntity"]["itemListElement"]] == [1, 2]
    assert data["mainEntity"]["itemListElement"][0]["name"] == "甲</script>事"


# --- Lists of weeks


def test_index_shows_the_weeks_of_the_newest_year_and_leads_to_the_others(desk: Desk):
    for day in ("2024-12-30", "2025-07-23", "2026-01-28", "2026-02-04"):
        desk.story(f"s-{day}", date=day)
    groups = view(desk, "digest/index.html").groups
    assert [(group.title, group.url, group.count) for group in groups] == [
        ("2026", "digest/2026.html", 2),
        ("2025", "digest/2025.html", 2),
    ]
    assert [link.url for link in groups[0].links] == ["digest/2026-W06.html", "digest/2026-W05.html"]
    assert groups[1].links == ()


def test_list_of_a_year_follows_the_iso_year_newest_week_first(desk: Desk):
    desk.story("a", date="2024-12-30")
    desk.story("b", date="2025-07-23")
    desk.story("c", date="2025-07-23")
    (group,) = view(desk, "digest/2025.html").groups
    assert [(link.url, link.count, link.note) for link in group.links] == [
        ("digest/2025-W30.html", 2, "2025年第30周"),
        ("digest/2025-W01.html", 1, "2025年第1周"),
    ]


def test_list_of_weeks_links_every_digest_by_its_title(desk: Desk):
    desk.story(title="甲事")
    page = shown(desk, "digest/index.html")
    assert page.text("//h1") == "一周速览"
    assert page.text(f"//main//a[@href='../{PATH}']") == "一周速览 | 甲事"


# --- A file with a day of its own


def test_words_of_a_digest_wait_for_their_day_and_its_order_does_not(desk: Desk):
    for number, slug in enumerate("abc", start=2):
        desk.story(slug, date=f"2026-02-0{number}", title=f"标题{slug}", sources=f"[某报{slug}]")
    desk.write(
        NOTES,
        "---\ndate: 2026-02-08\nnumber: 第 6 期\ntitle: 一周速览 | 全周\nleads: [b]\npins: [c]\nleave_out: [a]\n"
        "sources: [总报]\neditors: [{编辑: [甲]}]\neditors_note: 编者按。\n---\n引言。\n",
    )
    before, after = (views_of(desk.edition(datetime.date(2026, 2, day)))[PATH] for day in (7, 8))
    assert items(before) == items(after) == {"维权服务": ["c", "b"]}
    assert (before.head.title, after.head.title) == ("一周速览 | 标题b", "一周速览 | 全周")
    assert [origin.name for origin in before.body.sources.origins] == ["某报b", "某报c"]
    assert [origin.name for origin in after.body.sources.origins] == ["总报"]
    assert (before.number, before.body.introduction.source, before.body.editors_note) == ("", "", ())
    assert (after.number, after.body.introduction.source, after.body.editors_note) == (
        "第 6 期",
        "引言。",
        ("编者按。",),
    )
    assert (before.body.editors, len(after.body.editors)) == ((), 1)
    assert (before.updated.day, after.updated.day) == (4, 8)


def test_words_that_wait_are_in_no_file_and_the_build_knows_their_day(desk: Desk):
    desk.story()
    desk.photo("images/secret.png")
    desk.write(NOTES, "---\ndate: 2026-02-08\ntitle: 不可说\n---\n不可说。![图](images/secret.png)\n")
    outcome = desk.build(today=datetime.date(2026, 2, 7))
    assert outcome.next == datetime.date(2026, 2, 8)
    files = desk.files()
    assert not [path for path, data in files.items() if "不可说".encode() in data or path.startswith("images/")]
    desk.build(today=datetime.date(2026, 2, 8))
    assert "不可说" in desk.html(PATH) and "不可说" in desk.html("feeds/digest.atom")
