"""Advice that `check` gives: it never keeps a story from print."""

import pytest

from tests.builders import Room
from tests.looking import annual


def told(room: Room) -> list[str]:
    """What `check` advises; it asks for drafts as well."""
    return room.advice(drafts=True)


def test_sound_story_gets_none(room: Room):
    room.story(title="24小时有人接", body="热线24小时有人接。中华全国总工会（全总）推广。", digest_summary="字" * 200)
    assert told(room) == []


def test_short_paragraph_for_the_digest_is_remarked(room: Room):
    room.story(digest_summary="字" * 20)
    assert told(room) == [
        "content/stories/2026/hotline.md:8: digest_summary: found 20 characters, expected about 120 to 300. "
        "Compare its length with the paragraphs around it."
    ]


def test_figure_of_the_headline_that_the_text_does_not_give_is_remarked(room: Room):
    room.story(title="900套礼包送到48个驿站", body="900套礼包送到驿站。")
    assert told(room) == [
        "content/stories/2026/hotline.md:2: title: found '48', expected a figure that the text gives too. "
        "Compare the headline with the text."
    ]


@pytest.mark.parametrize(
    ("title", "body"), [("1万人受训", "10000人受训。"), ("3,000人", "3000人。"), ("2.5亿元", "25000万元。")]
)
def test_figure_that_is_written_in_another_way_is_the_same(room: Room, title: str, body: str):
    room.story(title=title, body=body)
    assert told(room) == []


@pytest.mark.parametrize("body", ["一段。\n\n最后一段话。\n---\n又一段。", "一段。\n\n## 最后一段话。\n\n又一段。"])
def test_heading_that_ends_like_a_paragraph_is_remarked(room: Room, body: str):
    room.story(body=body)
    assert told(room) == [
        "content/stories/2026/hotline.md:11: body: found '最后一段话。', expected a heading without a full stop. "
        "Leave an empty line between a paragraph and '---', or remove the stop from the heading."
    ]


@pytest.mark.parametrize("alt", ["IMG_01.jpg", "img_01", "图片", "照片"])
def test_words_for_a_picture_that_say_nothing_of_it_are_remarked(room: Room, alt: str):
    room.photo("images/IMG_01.jpg")
    room.story(image=f"{{file: images/IMG_01.jpg, alt: {alt}}}")
    assert told(room) == [
        f"content/stories/2026/hotline.md:8: image: found '{alt}', expected what the picture shows. "
        "Say what it shows, for those who do not see it."
    ]


def test_short_name_before_the_full_one_is_remarked(room: Room):
    room.story(body="全总发文。中华全国总工会（全总）又发文。")
    assert told(room) == [
        "content/stories/2026/hotline.md:9: body: found '全总', expected '中华全国总工会' before it. "
        "Write the full name where it is first mentioned."
    ]


LATER = "Until then the link is printed as text; check that it reads well."


def test_link_to_what_waits_for_its_day_is_remarked_at_its_line(room: Room):
    room.story("later", date="2026-07-05")
    room.story(body="正文一段。\n\n见[下周的消息](story:later)。")
    assert told(room) == [
        f"content/stories/2026/hotline.md:11: body: found 'story:later', which is published on 2026-07-05, "
        f"expected a page that is published. {LATER}"
    ]


@pytest.mark.parametrize(
    ("link", "day"), [("story:later", "2026-07-05"), ("digest:2026-W27", "2026-07-05"), ("top10:2026", "2026-12-31")]
)
@pytest.mark.parametrize("file", ["digests/2026-W06.md", "pages/about.md", "top10/2025.md"])
def test_such_a_link_is_remarked_wherever_it_stands_and_whatever_waits(room: Room, file: str, link: str, day: str):
    room.story()
    room.story("later", date="2026-07-05")
    room.write("top10/2026.md", annual("hotline", date="2026-12-31"))
    body = f"见[那一页]({link})。"
    head = "" if file.startswith("digests/") else "title: 甲\nsummary: 乙\n"
    room.write(file, annual("hotline", note=body) if "top10" in file else f"---\n{head}---\n{body}\n")
    (line,) = told(room)
    assert line.startswith(f"content/{file}:")
    assert f"body: found '{link}', which is published on {day}, expected a page that is published. {LATER}" in line


def test_link_by_a_former_slug_is_remarked_as_well(room: Room):
    room.story("later", date="2026-07-05", aliases="[sooner]")
    room.story(body="见[下周的消息](story:sooner)。")
    (line,) = told(room)
    assert "found 'story:sooner', which is published on 2026-07-05" in line


def test_link_between_stories_of_one_day_to_come_gets_none(room: Room):
    room.story("later", title="后来的事", date="2026-07-05")
    room.story("beside", "见[另一篇](story:later)，[本周](digest:2026-W27)。", date="2026-07-05")
    room.story("draft", "见[另一篇](story:other-draft)。", title="草稿一", status="draft")
    room.story("other-draft", title="草稿二", status="draft")
    assert told(room) == []


