"""A published vote in the hands of those who hold its keys: whatever they change, they make everything else fit."""

import base64
import contextlib
import io
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import recount
from ballot import canonical, checkpoints, jury, note, publication, quarantine
from ballot.checkpoints import BETWEEN
from ballot.entry import Entry
from ballot.leaf import Ballot, leaf
from ballot.merkle import Tree
from ballot.note import Checkpoint
from ballot.vote import Folders, read
from tests.ballot.counting import DRAW, Year

Values = list[dict[str, Any]]


class Tampered:
    """A copy of a published year, with the signing key beside it."""

    def __init__(self, year: Year, folder: Path) -> None:
        self.year, self.key = year, year.keys.signing
        self.public = folder / "2026"
        shutil.copytree(year.folders.public, self.public)
        self.folders = Folders(self.public, year.folders.private)

    def values(self, name: str) -> Values:
        return list(canonical.read_lines(self.public / name))

    def ballots(self, change: Callable[[Values], object]) -> None:
        """Change ballots, and write them in their order."""
        rows = self.values("ballots.jsonl")
        change(rows)
        rows.sort(key=lambda row: (row["seal"], row["leaf"]))
        (self.public / "ballots.jsonl").write_bytes(canonical.lines(rows))

    def leaf_of(self, row: dict[str, Any]) -> str:
        """The leaf that is right for a changed ballot."""
        ballot = Ballot(row["group"], row["salt"], row["word"], tuple(row["choices"]))
        return leaf(ballot, row["voter"], self.year.key).hex()

    def seal_again(self) -> list[tuple[int, int, str]]:
        """Sign new seals over the ballots as they are now; number, size and root of each."""
        rows, tree, found, notes = self.values("ballots.jsonl"), Tree(), [], []
        origin = read(self.folders).rules.origin
        for number in range(1, 1 + max(row["seal"] for row in rows)):
            tree.extend(bytes.fromhex(row["leaf"]) for row in rows if row["seal"] == number)
            notes.append(note.sign(Checkpoint(origin, tree.size, tree.root()).text, self.key, origin))
            found.append((number, tree.size, tree.root().hex()))
        (self.public / "seals.txt").write_bytes(checkpoints.joined(notes))
        shutil.rmtree(self.public / "seals", ignore_errors=True)
        checkpoints.keep(self.public, notes)
        return found

    def count_again(self) -> None:
        """Count what is there now, as the service itself would."""
        vote = read(self.folders)
        entries = [
            Entry(
                Ballot(row["group"], row["salt"], row["word"], tuple(row["choices"])),
                bytes.fromhex(row["leaf"]),
                row["voter"],
                row["turn"],
                row["seal"],
            )
            for row in self.values("ballots.jsonl")
        ]
        notes = (self.public / "seals.txt").read_text("utf-8").split(BETWEEN)
        spent = len((self.public / "spent.txt").read_text().split())
        found = publication.count(vote, entries, quarantine.kept(vote), jury.marks(vote), notes, spent, DRAW)
        for name, data in found.files.items():
            (self.public / name).write_bytes(data)

    def sign_again(self, change: Callable[[Values], object] = lambda _events: None) -> None:
        """Change events, mend their chain and the hashes that they tell, and sign the publication."""
        events, before = self.values("events.jsonl"), ""
        change(events)
        for event in events:
            event["prev"] = before
            if event["event"] == "published":
                event["files"] = publication.hashes(self.public)
            if event.pop("signature", None):
                event["signature"] = base64.b64encode(self.key.sign(canonical.dumps(event))).decode()
            before = sha256(canonical.dumps(event)).hexdigest()
        (self.public / "events.jsonl").write_bytes(canonical.lines(events))

    def recount(self, *more: str) -> tuple[int, str]:
        return told(self.public, *(more or ("--check",)))


def told(folder: Path, *words: str) -> tuple[int, str]:
    """Status and words of recount.py."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = recount.main([str(folder), *(words or ("--check",))])
    return code, said.getvalue().strip()


def the(events: Values, name: str) -> dict[str, Any]:
    """The first event of a name."""
    return next(event for event in events if event["event"] == name)
