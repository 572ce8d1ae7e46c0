"""From closed to published: the count is made and written down, checked from outside, and the secrets go."""

import base64
import datetime
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot import canonical, closing, files, jury, keys, note, result, stages
from ballot.entry import Row
from ballot.imports import record
from ballot.language import _
from ballot.merkle import Tree
from ballot.problem import Refused
from ballot.stages import Stage
from ballot.store import BallotStore
from ballot.tally import NeedsDraw, Result, tally
from ballot.vote import ROLL, OpenedVote

BALLOTS = "ballots.jsonl"
# What a recount reads, and what tells how the slate came about. events.jsonl holds the hashes of all these.
PUBLISHED = (
    "rules.toml", "candidates.json", "screening.jsonl", "decisions.jsonl", ROLL, closing.SPENT, closing.SEALS,
    BALLOTS, jury.FILE, record.FILE, result.FILE,
)  # fmt: skip
RECOUNT = Path(__file__).resolve().parent.parent / "recount.py"


def count(vote: OpenedVote, box: BallotStore, now: datetime.datetime, draw: str = "") -> Result:
    """Count, and write ballots.jsonl and result.json. The same again gives the same.

    draw    what the public draw gave, once it is needed
    raises  Refused
    """
    stage = vote.require(Stage.CLOSED, Stage.TALLIED)
    key, rules = vote.commitment, vote.rules
    draw = " ".join(draw.split())
    if stage is Stage.TALLIED:
        said = str(stages.found(vote.events, Stage.TALLIED.value)[-1]["draw"])
        if draw not in ("", said):
            raise Refused(_("This vote was tallied with the draw '{said}', not with this one.").format(said=said))
        draw = said
    if draw and now < rules.draw.when:
        raise Refused(
            _("{what} is drawn at {at}; nobody can know it yet.").format(
                what=rules.draw.what, at=stages.minute(rules.draw.when)
            )
        )
    marks = jury.marks(vote)
    record.publish(vote, box)  # where nothing was imported, it says so
    rows = jury.rows_of(vote, box)
    roots = _roots(vote, rows)
    votes = jury.votes_of(vote, rows)
    try:
        found = tally(votes, rules, marks, draw)
    except NeedsDraw as tied:
        raise Refused(
            _("{codes} are tied in everything: give what {what} drew, by --draw.").format(
                codes=", ".join(tied.codes), what=rules.draw.what
            )
        ) from None
    except ValueError:
        raise Refused(_("The jury's marks are not over the stories that went to it: take them in again.")) from None
    value = result.published(
        found, rules, rows, key=key, draw=draw, roots=roots, roll=len(vote.roll), jurors=len(marks),
        spent=len((vote.public / closing.SPENT).read_text("ascii").split()),
    )  # fmt: skip
    files.write(vote.public / BALLOTS, canonical.lines(row.published() for row in rows))
    files.write(vote.public / result.FILE, canonical.dumps(value))
    if stage is Stage.CLOSED:
        vote.recorded(Stage.TALLIED.value, now, draw=draw)
    return found


def _roots(vote: OpenedVote, rows: Sequence[Row]) -> list[tuple[int, int, str]]:
    """Number, size and root of each seal, after rebuilding it. Raises Refused if a seal is not over these ballots."""
    text = (vote.public / closing.SEALS).read_text("utf-8")
    trusted = note.verifier(stages.found(vote.events, Stage.FROZEN.value)[-1]["verifier"])
    tree, found = Tree(), []
    leaves: dict[int, list[bytes]] = {}
    for row in rows:
        leaves.setdefault(row.entry.seal, []).append(row.entry.leaf)
    notes = text.split(closing.BETWEEN) if text else []
    if leaves.keys() != set(range(1, len(notes) + 1)):
        raise Refused(_("Some ballots are in no seal, or a seal is missing: restore box and seals from the back-up."))
    for number, sealed in enumerate(notes, 1):
        tree.extend(leaves[number])
        point = note.checkpoint(note.text_of(sealed, trusted))
        if (point.size, point.root) != (tree.size, tree.root()):
            raise Refused(
                _("Seal {number} is not over the ballots of the box: restore both from the back-up.").format(
                    number=number
                )
            )
        found.append((number, tree.size, tree.root().hex()))
    return found


def publish(vote: OpenedVote, now: datetime.datetime) -> None:
    """Sign what is published, have it counted again from outside, and destroy the key of the voters' tags.

    raises  Refused
    """
    if vote.require(Stage.TALLIED, Stage.PUBLISHED) is Stage.TALLIED:
        signing = keys.signing(vote.private)
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, vote.public.name)
            shutil.copytree(vote.public, copy)
            _sign(copy, signing, now)
            check(copy)
            # The program that checked this year stays beside it: a later one may read another version.
            files.write(vote.public / RECOUNT.name, RECOUNT.read_bytes())
            files.write(vote.public / stages.FILE, (copy / stages.FILE).read_bytes())
    keys.destroy_voter(vote.private)
    record.destroy(vote.private)


def _sign(public: Path, signing: Ed25519PrivateKey, now: datetime.datetime) -> None:
    def sign(line: bytes) -> str:
        return base64.b64encode(signing.sign(line)).decode()

    stages.append(public, Stage.PUBLISHED.value, now, sign, files=hashes(public))


def hashes(public: Path) -> dict[str, str]:
    """SHA-256 in hex of each published file that there is."""
    return {name: sha256((public / name).read_bytes()).hexdigest() for name in PUBLISHED if (public / name).exists()}


def check(public: Path) -> None:
    """Let recount.py, which shares no code with this, count again. Raises Refused with the first difference."""
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", str(RECOUNT), str(public), "--check"],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    if done.returncode:
        raise Refused(_("recount.py counts otherwise: {said}").format(said=done.stdout.strip() or done.returncode))
