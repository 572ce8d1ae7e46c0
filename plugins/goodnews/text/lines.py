"""Lines: what the lines of a text mean to those who write Markdown today, set down the one way Python-Markdown reads.

Python-Markdown keeps to the rules of 2004: a list needs an empty line before it and four blanks a level, four blanks
make code. Editors write as every preview of today shows it, and Chinese editors begin a paragraph with two wide
blanks. Nothing is converted here: blank lines and indents are set right, code and comments are put aside.
"""

import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from goodnews.language import _
from goodnews.problem import quoted

T = TypeVar("T")

DEEPEST = 8  # lists and quotes inside each other
LINES_MOST = 20_000  # of one text
BLOCKS_MOST = 5_000  # paragraphs, headings, items, rows of one text
MARKS_MOST = 20_000  # characters of one text that may mean something
PARAGRAPH_MARKS_MOST = 2_000  # of one paragraph
REACH_MOST = 1_000_000  # characters from brackets to their ends, all together: each is looked for by itself

_FENCE = re.compile(r"(`{3,}|~{3,})[^`~]*$")
_HEADING = re.compile(r"#{1,6}(?!#)")
_TOPIC = re.compile(r"#[^#\s](?:[^#]*[^#\s])?#(?!#)")  # 话题: `#暖新闻# …`, which is no heading
_UNDERLINE = re.compile(r"(=+|-+) *$")
_RULE = re.compile(r"([-*_])(?: *\1){2,} *$")
_ITEM = re.compile(r"([-*+]|\d{1,9}[.)]) +(?=\S)")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]: *")
_SEPARATOR = re.compile(r"\|? *:?-+:? *(?:\| *:?-+:? *)*\|?$")
_TASK = re.compile(r"\[([ xX])\] +(?=\S)")
_BOXES = {" ": "☐", "x": "☑", "X": "☑"}

# What makes brackets a link, and a line such as `[1]: …` its address: what stands there leads somewhere. A line such
# as `[注]: 数据来自某报` is a remark.
SCHEME = r"(?:https?://|mailto:|tel:|(?:story|digest|top10|page):|images/)"
_DEFINITION = re.compile(
    rf"[\[［]([^\[\]［］^][^\[\]［］]*)[\]］][:：] *<?({SCHEME}[^\s<>]*)>?(?: +(?:\"(.*)\"|'(.*)'|\((.*)\)))? *$"
)
_WIDE_LINK = re.compile(
    rf"(`+)(?!`).*?(?<!`)\1(?!`)|(\\.)|([!！]?)([\[［【])([^\[\]［］【】\n]*)([\]］】])([(（])[ \u3000]*"
    rf"({SCHEME}[^\s<>()（）]*)[ \u3000]*([)）])"
)
_WIDE_PAIRS = ("](", "]（", "］（", "】（", "］(", "】(")
_COMMENT = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\\.|(<!--)")
_MARK = re.compile(r"[\[\]*_`~<!&|\\]|://")
_BRACKET = re.compile(r"\]\(|[\[\]()]")


class Refused(Exception):
    """A text that would take the converter too long, or too deep."""

    def __init__(self, line: int, found: str, expected: str, fix: str) -> None:
        super().__init__(found)
        self.line = line  # of the text, from 0
        self.found = found
        self.expected = expected
        self.fix = fix


class Line(NamedTuple):
    number: int  # of the text, from 0
    text: str


class Definition(NamedTuple):
    """`[name]: address "title"`."""

    number: int
    address: str
    title: str


