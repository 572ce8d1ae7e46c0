"""`vote codes`: one-time codes for the members, made on this machine, and a sheet to print and cut."""

import argparse
from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from ballot import files, opening
from ballot.language import _
from ballot.vote import ROLL, Folders, OpenedVote, read
from ballot.web import drawn, web_address

SHEET = "codes.html"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, required=True, help=_("how many codes"))
    parser.add_argument("--url", type=web_address, default="", help=_("address of the ballot, printed on each card"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    made = opening.make_codes(vote, options.count)
    files.write(vote.private / SHEET, sheet(vote, made, options.url).encode(), secret=True)
    told = _("{count} codes: one per line in {path}, to print and cut in {sheet}. They stay out of git.")
    print(told.format(count=len(made), path=vote.private / opening.CODES, sheet=vote.private / SHEET))
    print(_("The roll of their double hashes is in {path}.").format(path=vote.public / ROLL))
    return 0


def sheet(vote: OpenedVote, codes: Sequence[str], url: str = "") -> str:
    """A page of cards, one per code, without a number that could identify one.

    url  of the ballot, for print and QR code; the code follows its #, which browsers do not send. Or nothing
    """
    rules = vote.rules
    environment = Environment(loader=PackageLoader("ballot", ""), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("sheet.html").render(
        title=rules.title,
        codes=codes,
        url=url,
        drawn=lambda code: drawn(f"{url}#code={code}"),
        opens=f"{rules.opens:%Y-%m-%d %H:%M}",
        closes=f"{rules.closes:%Y-%m-%d %H:%M}",
        zone=rules.zone.key,
        _=_,
    )
