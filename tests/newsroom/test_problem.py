"""A problem: one line that leads to the spot and out of it."""

import pytest

from goodnews.problem import ContentError, Problem, choices, did_you_mean, nearest, nearest_name, quoted

SECTIONS = ("工作动态", "思想引领", "维权服务")


def a_problem(file: str = "content/x.md", line: int = 4, found: str = "'甲'") -> Problem:
    return Problem(file, line, field="title", found=found, expected="乙", fix="Mend it.")


def test_problem_is_told_with_file_line_field_found_expected_and_fix():
    assert str(a_problem()) == "content/x.md:4: title: found '甲', expected 乙. Mend it."


def test_problem_stays_on_one_line_whatever_an_editor_typed():
    assert str(a_problem(found="'甲\n乙\r\t丙'")) == "content/x.md:4: title: found '甲 乙 丙', expected 乙. Mend it."


def test_problem_cannot_colour_or_turn_a_terminal():
    assert "\x1b" not in str(a_problem(found="\x1b[31m甲"))
    assert "\u202e" not in str(a_problem(found="\u202e甲"))


def test_problem_with_a_file_name_that_is_no_utf_8_can_be_printed():
    str(a_problem(file="content/\udcc4\udce3.md")).encode("utf-8")


def test_braces_an_editor_typed_are_told_as_they_are():
    assert "found {file} {0} {, expected" in str(a_problem(found="{file} {0} {"))


def test_problems_are_sorted_by_file_then_line_and_told_once():
    first, second, third = a_problem(line=2), a_problem(line=10), a_problem(file="content/y.md", line=1)
    assert ContentError([third, second, first, second]).problems == (first, second, third)


def test_error_says_how_many_problems_there_are():
    assert str(ContentError([a_problem(line=1), a_problem(line=2)])) == "2 problems; nothing was written"


def test_quoted_text_longer_than_60_characters_is_cut():
    assert quoted("长" * 60) == f"'{'长' * 60}'"
    assert quoted("长" * 61) == f"'{'长' * 60}…'"


def test_nearest_word_is_the_one_that_looks_alike():
    assert nearest("维权服物", SECTIONS) == "维权服务"


def test_nearest_word_may_contain_what_was_written():
    assert nearest("服", SECTIONS) == "维权服务"


def test_nearest_word_of_nothing_or_of_something_far_is_none():
    assert nearest("", SECTIONS) is None
    assert nearest("体育", SECTIONS) is None
    assert nearest("体育", []) is None


@pytest.mark.parametrize(("word", "told"), [("维权服物", "Did you mean '维权服务'?"), ("体育", "Choose one.")])
def test_way_out_is_the_nearest_word_or_else_a_sentence(word: str, told: str):
    assert did_you_mean(word, SECTIONS, "Choose one.") == told


def test_choices_are_cut_after_twelve():
    assert choices("abc") == "a, b, c"
    assert choices("abcdefghijklmn") == "a, b, c, d, e, f, g, h, i, j, k, l and 2 more"


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("luoyang-hotlin", "luoyang-hotline"),
        ("digest:2026-W6", "digest:2026-W06"),
        ("kunshan-water-bottels", "kunshan-water-bottles"),
    ],
)
def test_name_with_a_slip_leads_to_the_one_that_is_meant(written: str, known: str):
    assert nearest_name(written, ["other", known]) == known


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("nanshan-service", "kunshan-water-bottles"),
        ("digest:2026-W06", "digest:2026-W05"),
        ("img_0001", "img_0002"),
        ("care", "care-for-couriers"),
    ],
)
def test_name_of_another_thing_is_not_suggested(written: str, known: str):
    assert nearest_name(written, [known]) is None
