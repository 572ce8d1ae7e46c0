"""What is a button of a site, and what is a sentence that begins like one."""

import pytest

from goodnews.importer.furniture import rule_for
from goodnews.importer.people import named_in
from goodnews.importer.shape import shape_of
from tests.importer.pages import bring, raw, stories_of, vocabulary


@pytest.mark.parametrize(
    "line",
    [
        "分享会上，劳模乙二讲了自己的事。",
        "分享是最好的学习。",
        "扫码就能预约，方便。",
        "转发通知的是区工会。",
        "上一篇日记写的是食堂。",
        "下一篇写夜校。",
        "字号调大，老师傅也看得清。",
        "点赞的是街坊，出力的是志愿者。",
        "注册的骑手有六百人，都领到了头盔。",
    ],
)
def test_sentence_is_no_button(line: str):
    assert rule_for(line) == ""


@pytest.mark.parametrize(
    "line",
    [
        "分享到：",
        "点击上方蓝字关注我们，获取更多资讯。",
        "长按二维码，关注公众号。",
        "扫一扫关注我们",
        "微信扫一扫",
        "版权所有，未经许可不得转载。",
        "上一篇：某某",
        "字号：大 中 小",
    ],
)
def test_button_is_dropped_by_a_named_rule(line: str):
    assert rule_for(line)


@pytest.mark.parametrize("line", ["来源于职工，服务于职工。", "图片展开到车间。", "编辑部里坐满了年轻人。"])
def test_sentence_that_begins_with_a_role_names_nobody(line: str):
    assert shape_of(raw(line).lines[0], line, vocabulary()).kind not in ("credits", "label")


DIGEST = """一周速览
2026年2月8日
核心提示
●河南洛阳：工会建成热线
维权服务
河南洛阳：工会建成热线
2月4日，河南省洛阳市总工会的热线正式开通，24小时有人接听。
{end}
编辑：李晓 王芳
扫一扫关注我们
"""


@pytest.mark.parametrize("end", ["（综合自《某报》《某网》等）", "来源：某报、某网等", "（综合《某报》《某网》等）"])
def test_publications_at_the_end_of_a_digest_are_its_sources_and_no_story(end: str):
    found = bring(DIGEST.format(end=end), "weekly", source="")
    (digest,) = found.sheets
    assert "- {name: 某报}\n- {name: 某网}\n- and others\n" in digest.text
    assert "来源名称" not in digest.text
    assert [draft.title for draft in found.drafts] == ["工会建成热线"]


TWO = """一周速览（第49期）
2026年2月8日
核心提示
●洛阳乙事
●甲事开了头
工作动态
甲事开了头
2月3日，全总部署送温暖工作，各地工会走访慰问。
维权服务
【河南】洛阳乙事
2月5日，洛阳市总工会开了早餐点，环卫工人都能吃上。
来源：某报、某网等
"""


def test_highlights_keep_the_order_of_the_page_and_its_number_is_the_digests():
    (digest,) = bring(TWO, "weekly", source="").sheets
    assert "number: 第49期\n" in digest.text
    found = bring(TWO, "weekly", source="").drafts
    slugs = {draft.title: draft.slug for draft in found}
    assert f"highlights:\n- {slugs['洛阳乙事']}\n- {slugs['甲事开了头']}\n" in digest.text


def test_headline_that_begins_with_a_city_of_the_province_before_it_is_of_that_city():
    (story,) = (draft for draft in bring(TWO, "weekly").drafts if draft.title == "洛阳乙事")
    assert "region: 河南省/洛阳市" in story.text


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


@pytest.mark.parametrize(
    "line",
    [
        "扫码领取“岁末暖心礼”，满100减30，数量有限，先到先得！",
        "点击进入“职工之家”小程序",
        "入会有礼｜长按识别下方二维码，加入工会",
        "推广 | 冬季养生茶限时五折",
        "春运抢票，首单立减20元",
        "这一年，哪件事温暖了你？欢迎在评论区留言",
    ],
)
def test_what_sells_or_calls_is_no_news(line: str):
    assert rule_for(line)


@pytest.mark.parametrize(
    "line",
    [
        "骑手扫码领取饮用水，每人每天两瓶。",
        "点击率上升三成，来学的人多了。",
        "长按十秒，这台机器就能停下。",
        "车间里的标准长了一截，活却少了五成。",
    ],
)
def test_a_sentence_that_speaks_of_such_things_is_news(line: str):
    assert not rule_for(line)


def test_a_box_of_links_ends_above_the_headline_of_a_text():
    page = """首篇
本报讯 2月3日，洛阳开了驿站。
相关链接
别的报道一
别的报道二
礼包进驿站
本报讯 2月4日，海港区送出礼包。
"""
    assert [story.title for story in stories_of(page)] == ["首篇", "礼包进驿站"]


@pytest.mark.parametrize(
    "line",
    ["打赏 收藏 0条评论 举报", "网站首页 | 关于我们 | 使用协议 | 网站留言 | 鄂ICP备00000000号", "[ 打印 ] [ 关闭 ]"],
)
def test_a_row_of_buttons_is_furniture(line: str):
    assert rule_for(line)


@pytest.mark.parametrize("line", ["洛阳 郑州 开封 新乡", "收藏 品读 分享 夜校里的书香", "驿站/食堂/夜校/托管班"])
def test_a_row_of_other_words_is_none(line: str):
    assert not rule_for(line)


def test_a_list_of_sources_ends_with_etcetera():
    page = """一周速览
工作动态
甲事
2月3日，全总部署工作。
维权服务
乙事
2月4日，洛阳开了早餐点。
来源：某报、某网等
编辑：王芳
送清凉活动启动
"""
    (sheet,) = bring(page).sheets
    assert "送清凉" not in sheet.text


@pytest.mark.parametrize(
    "line",
    [
        "三版 民生（大样）",
        "工会·民生　B03版",
        "二版",
        "（详细报道见第4版）",
        "特写",
        "写留言",
        "点分享 点收藏 点在看",
        "点赞、收藏、转发一下",
        "点亮“在看”，让更多人看到",
        "精选留言",
        "更多好故事请打开某某客户端",
        "【未经本报许可，严禁转载】",
        "您好！这周有稿子三篇，请您审阅，多谢！",
    ],
)
def test_words_of_an_office_or_an_app_around_a_text_are_dropped(line: str):
    assert rule_for(line)


@pytest.mark.parametrize(
    "line",
    ["三版春联贴上门", "一版人马两班倒", "您好！我是驿站的志愿者。", "消息传来，车间里一片掌声。", "更多人打开了书"],
)
def test_sentences_and_headlines_that_begin_alike_are_kept(line: str):
    assert rule_for(line) == ""


def test_name_that_ends_like_a_role_is_a_name():
    found = named_in("责编：甲木 美编：李宏图 校对：巴图")
    assert found and [credit.names for credit in found.credits] == [("甲木",), ("李宏图",), ("巴图",)]
