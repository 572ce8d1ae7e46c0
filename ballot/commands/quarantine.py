"""`vote quarantine`: set ballots aside, for a reason that everyone may read."""

import argparse
from pathlib import Path

from ballot import closing
from ballot.commands.boxes import box_of
from ballot.commands.clock import now
from ballot.language import _, counted
from ballot.problem import Refused
from ballot.vote import Folders, read


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=_("a receipt or a voter's tag on each line"))
    parser.add_argument("--why", required=True, help=_("for everyone to read"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    try:
        marks = options.file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Refused(_("{path} cannot be read.").format(path=options.file)) from None
    with box_of(vote) as box:
        count = closing.quarantine(vote, box, now(), marks, options.why)
    print(counted("{count} ballot set aside.", "{count} ballots set aside.", count))
    return 0
