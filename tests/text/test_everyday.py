"""The short cut for everyday Markdown gives what Python-Markdown gives, or declines."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goodnews.text import markup
from goodnews.text.everyday import Declined
from tests.proof import TIMES

PIECES = [
    *"工会，。：“”！（）３a1 >!|#-+=~:*_[]()&<\"'　\xa0",
    "\n",
    "\n\n",
    "**",
    "## ",
    "- ",
    "> ",
    "**重点**",
    "[链接](https://example.org/a_b-1.html)",
    "[文](story:x-1)",
    "![图](images/a.png)",
    "1. ",
    "1+1>2",
    "☀️",
    "---",
    "\u2028",
    # What today's Markdown knows, and what Chinese keyboards make of it: to be declined where it means something.
    *(
        "\n　　",
        "    ",
        "\t",
        "~~",
        "~~旧~~",
        "==",
        "https://a.cn/b",
        "story:x-1",
        "［",
        "］（",
        "】（",
        "【图】（images/a.png）",
    ),
    *(
        "！[图](images/a.png)",
        "![](images/a.png)",
        "［1］：story:x-1",
        "\n1、工",
        "\n-工",
        "#话题# ",
        "＃＃ ",
        "[^1]",
        "- [ ] ",
    ),
    *(
        "<!-- a -->",
        "| a | b |\n|---|---|",
        "\n```\n",
        "&nbsp;",
        "\\*",
        "\n===\n",
        "  - ",
        "[1]: https://a.cn",
        "\n　\n",
    ),
]
PLACES = {"story:x-1": "story/2026/x-1.html"}
TEXTS = st.lists(st.sampled_from(PIECES), max_size=24).map(lambda parts: "".join(parts).strip())


def everyday(text: str) -> str | None:
    try:
        return re.sub(markup._SOFT_BREAK, r"\1\2", markup._everyday(PLACES).html(text))
    except Declined:
        return None


@settings(max_examples=400 * TIMES)
@given(TEXTS)
@example("工会\n\n　　工会　\n工会")
@example("- 工\n- 会\n\n工会\n\n- 工")
@example("## 工\n\n## 工\n\n> 工\n> **会**\n会")
def test_what_it_accepts_is_what_python_markdown_gives(text: str) -> None:
    converted = everyday(text)
    if converted is not None and text:
        assert converted == markup.in_full(text, PLACES)


@settings(max_examples=100 * TIMES)
@given(TEXTS)
def test_it_tells_what_the_full_way_tells(text: str) -> None:
    if text and everyday(text) is not None:
        assert markup.converted(text) == markup._converter().converted(text)


@pytest.mark.parametrize(
    "text",
    [
        "一段。\n\n又一段，\n断在这里。",
        "## 小标题\n\n有**重点**和[链接](https://example.org/a)。",
        "- 一项\n- 两项",
        "> 引用一句。",
        "![图](images/2026/a.jpg)",
        "1+1>2 & 其他".replace("& ", ""),
    ],
)
def test_everyday_texts_take_the_short_way(text: str) -> None:
    assert everyday(text) is not None


@pytest.mark.parametrize("text", ["1. 一", "- 一\n  - 二", "| 甲 | 乙 |\n|---|---|", "*斜*", "`码`", "a & b", "    码"])
def test_anything_else_is_declined(text: str) -> None:
    assert everyday(text) is None