def test_introduction_that_waits_for_the_end_of_its_week_may_link_to_all_of_it(room: Room):
    room.story("first", date="2026-06-29")
    room.story("last", date="2026-07-05")
    room.write("digests/2026-W27.md", "---\ndate: 2026-07-05\n---\n见[末篇](story:last)。\n")
    assert told(room) == []
    room.write("digests/2026-W27.md", "---\nnumber: 一\n---\n见[末篇](story:last)。\n")
    (line,) = told(room)
    assert line.startswith("content/digests/2026-W27.md:4: body: found 'story:last', which is published on 2026-07-05")


def test_second_lead_of_a_day_is_remarked(room: Room):
    room.story("first", title="甲", lead="true")
    room.story("second", title="乙", lead="true")
    room.story("third", title="丙", lead="true", date="2026-02-05")
    room.story("draft", title="丁", lead="true", status="draft")
    assert told(room) == [
        "content/stories/2026/second.md:8: lead: found another lead of 2026-02-04: content/stories/2026/first.md, "
        "expected one lead per day. Remove it from one of the two."
    ]


def test_marks_that_may_be_meant_are_remarked_in_every_kind_of_text(room: Room):
    room.story(body="一段。\n\n好吃~~\n\n1、早餐\n2、晚餐")
    room.write("digests/2026-W06.md", "---\n---\n本周\u00a0要闻。\n")
    room.write("pages/about.md", "---\ntitle: 关于\nsummary: 我们。\n---\n我们。\n\n<!-- 待核：\n甲 -->\n")
    entry = "## hotline\n\n### 新闻回放\n\n回放。\n\n### 点评\n\n==点评=="
    room.write("top10/2026.md", f"---\ntitle: 年度\nsummary: 十件。\n---\n按语。\n\n{entry}\n")
    assert [remark.partition(", expected")[0] for remark in told(room)] == [
        "content/digests/2026-W06.md:3: body: found '本周 要闻。'",
        "content/pages/about.md:7: body: found '<!-- 待核：'",
        "content/stories/2026/hotline.md:11: body: found '好吃~~'",
        "content/stories/2026/hotline.md:14: body: found '2、晚餐'",
        "content/top10/2026.md:15: body: found '==点评=='",
    ]


@pytest.mark.parametrize("field", ["leads", "highlights", "pins", "order"])
def test_draft_that_a_digest_puts_forward_is_remarked(room: Room, field: str):
    room.story("out", digest_summary="字" * 200)
    room.story("draft", title="丁", status="draft")
    room.write("digests/2026-W06.md", f"---\ntitle: 一周\n{field}: [draft, out]\n---\n")
    assert told(room) == [
        f"content/digests/2026-W06.md:3: {field}: found 'draft', not published yet, expected a published or scheduled "
        "story. Until then the digest is made as if it were not named."
    ]


def test_draft_that_a_digest_leaves_out_is_no_matter_nor_one_in_a_draft(room: Room):
    room.story("out", digest_summary="字" * 200)
    room.story("draft", title="丁", status="draft")
    room.write("digests/2026-W06.md", "---\nleave_out: [draft]\n---\n")
    assert told(room) == []
    room.write("digests/2026-W06.md", "---\nstatus: draft\nleads: [draft]\n---\n")
    assert told(room) == []


def test_lost_picture_is_remarked_so_that_somebody_looks_for_it(room: Room):
    room.story(image="{missing: true, alt: 站点一角}")
    assert told(room) == [
        "content/stories/2026/hotline.md:8: image: found a picture that is missing, expected its file. "
        "Add it to images/ and write its name as `file`, if it can still be had."
    ]


@pytest.mark.parametrize(
    "summary",
    [
        *("<b>早餐</b>", "早餐<br/>", "**早餐**好", "早餐&nbsp;好", "早餐&#8220;好", "[早餐](https://a.cn)"),
        *("早餐\\n夜宵", "早餐{#care}"),
    ],
)
def test_mark_in_a_field_of_plain_text_is_remarked_at_its_line(room: Room, summary: str):
    room.story(summary=f"'{summary}'")
    (advice,) = {one.partition(" expected")[2] for one in told(room)}
    assert advice.startswith(" plain text, which is printed literally. Delete the mark")
    assert told(room)[0].startswith("content/stories/2026/hotline.md:6: summary: found ")


@pytest.mark.parametrize(
    ("fields", "line", "field"),
    [
        ({"title": "标题：食堂添了早餐"}, 2, "title"),
        ({"summary": "内容摘要：食堂七点开门。"}, 6, "summary"),
        ({"sources": "来源：洛阳日报"}, 7, "sources"),
        ({"editors_note": "编者按：食堂改了。"}, 8, "editors_note"),
        ({"sources": "[工人日报, 信息来源：洛阳日报]"}, 7, "sources"),
        ({"sources": "[{name: 稿源：洛阳日报}]"}, 7, "sources"),
    ],
)
def test_name_of_a_field_in_its_value_is_remarked(room: Room, fields: dict[str, str], line: int, field: str):
    room.story(**fields)
    (advice,) = told(room)
    assert advice.startswith(f"content/stories/2026/hotline.md:{line}: {field}: found ")
    assert advice.endswith("expected the value alone, without the name of its field. Delete the name and its colon.")


