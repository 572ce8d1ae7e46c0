"""Whatever readers would see literally in a text is reported, on its line."""

import time

import pytest

from goodnews.text.limits import DEEPEST
from goodnews.text.markup import converted


def faults(text: str) -> list[tuple[int, str]]:
    """Line, from 0, and what is found, of all that keeps a text from print."""
    return [(fault.line, fault.found) for fault in converted(text).faults]


def oddities(text: str) -> list[tuple[str, int, str]]:
    return [(oddity.rule, oddity.line, oddity.found) for oddity in converted(text).outline.oddities]


@pytest.mark.parametrize(
    "text",
    [
        *("** 重点 **", "**重点", "中**重点 **文", "[甲] (https://a.cn)", "[甲]（https://a.cn", "![图] (images/a.png)"),
        *(
            "[甲][乙]",
            "一[^1]",
            "一^[注]",
            "| 甲 | 乙 |",
            "| 甲 | 乙 |\n| --- |\n| 1 | 2 |",
            "｜甲｜乙｜",
            "一```二",
            "＃＃ 小标题",
        ),
        *(
            "<b>重点</b>",
            '<p style="x">',
            "一<br/>二",
            '<img src="https://a.cn/b.png">',
            "<o:p></o:p>",
        ),
        *("一&amp;nbsp;二", "[^1]：注"),
    ],
)
def test_mark_that_is_left_over_is_a_problem_on_its_line(text: str):
    assert [line for line, _found in faults(f"一段。\n\n又一段，\n好。\n\n{text}\n\n末段。")] == [5]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        *(("underscores", "中__重点__文"), ("strike", "好吃~~"), ("strike", "~~ 原价 ~~"), ("backtick", "一`二")),
        *(
            ("task", "-[ ] 未办"),
            ("task", "[ ] 未办"),
            ("no-break space", "一&nbsp;二"),
            ("no-break space", "一\u00a0二"),
        ),
        *(
            ("highlight", "==重点=="),
            ("wiki link", "[[某页]]"),
            ("contents", "[TOC]"),
            ("address", "https://a.cn/b查看"),
        ),
        *(("comment", "<!-- 待核 -->"), ("underline", "一  \n二\n\n====")),
    ],
)
def test_mark_that_may_be_meant_is_advice_on_its_line(rule: str, text: str):
    found = oddities(f"一段。\n\n{text}\n\n末段。")
    assert {name for name, _line, _found in found} == {rule}
    assert {line for _name, line, _found in found} == {2 + text.count("\n")}
    assert not faults(text)


@pytest.mark.parametrize(
    "text", ["做法：\n1、早\n2、晚", "做法：\n-早\n-晚", "做法：\n•早\n•晚", "一、早\n二、晚", "（一）早\n（二）晚"]
)
def test_points_that_run_together_are_advice(text: str):
    assert {name for name, _line, _found in oddities(text)} == {"run together"}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "`**`",
            "\\*\\*重点\\*\\*",
            "```\n**甲** | <b>\n```",
            "\\<b>",
            "\\[甲] (https://a.cn)",
            "\\| 甲 \\|",
            "5*8米",
            "3~5天",
        ),
        *(
            "【快讯】（记者 甲）",
            "【快讯】(记者 甲)",
            "［快讯］(记者 甲)",
            "[注]: 数据来自某报",
            "A|B",
            "a < b > c",
            "1、早",
            "一。\n\n1、早\n\n2、晚",
            "第1、2、3组",
            "甲  \n2026年",
        ),
        *("填空：______", "#暖新闻# 来了", "AT&T", "好_好_好", "（一）早"),
    ],
)
def test_what_is_meant_as_it_stands_is_not_told(text: str):
    assert not faults(text)
    assert not oddities(text)


def test_equal_marks_are_told_each_on_its_line():
    assert [line for line, _found in faults("甲 ** 一\n\n`**` <!-- ** -->\n\n甲 ** 一\n\n```\n**\n```\n甲 ** 一")] == [
        0,
        4,
        9,
    ]


def test_what_is_found_is_shown_with_its_neighbours():
    assert faults("很长的一段话，** 重点 和后面的话。") == [(0, "'一段话，** 重点 和后面的话。'")]


@pytest.mark.parametrize("alt", ["", " ", "　"])
@pytest.mark.parametrize("text", ["![{}](images/a.png)", "！［{}］（images/a.png）", "![{}][1]\n\n[1]: images/a.png"])
def test_picture_without_words_is_a_problem_on_its_line(alt: str, text: str):
    assert [found for _line, found in faults("一段。\n\n" + text.format(alt))] == ["'![](images/a.png)'"]


