"""What was imported: `imports.json` for everyone, and the ballots beside the box, each file sealed as it came.

The private file is the one that counts: it is replaced as a whole, and what is public is written from it, so that an
import that was interrupted has happened or has not.
"""

import datetime
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ballot import canonical, closing, files, keys
from ballot.entry import Entry, entry, sealed
from ballot.imports import intake, sheet
from ballot.imports.intake import Rejected, Taken
from ballot.imports.sheet import Name
from ballot.language import _
from ballot.leaf import Ballot
from ballot.problem import Refused
from ballot.stages import Stage
from ballot.store import BallotStore, signer
from ballot.vote import OpenedVote

FILE, PRIVATE = "imports.json", "imported.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Form:
    """Where a file is from."""

    tool: Name
    name: str = ""  # of one form among several of the same tool: each numbers its answers from 1
    question: str = ""  # words in the head of the question with the picks, instead of the tool's usual ones

    @property
    def platform(self) -> str:
        """Within this an answer's id is one of its own."""
        return f"{self.tool} {self.name}" if self.name else self.tool


@dataclass(frozen=True, slots=True)
class Import:
    """What a file gave, or would give."""

    encoding: str
    taken: tuple[Taken, ...]
    rejected: tuple[Rejected, ...]
    known: bool  # this very file was imported before, and adds nothing


def look(vote: OpenedVote, box: BallotStore, data: bytes, form: Form) -> Import:
    """What a file would give; nothing is written. Raises Refused."""
    vote.require(Stage.OPEN, Stage.CLOSED)
    rules = vote.rules
    if "import" not in rules.groups:
        raise Refused(_("The rules know no group of imported ballots."))
    encoding, answers = sheet.read(form.tool, data, form.question)
    record = read(vote)
    voted = {e.voter for e in box.entries()} | {e.voter for e in record.entries}
    slate = intake.slate_of(vote.candidates)
    found = intake.sift(answers, form.platform, slate, rules, vote.roll, keys.read(vote.private), frozenset(voted))
    return Import(encoding, *found, known=sha256(data).hexdigest() in record.digests)


def take(
    vote: OpenedVote,
    box: BallotStore,
    now: datetime.datetime,
    data: bytes,
    form: Form,
    entropy: Callable[[int], bytes] = os.urandom,
) -> Import:
    """Import a file: its ballots get a seal of their own. The same file twice adds nothing.

    raises  Refused
    """
    vote.require(Stage.CLOSED)
    found = look(vote, box, data, form)
    if found.known:
        publish(vote, box)
        return found
    if (vote.public / "jury.json").exists():
        raise Refused(_("The jury has its list already: what it was made from stays as it is."))
    record, rules, secrets, key = read(vote), vote.rules, keys.read(vote.private), vote.commitment
    made = [entry(intake.ballot_of(taken, entropy), key, taken.voter) for taken in found.taken]
    notes = [*box.seals(), *record.notes]
    number = len(notes) + 1 if made else 0
    leaves = [e.leaf for e in sorted([*box.entries(), *record.entries], key=lambda e: (e.seal, e.leaf))]
    signed = signer(rules, secrets)([*leaves, *sorted(e.leaf for e in made)]) if made else ""
    value = {
        "adapter": form.tool,
        "codes": sum(taken.by_code for taken in found.taken),
        "encoding": found.encoding,
        "form": form.name,
        "entries": [_written(sealed(e, number)) for e in made],
        "note": signed,
        "rejected": [{"line": r.line, "reason": r.reason, "detail": r.detail} for r in found.rejected],
        "seal": number,
        "sha256": sha256(data).hexdigest(),
        "taken": len(made),
    }
    files.write(vote.private / PRIVATE, canonical.dumps([*record.files, value]), secret=True)
    publish(vote, box)
    vote.recorded("imported", now, sha256=value["sha256"], taken=len(made), rejected=len(found.rejected))
    return found


@dataclass(frozen=True, slots=True)
class Record:
    """All imports so far, in their order."""

    files: tuple[Mapping[str, Any], ...]

    @property
    def digests(self) -> frozenset[str]:
        """Of the files, SHA-256 in hex."""
        return frozenset(file["sha256"] for file in self.files)

    @property
    def notes(self) -> tuple[str, ...]:
        """The seals after those of the box."""
        return tuple(file["note"] for file in self.files if file["note"])

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The ballots."""
        return tuple(_read(row) for file in self.files for row in file["entries"])


def read(vote: OpenedVote) -> Record:
    """What was imported so far."""
    path = vote.private / PRIVATE
    return Record(tuple(canonical.read(path)) if path.exists() else ())


def publish(vote: OpenedVote, box: BallotStore) -> None:
    """Write what is public of it: imports.json, and seals.txt and spent.txt with it."""
    record = read(vote)
    shown = [{name: value for name, value in file.items() if name not in ("entries", "note")} for file in record.files]
    files.write(vote.public / FILE, canonical.dumps({"version": VERSION, "files": shown}))
    files.write(vote.public / closing.SEALS, closing.seals_text([*box.seals(), *record.notes]))
    voters = {e.voter for e in box.entries()} | {e.voter for e in record.entries}
    closing.write_spent(vote, keys.read(vote.private), voters)


def destroy(private: Path) -> None:
    """Remove the private file: all of it that is not secret has been published."""
    (private / PRIVATE).unlink(missing_ok=True)


def _written(at: Entry) -> list[object]:
    return [at.ballot.salt, list(at.ballot.choices), at.leaf.hex(), at.voter, at.seal]


def _read(row: Iterable[Any]) -> Entry:
    salt, choices, leaf, voter, seal = row
    return Entry(Ballot("import", salt, "", tuple(choices)), bytes.fromhex(leaf), voter, seal)
