"""One vote on disk: a public folder, which is committed, and a private one, which never is."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from ballot import candidates, rules, stages
from ballot.candidates import Candidate
from ballot.language import _
from ballot.problem import Problem, Refused, Unfit
from ballot.rules import Rules

ROLL = "roll.txt"


@dataclass(frozen=True, slots=True)
class Vote:
    """Where the files of a year lie."""

    public: Path  # content/votes/2026
    private: Path  # .votes/2026

    @property
    def year(self) -> int:
        """By the folder's name. Raises Refused if that is no year."""
        if not (self.public.name.isascii() and self.public.name.isdigit()):
            raise Refused(_("The folder {folder} is not named by a year.").format(folder=self.public))
        return int(self.public.name)

    def rules(self) -> Rules:
        """The checked rules, checked against the slate too if there is one. Raises Refused."""
        slate = self.public / candidates.FILE
        try:
            found = rules.read(self.public / rules.FILE, len(self.candidates()) if slate.exists() else None)
        except FileNotFoundError:
            raise Refused(_("{path} is missing.").format(path=self.public / rules.FILE)) from None
        if found.year != self.year:
            file = (self.public / rules.FILE).as_posix()
            fix = _("Mend it, or move the folder.")
            raise Unfit(
                [Problem(file, 1, "year", str(found.year), _("{year}, as its folder").format(year=self.year), fix)]
            )
        return found

    def candidates(self) -> tuple[Candidate, ...]:
        """The checked slate. Raises Refused."""
        try:
            return candidates.read(self.public / candidates.FILE, self.year)
        except FileNotFoundError:
            raise Refused(
                _("{path} is missing: `{first}` makes it.").format(
                    path=self.public / candidates.FILE, first=f"vote shortlist {self.year}"
                )
            ) from None

    def commitment(self) -> str:
        """The opening key that was frozen, in hex. Raises Refused if the files have changed since."""
        frozen = stages.found(stages.read(self.public), "frozen")
        if not frozen:
            stages.require(self.public, stages.Stage.FROZEN, stages.Stage.PUBLISHED)
        key = rules.opening_key(self.public)
        if key != frozen[-1]["key"]:
            raise Refused(_("Rules, candidates or roll are not those that were frozen: take them from git again."))
        return key

    def closes(self) -> datetime.datetime:
        """The close in UTC, with every prolongation so far."""
        return rules.instants(self.rules(), stages.prolonged(stages.read(self.public)))[1]

    def roll(self) -> frozenset[str]:
        """The double hashes of all codes that were given out. Raises Refused."""
        try:
            return frozenset((self.public / ROLL).read_text("ascii").split())
        except FileNotFoundError:
            raise Refused(_("{path} is missing.").format(path=self.public / ROLL)) from None
