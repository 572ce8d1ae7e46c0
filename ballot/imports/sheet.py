"""A form tool's export, read without its personal columns: for each answer its line, id or code, and picks."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from python_calamine import CalamineError, CalamineWorkbook

from ballot.language import _
from ballot.problem import Refused

Name = Literal["wjx", "tencent", "google", "github", "csv"]
NAMES: tuple[Name, ...] = get_args(Name)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, as the tool holds it."""

    line: int  # of the file, from 1; on GitHub the issue's number
    id: str  # the tool's id of the answer, or ""
    code: str  # a member's code as it was typed, or ""
    picks: str  # the labels that were picked, in any order and with any separator


@dataclass(frozen=True, slots=True)
class Tool:
    """Which columns of a tool are read, by their headings. All others are ignored."""

    id: str  # patterns
    code: str
    picks: str
    times: bool = False  # the id is a time, which several answers may share; it is always in the first column


CODE = r"投票[码碼]|选票码|選票碼|投票コード|\bcode\b"
CHINESE = r"投票|评选|評選|选出|選出|请选|請選"
ANY = CHINESE + r"|選んで|選択|お選び|투표|선택|\b(vote|choose|pick)"
NUMBER = r"^(序号|编号|序號|編號|ID)$"
TOOLS: Mapping[Name, Tool] = {
    "wjx": Tool(id=NUMBER, code=CODE, picks=CHINESE),
    "tencent": Tool(id=NUMBER, code=CODE, picks=CHINESE),
    "google": Tool(id="", code=CODE, picks=ANY, times=True),
    "github": Tool(id="", code=CODE, picks=ANY),
    "csv": Tool(id=r"^id$", code=r"^code$", picks=r"^choices$"),
}
ENCODINGS = ("utf-8-sig", "gb18030")  # in this order: text in GB 18030 is hardly ever UTF-8 by accident
BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx (and .ods) and .xls begin
GHOST = "ghost"  # shown by GitHub instead of deleted accounts
TICKED = re.compile(r"^\s*[-*] \[[xX]\]\s", re.MULTILINE)
BOX = re.compile(r"^\s*[-*] \[.\]\s", re.MULTILINE)
OPTION = re.compile(r"(?<![A-Z0-9])N\d\d(?!\d)")  # in the heading of a column for one option
YES = frozenset({"1", "是", "✓", "√", "x", "X", "TRUE", "true"})


def read(name: Name, data: bytes, picks: str = "") -> tuple[str, tuple[Answer, ...]]:
    """Read a file of a form tool.

    picks    words in the heading of the question with the picks, instead of the tool's usual ones
    returns  the encoding, and the answers in the order of the file
    raises   Refused
    """
    tool = TOOLS[name]
    if picks:
        tool = replace(tool, picks=re.escape(picks))
    if name == "github":
        return "utf-8", tuple(_issues(data, tool))
    if data.startswith(WORKBOOKS):
        return "Excel", tuple(_answers(_workbook(data), tool))
    refusals = []
    for encoding, text in _decoded(data):
        try:
            return encoding, tuple(_answers(_rows(text), tool))
        except Refused as refusal:  # the headings may be right in the other encoding
            refusals.append(refusal)
    raise refusals[0]


Row = tuple[int, Sequence[str]]  # line of the file, cells


def table(data: bytes) -> list[Row]:
    """Every row of a CSV file or an Excel workbook, its heads first. Raises Refused."""
    if data.startswith(WORKBOOKS):
        return list(_workbook(data))
    _encoding, text = next(_decoded(data))
    return list(_rows(text))


def _decoded(data: bytes) -> Iterator[tuple[str, str]]:
    """Each encoding that a text may have, the likeliest first, with the text. Raises Refused if there is none."""
    found = False
    for encoding in [BOMS[data[:2]]] if data[:2] in BOMS else ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        found = True
        yield encoding, text
    if not found:
        raise Refused(_("The file is neither UTF-8 nor GB 18030: export it again."))


def _rows(text: str) -> Iterator[Row]:
    """The rows of a CSV file, its heads first."""
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=head.count), strict=True)
    begin = 1
    try:
        for row in reader:
            line, begin = begin, reader.line_num + 1
            yield line, row
    except csv.Error as error:
        raise Refused(
            _("Line {line} is no line of a CSV file: {error}.").format(line=reader.line_num, error=error)
        ) from None


