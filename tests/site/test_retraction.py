"""A retracted story: its address shows the notice, and none of its other words is left anywhere."""

import datetime
import json

import pytest
from msgspec.structs import replace

from goodnews.desk.build import Memory, Run
from goodnews.desk.check import check
from tests.builders import TODAY, Room
from tests.looking import Shown, annual, shown
from tests.proof import problem

SECRET = "不可再印"  # in every field that is withdrawn
NOTICE = "当事人要求，经核实撤回。"
MARK = "热线（已撤稿）"
RETRACTION = f"{{date: 2026-02-09, text: {NOTICE}}}"
BEFORE, AFTER = datetime.date(2026, 2, 8), datetime.date(2026, 2, 9)


def a_newsroom(room: Room, **fields: str) -> None:
    """One story, `hotline`, which everything refers to, beside one that stays."""
    room.photo("images/secret-picture.jpg")
    room.write("sections.yaml", "维权服务: {slug: care}\n工作动态: {slug: news}\n")
    room.story(
        "hotline",
        f"正文{SECRET}，见[另一篇](story:open)。",
        **{
            "title": "热线",
            "summary": f"摘要{SECRET}",
            "digest_summary": f"一段{SECRET}",
            "kicker": f"引题{SECRET}",
            "subtitle": f"副题{SECRET}",
            "leadin": f"地点{SECRET}",
            "editors_note": f"按语{SECRET}",
            "event_date_text": f"时候{SECRET}",
            "kind": "diary",
            "author": f"作者{SECRET}",
            "weather": f"天气{SECRET}",
            "sources": f"[{{name: 某报{SECRET}, credit: 记者{SECRET}}}]",
            "bylines": "[{编写: 甲}]",
            "image": f"{{file: images/secret-picture.jpg, alt: 图{SECRET}, caption: 说明{SECRET}}}",
            "corrections": "[{date: 2026-02-05, text: 更正一处。}]",
            "campaign": "送温暖/2026",
            "column": "蹲点日记",
            "highlight": "true",
            "lead": "true",
            **fields,
        },
    )
    room.story("open", "见[热线](story:hotline)。", title="另一篇", related="[hotline]", bylines="[{编写: 乙}]")
    room.write(
        "digests/2026-W06.md", "---\nleads: [hotline]\nhighlights: [hotline, open]\npins: [hotline]\n---\n引言。\n"
    )
    room.write("top10/2026.md", annual("hotline", "open", recap=f"回放{SECRET}。", comment=f"点评{SECRET}。"))


def holding(room: Room, text: str) -> list[str]:
    return [path for path, data in room.files().items() if text.encode() in data]


@pytest.mark.parametrize("memory", [None, Memory()], ids=["cold", "remembering"])
def test_nothing_that_a_retracted_story_said_is_in_any_file(room: Room, memory: Memory | None):
    a_newsroom(room)
    room.build(today=AFTER, memory=memory)
    assert len(holding(room, SECRET)) > 10
    a_newsroom(room, retraction=RETRACTION)
    room.write("top10/2026.md", annual("hotline", "open", comment="另一则的点评。"))
    room.build(today=AFTER, memory=memory)
    assert holding(room, SECRET) == []
    assert not [path for path in room.files() if "secret-picture" in path]


def test_annual_page_drops_recap_and_comment_of_a_retracted_story_and_says_why(room: Room):
    a_newsroom(room, retraction=RETRACTION)
    page = shown(room, "top10/2026.html")
    entry = page.text("//article[@id='hotline']")
    assert MARK in entry
    assert NOTICE in entry
    assert SECRET not in entry
    assert SECRET in page.text("//article[@id='open']")


def test_address_stays_and_prints_title_mark_day_and_notice(room: Room):
    a_newsroom(room, retraction=RETRACTION)
    page = shown(room, "story/2026/hotline.html")
    assert page.text("//h1") == MARK
    assert page.text("//aside[@aria-label='撤稿']") == f"撤稿 2026年2月9日 {NOTICE}"
    assert page.meta["description"] == NOTICE
    assert not page.find("//div[contains(@class, 'e-content')] | //main//figure")
    assert json.loads(page.one("//script[@type='application/ld+json']").text)["dateModified"] == "2026-02-09"


@pytest.mark.parametrize(
    "path",
    [
        *("index.html", "section/care/index.html", "region/henan/luoyang/index.html", "archive/2026/02.html"),
        *("campaign/songwennuan/2026.html", "column/dundian/index.html", "byline/甲/index.html"),
        *("digest/2026-W06.html", "top10/2026.html", "corrections.html", "story/2026/open.html"),
    ],
)
def test_every_list_marks_its_title(room: Room, path: str):
    a_newsroom(room, retraction=RETRACTION)
    elsewhere = "//main//*[self::article or self::nav or self::li][not(contains(@class, 'h-entry'))]"
    lists = f"{elsewhere}//a[contains(@href, '/hotline.html')]"
    (link, *_more) = shown(room, path).find(lists)
    assert MARK in link.text_content()


