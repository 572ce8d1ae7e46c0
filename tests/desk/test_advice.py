"""Advice that `check` gives: it never keeps a story from print."""

from builders import Room

from goodnews.desk.advice import advice_on


def told(room: Room) -> list[str]:
    return [str(remark) for remark in advice_on(room.check(), "content")]


def test_sound_story_gets_none(room: Room):
    room.story(title="24小时有人接", body="热线24小时有人接。中华全国总工会（全总）推广。", digest_summary="字" * 200)
    assert told(room) == []


def test_short_paragraph_for_the_digest_is_remarked(room: Room):
    room.story(digest_summary="字" * 20)
    assert told(room) == [
        "content/stories/2026/hotline.md:8: digest_summary: found 20 characters, expected about 120 to 300. "
        "Read it once more beside its neighbours."
    ]


def test_figure_of_the_headline_that_the_text_does_not_give_is_remarked(room: Room):
    room.story(title="900套礼包送到48个驿站", body="900套礼包送到驿站。")
    assert told(room) == [
        "content/stories/2026/hotline.md:2: title: found '48', expected a figure that the text gives too. "
        "Compare the headline with the text."
    ]


def test_short_name_before_the_full_one_is_remarked(room: Room):
    room.story(body="全总发文。中华全国总工会（全总）又发文。")
    assert told(room) == [
        "content/stories/2026/hotline.md:9: body: found '全总', expected '中华全国总工会' before it. "
        "Write the full name where it is first mentioned."
    ]


def test_link_to_what_waits_for_its_day_is_remarked(room: Room):
    room.story("later", date="2026-07-05")
    room.story(body="见[下周的消息](story:later)。")
    assert told(room) == [
        "content/stories/2026/hotline.md:9: body: found 'story:later', expected a story that is out. "
        "Until then the link is printed as text; see whether it reads well."
    ]
