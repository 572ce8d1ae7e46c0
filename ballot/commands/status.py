"""`vote status`: what happened so far, and what comes next."""

import argparse

from ballot import stages
from ballot.language import _
from ballot.stages import Stage
from ballot.vote import Vote


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(vote: Vote, options: argparse.Namespace) -> int:
    """Raises Refused."""
    for event in stages.read(vote.public):
        print(event["at"], event["event"])
    now = stages.stage(vote.public)
    after = [stage.command for stage in Stage if now < stage]
    if after:
        print(_("Next: `{command}`").format(command=f"{after[0]} {vote.year}"))
    else:
        print(_("Published: nothing is left to do."))
    return 0