def _workbook(data: bytes) -> Iterator[Row]:
    """The rows of the first sheet of an Excel workbook, its heads first."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError):
        raise Refused(_("This Excel file cannot be read: open it, save it again as .xlsx, or export CSV.")) from None
    for number, row in enumerate(rows, 1):
        yield number, [_text(value) for value in row]


def _text(value: object) -> str:
    """A cell as it is shown: Excel keeps the number 1 as 1.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _answers(rows: Iterator[Row], tool: Tool) -> Iterator[Answer]:
    """The answers of a table; empty rows are skipped."""
    heads = [cell.strip() for cell in next(rows, (1, ()))[1]]
    columns = _columns(heads, tool)
    seen: Counter[str] = Counter()
    for line, row in rows:
        if not any(row):
            continue
        who = _cell(row, columns.id)
        seen[who] += 1
        yield Answer(
            line=line,
            id=f"{who} {seen[who]}" if tool.times and who else who,
            code=_cell(row, columns.code),
            picks="\n".join(
                [
                    *(_cell(row, at) for at in columns.picks),
                    *(heads[at] for at in columns.options if _is_yes(_cell(row, at), heads[at])),
                ]
            ),
        )


def _is_yes(cell: str, head: str) -> bool:
    """Whether a cell of an option's own column picks it: by a mark, or by the option's words."""
    option = OPTION.search(head)
    return cell in YES or (option is not None and option[0] in OPTION.findall(cell))


@dataclass(frozen=True, slots=True)
class _Columns:
    id: int | None
    code: int | None
    picks: tuple[int, ...]  # their cells hold labels
    options: tuple[int, ...]  # their headings are labels, their cells yes or no


def _columns(heads: Sequence[str], tool: Tool) -> _Columns:
    options = tuple(at for at, head in enumerate(heads) if OPTION.search(head))
    picks = tuple(
        at for at, head in enumerate(heads) if at not in options and re.search(tool.picks, head, re.IGNORECASE)
    )
    code = [at for at, head in enumerate(heads) if re.search(tool.code, head, re.IGNORECASE)]
    picks = tuple(at for at in picks if at not in code)
    if tool.times:
        who = [] if {0} & {*picks, *options, *code} else [0]
    else:
        who = [at for at, head in enumerate(heads) if re.search(tool.id, head, re.IGNORECASE)]
    if len(picks) + bool(options) != 1:
        raise Refused(
            _(
                "No one column holds the picks; name it by --question, with words of its head. The heads are: {heads}."
            ).format(heads=" | ".join(heads)[:500])
        )
    if not who and not code:
        raise Refused(
            _("No column tells answers apart: there must be a column {head}.").format(
                head=tool.id.strip("^($)") or _("with the time")
            )
        )
    return _Columns(who[0] if who else None, code[0] if code else None, picks, options)


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _issues(data: bytes, tool: Tool) -> Iterator[Answer]:
    """Issues made by a form, the oldest first. Without a limit `gh` silently exports only the newest thirty."""
    told = Refused(_("This is not what `gh issue list --limit 1000000 --state all --json number,author,body` prints."))
    try:
        found: Any = json.loads(data.decode("utf-8-sig"))
        if not isinstance(found, list):
            raise told
        issues = sorted((int(issue["number"]), _login(issue["author"]), str(issue["body"] or "")) for issue in found)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise told from None
    for number, login, body in issues:
        picks, code = "", ""
        for section in re.split(r"^### ", body.replace("\r\n", "\n"), flags=re.MULTILINE)[1:]:
            head, _newline, text = section.partition("\n")
            if re.search(tool.code, head, re.IGNORECASE):
                code = "" if "_No response_" in text else text.strip()
            elif re.search(tool.picks, head, re.IGNORECASE):
                lines = text.split("\n")
                picks += "\n".join(line for line in lines if TICKED.match(line) or not BOX.match(line))
        yield Answer(line=number, id=login, code=code, picks=picks)


def _login(author: Any) -> str:
    """The author of an issue; "" if the account was deleted. Raises TypeError, KeyError."""
    login = "" if author is None else str(author["login"])
    return "" if login == GHOST else login
