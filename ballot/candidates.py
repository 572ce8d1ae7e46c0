"""The slate: `candidates.json`, in the order of its codes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ballot import canonical
from ballot.language import _
from ballot.problem import Problem, Unfit, quoted

FILE = "candidates.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """One story that may be chosen."""

    code: str  # N01, N02 ... in the order of the slate
    slug: str  # of the story on the site
    title: str
    region: str
    summary: str


def code_of(place: int) -> str:
    """The code of the candidate with this number on the slate, from 1."""
    return f"N{place:02}"


def write(path: Path, year: int, candidates: Sequence[Candidate]) -> None:
    """Write the slate. Raises ValueError if the codes are not N01, N02 ... in order."""
    if [candidate.code for candidate in candidates] != [code_of(n) for n in range(1, len(candidates) + 1)]:
        raise ValueError("candidates have the codes N01, N02 ... in order")
    value = {"version": VERSION, "year": year, "candidates": [asdict(candidate) for candidate in candidates]}
    path.write_bytes(canonical.dumps(value))


def read(path: Path, year: int | None = None) -> tuple[Candidate, ...]:
    """Read the slate.

    year    the year it must be of
    raises  Unfit with every problem; OSError
    """
    try:
        value = canonical.read(path)
    except canonical.NotCanonical as error:
        fix = _("Write it again with `vote shortlist`; it is not edited by hand.")
        raise Unfit([Problem(path.as_posix(), error.line, "file", error.reason, _("canonical JSON"), fix)]) from None
    problems = tuple(_problems(path.as_posix(), value, year))
    if problems:
        raise Unfit(problems)
    return tuple(Candidate(**row) for row in value["candidates"])


def _problems(file: str, value: Any, year: int | None) -> list[Problem]:
    fix = _("Write it again with `vote shortlist`; it is not edited by hand.")
    if not isinstance(value, dict) or set(value) != {"version", "year", "candidates"} or value["version"] != VERSION:
        return [Problem(file, 1, "file", _("something else"), _("version 1 of a slate"), fix)]
    problems = []
    if type(value["year"]) is not int or year not in (None, value["year"]):
        problems.append(Problem(file, 1, "year", quoted(value["year"]), str(year), fix))
    rows = value["candidates"]
    if not isinstance(rows, list) or not rows:
        return [*problems, Problem(file, 1, "candidates", _("nothing"), _("candidates"), fix)]
    fields = set(Candidate.__dataclass_fields__)
    slugs: set[str] = set()
    for place, row in enumerate(rows, 1):
        code = code_of(place)
        if not isinstance(row, dict) or set(row) != fields or not all(isinstance(v, str) for v in row.values()):
            problems.append(
                Problem(
                    file, 1, code, _("something else"), _("texts: {names}").format(names=", ".join(sorted(fields))), fix
                )
            )
            continue
        if row["code"] != code:
            problems.append(Problem(file, 1, code, quoted(row["code"]), code, fix))
        if not row["slug"] or row["slug"] in slugs:
            problems.append(Problem(file, 1, f"{code}.slug", quoted(row["slug"]), _("a story of its own"), fix))
        if not row["title"].strip():
            problems.append(Problem(file, 1, f"{code}.title", _("nothing"), _("a title"), fix))
        slugs.add(row["slug"])
    return problems
