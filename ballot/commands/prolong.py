"""`vote prolong`: after an outage in the last hours the vote closes later, if the rules said so before it opened."""

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
            raise Refused(
                _("The box is closed for good: a vote cannot be prolonged later than an hour after the close.")
            )
        closes = opening.prolong(vote, now(), options.minutes, options.why)
        box.prolong(int(closes.timestamp()))
    print(_("The vote closes at {at} now.").format(at=minute(closes)))
    return 0
