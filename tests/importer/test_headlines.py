"""What stands above a text is its headline, kicker, subtitle or column."""

import pytest

from tests.importer.pages import NEWS, bring, stories_of


def test_a_line_that_goes_on_with_a_sentence_is_no_kicker_of_the_next_item():
    page = """河南：早餐端到手上
本报讯 2月3日，洛阳市总工会开了12个早餐点，
环卫工、骑手、

河北：九百份年货
本报讯 2月4日，海港区总工会备好九百份年货。
"""
    found = bring(page)
    assert not any("kicker" in draft.text for draft in found.drafts)
    assert "Proposal: join line 3 to line 2." in str(found.warnings[0])


@pytest.mark.parametrize(
    ("above", "title", "kicker"),
    [
        ("大企业工会领路\n小企业工会跟上", "大企业工会领路 小企业工会跟上", ""),
        (
            "八十家编成九个“工建办”\n大企业工会领路\n小企业工会跟上",
            "大企业工会领路 小企业工会跟上",
            "八十家编成九个“工建办”",
        ),
        ("职工点什么课\n文化宫就开什么课", "职工点什么课 文化宫就开什么课", ""),
        ("洛阳市总工会的\n热线夜里有人接", "洛阳市总工会的热线夜里有人接", ""),
        ("洛阳市西工区总工会\n骑手一餐饭省下七元", "骑手一餐饭省下七元", "洛阳市西工区总工会"),
        ("首批站点一百二十六处\n送水到站", "送水到站", "首批站点一百二十六处"),
    ],
)
def test_a_headline_on_two_lines_is_one(above: str, title: str, kicker: str):
    found = bring(f"{above}\n本报讯（记者甲一）2月3日，洛阳市总工会请来众人，说了半日。\n")
    (draft,) = found.drafts
    assert f"title: {title}  # guessed\n" in draft.text
    assert not [entry for entry in found.account if entry.is_unknown]
    assert (f"kicker: {kicker}  # guessed\n" in draft.text) == bool(kicker)


def test_a_quotation_that_a_headline_breaks_holds_its_two_lines_together():
    (draft,) = bring("洛阳涧西区建起三十个“梧桐\n树下听诉点”\n" + NEWS.format("洛阳") + "\n").drafts
    assert draft.title == "洛阳涧西区建起三十个“梧桐树下听诉点”"


@pytest.mark.parametrize("mark", ["■ ", "▼", "◆"])
def test_a_mark_before_a_headline_is_no_part_of_it(mark: str):
    page = "礼包送到路口\n" + NEWS.format("洛阳") + f"\n{mark}驿站里有了书架\n" + NEWS.format("开封") + "\n"
    assert [draft.title for draft in bring(page).drafts] == ["礼包送到路口", "驿站里有了书架"]


def test_the_column_before_a_headline_on_its_line_is_the_storys():
    (draft,) = bring("蹲点日记｜摆摊的一天\n2月3日，我们在洛阳摆了一个摊，来问的人不少，一直忙到天黑才收。\n").drafts
    assert "title: 摆摊的一天\n" in draft.text
    assert "column: 蹲点日记\n" in draft.text


def test_the_name_of_the_page_above_its_day_is_no_kicker():
    page = """综合新闻
2026年2月5日 星期四 第2版
街道把工会连成片——
大企业带出小伙伴
本报讯（记者 王芳）1月26日，浙江省余姚市办了活动。
"""
    (story,) = stories_of(page)
    assert (story.kicker, story.title) == ("街道把工会连成片——", "大企业带出小伙伴")


def test_a_short_line_that_begins_with_a_dateline_is_a_text():
    page = """天津：
驿站上新
本报讯 （记者 刘洋）近日，天津为驿站添置饮水
机等。
河北：
年货
本报讯 近日，河北备好年货。
"""
    first, second = stories_of(page)
    assert (first.title, second.title) == ("驿站上新", "年货")


@pytest.mark.parametrize(
    "headline",
    [
        "扫码领水真方便",
        "分享劳模故事 传递榜样力量",
        "点赞！身边的好工匠",
        "收藏夹里的温暖",
        "举报欠薪有奖励",
        "扫一扫，热饭送到手",
        "字号里的匠心：老字号传人收徒",
    ],
)
def test_a_headline_may_begin_like_a_button(headline: str):
    (story,) = stories_of(f"{headline}\n　　本报讯（记者 王芳）2月4日，洛阳市总工会办了一场活动。\n")
    assert f"{story.leadin or ''}{story.title}".replace("：", "") == headline.replace("：", "")


@pytest.mark.parametrize("headline", ["【微言】末班车等一等", "微言丨末班车等一等"])
def test_what_kind_of_text_it_is_before_a_headline_is_no_part_of_it_and_told(headline: str):
    (draft,) = bring(f"{headline}\n洛阳的末班车多等五分钟，下夜班的人就能坐着回家。\n").drafts
    assert "title: 末班车等一等\n" in draft.text and "kicker" not in draft.text
    assert "# column: 微言 is printed; if it is one, it is missing in columns.yaml" in draft.text


def test_a_headline_that_stands_twice_is_one():
    (draft,) = bring("河南洛阳：热线夜里有人接\n河南洛阳：热线夜里有人接\n" + NEWS.format("洛阳") + "\n").drafts
    assert "title: 热线夜里有人接\nleadin: 河南洛阳\n" in draft.text
    assert "kicker" not in draft.text


@pytest.mark.parametrize(
    ("above", "rows"),
    [
        ("一条路，两头热\n礼包送到路口", "title: 礼包送到路口  # guessed\nkicker: '一条路，两头热'  # guessed\n"),
        ("一条路，两头热——\n礼包送到路口", "title: 礼包送到路口\nkicker: '一条路，两头热——'\n"),
        ("礼包送到路口\n——洛阳的一天", "title: 礼包送到路口\nsubtitle: '——洛阳的一天'\n"),
    ],
)
def test_a_headline_that_only_its_place_tells_from_a_kicker_is_a_guess(above: str, rows: str):
    (draft,) = bring(f"{above}\n" + NEWS.format("洛阳") + "\n").drafts
    assert rows in draft.text
