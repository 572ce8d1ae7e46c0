"""When it happened, and which lines hold nothing but a day."""

import pytest

from goodnews.importer.days import day_in, is_day_line
from tests.importer.pages import bring


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-07-28 08:00:00　　来源：某某工会微信公众号　　浏览：1203次　　字号：【大 中 小】", "2025-07-28"),
        ("原创某某工人报客户端2025-12-30 09:20北京", "2025-12-30"),
        ("2024年12月26日 18:03　责任编辑：某某某", "2024-12-26"),
    ],
)
def test_the_line_of_a_portal_holds_the_day(text: str, day: str):
    assert is_day_line(text)
    found = day_in(text)
    assert found and str(found.date) == day


def test_a_paragraph_that_begins_with_its_day_is_no_line_of_a_day():
    assert is_day_line("2月3日　星期二　晴")
    assert is_day_line("2026年2月6日　星期五　责任编辑：周小宁")
    for text in (
        "1月26日，浙江省余姚市阳明街道，翁某",
        "2月4日晚上十点，热线响了",
        "1月29日中午，配送员用券",
        "2025年8月1日，协商恳谈会在UU跑腿郑州总部开，平台与跑",
    ):
        assert not is_day_line(text)


def test_a_day_from_which_something_runs_is_when_it_happened():
    (draft,) = bring("每天两瓶水\n1月15日起，洛阳市总工会送水，到8月31日为止，谁都能来领。\n", profile="story").drafts
    assert "event_date: 2026-01-15" in draft.text


def test_the_place_behind_the_weather_of_a_diary_is_no_part_of_it():
    day = day_in("2024年12月21日　星期六　晴　厦门")
    assert day is not None
    assert (day.weekday, day.weather) == ("星期六", "晴")


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("昨日，洛阳市总工会开了早餐点。", "2026-02-04"),
        ("洛阳市总工会的早餐车今起上街。", "2026-02-05"),
        ("春节假期，早餐车2月1日起到3日停在路口。", "2026-02-01"),
        ("早餐车开到今天的，只有这一辆。", ""),
        ("二月三日晚，洛阳市总工会开了早餐点。", "2026-02-03"),
        ("洛阳市总工会请来师傅，2月1日起每周三上课。", "2026-02-01"),
        ("司机说：“今天来的人多。”", ""),
    ],
)
def test_day_of_the_news_is_told_from_its_publication_or_as_a_span(sentence: str, event: str):
    (draft,) = bring(f"早餐端到手上\n本报讯（记者甲一）{sentence}\n").drafts
    assert (f"event_date: {event}" in draft.text) if event else ("event_date" not in draft.text)


def test_today_is_the_day_on_which_a_dispatch_was_sent():
    (draft,) = bring("早餐端到手上\n某报洛阳2月2日电（记者甲一）今天，早餐车送出第一千份早饭。\n").drafts
    assert "event_date: 2026-02-02" in draft.text


def test_a_month_without_a_day_is_words_and_no_day_of_the_event():
    (draft,) = bring("早餐端到手上\n洛阳市总工会今年1月拿出一万元，开了早餐点。\n").drafts
    assert "event_date_text: 今年1月  # guessed\n" in draft.text
    assert "event_date:" not in draft.text


def test_the_day_of_a_further_page_is_not_that_of_the_story_above_it():
    page = "礼包送到路口\n本报洛阳2月3日电（记者甲一）洛阳市总工会今天把礼包送到路口。\n"
    page += "2026年2月5日　星期四\n众人都说好。\n"
    (draft,) = bring(page).drafts
    assert "event_date: 2026-02-03  # guessed" in draft.text
