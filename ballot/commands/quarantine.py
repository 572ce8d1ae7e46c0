"""`vote quarantine`: sets ballots aside, for a reason that the rules name and with a second signature."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from ballot import files, quarantine
from ballot.box import Box
from ballot.commands.boxes import box_of
from ballot.commands.clock import now
from ballot.entry import Entry
from ballot.imports import record
from ballot.language import _, counted
from ballot.problem import Refused, typed
from ballot.vote import Folders, OpenedVote, read


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=_("a receipt or a voter's tag on each line; or what was signed"))
    parser.add_argument("--ground", type=int, default=0, help=_("the number of a ground in the rules, from 1"))
    parser.add_argument("--signed", action="store_true", help=_("the file is the signed statement"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    try:
        text = options.file.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        raise Refused(_("{path} cannot be read.").format(path=options.file)) from None
    with box_of(vote) as box:
        if options.signed:
            count = quarantine.set_aside(vote, _entries(vote, box), now(), text)
            print(counted("{count} ballot set aside.", "{count} ballots set aside.", count))
            return 0
        made = quarantine.propose(vote, _entries(vote, box), text.splitlines(), options.ground)
    path = vote.private / quarantine.STATEMENT
    files.write(path, made.text.encode(), secret=True)
    print(
        counted(
            "{count} ballot would be set aside; none is yet.",
            "{count} ballots would be set aside; nothing is yet.",
            len(made.leaves),
        )
    )
    told = _("Give {path} to {name} to sign: `{command}`.")
    command = typed(f"witness {vote.year} KEY --sign {path}")
    print(told.format(path=path, name=quarantine.grounds(vote).second.name, command=command))
    return 0


def _entries(vote: OpenedVote, box: Box) -> Iterable[Entry]:
    return (*box.entries(), *record.read(vote).entries)
