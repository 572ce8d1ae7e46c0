"""`vote status`: what happened so far, and what comes next."""

import argparse

from ballot import destruction
from ballot.language import _
from ballot.problem import typed
from ballot.stages import Stage
from ballot.vote import Folders, read


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    for event in vote.events:
        print(event["at"], event["event"])
    now = vote.stage
    after = [stage.command for stage in Stage if now < stage]
    if after:
        print(_("Next: `{command}`").format(command=typed(f"{after[0]} {vote.year}")))
    elif not destruction.done(vote):
        print(_("Next: `{command}`").format(command=typed(f"destroy {vote.year}")))
    else:
        print(_("Published, and the traces are destroyed: nothing is left to do."))
    return 0
