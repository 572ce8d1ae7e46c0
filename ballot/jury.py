"""The jury: the form that goes out, how its marks come back, and `jury.json`.

Jurors rank the whole slate, before anyone has counted: nothing they receive says how a story is doing.
"""

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ballot import canonical, files
from ballot.candidates import Candidate
from ballot.language import _
from ballot.problem import Problem, Refused, Unfit, quoted, typed
from ballot.rules import Rules
from ballot.stages import Stage
from ballot.vote import OpenedVote

FILE = "jury.json"
VERSION = 2
CODE, TITLE = "code", "title"
JURORS, EACH = 5, 3  # jurors at least; of them, how many must have ranked each story despite recusals
RECUSED = frozenset({"R", "回避"})


@dataclass(frozen=True, slots=True, order=True)
class Juror:
    """One juror's order."""

    name: str  # or J1, J2 ... if the rules keep names secret
    ranks: tuple[str, ...]  # codes, best first: the whole slate except `recused`
    recused: tuple[str, ...]  # codes, sorted


def form(stories: Sequence[Candidate], jurors: int = JURORS) -> bytes:
    """A table to fill in, for any spreadsheet: a row per story, a column per juror, 1 for the best."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([CODE, TITLE, *(f"J{number}" for number in range(1, jurors + 1))])
    writer.writerows([story.code, story.title, *[""] * jurors] for story in stories)
    return b"\xef\xbb\xbf" + text.getvalue().encode()  # without the mark a spreadsheet takes Chinese for something else


def read(path: Path, stories: Sequence[Candidate], rules: Rules) -> tuple[Juror, ...]:
    """Read a filled table.

    raises  Unfit with every problem; Refused
    """
    data = path.read_bytes()
    try:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise Refused(_("{path} is no CSV file in UTF-8 or GB 18030.").format(path=path)) from None
    return _Marks(path.as_posix(), table, [story.code for story in stories]).jurors(rules)


class _Marks:
    def __init__(self, file: str, table: Sequence[Sequence[str]], codes: Sequence[str]) -> None:
        self.file, self.table, self.codes = file, table, codes
        self.problems: list[Problem] = []

    def jurors(self, rules: Rules) -> tuple[Juror, ...]:
        heads = [cell.strip() for cell in self.table[0]] if self.table else []
        if heads[:2] != [CODE, TITLE] or len(heads) < 2 + JURORS or len(set(heads)) < len(heads) or not all(heads):
            expected = _("columns code, title and one for each of at least {least} jurors, each with another name")
            expected = expected.format(least=JURORS)
            self._problem(
                1, "heads", quoted(", ".join(heads)), expected, _("Begin with the table that `vote jury` writes.")
            )
            raise Unfit(self.problems)
        places: list[dict[int, str]] = [{} for _head in heads[2:]]
        recused: list[set[str]] = [set() for _head in heads[2:]]
        seen: dict[str, int] = {}
        for number, row in enumerate(self.table[1:], 2):
            if not any(cell.strip() for cell in row):
                continue
            code = row[0].strip()
            if code not in self.codes or code in seen:
                fix = _("Correct the code; every story has one line.")
                self._problem(number, CODE, quoted(code), _("a story of the slate, once"), fix)
                continue
            seen[code] = number
            for juror, place in enumerate(places):
                cell = row[juror + 2] if juror + 2 < len(row) else ""
                self._place(number, heads[juror + 2], cell, code, place, recused[juror])
        for code, number in seen.items():
            ranked = sum(code in place.values() for place in places)
            if ranked < EACH and not self.problems:
                expected = _("places by at least {least} jurors").format(least=EACH)
                fix = _("Ask another juror who is not recused.")
                self._problem(number, code, str(ranked), expected, fix)
        if missing := [code for code in self.codes if code not in seen]:
            self._problem(len(self.table), CODE, _("no line"), ", ".join(missing), _("Put the lines back."))
        if self.problems:
            raise Unfit(self.problems)
        found = sorted(
            Juror(head, tuple(place[at] for at in sorted(place)), tuple(sorted(out)))
            for head, place, out in zip(heads[2:], places, recused, strict=True)
        )
        if rules.jurors == "named":
            return tuple(found)
        # Sorted by content, so that the number does not reveal whose column it was.
        said = sorted((one.ranks, one.recused) for one in found)
        return tuple(Juror(f"J{number}", *one) for number, one in enumerate(said, 1))

    def _place(self, line: int, field: str, cell: str, code: str, place: dict[int, str], recused: set[str]) -> None:
        text = cell.strip()
        most = len(self.codes)
        if text.upper() in RECUSED:
            recused.add(code)
        elif not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
            found = quoted(text) if text else _("no mark")
            expected = _("a place from 1 to {most}, or R (回避) for a juror who is recused").format(most=most)
            self._problem(line, field, found, expected, _("Write 1 for the best; every story has a place."))
        elif int(text) in place:
            expected = _("a place that {code} does not have").format(code=place[int(text)])
            self._problem(line, field, quoted(text), expected, _("Give each story a different place."))
        else:
            place[int(text)] = code

    def _problem(self, line: int, field: str, found: str, expected: str, fix: str) -> None:
        self.problems.append(Problem(self.file, line, field, found, expected, fix))


def record_marks(vote: OpenedVote, now: datetime.datetime, path: Path) -> tuple[Juror, ...]:
    """Take in the jury's marks. Until the tally another table replaces them; the same one again changes nothing.

    raises  Refused
    """
    vote.require(Stage.FROZEN, Stage.CLOSED)
    jurors = read(path, vote.candidates, vote.rules)
    if files.write(vote.public / FILE, canonical.dumps(published(jurors))):
        vote.recorded("jury", now, jurors=len(jurors), recused=sum(len(juror.recused) for juror in jurors))
    return jurors


def published(jurors: Sequence[Juror]) -> Any:
    """The value of jury.json."""
    marks = [{"juror": juror.name, "ranks": list(juror.ranks), "recused": list(juror.recused)} for juror in jurors]
    return {"version": VERSION, "jurors": len(jurors), "marks": marks}


def marks(vote: OpenedVote) -> tuple[Juror, ...]:
    """The jurors' marks. Raises Refused if there are none yet, Unfit if the file was changed."""
    path = vote.public / FILE
    if not path.exists():
        raise Refused(
            _("The jury's marks are missing: `{first}` comes first.").format(first=typed(f"jury {vote.year}"))
        )
    try:
        value = canonical.read(path)
        jurors = tuple(Juror(m["juror"], tuple(m["ranks"]), tuple(m["recused"])) for m in value["marks"])
        if canonical.dumps(published(jurors)) != canonical.dumps(value):
            raise canonical.NotCanonical(1, _("something else"))
    except (canonical.NotCanonical, LookupError, TypeError) as error:
        expected, fix = _("the jury's marks"), _("Take the filled table in again with `vote jury`.")
        raise Unfit([Problem(path.as_posix(), 1, "file", quoted(error), expected, fix)]) from None
    return jurors
