"""`vote freeze`: rules, slate and roll become one key, and may not change any more."""

import argparse

from ballot import opening
from ballot.commands.clock import now
from ballot.language import _
from ballot.vote import Folders, read


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    vote = opening.freeze(vote, now())
    print(_("Locked. The key of the vote is {key}").format(key=vote.commitment))
    told = _("Copy {private} to a safe place, and publish {public} before the opening.")
    print(told.format(private=vote.private, public=vote.public))
    return 0