class Lines:
    """One text, line by line, as Python-Markdown reads it.

    text   Markdown, tabs expanded
    aside  keeps a block of code, and gives what stands for it meanwhile
    raises Refused
    """

    def __init__(self, text: list[str], aside: Callable[[str], str]) -> None:
        self._aside = aside
        self._marks = self._reach = self._blocks = 0
        self.lines: list[Line] = []  # what Python-Markdown is given
        self.headings: list[int] = []  # their lines, in order
        self.comments: list[Line] = []  # where each begins, and the first of its words
        self.definitions: dict[str, Definition] = {}
        self.notes: dict[str, int] = {}  # footnotes: name -> line
        self.doubled: list[tuple[int, str]] = []  # lines that give one of these names again
        if len(text) > LINES_MOST:
            found, expected = _("more than {most} lines").format(most=LINES_MOST), _("a text of at most that many")
            raise Refused(LINES_MOST, found, expected, _("Split the text."))
        self._container(self._without_comments(text), "", "", 0)
        while self.lines and not self.lines[-1].text.strip():
            self.lines.pop()

    # --- Before anything else

    def _without_comments(self, text: list[str]) -> list[Line]:
        """The lines without comments; a line that held nothing else is gone, as if it had never been there."""
        if not any("<!--" in line for line in text):
            return [Line(number, line) for number, line in enumerate(text)]
        found = []
        fence = ""
        begun: int | None = None  # line of a comment that has not ended yet
        for number, line in enumerate(text):
            bare = line.lstrip(" >")
            if begun is None:
                if fence:
                    fence = "" if _closes(bare, fence) else fence
                    found.append(Line(number, line))
                    continue
                if opening := _FENCE.match(bare):
                    fence = opening[1]
            kept, begun = self._without_comment(line, number, begun)
            if kept.strip() or kept == line:
                found.append(Line(number, kept))
        if begun is not None:
            fix = _("End it with `-->`.")
            raise Refused(begun, quoted("<!--"), _("a comment with an end"), fix)
        return found

    def _without_comment(self, line: str, number: int, begun: int | None) -> tuple[str, int | None]:
        kept = ""
        at = 0
        while True:
            if begun is not None:
                end = line.find("-->", at)
                if end < 0:
                    return kept, begun
                at, begun = end + 3, None
            opening = next((m for m in _COMMENT.finditer(line, at) if m[2]), None)
            if opening is None:
                return kept + line[at:], None
            kept += line[at : opening.start()]
            at, begun = opening.end(), number
            self.comments.append(Line(number, line[opening.start() : opening.start() + 40]))

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
        self._first: str | None = first  # None: its first line has been put
        at_words = False  # whether nothing but its first paragraph has been put
        simple = True  # whether it is words, and simple lists at once below them
        at = 0
        while at < len(lines):
            number, line = lines[at]
            text = line.lstrip(" ")
            if _is_blank(text):
                self._gap(number)
                at_words = False
                at += 1
                continue
            close, at_words = at_words, False
            if fence := _FENCE.match(text):
                at = self._code(lines, at, fence[1])
            elif _HEADING.match(text) and not _TOPIC.match(text):
                self._heading(number, text, number)
                at += 1
            elif _RULE.match(text):
                self._gap(number)
                self._put(number, "---")
                at += 1
            elif text.startswith(">"):
                at = self._quote(lines, at, depth)
            elif _ITEM.match(text):
                at = self._list(lines, at, depth, close)
                simple = simple and close and self._simple
                continue
            elif not depth and _NOTE.match(text):
                at = self._note(lines, at)
            elif _is_table(lines, at):
                at = self._table(lines, at)
            elif definition := _DEFINITION.match(text):
                name = " ".join(definition[1].split()).lower()
                title = definition[3] or definition[4] or definition[5] or ""
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
        indent = _indent(line)
        code: list[str] = []
        for end in range(at + 1, len(lines)):
            text = lines[end].text
            if _closes(text.lstrip(" "), fence):
                self._gap(number)
                self._put(number, self._aside("\n".join(code)))
                return end + 1
            code.append(text[min(indent, _indent(text)) :])
        fix = _("End the code with a line {fence}.").format(fence=fence)
        raise Refused(number, quoted(fence), _("a block of code with an end"), fix)

    def _heading(self, number: int, text: str, marked: int) -> None:
        """A heading whose marks stand in the line `marked`."""
        self._gap(number)
        self.headings.append(marked)
        self._put(number, self._spent(number, text))

    def _quote(self, lines: list[Line], at: int, depth: int) -> int:
        inner: list[Line] = []
        start = at
        while at < len(lines):
            number, line = lines[at]
            text = line.lstrip(" ")
            if text.startswith(">"):
                inner.append(Line(number, text[2:] if text.startswith("> ") else text[1:]))
            elif not _is_lazy(lines, at) or not _is_words(inner[-1].text.lstrip(" >")):
                break
            else:
                inner.append(Line(number, text))
            at += 1
        self._gap(lines[start].number)
        self._within(inner, "> ", "> ", depth)
        return at

    def _list(self, lines: list[Line], at: int, depth: int, close: bool) -> int:
        """Items of one kind, one after another.

        close  whether it stands at once below the words of an item, without an empty line
        """
        column = _indent(lines[at].text)
        kind = _kind(lines[at].text)
        if not (close and self._prefix.endswith("    ")):
            self._gap(lines[at].number)
        simple = True
        while at < len(lines) and _indent(lines[at].text) < column + 2 and _kind(lines[at].text) == kind:
            if not simple:
                self._gap(lines[at].number)
            at = self._item(lines, at, depth)
            simple = simple and self._simple
            rest = at
            while rest < len(lines) and _is_blank(lines[rest].text):
                rest += 1
            if rest == at or rest == len(lines) or _kind(lines[rest].text) != kind:
                continue
            self._gap(lines[at].number)
            at = rest
        self._simple = simple
        return at

    def _item(self, lines: list[Line], at: int, depth: int) -> int:
        number, line = lines[at]
        column = _indent(line)
        mark = _ITEM.match(line, column)
        assert mark is not None
        width = mark.end()
        text = line[width:]
        if task := _TASK.match(text):
            text = f"{_BOXES[task[1]]} {text[task.end() :]}"
        inner = [Line(number, text)]
        after_blank = False
        at += 1
        while at < len(lines):
            text = lines[at].text
            if _is_blank(text):
                after_blank = True
                at += 1
                continue
            indent = _indent(text)
            if indent >= column + 2:
                if after_blank:
                    inner.append(Line(lines[at].number, ""))
                inner.append(Line(lines[at].number, text[min(indent, width) :]))
            elif after_blank or _kind(text) or not _is_lazy(lines, at) or not _is_words(inner[-1].text):
                break
            else:
                inner.append(Line(lines[at].number, text.lstrip(" ")))
            after_blank = False
            at += 1
        while _is_blank(lines[at - 1].text):
            at -= 1
        sign = mark[1]
        self._within(inner, f"{int(sign[:-1])}. " if sign[-1] in ".)" else f"{sign} ", "    ", depth)
        return at

    def _note(self, lines: list[Line], at: int) -> int:
        """A footnote, with the paragraphs indented below it."""
        number, line = lines[at]
        mark = _NOTE.match(line.lstrip(" "))
        assert mark is not None
        inner = [Line(number, line.lstrip(" ")[mark.end() :])]
        at += 1
        blanks: list[Line] = []
        while at < len(lines):
            text = lines[at].text
            if _is_blank(text):
                blanks.append(Line(lines[at].number, ""))
            elif _indent(text) >= 2 or (not blanks and _is_lazy(lines, at)):
                inner += [*blanks, Line(lines[at].number, text[min(4, _indent(text)) :])]
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
        if self._first is not None:  # nothing was put: an empty item is still one
            self._put(inner[0].number, "")
        self._prefix, self._first = own, None

    def _table(self, lines: list[Line], at: int) -> int:
        self._gap(lines[at].number)
        while at < len(lines) and "|" in lines[at].text:
            self._put(lines[at].number, self._spent(lines[at].number, lines[at].text.strip(" ")))
            at += 1
        return at

    def _paragraph(self, lines: list[Line], at: int) -> int:
        start = at
        found = [lines[at].text.lstrip(" ")]
        at += 1
        while at < len(lines):
            line = lines[at].text
            underline = _UNDERLINE.match(line.lstrip(" "))
            if underline and len(found) == 1:
                level = "#" if underline[1][0] == "=" else "##"
                words = found[0].rstrip(" ")
                closing = len(words) - len(words.rstrip("#"))  # no part of such a heading's form, but its words
                heading = f"{level} {words[: len(words) - closing]}" + "\\#" * closing
                self._heading(lines[start].number, heading, lines[at].number)
                return at + 1
            if not _goes_on(lines, at) or (_indent(line) >= 4 and _indent(lines[at - 1].text) >= 4):
                break
            found.append(line.lstrip(" "))
            at += 1
        self._gap(lines[start].number)
        text = self._spent(lines[start].number, "\n".join(found))
        for place, line in enumerate(text.split("\n"), start):
            if line.endswith("\\") and not line.endswith("\\\\"):
                line = f"{line[:-1]}  "  # as today's Markdown breaks a line
            self._put(lines[place].number, "\\" + line if _TOPIC.match(line) else line)
        return at

    def _spent(self, number: int, text: str) -> str:
        """The text of one block, links in wide brackets set right, and counted: what it costs to convert it."""
        self._blocks += 1
        if self._blocks > BLOCKS_MOST:
            raise Refused(
                number,
                _("more than {most} paragraphs").format(most=BLOCKS_MOST),
                _("a text of at most that many"),
                _("Split the text."),
            )
        marks = len(_MARK.findall(text))
        self._marks += marks
        if marks > PARAGRAPH_MARKS_MOST or self._marks > MARKS_MOST:
            most = PARAGRAPH_MARKS_MOST if marks > PARAGRAPH_MARKS_MOST else MARKS_MOST
            raise Refused(
                number,
                _("more than {most} marks such as [ * ` <").format(most=most),
                _("a text of words"),
                _("Delete what is no text, or part it in paragraphs."),
            )
        if "[" in text:
            self._reach += _reach(text)
            if self._reach > REACH_MOST:
                raise Refused(
                    number,
                    _("many brackets without an end"),
                    _("as many ] as [, and ) after ]("),
                    _("Close them, or write \\[ for one that stands by itself."),
                )
        return _WIDE_LINK.sub(_link, text) if any(pair in text for pair in _WIDE_PAIRS) else text

    # --- What is given

    def _put(self, number: int, text: str) -> None:
        before = self._prefix if self._first is None else self._first
        self._first = None
        self.lines.append(Line(number, before + text))

    def _gap(self, number: int) -> None:
        """A blank line, where something stands before it in the same container."""
        if self._first is None and self.lines and self.lines[-1].text.strip(" >"):
            self.lines.append(Line(number, self._prefix.rstrip(" ")))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _closes(text: str, fence: str) -> bool:
    return text.startswith(fence) and not text.strip(fence[0] + " ")


