"""Lines: Markdown as people write it today, rewritten into the one form that Python-Markdown reads.

Python-Markdown keeps to the rules of 2004: a list needs an empty line before it and four blanks per level, four blanks
make code. Editors write as every preview of today shows it, and Chinese editors begin a paragraph with two wide
blanks. Nothing is converted here: blank lines and indents are corrected, code and comments are set aside.
"""

import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from goodnews.language import _
from goodnews.problem import quoted
from goodnews.text.comments import without_comments
from goodnews.text.constructs import (
    BOXES,
    DEFINITION,
    FENCE,
    HEADING,
    ITEM,
    NOTE,
    PICTURE,
    RULE,
    SCHEME,
    TASK,
    TOPIC,
    UNDERLINE,
    Line,
    begins_paragraph,
    closes,
    columns_of,
    goes_on,
    indent_of,
    is_blank,
    is_lazy,
    is_like_a_paragraph,
    is_table,
    is_words,
    kind_of_list,
    miscounted,
    narrow,
)
from goodnews.text.limits import DEEPEST, LINES_MOST, Cost, Refused

T = TypeVar("T")

# A link in the brackets of a Chinese keyboard; code and escapes come first, since nothing in them is a link.
_WIDE_LINK = re.compile(
    rf"(`+)(?!`).*?(?<!`)\1(?!`)|(\\.)|([!！]?)([\[［【])([^\[\]［］【】\n]*)([\]］】])([(（])[ \u3000]*"
    rf"({SCHEME}[^\s<>()（）]*)[ \u3000]*([)）])"
)
_WIDE_NOTE = re.compile(r"[［【]\^([^\[\]［］【】\s]+)[］】]")
_WIDE_PAIRS = ("](", "]（", "］（", "】（", "］(", "】(")


class Definition(NamedTuple):
    """`[name]: address "title"`."""

    number: int
    address: str
    title: str


