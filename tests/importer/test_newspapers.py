"""A newspaper page: where its items begin and end."""

from pathlib import Path

from tests.importer.pages import NEWS, bring, stories_of, titles
from tests.importer.reading import taken


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


def test_numbered_parts_in_several_provinces_are_items():
    page = "六件事\n" + "".join(
        f"0{number}\n{head}\n{place}的刘某下岗多年，后来找到了新的工作，日子慢慢好起来。\n"
        for number, (place, head) in enumerate(
            (("四川眉山", "一个册子"), ("辽宁沈阳", "新的厨房"), ("江苏徐州", "一间教室")), 1
        )
    )
    assert [draft.title for draft in bring(page).drafts] == ["一个册子", "新的厨房", "一间教室"]


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


def test_a_link_box_with_a_text_is_a_part_of_the_item_above():
    found = bring(
        "七户人家添了灯\n本报讯（记者 周小雨）2月3日，石岬镇工会给七户人家添了灯。\n"
        "相关链接\n可租的房子有三千多间，给赶早的人住。\n"
    )
    assert titles(found) == ["七户人家添了灯"]
    assert "## 相关链接\n\n可租的房子" in found.drafts[0].text


def test_heading_of_a_page_of_markdown_and_the_note_below_it_are_no_item(tmp_path: Path):
    page = "# 四季暖闻\n\n编者按：这一期说的是路口。\n\n" + "".join(
        f"## {place}｜{head}\n\n2月3日，驿站里来了不少人，热水和饭菜都备好了。\n\n"
        for place, head in (("河南", "热线夜里有人接"), ("河北", "礼包送到路口"), ("山东", "骑手有了食堂"))
    )
    found = bring(taken(tmp_path, "page.md", page))
    assert [draft.title for draft in found.drafts] == ["热线夜里有人接", "礼包送到路口", "骑手有了食堂"]
    assert [entry.rule for entry in found.account if entry.line in (1, 3)] == ["the introduction of the page"] * 2


def test_a_correction_is_no_part_of_the_story_above_it():
    page = "礼包送到路口\n" + NEWS.format("洛阳") + "\n驿站里有了书架\n" + NEWS.format("开封")
    found = bring(page + "\n更正\n2月1日本报2版一文中，“甲班”应为“乙班”，特此更正。\n").drafts
    assert [draft.title for draft in found] == ["礼包送到路口", "驿站里有了书架", "更正"]
