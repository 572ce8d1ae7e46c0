"""Where an item is from."""

import pytest

from tests.importer.pages import DIGEST_OF_TWO, bring, stories_of


@pytest.mark.parametrize(
    ("head", "first", "region"),
    [
        ("河南：送温暖", "2月3日，河南省总工会在洛阳启动送温暖，来的人不少。", "河南省/洛阳市"),
        ("洛阳：驿站开门", "2月3日清早，西工区总工会的驿站开了门，来的人不少。", "河南省/洛阳市/西工区"),
        ("河南：礼包到了", "2月3日，河南省总工会的慰问组来到新郑，送去礼包九百份。", "河南省/郑州市/新郑市"),
        ("河南：礼包到了", "2月3日，河南省总工会送去礼包九百份，新郑的也有。", "河南省"),
        ("深夜灶台", "成都武侯的夜市收摊以后，驿站给摊主留一口灶。", "四川省/成都市/武侯区"),
        ("洛阳：两区一起", "2月3日清早，西工区和涧西区的驿站都开了门，来的人不少。", "河南省/洛阳市"),
    ],
)
def test_a_place_is_narrowed_to_where_it_happened(head: str, first: str, region: str):
    (draft,) = bring(f"{head}\n{first}\n").drafts
    assert f"region: {region}  # guessed" in draft.text


def test_a_place_that_several_have_is_marked_with_the_others():
    (draft,) = bring("年货集市\n2月4日，朝阳的职工赶集。\n").drafts
    assert "or 辽宁省/朝阳市, 辽宁省" in draft.text or "or 北京市/朝阳区" in draft.text


def test_where_somebody_comes_from_is_not_where_it_happens():
    (story,) = stories_of("小吃\n2月3日，来自山东菏泽的骑手在福建省福州市的驿站学做小吃。\n")
    assert story.regions == ("福建省/福州市",)


def test_headline_that_begins_with_a_city_of_the_province_before_it_is_of_that_city():
    (story,) = (draft for draft in bring(DIGEST_OF_TWO, "weekly").drafts if draft.title == "洛阳乙事")
    assert "region: 河南省/洛阳市" in story.text