class Lines:
    """One text, line by line, as Python-Markdown reads it.

    text   Markdown, tabs expanded
    aside  keeps a block of code, and returns its placeholder
    raises Refused
    """

    def __init__(self, text: list[str], aside: Callable[[str], str]) -> None:
        self._aside = aside
        self._cost = Cost()
        self.lines: list[Line] = []  # what Python-Markdown is given
        self.headings: list[int] = []  # their lines, in order
        self.definitions: dict[str, Definition] = {}
        self.notes: dict[str, int] = {}  # footnotes: name -> line
        self.surplus: list[tuple[int, int, int]] = []  # rows with more columns than their table: line, theirs, its
        self.doubled: list[tuple[int, str]] = []  # lines that give one of these names again
        self.miscounted: list[Line] = []  # items whose number is not the one that readers see: lists are counted
        self.underlined: list[Line] = []  # paragraphs that a line of hyphens made a heading
        if len(text) > LINES_MOST:
            found, expected = _("more than {most} lines").format(most=LINES_MOST), _("a text of at most that many")
            raise Refused(LINES_MOST, found, expected, _("Split the text."))
        lines, self.comments = without_comments([narrow(line) for line in text])
        self._container(lines, "", "", 0)
        while self.lines and not self.lines[-1].text.strip():
            self.lines.pop()

    # --- Blocks

    def _container(self, lines: list[Line], first: str, prefix: str, depth: int) -> None:
        """The lines of the text, or of one item or quote of it.

        first, prefix  what stands before its first line, and before all others
        """
        if depth > DEEPEST:
            found = _("lists or quotes {depth} levels deep").format(depth=depth)
            raise Refused(
                lines[0].number,
                found,
                _("at most {most} levels").format(most=DEEPEST),
                _("Write plain paragraphs, or fewer levels."),
            )
        self._simple = False
        self._prefix = prefix
        self._first: str | None = first  # None: its first line has been written
        at_words = False  # whether only its first paragraph has been written
        simple = True  # whether it is words, with simple lists directly below them
        at = 0
        while at < len(lines):
            number, line = lines[at]
            text = line.lstrip(" ")
            if is_blank(text):
                self._gap(number)
                at_words = False
                at += 1
                continue
            close, at_words = at_words, False
            if fence := FENCE.match(text):
                at = self._code(lines, at, fence[1])
            elif HEADING.match(text) and not TOPIC.match(text):
                self._heading(number, text, number)
                at += 1
            elif RULE.match(text):
                self._gap(number)
                self._put(number, "---")
                at += 1
            elif text.startswith(">"):
                at = self._quote(lines, at, depth)
            elif ITEM.match(text):
                at = self._list(lines, at, depth, close)
                simple = simple and close and self._simple
                continue
            elif not depth and NOTE.match(text):
                at = self._note(lines, at)
            elif is_table(lines, at):
                at = self._table(lines, at)
            elif definition := DEFINITION.match(text):
                name = " ".join(definition[1].split()).lower()
                title = next(filter(None, definition.groups()[2:]), "")
                self._define(self.definitions, name, Definition(number, definition[2], title), number)
                at += 1
            else:
                at_words = self._first is not None
                at = self._paragraph(lines, at)
                simple = simple and at_words
                continue
            simple = False
        self._simple = simple

    def _code(self, lines: list[Line], at: int, fence: str) -> int:
        number, line = lines[at]
        indent = indent_of(line)
        code: list[str] = []
        for end in range(at + 1, len(lines)):
            text = lines[end].text
            if closes(text.lstrip(" "), fence):
                self._gap(number)
                self._put(number, self._aside("\n".join(code)))
                return end + 1
            code.append(text[min(indent, indent_of(text)) :])
        fix = _("End the code with a line {fence}.").format(fence=fence)
        raise Refused(number, quoted(fence), _("a block of code with an end"), fix)

    def _heading(self, number: int, text: str, marked: int) -> None:
        """A heading whose marks are in the line `marked`."""
        self._gap(number)
        self.headings.append(marked)
        self._put(number, self._counted(number, text))

    def _quote(self, lines: list[Line], at: int, depth: int) -> int:
        inner: list[Line] = []
        start = at
        while at < len(lines):
            number, line = lines[at]
            text = line.lstrip(" ")
            if text.startswith(">"):
                inner.append(Line(number, text[2:] if text.startswith("> ") else text[1:]))
            elif not is_lazy(lines, at) or not is_words(inner[-1].text.lstrip(" >")):
                break
            else:
                inner.append(Line(number, text))
            at += 1
        self._gap(lines[start].number)
        self._within(inner, "> ", "> ", depth)
        return at

    def _list(self, lines: list[Line], at: int, depth: int, close: bool) -> int:
        """Items of one kind, one after another.

        close  whether it follows the words of an item directly, without an empty line
        """
        column = indent_of(lines[at].text)
        kind = kind_of_list(lines[at].text)
        if not (close and self._prefix.endswith("    ")):
            self._gap(lines[at].number)
        simple = True
        begun: list[Line] = []
        while at < len(lines) and indent_of(lines[at].text) < column + 2 and kind_of_list(lines[at].text) == kind:
            if not simple:
                self._gap(lines[at].number)
            begun.append(lines[at])
            at = self._item(lines, at, depth)
            simple = simple and self._simple
            rest = at
            while rest < len(lines) and is_blank(lines[rest].text):
                rest += 1
            if rest == at or rest == len(lines) or kind_of_list(lines[rest].text) != kind:
                continue
            self._gap(lines[at].number)
            at = rest
        self._simple = simple
        if kind == "number" and (other := miscounted(begun)):
            self.miscounted.append(other)
        return at

    def _item(self, lines: list[Line], at: int, depth: int) -> int:
        number, line = lines[at]
        column = indent_of(line)
        mark = ITEM.match(line, column)
        assert mark is not None
        width = mark.end()
        text = line[width:]
        if task := TASK.match(text):
            text = f"{BOXES[task[1]]} {text[task.end() :]}"
        inner = [Line(number, text)]
        after_blank = False
        at += 1
        while at < len(lines):
            text = lines[at].text
            if is_blank(text):
                after_blank = True
                at += 1
                continue
            indent = indent_of(text)
            if indent >= column + 2:
                if after_blank:
                    inner.append(Line(lines[at].number, ""))
                inner.append(Line(lines[at].number, text[min(indent, width) :]))
            elif after_blank or kind_of_list(text) or not is_lazy(lines, at) or not is_words(inner[-1].text):
                break
            else:
                inner.append(Line(lines[at].number, text.lstrip(" ")))
            after_blank = False
            at += 1
        while is_blank(lines[at - 1].text):
            at -= 1
        sign = mark[1]
        self._within(inner, f"{int(sign[:-1])}. " if sign[-1] in ".)" else f"{sign} ", "    ", depth)
        return at

    def _note(self, lines: list[Line], at: int) -> int:
        """A footnote, with the paragraphs indented below it."""
        number, line = lines[at]
        mark = NOTE.match(line.lstrip(" "))
        assert mark is not None
        inner = [Line(number, line.lstrip(" ")[mark.end() :])]
        at += 1
        blanks: list[Line] = []
        while at < len(lines):
            text = lines[at].text
            if is_blank(text):
                blanks.append(Line(lines[at].number, ""))
            elif indent_of(text) >= 2 or (not blanks and is_lazy(lines, at)):
                inner += [*blanks, Line(lines[at].number, text[min(4, indent_of(text)) :])]
                blanks = []
            else:
                break
            at += 1
        self._define(self.notes, mark[1], number, number)
        self._gap(number)
        self._within(inner, f"[^{mark[1]}]: ", "    ", 0)
        return at - len(blanks)

    def _define(self, names: dict[str, T], name: str, value: T, number: int) -> None:
        if name in names:
            self.doubled.append((number, name))
        names.setdefault(name, value)

    def _within(self, inner: list[Line], first: str, prefix: str, depth: int) -> None:
        """What stands in an item, quote or footnote of this container."""
        own, lead = self._prefix, self._first
        before = own if lead is None else lead
        self._container(inner, before + first, own + prefix, depth + 1)
        if self._first is not None:  # nothing was written: an empty item is still one
            self._put(inner[0].number, "")
        self._prefix, self._first = own, None

    def _table(self, lines: list[Line], at: int) -> int:
        self._gap(lines[at].number)
        columns = columns_of(lines[at].text)
        while at < len(lines) and "|" in lines[at].text:
            if (count := columns_of(lines[at].text)) > columns:
                self.surplus.append((lines[at].number, count, columns))
            self._put(lines[at].number, self._counted(lines[at].number, lines[at].text.strip(" ")))
            at += 1
        return at

    def _paragraph(self, lines: list[Line], at: int) -> int:
        start = at
        found = [lines[at].text.lstrip(" ")]
        at += 1
        while at < len(lines):
            line = lines[at].text
            underline = UNDERLINE.match(line.lstrip(" "))
            if underline and len(found) == 1 and not PICTURE.match(found[0]):
                level = "#" if underline[1][0] == "=" else "##"
                words = found[0].rstrip(" ")
                if level == "##" and is_like_a_paragraph(words):
                    self.underlined.append(Line(lines[at].number, words))
                closing = len(words) - len(words.rstrip("#"))  # these belong to the words of such a heading
                heading = f"{level} {words[: len(words) - closing]}" + "\\#" * closing
                self._heading(lines[start].number, heading, lines[at].number)
                return at + 1
            if not goes_on(lines, at) or (begins_paragraph(line) and begins_paragraph(lines[at - 1].text)):
                break
            found.append(line.lstrip(" "))
            at += 1
        self._gap(lines[start].number)
        text = self._counted(lines[start].number, "\n".join(found))
        for place, line in enumerate(text.split("\n"), start):
            if line.endswith("\\") and not line.endswith("\\\\"):
                line = f"{line[:-1]}  "  # as today's Markdown breaks a line
            self._put(lines[place].number, "\\" + line if TOPIC.match(line) else line)
        return at

    def _counted(self, number: int, text: str) -> str:
        """The text of one block, its cost counted, its links in wide brackets corrected."""
        self._cost.add(number, text)
        if "［^" in text or "【^" in text:
            text = _WIDE_NOTE.sub(r"[^\1]", text)
        return _WIDE_LINK.sub(_link, text) if any(pair in text for pair in _WIDE_PAIRS) else text

    # --- Output

    def _put(self, number: int, text: str) -> None:
        before = self._prefix if self._first is None else self._first
        self._first = None
        self.lines.append(Line(number, before + text))

    def _gap(self, number: int) -> None:
        """A blank line, if something comes before it in the same container."""
        if self._first is None and self.lines and self.lines[-1].text.strip(" >"):
            self.lines.append(Line(number, self._prefix.rstrip(" ")))


def _link(match: re.Match[str]) -> str:
    """A link in the brackets of a Chinese keyboard, in those of Markdown."""
    _code, _escape, bang, opening, words, _closing, _before, address, _after = match.groups()
    if opening is None:
        return match[0]
    sign = "!" if bang and address.startswith("images/") else bang
    return f"{sign}[{words}]({address})"
