"""From closed to published: count, write the result, have it checked independently, and destroy the secrets."""

import datetime
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ballot import (
    canonical,
    checkpoints,
    closing,
    entry,
    files,
    jury,
    keys,
    margin,
    note,
    quarantine,
    result,
    stages,
    tally,
    withdrawal,
)
from ballot.entry import Entry, Row
from ballot.imports import record
from ballot.jury import Juror
from ballot.language import _
from ballot.leaf import Group
from ballot.margin import Flip
from ballot.merkle import Tree
from ballot.problem import Refused
from ballot.stages import Stage
from ballot.store import BallotStore
from ballot.tally import NeedsDraw, Result, pairs
from ballot.vote import ROLL, OpenedVote

BALLOTS = "ballots.jsonl"
# What a recount reads, and how the slate came about. events.jsonl holds the hashes of all these.
PUBLISHED = (
    "rules.toml", "candidates.json", "screening.jsonl", "decisions.jsonl", ROLL, closing.SPENT, checkpoints.SEALS,
    BALLOTS, jury.FILE, record.FILE, quarantine.FILE, result.FILE,
)  # fmt: skip
RECOUNT = Path(__file__).resolve().parent.parent / "recount.py"
FORMAT = Path(__file__).resolve().parent / "FORMAT.md"


@dataclass(frozen=True, slots=True)
class Counted:
    """A count, and the files that hold it."""

    result: Result
    with_quarantined: Result  # as if nothing had been set aside
    margins: Mapping[Group, int | None]
    flips: Mapping[Group, Flip | None]
    files: Mapping[str, bytes]


def count(
    vote: OpenedVote,
    entries: Sequence[Entry],
    statements: Sequence[str],
    jurors: Sequence[Juror],
    notes: Sequence[str],
    spent: int,
    draw: str = "",
) -> Counted:
    """Count. Pure: the same input gives the same result.

    entries     all ballots, of box and imports
    statements  what was set aside, as it was signed
    notes       of all seals
    spent       codes that were used
    draw        result of the public draw, once it is needed
    raises      Refused if something does not match, or the draw is needed
    """
    rows = entry.rows(entries, quarantine.reasons(vote, statements))
    roots = _roots(vote, rows, notes)
    withdrawn = withdrawal.before_the_count(vote)
    found = _tally(vote, result.counted(rows), jurors, draw, withdrawn)
    other = _tally(vote, result.counted(entry.rows(entries, {})), jurors, draw or None, withdrawn)
    margins = margin.margins(found.public, vote.rules, found.jury_ranks, found.order, withdrawn)
    flips = margin.flips(found.public, vote.rules, found.jury_ranks, found.order, draw, withdrawn)
    codes = [candidate.code for candidate in vote.candidates]
    told = pairs(codes, result.counted(rows))
    facts = result.Facts(vote.commitment, draw, roots, len(vote.roll), spent, withdrawn)
    ranked = {group: told[group] for group in found.public.ranked}
    value = result.published(found, vote.rules, rows, jurors, ranked, other, margins, flips, facts)
    ballots = canonical.lines(row.published() for row in rows)
    return Counted(found, other, margins, flips, {BALLOTS: ballots, result.FILE: canonical.dumps(value)})


def _tally(
    vote: OpenedVote,
    ballots: Sequence[tally.Counted],
    jurors: Sequence[Juror],
    draw: str | None,
    withdrawn: Sequence[str],
) -> Result:
    codes = [candidate.code for candidate in vote.candidates]
    votes = tally.public(codes, vote.rules, ballots, withdrawn)
    try:
        return tally.tally(votes, vote.rules, [juror.ranks for juror in jurors], draw)
    except NeedsDraw as tied:
        raise Refused(
            _("{codes} are tied in everything: give the result of {what} with --draw.").format(
                codes=", ".join(tied.codes), what=vote.rules.draw.what
            )
        ) from None
    except ValueError:
        raise Refused(_("The jury's marks are not over the slate: take them in again.")) from None


