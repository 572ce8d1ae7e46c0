"""The files of a vote's folder, in memory: tools wrote them, so they are read line by line, and damage is reported
with its line."""

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from goodnews.characters import FORBIDDEN
from goodnews.language import _
from goodnews.problem import Problem, quoted
from goodnews.text.document import Unreadable
from goodnews.text.reading import text_from

T = TypeVar("T")
# What damaged JSON can raise: text that is not JSON or not UTF-8, brackets nested without end, endless numbers.
DAMAGED = (msgspec.MsgspecError, RecursionError, ValueError)


def printable(text: str) -> str:
    """A tool's text, on one line and safe to print on a page."""
    return " ".join(FORBIDDEN.sub("", text).split())[:300]


class Binder:
    """The files of one folder, and what is wrong with them."""

    def __init__(self, shown: str, files: Mapping[str, bytes], problems: list[Problem]) -> None:
        self.shown = shown
        self.files = files
        self.problems = problems

    def wrong(self, name: str, line: int, field: str, found: str, expected: str, fix: str) -> None:
        self.problems.append(Problem(f"{self.shown}/{name}", line, field, found, expected, fix))

    def text(self, name: str) -> str:
        """A text that people wrote; '' if it is missing or cannot be read."""
        try:
            return text_from(self.files[name], f"{self.shown}/{name}") if name in self.files else ""
        except Unreadable as error:
            self.problems.extend(error.problems)
            return ""

    def lines(self, name: str, kind: type[T]) -> list[tuple[int, T]]:
        """Every line of a .jsonl file with its number."""
        found = []
        decode = msgspec.json.Decoder(kind).decode
        for number, line in enumerate(self.files.get(name, b"").splitlines(), start=1):
            try:
                found.append((number, decode(line)))
            except DAMAGED as error:
                self.damaged(name, number, error)
        return found

    def damaged(self, name: str, line: int, error: Exception) -> None:
        expected = (
            _("a line as the vote's own commands write it")
            if name.endswith("l")
            else _("JSON as the vote's own commands write it")
        )
        fix = _("Restore it from the repository's history; nobody edits it by hand.")
        self.wrong(name, line, "file", quoted(str(error)), expected, fix)
