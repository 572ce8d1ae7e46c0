"""What was imported: `imports.json` for everyone, and the ballots in a private file, sealed file by file.

The private file is the one that counts: it is replaced as a whole, and the public one is written from it, so that an
interrupted import has either happened completely or not at all.
"""

import datetime
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ballot import canonical, checkpoints, closing, files, keys, stages
from ballot.entry import Entry, entry, sealed
from ballot.imports import intake, sheet
from ballot.imports.intake import Rejected, Taken
from ballot.imports.sheet import Name
from ballot.language import _
from ballot.leaf import Ballot
from ballot.problem import Refused
from ballot.stages import Stage
from ballot.store import BallotStore
from ballot.vote import OpenedVote

FILE, PRIVATE = "imports.json", "imported.json"
VERSION = 2


@dataclass(frozen=True, slots=True)
class Form:
    """Where a file comes from."""

    tool: Name
    name: str = ""  # of one form among several of the same tool: each numbers its answers from 1
    question: str = ""  # words in the heading of the question with the picks, instead of the tool's usual ones

    @property
    def platform(self) -> str:
        """Within this, an answer's id is unique."""
        return f"{self.tool} {self.name}" if self.name else self.tool


@dataclass(frozen=True, slots=True)
class Import:
    """The ballots and refusals of a file, imported or only tried."""

    encoding: str
    taken: tuple[Taken, ...]
    rejected: tuple[Rejected, ...]
    known: bool  # this file was imported before, and adds nothing


def look(vote: OpenedVote, box: BallotStore, data: bytes, form: Form) -> Import:
    """Try a file; nothing is written. Raises Refused."""
    vote.require(Stage.OPEN, Stage.CLOSED)
    rules = vote.rules
    if "import" not in rules.groups:
        raise Refused(_("The rules have no group for imported ballots."))
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
    """Import a file: its ballots get their own seal. The same file twice adds nothing.

    raises  Refused
    """
    vote.require(Stage.CLOSED)
    found = look(vote, box, data, form)
    if found.known:
        _publish(vote, box, now)
        return found
    record, secrets, key = read(vote), keys.read(vote.private), vote.commitment
    made = [entry(intake.ballot_of(taken, entropy), key, taken.voter) for taken in found.taken]
    notes = [*box.seals(), *record.notes]
    number = len(notes) + 1 if made else 0
    old = [e.leaf for e in sorted([*box.entries(), *record.entries], key=lambda e: (e.seal, e.leaf))]
    signed = checkpoints.signer(vote, secrets)(old, sorted(e.leaf for e in made), notes) if made else ""
    value = {
        "adapter": form.tool,
        "codes": sum(bool(taken.code) for taken in found.taken),
        "encoding": found.encoding,
        "form": form.name,
        "entries": [_written(sealed(e, number)) for e in made],
        "note": signed,
        "rejected": [{"line": r.line, "reason": r.reason, "detail": r.detail} for r in found.rejected],
        "seal": number,
        "sha256": sha256(data).hexdigest(),
        "spent": sorted(taken.code for taken in found.taken if taken.code),
        "taken": len(made),
    }
    files.write(vote.private / PRIVATE, canonical.dumps([*record.files, value]), secret=True)
    _publish(vote, box, now)
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
    def spent(self) -> frozenset[str]:
        """`codes.spent_hash` of every code that came with an answer."""
        return frozenset(code for file in self.files for code in file["spent"])

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The ballots."""
        return tuple(_read(row) for file in self.files for row in file["entries"])


def read(vote: OpenedVote) -> Record:
    """What was imported so far."""
    path = vote.private / PRIVATE
    return Record(tuple(canonical.read(path)) if path.exists() else ())


def publish(vote: OpenedVote, box: BallotStore) -> None:
    """Write the public files: imports.json, seals.txt and spent.txt."""
    record = read(vote)
    shown = [
        {name: value for name, value in file.items() if name not in ("entries", "note", "spent")}
        for file in record.files
    ]
    files.write(vote.public / FILE, canonical.dumps({"version": VERSION, "files": shown}))
    notes = checkpoints.keep(vote.public, [*box.seals(), *record.notes])
    files.write(vote.public / checkpoints.SEALS, checkpoints.joined(notes))
    closing.write_spent(vote, box.spent() | record.spent)


def _publish(vote: OpenedVote, box: BallotStore, now: datetime.datetime) -> None:
    """Write the public files, and record each import that is not recorded yet, such as an interrupted one."""
    publish(vote, box)
    for file in read(vote).files[len(stages.found(vote.events, "imported")) :]:
        facts = {name: file[name] for name in ("sha256", "taken", "codes")}
        vote = vote.recorded("imported", now, **facts, rejected=len(file["rejected"]))


def destroy(private: Path) -> None:
    """Remove the private file: its non-secret contents have been published."""
    (private / PRIVATE).unlink(missing_ok=True)


def _written(at: Entry) -> list[object]:
    return [at.group, at.ballot.salt, list(at.ballot.choices), at.leaf.hex(), at.voter, at.seal]


def _read(row: Iterable[Any]) -> Entry:
    group, salt, choices, leaf, voter, seal = row
    return Entry(Ballot(group, salt, "", tuple(choices)), bytes.fromhex(leaf), voter, 1, seal)
