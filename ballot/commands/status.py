"""`vote status`: what happened so far, and what comes next."""

import argparse

from ballot.language import _
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
        print(_("Next: `{command}`").format(command=f"{after[0]} {vote.year}"))
    else:
        print(_("Published: nothing is left to do."))
    return 0
