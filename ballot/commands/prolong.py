"""`vote prolong`: an outage in the last hours lets the vote close later, as its rules said before the opening."""

import argparse

from ballot import opening
from ballot.commands.boxes import box_of
from ballot.commands.clock import now
from ballot.language import _
from ballot.problem import Refused
from ballot.stages import minute
from ballot.vote import Folders, read


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--minutes", type=int, required=True, help=_("how long the service was away"))
    parser.add_argument("--why", required=True, help=_("for everyone to read"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    with box_of(vote) as box:
        if box.state().closed:
            raise Refused(_("The box is closed for good: an hour after the close nothing prolongs a vote any more."))
        closes = opening.prolong(vote, now(), options.minutes, options.why)
        box.prolong(int(closes.timestamp()))
    print(_("The vote closes at {at} now.").format(at=minute(closes)))
    return 0
