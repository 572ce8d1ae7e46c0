"""Limits: how deep a text may nest, and how much it may cost the converter, which has no limits of its own."""

import re

from goodnews.language import _

DEEPEST = 8  # lists and quotes inside each other
LINES_MOST = 20_000  # of one text
BLOCKS_MOST = 5_000  # paragraphs, headings, items, rows of one text
MARKS_MOST = 20_000  # characters of one text that may be Markdown
PARAGRAPH_MARKS_MOST = 2_000  # of one paragraph
REACH_MOST = 1_000_000  # characters from brackets to their ends, added up: each end is searched for separately

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


class Cost:
    """What the blocks of one text cost to convert; `add` raises Refused where it is too much."""

    def __init__(self) -> None:
        self._blocks = self._marks = self._reach = 0

    def add(self, number: int, text: str) -> None:
        """Count one block.

        number  its first line, from 0
        text    its lines as one text
        """
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
                _("a text that is mostly words"),
                _("Delete what is not text, or split it into paragraphs."),
            )
        if "[" in text:
            self._reach += _reach(text)
            if self._reach > REACH_MOST:
                raise Refused(
                    number,
                    _("many brackets without an end"),
                    _("as many ] as [, and ) after ]("),
                    _("Close them, or write \\[ for one that stands alone."),
                )


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