def tally_up(vote: OpenedVote, box: BallotStore, now: datetime.datetime, draw: str = "") -> Counted:
    """Read all that is counted, count, and write ballots.jsonl and result.json.

    raises  Refused
    """
    stage = vote.require(Stage.CLOSED, Stage.TALLIED)
    draw = _drawn(vote, now, " ".join(draw.split()))
    jurors, statements = jury.marks(vote), quarantine.kept(vote)
    record.publish(vote, box)  # also if nothing was imported, so that the file says so
    imported = record.read(vote)
    entries = [*box.entries(), *imported.entries]
    notes = [*box.seals(), *imported.notes]
    found = count(vote, entries, statements, jurors, notes, len(box.spent() | imported.spent), draw)
    if not statements:
        files.write(vote.public / quarantine.FILE, b"")
    for name, data in found.files.items():
        files.write(vote.public / name, data)
    if stage is Stage.CLOSED:
        vote.recorded(Stage.TALLIED.value, now, draw=draw)
    return found


def _drawn(vote: OpenedVote, now: datetime.datetime, draw: str) -> str:
    """The draw that counts: the one of the tally if there was one. Raises Refused."""
    if vote.stage is Stage.TALLIED:
        said = str(stages.found(vote.events, Stage.TALLIED.value)[-1]["draw"])
        if draw not in ("", said):
            raise Refused(_("This vote was tallied with the draw '{said}', not with this one.").format(said=said))
        return said
    if draw and now < vote.rules.draw.when:
        raise Refused(
            _("{what} is drawn at {at}; nobody can know it yet.").format(
                what=vote.rules.draw.what, at=stages.minute(vote.rules.draw.when)
            )
        )
    return draw


def _roots(vote: OpenedVote, rows: Sequence[Row], notes: Sequence[str]) -> list[tuple[int, int, str]]:
    """Number, size and root of each seal, after rebuilding it. Raises Refused if a seal is not over these ballots."""
    trusted, held = checkpoints.verifier(vote), checkpoints.restored(vote)
    leaves: dict[int, list[bytes]] = {}
    for row in rows:
        leaves.setdefault(row.entry.seal, []).append(row.entry.leaf)
    there = set(checkpoints.chain(held.get(len(notes), len(notes)), held))
    if leaves.keys() != there:
        raise Refused(_("Some ballots are in no seal, or a seal is missing: restore box and seals from the back-up."))
    tree, found = Tree(), []
    for number, text in enumerate(notes, 1):
        point = note.checkpoint(note.text_of(text, trusted))
        if number in there:
            tree.extend(leaves[number])
            if (point.size, point.root) != (tree.size, tree.root()):
                told = _("Seal {number} is not over the ballots of the box: restore both from the back-up.")
                raise Refused(told.format(number=number))
        found.append((number, point.size, point.root.hex()))
    return found


def publish(vote: OpenedVote, now: datetime.datetime) -> None:
    """Sign what is published, have it recounted independently, and destroy the key of the voters' tags.

    raises  Refused
    """
    if vote.require(Stage.TALLIED, Stage.PUBLISHED) is Stage.TALLIED:
        sign = keys.signer_of(keys.signing(vote.private))
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, vote.public.name)
            shutil.copytree(vote.public, copy)
            stages.append(copy, Stage.PUBLISHED.value, now, sign, files=hashes(copy))
            check(copy)
            # The program that checked this year is kept with it, and the document that tells how to write another.
            for source in (RECOUNT, FORMAT):
                files.write(vote.public / source.name, source.read_bytes())
            files.write(vote.public / stages.FILE, (copy / stages.FILE).read_bytes())
    keys.destroy_voter(vote.private)
    record.destroy(vote.private)


def hashes(public: Path) -> dict[str, str]:
    """SHA-256 in hex of each published file that exists."""
    return {name: sha256((public / name).read_bytes()).hexdigest() for name in PUBLISHED if (public / name).exists()}


def check(public: Path) -> None:
    """Recount with recount.py, which shares no code with this. Raises Refused with the first difference."""
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", str(RECOUNT), str(public), "--check"],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    if done.returncode:
        raise Refused(_("recount.py disagrees: {said}").format(said=done.stdout.strip() or done.returncode))
