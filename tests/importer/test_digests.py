"""A digest: where its items begin, and what of it is the page's."""

import pytest

from tests.importer.pages import DIGEST_OF_TWO, bring, stories_of, titles


def test_a_list_within_a_story_makes_no_digest_of_it():
    page = """德城给骑手送头盔

山东省德州市德城区总工会 2月4日给骑手送去300顶冬季头盔。

1. 先登记头围；
2. 再发头盔；
3. 旧头盔回收；
4. 一周内办完。

头盔分三个尺码：M、L、XL。
"""
    found = bring(page)
    assert found.page.profile == "story"
    assert not [entry for entry in found.account if entry.is_unknown]


def test_two_numbers_below_the_heading_of_a_morning_are_a_digest():
    found = bring("早报\n2026年2月5日 星期四\n1. 甲市总工会开了驿站。\n2. 乙市总工会开了夜校。\n")
    assert found.page.profile == "morning"
    assert len(found.drafts) == 2


def test_a_number_that_stops_at_a_comma_goes_on_in_the_next_line():
    page = """早安！
1. 上海：职工夜校新增50门课，
报名首日满额。
2. 全国总工会部署工作。
【微语】愿你今天有热饭。
"""
    found = bring(page)
    assert [draft.text.count("职工夜校新增50门课，") for draft in found.drafts] == [4, 0]
    assert "微语" not in "".join(draft.text for draft in found.drafts)


@pytest.mark.parametrize("marks", [("💧", "☀️"), ("3️⃣", "4️⃣"), ("🔹 ", "✅ ")])
def test_a_digest_may_have_signs_for_bullets(marks: tuple[str, str]):
    page = f"""一周速览
工作动态
{marks[0]}35支队伍比功夫
2月3日，全总部署工作，35支队伍参加。
维权服务
{marks[1]}福建｜驿站有了热水
2月4日，福州开了早餐点。
"""
    first, second = stories_of(page)
    assert (first.title, second.leadin, second.title) == ("35支队伍比功夫", "福建", "驿站有了热水")


def test_an_entry_of_a_digest_has_its_source_below_it_and_its_number_goes():
    page = (
        "工会一周\n工作动态\n◆ 01  洛阳丨机关院子夜里开门\n"
        "洛阳市总工会把院子在夜间开放，来的人不少。\n　　　　（洛阳工会）\n"
        "◆ 02  秦皇岛丨礼包送到路口\n海港区把九百份礼包送到路口，来的人不少。\n　　　　（秦皇岛工会）\n维权服务\n"
        "◆ 03  昆山丨十万瓶水分三批送\n昆山把三万瓶水送到站点，来的人不少。\n"
    )
    first, second, _third = bring(page).drafts
    assert (first.title, second.title) == ("机关院子夜里开门", "礼包送到路口")
    assert "- {name: 洛阳工会}" in first.text and "- {name: 秦皇岛工会}" in second.text


def test_headline_and_text_on_one_line_of_a_digest_are_told_apart_by_the_gap():
    page = "一周要闻\n■维权服务\n" + "".join(
        f"◎{head} {text}\n"
        for head, text in (
            ("驿站添了修车摊", "洛阳市总工会在驿站添了修车摊，换一条内胎只付料钱。"),
            ("春茶开采 棚子上山", "2月3日，信阳市总工会把遮阳棚搭上茶山，棚里有水有药。"),
        )
    )
    page += "■建功立业\n◎焊工比高低 2月4日，唐山市的焊工比了一场，来了二十五人。\n"
    drafts = bring(page).drafts
    assert [draft.title for draft in drafts] == ["驿站添了修车摊", "春茶开采 棚子上山", "焊工比高低"]
    assert drafts[0].text.endswith("---\n洛阳市总工会在驿站添了修车摊，换一条内胎只付料钱。\n")


def test_place_above_several_items_of_a_digest_is_the_place_of_each():
    page = "一周暖闻\n👇这一周，各地忙了啥？\n" + "".join(
        f"▍{place}\n" + "".join(f"🌟{head}\n2月3日，{place}市总工会做了一件小事，大家都说好。\n" for head in heads)
        for place, heads in (("唐山", ("面点师教手艺", "灯箱亮起来")), ("沧州", ("管道工拍短片", "老街修长椅")))
    )
    drafts = bring(page).drafts
    assert [draft.title for draft in drafts] == ["面点师教手艺", "灯箱亮起来", "管道工拍短片", "老街修长椅"]
    assert [draft.text.count("leadin: 唐山\n") for draft in drafts] == [1, 1, 0, 0]
    assert [draft.text.count("leadin: 沧州\n") for draft in drafts] == [0, 0, 1, 1]


def test_highlights_of_a_bulletin_are_no_items_and_an_item_may_have_two_paragraphs():
    page = "工会信息\n第8期\n本期导读\n◆夜市开张\n◆两条产线的约定\n" + "".join(
        f"{number}、{head}\n2月3日，洛阳市总工会把这件事办了起来，来的人不少。\n{more}（报送单位：洛阳市总工会）\n"
        for number, head, more in (
            ("一", "夜市开张", "隔一天，又添了两张桌子，排队的人坐着等。\n"),
            ("二", "两条产线的约定", ""),
            ("三", "菜窖合作社", ""),
        )
    )
    found = bring(page + "签发：甲一  编发：乙二\n报：省总工会办公室\n（共印80份）\n")
    assert [draft.title for draft in found.drafts] == ["夜市开张", "两条产线的约定", "菜窖合作社"]
    assert "排队的人坐着等" in found.drafts[0].text
    assert all("- {报送单位: [洛阳市总工会]}" in draft.text for draft in found.drafts)
    assert [entry.rule for entry in found.account if entry.line in (17, 18)] == [
        "notes of the office on a manuscript"
    ] * 2


def test_who_had_an_item_of_a_digest_first_is_its_source_and_links_are_dropped():
    found = bring(
        "工作动态\n徐家送清凉\n7月24日，大家来到班组送清凉，一线的人都在。\n（某某总工会微信公众号）\n大赛出了名次\n"
        "7月23日，大赛在成都举行，四十支队伍参赛。\n延伸阅读：大赛是怎样办的\n阅读原文：https://news.example/1.html\n"
        "维权服务\n门开到夜里\n近日，院子开到夜里，下班就能来。\n工会服务热线：12351\n"
    )
    assert titles(found) == ["徐家送清凉", "大赛出了名次", "门开到夜里"]
    assert [len(item.sources) for item in found.page.items] == [1, 0, 0]
    assert not any("延伸阅读" in draft.text or "热线：" in draft.text for draft in found.drafts)


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


def test_highlights_keep_the_order_of_the_page_and_its_number_is_the_digests():
    (digest,) = bring(DIGEST_OF_TWO, "weekly", source="").sheets
    assert "number: 第49期\n" in digest.text
    found = bring(DIGEST_OF_TWO, "weekly", source="").drafts
    slugs = {draft.title: draft.slug for draft in found}
    assert f"highlights:\n- {slugs['洛阳乙事']}\n- {slugs['甲事开了头']}\n" in digest.text


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
