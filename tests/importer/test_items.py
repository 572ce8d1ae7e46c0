"""What an item is made of: where it ends, and who is named in it as what."""

from pathlib import Path

import pytest

from goodnews.importer.days import day_in, is_day_line
from goodnews.importer.imported import Imported
from tests.importer.pages import bring, stories_of, vocabulary
from tests.importer.reading import taken


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


def test_the_name_and_the_stroke_behind_a_caption_are_its_credit():
    found = bring("图片新闻\n2月3日，福建厦门的女职工在海边跑步。丙三/摄\n（图片由福建省总工会提供）\n")
    (draft,) = found.drafts
    assert "credit: '丙三 摄，福建省总工会 供图'}" in draft.text
    assert "跑步。丙三" not in draft.text
    assert not [entry for entry in found.account if entry.is_unknown]


@pytest.mark.parametrize(
    ("headline", "section"),
    [("骑手派单有了约定", "构建和谐劳动关系"), ("驿站里量血压", "维权服务"), ("车间里的技能竞赛", "建功立业")],
)
def test_section_is_guessed_by_its_keywords_or_else_by_its_description(headline: str, section: str):
    (story,) = stories_of(f"{headline}\n本报讯（记者甲一）2月3日，洛阳市总工会请来众人，说了半日。\n")
    assert story.section == section


NEWS = "本报讯（记者甲一）2月3日，{}市总工会请来众人，说了半日，定下三件事。"


def test_headlines_with_a_place_before_them_are_items_although_nobody_signs():
    page = "岁末暖流\n2026-02-05 09:20\n一年到头，各地都有好事，这里挑出三条。\n" + "".join(
        f"{place}｜{head}\n2月3日，驿站里来了不少人，热水和饭菜都备好了。\n"
        for place, head in (("河南", "热线夜里有人接"), ("河北", "礼包送到路口"), ("山东", "骑手有了食堂"))
    )
    found = bring(page)
    assert [draft.title for draft in found.drafts] == ["热线夜里有人接", "礼包送到路口", "骑手有了食堂"]
    assert "the introduction of the page" in {entry.rule for entry in found.account}


def test_places_that_head_the_parts_of_a_signed_story_do_not_cut_it():
    page = "各地送清凉\n□ 本报记者 甲一\n入夏以来，各地都送清凉。\n" + "".join(
        f"{place}：{head}\n2月3日，驿站里来了不少人，热水和饭菜都备好了。\n"
        for place, head in (("河南", "送到路口"), ("河北", "送到工地"), ("山东", "送到站点"))
    )
    assert len(bring(page).drafts) == 1


def test_numbered_parts_in_several_provinces_are_items():
    page = "六件事\n" + "".join(
        f"0{number}\n{head}\n{place}的刘某下岗多年，后来找到了新的工作，日子慢慢好起来。\n"
        for number, (place, head) in enumerate(
            (("四川眉山", "一个册子"), ("辽宁沈阳", "新的厨房"), ("江苏徐州", "一间教室")), 1
        )
    )
    assert [draft.title for draft in bring(page).drafts] == ["一个册子", "新的厨房", "一间教室"]


def test_a_text_goes_on_where_its_headline_stands_again():
    other = "礼包送到路口\n" + NEWS.format("秦皇岛") + "\n\n"
    page = (
        "九个“工建办”\n串起两百多家企业工会\n"
        + NEWS.format("洛阳")
        + "\n(下转第3版)\n\n"
        + other
        + "九个“工建办”串起两百多家企业工会\n（上接第1版）\n各片区又办了五十多场竞赛，来的人一场比一场多。\n\n"
    )
    found = bring(page)
    first, second = found.drafts
    assert (first.title, second.title) == ("九个“工建办”串起两百多家企业工会", "礼包送到路口")
    assert "又办了五十多场竞赛" in first.text
    assert not [entry for entry in found.account if entry.is_unknown]


def test_a_note_of_the_editors_belongs_to_the_headline_below_it():
    page = (
        "礼包送到路口\n" + NEWS.format("秦皇岛") + "\n\n编者按 心里的疙瘩，也要有人来解。\n这条热线夜里有人接\n"
        "□ 本报记者 甲一\n2月4日，洛阳市总工会的热线照常有人值守，谁打来都有人接听。\n"
    )
    first, second = bring(page).drafts
    assert "editors_note" not in first.text
    assert "editors_note: '心里的疙瘩，也要有人来解。'" in second.text


