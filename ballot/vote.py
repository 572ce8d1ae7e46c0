"""One vote on disk: read once, checked together, and from then on an immutable value.

A command reads the vote, works on what it read, and writes last. Whatever is recorded gives a new value.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ballot import candidates, rules, stages
from ballot.candidates import Candidate
from ballot.language import _
from ballot.problem import Problem, Refused, Unfit, quoted
from ballot.rules import Rules
from ballot.stages import Event, Stage

ROLL = "roll.txt"


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of a year: a public one, which is committed, and a private one, which never is."""

    public: Path  # content/votes/2026
    private: Path  # .votes/2026

    @property
    def year(self) -> int:
        """From the folder's name. Raises Refused if that is not a year."""
        if not (self.public.name.isascii() and self.public.name.isdigit()):
            raise Refused(_("The folder {folder} is not named after a year.").format(folder=self.public))
        return int(self.public.name)


@dataclass(frozen=True, slots=True)
class OpenedVote:
    """A vote as its public files describe it. Made by `read`."""

    public: Path
    private: Path
    year: int
    events: tuple[Event, ...]  # oldest first
    rules: Rules
    candidates: tuple[Candidate, ...]  # by code; () only until the shortlist is done
    roll: frozenset[str]  # double hashes of all codes that were given out
    commitment: str  # the opening key, hex; "" while nothing is frozen

    @property
    def stage(self) -> Stage:
        return stages.stage_of(self.events)

    @property
    def opens(self) -> datetime.datetime:
        """In UTC."""
        return rules.instants(self.rules)[0]

    @property
    def closes(self) -> datetime.datetime:
        """In UTC, with every prolongation so far."""
        return rules.instants(self.rules, stages.prolonged(self.events))[1]

    def require(self, least: Stage, most: Stage | None = None) -> Stage:
        """The stage, if it is from `least` to `most` (None: only `least`). Raises WrongStage."""
        return stages.require(self.stage, self.year, least, most)

    def recorded(
        self, event: str, at: datetime.datetime, sign: Callable[[bytes], str] | None = None, **facts: object
    ) -> "OpenedVote":
        """The same vote after one more event, which is on disk when this returns."""
        return replace(self, events=(*self.events, stages.append(self.public, event, at, sign, **facts)))


def read(folders: Folders, *, dated: bool = True) -> OpenedVote:
    """Read a vote, whatever its stage.

    dated   whether the rules must have their dates

    raises  Unfit with every problem of its rules, slate, roll and events; Refused if a file is missing
    """
    public, year = folders.public, folders.year
    problems: list[Problem] = []
    events: tuple[Event, ...] = ()
    slate: tuple[Candidate, ...] = ()
    roll: frozenset[str] = frozenset()
    found: Rules | None = None
    try:
        events = stages.read(public)
    except Unfit as unfit:
        problems += unfit.problems
    frozen = stages.found(events, Stage.FROZEN.value)
    if not (public / rules.FILE).exists():
        raise Refused(_("{path} is missing: docs/vote.md says how it is written.").format(path=public / rules.FILE))
    for name in (candidates.FILE, ROLL) if frozen else ():
        if not (public / name).exists():
            raise Refused(_("{path} is missing: restore it from git.").format(path=public / name))
    try:
        slate = candidates.read(public / candidates.FILE, year) if (public / candidates.FILE).exists() else ()
    except Unfit as unfit:
        problems += unfit.problems
    try:
        found = rules.read(public / rules.FILE, len(slate) or None, dated=dated)
        problems += _of_another_year(public / rules.FILE, found.year, year)
    except Unfit as unfit:
        problems += unfit.problems
    try:
        roll = _roll(public / ROLL) if (public / ROLL).exists() else roll
    except Unfit as unfit:
        problems += unfit.problems
    if problems or found is None:
        raise Unfit(problems)
    if frozen and frozen[-1].get("version") != rules.FORMAT:
        raise Refused(_("This vote was frozen by an earlier Nuanwen: only recount.py still reads it."))
    commitment = rules.opening_key(public, str(frozen[-1].get("verifier"))) if frozen else ""
    if frozen and commitment != frozen[-1].get("key"):
        raise Refused(_("Rules, candidates or roll are not those that were frozen: restore them from git."))
    return OpenedVote(public, folders.private, year, events, found, slate, roll, commitment)


def _of_another_year(path: Path, found: int, year: int) -> list[Problem]:
    if found == year:
        return []
    expected = _("{year}, as its folder").format(year=year)
    return [Problem(path.as_posix(), 1, "year", str(found), expected, _("Correct it, or move the folder."))]


def _roll(path: Path) -> frozenset[str]:
    """The lines of roll.txt. Raises Unfit."""
    try:
        lines = path.read_text("ascii").splitlines()
    except UnicodeDecodeError:
        lines = [""]
    return frozenset(_hashes(path, lines))


def _hashes(path: Path, lines: Iterable[str]) -> list[str]:
    found: list[str] = []
    for number, line in enumerate(lines, 1):
        if len(line) != 64 or not set(line) <= set("0123456789abcdef") or (found and line <= found[-1]):
            expected = _("64 hex digits, sorted, each line once")
            fix = _("Restore the file from git; it is not written by hand.")
            raise Unfit([Problem(path.as_posix(), number, "file", quoted(line), expected, fix)])
        found.append(line)
    return found
