"""`vote restore`: fills an empty box from a back-up, in the same kind of database or another.

What was signed stays signed: a back-up that lacks ballots of a checkpoint is restored only if the loss is recorded.
"""

import argparse
from pathlib import Path

from ballot import backup, checkpoints, note
from ballot.box import Box, Foreign
from ballot.commands.clock import now
from ballot.database import Away, Unsafe, database_of
from ballot.language import _
from ballot.problem import Refused
from ballot.stages import Stage
from ballot.vote import Folders, OpenedVote, read


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=_("the back-up"))
    parser.add_argument(
        "--lost", action="store_true", help=_("there is no newer back-up: put on record which sealed ballots are lost")
    )


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Fill the box. Raises Refused, with nothing written."""
    vote = read(folders)
    rows = backup.rows(options.file)
    key = next((row["key"] for table, row in rows if table == "vote"), None)
    if key != vote.commitment:
        raise Refused(_("{path} is a back-up of another vote.").format(path=options.file))
    signed = checkpoints.kept(vote)
    notes = {row["number"]: row["note"] for table, row in rows if table == "seals"}
    held = tuple(notes[number] for number in sorted(notes))
    if held[: len(signed)] != signed[: len(held)]:
        raise Refused(_("{path} holds checkpoints that differ from the signed ones.").format(path=options.file))
    gone = signed[len(held) :]
    if gone and not (options.lost and vote.stage is Stage.OPEN):
        told = _("{path} lacks ballots of checkpoint {number}, which was signed. Take a newer back-up.")
        if vote.stage is Stage.OPEN:
            told += " " + _("If there is none, `--lost` puts the loss on record.")
        raise Refused(told.format(path=options.file, number=len(signed)))
    rows += [("seals", {"number": number, "note": text}) for number, text in enumerate(gone, len(held) + 1)]
    vote.private.mkdir(mode=0o700, parents=True, exist_ok=True)
    with Box(database_of(vote.private)) as box:
        try:
            box.fill(rows)
        except Foreign as error:
            raise Refused(_("The box is not empty: {what}. Move it away first.").format(what=error)) from None
        except (Away, Unsafe) as error:
            raise Refused(_("The database cannot be filled: {what}.").format(what=error)) from None
    # A back-up made after a loss has all the notes, but not all their ballots.
    last = max((row["seal"] for table, row in rows if table == "ballots"), default=0)
    _record(vote, min(last, len(signed)), signed)
    print(_("{count} ballots restored.").format(count=sum(table == "ballots" for table, _row in rows)))
    return 0


def _record(vote: OpenedVote, last: int, signed: tuple[str, ...]) -> None:
    """Record publicly how many checkpoints were signed, and the last one whose ballots the box holds."""
    trusted, before = checkpoints.verifier(vote), checkpoints.restored(vote)
    sizes = [0, *(note.checkpoint(note.text_of(text, trusted)).size for text in signed)]
    common = set(checkpoints.chain(last, before)).intersection(checkpoints.chain(len(signed), before))
    lost = sizes[-1] - sizes[max(common, default=0)]
    vote.recorded("restored", now(), signed=len(signed), seals=last, lost=lost)
