"""Plain headers are composed directly, and give the very nodes that the YAML library composes."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from goodnews.text.document import StrictLoader
from goodnews.text.plain import plain_mapping
from tests.builders import HARBOUR
from tests.proof import TIMES

PLAIN = """title: 洛阳热线：二十四小时 "有人接"
date: 2026-02-04
kicker: "@工小家：九个 # 建办"
subtitle: '单引号'
region: [河南省/洛阳市, "山西省"]
bylines: [{记者: [甲, 乙]}, {通讯员: 丙}]
sources:
- {name: "日报（2026年2月）", date: 2026-02-05, credit: 记者 甲}
- 某报
image: {file: images/2026/x.jpg, alt: 一张照片, caption: "说明, 带逗号"}
highlight: true
"""


def shape(node: yaml.Node | None) -> Any:
    """All that anyone asks of a node."""
    if node is None or isinstance(node, yaml.ScalarNode):
        return node and (node.tag, node.value, node.start_mark.line, node.style or "")
    inner = [tuple(map(shape, part)) if isinstance(part, tuple) else shape(part) for part in node.value]
    return node.tag, node.start_mark.line, inner


def composed(header: str) -> Any:
    return shape(yaml.compose(header, Loader=StrictLoader))


def test_everything_plain_is_taken():
    assert shape(plain_mapping(PLAIN)) == composed(PLAIN)


def test_most_headers_of_a_whole_newspaper_are_taken():
    headers = [path.read_text("utf-8").split("---")[1] for path in (HARBOUR / "stories").rglob("*.md")]
    taken = [header for header in headers if plain_mapping(header)]
    assert len(taken) > 0.9 * len(headers)
    assert [shape(plain_mapping(header)) for header in taken] == [composed(header) for header in taken]


@pytest.mark.parametrize(
    "header",
    [
        "title: 甲: 乙",
        "title: 甲 # 乙",
        "title: |\n  甲",
        "title: 甲\n  乙",
        "title:",
        "title: &a 甲",
        "title: *a",
        "title: !!int 3",
        'title: "甲\\n"',
        "title: ['甲', [乙]]",
        "title: [甲,]",
        "title: {甲: {乙: 丙}}",
        "sources:\n- 甲\n - 乙",
        "? title",
        "title: 甲\u2028乙",
        "sources:\n- name:某报",
        "sources:\n- name：某报",
        "- 甲",
        "",
    ],
)
def test_what_is_not_plain_is_left_to_the_library(header: str):
    assert plain_mapping(header) is None


BITS = [
    *"甲 :,-#'[]{}&*!|>%@`?~=\\/\n\t\xa0",
    '"',
    "乙a",
    "  ",
    ": ",
    "：",
    ", ",
    "- ",
    " #",
    "? ",
    "null",
    "<<",
    "...",
    "---",
]
BITS += ["\n  ", "\n- "]
FREE = st.lists(st.sampled_from(BITS), max_size=6).map("".join)
SIMPLE = st.sampled_from(["甲", "乙 丙", "2026-02-04", '"引, 号"', "'a'", "x: y", "a:b", "甲#乙", ""]) | FREE
WORDS = st.lists(SIMPLE, max_size=3).map(lambda words: f"[{', '.join(words)}]")
PAIRS = st.lists(st.tuples(SIMPLE, SIMPLE | WORDS), max_size=3).map(
    lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
)
FLOWS = st.lists(PAIRS, max_size=2).map(lambda entries: f"[{', '.join(entries)}]")
VALUES = SIMPLE | WORDS | PAIRS | FLOWS
ITEMS = st.tuples(st.sampled_from(["", " ", "  "]), st.lists(VALUES, max_size=3)).map(
    lambda said: "".join(f"\n{said[0]}- {value}" for value in said[1])
)
LINES = st.tuples(
    st.sampled_from(["title", "a_b", "x1", "甲", "title "]), st.sampled_from([": ", ":", ":  "]), VALUES | ITEMS
)
HEADERS = st.tuples(st.sampled_from(["", "\n"]), st.lists(LINES.map("".join), max_size=4).map("\n".join)).map("".join)


@settings(max_examples=400 * TIMES)
@given(HEADERS)
def test_whatever_is_taken_is_what_the_library_composes(header: str):
    nodes = plain_mapping(header)
    if nodes is not None:
        assert shape(nodes) == composed(header)
