"""Marks of Chinese text: found where a copy editor would mark them, and mended where that is sure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodnews.desk.mending import mended
from goodnews.desk.punctuation import RULES, looked_at, punctuation
from goodnews.desk.usage import Usage
from goodnews.newsroom.house import House
from goodnews.problem import ContentError
from tests.builders import Room

HEAD = "---\ntitle: 甲\n---\n"
PLAIN = Usage({}, House())


def told(body: str) -> list[tuple[str, str]]:
    return [(found.rule, found.text) for found in punctuation(looked_at(HEAD + body, len(HEAD)), len(HEAD))]


def fixed(body: str) -> str:
    return mended((HEAD + body).encode(), PLAIN).decode().removeprefix(HEAD)


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("职工来了,大家高兴", "职工来了，大家高兴"),
        ("问:谁来?答:都来", "问：谁来？答：都来"),
        ("他说“好”,就走了", "他说“好”，就走了"),
        ("王芳(女)来了", "王芳（女）来了"),
        ("太好了!!", "太好了！！"),
        ("真的吗!?大家问", "真的吗！？大家问"),
        ("来了,", "来了，"),
        ("如下:\n\n- 甲", "如下：\n\n- 甲"),
        ("来了, 大家高兴", "来了，大家高兴"),
        ("| 好! | 3 |", "| 好！ | 3 |"),
        ("（好!）", "（好！）"),
        ('他说："好."', "他说：“好。”"),
        ('他说："好!"', "他说：“好！”"),
        ("大家都来了.", "大家都来了。"),
        ("大家都来了.\n又走了。", "大家都来了。\n又走了。"),
        ('他说"好"就走', "他说“好”就走"),
        ('"好",他说', "“好”，他说"),
        ('拨打"12351热线"就行', "拨打“12351热线”就行"),
        ("还有很多...", "还有很多……"),
        ("还有很多。。。", "还有很多……"),
        ("还有很多…等", "还有很多……等"),
        ("工会--职工的家", "工会——职工的家"),
        ("一条路---十二年", "一条路——十二年"),
        ("工会 -- 职工的家", "工会 —— 职工的家"),
        ("工会————职工的家", "工会——职工的家"),
        ("来了，，又走了", "来了，又走了"),
        ("来了。。", "来了。"),
        ("在 3月", "在3月"),
        ("2026 年", "2026年"),
        ("共 25 名职工", "共25名职工"),
    ],
)
def test_sure_mistake_is_told_and_mended_once_and_for_all(body: str, right: str):
    assert told(body)
    assert fixed(body) == right
    assert fixed(right) == right


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("他说“好就走了。", "unbalanced-mark"),
        ("《办法出台。", "unbalanced-mark"),
        ("好”他说。", "unbalanced-mark"),
        ("（甲)乙", "unbalanced-mark"),
        ("我的的书", "doubled-word"),
        ("来了了。", "doubled-word"),
        ("同志们们", "doubled-word"),
        ("送清凉活动送清凉活动开始", "doubled-word"),
        ("他激动的说不出话", "de"),
        ("老人高兴的说：好", "de"),
        ("手冻的直哆嗦", "de"),
        ("日子变的更好", "de"),
        ("比去年好的多", "de"),
        ("大家觉的这样好", "de"),
        ("紧紧的握住他的手", "de"),
        ("取的了进展", "de"),
        ("值的注意", "de"),
        ("他跑的气喘吁吁", "de"),
        ("日子过的红红火火", "de"),
        ("详情[点击这里](https://example.org)。", "link-says-nothing"),
        ("[链接](story:x)", "link-says-nothing"),
        ("来了，。", "doubled-mark"),
        ("列夫.托尔斯泰", "half-width-stop"),
        ("来了.大家高兴", "half-width-stop"),
    ],
)
def test_what_only_an_editor_can_decide_is_told_and_left(body: str, rule: str):
    assert [name for name, _text in told(body)] == [rule]
    assert fixed(body) == body


@pytest.mark.parametrize(
    "body",
    [
        "一段话，有“引语”、《书名》（注）。",
        "共10,000人，3.14，6:30开始，1+1+1。",
        "见`a,b`，`甲,乙`。",
        "```\n甲,乙(丙)...\n```",
        "<!-- 甲,乙(丙) -->",
        "[通知](https://example.org/甲(乙),丙)。",
        '[通知](https://example.org/x "甲,乙")。',
        "https://example.org/甲,乙",
        "[甲]: https://example.org/甲,乙",
        "![甲乙](images/2026/x.jpg)",
        "1）报名。\n2）参加。",
        "一）报名",
        "“第一段。\n\n“第二段。\n\n“第三段。”",
        "的的确确，不了了之，目的的明确，研究研究。",
        "He said “it’s fine”.",
        "It's here, (see UTC+8) and...",
        "甲……乙……",
        "He said “it’s fine”, and left!!",
        "Really!? He left.",
        "见 暖闻.中国，说明.docx，v1.2.",
        "1. 甲\n2. 乙",
        "甲![乙](images/2026/x.jpg)",
        "甲 乙",
        "| 甲 | 3 |\n| --- | --- |\n| 乙 | 4 |",
        "- 甲\n- 乙",
    ],
)
def test_sound_text_is_left_alone(body: str):
    assert told(body) == []
    assert fixed(body) == body


def test_fields_of_plain_text_are_looked_at_and_lists_are_not():
    text = "---\ntitle: 来了,大家高兴\nbylines: [{记者: [甲,乙]}]\nsummary: 王芳(女)来了\n---\n正文。\n"
    right = text.replace("来了,大", "来了，大").replace("王芳(女)", "王芳（女）")
    assert mended(text.encode(), PLAIN).decode() == right


@pytest.mark.parametrize("kept", ["\ufeff", ""])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_everything_else_stays_byte_for_byte(kept: str, end: str):
    text = f"{kept}---{end}title: 甲  # 注{end}---{end}{end}来了,走了\t {end}{end}{end}末尾"
    assert mended(text.encode(), PLAIN).decode() == text.replace("来了,走了", "来了，走了")


def test_text_that_is_not_utf8_is_left():
    assert mended("---\ntitle: 甲\n---\n来了,走了".encode("gb18030"), PLAIN) == "---\ntitle: 甲\n---\n来了,走了".encode(
        "gb18030"
    )


@given(st.text(alphabet='甲乙的了，,。.…“”‘’（）()"`[]!: \n3年-|#<>', max_size=60))
def test_mending_twice_changes_nothing_more(body: str):
    once = mended((HEAD + body).encode(), PLAIN)
    assert mended(once, PLAIN) == once


@given(st.text(st.characters(codec="utf-8", exclude_characters="`~\r"), max_size=60))
def test_mending_touches_nothing_in_a_code_block(body: str):
    text = f"{HEAD}```\n{body}\n```\n".encode()
    assert mended(text, PLAIN) == text


def test_every_rule_has_a_name_of_its_own():
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("2月4日（星期三）来了。", None),
        ("2月4日（星期四）来了。", "星期三, the weekday of 2026-02-04"),
        ("2026年2月4日周五来了。", "星期三, the weekday of 2026-02-04"),
        ("去年12月31日星期三来了。", None),  # 2025-12-31
        ("12月31日，星期四来了。", "星期三, the weekday of 2025-12-31"),
        ("2月30日（星期四）来了。", None),
    ],
)
def test_weekday_is_held_against_its_date(room: Room, body: str, right: str | None):
    room.story(body=body, date="2026-02-04")
    told = [line.partition("expected ")[2].partition(". ")[0] for line in room.advice()]
    assert told == ([right] if right else [])


def test_rule_that_does_not_hold_here_is_switched_off_by_its_name(room: Room):
    room.story(body="共 25 名职工,来了")
    assert len(room.advice()) == 3
    room.goodnews = {"check_without": ("blank-beside-digits",)}
    assert len(room.advice()) == 1
    room.goodnews = {"check_without": ("blank-beside-digit",)}
    with pytest.raises(ContentError) as refused:
        room.advice()
    assert "Did you mean 'blank-beside-digits'?" in str(refused.value.problems[0])


@pytest.mark.parametrize(
    "text",
    [
        *(
            "自觉的行动",
            "视觉的效果",
            "改变的更多是习惯",
            "激动的心情",
            "高兴的事",
            "认真的讲解员",
            "感动的是",
            "说的很多话",
        ),
        *(
            "录取的了解情况",
            "价值的体现",
            "不断的创新",
            "慢慢的步子",
            "明显的很多变化",
            "一个码头一个码头地走",
            "一家一户一家一户",
        ),
        *("感觉的有无", "发觉的有三处", "比他好的人多", "自豪的问题", "认真的问卷"),
        *("听取的了解情况", "收获的了不起的成绩", "比他好的多数人", "不断的提高"),
    ],
)
def test_de_before_a_noun_and_one_by_one_are_left_alone(text: str):
    assert told(text) == []