def test_address_and_note_that_nothing_names_are_problems_as_is_a_name_given_twice():
    assert faults("一段。\n\n[1]: https://a.cn") == [(2, "'[1]:'")]
    assert faults("一段。\n\n[^1]: 注") == [(2, "'[^1]:'")]
    assert faults("[甲][1]\n\n[1]: https://a.cn\n[1]: https://b.cn") == [(3, "'[1]:'")]


def test_what_does_not_end_is_a_problem_where_it_begins():
    assert faults("一。\n\n<!-- 待核\n\n二。") == [(2, "'<!--'")]
    assert faults("一。\n\n```sh\n二。") == [(2, "'```'")]


ENDLESS = {
    "brackets": "[" * 30_000,
    "pictures": "![" * 50_000,
    "links": "[a](" * 25_000,
    "nested brackets": "[" * 5_000 + "x" + "](y)" * 5_000,
    "backticks": "` " * 50_000,
    "stars": "*a **b " * 20_000,
    "entities": "&amp;" * 50_000,
    "items": "\n".join("    " * depth + "- x" for depth in range(300)),
    "quotes": ">" * 5_000 + "x",
    "both": "> - " * 400 + "x",
    "headings": "## x\n\n" * 20_000,
    "marked headings": "## *x*\n\n" * 20_000,
    "underlined": "x\n=\n" * 30_000,
    "cells": "|a" * 20_000 + "\n" + "|-" * 20_000 + "\n" + "|b" * 20_000,
    "rows": "|a|b|\n|-|-|\n" + "|*x*|y|\n" * 90_000,
    "lines of an item": "- x\n" + "  y\n" * 200_000,
    "paragraphs": "*x*\n\n" * 160_000,
    "lines": "x\n" * 150_000 + "*y*",
    "closing": "https://a.cn/" + ")" * 50_000 + " *x*",
    "hashes": "#" * 100_000 + "x\n===",
    "comments": "<!--" * 20_000,
    "footnotes": "[^1]" * 5_000 + "\n\n[^1]: x",
    "wide blanks": ("x" + "　" * 20_000 + "\n") * 3,
    "wide footnotes": "【^" * 20_000,
    "dollars": "$" + "a=" * 30_000,
    "numbers": "9" * 5_000 + ". x *y*",
    "numbered headings": f"## x_{'1' * 5_000}\n\n" * 2,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_any_text_ends_soon_with_html_or_a_problem(name: str):
    began = time.process_time()
    text = converted(ENDLESS[name])
    assert time.process_time() - began < 3  # about one at most; a machine may be slow
    assert text.html or text.faults
    assert not any("Error" in fault.found for fault in text.faults)


def test_lists_may_be_as_deep_as_is_said_and_no_deeper():
    def nested(levels: int) -> str:
        return "\n".join("  " * depth + "- x" for depth in range(levels))

    assert not faults(nested(DEEPEST))
    assert faults("一\n\n" + nested(DEEPEST + 1)) == [(2 + DEEPEST, f"lists or quotes {DEEPEST + 1} levels deep")]


def test_what_the_library_raises_for_a_text_is_a_problem(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("markdown.Markdown.convert", lambda *_: int("x"))
    assert faults("*一*") == [(0, "what the converter cannot read (ValueError)")]


def test_a_fault_of_the_code_is_no_problem_of_an_editor(monkeypatch: pytest.MonkeyPatch):
    def faulty(*_: object) -> str:
        raise NameError("a name that is nowhere")

    monkeypatch.setattr("markdown.Markdown.convert", faulty)
    with pytest.raises(NameError):
        faults("*一*")


@pytest.mark.parametrize(
    "text",
    [
        *("【甲】（https：//a.cn）", "［甲］（story：one）", "（甲）[https://a.cn]", "[甲]\n(https://a.cn)"),
        *("甲【……1】", "```sh 一", "···\n码\n···", "｀｀｀\n码\n｀｀｀", "│甲│乙│"),
        *("一<！-- 待核 -->", "《！-- 待核 --》", "＜!-- 待核 --＞", "一<!—— 待核 ——>", "一<!- 待核 ->", "一 --> 二"),
        *("[//]: # (待核)", "[comment]: <> (待核)", "// 待核", "/* 待核 */", "%% 待核 %%"),
        *("＜br＞", "《/p》", "<![CDATA[一]]>", "<?xml version='1.0'?>", '<span style="x"一'),
        *("一&nbsp二", "一&nosuch;二", "[b]重点[/b]", "[url=a]甲[/URL]"),
    ],
)
def test_mark_of_a_chinese_keyboard_or_of_another_program_is_a_problem_on_its_line(text: str):
    lines = [line for line, _found in faults(f"一段。\n\n{text}\n\n末段。")]
    assert lines[:1] == [2]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        *(
            ("wide bold", "＊＊重点＊＊"),
            ("italic", "中* 重点 *文"),
            ("italic", "中_重点_文"),
            ("product", "3*4*5等于60"),
        ),
        *(("strike", "～～原价～～"), ("highlight", "＝＝重点＝＝"), ("highlight", "++新增++"), ("raised", "x^2^")),
        *(
            ("raised", "10^-3^"),
            ("raised", "H~2~O"),
            ("wiki picture", "![[照片1.png]]"),
            ("wiki picture", "见![[a b.jpg|300]]"),
        ),
        *(("contents", "[[toc]]"), ("contents", "@[TOC]"), ("formula", "成本$x$元"), ("formula", "面积$a^2+b^2$")),
        *(("box", "> [!提示]"), ("box", "> [!warning]- 注意"), ("emoji", "好[微笑]"), ("emoji", "[玫瑰][玫瑰]")),
        *(("backslash", "存在C:\\_temp"), ("backslash", "存在D:\\(新)\\a"), ("backslash", "见\\\\server\\share")),
        *(("task", "- 【 】 未办"), ("task", "- ［x］ 已办"), ("task", "- [√] 已办"), ("task", "- [　] 未办")),
        *(("item", "-早"), ("item", "-"), ("quote", "＞ 引"), ("quote", "》引"), ("definition", "词\n: 义")),
        *(("columns", "甲  乙\n一  二"), ("columns", "甲\t乙\n一\t二"), ("columns", "甲　乙\n一　二")),
        *(("underline", "———"), ("underline", "－－－"), ("underline", "───"), ("bold line", "**小标题**\n正文")),
        *(
            ("contents", "【TOC】"),
            ("contents", "${toc}"),
            ("template", "{{ title }}"),
            ("template", "字{.red}"),
            ("template", "一\\n二"),
            ("template", "一\\n\\n二"),
        ),
        *(("formula", "$E=mc^2$"), ("formula", "$$\n1\n$$"), ("emoji", "好:smile:"), ("box", "> [!NOTE]\n> 注")),
        *(
            ("box", "!!! note"),
            ("other markup", "h2. 小标题"),
            ("other markup", "== 小标题 =="),
            ("backtick", "｀码｀"),
        ),
        *(
            ("web", "见www.a.cn"),
            ("web", "见https：//a.cn"),
            ("web", "见 https://工会.中国/"),
            ("web", "见 HTTPS://A.cn"),
        ),
    ],
)
def test_mark_of_a_chinese_keyboard_or_of_another_program_is_advice(rule: str, text: str):
    found = oddities(f"一段。\n\n{text}\n\n末段。")
    assert {name for name, _line, _found in found} == {rule}
    assert not faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "做法：\n① 早\n② 晚",
        "做法：\n— 早\n— 晚",
        "做法：\n－ 早\n－ 晚",
        "做法：\n３．早\n４．晚",
        "接上：\n3. 早\n4. 晚",
        "做法：\n1。早\n2。晚",
    ],
)
def test_points_behind_whatever_mark_are_advice_if_they_run_together(text: str):
    assert {name for name, _line, _found in oddities(text)} == {"run together"}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a<b且c>d",
            "王＊＊说",
            "3 * 4 * 5",
            "好_好",
            "周一~周五，上午~下午",
            "C++和C++",
            "\\[//]: # 一",
            "一 --\\> 二",
        ),
        *(
            "诗一行  \n——作者",
            "在《自然》上",
            "＜Nature＞杂志",
            "100$",
            "[https://a.cn](https://a.cn)",
            "12:30:00",
            "甲  乙",
        ),
        *(
            "******他说",
            "······他说",
            "\\&nosuch;",
            "《b超》",
            "3~5天，5~8天",
            "票价$5和$10",
            "C:\\Users\\a",
            "2^10",
            "甲\\*",
        ),
        *("甲：\\*乙", "`C:\\_temp`", "C:\\\\_temp", "[强](https://a.cn)"),
    ],
)
def test_what_only_looks_like_such_a_mark_is_not_told(text: str):
    assert not [found for found in faults(text) if "*" not in text]
    assert not oddities(text)


