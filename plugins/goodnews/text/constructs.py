"""Constructs: what one line of Markdown is, on its own and after the lines before it.

The answers follow the previews that editors see today, not the rules of 2004: a list may begin right below a
sentence, and `#暖新闻# …` is a topic, not a heading.
"""

import re
from typing import NamedTuple

from goodnews.characters import SHORT

FENCE = re.compile(r"(`{3,}|~{3,})[^`~]*$")
HEADING = re.compile(r"#{1,6}(?!#)")
TOPIC = re.compile(r"#[^#\s](?:[^#]*[^#\s])?#(?!#)")  # 话题: `#暖新闻# …`, which is no heading
UNDERLINE = re.compile(r"(=+|-+) *$")
PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\) *$")  # alone on its line, which is no heading
_SENTENCE = re.compile("[，！？…]|[。；：][^。；，]|[”』」）)]$")
RULE = re.compile(r"([-*_])(?: *\1){2,} *$")
ITEM = re.compile(r"([-*+]|\d{1,9}[.)])[ \u3000\xa0]+(?=\S)")
_NUMBER = re.compile(r"^ *(\d+)")
NOTE = re.compile(r"[\[［【]\^([^\]］】\s]+)[\]］】][:：] *")
_SEPARATOR = re.compile(r"\|? *:?-+:? *(?:\| *:?-+:? *)*\|?$")
TASK = re.compile(r"\[([ xX])\] +(?=\S)")
BOXES = {" ": "☐", "x": "☑", "X": "☑"}

# How a target begins that makes brackets a link, or a line such as `[1]: …` a link's address. A line such as
# `[注]: 数据来自某报` is a remark.
SCHEME = r"(?:https?://|mailto:|tel:|(?:story|digest|top10|page):|images/)"
DEFINITION = re.compile(
    rf"[\[［]([^\[\]［］^][^\[\]［］]*)[\]］][:：] *<?({SCHEME}[^\s<>]*)>?(?: +(?:\"(.*)\"|'(.*)'|\((.*)\)|“(.*)”))? *$"
)


INDENTS = "\u3000\u2002\u2003\xa0"  # wide blanks that begin a paragraph in Chinese type
_WIDE_INDENT = re.compile(
    rf"^ *[{INDENTS}][ {INDENTS}]*"
    rf"(?=(?:[-*+]|\d{{1,9}}[.)])[ {INDENTS}]+\S|>|#{{1,6}}[ {INDENTS}]|`{{3}}|~{{3}}|\||-{{3}})"
)
_CELL = re.compile(r"\\.|(`+)(?!`).*?(?<!`)\1(?!`)|(\|)")


class Line(NamedTuple):
    number: int  # of the text, from 0
    text: str


def narrow(line: str) -> str:
    """A line that begins something other than a paragraph, with plain blanks before it: two for each wide one."""
    if line[:1] not in INDENTS and not line.startswith(" "):
        return line
    return _WIDE_INDENT.sub(lambda indent: indent[0].replace("\u3000", "  ").translate(_PLAIN), line)


_PLAIN = dict.fromkeys(map(ord, INDENTS), " ")


def columns_of(row: str) -> int:
    """How many cells a row of a table has."""
    row = _CELL.sub(lambda cell: cell[0] if cell[2] else "", row).strip()
    return row.removeprefix("|").removesuffix("|").count("|") + 1


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def begins_paragraph(line: str) -> bool:
    """Whether a line is indented as the first of a paragraph is: by wide blanks, or by four."""
    return line.lstrip(" ")[:1] in INDENTS or indent_of(line) >= 4


def closes(text: str, fence: str) -> bool:
    return text.startswith(fence) and not text.strip(fence[0] + " ")


def kind_of_list(line: str) -> str:
    """Of a list, by the line of one of its items; '' for any other line."""
    text = line.lstrip(" ")
    mark = ITEM.match(text)
    if not mark or RULE.match(text):
        return ""
    return "number" if mark[1][0].isdigit() else "mark"


def miscounted(items: list[Line]) -> Line | None:
    """The first item of a numbered list that readers see with another number: a list is counted on from its first.

    Who writes the same number before all of them wants them counted.
    """
    numbers = [int("".join(_NUMBER.findall(item.text))) for item in items]
    if len(set(numbers)) == 1:
        return None
    counted = enumerate(numbers, numbers[0])
    return next((items[place] for place, (count, number) in enumerate(counted) if count != number), None)


def is_like_a_paragraph(words: str) -> bool:
    """Whether words above a line of hyphens, which makes a heading of them, were hardly meant as one.

    One that ends with a stop is remarked among all headings.
    """
    return not words.endswith(("。", "；", "，")) and (len(words) > SHORT or _SENTENCE.search(words) is not None)


def is_blank(line: str) -> bool:
    return not line.strip()


def is_words(text: str) -> bool:
    """Whether a line may be the last of a paragraph that continues below."""
    text = text.lstrip(" ")
    return not is_blank(text) and not (FENCE.match(text) or HEADING.match(text) or RULE.match(text))


def goes_on(lines: list[Line], at: int) -> bool:
    """Whether a line belongs to the paragraph before it."""
    text = lines[at].text.lstrip(" ")
    if is_blank(text) or text[0] == ">" or text[0] in INDENTS:
        return False
    if FENCE.match(text) or RULE.match(text) or NOTE.match(text) or DEFINITION.match(text):
        return False
    if HEADING.match(text) and not TOPIC.match(text):
        return False
    mark = ITEM.match(text)
    if mark and (not mark[1][0].isdigit() or mark[1][:-1] == "1"):  # 30. inside a paragraph is a number, as in previews
        return False
    return not is_table(lines, at)


def is_lazy(lines: list[Line], at: int) -> bool:
    """Whether a line belongs to an item or quote although it has neither its indent nor its mark."""
    return goes_on(lines, at) and not UNDERLINE.match(lines[at].text.lstrip(" "))


def is_table(lines: list[Line], at: int) -> bool:
    if "|" not in lines[at].text or at + 1 == len(lines):
        return False
    below = lines[at + 1].text.strip(" ")
    return "|" in below and _SEPARATOR.match(below) is not None
