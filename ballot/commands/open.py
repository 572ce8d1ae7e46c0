"""`vote open`: from the time in the rules on, the service takes ballots."""

import argparse

from ballot import opening
from ballot.commands.chests import box_of
from ballot.commands.clock import now
from ballot.language import _
from ballot.stages import minute
from ballot.vote import Vote


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(vote: Vote, options: argparse.Namespace) -> int:
    """Raises Refused."""
    opening.open_vote(vote, now())
    with box_of(vote):
        told = _("Open: `{serve}` takes ballots from {opens} to {closes}.")
        serve = f"vote serve {vote.year}"
        print(told.format(serve=serve, opens=minute(vote.rules().opens), closes=minute(vote.closes())))
    return 0
