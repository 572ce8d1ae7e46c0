"""Numbers of people enter no draft; those of offices and hotlines do."""

import pytest

from tests.importer.pages import bring

STORY = "小刘的午餐\n2月3日，德城区总工会开了驿站。{}\n"


@pytest.mark.parametrize(
    "words",
    [
        "采访请拨13800000000。",
        "采访请拨138 0000 0000。",
        "他的身份证号是110101199003070011。",
        "卡号6222 0200 0000 0000 123，请转账。",
        "加微信yanlu88即可。",
        "微信号：yanlu_88",
        "电话一三八〇〇〇〇〇〇〇〇。",
        "电话１３８００００００００。",
        "邮箱yanlu88@163.com。",
        "联系人：王小雨",
        "投稿邮箱 yanlu@union.example",
    ],
)
def test_a_number_of_somebody_is_left_out_and_told(words: str):
    found = bring(STORY.format(words))
    text = "".join(draft.text for draft in found.drafts)
    assert not any(
        number in text for number in ("13800", "138 0000", "110101", "6222", "yanlu", "一三八", "１３８", "小雨")
    )
    assert "×××" in text
    assert not any(number in entry.text for entry in found.account for number in ("13800", "yanlu", "小雨"))
    assert any("is left out; ××× stands for it" in str(warning) for warning in found.warnings)


@pytest.mark.parametrize("words", ["热线12351", "电话0534-2620000", "补贴1380000元", "编号20260203", "微信群里都说好"])
def test_what_is_nobodys_number_stays(words: str):
    found = bring(STORY.format(f"大家说：{words}。"))
    assert words in found.drafts[0].text
    assert not any("×××" in str(warning) for warning in found.warnings)
