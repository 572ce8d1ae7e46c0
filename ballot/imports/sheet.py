"""What a form tool hands over, read without its personal columns: of each answer its line, whose it is, the picks."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ballot.language import _
from ballot.problem import Refused

Name = Literal["wjx", "google", "github", "csv"]
NAMES: tuple[Name, ...] = get_args(Name)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, as the tool holds it."""

    line: int  # of the file, from 1; for GitHub the issue's number
    id: str  # by which the tool tells answers apart, or ""
    code: str  # a member's code as it was typed, or ""
    picks: str  # the labels that were picked, in any order and with any separator


@dataclass(frozen=True, slots=True)
class Tool:
    """Which columns of a tool are read, by the words of their heads. All others are never looked at."""

    id: str  # patterns
    code: str
    picks: str


CODE = r"投票码|选票码|\bcode\b"
TOOLS: Mapping[Name, Tool] = {
    "wjx": Tool(id=r"^序号$", code=CODE, picks=r"投票|评选|选出|请选"),
    "google": Tool(id=r"^(Timestamp|时间戳记?)$", code=CODE, picks=r"投票|评选|选出|请选|\b(vote|choose|pick)"),
    "github": Tool(id="", code=CODE, picks=r"投票|评选|选出|请选|\b(vote|choose|pick)"),
    "csv": Tool(id=r"^id$", code=r"^code$", picks=r"^choices$"),
}
ENCODINGS = ("utf-8-sig", "gb18030")  # in this order: text in GB 18030 is hardly ever UTF-8 by accident
BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
TICKED = re.compile(r"^\s*[-*] \[[xX]\]\s", re.MULTILINE)
BOX = re.compile(r"^\s*[-*] \[.\]\s", re.MULTILINE)
OPTION = re.compile(r"(?<![A-Z0-9])N\d\d(?!\d)")  # in the head of a column that stands for one option
YES = frozenset({"1", "是", "✓", "√", "x", "X", "TRUE", "true"})


def read(name: Name, data: bytes, picks: str = "") -> tuple[str, tuple[Answer, ...]]:
    """Read a file of a form tool.

    picks    words in the head of the question with the picks, instead of the tool's usual ones
    returns  the encoding, and the answers in the order of the file
    raises   Refused
    """
    tool = TOOLS[name]
    if picks:
        tool = Tool(tool.id, tool.code, re.escape(picks))
    if name == "github":
        return "utf-8", tuple(_issues(data, tool))
    refusals = []
    for encoding in [BOMS[data[:2]]] if data[:2] in BOMS else ENCODINGS:
        try:
            return encoding, tuple(_rows(data.decode(encoding), tool, numbered=name == "google"))
        except UnicodeDecodeError:
            continue
        except Refused as refusal:  # the heads may read right in the other encoding
            refusals.append(refusal)
    raise refusals[0] if refusals else Refused(_("The file is neither UTF-8 nor GB 18030: export it again."))


def _rows(text: str, tool: Tool, numbered: bool) -> Iterator[Answer]:
    """The rows of a table. `numbered`: the id is a time, which several answers may share."""
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=head.count), strict=True)
    try:
        heads = [cell.strip() for cell in next(reader, [])]
        columns = _columns(heads, tool)
        seen: Counter[str] = Counter()
        begin = reader.line_num + 1
        for row in reader:
            line, begin = begin, reader.line_num + 1
            if not any(row):
                continue
            who = _cell(row, columns.id)
            seen[who] += 1
            yield Answer(
                line=line,
                id=f"{who} {seen[who]}" if numbered and who else who,
                code=_cell(row, columns.code),
                picks="\n".join(
                    [
                        *(_cell(row, at) for at in columns.picks),
                        *(heads[at] for at in columns.options if _cell(row, at) in YES),
                    ]
                ),
            )
    except csv.Error as error:
        raise Refused(
            _("Line {line} is no line of a CSV file: {error}.").format(line=reader.line_num, error=error)
        ) from None


@dataclass(frozen=True, slots=True)
class _Columns:
    id: int | None
    code: int | None
    picks: tuple[int, ...]  # whose cells hold labels
    options: tuple[int, ...]  # whose heads are labels, and whose cells say yes or no


def _columns(heads: Sequence[str], tool: Tool) -> _Columns:
    options = tuple(at for at, head in enumerate(heads) if OPTION.search(head))
    picks = tuple(
        at for at, head in enumerate(heads) if at not in options and re.search(tool.picks, head, re.IGNORECASE)
    )
    code = [at for at, head in enumerate(heads) if re.search(tool.code, head, re.IGNORECASE)]
    picks = tuple(at for at in picks if at not in code)
    who = [at for at, head in enumerate(heads) if re.search(tool.id, head, re.IGNORECASE)]
    if len(picks) + bool(options) != 1:
        raise Refused(
            _(
                "No one column holds the picks; name it by --question, with words of its head. The heads are: {heads}."
            ).format(heads=" | ".join(heads)[:500])
        )
    if not who and not code:
        raise Refused(
            _("No column tells answers apart: there must be a column {head}.").format(head=tool.id.strip("^$"))
        )
    return _Columns(who[0] if who else None, code[0] if code else None, picks, options)


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _issues(data: bytes, tool: Tool) -> Iterator[Answer]:
    """Issues made by a form, the oldest first. Without a limit `gh` gives the newest thirty, and says nothing."""
    told = Refused(_("This is not what `gh issue list --limit 1000000 --state all --json number,author,body` prints."))
    try:
        found: Any = json.loads(data.decode("utf-8-sig"))
        if not isinstance(found, list):
            raise told
        issues = sorted((int(issue["number"]), str(issue["author"]["login"]), str(issue["body"])) for issue in found)
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
