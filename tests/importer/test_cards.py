"""A page of cards, as documents in the cloud collect what is sent in: each card is a story with its fields."""

from pathlib import Path

import pytest

from goodnews.importer.cards import cards_in
from tests.importer.pages import bring
from tests.importer.reading import all_taken, taken

NESTED = """# 📋 素材池

> 💡 填写说明：照模板填
最后更新：2026-02-05

## 🏢 工作动态

- 📌 **驿站里的热水**
  - 🗓️ 时间：2026年2月3日
  - 📍 地点：河南洛阳
  - 📝 洛阳市总工会的驿站备好了热水，来歇脚的人不少。
  - 🔗 来源：某报
  - ✅ 状态：已核  @某某

---

## 🤝 维权服务

- 📌 **河北：礼包送到路口**
  - 🗓️ 时间：近日
  - 📝 九百份礼包送到户外劳动者手里。
  - 📞 联系电话：000-0000
  - 🔗 来源：某网

- [ ] 待补：照片
"""
FLAT = """标题：驿站里的热水
时间：2026年2月3日
地点：河南洛阳
来源：某报
正文：洛阳市总工会的驿站备好了热水。
来歇脚的人不少。

标题：礼包送到路口
时间：近日
来源：某网
正文：九百份礼包送到户外劳动者手里。
"""


HEADED = """# 来稿收集表

## 1️⃣ 驿站里的热水

- 🗓️ **时间**：2026年2月3日
- 📍 **地点**：河南洛阳
- 📰 **供稿单位**：某报
- 📝 **正文**：

  洛阳市总工会的驿站备好了热水，来歇脚的人不少。

## 2️⃣ 礼包送到路口

- 🏷️ **栏目**：维权服务
- 📰 **供稿单位**：某网
- 📝 **正文**：九百份礼包送到户外劳动者手里。
"""


@pytest.mark.parametrize(("name", "text"), [("pool.md", NESTED), ("pool.txt", FLAT), ("pool.md", HEADED)])
def test_each_card_is_a_story_with_its_fields(tmp_path: Path, name: str, text: str):
    first, second = all_taken(tmp_path, name, text)
    assert first.name == f"{name}: 1"
    assert (first.said["title"], first.said["event_date"], first.said["region"]) == (
        "驿站里的热水",
        "2026年2月3日",
        "河南洛阳",
    )
    assert (first.said["publication"], second.said["publication"]) == ("某报", "某网")
    assert "来歇脚的人不少。" in "".join(line.text for line in first.lines)
    assert second.said["title"].endswith("礼包送到路口")


def test_the_heading_above_a_card_is_its_section(tmp_path: Path):
    first, second = all_taken(tmp_path, "pool.md", NESTED)
    assert (first.said["category"], second.said["category"]) == ("工作动态", "维权服务")


def test_what_stands_between_cards_is_kept_for_the_account(tmp_path: Path):
    first, second = all_taken(tmp_path, "pool.md", NESTED)
    cells = "\n".join(line.text for line in first.lines if line.kind == "cell")
    assert all(words in cells for words in ("素材池", "照模板填", "2026-02-05", "待补：照片", "状态：已核"))
    assert "000-0000" not in "\n".join(line.text for line in second.lines)


@pytest.mark.parametrize(
    "text",
    [
        "驿站开门了\n时间：2月3日\n地点：洛阳\n来的人都说好，水是热的，饭是热的。\n",  # one notice in a story
        "本报讯 2月3日，驿站开门。\n他说：好。\n她说：也好。\n\n本报讯 2月4日，礼包送到。\n他问：几份？\n",
    ],
)
def test_a_story_is_no_page_of_cards(tmp_path: Path, text: str):
    assert taken(tmp_path, "page.txt", text).name == "page.txt"


def test_fields_in_brackets_and_a_kicker_first_are_cards_too():
    page = "稿件一\n引题：三十年前的图纸\n主题：老钳工回厂\n作者：记者 甲一\n正文：\n“机器没坏。”他说。\n"
    page += "稿件二\n主题：瑶寨的秤\n作者：记者 乙二\n正文：\n秤准了。\n"
    first, second = cards_in("page.txt", page.splitlines())
    assert (first.said["title"], first.said["kicker"], first.said["bylines"]) == (
        "老钳工回厂",
        "三十年前的图纸",
        "作者：记者 甲一",
    )
    assert "“机器没坏。”他说。" in [line.text for line in first.lines]
    assert second.said["title"] == "瑶寨的秤"
    bracketed = cards_in(
        "page.txt", "【标题】甲\n【作者】\n【正文】乙。\n====\n【标题】丙\n【作者】丁一\n【正文】戊。".splitlines()
    )
    assert [one.said["title"] for one in bracketed] == ["甲", "丙"]


def test_a_paragraph_of_a_card_keeps_the_number_that_begins_it():
    page = "【标题】甲\n【作者】丁一\n【正文】\n12.5万元用在路口。\n====\n"
    page += "【标题】丙\n【作者】丁一\n【正文】戊。"
    first, _second = cards_in("page.txt", page.splitlines())
    assert first.lines[-1].text == "12.5万元用在路口。"


def test_a_line_of_a_card_that_became_a_field_stands_in_its_draft_as_printed():
    page = "标题：老钳工回厂\n作者：记者 甲一\n日期：2026-02-03\n来源：某网\n正文：\n机器开了。\n\n"
    page += "标题：瑶寨的秤\n作者：记者 乙二\n正文：\n秤准了。\n"
    found = bring(cards_in("page.txt", page.splitlines())[0])
    (draft,) = found.drafts
    assert "bylines:\n- {记者: [甲一]}\n" in draft.text
    assert "credit: 作者：记者 甲一" in draft.text.replace("'", "")
    assert "as printed: 2026-02-03" in draft.text  # the command line says when the page is from
    assert not [entry for entry in found.account if entry.is_unknown]
