"""What is a button of a site, and what is a sentence that begins like one."""

import pytest

from goodnews.importer.furniture import rule_for
from tests.importer.pages import stories_of


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
        "送　审　稿",
        "（此稿已经单位审核，同意刊发。盖章）",
        "印刷：某报印刷厂　每份零售1.00元",
        "本报地址：某市和平路1号　邮政编码：100000　广告经营许可证：某字第1号",
        "来自我的手机邮箱",
        "本邮件及其附件含有保密信息，仅限于发送给上面列出的个人。",
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


@pytest.mark.parametrize(
    "line",
    [
        "暖气费谁来交？ 详见第3版",
        "▷ 一个人的灯塔邮局（B4）",
        "更正　本报2月5日2版一文中，“甲班”应为“乙班”。",
        "遗失声明：某公司遗失公章一枚，声明作废。",
        "（本版图片均为资料图）",
        "老师：稿件见附件，共三篇，文责自负。",
    ],
)
def test_what_stands_elsewhere_and_notices_are_no_news(line: str):
    assert rule_for(line)
