"""`vote jury`: writes the table for the jury, and takes in its marks."""

import argparse
from pathlib import Path

from ballot import files, jury
from ballot.commands.clock import now
from ballot.language import _
from ballot.problem import Refused
from ballot.stages import Stage
from ballot.vote import Folders, read

TABLE = "jury.csv"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help=_("the completed table; without it an empty one is written"))
    parser.add_argument("--jurors", type=int, default=5, help=_("columns of the empty table; default 5"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    if options.file is None:
        vote.require(Stage.FROZEN, Stage.CLOSED)
        path, table = vote.private / TABLE, jury.form(vote.candidates, options.jurors)
        if path.exists() and path.read_bytes() != table:
            raise Refused(_("{path} exists already: take it in, or remove it.").format(path=path))
        files.write(path, table, secret=True)
        told = _("{count} stories go to the jury: a column of {path} for each juror, 1 for the best, R for recused.")
        print(told.format(count=len(vote.candidates), path=path))
        return 0
    if not options.file.is_file():
        raise Refused(_("{path} cannot be read.").format(path=options.file))
    jurors = jury.record_marks(vote, now(), options.file)
    print(_("Taken in: {names}").format(names=", ".join(juror.name for juror in jurors)))
    return 0
