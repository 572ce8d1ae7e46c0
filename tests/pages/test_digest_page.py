"""The weekly digest, and the list of all weeks."""

import datetime
import json

from goodnews.pages.views.digest import DigestPage
from tests.builders import Room
from tests.looking import printed, shown, slug_of, view, views_of

PATH = "digest/2026-W06.html"
NOTES = "digests/2026-W06.md"


def items(page: DigestPage) -> dict[str, list[str]]:
    return {section.title: [item.anchor for item in section.items] for section in page.body.sections}


# --- View


def test_digest_page_skips_sections_without_stories(room: Room):
    room.story()
    assert items(view(room, PATH)) == {"维权服务": ["hotline"]}


def test_digest_page_tells_week_days_and_number(room: Room):
    room.story()
    room.write(NOTES, "---\nnumber: 第 6 期\n---\n引言。\n")
    page = view(room, PATH)
    assert (page.week, str(page.monday), str(page.sunday)) == ("2026-W06", "2026-02-02", "2026-02-08")
    assert page.number == "第 6 期"
    assert page.body.introduction.source == "引言。"


def test_digest_prints_the_one_paragraph_or_else_the_summary(room: Room):
    room.story("a", digest_summary="专为周报写的一段。")
    room.story("b", summary="摘要。")
    (section,) = view(room, PATH).body.sections
    assert [item.text for item in section.items] == ["专为周报写的一段。", "摘要。"]


def test_highlights_lead_to_the_items_of_the_page(room: Room):
    room.story("a", highlight="true", title="甲事")
    room.story("b")
    (link,) = view(room, PATH).body.highlights
    assert (link.text, link.url) == ("甲事", "digest/2026-W06.html#a")


def test_description_names_the_highlights(room: Room):
    room.story("a", highlight="true", title="甲事")
    room.story("b", highlight="true", title="乙事")
    assert view(room, PATH).head.description == "甲事；乙事"


def test_description_of_a_digest_without_highlights_is_its_title(room: Room):
    room.story(title="甲事")
    assert view(room, PATH).head.description == "一周速览 | 甲事"


def test_long_issue_prints_the_summaries_of_what_is_not_put_forward_and_reads_in_five_minutes(room: Room):
    paragraph = "一段。" * 50
    for number in range(25):
        room.story(f"a{number:02}", digest_summary=paragraph, summary="摘要一句。" * 10)
    room.write(NOTES, "---\nleads: [a07]\nhighlights: [a03]\n---\n")
    page = view(room, PATH)
    (section,) = page.body.sections
    assert {item.anchor for item in section.items if item.text == paragraph} == {"a03", "a07"}
    assert all(item.more for item in section.items if item.text != paragraph)
    assert page.minutes == 4


def test_issue_that_reads_in_five_minutes_prints_every_paragraph(room: Room):
    for number in range(12):
        room.story(f"a{number:02}", digest_summary="一段。" * 50)
    page = view(room, PATH)
    assert {item.text for section in page.body.sections for item in section.items} == {"一段。" * 50}
    assert page.minutes == 4


def test_minutes_to_read_grow_with_the_text_and_are_never_none(room: Room):
    room.story("a")
    assert view(room, PATH).minutes == 1
    room.story("a", digest_summary="字" * 590)
    room.story("b", digest_summary="字" * 590)
    room.story("c", digest_summary="字" * 590)
    assert view(room, PATH).minutes == 4


def test_digest_shows_one_picture_an_item_and_none_that_is_lost(room: Room):
    for name in "xyz":
        room.photo(f"images/{name}.png")
    room.story("a", image="[{file: images/x.png, alt: 甲}, {file: images/y.png, alt: 乙}]")
    room.story("b", image="{missing: true, alt: 丢}")
    (section,) = view(room, PATH).body.sections
    assert [[figure.alt for figure in item.pictures] for item in section.items] == [["甲"], []]