def _kind(line: str) -> str:
    """Of a list, by the line of one of its items; '' for any other line."""
    text = line.lstrip(" ")
    mark = _ITEM.match(text)
    if not mark or _RULE.match(text):
        return ""
    return "number" if mark[1][0].isdigit() else "mark"


def _is_blank(line: str) -> bool:
    return not line.strip(" \u3000")


def _is_words(text: str) -> bool:
    """Whether a line may be the last of a paragraph that goes on."""
    text = text.lstrip(" ")
    return not _is_blank(text) and not (_FENCE.match(text) or _HEADING.match(text) or _RULE.match(text))


def _goes_on(lines: list[Line], at: int) -> bool:
    """Whether a line belongs to the paragraph before it."""
    text = lines[at].text.lstrip(" ")
    if _is_blank(text) or text.startswith(("\u3000\u3000", ">")):
        return False
    if _FENCE.match(text) or _RULE.match(text) or _NOTE.match(text) or _DEFINITION.match(text):
        return False
    if _HEADING.match(text) and not _TOPIC.match(text):
        return False
    mark = _ITEM.match(text)
    if mark and (not mark[1][0].isdigit() or mark[1][:-1] == "1"):  # as today: 30. in the midst of a text is a number
        return False
    return not _is_table(lines, at)


