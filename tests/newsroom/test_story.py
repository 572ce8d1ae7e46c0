"""One story: every field, and every way to get it wrong."""

import datetime

import pytest

from goodnews.newsroom.body import body_hash
from goodnews.newsroom.byline import Origin, Sources
from goodnews.newsroom.correction import Correction
from tests.builders import Room, story_text
from tests.proof import newsroom, problem, problems, story

HERE = "content/stories/2026/hotline.md"


def test_story_is_what_was_written(room: Room):
    room.story()
    found = story(room)
    assert (found.slug, found.path) == ("hotline", "stories/2026/hotline.md")
    assert (found.title, found.summary, found.section) == ("洛阳热线有人接", "五年来热线不断。", "维权服务")
    assert (found.date, found.regions) == (datetime.date(2026, 2, 4), ("河南省/洛阳市",))
    assert found.sources == Sources((Origin("某报"),))
    assert found.body == body_hash("正文一段。")
    assert (found.kind, found.draft, found.highlight, found.diary) == ("story", False, False, None)
    assert found.address == "story/2026/hotline.html"


def test_story_carries_every_optional_field(room: Room):
    room.story(
        kicker="肩题",
        subtitle="副题",
        leadin="洛阳",
        dateline="本报讯",
        campaign="送温暖/2026",
        column="蹲点日记",
        kind="feature",
        event_date="2026-02",
        highlight="true",
        digest_summary="摘要。",
        editors_note='"甲\\n\\n乙"',
        related="[other]",
        parts="[other]",
    )
    room.story("other", date="2026-02-03")
    found = newsroom(room).stories[1]
    assert (found.kicker, found.subtitle, found.leadin, found.dateline) == ("肩题", "副题", "洛阳", "本报讯")
    assert (found.campaign, found.campaign_year, found.column, found.kind) == ("送温暖", "2026", "蹲点日记", "feature")
    assert (found.event, found.highlight, found.digest_summary) == ("2026-02", True, "摘要。")
    assert found.parts == ("other",)
    assert (found.editors_note, found.related) == (("甲", "乙"), ("other",))


def test_story_with_windows_line_ends_is_the_same_story(room: Room):
    text = story_text("一段。\n\n## 小标题\n\n又一段。", editors_note="|\n  甲\n\n  乙")
    room.write("stories/2026/hotline.md", text)
    unix = newsroom(room)
    room.write("stories/2026/hotline.md", text.replace("\n", "\r\n"))
    assert newsroom(room) == unix


@pytest.mark.parametrize("name", ["title", "date", "category", "region", "summary", "sources"])
def test_story_without_a_required_field_is_a_problem_on_its_first_line(room: Room, name: str):
    room.write("stories/2026/hotline.md", story_text(**{name: None}))
    assert problem(room) == f"{HERE}:2: {name}: found nothing, expected a value. Add a line '{name}: …'."


def test_story_without_any_field_tells_all_that_it_needs(room: Room):
    room.write("stories/2026/hotline.md", "---\n---\n正文一段。\n")
    assert [line.split(": ")[1] for line in problems(room)] == [
        "category",
        "date",
        "region",
        "sources",
        "summary",
        "title",
    ]


def test_title_may_have_60_characters_and_no_more(room: Room):
    room.story(title="长" * 60)
    assert not problems(room)
    room.story(title="长" * 61)
    assert problem(room) == f"{HERE}:2: title: found 61 characters, expected at most 60. Shorten it."


def test_title_in_latin_letters_may_have_twice_as_many(room: Room):
    room.story(title="A" * 120)
    room.check()
    room.story(title="A" * 121)
    assert problem(room) == f"{HERE}:2: title: found 121 characters, expected at most 120. Shorten it."


def test_title_of_both_is_measured_by_its_width(room: Room):
    room.story(title="长" * 50 + "a" * 20)
    room.check()
    room.story(title="长" * 50 + "a" * 21)
    expected = "at most 60; two Latin letters or digits count as one"
    assert problem(room) == f"{HERE}:2: title: found 61 characters, expected {expected}. Shorten it."


