"""The arguments: what may be typed for each command, and how a slip is told, in the language of the terminal."""

import argparse
import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NoReturn

from goodnews.characters import half_width
from goodnews.language import _, speak_like_the_terminal

if TYPE_CHECKING:
    from goodnews.newsroom.week import Week

CONF = "pelicanconf.py"
Body = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """Refuses in one line, in the language of the terminal; so do its subparsers."""

    names_files = False  # whether its words are the name of a file, and a title

    def refuse(self, rest: list[str]) -> NoReturn:
        """Leave because of words that the command does not take."""
        option = next((word.partition("=")[0] for word in rest if word.startswith("-") and word != "--"), "")
        if not option:
            fix = _("a name holds no spaces; put a title with spaces in quotes") if self.names_files else ""
            words = _("one word too many: '{word}' ({fix})") if fix else _("one word too many: '{word}'")
            self.error(words.format(word=rest[0], fix=fix))
        from goodnews.problem import nearest

        guess = nearest(option, self._option_string_actions, likeness=0.6)
        words = _("no such option: {option} (perhaps {guess})") if guess else _("no such option: {option}")
        self.error(words.format(option=option, guess=guess))

    def error(self, message: str) -> NoReturn:
        words = _("{program}: {problem}. `{program} --help` lists the options.")
        self.exit(2, words.format(program=self.prog, problem=message.replace("', '", _("', '"))) + "\n")


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


def no_command(word: str, known: Iterable[str], listing: str) -> str:
    """What is told of a word that is none.

    listing  what lists the commands, as it is typed
    """
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), 1)
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
    words = commands()
    group = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    group.add_parser("vote", help=words["vote"])  # a program of its own, which whoever calls this one starts

    def command(name: str) -> Parser:
        found: Parser = group.add_parser(name, help=words[name], description=words[name])
        found.add_argument("--settings", default=CONF, metavar=_("FILE"), help=_("another settings file"))
        found.add_argument("--content", type=_some, metavar=_("FOLDER"), help=_("another content folder"))
        found.set_defaults(command=bodies[name], parser=found, output=None, cache=None, drafts=False, admin=False)
        return found

    def printed(found: Parser) -> None:
        found.add_argument("--output", type=_some, metavar=_("FOLDER"), help=_("another folder to print into"))
        found.add_argument("--cache", type=_some, metavar=_("FOLDER"), help=_("another cache folder"))
        drafts = _("show drafts and scheduled stories too, in a separate folder")
        found.add_argument("--drafts", action="store_true", help=drafts)

    begin = group.add_parser("init", help=words["init"], description=words["init"])
    begin.set_defaults(command=bodies["init"], parser=begin)
    begin.add_argument("folder", type=_some, metavar=_("FOLDER"), help=_("a new folder: a-z, 0-9 and hyphens"))
    for name, what in (
        ("--name", _("the newsroom's name")),
        ("--url", _("the site's whole address, such as https://news.example")),
        ("--language", _("the language of the site: zh-CN or en; default the terminal's")),
        ("--zone", _("its time zone, such as Asia/Shanghai")),
        ("--sections", _("names of the sections with commas between them, the first one printed first")),
    ):
        begin.add_argument(name, metavar=_("TEXT"), help=what)
    for name, what in (
        ("--regions", _("whether stories name a region")),
        ("--campaigns", _("whether there are campaigns that return every year")),
        ("--vote", _("whether a vote of the year is held")),
    ):
        begin.add_argument(name, action=argparse.BooleanOptionalAction, help=what)
    renew = group.add_parser("lock", help=words["lock"], description=words["lock"])
    renew.set_defaults(command=bodies["lock"], parser=renew)
    build = command("build")
    printed(build)
    build.add_argument("--why", metavar=_("PAGE"), help=_("explain why this page of the output was printed or kept"))
    cards = _("draw the share cards as well that the settings leave for later")
    build.add_argument("--cards", action="store_true", help=cards)
    build.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help=_("build as on this day"))
    check = command("check")
    formats = _("text, json, github (annotations) or sarif; default text")
    check.add_argument("--format", type=_format, default="text", metavar=_("FORMAT"), help=formats)
    since = _("advice on files that changed since this branch was left, and on no others")
    check.add_argument("--since", type=_some, metavar=_("BRANCH"), help=since)
    check.add_argument("--fix", action="store_true", help=_("show what would be put in place of sure mistakes"))
    check.add_argument("--yes", action="store_true", help=_("with --fix: write it"))
    report = command("report")
    week = _("report on a week such as 2026-W06; without a name: this week")
    report.add_argument("--week", type=_week, nargs="?", const=True, metavar=_("WEEK"), help=week)
    forms = _("text, json, csv or html (a page with charts); default text")
    report.add_argument("--format", type=_report_format, default="text", metavar=_("FORMAT"), help=forms)
    report.add_argument("--to", type=_some, metavar=_("FILE"), help=_("write it to this file"))
    new = command("new")
    new.names_files = True
    kinds = ("story", "link", "digest", "top10", "page")
    new.add_argument("kind", nargs="?", metavar=_("KIND"), choices=kinds, help=_("story, link, digest, top10 or page"))
    new.add_argument(
        "slug",
        nargs="?",
        type=_code,
        default="",
        metavar=_("NAME"),
        help=_("the file's permanent name; for a digest its week, such as 2026-W06; for a top10 its year"),
    )
    new.add_argument("--title", type=_some, metavar=_("TITLE"), help=_("its title"))
    bring = command("import")
    bring.add_argument(
        "files", nargs="+", metavar=_("FILE"), help=_("a page as it arrived: .txt .docx .html .eml .csv")
    )
    bring.add_argument(
        "--as",
        dest="profile",
        type=_profile,
        metavar=_("KIND"),
        help=_("what kind of page it is; else it is recognised"),
    )
    bring.add_argument("--source", type=_some, metavar=_("NAME"), help=_("the publication that it comes from"))
    bring.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help=_("the day on which it was published there"))
    bring.add_argument(
        "--apply", type=_numbers, default=(), metavar="1,3", help=_("the proposals to take, by their numbers")
    )
    fetch = command("fetch-images")
    fetch.add_argument("--dry-run", action="store_true", help=_("name the pictures, and fetch and write nothing"))
    command("verify")
    printing = command("editions")
    printing.add_argument(
        "issue",
        nargs="?",
        type=_code,
        default="",
        metavar=_("ISSUE"),
        help=_("name the files of this issue: its week, such as 2026-W06, or the year of an annual page"),
    )
    printing.add_argument("--cache", type=_some, metavar=_("FOLDER"), help=_("another cache folder"))
    printing.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help=_("as on this day"))
    send = command("send")
    send.add_argument("issue", nargs="?", type=_code, default="", metavar=_("ISSUE"), help=_("its week or its year"))
    ways = send.add_mutually_exclusive_group(required=True)
    ways.add_argument(
        "--to", type=_some, metavar=_("FILE"), help=_("send it to these readers: an address on each line")
    )
    ways.add_argument("--test", type=_some, metavar=_("ADDRESS"), help=_("send it to this address alone"))
    ways.add_argument("--wechat", action="store_true", help=_("put it into the draft box of the WeChat account"))
    ways.add_argument("--report", action="store_true", help=_("say who got it, as a table (CSV)"))
    ways.add_argument("--cancel", action="store_true", help=_("stop a command that is sending it, or waits to"))
    gone = _("never again write to those whom this file names: failures and requests as mails (mbox, eml), or a list")
    ways.add_argument("--left", type=_some, metavar=_("FILE"), help=gone)
    send.add_argument("--at", type=_some, metavar=_("TIME"), help=_("with --to: begin at 'YYYY-MM-DD HH:MM'"))
    send.add_argument(
        "--dry-run", action="store_true", help=_("with --to or --wechat: say what would be done, and send nothing")
    )
    send.add_argument(
        "--again", action="store_true", help=_("also to those who may have it already; with --wechat: as a new draft")
    )
    send.add_argument("--yes", action="store_true", help=_("with --to: do not ask first"))
    out = command("publish")
    out.add_argument(
        "target",
        nargs="?",
        default="",
        metavar=_("TARGET"),
        help=_("a name from the settings, a folder, rsync:HOST:/FOLDER, git:REMOTE#BRANCH or s3://BUCKET"),
    )
    out.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))
    out.add_argument("--back", action="store_true", help=_("return to the publication before the last one"))
    for name in ("serve", "admin"):
        shown = command(name)
        printed(shown)
        shown.add_argument(
            "--port", type=_port, default=8000, metavar=_("PORT"), help=_("the port to listen on; default 8000")
        )
    return parser


