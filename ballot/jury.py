"""The jury: what goes to it, the form its marks come back in, and `jury.json`."""

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ballot import canonical, entry, files
from ballot.candidates import Candidate
from ballot.entry import Row
from ballot.imports import record
from ballot.language import _
from ballot.problem import Problem, Refused, Unfit, quoted
from ballot.rules import Rules
from ballot.stages import Stage
from ballot.store import BallotStore
from ballot.tally import Public, public
from ballot.vote import OpenedVote

FILE = "jury.json"
VERSION = 1
CODE, TITLE = "code", "title"


@dataclass(frozen=True, slots=True)
class Juror:
    """One juror's order."""

    name: str  # or J1, J2 ... where the rules keep names to themselves
    ranks: tuple[str, ...]  # codes, best first; what is left out shares the places after


def rows_of(vote: OpenedVote, box: BallotStore) -> tuple[Row, ...]:
    """All ballots, of box and imports, with what becomes of them."""
    return entry.rows([*box.entries(), *record.read(vote).entries])


def votes_of(vote: OpenedVote, rows: Sequence[Row]) -> Public:
    """What the public said. Raises Refused if no ballot counts."""
    counted = ((row.entry.group, row.entry.ballot.choices) for row in rows if row.state == "counted")
    votes = public([c.code for c in vote.candidates], vote.rules, counted)
    if not votes.ranked:
        raise Refused(_("No ballot counts: there is nothing to rank."))
    return votes


def union(vote: OpenedVote, box: BallotStore) -> tuple[Candidate, ...]:
    """The stories that go to the jury, by code: nothing of them tells how they fared. Raises Refused."""
    vote.require(Stage.CLOSED, Stage.TALLIED)
    chosen = votes_of(vote, rows_of(vote, box)).union
    return tuple(candidate for candidate in vote.candidates if candidate.code in chosen)


def form(stories: Sequence[Candidate], jurors: int = 3) -> bytes:
    """A table to fill in, for any spreadsheet: a row a story, a column a juror, 1 for the best."""
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
        if heads[:2] != [CODE, TITLE] or len(heads) < 3 or len(set(heads)) < len(heads) or not all(heads):
            expected = _("columns code, title and one a juror, each with another name")
            self._problem(
                1, "heads", quoted(", ".join(heads)), expected, _("Begin with the table that `vote jury` writes.")
            )
            raise Unfit(self.problems)
        places: list[dict[int, str]] = [{} for _head in heads[2:]]
        seen: dict[str, int] = {}
        for number, row in enumerate(self.table[1:], 2):
            if not any(cell.strip() for cell in row):
                continue
            code = row[0].strip()
            if code not in self.codes or code in seen:
                fix = _("Mend the code; every story stands on one line.")
                self._problem(number, CODE, quoted(code), _("a story that went to the jury, once"), fix)
                continue
            seen[code] = number
            for juror, place in enumerate(places):
                self._place(number, heads[juror + 2], row[juror + 2] if juror + 2 < len(row) else "", code, place)
        for head, place in zip(heads[2:], places, strict=True):
            if not place:
                self._problem(1, head, _("no mark"), _("at least one"), _("Fill the column, or take it out."))
        if missing := [code for code in self.codes if code not in seen]:
            self._problem(len(self.table), CODE, _("no line"), ", ".join(missing), _("Put the lines back."))
        if self.problems:
            raise Unfit(self.problems)
        found = [
            (head, tuple(place[at] for at in sorted(place))) for head, place in zip(heads[2:], places, strict=True)
        ]
        if rules.jurors == "named":
            return tuple(Juror(*one) for one in sorted(found))
        # Sorted by what they say: the number must not tell whose column it was.
        return tuple(Juror(f"J{number}", ranks) for number, ranks in enumerate(sorted(r for _head, r in found), 1))

    def _place(self, line: int, field: str, cell: str, code: str, place: dict[int, str]) -> None:
        text = cell.strip()
        if not text:
            return
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= len(self.codes)):
            expected = _("a place from 1 to {most}, or nothing").format(most=len(self.codes))
            self._problem(line, field, quoted(text), expected, _("Write 1 for the best."))
        elif int(text) in place:
            expected = _("a place that {code} does not have").format(code=place[int(text)])
            self._problem(line, field, quoted(text), expected, _("Give each story a place of its own."))
        else:
            place[int(text)] = code

    def _problem(self, line: int, field: str, found: str, expected: str, fix: str) -> None:
        self.problems.append(Problem(self.file, line, field, found, expected, fix))


def record_marks(vote: OpenedVote, box: BallotStore, now: datetime.datetime, path: Path) -> tuple[Juror, ...]:
    """Take the jury's marks. Until the tally another table replaces them; the same one again changes nothing.

    raises  Refused
    """
    vote.require(Stage.CLOSED)
    jurors = read(path, union(vote, box), vote.rules)
    if files.write(vote.public / FILE, canonical.dumps(published(jurors))):
        vote.recorded("jury", now, jurors=len(jurors))
    return jurors


def published(jurors: Sequence[Juror]) -> Any:
    """The value of jury.json."""
    marks = [{"juror": juror.name, "ranks": list(juror.ranks)} for juror in jurors]
    return {"version": VERSION, "jurors": len(jurors), "marks": marks}


def marks(vote: OpenedVote) -> tuple[tuple[str, ...], ...]:
    """What the jurors said. Raises Refused if they have not yet."""
    path = vote.public / FILE
    if not path.exists():
        raise Refused(_("The jury has not spoken: `{first}` comes first.").format(first=f"vote jury {vote.year}"))
    return tuple(tuple(mark["ranks"]) for mark in canonical.read(path)["marks"])