def test_a_campaign_ends_where_a_page_does():
    page = (
        "2026年送温暖\n河南：热线夜里有人接\n"
        + NEWS.format("洛阳")
        + "\n\n第03版：综合新闻\n河北：礼包送到路口\n"
        + NEWS.format("秦皇岛")
        + "\n"
    )
    first, second = bring(page).drafts
    assert "campaign: 送温暖/2026" in first.text
    assert "campaign" not in second.text


def test_a_short_item_has_its_headline_behind_the_mark():
    page = (
        "热线夜里有人接\n" + NEWS.format("洛阳") + "\n\n【工会简讯】\n▲河南：公寓上网，骑手挑房\n"
        "洛阳市总工会与住房部门合建平台，房源一页就能查。\n▲停车难，当面谈\n重庆市总工会办面对面交流会，交管部门当场答复。\n"
    )
    _first, second, third = bring(page).drafts
    assert (second.title, third.title) == ("公寓上网，骑手挑房", "停车难，当面谈")
    assert "kind: brief" in second.text and "leadin: 河南" in second.text


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


def test_a_day_from_which_something_runs_is_when_it_happened():
    (draft,) = bring("每天两瓶水\n1月15日起，洛阳市总工会送水，到8月31日为止，谁都能来领。\n", profile="story").drafts
    assert "event_date: 2026-01-15" in draft.text


@pytest.mark.parametrize(
    ("head", "first", "region"),
    [
        ("河南：送温暖", "2月3日，河南省总工会在洛阳启动送温暖，来的人不少。", "河南省/洛阳市"),
        ("洛阳：驿站开门", "2月3日清早，西工区总工会的驿站开了门，来的人不少。", "河南省/洛阳市/西工区"),
        ("河南：礼包到了", "2月3日，河南省总工会的慰问组来到新郑，送去礼包九百份。", "河南省/郑州市/新郑市"),
        ("河南：礼包到了", "2月3日，河南省总工会送去礼包九百份，新郑的也有。", "河南省"),
        ("洛阳：两区一起", "2月3日清早，西工区和涧西区的驿站都开了门，来的人不少。", "河南省/洛阳市"),
    ],
)
def test_a_place_is_narrowed_to_where_it_happened(head: str, first: str, region: str):
    (draft,) = bring(f"{head}\n{first}\n").drafts
    assert f"region: {region}  # guessed" in draft.text


def test_a_unit_behind_a_name_is_part_of_the_byline():
    (draft,) = bring("骑手有了食堂\n2月3日，洛阳的骑手走进食堂，饭菜是热的。\n文丨甲一（某某市总工会）\n").drafts
    assert "- {文: [甲一]}" in draft.text


def test_a_sentence_that_begins_with_a_day_is_no_line_of_a_day():
    assert not is_day_line("2025年8月1日，协商恳谈会在UU跑腿郑州总部开，平台与跑")


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


def test_short_items_stand_behind_their_headlines_in_brackets():
    page = (
        "热线夜里有人接\n"
        + NEWS.format("洛阳")
        + "\n\n工会简讯\n【河北秦皇岛：驿站送礼包】日前，海港区的礼包进了驿站。\n"
        "【公寓办义诊】2月2日，洛阳的公寓请来了医生。\n"
    )
    assert [draft.title for draft in bring(page).drafts] == ["热线夜里有人接", "驿站送礼包", "公寓办义诊"]


def test_a_picture_within_a_signed_story_does_not_end_it():
    page = (
        "技能写进合同\n（记者甲一）2月3日，柳州市总工会请来众人，说了半日。\n师傅在调试机床。乙二 摄\n先摸底\n"
        "两个月里走了十二家企业，问题一条条记下来。\n热线夜里有人接\n" + NEWS.format("洛阳") + "\n"
    )
    assert [draft.title for draft in bring(page).drafts] == ["技能写进合同", "热线夜里有人接"]


@pytest.mark.parametrize("heading", ["※※ 维权服务（4条）※※", "【维权服务】◆ 3条", "三、维权服务（两条）"])
def test_a_section_is_known_whatever_decorates_it(heading: str):
    assert vocabulary().section(heading) == "维权服务"


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


def test_the_column_before_a_headline_on_its_line_is_the_storys():
    (draft,) = bring("蹲点日记｜摆摊的一天\n2月3日，我们在洛阳摆了一个摊，来问的人不少，一直忙到天黑才收。\n").drafts
    assert "title: 摆摊的一天\n" in draft.text
    assert "column: 蹲点日记\n" in draft.text


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
    assert f"title: {title}\n" in draft.text
    assert not [entry for entry in found.account if entry.is_unknown]
    assert (f"kicker: {kicker}\n" in draft.text) == bool(kicker)