def test_marks_without_a_width_do_not_lift_the_limit(room: Room):
    room.story(title="a" + "\u0316" * 120)
    assert "title: found 121 characters, expected at most 120" in problem(room)


def test_limits_of_title_and_summary_are_settings(room: Room):
    room.goodnews = {"title_most": 20, "summary_most": 50}
    room.story(title="长" * 21, summary="话" * 50)
    assert problem(room) == f"{HERE}:2: title: found 21 characters, expected at most 20. Shorten it."
    room.story(title="长" * 20, summary="w" * 101)
    assert problem(room) == f"{HERE}:6: summary: found 101 characters, expected at most 100. Shorten it."
    room.goodnews = {"title_most": 80, "summary_most": 500}
    room.story(title="长" * 80, summary="话" * 500)
    room.check()


def test_summary_may_have_300_characters_and_no_more(room: Room):
    room.story(summary="长" * 300)
    assert not problems(room)
    room.story(summary="长" * 301)
    assert problem(room) == f"{HERE}:6: summary: found 301 characters, expected at most 300. Shorten it."


def test_story_without_text_is_a_problem(room: Room):
    room.story(body="")
    assert problem(room) == f"{HERE}:10: body: found no text, expected the story. Write it below the front matter."


@pytest.mark.parametrize("slug", ["洛阳热线", "😀", "h" * 81])
def test_file_with_another_name_than_a_slug_is_a_problem(room: Room, slug: str):
    room.story(slug)
    line = problem(room)
    assert line.startswith(f"content/stories/2026/{slug}.md:1: file: found 'stories/2026/{slug}"[:100])
    assert line.endswith("Name the file with a-z, 0-9 and hyphens (at most 80), in the folder of its year.")


@pytest.mark.parametrize(
    "path",
    [
        *(f"stories/2026/{name}.md" for name in ("Hot-Line", "hot_line", "hot--line", "hot line", "hôt-line")),
        *("stories/hot-line.md", "stories/2026/02/hot-line.md", "stories/26/hot line.md"),
    ],
)
def test_a_story_with_another_name_or_in_another_folder_is_told_the_right_one(room: Room, path: str):
    room.write(path, story_text())
    told = f"content/{path}:1: file: found '{path}', expected stories/YYYY/slug.md. Name it stories/2026/hot-line.md."
    assert problem(room) == " ".join(told.split())


def test_a_story_without_a_day_in_another_folder_is_told_the_rule(room: Room):
    room.write("stories/hotline.md", story_text(date="昨天"))
    assert any(line.endswith("in the folder of its year.") for line in problems(room))


def test_date_of_another_year_than_the_folder_is_a_problem(room: Room):
    room.write("stories/2025/hotline.md", story_text())
    assert problem(room) == (
        "content/stories/2025/hotline.md:3: date: found '2026-02-04', expected a day in 2025, like its folder. "
        "Move the file to stories/2026/, or correct the date."
    )


def test_unknown_section_is_a_problem_with_the_nearest(room: Room):
    room.story(category="维权服物")
    assert problem(room) == (
        f"{HERE}:4: category: found '维权服物', expected one of 工作动态, 思想引领, 维权服务. Did you mean '维权服务'?"
    )


def test_first_region_is_the_main_one(room: Room):
    room.story(region="[陕西省, 河南省/洛阳市/涧西区, 全国]")
    assert story(room).regions == ("陕西省", "河南省/洛阳市/涧西区", "全国")


@pytest.mark.parametrize(
    ("written", "right"),
    [("洛阳", "河南省/洛阳市"), ("河南/洛阳", "河南省/洛阳市"), ("涧西区", "河南省/洛阳市/涧西区")],
)
def test_short_form_of_a_region_is_a_problem_with_the_whole_one(room: Room, written: str, right: str):
    room.story(region=written)
    assert problem(room) == f"{HERE}:5: region: found '{written}', expected a region of regions.csv. Write '{right}'."


