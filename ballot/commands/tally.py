"""`vote tally`: the count."""

import argparse

from ballot import publication
from ballot.commands.boxes import box_of
from ballot.commands.clock import now
from ballot.language import _
from ballot.vote import Folders, read


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--draw", default="", help=_("what the public draw gave, if a tie needs it"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    with box_of(vote) as box:
        found = publication.count(vote, box, now(), options.draw)
    titles = {candidate.code: candidate.title for candidate in vote.candidates}
    print(_("Place, public rank, jury rank, final:"))
    for place, code in enumerate(found.order, 1):
        if place == len(found.chosen) + 1:
            print("-" * 40)
        ranks = (found.public_ranks[code], found.jury_ranks[code], found.finals[code])
        depends = found.stability[code].depends
        note = _("(depends on: {what})").format(what=", ".join(depends)) if depends else ""
        print(f"{place:3}", *(f"{rank!s:>6}" for rank in ranks), f" {code} {titles[code]}", note)
    for tie in found.ties:
        print(_("Tied, parted by {steps}: {codes}").format(steps=", ".join(tie.steps), codes=" ".join(tie.codes)))
    return 0
