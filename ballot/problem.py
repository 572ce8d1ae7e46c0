"""What is wrong and how to fix it: a problem in a file, or a command that came too early."""

from collections.abc import Iterable
from dataclasses import dataclass

from ballot.installation import PROGRAM
from ballot.language import _, counted


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to fix. Printed on one line, whatever was typed."""

    file: str
    line: int  # from 1
    field: str
    found: str
    expected: str
    fix: str  # a sentence: how to fix it

    def __str__(self) -> str:
        text = _("{file}:{line}: {field}: found {found}, expected {expected}. {fix}").format(
            file=self.file, line=self.line, field=self.field, found=self.found, expected=self.expected, fix=self.fix
        )
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())


class Refused(Exception):
    """A command was refused, and nothing was written; the message is one sentence for the person at the terminal."""


class Unfit(Refused):
    """Files with problems: every one of them, sorted by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(
            counted("{count} problem; nothing was written", "{count} problems; nothing was written", len(self.problems))
        )


def typed(command: str) -> str:
    """A command of the vote as a person types it: whoever copies it from a message can run it."""
    return f"{PROGRAM} vote {command}"


def quoted(text: object) -> str:
    """What was typed, short enough for a terminal's line."""
    try:
        shown = str(text)
    except (ValueError, RecursionError):  # a number of thousands of digits, lists within lists without end
        shown = "…"
    return f"'{shown[:60]}…'" if len(shown) > 60 else f"'{shown}'"