def test_a_text_with_an_author_beside_a_picture_is_no_photograph():
    (draft,) = bring("洛阳：快递站开来一辆车\n2月3日，体检车开到快递站点，众人排起了队。\n文/图：丙三\n").drafts
    assert "kind: photo" not in draft.text


def test_who_gave_a_picture_did_not_take_it():
    (draft,) = bring("图片新闻\n2月3日，福建厦门的女职工在海边跑步。\n（图片由福建省总工会提供）\n").drafts
    assert "credit: 福建省总工会 供图}" in draft.text


def test_an_intern_has_a_role_of_her_own():
    (story,) = stories_of(
        "柳州：粉车间里的调解员\n本报讯（全媒体记者 欧阳某某 实习生 戊五）2月3日，柳州市总工会聘了10名调解员。\n"
    )
    assert [(byline.role, byline.names) for byline in story.bylines] == [
        ("全媒体记者", ("欧阳某某",)),
        ("实习生", ("戊五",)),
    ]


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


def test_who_comments_on_a_year_may_stand_before_his_words():
    page = """十大暖新闻
一、热线有人接
新闻回放
1月4日，河南洛阳的热线通了。
点评
评论人甲（某大学教授）：办得实，办得细。
二、公寓有了诊室
新闻回放
2月5日，河南郑州的公寓开了诊室。
点评
办得实。
"""
    (sheet,) = bring(page).sheets
    assert "### 点评：评论人甲（某大学教授）\n\n办得实，办得细。" in sheet.text


def test_a_head_more_than_the_other_items_have_may_be_a_section_that_is_not_registered():
    page = """一周速览
工作动态
甲事
2月3日，全总部署工作。
职工之家
丙事
2月4日，郑州建了职工之家。
维权服务
乙事
2月4日，洛阳开了早餐点。
"""
    found = bring(page)
    assert [warning.line for warning in found.warnings if "职工之家" in str(warning)] == [5]


def test_the_beginning_of_an_item_does_not_go_on_with_its_own_end():
    page = "一碗面\n2月4日，海港区总工会的驿站里，一碗面冒着热气。\n骑手说面是热的。\n驿站24小时不关门详情见\n"
    assert not [warning for warning in bring(page).warnings if warning.repair]


def test_a_place_that_several_have_is_marked_with_the_others():
    (draft,) = bring("年货集市\n2月4日，朝阳的职工赶集。\n").drafts
    assert "or 辽宁省/朝阳市, 辽宁省" in draft.text or "or 北京市/朝阳区" in draft.text


def test_a_page_is_a_newspapers_by_a_diary_and_a_photograph_too():
    page = """送温暖2026
河南洛阳：
快递员领到过冬包
本报讯（记者 王芳）1月18日，洛阳市总工会为近千
名快递员送去过冬包。
蹲点日记
1月21日 星期三 晴
一碗热汤面
马小军
海拔三千米的风口，我跟着养路工走了一天。
（作者单位：甘肃省总工会）
图片新闻
1月19日，山东青岛港，工会干部把热饺子送到码头。
通讯员 周明 摄
"""
    news, diary, photo = stories_of(page)
    assert [news.kind, diary.kind, photo.kind] == ["story", "diary", "photo"]
    assert diary.regions == ("甘肃省",)
    assert diary.column == "蹲点日记"


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
    ("byline", "makers"),
    [
        ("本报记者余嘉熙本报通讯员夏若茵", [("本报记者", ("余嘉熙",)), ("本报通讯员", ("夏若茵",))]),
        ("文/图 本报记者 余嘉熙", [("本报记者", ("余嘉熙",))]),
        ("本报记者 余嘉熙 发自洛阳", [("本报记者", ("余嘉熙",))]),
        ("◎余嘉熙", [("作者", ("余嘉熙",))]),
        ("余嘉熙 夏若茵", [("作者", ("余嘉熙", "夏若茵"))]),
    ],
)
def test_a_byline_below_a_headline(byline: str, makers: list[tuple[str, tuple[str, ...]]]):
    page = (
        f"首篇\n本报讯 2月3日，郑州开了驿站。\n心里有事\n{byline}\n2月4日，洛阳的热线又响了。\n这条热线全天有人接听。\n"
    )
    _first, second = stories_of(page)
    assert (second.title, [(one.role, one.names) for one in second.bylines]) == ("心里有事", makers)