def _day(text: str) -> datetime.date:
    from goodnews.calendar import day_from

    day = day_from(text)
    if day is None:
        raise argparse.ArgumentTypeError(_("'{text}' is not a date like 2026-02-04").format(text=text))
    return day


def _format(text: str) -> str:
    from goodnews.desk.findings import FORMATS

    return _known(text, FORMATS, _("'{text}' is not a format; it may be {names}"))


def _report_format(text: str) -> str:
    from goodnews.desk.overview_forms import FORMATS

    return _known(text, FORMATS, _("'{text}' is not a format; it may be {names}"))


def _profile(text: str) -> str:
    from goodnews.importer.profiles import NAMES

    return _known(text, NAMES, _("'{text}' is not a kind of page; it may be {names}"))


def _known(text: str, known: Iterable[str], refused: str) -> str:
    from goodnews.problem import choices

    if text in known:
        return text
    raise argparse.ArgumentTypeError(refused.format(text=text, names=choices(known)))


def _code(text: str) -> str:
    """A week, a year or the name of a file, as it is meant."""
    return half_width(text).strip()


def _numbers(text: str) -> tuple[int, ...]:
    text = half_width(text)
    if re.fullmatch(r"[0-9]{1,4}(?:,[0-9]{1,4})*", text):
        return tuple(map(int, text.split(",")))
    raise argparse.ArgumentTypeError(_("'{text}' are no numbers such as 1,3").format(text=text))


def _port(text: str) -> int:
    text = half_width(text)
    if re.fullmatch(r"[0-9]{1,5}", text) and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(_("'{text}' is not a port: a number from 0 to 65535").format(text=text))


def _some(text: str) -> str:
    if text.strip():
        return text
    raise argparse.ArgumentTypeError(_("it is empty"))


def _week(text: str) -> "Week":
    from goodnews.newsroom.week import week_from, week_meant

    week = week_from(_code(text))
    if week is None:
        example = week_meant(text) or "2026-W06"
        raise argparse.ArgumentTypeError(_("'{text}' is not a week like {week}").format(text=text, week=example))
    return week
