"""The close: the box is shut, its last ballots are sealed, and what was sealed and spent is written down."""

import datetime
from collections import Counter
from collections.abc import Iterable

from ballot import checkpoints, files, keys, note, stages
from ballot.checkpoints import SEALS, signer
from ballot.entry import Entry
from ballot.language import _
from ballot.merkle import EMPTY
from ballot.note import Checkpoint
from ballot.problem import Refused
from ballot.stages import Stage
from ballot.store import BallotStore
from ballot.vote import OpenedVote

SPENT = "spent.txt"


def close(vote: OpenedVote, box: BallotStore, now: datetime.datetime) -> OpenedVote:
    """Close the vote. It refuses before the time; a second call changes nothing.

    raises  Refused
    """
    if vote.require(Stage.OPEN, Stage.CLOSED) is Stage.CLOSED:
        return vote
    closes = vote.closes
    if now < closes:
        raise Refused(_("This vote closes at {at}, not before.").format(at=stages.minute(closes)))
    secrets = keys.read(vote.private)
    late = box.close().late
    box.seal(signer(vote, secrets), least=1)
    notes = checkpoints.keep(vote.public, box.seals())
    files.write(vote.public / SEALS, checkpoints.joined(notes))
    write_spent(vote, box.spent())
    last = Checkpoint(vote.rules.origin, 0, EMPTY)
    if notes:
        last = note.checkpoint(note.text_of(notes[-1], checkpoints.verifier(vote)))
    entries = tuple(box.entries())
    ballots, voters = Counter(entry.group for entry in entries), voters_of(entries)
    groups = [group for group in vote.rules.groups if group != "import"]
    return vote.recorded(
        Stage.CLOSED.value,
        now,
        closes=stages.minute(closes),
        late=late,
        seals=len(notes),
        size=last.size,
        root=last.root.hex(),
        ballots={group: ballots[group] for group in groups},
        voters={group: voters[group] for group in groups},
    )


def voters_of(entries: Iterable[Entry]) -> Counter[str]:
    """How many people have voted, each counted in the group of the last ballot."""
    last: dict[str, Entry] = {}
    for entry in entries:
        if entry.turn >= last.get(entry.voter, entry).turn:
            last[entry.voter] = entry
    return Counter(entry.group for entry in last.values())


def write_spent(vote: OpenedVote, spent: Iterable[str]) -> None:
    """Write down which codes were used, because the roll does not say."""
    files.write(vote.public / SPENT, "".join(f"{code}\n" for code in sorted(spent)).encode("ascii"))
