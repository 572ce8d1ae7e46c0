"""After publication: whatever could still reveal when a published ballot came, or whose it was, is destroyed.

The box holds more than what was published, wherever a copy remains: a write-ahead log, PostgreSQL's xmin, a back-up.
Nothing is destroyed before git holds the published files and recount.py agrees with what git holds.
"""

import datetime
import io
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ballot import files, keys, opening, publication, quarantine, stages, traces
from ballot.box import Box, Foreign, Missing
from ballot.database import database_of
from ballot.imports import record
from ballot.language import _
from ballot.problem import Refused, typed
from ballot.stages import Stage
from ballot.vote import OpenedVote

EVENT = "destroyed"
BOX = ("box.sqlite3", "box.sqlite3-wal", "box.sqlite3-shm", "box.lock")
# All of the private folder except the signing key, which signs what follows publication, and the slate's records. The
# guide's notes hold the address of the database, often with its password.
PRIVATE = (
    *BOX, keys.VOTER, keys.COOKIE, opening.CODES, "codes.html", record.PRIVATE, "jury.csv", quarantine.STATEMENT,
    f"{quarantine.STATEMENT}.signed", "guide.json", traces.FILE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What was destroyed, and what was noted but no longer there."""

    files: tuple[Path, ...]
    missing: tuple[Path, ...]


def done(vote: OpenedVote) -> bool:
    """Whether it is on record."""
    return bool(stages.found(vote.events, EVENT))


def destroy(vote: OpenedVote, now: datetime.datetime, *, boxless: bool = False) -> Destroyed:
    """Destroy it all. A second call destroys what is left.

    boxless  whether the box is known to be gone: else a box that is not found is looked for before it is put on record
             that it was destroyed
    raises   Refused, and nothing is destroyed then; Away
    """
    vote.require(Stage.PUBLISHED)
    committed_copy_agrees(vote)
    sign = keys.signer_of(keys.signing(vote.private))
    stages.not_before(str(vote.events[-1]["at"]), now)  # else the record would be refused when all is gone
    url = database_of(vote.private)
    with Box(url) as box:
        try:
            box.find(vote.commitment)
            if not url.startswith("sqlite"):  # a file goes as a file: overwritten
                box.destroy()
        except Foreign as error:
            raise Refused(_("The box is another vote's: {what}.").format(what=error)) from None
        except Missing:
            if not (boxless or done(vote)):
                told = _(
                    "The box of this vote is not here. Set DATABASE_URL as it was for `{open}`; if the box is gone, "
                    "say so with --gone."
                )
                raise Refused(told.format(open=typed(f"open {vote.year}"))) from None
    noted = traces.noted(vote.private)
    gone = [path for path in (*noted, *(vote.private / name for name in PRIVATE)) if files.destroy(path)]
    if not done(vote):
        vote.recorded(EVENT, now, sign, files=len(gone))
    return Destroyed(tuple(gone), tuple(path for path in noted if path not in gone))


def committed_copy_agrees(vote: OpenedVote) -> None:
    """Check that git holds what is published, and that recount.py agrees with it. Raises Refused."""
    public = vote.public.resolve()
    command = ["git", "-C", str(public), "archive", "--format=zip", "HEAD", "."]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        raise Refused(_("git is not on this machine: nothing is destroyed before it holds a copy.")) from None
    if done.returncode:
        raise Refused(_("git holds no copy of {folder}: commit it first.").format(folder=vote.public))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, public.name)
        with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
            archive.extractall(copy)
        for path in sorted(public.rglob("*")):
            beside = copy / path.relative_to(public)
            if path.is_file() and not (beside.is_file() and beside.read_bytes() == path.read_bytes()):
                raise Refused(_("{file} is not in git as it is here: commit it first.").format(file=path))
        publication.check(copy)