def test_cell_beyond_the_columns_of_its_table_is_a_problem_on_its_line():
    table = "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n| 1 | 2 | 3 |"
    assert faults(table) == [(3, "3 columns")]
    assert not faults("| 甲 | 乙 |\n| --- | --- |\n| `1|2` | 3\\|4 |\n| 1 |")


def test_link_or_heading_without_words_is_a_problem_on_its_line():
    assert faults("一段。\n\n[](https://a.cn/x)") == [(2, "'[](https://a.cn/x)'")]
    assert faults("一段。\n\n[ ](story:one)") == [(2, "'[ ](story:one)'".replace("[ ]", "[]"))]
    assert faults("一段。\n\n##\n\n二段。") == [(2, "'##'")]
    assert not faults("[![图](images/a.png)](https://a.cn/x)")


@pytest.mark.parametrize(
    "text", ["https://example.com/s?__biz=abc", "见https://example.com/__x/__y。", "<https://x.example/a?b=c&__d=e>"]
)
def test_underscores_of_an_address_are_no_leftover(text: str):
    assert oddities(text) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("问：你为什么来？\n答：因为需要。\n问：后来呢？", 1),
        ("床前明月光，\n疑是地上霜。", 1),
        ("正文到此结束。\n本报记者 甲\n2026年2月4日", 1),
        ("【时间】2月4日\n【地点】洛阳", 1),
        ("要点如下：\n\n- 甲\n- 乙\n后面是另一段。", 4),
        ("> 他说：“好。”\n记者走进车间。", 1),
        ("1. 甲\n2. 乙\n3） 丙", 2),
        ("**小标题**，很短\n后面的话", 1),
        ("说到**这里。**\n后面的话", 1),
        ("Roses are red,\nviolets are blue.", 1),
    ],
)
def test_lines_that_look_like_several_paragraphs_and_are_printed_as_one_are_advice(text: str, line: int):
    assert [(rule, at) for rule, at, _found in oddities(f"一段。\n\n{text}")] == [("lines", 2 + line)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "一行；  \n又一行",
            "一行\\\n又一行",
            "一行<br>又一行".replace("<br>", "\\\n"),
            "```\n一\n二\n```",
            "　　一。\n　　二。",
        ),
        *("这一行和多数编辑器自动折行时一样长，句子没有写完就换了行，接着\n写下去，直到写完为止。", "- 一\n- 二\n\n三"),
        "This line is as long as those that a program wraps at some width, and it\ngoes on below.",
    ],
)
def test_a_break_that_is_kept_or_was_made_by_a_program_is_none(text: str):
    assert oddities(f"一段。\n\n{text}") == []