def test_region_given_twice_is_a_problem(room: Room):
    room.story(region="[河南省, 河南省]")
    assert problem(room) == f"{HERE}:5: region: found '河南省', expected each region once. Remove one of the two."


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("送温馨/2026", "found '送温馨/2026', expected one of 送温暖, with its edition. Did you mean '送温暖'?"),
        (
            "送温暖",
            "found '送温暖', expected one of its editions: 2025, 2026. "
            "Write '送温暖/2026', or add the edition to content/campaigns.yaml.",
        ),
        (
            "送温暖/2027",
            "found '送温暖/2027', expected one of its editions: 2025, 2026. "
            "Write '送温暖/2026', or add the edition to content/campaigns.yaml.",
        ),
    ],
)
def test_unknown_campaign_or_edition_is_a_problem(room: Room, written: str, told: str):
    room.story(campaign=written)
    assert problem(room) == f"{HERE}:8: campaign: {told}"


@pytest.mark.parametrize(
    ("field", "written", "told"),
    [
        ("column", "蹲点日志", "expected one of 蹲点日记. Did you mean '蹲点日记'?"),
        ("kind", "photos", "expected one of story, feature, photo, brief, diary, link. Did you mean 'photo'?"),
        ("dateline", "新华社", "expected one of 本报讯. Add it to the setting `datelines`."),
        ("status", "ready", "expected one of published, draft. Choose one of them."),
    ],
)
def test_unknown_word_is_a_problem_with_those_allowed(room: Room, field: str, written: str, told: str):
    room.story(**{field: written})
    assert problem(room) == f"{HERE}:8: {field}: found '{written}', {told}"


def test_datelines_are_those_of_the_settings(room: Room):
    room.goodnews = {"datelines": ["新华社"]}
    room.story(dateline="新华社")
    assert story(room).dateline == "新华社"


@pytest.mark.parametrize("event", ["2026-02-04", "2026-02", "2025-12", "2026-01-31"])
def test_event_may_be_a_day_or_a_month_no_later_than_the_date(room: Room, event: str):
    room.story(event_date=event)
    assert story(room).event == event


@pytest.mark.parametrize("event", ["2026-02-05", "2026-03", "2027-01"])
def test_event_after_the_date_is_a_problem(room: Room, event: str):
    room.story(event_date=event)
    assert problem(room) == f"{HERE}:8: event_date: found '{event}', expected no later than the date. Check the date."


@pytest.mark.parametrize("event", ["2026-13", "2026", "二月初"])
def test_event_of_another_form_is_a_problem(room: Room, event: str):
    room.story(event_date=event)
    assert problem(room).startswith(f"{HERE}:8: event_date: found '{event}', expected a day such as 2026-02-04.")


@pytest.mark.parametrize("event", ["2026年1月底", "2026-01-30至31日", "春节前"])
def test_event_in_words_is_told_where_words_belong(room: Room, event: str):
    room.story(event_date=event)
    assert problem(room).endswith("Write a day or a month, such as 2026-02; words belong in `event_date_text`.")


@pytest.mark.parametrize("event", ["2026年2月", "２０２６年２月", "2026.2", "2026/02", "2026-2"])
def test_month_in_another_form_is_told_its_own(room: Room, event: str):
    room.story(event_date=event)
    assert problem(room).endswith("expected a month such as 2026-02. Write '2026-02'.")


def test_event_may_be_told_in_words(room: Room):
    room.story(event_date_text="1月底2月初")
    assert story(room).event == "1月底2月初"


def test_event_told_twice_is_a_problem(room: Room):
    room.story(event_date="2026-01", event_date_text="一月")
    assert problem(room) == (
        f"{HERE}:9: event_date_text: found event_date as well, expected one of the two. Remove the words."
    )


