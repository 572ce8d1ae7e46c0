"""The command line of the vote: `python3 tasks.py vote COMMAND YEAR`."""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

from ballot.language import _
from ballot.problem import Refused, Unfit
from ballot.vote import Vote

# In the order of a vote. Each module has `arguments(parser)` and `run(vote, options) -> int`; only the one that was
# called is imported.
COMMANDS: dict[str, tuple[str, str]] = {
    "shortlist": ("ballot.screening.command", "screen the year's stories, decide, write the slate"),
    "serve": ("ballot.service.server", "take ballots"),
    "backup": ("ballot.backup", "write all ballots into a file, also while the service runs"),
    "restore": ("ballot.restore", "fill an empty box from a back-up"),
}


def main(argv: list[str]) -> int:
    """Do one command.

    argv     without the program's name
    returns  the exit status: 0, or 1 when something must be mended or comes first
    """
    parser = argparse.ArgumentParser(prog="vote", description=_("Hold the annual vote, from shortlist to result."))
    commands = parser.add_subparsers(required=True, dest="command", metavar=_("COMMAND"))
    for name, (module, words) in COMMANDS.items():
        command = commands.add_parser(name, help=_(words), description=_(words))
        if argv[:1] == [name]:
            command.add_argument("year", type=_year, help=_("the year of the vote"))
            command.add_argument("--public", type=Path, help=_("the committed folder; content/votes/YEAR without it"))
            command.add_argument("--private", type=Path, help=_("the secret folder; .votes/YEAR without it"))
            import_module(module).arguments(command)
    options = parser.parse_args(argv)
    public = options.public or Path("content/votes", options.year)
    vote = Vote(public, options.private or Path(".votes", options.year))
    try:
        code = int(import_module(COMMANDS[options.command][0]).run(vote, options))
        sys.stdout.flush()
        return code
    except Refused as error:
        if isinstance(error, Unfit):
            for problem in error.problems:
                print(problem, file=sys.stderr)
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `vote jury 2026 | head`: whoever read has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _year(text: str) -> str:
    if len(text) != 4 or not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(_("a year has four digits"))
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
