"""Plain headers, composed directly: texts, lists, and mappings on one line.

Almost every story's header is made of these alone, and the YAML library takes most of the time that reading a story
needs. What this module accepts gives the very nodes that the library composes (a property test holds the two
together); everything else it declines, and the library takes over.
"""

import re

import yaml

STRING = "tag:yaml.org,2002:str"
LIST = "tag:yaml.org,2002:seq"
MAPPING = "tag:yaml.org,2002:map"

_QUOTED = r"\"([^\"\\\n]*)\"|'([^'\n]*)'"
_PLAIN = r"([^\s\-?:,\[\]{}#&*!|>'\"%@`][^\n:#]*(?::[^\s:#][^\n:#]*)*)"  # on a line of its own: no ': ', no '#'
_WORD = r"([^\s\-?:,\[\]{}#&*!|>'\"%@`\\][^\n:,\[\]{}#&*!|>'\"%@`\\]*)"  # between brackets
_WORDS = r"\[([^\[\]{}\n]*)\]"

_FIELD = re.compile(rf"([a-z_]+):(?: +(?:{_QUOTED}|{_PLAIN}|{_WORDS}|(\[\{{[^\n]*\}}\]|\{{[^\n]*\}})))? *(?:\n|\Z)")
_FIELDLIKE = "(?![A-Za-z_]+[\"']?(?::(?!//)|：))"  # `- name:某报`: a typo that only the library's way reports
_ITEM = re.compile(rf" *- +{_FIELDLIKE}(?:{_QUOTED}|{_PLAIN}|(\{{[^\n]*\}})) *(?:\n|\Z)")
_PAIR = re.compile(rf"{_WORD}: +(?:{_QUOTED}|{_WORD}|{_WORDS})(, *|\}})")
_MEMBER = re.compile(rf" *(?:{_QUOTED}|{_WORD})(?:, *|\Z)")
_BETWEEN = re.compile(r", *\{")
_STRANGE = re.compile("[\t\x85\xa0\u2028\u2029\ufeff]")  # blanks and breaks to some programs, not to others


class _Mark(yaml.Mark):
    """The position of a node: all that is used of PyYAML's marks."""

    def __init__(self, line: int) -> None:
        self.line = line  # from 0


class _Declined(Exception):
    """Something here is not plain."""


def plain_mapping(header: str) -> yaml.MappingNode | None:
    """The nodes of a header; None if the library must read it."""
    if _STRANGE.search(header):
        return None
    body = header.lstrip("\n")
    first = _Mark(len(header) - len(body))
    try:
        fields = _Header(body, first).fields()
    except _Declined:
        return None
    return yaml.MappingNode(MAPPING, fields, first) if fields else None


class _Header:
    """One header while it is read."""

    def __init__(self, text: str, first: _Mark) -> None:
        self._text = text
        self._at = 0
        self._mark = first

    def fields(self) -> list[tuple[yaml.Node, yaml.Node]]:
        found: list[tuple[yaml.Node, yaml.Node]] = []
        while self._at < len(self._text):
            line = _FIELD.match(self._text, self._at)
            if line is None:
                raise _Declined
            key, double, single, plain, words, flow = line.groups()
            name = _text(key, self._mark)
            mark = self._step(line)
            if words is not None:
                value: yaml.Node = _list(words, mark)
            elif flow is not None:
                value = _flow(flow, mark)
            elif plain is not None or double is not None or single is not None:
                value = _scalar(double, single, plain, mark)
            else:
                value = self._items()
            found.append((name, value))
        return found

    def _items(self) -> yaml.SequenceNode:
        """A list, one item per line; all indented like the first."""
        mark = self._mark
        found: list[yaml.Node] = []
        depth = None
        while self._at < len(self._text):
            line = _ITEM.match(self._text, self._at)
            if line is None:
                break
            if depth not in (None, self._text.index("-", self._at) - self._at):
                raise _Declined
            depth = self._text.index("-", self._at) - self._at
            double, single, plain, flow = line.groups()
            at = self._step(line)
            found.append(_scalar(double, single, plain, at) if flow is None else _flow(flow, at))
        if not found:
            raise _Declined
        return yaml.SequenceNode(LIST, found, mark)

    def _step(self, line: re.Match[str]) -> _Mark:
        """Go on to the next line; the mark of this one."""
        mark = self._mark
        self._at = line.end()
        self._mark = _Mark(mark.line + 1)
        return mark


def _text(value: str, mark: _Mark, style: str = "") -> yaml.ScalarNode:
    return yaml.ScalarNode(STRING, value, mark, style=style)


def _scalar(double: str | None, single: str | None, plain: str | None, mark: _Mark) -> yaml.ScalarNode:
    if plain is not None:
        return _text(plain.rstrip(" "), mark)
    return _text(single or "", mark, "'") if double is None else _text(double, mark, '"')


def _list(words: str, mark: _Mark) -> yaml.SequenceNode:
    """The list between two square brackets."""
    found: list[yaml.Node] = []
    at = 0
    words = words.rstrip(" ")
    while at < len(words):
        member = _MEMBER.match(words, at)
        if member is None:
            raise _Declined
        double, single, word = member.groups()
        found.append(_scalar(double, single, word, mark))
        at = member.end()
    if not found or words.endswith(","):
        raise _Declined
    return yaml.SequenceNode(LIST, found, mark)


def _flow(text: str, mark: _Mark) -> yaml.Node:
    """A mapping, or a list of mappings, on one line."""
    if text[0] == "{":
        mapping, at = _mapping(text, 1, mark)
        if at != len(text):
            raise _Declined
        return mapping
    found: list[yaml.Node] = []
    at = 2
    while True:
        mapping, at = _mapping(text, at, mark)
        found.append(mapping)
        if at == len(text) - 1:
            return yaml.SequenceNode(LIST, found, mark)
        between = _BETWEEN.match(text, at)
        if between is None:
            raise _Declined
        at = between.end()


def _mapping(text: str, at: int, mark: _Mark) -> tuple[yaml.MappingNode, int]:
    """The pairs from `at` to the next closing brace; with the position after it."""
    pairs: list[tuple[yaml.Node, yaml.Node]] = []
    while True:
        pair = _PAIR.match(text, at)
        if pair is None:
            raise _Declined
        key, double, single, word, words, end = pair.groups()
        value = _scalar(double, single, word, mark) if words is None else _list(words, mark)
        pairs.append((_text(key.rstrip(" "), mark), value))
        at = pair.end()
        if end == "}":
            return yaml.MappingNode(MAPPING, pairs, mark), at
