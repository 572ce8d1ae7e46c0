"""`vote destroy`: after publication, destroys whatever could still reveal when a ballot came or whose it was."""

import argparse

from ballot import destruction
from ballot.commands.clock import now
from ballot.database import Away, database_of
from ballot.language import _, counted
from ballot.problem import Refused
from ballot.vote import Folders, read


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--gone", action="store_true", help=_("the box is gone already"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    try:
        found = destruction.destroy(vote, now(), boxless=options.gone)
    except Away as error:
        raise Refused(_("The database does not answer: {what}.").format(what=error)) from None
    for path in found.files:
        print(path)
    print(counted("{count} file destroyed.", "{count} files destroyed.", len(found.files)))
    for path in found.missing:
        print(_("{path} is no longer there: destroy it wherever it is now.").format(path=path))
    print(_("Also destroy, because no program can:"))
    print(_("- copies of codes, back-ups and keys on other machines and disks, and the answers kept by form tools;"))
    if not database_of(folders.private).startswith("sqlite"):
        print(_("- the database server's own logs, back-ups and standbys: they keep the order of arrival;"))
    print(_("- snapshots of this disk; on flash memory, erase the disk when it leaves your hands."))
    print(_("Commit {folder}: it records the destruction.").format(folder=vote.public))
    return 0
