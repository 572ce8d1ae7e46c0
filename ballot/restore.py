"""`vote restore`: a back-up into an empty box, of the same kind of database or another."""

import argparse
from pathlib import Path

from ballot import backup
from ballot.box import Box, Foreign
from ballot.database import Away, Unsafe, database_of
from ballot.language import _
from ballot.problem import Refused
from ballot.vote import Folders, read


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=_("the back-up"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Fill the box. Raises Refused, and nothing was written then."""
    vote = read(folders)
    rows = backup.rows(options.file)
    key = next((row["key"] for table, row in rows if table == "vote"), None)
    if key != vote.commitment:
        raise Refused(_("{path} is a back-up of another vote.").format(path=options.file))
    vote.private.mkdir(mode=0o700, parents=True, exist_ok=True)
    with Box(database_of(vote.private)) as box:
        try:
            box.fill(rows)
        except Foreign as error:
            raise Refused(_("The box is not empty: {what}. Move it away first.").format(what=error)) from None
        except (Away, Unsafe) as error:
            raise Refused(_("The database cannot be filled: {what}.").format(what=error)) from None
    print(_("{count} ballots restored.").format(count=sum(table == "ballots" for table, _row in rows)))
    return 0
