"""The command line of the vote: `python3 tasks.py vote COMMAND YEAR`."""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from ballot.installation import IS_PACKAGE, getting
from ballot.language import _, speak_like_the_terminal
from ballot.problem import Refused, Unfit, typed

# In the order of a vote. Each module has `arguments(parser)` and `run(folders, options) -> int`; only the one that was
# called is imported.
COMMANDS = {
    "guide": "ballot.guide.command",
    "new": "ballot.commands.new",
    "dates": "ballot.commands.dates",
    "nominate": "ballot.commands.nominate",
    "shortlist": "ballot.screening.command",
    "codes": "ballot.commands.codes",
    "freeze": "ballot.commands.freeze",
    "open": "ballot.commands.open",
    "serve": "ballot.service.server",
    "prolong": "ballot.commands.prolong",
    "backup": "ballot.backup",
    "restore": "ballot.restore",
    "close": "ballot.commands.close",
    "import": "ballot.commands.bring",
    "quarantine": "ballot.commands.quarantine",
    "witness": "ballot.commands.witness",
    "withdraw": "ballot.commands.withdraw",
    "jury": "ballot.commands.judge",
    "tally": "ballot.commands.tally",
    "publish": "ballot.commands.publish",
    "destroy": "ballot.commands.destroy",
    "status": "ballot.commands.status",
    "demo": "ballot.demo.command",
}


def _told() -> dict[str, str]:
    """What each command does, in the language of the terminal."""
    return {
        "guide": _("guide you through a vote, step by step; --page does it in a browser"),
        "new": _("write the rules of a year, with a comment on each line"),
        "dates": _("fill in the dates and the draw that the rules still lack"),
        "nominate": _("record which stories were nominated, one by one or from a form tool's file"),
        "shortlist": _("screen the year's stories, decide, write the slate"),
        "codes": _("make one-time codes for members, and a sheet to print"),
        "freeze": _("fix rules, candidates and roll"),
        "open": _("let the service take ballots"),
        "serve": _("take ballots"),
        "prolong": _("move the close to a later time, after an outage"),
        "backup": _("write all ballots into a file, also while the service runs"),
        "restore": _("fill an empty box from a back-up"),
        "close": _("stop taking ballots, and seal the last ones"),
        "import": _("take ballots from a form tool's file"),
        "quarantine": _("set ballots aside, for a reason that the rules name, with a second signature"),
        "witness": _("make the key of the second signature, or sign with it"),
        "withdraw": _("withdraw a candidate, with a reason"),
        "jury": _("write the jury's table, or take its marks in"),
        "tally": _("count"),
        "publish": _("check, sign and finish"),
        "destroy": _("destroy what could still tell whose a ballot was, or when it came"),
        "status": _("show what stage the vote is at, and what comes next"),
        "demo": _("play an invented year in a scratch folder, the whole way"),
    }


class Parser(argparse.ArgumentParser):
    """Refuses in one line; so do the parsers of its commands."""

    def error(self, message: str) -> NoReturn:
        words = _("{program}: {problem}. `{program} --help` names what it takes.")
        self.exit(2, words.format(program=self.prog, problem=message) + "\n")


def main(argv: list[str]) -> int:
    """Run one command.

    argv     without the program's name
    returns  the exit status: 0, or 1 when something must be fixed or done first
    """
    try:
        return _run(argv)
    except ModuleNotFoundError as error:  # the code was brought up to date, its environment not yet
        library = (error.name or "ballot").partition(".")[0]
        if library == "ballot":
            raise
        words = _("{name} is missing: the packages are older than the code. Run `{command}`, which gets them.")
        if IS_PACKAGE:
            words = _("{name} is missing. Run `{command}`, which gets it.")
        print(words.format(name=library, command=getting("vote", typed("--help"))), file=sys.stderr)
        return 1


def _run(argv: list[str]) -> int:
    speak_like_the_terminal()
    parser = Parser(prog=typed("").strip(), description=_("Hold the annual vote, from shortlist to result."))
    commands = parser.add_subparsers(required=True, dest="command", metavar=_("COMMAND"))
    told = _told()
    for name, module in COMMANDS.items():
        command = commands.add_parser(name, help=told[name], description=told[name])
        if argv[:1] == [name]:
            if name == "demo":  # it has its own year, folders and calendar
                import_module(module).arguments(command)
                command.set_defaults(year="0000", public=None, private=None)
                continue
            command.add_argument("year", type=_year, metavar=_("YEAR"), help=_("the year of the vote"))
            folder = _("FOLDER")
            command.add_argument(
                "--public", type=Path, metavar=folder, help=_("the committed folder; default content/votes/YEAR")
            )
            command.add_argument(
                "--private", type=Path, metavar=folder, help=_("the secret folder; default .votes/YEAR")
            )
            import_module(module).arguments(command)
    if argv and argv[0] not in (*COMMANDS, "-h", "--help"):
        parser.error(_no_command(argv[0]))
    options = parser.parse_args(argv)
    from ballot import stages  # with libraries that only the vote needs: `--help` does without
    from ballot.vote import Folders

    public = options.public or Path("content/votes", options.year)
    folders = Folders(public, options.private or Path(".votes", options.year))
    try:
        if healed := stages.heal(public):
            print(healed, file=sys.stderr)
        code = int(import_module(COMMANDS[options.command]).run(folders, options))
        sys.stdout.flush()
        return code
    except Refused as error:
        if isinstance(error, Unfit):
            for problem in error.problems:
                print(problem, file=sys.stderr)
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `vote jury 2026 | head`: the reader has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _no_command(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word.lower(), (*COMMANDS, "--help"), 1)
    told = _("no such command: {word} (perhaps {guess})") if near else _("no such command: {word}")
    return told.format(word=word, guess="".join(near))


def _year(text: str) -> str:
    if len(text) != 4 or not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(_("a year has four digits"))
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