def test_digest_is_as_new_as_its_newest_correction(room: Room):
    room.story("a", corrections="[{date: 2026-03-01, text: 更正。}]")
    room.story("b", date="2026-02-07")
    assert str(view(room, PATH).updated) == "2026-03-01"


# --- HTML


def test_digest_page_shows_title_highlights_introduction_sections_sources_and_editors_in_order(room: Room):
    room.story("a", title="甲事", highlight="true", category="工作动态", sources="[某报, and others]")
    room.story("b", title="乙事", digest_summary="乙事一段。", kicker="乙引题")
    room.write(NOTES, "---\nnumber: 六\neditors_note: 编者的话。\neditors: [{编辑: [丁, 戊]}]\n---\n引言**要紧**。\n")
    page = shown(room, PATH)
    text = page.text()
    parts = ["一周速览", "2026年第6周", "甲事", "引言要紧。", "编者的话。", "乙引题", "乙事一段。", "某报", "丁"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert page.text("//h1") == "一周速览 2026年第6周"
    assert "六" in page.text("//main/header")


def test_sections_and_items_have_ids_that_the_page_itself_links(room: Room):
    room.story("a", highlight="true", category="工作动态")
    room.story("b")
    page = shown(room, PATH)
    ids = [element.get("id") for element in page.find("//main//*[@id]")]
    assert ids == ["a", "s_news", "s_care", "b"]
    anchors = {link.partition("#")[2] for link in page.links() if "#" in link}
    assert anchors == {"s_news", "s_care"}


def test_ids_are_unique_whatever_the_slugs(room: Room):
    for slug in ("s-care", "care", "main", "s-news"):
        room.story(slug, highlight="true")
    ids = [element.get("id") for element in shown(room, PATH).find("//*[@id]")]
    assert len(ids) == len(set(ids))


def test_items_stand_under_the_heading_of_their_section(room: Room):
    room.story("a", title="甲事", category="工作动态", highlight="true")
    room.story("b", title="乙事")
    room.story("c", title="丙事", category="工作动态")
    room.write(NOTES, "---\nhighlights: [a]\n---\n")
    page = shown(room, PATH)
    found = [(element.tag, element.text_content().strip()) for element in page.find("//main//*[self::h2 or self::h3]")]
    assert found == [("h2", "甲事"), ("h2", "工作动态"), ("h3", "丙事"), ("h2", "维权服务"), ("h3", "乙事")]


def test_item_leads_to_story_region_and_campaign(room: Room):
    room.story(campaign="送温暖/2026")
    links = shown(room, PATH).links("//*[@id='hotline']")
    assert "../story/2026/hotline.html" in links
    assert "../region/henan/luoyang/index.html" in links
    assert "../campaign/songwennuan/2026.html" in links


def test_plain_digest_leaves_no_empty_shells(room: Room):
    room.story(sources="[某报]")
    page = shown(room, PATH)
    assert not page.find(
        "//main//aside | //main//figure | //main//ul[not(li)] | //main//section[not(.//text()[normalize-space()])]"
    )
    assert not page.find("//main//*[not(self::wbr)][not(ancestor-or-self::svg)][not(*)][not(normalize-space())]")
    assert not page.find("//a[@rel='prev' or @rel='next']")


def test_introduction_never_holds_a_link_that_leads_nowhere(room: Room):
    room.story("a", date="2026-05-30")
    room.story("b", date="2026-05-31")
    room.write("digests/2026-W22.md", "---\nnumber: 一\n---\n见[周日的消息](story:b)。\n")
    room.build(today=datetime.date(2026, 5, 30))
    assert "<p>见周日的消息。</p>" in room.html("digest/2026-W22.html")
    room.build(today=datetime.date(2026, 5, 31))
    assert '<p>见<a href="../story/2026/b.html" rel="noopener noreferrer">周日的消息</a>。</p>' in room.html(
        "digest/2026-W22.html"
    )


def test_earlier_and_later_weeks_and_years_back_are_linked(room: Room):
    for day in ("2025-02-05", "2026-01-28", "2026-02-04", "2026-02-11"):
        room.story(f"s-{day}", date=day)
    page = shown(room, PATH)
    assert page.one("//a[@rel='prev']").get("href") == "../digest/2026-W05.html"
    assert page.one("//a[@rel='next']").get("href") == "../digest/2026-W07.html"
    assert "../digest/2025-W06.html" in page.links()


def test_structured_data_lists_the_items_in_print_order(room: Room):
    room.story("b", category="维权服务")
    room.story("a", category="工作动态", title="'甲</script>事'")
    page = shown(room, PATH)
    data = json.loads(page.one("//script[@type='application/ld+json']").text)
    assert data["@type"] == "CollectionPage"
    assert [slug_of(item["url"]) for item in data["mainEntity"]["itemListElement"]] == ["a", "b"]
    assert [item["position"] for item in data["mainEntity"]["itemListElement"]] == [1, 2]
    assert data["mainEntity"]["itemListElement"][0]["name"] == "甲</script>事"


# --- Lists of weeks


def test_index_lists_every_issue_by_years(room: Room):
    for day in ("2024-12-30", "2025-07-23", "2026-01-28", "2026-02-04"):
        room.story(f"s-{day}", date=day)
    groups = view(room, "digest/index.html").groups
    assert [(group.title, group.url, group.count) for group in groups] == [
        ("2026", "digest/2026.html", 2),
        ("2025", "digest/2025.html", 2),
    ]
    assert [link.url for link in groups[0].links] == ["digest/2026-W06.html", "digest/2026-W05.html"]
    assert [link.url for link in groups[1].links] == ["digest/2025-W30.html", "digest/2025-W01.html"]
    assert "2期" in shown(room, "digest/index.html").text("//h2[1]")


def test_index_of_many_issues_names_those_of_whole_years_up_to_sixty(room: Room):
    first = datetime.date(2024, 12, 23)
    for number in range(62):
        room.story(f"s-{number}", date=str(first + datetime.timedelta(weeks=number)))
    groups = view(room, "digest/index.html").groups
    assert [(group.title, group.count, len(group.links)) for group in groups] == [
        ("2026", 9, 9),
        ("2025", 52, 0),
        ("2024", 1, 1),
    ]


def test_list_of_a_year_follows_the_iso_year_newest_week_first(room: Room):
    room.story("a", date="2024-12-30")
    room.story("b", date="2025-07-23")
    room.story("c", date="2025-07-23")
    (group,) = view(room, "digest/2025.html").groups
    assert [(link.url, link.count, link.note) for link in group.links] == [
        ("digest/2025-W30.html", 2, "总第2期 · 第30周 · 7月21日—27日 · 2篇"),
        ("digest/2025-W01.html", 1, "总第1期 · 第1周 · 12月30日—1月5日 · 1篇"),
    ]


def test_list_of_issues_links_each_by_what_it_leads_with_after_its_number_and_days(room: Room):
    room.story(title="甲事")
    room.write(NOTES, "---\nnumber: 六\n---\n")
    page = shown(room, "digest/index.html")
    assert page.text("//h1") == "一周速览"
    assert page.text(f"//main//a[@href='../{PATH}']") == "甲事"
    assert page.text("//main//li/small") == "总第1期 · 六 · 第6周 · 2月2日—8日 · 1篇"


def test_item_leads_on_only_where_the_story_says_a_third_more(room: Room):
    room.story("a", body="字" * 80, summary="摘" * 60)
    room.story("b", body="字" * 79, summary="摘" * 60)
    page = shown(room, PATH)
    assert page.texts("//*[@id='a']//*[@class='more']") == ["阅读全文"]
    assert not page.find("//*[@id='b']//*[@class='more']")


def test_issue_opens_with_its_lead_which_stands_nowhere_else(room: Room):
    room.story("a", title="甲事", category="工作动态", highlight="true")
    room.story("b", title="乙事", highlight="true")
    room.story("c", title="丙事")
    room.write(NOTES, "---\nleads: [b, c]\n---\n")
    page = shown(room, PATH)
    titles = page.find("//article//*[self::h2 or self::h3]/a/@href")
    assert [slug_of(link) for link in titles] == ["b", "a", "c"]
    assert page.texts("//section[@class='highlights']//li") == ["丙事", "甲事"]
    assert [section.title for section in view(room, PATH).body.sections] == ["工作动态", "维权服务"]


def test_section_of_the_lead_alone_has_its_anchor_there(room: Room):
    room.story("a", title="甲事", category="工作动态", highlight="true")
    room.story("b", title="乙事")
    page = shown(room, PATH)
    assert page.text("//article[@id='a']//*[@id='s_news']") == "工作动态"
    assert page.texts("//section[@class='part']/h2") == ["维权服务"]


def test_headline_that_editors_wrote_runs_across_the_page(room: Room):
    room.story("a", title="甲事")
    assert not shown(room, PATH).find("//p[@class='across']")
    room.write(NOTES, "---\ntitle: 一周速览 | 一周无雨\n---\n")
    assert shown(room, PATH).text("//p[@class='across']") == "一周无雨"


def test_item_that_leads_is_large_and_has_a_cover_for_want_of_a_picture(room: Room):
    room.story("a")
    room.story("b", highlight="true")
    page = shown(room, PATH)
    assert [item.get("id") for item in page.find("//article[contains(@class, 'front')]")] == ["b"]
    assert len(page.find("//article[@id='b']//svg")) == len(page.find("//main//article//svg")) == 1
    assert "<svg" not in printed(room, "feeds/digest.json")


def test_issue_ends_and_leads_to_its_neighbours_by_what_they_lead_with(room: Room):
    room.story("a", date="2026-01-28", title="前事")
    room.story("b", title="甲事")
    room.story("c", date="2026-02-11", title="后事")
    page = shown(room, PATH)
    assert page.text("//p[@class='done']") == "本期完"
    assert page.texts("//nav[@class='turn']/a") == ["上一期 2026年第5周：前事", "下一期 2026年第7周：后事"]
    ways = page.find("//p[@class='done']/following::a/@href")
    assert {"../digest/index.html", "../subscribe.html"} <= set(ways)


# --- A file with its own day


def test_words_of_a_digest_wait_for_their_day_and_its_order_does_not(room: Room):
    for number, slug in enumerate("abc", start=2):
        room.story(slug, date=f"2026-02-0{number}", title=f"标题{slug}", sources=f"[某报{slug}]")
    room.write(
        NOTES,
        "---\ndate: 2026-02-08\nnumber: 第 6 期\ntitle: 一周速览 | 全周\nleads: [b]\npins: [c]\nleave_out: [a]\n"
        "sources: [总报]\neditors: [{编辑: [甲]}]\neditors_note: 编者按。\n---\n引言。\n",
    )
    before, after = (views_of(room.arranged(datetime.date(2026, 2, day)))[PATH] for day in (7, 8))
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


def test_words_that_wait_are_in_no_file_and_the_build_knows_their_day(room: Room):
    room.story()
    room.photo("images/secret.png")
    room.write(NOTES, "---\ndate: 2026-02-08\ntitle: 不可说\n---\n不可说。![图](images/secret.png)\n")
    outcome = room.build(today=datetime.date(2026, 2, 7))
    assert outcome.newsroom.next == datetime.date(2026, 2, 8)
    files = room.files()
    assert not [path for path, data in files.items() if "不可说".encode() in data or path.startswith("images/")]
    room.build(today=datetime.date(2026, 2, 8))
    assert "不可说" in room.html(PATH) and "不可说" in room.html("feeds/digest.atom")
