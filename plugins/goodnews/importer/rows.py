"""Rows of a draft: each knows the lines that it was made from, so that the account is read off the drafts."""

import datetime
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from goodnews.importer.literal import printable
from goodnews.language import _

COMMENTS_MOST = 1_500  # characters of a draft's header that repeat lines as they were printed


class Row(msgspec.Struct, frozen=True):
    """One line of a draft, and the lines of the source that it holds."""

    text: str
    lines: tuple[int, ...] = ()


class Origin(msgspec.Struct, frozen=True):
    """Where the page was published, as the command line or the file says."""

    name: str
    date: datetime.date
    dated: bool  # whether the date was given or found; else it is today's
    named: bool  # whether the name was given or found; else it is a placeholder
    url: str = ""
    line: int = 0  # that the date stands on, if a table has a column for it
    year: int = 0  # that an annual page is of, if nothing says when it was published

    @property
    def latest(self) -> datetime.date:
        """No event of the page is later."""
        return min(self.date, datetime.date(self.year, 12, 31)) if self.year else self.date


class Draft(msgspec.Struct, frozen=True):
    slug: str
    folder: str  # below content/
    rows: tuple[Row, ...]
    title: str
    plates: tuple[tuple[str, bytes], ...] = ()  # pictures: file below content/, content
    mark: str = ""  # says which lines of which file it was made from, for the second run

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.slug}.md"

    @property
    def text(self) -> str:
        return "\n".join(row.text for row in self.rows) + "\n"


def guessed(why: str = "") -> str:
    """The comment behind a value that was guessed."""
    return "  # " + _("guessed") + (f": {why}" if why else "")


class Header:
    def __init__(self) -> None:
        self.rows: list[Row] = []

    def add(self, field: str, value: str, line: int, comment: str = "", more: tuple[int, ...] = ()) -> None:
        self.rows.append(Row(f"{field}: {value}{comment}", (line, *more) if line else ()))

    def comment(self, words: str, *lines: int) -> None:
        self.rows.append(Row(f"# {words}", lines))


def kept_whole(header: Sequence[Row], body: Sequence[Row], texts: Mapping[int, str], lines: Iterable[int]) -> list[Row]:
    """The rows of a file in which each line of the source stands with all its words: what a value does not hold
    stands in a comment. A line for which there is no room is given up, and so becomes an unknown line."""
    whole = set("".join(row.text for row in (*header, *body)).replace("\\", ""))
    room = COMMENTS_MOST
    comments: list[Row] = []
    lost: set[int] = set()
    claimed = {line for row in (*header, *body) for line in row.lines}
    for line in sorted({*lines, *claimed}):
        text = printable(texts.get(line, ""))
        if line in claimed and not {c for c in text if c.isalnum() and unicodedata.category(c) != "No"} - whole:
            continue
        words = _("line {line} as printed: {text}").format(line=line, text=text)
        if text and len(words) <= room:
            room -= len(words)
            comments.append(Row(f"# {words}", (line,)))
        lost.add(line)

    def without(row: Row) -> Row:
        return Row(row.text, tuple(line for line in row.lines if line not in lost)) if row.lines else row

    return [Row("---"), *map(without, header), *comments, Row("---"), *map(without, body)]
