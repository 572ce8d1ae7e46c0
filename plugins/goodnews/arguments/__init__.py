"""The arguments: what may be typed for each command, and how a slip is told, in the language of the terminal."""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from goodnews.arguments import options, values
from goodnews.arguments.parser import HYPHENS, Parser
from goodnews.characters import half_width
from goodnews.language import _, speak_like_the_terminal

CONF = "pelicanconf.py"
Body = Callable[[argparse.Namespace], int]


def commands() -> dict[str, str]:
    """What each command does, in the language of the terminal."""
    return {
        "init": _("begin a newsroom of one's own: `init my-news`; at a terminal it asks what it is to be"),
        "lock": _("write requirements.lock anew, for the version that is installed: packages with their hashes"),
        "build": _("build the site: only the pages whose inputs changed are printed"),
        "check": _("check what editors wrote, and write nothing: every problem with its file and line"),
        "report": _("report on the newsroom: figures, gaps, what is to be done; `report --week`: one week"),
        "import": _("make drafts of a page as it arrived, and account for every line: `import page.docx`"),
        "fetch-images": _("bring pictures of other hosts, which texts name, into content/images"),
        "editions": _(
            "make e-mail, e-book, WeChat articles, long picture and pages on paper of every issue: `editions 2026-W06`"
        ),
        "send": _("send an issue by mail to the readers of a list: `send 2026-W06 --to readers.txt`"),
        "verify": _("build twice in temporary folders: bytes must be equal, links must work, votes must recount"),
        "new": _("start a new file: `new story luoyang-hotline`; at a terminal, `new` asks for what is missing"),
        "serve": _("build, show the site on this machine only, and build again whenever a file changes"),
        "admin": _("write in the browser, on the files of this machine: the preview, and its editor at /admin/"),
        "publish": _("bring the site to where readers are: a folder, a server, a branch or a bucket"),
        "vote": _("hold the annual vote: `vote --help`; see docs/vote.md"),
    }


def no_command(given: Sequence[str], known: Iterable[str], listing: str) -> str:
    """What is told of words that begin with none.

    known    what they may begin with
    listing  what lists the commands, as it is typed
    """
    from difflib import get_close_matches

    word, known = given[0], list(known)
    command = next((other for other in given[1:] if other in known), "")
    if command and HYPHENS.match(word):
        return _("{option} belongs after the command: {command} {option} …").format(
            option=HYPHENS.sub("--", word), command=command
        )
    near = get_close_matches(HYPHENS.sub("--", half_width(word)).lower(), known, 1)
    fix = _("Did you mean '{guess}'?").format(guess=near[0]) if near else ""
    return (
        _("{command} is not a command; `{listing}` lists them all. {fix}")
        .format(command=word, listing=listing, fix=fix)
        .strip()
    )


def parser_of(program: str, version: str, bodies: Mapping[str, Body]) -> Parser:
    """Every command with its options.

    program  its name, as messages write it
    bodies   command -> what runs it
    """
    speak_like_the_terminal()
    parser = Parser(prog=program, description=_("Builds the site, checks it, shows it, and starts new files."))
    parser.add_argument(
        "--version", action="version", version=f"Nuanwen {version}", help=_("say which version this is")
    )
    group = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    every = _Every(group, commands(), bodies)
    group.add_parser("vote", help=every.words["vote"])  # a program of its own, which whoever calls this one starts
    options.of_init(every.bare("init"))
    every.bare("lock")
    options.of_build(every.of_newsroom("build"))
    options.of_check(every.of_newsroom("check"))
    options.of_report(every.of_newsroom("report"))
    options.of_new(every.of_newsroom("new"))
    options.of_import(every.of_newsroom("import"))
    options.of_fetch(every.of_newsroom("fetch-images"))
    every.of_newsroom("verify")
    options.of_editions(every.of_newsroom("editions"))
    options.of_send(every.of_newsroom("send"))
    options.of_publish(every.of_newsroom("publish"))
    for name in ("serve", "admin"):
        options.of_preview(every.of_newsroom(name))
    return parser


class _Every(NamedTuple):
    """Where commands are added."""

    group: "argparse._SubParsersAction[Parser]"
    words: Mapping[str, str]
    bodies: Mapping[str, Body]

    def bare(self, name: str) -> Parser:
        """A command that needs no newsroom."""
        found = self.group.add_parser(name, help=self.words[name], description=self.words[name])
        found.set_defaults(command=self.bodies[name], parser=found)
        return found

    def of_newsroom(self, name: str) -> Parser:
        found = self.bare(name)
        found.add_argument("--settings", default=CONF, metavar=_("FILE"), help=_("another settings file"))
        found.add_argument("--content", type=values.some, metavar=_("FOLDER"), help=_("another content folder"))
        found.set_defaults(output=None, cache=None, drafts=False, admin=False)
        return found