def test_bold_line_is_told_on_its_own_line():
    assert oddities("一段。\n\n**小标题**\n正文") == [("bold line", 2, "'小标题正文'")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1. 甲\n2. 乙\n5. 丙\n6. 丁", 2),
        ("3. 甲\n2. 乙\n1. 丙", 1),
        ("2026. 这一年\n\n1. 甲", 2),
        ("- 甲\n  1. 子\n  3. 子", 2),
        ("1. 甲\n1. 乙\n2. 丙", 1),
    ],
)
def test_number_that_readers_would_see_changed_is_advice(text: str, line: int):
    assert [(rule, at) for rule, at, _found in oddities(f"一段。\n\n{text}")] == [("number", 2 + line)]


@pytest.mark.parametrize("text", ["1. 甲\n2. 乙", "3. 甲\n4. 乙", "1. 甲\n1. 乙\n1. 丙", "1. 甲\n\n一段\n\n1. 乙"])
def test_a_list_that_is_printed_with_its_own_numbers_or_leaves_the_counting_is_none(text: str):
    assert oddities(f"一段。\n\n{text}") == []


@pytest.mark.parametrize(
    "words",
    [
        *("他说：“好。”", "食堂七点开门，职工都说好", "真好！", "还没有完……", "（本报记者 甲）", "时间：七点"),
        "食堂里热饭热菜都有大家吃得热热乎乎高高兴兴心满意足",
    ],
)
def test_paragraph_that_a_rule_below_it_makes_a_heading_is_advice(words: str):
    assert oddities(f"一段。\n\n{words}\n---\n二段。") == [("paragraph as heading", 3, f"'{words}'")]


@pytest.mark.parametrize(
    "text", ["小标题\n---", "一、早餐\n---", "甲乙：丙\n===", "- 甲，乙\n---", "甲，乙\n\n---", "## 甲，乙\n---"]
)
def test_heading_that_was_meant_is_none(text: str):
    assert not oddities(f"一段。\n\n{text}\n\n二段。")


@pytest.mark.parametrize("text", ["*[HTML]: 超文本", "见:ref:`第一章`", "image::a.png[]"])
def test_marks_of_other_languages_are_advice(text: str):
    assert [rule for rule, _line, _found in oddities(f"一段。\n\n{text}")] == ["other markup"]