def _is_lazy(lines: list[Line], at: int) -> bool:
    """Whether a line belongs to an item or quote although it has neither its indent nor its mark."""
    return _goes_on(lines, at) and not _UNDERLINE.match(lines[at].text.lstrip(" "))


def _is_table(lines: list[Line], at: int) -> bool:
    if "|" not in lines[at].text or at + 1 == len(lines):
        return False
    below = lines[at + 1].text.strip(" ")
    return "|" in below and _SEPARATOR.match(below) is not None


def _link(match: re.Match[str]) -> str:
    """A link in the brackets of a Chinese keyboard, in those of Markdown."""
    _code, _escape, bang, opening, words, _closing, _before, address, _after = match.groups()
    if opening is None:
        return match[0]
    sign = "!" if bang and address.startswith("images/") else bang
    return f"{sign}[{words}]({address})"


def _reach(text: str) -> int:
    """Characters from each bracket to the one that closes it, or to the end."""
    found = 0
    opened: dict[str, list[int]] = {"[": [], "(": []}
    for bracket in _BRACKET.finditer(text):
        sign = bracket[0]
        if sign == "[":
            opened["["].append(bracket.start())
        elif sign in ("]", "]("):
            if opened["["]:
                found += bracket.start() - opened["["].pop()
            if sign == "](":
                opened["("].append(bracket.start())
        elif sign == ")" and opened["("]:
            found += bracket.start() - opened["("].pop()
    return found + sum(len(text) - start for starts in opened.values() for start in starts)