def test_reporters_named_at_the_end_of_a_text_that_has_its_own_are_not_its_makers():
    page = """年味小吃
本报记者 李润 本报通讯员 林滢
2月3日，福州开了驿站。
大家学做小吃。
本报记者 邹然 本报通讯员 罗晗
"""
    found = bring(page)
    assert "邹然" not in found.drafts[0].text.partition("summary")[0]
    assert [warning.line for warning in found.warnings if "second byline" in str(warning)] == [5]


def test_the_name_of_the_page_above_its_day_is_no_kicker():
    page = """综合新闻
2026年2月5日 星期四 第2版
街道把工会连成片——
大企业带出小伙伴
本报讯（记者 王芳）1月26日，浙江省余姚市办了活动。
"""
    (story,) = stories_of(page)
    assert (story.kicker, story.title) == ("街道把工会连成片——", "大企业带出小伙伴")


def test_where_somebody_comes_from_is_not_where_it_happens():
    (story,) = stories_of("小吃\n2月3日，来自山东菏泽的骑手在福建省福州市的驿站学做小吃。\n")
    assert story.regions == ("福建省/福州市",)


def test_the_recap_of_a_year_stands_in_the_file_of_the_year_too():
    page = """十大暖新闻
甲
新闻回放
1月4日，河南洛阳的热线通了。
点评
办得实。
乙
新闻回放
2月5日，郑州的公寓开了诊室。
点评
办得细。
"""
    (sheet,) = bring(page).sheets
    assert "### 新闻回放\n\n1月4日，河南洛阳的热线通了。\n\n### 点评\n\n办得实。" in sheet.text


def test_a_year_may_have_label_and_text_on_one_line():
    page = """2025工会暖新闻
骑手停车难，坐下来谈——工会请来部门当场答复
●新闻回放　1月4日，重庆的骑手第一个开口。
●点评　王五（某律师事务所律师）：骑手由旁观变为参与。
一本小册子，记了十年——
工会陪母女走过难关
●新闻回放
刘秋的小册子里逐笔记着帮助。
●点评
点评人：李四（某研究院研究员）
十年陪伴，办得实。
网友热评
@海边的风（德州）：👍🏻太暖了
"""
    found = bring(page)
    first, second = (draft.text for draft in found.drafts)
    assert "title: 工会请来部门当场答复\nkicker: '骑手停车难，坐下来谈——'\n" in first
    assert "title: 工会陪母女走过难关\n" in second
    (sheet,) = found.sheets
    assert "### 点评：王五（某律师事务所律师）\n\n骑手由旁观变为参与。" in sheet.text
    assert "### 点评：李四（某研究院研究员）\n\n十年陪伴，办得实。" in sheet.text
    assert "- {text: '👍🏻太暖了', name: 海边的风, place: 德州}" in sheet.text


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


def test_numbered_headlines_above_bylines_are_items():
    page = """一、忻州立了一份决定
通讯员 刘建林
2月3日，忻州市作出决定。
大家都说好。
二、柳州的工资涨了
通讯员 赵新瑜
2月4日，柳州市的师傅签了合同。
"""
    assert [story.title for story in stories_of(page)] == ["忻州立了一份决定", "柳州的工资涨了"]


def titles(found: Imported) -> list[str]:
    return [str(item.title.text) if item.title else "" for item in found.page.items]


def test_blank_lines_part_items_where_they_do_not_part_paragraphs():
    found = bring(
        "七户人家添了灯\n本报讯（记者 周小雨）2月3日，石岬镇工会给七户人家添了灯。\n大家都说亮堂。\n\n"
        "一碗面八块钱\n2月2日，德城区的骑手吃上了八块钱的面。\n驿站里坐满了人。\n（田国全　严璐）\n\n"
        "一盏灯照一条街\n本报讯（记者 吴小海）2月3日，街上的灯亮了。\n大家都说好。\n\n"
        "夜班车等到最后一人\n司机老林说，末班车要等到最后一人。\n车上的灯一直亮着。\n"
    )
    assert titles(found) == ["七户人家添了灯", "一碗面八块钱", "一盏灯照一条街", "夜班车等到最后一人"]


def test_a_subhead_without_a_blank_line_stays_in_its_item():
    found = bring(
        "七户人家添了灯\n本报讯（记者 周小雨）2月3日，石岬镇工会给七户人家添了灯。\n大家都说亮堂\n灯是工友们装的。\n\n"
        "一碗面八块钱\n本报讯（记者 吴小海）2月2日，德城区的骑手吃上了八块钱的面。\n驿站里坐满了人。\n"
    )
    assert titles(found) == ["七户人家添了灯", "一碗面八块钱"]


