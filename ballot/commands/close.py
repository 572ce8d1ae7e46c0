"""`vote close`: no ballot is taken any more, and the last ones are sealed."""

import argparse

from ballot import closing
from ballot.commands.boxes import box_of
from ballot.commands.clock import now
from ballot.language import _
from ballot.vote import Folders, read


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    with box_of(vote) as box:
        closing.close(vote, box, now())
        print(_("Closed, with {seals} seals. Voters:").format(seals=len(box.seals())))
        for group, voters in sorted(box.turnout().items()):
            print(f"  {group}: {voters}")
        print(_("Ballots that came after the close: {late}").format(late=box.state().late))
    return 0
