"""The list of readers: one mail address on a line, or a table with a column of them."""

import csv
import io
import re
from collections.abc import Iterator

from goodnews.language import _
from goodnews.problem import ContentError, Problem, quoted
from goodnews.settings import MAILBOX

# What list services and form tools call the column when they export their readers.
COLUMNS = ("email", "e-mail", "mail", "address", "邮箱", "电子邮箱", "邮件", "邮件地址", "邮箱地址")
_MARKS = (",", ";", "\t")  # what parts the columns: spreadsheets of some countries write semicolons
_WIDEST = 254  # characters of an address (RFC 5321, 4.5.3.1)
_NAMED = re.compile(r".*<([^<>]*)>")  # 王芳 <wang@nuanwen.example>


def readers_in(data: bytes, file: str) -> tuple[str, ...]:
    """The addresses of a list, each once, in its order. Blank lines and lines that begin with # are passed over.

    file    the name under which problems are reported
    raises  ContentError with every problem
    """
    found, problems = addresses_in(data, file)
    if not found and not problems:
        problems.append(_problem(file, 1, _("no address"), _("Write one address on each line.")))
    if problems:
        raise ContentError(problems)
    return found


def addresses_in(data: bytes, file: str) -> tuple[tuple[str, ...], list[Problem]]:
    """The addresses of a list that may be empty, and what is wrong with it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return (), [_problem(file, line, _("bytes that are no UTF-8"), _("Save the list as UTF-8."))]
    found: dict[str, str] = {}
    problems: list[Problem] = []
    head, _newline, _rest = text.partition("\n")
    mark = next((mark for mark in _MARKS if _column(head, mark) is not None), "")
    if not mark and "@" not in head and any(mark in head for mark in _MARKS) and not head.lstrip().startswith("#"):
        fix = _("Name the column that holds them: email, or 邮箱.")
        return (), [Problem(file, 1, _("columns"), quoted(head.strip()), _("a column of mail addresses"), fix)]
    for line, written in _in_table(text, mark) if mark else _in_lines(text):
        named = _NAMED.fullmatch(written)
        address = (named[1] if named else written).strip()
        if MAILBOX.fullmatch(address) and len(address) <= _WIDEST:
            found.setdefault(key(address), address)
        else:
            problems.append(_problem(file, line, quoted(written), _("Correct the address, or take the line out.")))
    return tuple(found.values()), problems


def key(address: str) -> str:
    """What tells readers apart: hardly any server tells a capital letter from a small one."""
    return address.lower()


def _column(head: str, mark: str) -> int | None:
    """Where the first line of a table names a column of addresses."""
    names = [name.strip().lower() for name in next(csv.reader([head], delimiter=mark), [])]
    return next((at for at, name in enumerate(names) if name in COLUMNS), None)


def _in_lines(text: str) -> Iterator[tuple[int, str]]:
    """What stands where an address should, with its line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _in_table(text: str, mark: str) -> Iterator[tuple[int, str]]:
    table = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    at = _column(text.partition("\n")[0], mark)
    assert at is not None
    next(table, None)
    for row in table:
        if any(cell.strip() for cell in row):
            yield table.line_num, row[at].strip() if at < len(row) else ""


def _problem(file: str, line: int, found: str, fix: str) -> Problem:
    return Problem(file, line, _("address"), found, _("a mail address such as news@nuanwen.example"), fix)