@pytest.mark.parametrize(
    "summary", ["3 < 5 > 2", "稿件来源：三个渠道", "说明：标题：一", "王**说李*", "AT&T", "a<b", "见[早餐](二)"]
)
def test_what_only_looks_like_a_mark_is_not_remarked(room: Room, summary: str):
    room.story(summary=f"'{summary}'")
    assert told(room) == []


@pytest.mark.parametrize(
    ("title", "body", "told_of"),
    [
        ("900套礼包送到", "近900套礼包送到。", ["'900', expected the hedge of the text: 近."]),
        ("培训300万人", "培训300多万人。", ["'300万', expected the hedge of the text: 多."]),
        ("培训300多万人", "培训超过300万人。", []),
        ("培训1万人", "培训近10000人。", ["'1万', expected the hedge of the text: 近."]),
        ("3,000人受训", "3000人受训。", []),
        ("培训3000人", "培训3000余人，计划5000人。", ["'3000', expected the hedge of the text: 余."]),
        ("逾3000人受训", "超过3000人受训。", []),
        ("3000人受训", "约3000人受训，去年也是3000人。", []),
        ("3000多人受训", "约3000人受训。", []),
        ("３０００人受训", "近３０００人受训。", ["'3000', expected the hedge of the text: 近."]),
        ("30万人受训", "近30人受训，30万人报名。", []),
    ],
)
def test_hedge_that_the_headline_lost_is_remarked(room: Room, title: str, body: str, told_of: list[str]):
    room.story(title=title, body=body)
    found = [line.partition("found ")[2] for line in told(room) if "hedge" in line]
    assert found == [f"{one} Keep it in the headline, or the figure says more than is known." for one in told_of]


@pytest.mark.parametrize(
    ("body", "fields", "found"),
    [
        ("今年（2025年）立春。", {}, "'今年（2025年', expected 2026, the year that readers take it for."),
        ("今年是2025年。", {}, "'今年是2025年', expected 2026, the year that readers take it for."),
        ("去年2024年办过。", {}, "'去年2024年', expected 2025, the year that readers take it for."),
        (
            "今年立春，去年冬至。",
            {"event_date": "2025-12"},
            "'今年', expected the year in figures",
        ),
        (
            "去年办过。",
            {"sources": "[{name: 某报, date: 2025-12-30}]"},
            "'去年', expected the year in figures",
        ),
    ],
)
def test_year_word_that_means_another_year_is_remarked_once(room: Room, body: str, fields: dict[str, str], found: str):
    room.story(body=body, **fields)
    (line,) = told(room)
    assert line.startswith(f"content/stories/2026/hotline.md:{9 + bool('event_date' in fields)}: body: found {found}")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ("今年（2026年）立春，去年2025年，明年2027年。", {}),
        ("今年1500名职工，去年1200名。今年（1500名）", {}),
        ("今年立春。", {"event_date": "2026-02-03"}),
        ("2025年立春。", {"event_date": "2025-02-03"}),
        ("今年立春。", {"event_date_text": "2025年底"}),
    ],
)
def test_year_word_that_means_its_year_gets_none(room: Room, body: str, fields: dict[str, str]):
    room.story(body=body, **fields)
    assert told(room) == []


def test_title_longer_than_wechat_takes_is_remarked(room: Room):
    room.story(title="长" * 33)
    assert told(room) == [
        "content/stories/2026/hotline.md:2: title: found 33 characters, expected at most 32, "
        "which is what WeChat takes. Shorten it, or shorten it there."
    ]
    room.story(title="长" * 32)
    assert told(room) == []


def test_story_that_a_digest_puts_forward_has_a_paragraph(room: Room):
    room.story(highlight="true")
    room.story("other", title="另一篇")
    assert told(room) == [
        "content/stories/2026/hotline.md:6: summary: found no paragraph for the digest, expected `digest_summary`. "
        "Write the paragraph; without one the digest prints the summary."
    ]
    room.story()
    room.write("digests/2026-W06.md", "---\nleads: [other]\n---\n")
    assert ["stories/2026/other.md:6" in line for line in told(room)] == [True]


def test_titles_are_remarked_from_the_width_that_the_settings_name(room: Room):
    room.story("a", title="Forty welders finish their evening course at last today")
    room.story("b", title="四十名焊工从夜校结业" * 3)
    assert not [line for line in room.advice() if "(long-title)" in line]
    room.goodnews = {"long_title": 25}
    told = [line for line in room.advice() if "title:" in line]
    assert [line.split("title: ")[1].split(". ")[0] for line in told] == [
        "found 55 characters, expected at most 50",
        "found 30 characters, expected at most 25",
    ]
