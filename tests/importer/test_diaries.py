"""A diary has its day, its weather and its author."""

from tests.importer.pages import bring


def test_the_diarist_stands_alone_between_headline_and_day():
    page = (
        "蹲点日记\n冬至那天我在广场摆摊\n　　编者按：工作组住了下来，本报选登一篇日记。\n朱海峰\n"
        "2025年12月21日　星期日　晴\n"
        "今天我们在洛阳摆了一个摊，来问的人不少，一直忙到天黑才收。\n"
    )
    (draft,) = bring(page, profile="newspaper").drafts
    assert "title: 冬至那天我在广场摆摊\n" in draft.text
    assert "column: 蹲点日记\n" in draft.text
    assert "author: 朱海峰\n" in draft.text
    assert "editors_note: '工作组住了下来，本报选登一篇日记。'" in draft.text


def test_the_second_day_of_a_diary_is_a_subhead():
    page = """蹲点日记
2026年1月20日 星期二 晴
小本子
王芳
早上七点，我跟着老班长下到车间。
1月21日 星期三 小雨
今天去了托管班。
"""
    (draft,) = bring(page).drafts
    assert "\n## 1月21日 星期三 小雨\n" in draft.text


def test_name_alone_below_the_day_of_a_diary_is_its_author():
    (draft,) = bring("蹲点日记\n一把伞\n2月3日 星期二 小雨\n贾长河\n早上下雨，洛阳市的班组长把伞分给了大家。\n").drafts
    assert draft.title == "一把伞"
    assert "author: 贾长河" in draft.text


DIARY = """蹲点日记
2026年2月3日 星期二 晴
山西省吕梁市汾阳市 记者 赵强
跟着老李上街
早上六点半，我跟着环卫班长老李上街。他说，今年冬天队里领到了新手套，手不冷了。
"""


def test_place_and_reporter_of_a_diary_are_no_headline():
    (story,) = bring(DIARY).drafts
    assert story.title == "跟着老李上街"
    assert "author: 赵强" in story.text
    assert "affiliation: 山西省吕梁市汾阳市" in story.text
