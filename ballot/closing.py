"""The close: the box is shut, its last ballots are sealed, and what was sealed and spent is written down."""

import datetime
from collections.abc import Iterable

from ballot import files, keys, stages
from ballot.keys import Keys
from ballot.language import _
from ballot.leaf import receipt_from, receipt_of
from ballot.problem import Refused
from ballot.stages import Stage
from ballot.store import BallotStore, signer
from ballot.vote import OpenedVote

SEALS, SPENT = "seals.txt", "spent.txt"
BETWEEN = "\n---\n"  # two notes in seals.txt


def close(vote: OpenedVote, box: BallotStore, now: datetime.datetime) -> None:
    """Close the vote. Before its time it refuses; done twice it changes nothing.

    raises  Refused
    """
    if vote.require(Stage.OPEN, Stage.CLOSED) is Stage.CLOSED:
        return
    closes = vote.closes
    if now < closes:
        raise Refused(_("This vote closes at {at}, not before.").format(at=stages.minute(closes)))
    secrets = keys.read(vote.private)
    late = box.close().late
    box.seal(signer(vote.rules, secrets), least=1)
    files.write(vote.public / SEALS, seals_text(box.seals()))
    write_spent(vote, secrets, {entry.voter for entry in box.entries()})
    vote.recorded(Stage.CLOSED.value, now, closes=stages.minute(closes), late=late)


def seals_text(notes: Iterable[str]) -> bytes:
    """The bytes of seals.txt."""
    return BETWEEN.join(notes).encode()


def write_spent(vote: OpenedVote, secrets: Keys, voters: set[str]) -> int:
    """Write down which codes of the roll were used; how many."""
    spent = sorted(mark for mark in vote.roll if secrets.voter_tag("code", mark) in voters)
    files.write(vote.public / SPENT, "".join(f"{mark}\n" for mark in spent).encode("ascii"))
    return len(spent)


def quarantine(vote: OpenedVote, box: BallotStore, now: datetime.datetime, marks: Iterable[str], why: str) -> int:
    """Set ballots aside: they stay in the tree and are published with the reason, but do not count.

    marks    receipts or tags of voters, as they were typed
    why      for everyone to read
    returns  how many ballots were set aside that were not yet
    raises   Refused
    """
    vote.require(Stage.OPEN, Stage.CLOSED)
    if (vote.public / "jury.json").exists():
        raise Refused(_("The jury has its list already: what it was made from stays as it is."))
    if not why.strip() or not why.isprintable():
        raise Refused(_("Say why, in one line, for everyone to read."))
    wanted = {receipt_from(mark) or mark.strip().lower(): mark for mark in marks if mark.strip()}
    entries = tuple(box.entries())
    known = {entry.voter for entry in entries} | {receipt_of(entry.leaf) for entry in entries}
    unknown = [typed.strip() for mark, typed in wanted.items() if mark not in known]
    if unknown:
        raise Refused(_("The box holds no ballot {mark}; nothing was set aside.").format(mark=unknown[0]))
    chosen = [e.leaf for e in entries if e.voter in wanted or receipt_of(e.leaf) in wanted]
    count = box.quarantine(dict.fromkeys(chosen, why.strip()))
    if count:
        vote.recorded("quarantined", now, ballots=count, why=why.strip())
    return count
