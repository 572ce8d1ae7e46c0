"""`vote tally`: the count."""

import argparse

from ballot import publication
from ballot.commands.boxes import box_of
from ballot.commands.clock import now
from ballot.language import _
from ballot.vote import Folders, read


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--draw", default="", help=_("the result of the public draw, if a tie needs it"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    with box_of(vote) as box:
        counted = publication.tally_up(vote, box, now(), options.draw)
    found, votes = counted.result, counted.result.public
    titles = {candidate.code: candidate.title for candidate in vote.candidates}
    for group, ballots in votes.ballots.items():
        told = _("{group}: {ballots} ballots, ranked") if group in votes.ranked else _("{group}: {ballots} ballots")
        print(told.format(group=group, ballots=ballots))
    if not votes.ranked:
        print(_("No group has enough ballots: the jury ranks alone."))
    print(_("Place, public mean, jury rank, final:"))
    for place, code in enumerate(found.order, 1):
        if place == len(found.chosen) + 1:
            print("-" * 40)
        ranks = (votes.means.get(code, "-"), found.jury_ranks[code], found.finals[code])
        depends = found.stability[code].depends
        note = _("(depends on: {what})").format(what=", ".join(depends)) if depends else ""
        print(f"{place:3}", *(f"{rank!s:>6}" for rank in ranks), f" {code} {titles[code]}", note)
    for tie in found.ties:
        print(_("Tied, broken by {steps}: {codes}").format(steps=", ".join(tie.steps), codes=" ".join(tie.codes)))
    for group, margin in counted.margins.items():
        if margin and margin > 1:
            told = _("Fewer than {ballots} more ballots of {group}, whatever they name, change nobody who is chosen.")
            print(told.format(ballots=margin, group=group))
        if flip := counted.flips[group]:
            told = _("{ballots} more ballots of {group} for {story} alone would change who is chosen.")
            print(told.format(ballots=flip.ballots, group=group, story=flip.story))
    if set(counted.with_quarantined.chosen) != set(found.chosen):
        told = _("With the ballots that were set aside, these would be chosen: {codes}")
        print(told.format(codes=" ".join(counted.with_quarantined.chosen)))
    return 0
