"""The page of a year: what happened, and what is said of it."""

from tests.importer.pages import bring, titles


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


def test_what_an_annual_page_tells_lies_in_its_year():
    found = bring(
        "2024年度十大暖新闻\n\nNO.1　算法上了桌\n【回放】\n8月1日，平台与师傅签了协议。\n【微评】\n写进规则才有力。\n"
        "NO.2　灶台亮了\n【回放】\n两年改好28户厨房。\n【微评】\n切口小。\n",
        date=None,
    )
    assert titles(found) == ["算法上了桌", "灶台亮了"]
    assert "event_date: 2024-08-01" in found.drafts[0].text
    assert "微评" not in found.drafts[0].text


def test_entries_of_a_list_of_good_deeds_are_a_page_of_a_year_without_their_numbers():
    page = "好故事榜\n" + "".join(
        f"0{number} {head}\n故事：洛阳市的老阎摆了十二年摊，修表不要钱。\n上榜理由：走得准，也走得暖。\n"
        for number, head in ((1, "修表匠"), (2, "师徒宿舍里的灯"), (3, "拐弯的长椅"))
    )
    found = bring(page)
    assert found.page.profile == "annual"
    assert [draft.title for draft in found.drafts] == ["修表匠", "师徒宿舍里的灯", "拐弯的长椅"]
