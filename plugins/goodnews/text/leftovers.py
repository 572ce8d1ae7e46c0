"""Leftovers: marks that readers would see as they were typed (see `marks`), found in one pass over the converted text.

A mark that is meant literally is written in backticks or after a backslash; then no rule finds it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from html import unescape
from itertools import accumulate
from typing import NamedTuple

from goodnews.problem import quoted
from goodnews.text.constructs import Line
from goodnews.text.everyday import NEVER
from goodnews.text.marks import BARE, CODE, COMMENT, CUT, HREF, MEANT, RULES, TAG, Rule

MARKS = str.maketrans("", "", MEANT + CUT)
_HIDDEN = re.compile(r"<pre>.*?</pre>|<code>.*?</code>", re.DOTALL)
_INLINE = re.compile(r"</?(?:a|em|strong|del|sup|img)\b[^>]*>")
_ANY = re.compile(r"<[^>]*>")
_ENTITY = re.compile(r"&#?[0-9a-zA-Z]+;")  # as Markdown knows it
_EDGE = re.compile(f"[\n{MEANT}{CUT}{CODE}{TAG}]")

MOST = 50  # leftovers reported for one text


class Leftover(NamedTuple):
    rule: Rule
    line: int  # of the text, from 0
    found: str


_USUAL = ' \u3000[(（<>/"&;-：'  # what HTML or Chinese type is full of


def _sign(need: str) -> str:
    """What to look for first: one character, if there is one that few texts have."""
    return next((c for c in need if not (c.isalnum() or c in _USUAL)), need[:4])


# The first look, for most texts have none of these: sign -> what is looked for then, with the places of its rules.
_Needs = dict[str, list[tuple[str, int]]]
_SIGNS: _Needs = {}
_QUICK: _Needs = {}  # those that an everyday text may have
_BEGUN: _Needs = {}  # of lines that begin within a block, by the line break and the first character
for _place, _rule in enumerate(RULES):
    for _need in _rule.needs:
        if _need[0] == "\n":
            _BEGUN.setdefault(_need[:2], []).append((_need, _place))
            continue
        _SIGNS.setdefault(_sign(_need), []).append((_need, _place))
        if not set(_need.removeprefix("<").replace("&gt;", ">")) & set(NEVER + CUT) and _need != BARE:
            _QUICK.setdefault(_sign(_need), []).append((_need, _place))
_LINE = re.compile(r"\n[^<\n]")

BY_NAME = {rule.name: rule for rule in (*RULES, COMMENT, HREF)}


def leftovers(html: str, source: Callable[[], Sequence[Line]], everyday: bool) -> list[Leftover]:
    """Every rule that finds something, once per line.

    html      the text, converted
    source    what was converted: asked for only if something is found
    everyday  whether it was converted the short way, which declines most of what a rule could find
    """
    signs = [needs for sign, needs in (_QUICK if everyday else _SIGNS).items() if sign in html]
    signs += [_BEGUN[begun] for begun in {*_LINE.findall(html)} & _BEGUN.keys()]
    maybe = {place for needs in signs for need, place in needs if need in html}
    tried = [RULES[place] for place in sorted(maybe)]
    if not tried:
        return []
    text = _seen(html)
    found = sorted(
        (match.start(), match.end(), i) for i, rule in enumerate(tried) for match in re.finditer(rule.pattern, text)
    )
    if not found:
        return []
    where = _Source(source())
    told: dict[tuple[str, int], Leftover] = {}
    for start, end, i in found[:MOST]:
        line = where.line(text, start, end)
        rule = tried[i]
        told.setdefault((rule.name, line), Leftover(rule, line, quoted(_excerpt(text, start, end))))
    return list(told.values())


def _seen(html: str) -> str:
    """What readers see, without code; blocks apart."""
    text = _HIDDEN.sub(CODE, html) if "<code>" in html else html
    text = _ANY.sub("\n\n", _INLINE.sub(TAG, text.replace("<br>\n", "\n").replace("<br>", "\n")))
    return unescape(text)


def _around(text: str, start: int, end: int, before: int, after: int) -> tuple[int, int]:
    """As much of the text around it as is also together in the source."""
    left = max(start - before, 0)
    edges = [edge.end() for edge in _EDGE.finditer(text, left, start)]
    edge = _EDGE.search(text, end, end + after)
    return (edges[-1] if edges else left), (edge.start() if edge else min(end + after, len(text)))


def _excerpt(text: str, start: int, end: int) -> str:
    while start < end and text[start] == "\n":
        start += 1
    left, right = _around(text, start, end, 4, 16)
    return "".join(c for c in text[left:right].strip() if not _EDGE.match(c)) or text[start:end].strip()


class _Source:
    """Finds lines: visible texts come in the same order as their sources, except footnotes."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        texts = [_ENTITY.sub(lambda entity: unescape(entity[0]), line.text) for line in lines]
        self._text = "\n".join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        self._at = 0

    def line(self, text: str, start: int, end: int) -> int:
        while start < end and text[start] == "\n":
            start += 1
        for reach in (12, 5, 2, 0):
            left, right = _around(text, start, end, reach, reach)
            words = _EDGE.split(text[left:right].translate(MARKS))[0]
            for begin in (max(self._at - (start - left), 0), 0):
                found = self._text.find(words, begin) if words else -1
                if found >= 0:
                    at = found + start - left
                    self._at = at + 1
                    return self._lines[bisect_right(self._starts, at) - 1].number
        return self._lines[0].number if self._lines else 0
