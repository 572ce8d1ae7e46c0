"""Lines that a scanner or a mail program wrapped at one width are paragraphs again."""

import pytest

from tests.importer.pages import bring, raw

PARAGRAPHS = (
    "本报讯（记者王芳）云南省总工会日前启动“工会温暖进万家”活动，从2025年12月持续到2026年1月，重点看望建档困难家庭、困难企业职工、劳模工匠和边境一线职工。",
    "按计划，15个慰问组将走遍全省16个州市，也到部分省级产业工会，与公交司机、新就业形态劳动者座谈，劝他们参加医疗互助和联谊相亲等活动。",
    "一位快递员说，天冷的时候，驿站里的一杯热水、一张椅子，就能让人缓过劲来，再跑几十单也不觉得累，心里是暖和的。",
    "各级工会还将用数字化手段，请社会力量加入。",
)


def wrapped(width: int) -> str:
    lines = ["云南：名单里有八类群体"]
    for paragraph in PARAGRAPHS:
        text = "　　" + paragraph
        lines += [text[at : at + width] for at in range(0, len(text), width)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("width", [17, 21, 25])
def test_a_paragraph_is_one_whatever_the_width(width: int):
    (draft,) = bring(wrapped(width)).drafts
    _open, _head, body = draft.text.split("---\n")
    first, *rest = body.rstrip().split("\n\n")
    assert first == PARAGRAPHS[0].removeprefix("本报讯（记者王芳）")
    assert tuple(rest) == PARAGRAPHS[1:]


def test_every_wrapped_line_is_accounted_for():
    page = wrapped(21)
    found = bring(page)
    assert [entry.line for entry in found.account] == list(range(1, len(raw(page).lines) + 1))
    assert not [entry for entry in found.account if entry.is_unknown]


def test_a_headline_below_a_full_line_stays_one():
    page = wrapped(21).rstrip() + "\n内蒙古：7项活动暖北疆\n" + wrapped(21).partition("\n")[2]
    assert [draft.text.partition("title: ")[2].partition("\n")[0] for draft in bring(page).drafts] == [
        "名单里有八类群体",
        "7项活动暖北疆",
    ]


def test_a_full_line_of_a_headline_does_not_take_up_the_next():
    page = "余姚阳明街道二百三十家企业编进九个工建办\n小企业工会跟上\n" + wrapped(20).partition("\n")[2]
    (draft,) = bring(page).drafts
    assert "title: 小企业工会跟上  # guessed\n" in draft.text


def test_paragraphs_that_are_lines_stay_as_they_are():
    items = (f"{number}. 洛阳市总工会开了{number}个驿站，职工有了歇脚的地方。\n" for number in range(1, 9))
    assert len(bring("早安\n" + "".join(items)).drafts) == 8


def test_headlines_of_one_length_are_no_paragraph():
    item = "洛阳市总工会第{}个驿站有了热水和热饭\n2月4日，驿站开门了，职工有了歇脚的地方。\n"
    heads = "".join(f"洛阳市总工会第{number}个驿站有了热水和热饭\n" for number in range(1, 9))
    items = "".join(map(item.format, range(1, 9)))
    assert len(bring("一周速览\n核心提示\n" + heads + "工作动态\n" + items, profile="weekly").drafts) == 8
