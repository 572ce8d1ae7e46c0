"""From disk to text: bytes decoded, cleaned of invisible characters, and refused where they would break a page."""

import os
import re

from goodnews.characters import FORBIDDEN, ORDINARY, cleaned
from goodnews.language import _
from goodnews.problem import Problem, quoted
from goodnews.text.document import Unreadable, odd_character

FILE_MOST = 1_000_000  # bytes of one text
# As git marks both sides; `=` may be a heading.
_CONFLICT = re.compile(r"^[ \t]*(?:<{7,}|\|{7,}|>{7,})(?:[ \t].*)?\r?$", re.MULTILINE)
_FIELD = re.compile(r"\s*([\w-]+)\s*:")


def read_text(folder: str, path: str, shown: str) -> str:
    """Read one text and refuse what would break a page or a feed.

    returns  the text with line ends `\\n`, without a byte-order mark or invisible characters, in composed form
    raises   Unreadable for a file too large, of another encoding, with lone carriage returns, control characters or
             an unresolved merge; FileNotFoundError if it has just gone
    """
    return text_from(read_bytes(folder, path), shown)


def read_bytes(folder: str, path: str) -> bytes:
    """The bytes of one text; of one that is too large, one byte more than is allowed."""
    handle = os.open(f"{folder}/{path}", os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(handle, min(os.fstat(handle).st_size, FILE_MOST) + 1)  # no buffer much larger than the file
    finally:
        os.close(handle)


def read_whole(folder: str, path: str) -> bytes:
    """Read a file that a tool wrote, such as a year's ballots: of any size, and checked by code that knows its form."""
    with open(os.path.join(folder, path), "rb") as file:
        return file.read()


def text_from(data: bytes, shown: str) -> str:
    """The checks of `read_text` for bytes that have been read."""

    def refuse(line: int, found: str, expected: str, fix: str, field: str = "file") -> Unreadable:
        return Unreadable(Problem(shown, line, field, found, expected, fix))

    if len(data) > FILE_MOST:
        raise refuse(
            1,
            _("more than {most} bytes").format(most=FILE_MOST),
            _("a text of at most that size"),
            _("Split the story; pictures belong in content/images."),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(line, _encoding(data), "UTF-8", _("Save the file as UTF-8 in your editor.")) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            raise refuse(
                text.count("\n", 0, text.index("\r")) + 1,
                _("a lone carriage return"),
                _("line breaks LF"),
                _("Choose line breaks 'LF' in your editor."),
            )
    if conflict := conflicts_in(text, shown):
        raise Unreadable(*conflict)
    if ORDINARY.fullmatch(text):
        return text
    text = cleaned(text)
    forbidden = FORBIDDEN.search(text)
    if forbidden:
        at = forbidden.start()
        raise refuse(text.count("\n", 0, at) + 1, *odd_character(text, at), field=_field_at(text, at))
    return text


def conflicts_in(text: str, shown: str) -> list[Problem]:
    """A problem for each mark of an unresolved merge."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text and "|||||||" not in text:
        return []
    return [_conflict(shown, text, mark) for mark in _CONFLICT.finditer(text)]


def _conflict(shown: str, text: str, mark: re.Match[str]) -> Problem:
    return Problem(
        shown,
        text.count("\n", 0, mark.start()) + 1,
        "file",
        quoted(mark[0]),
        _("a text without merge conflicts"),
        _("Keep the right parts of both sides, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."),
    )


def _field_at(text: str, at: int) -> str:
    """The front matter's field that a character stands in."""
    before = text[:at]
    inside = text.startswith("---\n") and "\n---\n" not in before
    field = _FIELD.match(before.rpartition("\n")[2]) if inside else None
    return field[1] if field else "file"


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return _("text that is not UTF-8")
    return _("GBK or another older encoding")


def no_plain_file(shown: str, path: str) -> Problem:
    """A symbolic link could show any file of the machine; reading a pipe would never end."""
    return Problem(
        f"{shown}/{path}",
        1,
        "file",
        _("a symbolic link or a special file"),
        _("a plain file"),
        _("Copy the file {name} here.").format(name=quoted(path.rpartition("/")[2])),
    )


def unprintable_name(shown: str, path: str) -> Problem:
    """A name that is not text, or holds what no terminal can show."""
    found = _("a name with characters that cannot be printed")
    return Problem(f"{shown}/{ascii(path)[1:-1]}", 1, "file", found, _("a plain name"), _("Rename the file."))