PARTS = (
    "这个冬天，门开着\n01\n福州 | 驿站里学做元宵\n文 / 李小钊 林小滢\n清早，大家来学做元宵。\n"
    "02\n宁波 | 体检车停在门口\n12月23日，体检车开到站点。\n（邹小然 罗小晗）\n"
    "03\n两千多人领到了米\n12月22日，环卫工领到了米。\n吴小恩 摄\n"
)


def test_numbered_parts_with_makers_of_their_own_are_items():
    found = bring(PARTS)
    assert titles(found) == ["驿站里学做元宵", "体检车停在门口", "两千多人领到了米"]
    assert [item.leadin.text if item.leadin else "" for item in found.page.items] == ["福州", "宁波", ""]


def test_numbered_parts_of_one_story_are_its_parts():
    found = bring(
        "一条街的冬天\n本报记者 周小雨\n清早，街上亮了灯。\n"
        "01\n灯是谁点的\n老林点的灯。\n02\n灯照着谁\n灯照着赶早的人。\n"
    )
    assert titles(found) == ["一条街的冬天"]


def test_lines_that_something_parts_from_the_item_above_belong_where_their_words_are():
    found = bring(
        "七户人家添了灯\n本报讯（记者 周小雨）2月3日，石岬镇工会给七户人家添了灯。\n（周小雨）\n\n"
        "心理热线已办一百多场讲座，王昊宇听过减压课。\n云课堂办了十期，热线的录音听众很多。\n\n"
        "夜里打热线，有人接\n本报记者 余小熙\n2月4日，心理热线又响了。\n热线的减压课和云课堂是去年开的，讲座常满。\n"
    )
    assert titles(found) == ["七户人家添了灯", "夜里打热线，有人接"]
    assert "云课堂办了十期" in found.drafts[1].text
    assert "云课堂办了十期" not in found.drafts[0].text


def test_a_campaign_ends_at_a_line_of_marks():
    page = (
        "2026年送温暖\n\n河南洛阳\n旧驾驶室搬进教室\n本报讯（记者 周小雨）2月3日，旧驾驶室搬进了教室。\n\n{}"
        "河南郑州\n年货大集\n本报讯（记者 吴小海）2月3日，文化宫里人挤人。\n"
    )
    for mark, campaigned in (("", True), ("——————————\n", False)):
        first, second = bring(page.format(mark)).page.items
        assert (first.campaign is not None, second.campaign is not None) == (True, campaigned)


def test_lists_and_tables_stay_lists_and_tables_and_are_no_summary():
    (draft,) = bring(
        "三件事\n\n2月3日，德城区总工会公布了驿站的账。\n\n| 驿站 | 人次 |\n| --- | --- |\n| 甲站 | 300 |\n\n"
        "- 开门早\n- 关门晚\n\n大家都说好。\n"
    ).drafts
    assert "| 驿站 | 人次 |\n| --- | --- |\n| 甲站 | 300 |\n\n- 开门早\n- 关门晚\n\n大家都说好。" in draft.text
    assert "summary: 2月3日，德城区总工会公布了驿站的账。大家都说好。" in draft.text.replace("'", "")


def test_the_place_behind_the_weather_of_a_diary_is_no_part_of_it():
    day = day_in("2024年12月21日　星期六　晴　厦门")
    assert day is not None
    assert (day.weekday, day.weather) == ("星期六", "晴")


@pytest.mark.parametrize(
    "heading",
    ["PART 01　{}", "PART.1 {}", "01 {}", "一、{}", "【{}】", "第1则 {}", "NO.2 {}", "▍{}", "壹·{}", "{}（3条）", "{}"],
)
def test_a_section_is_one_whatever_number_stands_before_it(heading: str):
    sections = ("工作动态", "维权服务")
    text = "".join(f"{heading.format(name)}\n{name}的事\n近日，{name}有了新的进展，大家都说好。\n" for name in sections)
    assert [item.section.text for item in bring(text).page.items if item.section] == list(sections)


def test_who_had_an_item_of_a_digest_first_is_its_source_and_links_are_dropped():
    found = bring(
        "工作动态\n徐家送清凉\n7月24日，大家来到班组送清凉，一线的人都在。\n（某某总工会微信公众号）\n大赛出了名次\n"
        "7月23日，大赛在成都举行，四十支队伍参赛。\n延伸阅读：大赛是怎样办的\n阅读原文：https://news.example/1.html\n"
        "维权服务\n门开到夜里\n近日，院子开到夜里，下班就能来。\n工会服务热线：12351\n"
    )
    assert titles(found) == ["徐家送清凉", "大赛出了名次", "门开到夜里"]
    assert [len(item.sources) for item in found.page.items] == [1, 0, 0]
    assert not any("延伸阅读" in draft.text or "热线：" in draft.text for draft in found.drafts)


