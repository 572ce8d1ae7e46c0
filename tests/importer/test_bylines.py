"""Who made an item, wherever its page names them."""

import pytest

from goodnews.importer.people import named_in
from goodnews.importer.shape import shape_of
from tests.importer.pages import bring, raw, stories_of, vocabulary


def test_a_unit_behind_a_name_is_part_of_the_byline():
    (draft,) = bring("骑手有了食堂\n2月3日，洛阳的骑手走进食堂，饭菜是热的。\n文丨甲一（某某市总工会）\n").drafts
    assert "- {文: [甲一]}" in draft.text


def test_an_intern_has_a_role_of_her_own():
    (story,) = stories_of(
        "柳州：粉车间里的调解员\n本报讯（全媒体记者 欧阳某某 实习生 戊五）2月3日，柳州市总工会聘了10名调解员。\n"
    )
    assert [(byline.role, byline.names) for byline in story.bylines] == [
        ("全媒体记者", ("欧阳某某",)),
        ("实习生", ("戊五",)),
    ]


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


def test_roles_and_names_in_boxes_of_their_own_are_one_line():
    found = bring(
        "七户人家添了灯\n本报讯（记者 周小雨）2月3日，石岬镇工会给七户人家添了灯。\n通讯员\n迪丽·阿力甫\n校对\n苏小平\n"
    )
    assert "迪丽·阿力甫" in found.drafts[0].text.split("\n---\n")[0]
    assert "苏小平" not in found.drafts[0].text.split("\n---\n")[1]
    assert not any(entry.rule == "" and not entry.file for entry in found.account if entry.line > 2)


@pytest.mark.parametrize("line", ["来源于职工，服务于职工。", "图片展开到车间。", "编辑部里坐满了年轻人。"])
def test_sentence_that_begins_with_a_role_names_nobody(line: str):
    assert shape_of(raw(line).lines[0], line, vocabulary()).kind not in ("credits", "label")


def test_name_that_ends_like_a_role_is_a_name():
    found = named_in("责编：甲木 美编：李宏图 校对：巴图")
    assert found and [credit.names for credit in found.credits] == [("甲木",), ("李宏图",), ("巴图",)]


def test_who_edits_a_page_made_none_of_its_items_and_traditional_characters_say_the_same():
    (story,) = stories_of("夜班饭堂\n本報訊（本報記者 甲一）2月3日，洛阳市总工会开了夜班饭堂。\n責任編輯：乙二\n")
    assert [(one.role, one.names) for one in story.bylines] == [("本報記者", ("甲一",))]


def test_who_wrote_a_letter_is_named_in_brackets_at_its_end():
    (story,) = stories_of("请在渡船上加一排矮凳\n编辑先生：我每日坐早班渡船上班，能否加一排矮凳？（读者 何伯）\n")
    assert [(byline.role, byline.names) for byline in story.bylines] == [("读者", ("何伯",))]


def test_the_publication_that_a_second_story_names_above_its_text_is_its_own():
    page = "".join(
        f"{title}\n作者：甲一\n来源：{name}\n2月3日，{city}市总工会把这件事办了起来，来的人都说好。\n"
        for title, name, city in (("夜校开课", "某某工友报", "洛阳"), ("安心卡发了", "另一工人报", "开封"))
    )
    _first, second = bring(page, source="").drafts
    assert "- {name: 另一工人报}\n" in second.text


def test_who_is_on_duty_made_the_page_and_is_no_headline():
    items = "".join(
        f"**{title}** 2月3日，{city}市总工会把这件事办了起来。\n"
        for title, city in (("夜校开课", "洛阳"), ("热水烧好了", "开封"), ("安心卡发了", "德州"))
    )
    found = bring("**今天值班：苗苗**\n" + items)
    assert [draft.title for draft in found.drafts] == ["夜校开课", "热水烧好了", "安心卡发了"]


def test_who_commented_on_a_story_did_not_write_it():
    found = bring("夜校开课\n本报记者 甲一\n2月3日，洛阳市总工会的夜校开了课，来的人都说好。\n点评人：郑实\n")
    (draft,) = found.drafts
    assert "- {本报记者: [甲一]}\n" in draft.text
    assert "{点评人:" not in draft.text
    assert not [entry for entry in found.account if entry.is_unknown]
