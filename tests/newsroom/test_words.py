"""words.yaml: what readers type, and what stories say for it."""

import pytest

from goodnews.problem import ContentError
from tests.builders import Room


def told(room: Room, text: str) -> list[str]:
    room.write("words.yaml", text)
    with pytest.raises(ContentError) as stopped:
        room.check()
    return [str(problem).removeprefix(f"{room.folder}/") for problem in stopped.value.problems]


def test_word_has_one_other_or_a_list_of_them(room: Room):
    room.write("words.yaml", "# readers: stories\n外卖小哥: 骑手\n带娃: [孩子, 托管]\n")
    assert room.check().registries.words == {"外卖小哥": ("骑手",), "带娃": ("孩子", "托管")}


@pytest.mark.parametrize("text", ["", "# none yet\n"])
def test_words_may_be_left_out(room: Room, text: str):
    assert room.check().registries.words == {}
    room.write("words.yaml", text)
    assert room.check().registries.words == {}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("带娃:", "带娃: found nothing, expected a value. Write it after '带娃: '."),
        (
            "带娃: 孩子、托管",
            "带娃: found '孩子、托管', expected one name, or a list of names. "
            "Write [孩子, 托管] with half-width commas and brackets, or put it in quotes if it is one name.",
        ),
        ("带娃: {孩子: 托管}", "带娃: found no text, expected a text. Write a text, or a list of texts."),
        (
            "带娃: 带娃",
            "带娃: found '带娃', expected another word than the one before the colon. "
            "Write what stories say instead, or remove it.",
        ),
        (
            "小哥: 外卖小哥",
            "小哥: found '外卖小哥', expected a word that stories say; readers type this one, as another line says. "
            "Did you mean '骑手'?",
        ),
        (
            "外卖 小哥: 骑手",
            "外卖 小哥: found '外卖 小哥', expected a word of at most 24 characters. Write one word, without spaces.",
        ),
        ("App: 软件\nＡＰＰ: 程序", None),
        ("外卖小哥: 送餐员", None),
        ("带娃: [a, b, c, d, e, f, g, h, i]", "带娃: found 9, expected at most 8. Keep those that stories use most."),
    ],
)
def test_words_of_another_form_are_a_problem(room: Room, line: str, problem: str | None):
    found = told(room, f"外卖小哥: 骑手\n{line}\n")
    if problem:
        assert found == [f"content/words.yaml:2: {problem}"]
    else:
        assert len(found) == 1


def test_every_problem_of_the_words_is_told_together(room: Room):
    assert len(told(room, "带娃:\n讨薪: 讨薪\n'…': 别的\n")) == 3


def test_file_with_almost_its_name_is_told_the_right_one(room: Room):
    room.write("word.yaml", "带娃: 孩子\n")
    with pytest.raises(ContentError) as stopped:
        room.check()
    assert "words.yaml" in str(stopped.value.problems[0])