def test_it_stands_among_the_corrections_with_those_before_it(room: Room):
    a_newsroom(room, retraction=RETRACTION)
    text = shown(room, "corrections.html").text()
    assert text.index(NOTICE) < text.index("更正一处。")


def test_feed_entry_keeps_its_id_and_day_and_is_updated_with_the_notice(room: Room):
    def entry() -> dict[str, str]:
        items = json.loads(room.html("feeds/all.json"))["items"]
        return next(item for item in items if item["url"].endswith("hotline.html"))

    a_newsroom(room)
    room.build(today=AFTER)
    before = entry()
    a_newsroom(room, retraction=RETRACTION)
    room.build(today=AFTER)
    after = entry()
    assert (after["id"], after["date_published"]) == (before["id"], before["date_published"])
    assert (before["date_modified"][:10], after["date_modified"][:10]) == ("2026-02-05", "2026-02-09")
    assert (after["title"], after["summary"]) == (MARK, NOTICE)
    assert NOTICE in Shown(after["content_html"]).text("//aside")
    for name in ("feeds/digest", "feeds/top10"):
        assert json.loads(room.html(f"{name}.json"))["items"][0]["date_modified"].startswith("2026-02-09")


def test_retracted_story_leads_nothing(room: Room):
    a_newsroom(room, retraction=RETRACTION)
    digest = room.arranged().digests[-1]
    assert [story.slug for story in digest.leads] == [story.slug for story in digest.highlights] == ["open"]
    assert [byline.names for byline in digest.editors] == [("乙",)]
    home = shown(room, "index.html")
    assert home.texts("//ul[@class='leads']/li")[0] == "另一篇"
    assert home.stories("//div[@class='cards']") == ["open", "hotline"]
    assert not shown(room, "story/2026/open.html").find("//section[@class='related']")


def test_week_with_nothing_but_a_retracted_story_still_has_its_page(room: Room):
    room.story(title="热线", retraction=RETRACTION)
    assert shown(room, "digest/2026-W06.html").text("//article/h2") == MARK
    assert shown(room, "index.html").texts("//ul[@class='leads']/li") == [MARK]


def test_text_may_go_from_the_file_as_well(room: Room):
    room.story(body="", retraction=RETRACTION)
    assert NOTICE in shown(room, "story/2026/hotline.html").text()


def test_retraction_waits_for_its_day_and_is_named_until_then(room: Room):
    a_newsroom(room, retraction=RETRACTION)
    outcome = room.build(today=BEFORE)
    assert [(one.what, one.day) for one in outcome.waiting] == [("retraction", AFTER)]
    assert outcome.newsroom.next == AFTER
    assert SECRET in room.html("story/2026/hotline.html")
    room.build(today=AFTER)
    assert SECRET not in room.html("story/2026/hotline.html")


def test_on_a_site_in_english_the_mark_is_english(room: Room):
    a_newsroom(room, retraction=RETRACTION)
    newsroom = check(replace(room.settings, language="en"), Run(today=AFTER)).newsroom
    assert [story.title for story in newsroom.stories if story.retraction] == ["热线 (retracted)"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "当事人要求",
            "retraction: found '当事人要求', expected {date: …, text: …}. Say when and why it was taken back.",
        ),
        ("{text: 撤回。}", "retraction.date: found nothing, expected a value. Add `date: …` to `retraction`."),
        ("{date: 2026-02-09}", "retraction.text: found nothing, expected a value. Add `text: …` to `retraction`."),
        (
            "{date: 2026-02-01, text: 撤回。}",
            "retraction.date: found '2026-02-01', expected no earlier than the story. Check the date.",
        ),
        (
            "[{date: 2026-02-09, text: 撤回。}, {date: 2026-02-10, text: 再撤。}]",
            "retraction: found a list, expected {date: …, text: …}. Write one; a story is taken back once.",
        ),
        (
            "{date: 2026-02-09, text: 撤回。, reason: 无}",
            "retraction.reason: found an unknown field, expected a known field. "
            "Remove it; the fields are listed in docs/content.md.",
        ),
    ],
)
def test_retraction_of_another_form_is_a_problem(room: Room, written: str, told: str):
    room.story(retraction=written)
    assert problem(room) == f"content/stories/2026/hotline.md:8: {told}"


assert TODAY > AFTER
