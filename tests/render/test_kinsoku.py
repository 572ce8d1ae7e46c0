"""Lines of Chinese break where a compositor would break them."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goodnews.render.headline import words_of
from goodnews.render.kinsoku import NOT_FIRST, NOT_LAST, lines_of, units_of


def squares(text: str) -> float:
    """A Han character is one wide, a Latin one a half, a mark on another nothing."""
    text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Mc", "Me", "Cf") and c != "🏽")
    return sum(1 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("甘青工会跨省接力，伤残农民工拿到赔偿", 11, ("甘青工会跨省接力，", "伤残农民工拿到赔偿")),
        ("职工下班，灯亮了", 20, ("职工下班，灯亮了",)),
        ("他说：“（《工会法》）”，很好", 10, ("他说：“（《工", "会法》）”，很好")),
        ("安排1600万元送温暖", 5, ("安排", "1600万元", "送温暖")),
        ("等了五年——终于到了……真好", 8, ("等了五年——", "终于到了……真好")),
        ("App骑手24小时有人接听", 7, ("App骑手24小时", "有人接听")),
        ("riders rest well here", 6, ("riders rest", "well here")),
        ("一二三四五六", 3, ("一二三", "四五六")),
        ("一二三四五六七", 4, ("一二三", "四五六七")),
        ("Supercalifragilistic", 3, ("Superc", "alifra", "gilist", "ic")),
        ("", 5, ()),
        ("　 \n", 5, ()),
    ],
)
def test_text_breaks_so(text: str, width: float, lines: tuple[str, ...]):
    assert lines_of(text, width, squares) == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("免费学护理，考证找工作工会都管", 7, ("免费学护理，", "考证找工作", "工会都管")),
        ("技能高低，摆到工资协商桌上来谈", 9, ("技能高低，摆到", "工资协商桌上来谈")),
        ("构建和谐劳动关系", 5, ("构建和谐", "劳动关系")),
        ("riders rest well here", 6, ("riders rest", "well here")),
        ("Supercalifragilistic", 3, ("Superc", "alifra", "gilist", "ic")),
    ],
)
def test_lines_break_between_words_where_these_are_given(text: str, width: float, lines: tuple[str, ...]):
    assert lines_of(text, width, squares, words_of) == lines


def test_lines_are_of_like_length_where_nothing_else_speaks():
    assert [len(line) for line in lines_of("一" * 13, 12, squares)] in ([6, 7], [7, 6])


ALPHABET = st.sampled_from(
    [*"一工会暖闻，。：“”（）《》——……、！？万元年1 24.6%aA-' é🙂👍🏽", "\u200d", "\ufe0f", "𠮷", "م"]
)
TEXTS = st.text(ALPHABET, max_size=50)


@given(TEXTS, st.integers(2, 20))
@example("”，。", 2)
@example("“（《", 2)
def test_no_character_is_lost_or_added_but_spaces_at_the_breaks(text: str, width: int):
    lines = lines_of(text, width, squares)
    assert "".join(lines).replace(" ", "") == "".join(text.split()).replace(" ", "")
    assert " ".join(" ".join(lines).split()).replace(" ", "") == "".join(text.split())
    assert all(line == line.strip(" ") and line for line in lines)


@given(TEXTS, st.integers(2, 20))
def test_no_line_is_too_wide(text: str, width: int):
    for line in lines_of(text, width, squares):
        assert squares(line) <= width


@given(TEXTS, st.integers(2, 20))
def test_no_line_begins_or_ends_with_a_forbidden_mark_unless_it_is_torn_from_a_piece_too_wide(text: str, width: int):
    pieces = units_of(" ".join(text.split()))
    if any(squares(piece) > width for piece in pieces):
        return
    lines = lines_of(text, width, squares)
    for before, after in pairwise(lines):
        spaced = f"{before} {after}" in " ".join(text.split())  # who writes a space there asks for a break
        assert spaced or (after[0] not in NOT_FIRST and before[-1] not in NOT_LAST)


@given(TEXTS)
def test_pieces_are_the_text(text: str):
    assert "".join(units_of(text)) == text


@given(TEXTS, st.integers(2, 20))
def test_words_lose_nothing_and_keep_within_the_width(text: str, width: int):
    lines = lines_of(text, width, squares, words_of)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(squares(line) <= width or len(units_of(line)) == 1 for line in lines)
