"""Units of a headline and a text: items of a page, or the parts of one story."""

import pytest

from tests.importer.pages import bring

HEADS = ("磨坊女工有了湿气假", "师徒擂台开到车间", "俄语角进了工地")
PLACED = ("2月3日，洛阳市总工会把这件事办了起来。", "唐山市总工会请来了师傅。", "德州市的工地上，每周五晚有人教。")


@pytest.mark.parametrize("mark", ["", "◆ ", "➤", "NO.{} ", "{}、", "（{}）"])
def test_headlines_whose_texts_name_cities_of_their_own_are_items_whatever_stands_before_them(mark: str):
    numbers = "一二三" if "NO" not in mark else "123"
    page = "".join(
        f"{mark.format(number)}{head}\n{text}\n" for number, head, text in zip(numbers, HEADS, PLACED, strict=True)
    )
    found = bring("基层一周\n" + page)
    assert [draft.title.removeprefix("NO.")[-len(head) :] for draft, head in zip(found.drafts, HEADS, strict=True)] == [
        *HEADS
    ]


def test_parts_of_a_story_that_stays_in_one_city_are_no_items():
    page = "船坞不灭的灯\n洛阳的船坞里，灯亮着。\n父亲的锤\n那把锤用了三十一年。\n儿子的焊枪\n洛阳市总工会请人。\n"
    assert len(bring(page).drafts) == 1


def test_headings_above_several_numbered_headlines_are_the_pages():
    page = "工会一周\n" + "".join(
        f"{part}\n（一）{head}\n{text}\n"
        for part, head, text in zip(("一、上级声音", "二、基层动态", "三、数字"), HEADS, PLACED, strict=True)
    )
    found = bring(page)
    assert [draft.title for draft in found.drafts] == [*HEADS]
    assert not any("kicker" in draft.text for draft in found.drafts)
    assert [entry.line for entry in found.account if entry.rule == "the heading of several items"] == [2, 5, 8]


def test_headlines_in_bold_before_their_texts_are_items():
    page = "".join(f"**{head}** {text}\n" for head, text in zip(HEADS, PLACED, strict=True))
    assert [draft.title for draft in bring(page).drafts] == [*HEADS]


def test_questions_of_one_story_are_not_items():
    page = "高温津贴怎么发？\n" + "".join(
        f"▶ {question}\n{answer}\n"
        for question, answer in (
            ("谁能领？", "露天作业的人都能领。"),
            ("领多少？", "标准由各省定，有的按月，有的按天。"),
            ("不发怎么办？", "留好考勤，打热线。"),
        )
    )
    assert len(bring(page).drafts) == 1


def test_a_place_of_its_own_in_a_page_that_is_read_as_one_story_is_told():
    page = "船坞不灭的灯\n本报记者 甲一\n洛阳的船坞里，灯亮着。\n礼包送到路口\n唐山市总工会把礼包送到路口。\n"
    found = bring(page)
    assert len(found.drafts) == 1
    assert [warning.line for warning in found.warnings if "another story may begin here" in str(warning)] == [4]
