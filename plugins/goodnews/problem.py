"""A problem leads an editor to the spot and says how to fix it."""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from goodnews.language import _, counted


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing to fix. Printed on one line, whatever an editor typed."""

    file: str  # as an editor would open it: content/stories/2026/x.md
    line: int  # from 1
    field: str  # key of the front matter as an editor typed it, or one of PARTS
    found: str  # a fragment, as `expected` is: other languages put a label before it
    expected: str
    fix: str  # a sentence: what to do
    rule: str = ""  # of advice: its name in docs/check.md
    column: int = 0  # from 1; 0 if the problem is the whole line's

    def __str__(self) -> str:
        text = _("{file}:{line}: {field}: found {found}, expected {expected}. {fix}").format(
            file=self.file,
            line=self.line,
            field=_(self.field) if self.field in PARTS else self.field,
            found=self.found,
            expected=self.expected,
            fix=self.fix,
        )
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())


class ContentError(Exception):
    """Every problem of a run, sorted by file and line; nothing was written."""

    def __init__(self, problems: Iterable[Problem], waiting: Sequence[Any] = ()) -> None:
        self.problems = tuple(sorted(set(problems)))
        self.waiting = waiting  # what is valid and not published yet (see newsroom/waiting.py), to be printed with them
        super().__init__(
            counted("{count} problem; nothing was written", "{count} problems; nothing was written", len(self.problems))
        )


# Names of fields that no editor typed, printed in the language of the terminal (see locale/reasons.txt).
PARTS = ("front matter", "body", "file", "header", "row")


def quoted(text: str) -> str:
    """What an editor typed, short enough for a terminal's line."""
    return _("'{text}'").format(text=f"{text[:60]}…" if len(text) > 60 else text)


def nearest(word: str, known: Iterable[str], likeness: float = 0.5) -> str | None:
    """The known word an editor most likely meant, or None.

    likeness  how alike two words must be, 0 to 1; at 1/2 one may also hold the other
    """
    import difflib  # only when something is wrong

    known = list(known)
    inside = [k for k in known if word and (word in k or k in word)] if likeness <= 0.5 else []
    close = difflib.get_close_matches(word, known, n=1, cutoff=likeness)
    return next(iter(close or inside), None)


def did_you_mean(
    word: str,
    known: Iterable[str],
    otherwise: str,
    guessed: Callable[[str, Iterable[str]], str | None] = nearest,
) -> str:
    """The fix for a mistyped name.

    guessed  `nearest` among a few words of ours, `nearest_name` among what editors name
    """
    guess = guessed(word, known)
    return _("Did you mean '{guess}'?").format(guess=guess) if guess else otherwise


def nearest_name(word: str, known: Iterable[str]) -> str | None:
    """The name of a story, page or picture of which a word is a slip, or None: another number is another thing, and
    so is a name that only looks a little like it."""

    def numbers(name: str) -> list[int]:
        return [int(number) for number in re.findall("[0-9]+", name)]

    own = numbers(word)
    return nearest(word, [name for name in known if numbers(name) == own], likeness=0.75)


def choices(known: Iterable[str], most: int = 12) -> str:
    """A readable list of what is allowed, cut where it gets long."""
    names = list(known)
    rest = len(names) - most
    return _(", ").join(names[:most]) + (_(" and {rest} more").format(rest=rest) if rest > 0 else "")


def display_path(folder: str) -> str:
    """How messages name a folder: relative to the current one, if it is below that."""
    relative = os.path.relpath(folder)
    return folder if relative.startswith("..") else relative.replace(os.sep, "/")