def test_entries_below_a_heading_of_short_news_are_items():
    found = bring(
        "七户人家添了灯\n本报讯（记者 周小雨）2月3日，石岬镇工会给七户人家添了灯。\n\n简　讯\n"
        "▲2月2日，公寓段请来社区医护，为司机查体问诊。（黄小涛）\n▲某省总工会派出15个慰问组，16个州市都走到。（赵小浩）\n\n"
        "一碗面八块钱\n本报讯（记者 吴小海）2月2日，骑手吃上了八块钱的面。\n"
    )
    assert len(found.page.items) == 4
    assert "公寓段" in found.drafts[1].text
    assert "慰问组" in found.drafts[2].text


def test_a_paragraph_that_begins_with_its_day_is_no_line_of_a_day():
    assert is_day_line("2月3日　星期二　晴")
    assert is_day_line("2026年2月6日　星期五　责任编辑：周小宁")
    for text in ("1月26日，浙江省余姚市阳明街道，翁某", "2月4日晚上十点，热线响了", "1月29日中午，配送员用券"):
        assert not is_day_line(text)


def test_what_an_annual_page_tells_lies_in_its_year():
    found = bring(
        "2024年度十大暖新闻\n\nNO.1　算法上了桌\n【回放】\n8月1日，平台与师傅签了协议。\n【微评】\n写进规则才有力。\n"
        "NO.2　灶台亮了\n【回放】\n两年改好28户厨房。\n【微评】\n切口小。\n",
        date=None,
    )
    assert titles(found) == ["算法上了桌", "灶台亮了"]
    assert "event_date: 2024-08-01" in found.drafts[0].text
    assert "微评" not in found.drafts[0].text


@pytest.mark.parametrize(
    "line",
    [
        "送　审　稿",
        "（此稿已经单位审核，同意刊发。盖章）",
        "印刷：某报印刷厂　每份零售1.00元",
        "本报地址：某市和平路1号　邮政编码：100000　广告经营许可证：某字第1号",
        "来自我的手机邮箱",
        "本邮件及其附件含有保密信息，仅限于发送给上面列出的个人。",
    ],
)
def test_what_offices_and_programs_add_is_dropped(line: str):
    found = bring(f"七户人家添了灯\n本报讯（记者 周小雨）2月3日，石岬镇工会给七户人家添了灯。\n{line}\n")
    (entry,) = (entry for entry in found.account if entry.line == 3)
    assert entry.rule
    assert line not in found.drafts[0].text


def test_a_link_box_with_a_text_is_a_part_of_the_item_above():
    found = bring(
        "七户人家添了灯\n本报讯（记者 周小雨）2月3日，石岬镇工会给七户人家添了灯。\n"
        "相关链接\n可租的房子有三千多间，给赶早的人住。\n"
    )
    assert titles(found) == ["七户人家添了灯"]
    assert "## 相关链接\n\n可租的房子" in found.drafts[0].text


def test_roles_and_names_in_boxes_of_their_own_are_one_line():
    found = bring(
        "七户人家添了灯\n本报讯（记者 周小雨）2月3日，石岬镇工会给七户人家添了灯。\n通讯员\n迪丽·阿力甫\n校对\n苏小平\n"
    )
    assert "迪丽·阿力甫" in found.drafts[0].text.split("\n---\n")[0]
    assert "苏小平" not in found.drafts[0].text.split("\n---\n")[1]
    assert not any(entry.rule == "" and not entry.file for entry in found.account if entry.line > 2)


def test_a_comment_below_a_story_is_an_item_with_its_own_headline_and_author():
    page = (
        "礼包送到路口\n"
        + NEWS.format("洛阳")
        + "\n■ 快评\n路口也是家门口\n丁禾\n在路口站一天的人，最知道一杯热水的分量。\n"
    )
    page = page.replace("丁禾", "郝禾")
    story, comment = bring(page).drafts
    assert "快评" not in story.text and "title: 礼包送到路口" in story.text
    assert "title: 路口也是家门口\nkicker: 快评\n" in comment.text
    assert "- {作者: [郝禾]}" in comment.text


