"""`vote publish`: signs everything, has it recounted independently, and destroys the key of the voters' tags."""

import argparse

from ballot import publication
from ballot.commands.clock import now
from ballot.language import _
from ballot.problem import typed
from ballot.vote import Folders, read


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    publication.publish(vote, now())
    told = _("Published: commit {folder}. Anyone can check it with `python3 recount.py {folder} --check`.")
    print(told.format(folder=vote.public))
    told = _("The voters' key is destroyed here. With {folder} in git, `{destroy}` destroys the rest.")
    print(told.format(folder=vote.public, destroy=typed(f"destroy {vote.year}")))
    return 0
