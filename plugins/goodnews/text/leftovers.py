"""Leftovers: marks that readers would see as they were typed (see `marks`), found in one pass over the converted text.

A mark that is meant literally is written in backticks or after a backslash; then no rule finds it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cache
from html import unescape
from itertools import accumulate
from typing import NamedTuple

from goodnews.problem import quoted
from goodnews.text.constructs import Line
from goodnews.text.everyday import NEVER
from goodnews.text.marks import BARE, CODE, COMMENT, CUT, HEADING, HREF, LINES, MEANT, NUMBER, RULES, TAG, Rule

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
_EVERYWHERE = "\n>-=:. 0123456789"


class _FirstLook:
    """Which rules may find something, by a quick search: most texts hold nothing that a rule needs."""

    def __init__(self, needs: Iterable[tuple[str, int]]) -> None:
        """needs  what a text must hold for a rule, and the rule's place"""
        self._needs: dict[str, list[tuple[str, int]]] = {}
        for need, place in needs:
            self._needs.setdefault(need[_sign(need)], []).append((need, place))
        # Apart, because whatever begins an alternative is compared with all of them.
        everywhere = [sign for sign in self._needs if sign in _EVERYWHERE]
        others = [sign for sign in self._needs if sign not in _EVERYWHERE]
        self._searches = [re.compile("|".join(map(self._pattern, signs))) for signs in (everywhere, others)]

    def _pattern(self, sign: str) -> str:
        """A sign where a need may begin or end with it."""
        parts = {(need[: _sign(need)], need[_sign(need) + 1 :]) for need, _place in self._needs[sign]}
        if ("", "") in parts:
            return re.escape(sign)
        after = "".join(sorted({after[0] for _before, after in parts if after}))
        before = sorted({before for before, after in parts if not after})
        around = [f"(?=[{re.escape(after)}])"] if after else []
        around += [f"(?<={re.escape(one + sign)})" for one in before]
        return f"{re.escape(sign)}(?:{'|'.join(around)})"

    def places(self, html: str) -> list[int]:
        """The places of the rules whose needs are met."""
        signs = {sign for search in self._searches for sign in search.findall(html)}
        return sorted({place for sign in signs for need, place in self._needs[sign] if need in html})


def _sign(need: str) -> int:
    """Where in a need the character is that the fewest texts have."""
    return 0 if need[0] == "\n" else next((i for i, c in enumerate(need) if not (c.isalnum() or c in _USUAL)), 0)


_NEEDS = [(need, place) for place, rule in enumerate(RULES) for need in rule.needs]


@cache
def _look() -> _FirstLook:
    return _FirstLook(_NEEDS)


# At an everyday text, which declines what most rules look for: an angle bracket in its HTML is a tag's.
_EVERYDAY = _FirstLook(
    (need, place)
    for need, place in _NEEDS
    if need[0] == "\n"
    or (need != BARE and not set(need.replace("<", "").replace("&gt;", ">")) & set(NEVER + CUT + MEANT))
)

BY_NAME = {rule.name: rule for rule in (*RULES, LINES, COMMENT, HREF, NUMBER, HEADING)}
# A line break within a paragraph: after words, whatever marks them.
_BROKEN = re.compile(r"\n(?:(?<=[^>]\n)|(?<=</a>\n)|(?<=</em>\n)|(?<=</del>\n)|(?<=</strong>\n))")
_KEPT_BREAK = re.compile("<br>\n?")


def leftovers(html: str, source: Callable[[], Sequence[Line]], everyday: bool) -> list[Leftover]:
    """Every rule that finds something, once per line.

    html      the text, converted
    source    what was converted: asked for only if something is found
    everyday  whether it was converted the short way, which declines most of what a rule could find
    """
    tried = [RULES[place] for place in (_EVERYDAY if everyday else _look()).places(html)]
    told = _marks(html, tried, source) if tried else []
    return [*told, *_joined(html, source, {one.line for one in told})] if _BROKEN.search(html) else told


def _marks(html: str, tried: Sequence[Rule], source: Callable[[], Sequence[Line]]) -> list[Leftover]:
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


def _joined(html: str, source: Callable[[], Sequence[Line]], told: Set[int]) -> Iterator[Leftover]:
    """Paragraphs whose lines look like several paragraphs: each once, at its second line.

    told  lines where something else was found, which says the same of its own kind of lines
    """
    text = _seen(_KEPT_BREAK.sub("<p>", html))
    found = [match for match in re.finditer(LINES.pattern, text) if CODE not in match[0]]
    if not found:
        return
    where = _Source(source())
    for match in found[:MOST]:
        line = where.line(text, *match.span(1))
        if told.isdisjoint(range(line - 1, line + match[0].count("\n"))):
            yield Leftover(LINES, line, quoted(_EDGE.sub("", match[1])))


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
        while start < end - 1 and _EDGE.match(text[start]):  # which are not in the source
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