def test_a_headline_whose_text_is_signed_at_its_end_begins_an_item_below_one_that_has_its_reporter():
    page = (
        "礼包送到路口\n"
        + NEWS.format("洛阳")
        + "\n老锁匠收徒弟\n老锁匠配了四十年钥匙，今年头一回收徒弟。\n徒弟是个骑手，跑单的空当来学。（通讯员 乙二）\n"
        + "驿站里有了书架\n"
        + NEWS.format("开封")
        + "\n"
    )
    found = bring(page).drafts
    assert [draft.title for draft in found] == ["礼包送到路口", "老锁匠收徒弟", "驿站里有了书架"]
    assert "- {通讯员: [乙二]}" in found[1].text and "乙二" not in found[0].text


def test_subheads_of_a_story_signed_only_at_its_end_stay_in_it():
    page = (
        "礼包送到路口\n本报讯 2月3日，洛阳市总工会把礼包送到路口。\n先问要什么\n要手套的最多，工会就多备了一批。\n"
        "再送到手上\n礼包由驿站的志愿者送到人手上。（记者 甲一）\n驿站里有了书架\n" + NEWS.format("开封") + "\n"
    )
    assert [draft.title for draft in bring(page).drafts] == ["礼包送到路口", "驿站里有了书架"]


def test_who_took_a_picture_may_stand_below_the_day_on_which_it_was_taken():
    page = "影像\n" + "".join(
        f"{title}\n图为{place}的养路工换上新手套。（2月{day}日摄）\n\n通讯员 关山月明 摄\n\n"
        for title, place, day in (("新手套", "洛阳市", 2), ("旧手套", "开封市", 3))
    )
    found = bring(page).drafts
    assert [draft.title for draft in found] == ["新手套", "旧手套"]
    assert all("credit: 关山月明 摄}" in draft.text for draft in found)


def test_a_quotation_that_a_headline_breaks_holds_its_two_lines_together():
    (draft,) = bring("洛阳涧西区建起三十个“梧桐\n树下听诉点”\n" + NEWS.format("洛阳") + "\n").drafts
    assert draft.title == "洛阳涧西区建起三十个“梧桐树下听诉点”"


@pytest.mark.parametrize("mark", ["■ ", "▼", "◆"])
def test_a_mark_before_a_headline_is_no_part_of_it(mark: str):
    page = "礼包送到路口\n" + NEWS.format("洛阳") + f"\n{mark}驿站里有了书架\n" + NEWS.format("开封") + "\n"
    assert [draft.title for draft in bring(page).drafts] == ["礼包送到路口", "驿站里有了书架"]


def test_the_mark_of_a_picture_names_nobody():
    page = (
        "礼包送到路口\n" + NEWS.format("洛阳") + "\n■图片新闻\n驿站里的书架\n2月3日，开封市的骑手在驿站看书。 甲一 摄\n"
    )
    story, picture = bring(page).drafts
    assert "图片: [新闻]" not in story.text
    assert "kind: photo" in picture.text


def test_name_alone_below_the_day_of_a_diary_is_its_author():
    (draft,) = bring("蹲点日记\n一把伞\n2月3日 星期二 小雨\n贾长河\n早上下雨，洛阳市的班组长把伞分给了大家。\n").drafts
    assert draft.title == "一把伞"
    assert "author: 贾长河" in draft.text


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("昨日，洛阳市总工会开了早餐点。", "2026-02-04"),
        ("洛阳市总工会的早餐车今起上街。", "2026-02-05"),
        ("春节假期，早餐车2月1日起到3日停在路口。", "2026-02-01"),
        ("早餐车开到今天的，只有这一辆。", ""),
        ("司机说：“今天来的人多。”", ""),
    ],
)
def test_day_of_the_news_is_told_from_its_publication_or_as_a_span(sentence: str, event: str):
    (draft,) = bring(f"早餐端到手上\n本报讯（记者甲一）{sentence}\n").drafts
    assert (f"event_date: {event}" in draft.text) if event else ("event_date" not in draft.text)


def test_today_is_the_day_on_which_a_dispatch_was_sent():
    (draft,) = bring("早餐端到手上\n某报洛阳2月2日电（记者甲一）今天，早餐车送出第一千份早饭。\n").drafts
    assert "event_date: 2026-02-02" in draft.text


