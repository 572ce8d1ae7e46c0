"""`vote open`: lets the service take ballots, from the time in the rules on."""

import argparse

from ballot import opening
from ballot.commands.boxes import box_of, make_box
from ballot.commands.clock import now
from ballot.language import _
from ballot.problem import typed
from ballot.stages import Stage, minute
from ballot.vote import Folders, read


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    if opening.may_open(vote, now()) is Stage.FROZEN:  # only then: an open vote whose box is gone has lost ballots
        make_box(vote)
    vote = opening.open_vote(vote, now())
    with box_of(vote):
        told = _("Open: `{serve}` takes ballots from {opens} to {closes}.")
        serve = typed(f"serve {vote.year}")
        print(told.format(serve=serve, opens=minute(vote.opens), closes=minute(vote.closes)))
    return 0