def test_photo_without_image_is_a_problem(room: Room):
    room.story(kind="photo")
    assert problem(room) == (
        f"{HERE}:2: image: found nothing, expected a picture, or one marked missing. Add `image:`, or another kind."
    )


def test_correction_moves_the_day_of_the_last_change(room: Room):
    room.story(corrections="[{date: 2026-02-06, text: 更正。}, {date: 2026-02-04, text: 又更正。}]")
    found = story(room)
    assert found.corrections == (
        Correction(datetime.date(2026, 2, 6), "更正。"),
        Correction(datetime.date(2026, 2, 4), "又更正。"),
    )
    assert found.updated == datetime.date(2026, 2, 6)


def test_correction_before_the_date_is_a_problem(room: Room):
    room.story(corrections="\n- {date: 2026-02-03, text: 更正。}")
    assert problem(room) == (
        f"{HERE}:9: corrections.date: found '2026-02-03', expected no earlier than the story. Check the date."
    )


def test_correction_in_words_is_a_problem(room: Room):
    room.story(corrections="更正。")
    assert problem(room) == (
        f"{HERE}:8: corrections: found '更正。', expected {{date: …, text: …}}. Say when and what was corrected."
    )


def test_story_related_to_itself_is_a_problem(room: Room):
    room.story(related="[hotline]")
    assert (
        problem(room)
        == f"{HERE}:8: related: found 'hotline', expected other stories. Remove this story's own name from the list."
    )


def test_story_that_is_a_part_of_two_texts_is_a_problem_of_the_second(room: Room):
    room.story("one", date="2026-02-02", parts="[two]")
    room.story("two", date="2026-02-03")
    room.story("three", date="2026-02-04", parts="[two]")
    assert problem(room) == (
        "content/stories/2026/three.md:8: parts: found 'two', a part of stories/2026/one.md, expected a part of one "
        "text. Remove it here or there."
    )


def test_part_that_begins_a_text_of_its_own_is_a_problem(room: Room):
    room.story("one", date="2026-02-02", parts="[two]")
    room.story("two", date="2026-02-03", parts="[three]")
    room.story("three", date="2026-02-04")
    assert "found 'two', a part of stories/2026/one.md" in problem(room)


def test_part_that_does_not_exist_is_a_problem(room: Room):
    room.story("one", date="2026-02-02", parts="[tow]")
    room.story("two", date="2026-02-03")
    assert problem(room) == (
        "content/stories/2026/one.md:8: parts: found 'tow', expected the slug of a story. "
        "Write a slug that exists, or remove it."
    )


def test_all_problems_of_a_story_are_told_together_in_the_order_of_its_lines(room: Room):
    room.story(title="", category="体育", region="火星", kicker="[甲]", body="# 一")
    assert [line.split(": ")[0] for line in problems(room)] == [f"{HERE}:{line}" for line in (2, 4, 5, 8, 10)]


# Whatever bytes, and whatever an editor fills in, are a story or problems.


def test_comment_in_a_field_of_plain_text_is_a_problem(room: Room):
    room.story(summary="早餐<!-- 待核 -->")
    assert problem(room) == (
        f"{HERE}:6: summary: found '<!-- 待核 -->', expected plain text, which is printed literally. Delete it; "
        "comments belong in the text, or after # in a line of their own."
    )


@pytest.mark.parametrize("summary", ["3 < 5 > 2", "王**说李*", "AT&T", "a<b", "见[早餐](二)"])
def test_what_only_looks_like_a_mark_may_stand_in_a_field(room: Room, summary: str):
    room.story(summary=f"'{summary}'")
    assert story(room).summary == summary


@pytest.mark.parametrize("written", ["送温暖／2026", "送温暖/２０２６", "送温暖 / 2026"])
def test_campaign_in_wide_characters_is_the_one_that_is_meant(room: Room, written: str):
    room.story(campaign=written)
    assert story(room).campaign_year == "2026"