def test_heading_of_a_page_of_markdown_and_the_note_below_it_are_no_item(tmp_path: Path):
    page = "# 四季暖闻\n\n编者按：这一期说的是路口。\n\n" + "".join(
        f"## {place}｜{head}\n\n2月3日，驿站里来了不少人，热水和饭菜都备好了。\n\n"
        for place, head in (("河南", "热线夜里有人接"), ("河北", "礼包送到路口"), ("山东", "骑手有了食堂"))
    )
    found = bring(taken(tmp_path, "page.md", page))
    assert [draft.title for draft in found.drafts] == ["热线夜里有人接", "礼包送到路口", "骑手有了食堂"]
    assert [entry.rule for entry in found.account if entry.line in (1, 3)] == ["the introduction of the page"] * 2


def test_stories_of_one_letter_are_items_by_their_numbers():
    page = "各位老师好\n" + "".join(
        f"稿件{number}：{place}：{head}\n驿站里来了不少人，热水和饭菜都备好了。\n（通讯员 {name}）\n"
        for number, place, head, name in (
            ("一", "河南洛阳", "热线夜里有人接", "甲一"),
            ("二", "河北唐山", "礼包送到路口", "乙二"),
        )
    )
    found = bring(page).drafts
    assert [draft.title for draft in found] == ["热线夜里有人接", "礼包送到路口"]
    assert "leadin: 河北唐山" in found[1].text and "- {通讯员: [乙二]}" in found[1].text


def test_who_gave_a_picture_is_its_credit_and_made_nothing_of_the_text():
    page = "一周速览\n维权服务\n河南：早餐端到手上\n2月3日，洛阳市总工会开了早餐点。\n图源：洛阳市总工会\n"
    page += "建功立业\n河北：焊工比武\n2月4日，唐山市的焊工比了一场，来了二十五人。\n"
    draft, _other = bring(page, "weekly").drafts
    assert "图源: [" not in draft.text
    assert "credit: '图源：洛阳市总工会'}" in draft.text


def test_section_of_a_text_that_has_no_keyword_is_said_to_be_no_more_than_the_first():
    (draft,) = bring("一块石头\n本报讯（记者甲一）2月3日，洛阳市的人们望着一块石头。\n").drafts
    assert "category: 工作动态  # guessed: the text has no keyword of any section" in draft.text


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


def test_stories_of_one_letter_are_told_by_the_labels_of_their_headlines():
    page = "您好\n" + "".join(
        f"标题：{head}\n作者：{name}\n正文：\n洛阳市总工会把这件事办了起来，来的人不少。\n\n"
        for head, name in (("灯塔旁的小屋", "甲一"), ("先刷碗再吃饭", "乙二"))
    )
    drafts = bring(page).drafts
    assert [draft.title for draft in drafts] == ["灯塔旁的小屋", "先刷碗再吃饭"]
    assert not any("正文" in draft.text for draft in drafts)


def test_numbered_captions_below_the_text_of_a_picture_story_are_its_pictures():
    page = (
        "雨中四小时\n本报记者 甲一 摄影报道\n2月3日，暴雨冲断洛阳一处供电线，抢修班赶到。\n①攀上电杆。\n②姜汤上山。\n"
    )
    (draft,) = bring(page + "③来电了。\n", "photo").drafts
    assert draft.text.count("- {missing: true") == 3
    assert "caption: '姜汤上山。'}" in draft.text


def test_a_readers_letter_is_an_item_and_its_mark_names_nobody():
    page = (
        "礼包送到路口\n"
        + NEWS.format("洛阳")
        + "\n■来信\n澡堂几点关门\n编辑同志：澡堂能不能晚关一小时？夜班的人赶不上。\n"
    )
    story, letter = bring(page).drafts
    assert "来信" not in story.text
    assert "title: 澡堂几点关门\nkicker: 来信\n" in letter.text


def test_entries_of_a_list_of_good_deeds_are_a_page_of_a_year_without_their_numbers():
    page = "好故事榜\n" + "".join(
        f"0{number} {head}\n故事：洛阳市的老阎摆了十二年摊，修表不要钱。\n上榜理由：走得准，也走得暖。\n"
        for number, head in ((1, "修表匠"), (2, "师徒宿舍里的灯"), (3, "拐弯的长椅"))
    )
    found = bring(page)
    assert found.page.profile == "annual"
    assert [draft.title for draft in found.drafts] == ["修表匠", "师徒宿舍里的灯", "拐弯的长椅"]


def test_a_correction_is_no_part_of_the_story_above_it():
    page = "礼包送到路口\n" + NEWS.format("洛阳") + "\n驿站里有了书架\n" + NEWS.format("开封")
    found = bring(page + "\n更正\n2月1日本报2版一文中，“甲班”应为“乙班”，特此更正。\n").drafts
    assert [draft.title for draft in found] == ["礼包送到路口", "驿站里有了书架", "更正"]
