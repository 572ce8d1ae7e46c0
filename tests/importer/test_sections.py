"""Which section an item is of."""

import pytest

from tests.importer.pages import bring, stories_of


@pytest.mark.parametrize(
    "heading",
    "PART 01　{};PART.1 {};01 {};一、{};【{}】;第1则 {};NO.2 {};▍{};壹·{};{}（3条）;{}"
    ";※※ {}（4条）※※;【{}】◆ 3条;三、{}（两条）".split(";"),
)
def test_a_section_is_one_whatever_number_or_ornament_stands_around_it(heading: str):
    sections = ("工作动态", "维权服务")
    text = "".join(f"{heading.format(name)}\n{name}的事\n近日，{name}有了新的进展，大家都说好。\n" for name in sections)
    assert [item.section.text for item in bring(text).page.items if item.section] == list(sections)


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


@pytest.mark.parametrize(
    ("headline", "section"),
    [("骑手派单有了约定", "构建和谐劳动关系"), ("驿站里量血压", "维权服务"), ("车间里的技能竞赛", "建功立业")],
)
def test_section_is_guessed_by_its_keywords_or_else_by_its_description(headline: str, section: str):
    (story,) = stories_of(f"{headline}\n本报讯（记者甲一）2月3日，洛阳市总工会请来众人，说了半日。\n")
    assert story.section == section


def test_section_of_a_text_that_has_no_keyword_is_said_to_be_no_more_than_the_first():
    (draft,) = bring("一块石头\n本报讯（记者甲一）2月3日，洛阳市的人们望着一块石头。\n").drafts
    assert "category: 工作动态  # guessed: the text has no keyword of any section" in draft.text
