"""`vote withdraw`: records publicly that a candidate can no longer be chosen, or was withdrawn after the count."""

import argparse

from ballot import withdrawal
from ballot.commands.clock import now
from ballot.language import _
from ballot.vote import Folders, read


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help=_("the story, by its slug"))
    parser.add_argument("--why", required=True, help=_("for everyone to read"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    candidate = withdrawal.withdraw(read(folders), now(), options.slug, options.why)
    print(_("Withdrawn: {code} {title}").format(code=candidate.code, title=candidate.title))
    return 0
