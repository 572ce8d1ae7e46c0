"""The command line: `python -m goodnews build | check | report | import | editions | verify | new | serve`."""

import argparse
import contextlib
import datetime
import gc
import os
import re
import runpy
import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, NoReturn

from goodnews.language import _, counted, refusal, speak_like_the_terminal

if TYPE_CHECKING:
    from goodnews.desk.build import Outcome, Run
    from goodnews.desk.check import Checked
    from goodnews.newsroom.week import Week
    from goodnews.settings import Settings

CONF = "pelicanconf.py"
DRAFTS = "GOODNEWS_DRAFTS"  # an override like the command line's, so that the last build tells both kinds apart


def main(argv: list[str], program: str = "python -m goodnews") -> int:
    """Run one command.

    argv     without the program's name
    program  its name, as messages write it
    returns  the exit status: 0, or 1 when something must be fixed
    raises   SystemExit with 2 for arguments that no command has; KeyboardInterrupt
    """
    options, rest = _parser(program).parse_known_args(argv)
    if rest:
        options.parser.refuse(rest)
    gc.disable()  # a build soon ends, and most of what it makes lives until then
    for name, is_there in (("content", os.path.isdir), ("settings", os.path.isfile)):
        path = getattr(options, name)
        if path and not is_there(path):
            words = {
                "content": _("{path} is not a folder; check --content"),
                "settings": _("{path} is not a file; check --settings"),
            }
            print(words[name].format(path=path), file=sys.stderr)
            return 1
    try:
        return int(options.command(options))
    except Unusable as error:
        print(error, file=sys.stderr)
        return 1


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
        "build": _("build the site: only the pages whose inputs changed are printed"),
        "check": _("check what editors wrote, and write nothing: every problem with its file and line"),
        "report": _("report on a week: what was published, who wrote, what is waiting, what the digest leads with"),
        "import": _("make drafts of a page as it arrived, and account for every line: `import page.docx`"),
        "editions": _("make the e-mail and the e-book of every issue, in editions/: `editions 2026-W06`"),
        "verify": _("build twice in temporary folders: bytes must be equal, links must work, votes must recount"),
        "new": _("start a new file: `new story luoyang-hotline`"),
        "serve": _("build, show the site on this machine only, and build again whenever a file changes"),
    }


def _parser(program: str) -> Parser:
    speak_like_the_terminal()
    parser = Parser(prog=program, description=_("Builds the site, checks it, shows it, and starts new files."))
    words = commands()
    group = parser.add_subparsers(required=True, metavar=_("COMMAND"))

    def command(name: str, body: Callable[[argparse.Namespace], int]) -> Parser:
        found: Parser = group.add_parser(name, help=words[name], description=words[name])
        found.add_argument("--settings", default=CONF, metavar=_("FILE"), help=_("another settings file"))
        found.add_argument("--content", type=_some, metavar=_("FOLDER"), help=_("another content folder"))
        found.set_defaults(command=body, parser=found, output=None, cache=None, drafts=False)
        return found

    def printed(found: Parser) -> None:
        found.add_argument("--output", type=_some, metavar=_("FOLDER"), help=_("another folder to print into"))
        found.add_argument("--cache", type=_some, metavar=_("FOLDER"), help=_("another cache folder"))
        drafts = _("show drafts and scheduled stories too, in a separate folder")
        found.add_argument("--drafts", action="store_true", help=drafts)

    build = command("build", _build)
    printed(build)
    build.add_argument("--why", metavar=_("PAGE"), help=_("explain why this page of the output was printed or kept"))
    build.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help=_("build as on this day"))
    check = command("check", _check)
    words_of_formats = _("text, json, github (annotations) or sarif; default text")
    formats = ("text", "json", "github", "sarif")
    check.add_argument("--format", default="text", metavar=_("FORMAT"), choices=formats, help=words_of_formats)
    since = _("advice on files that changed since this branch was left, and on no others")
    check.add_argument("--since", type=_some, metavar=_("BRANCH"), help=since)
    check.add_argument("--fix", action="store_true", help=_("show what would be put in place of sure mistakes"))
    check.add_argument("--yes", action="store_true", help=_("with --fix: write it"))
    report = command("report", _report)
    week = _("a week such as 2026-W06; default: this week")
    report.add_argument("--week", type=_week, nargs="?", metavar=_("WEEK"), help=week)
    new = command("new", _new)
    new.names_files = True
    kinds = ("story", "digest", "top10", "page")
    new.add_argument("kind", metavar=_("KIND"), choices=kinds, help=_("story, digest, top10 or page"))
    new.add_argument(
        "slug",
        metavar=_("NAME"),
        help=_("the file's permanent name; for a digest its week, such as 2026-W06; for a top10 its year"),
    )
    new.add_argument("--title", default="", metavar=_("TITLE"), help=_("its title"))
    bring = command("import", _import)
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
    command("verify", _verify)
    printing = command("editions", _editions)
    printing.add_argument(
        "issue",
        nargs="?",
        default="",
        metavar=_("ISSUE"),
        help=_("name the files of this issue: its week, such as 2026-W06, or the year of an annual page"),
    )
    printing.add_argument("--cache", type=_some, metavar=_("FOLDER"), help=_("another cache folder"))
    printing.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help=_("as on this day"))
    serve = command("serve", _serve)
    printed(serve)
    serve.add_argument(
        "--port", type=_port, default=8000, metavar=_("PORT"), help=_("the port to listen on; default 8000")
    )
    return parser


def _day(text: str) -> datetime.date:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        from goodnews.calendar import YEARS

        with contextlib.suppress(ValueError):
            day = datetime.date.fromisoformat(text)
            if YEARS[0] <= day.year <= YEARS[1]:
                return day
    raise argparse.ArgumentTypeError(_("'{text}' is not a date like 2026-02-04").format(text=text))


def _profile(text: str) -> str:
    from goodnews.importer.profiles import NAMES
    from goodnews.problem import choices

    if text in NAMES:
        return text
    words = _("'{text}' is not a kind of page; it may be {names}")
    raise argparse.ArgumentTypeError(words.format(text=text, names=choices(NAMES)))


def _numbers(text: str) -> tuple[int, ...]:
    if re.fullmatch(r"[0-9]{1,4}(?:,[0-9]{1,4})*", text):
        return tuple(map(int, text.split(",")))
    raise argparse.ArgumentTypeError(_("'{text}' are no numbers such as 1,3").format(text=text))


def _port(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,5}", text) and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(_("'{text}' is not a port: a number from 0 to 65535").format(text=text))


def _some(text: str) -> str:
    if text:
        return text
    raise argparse.ArgumentTypeError(_("it is empty"))


def _week(text: str) -> "Week":
    from goodnews.newsroom.week import week_from, week_meant

    week = week_from(text)
    if week is None:
        example = week_meant(text) or "2026-W06"
        raise argparse.ArgumentTypeError(_("'{text}' is not a week like {week}").format(text=text, week=example))
    return week


class Unusable(Exception):
    """The settings file or the command line leaves nothing to work with."""


def _overrides(options: argparse.Namespace) -> dict[str, str]:
    """What the command line says instead of the settings file; paths absolute.

    With drafts the output is a separate folder: unpublished pages never lie among published ones.
    raises  Unusable
    """
    given = {"PATH": options.content, "OUTPUT_PATH": options.output, "CACHE_PATH": options.cache}
    found = {key: os.path.abspath(value) for key, value in given.items() if value}
    if getattr(options, "drafts", False):
        said = _settings_file(options)
        here = os.path.dirname(os.path.abspath(options.settings))
        published = os.path.realpath(os.path.join(here, said.get("OUTPUT_PATH", "output")))
        cache = found.get("CACHE_PATH") or os.path.join(here, said.get("CACHE_PATH", "cache"))
        chosen = os.path.realpath(found.setdefault("OUTPUT_PATH", os.path.join(cache, "preview")))
        if os.path.commonpath([chosen, published]) in (chosen, published):
            raise Unusable(_("Drafts must not go into the folder the site is published from: choose another --output."))
        found[DRAFTS] = "true"
    return found


def _settings_file(options: argparse.Namespace) -> dict[str, Any]:
    """The names that the settings file sets.

    raises  Unusable if it cannot be run
    """
    try:
        return runpy.run_path(options.settings)
    except SyntaxError as error:
        raise Unusable(f"{options.settings}:{error.lineno or 1}: {error.msg}") from None
    except (Exception, SystemExit) as error:
        raise Unusable(f"{options.settings}: {type(error).__name__}: {error}") from None


def _pelican_settings(options: argparse.Namespace) -> dict[str, Any]:
    """Pelican's settings from its file.

    raises  Unusable
    """
    from pelican.settings import read_settings

    from goodnews.plugin import FILE

    overrides = _overrides(options)
    _settings_file(options)
    try:
        return {**read_settings(options.settings, override=overrides), FILE: options.settings}
    except Exception as error:
        raise Unusable(f"{options.settings}: {error}") from None


def _settings(options: argparse.Namespace) -> "Settings":
    from pelican.settings import DEFAULT_CONFIG

    from goodnews.settings import settings_from

    return settings_from(_pelican_settings(options), options.settings, DEFAULT_CONFIG)


_LEFT: list[object] = []  # objects kept alive so that exit skips freeing them


def _build(options: argparse.Namespace) -> int:
    """Build in the fastest correct way: not at all, without Pelican, or as Pelican's plugin."""
    from goodnews.desk import last_build
    from goodnews.desk.summary import done
    from goodnews.files import listing_of

    began = perf_counter()
    overrides = _overrides(options)
    said, values = last_build.values_of(_settings_file(options), options.settings, overrides)
    known = last_build.read(said, values, options.settings, overrides)
    content = listing_of(known[1].settings.content) if known else None
    if known and content and not options.why and last_build.holds(*known, content, options.today):
        head, last = known
        done(last.stories, last.waiting, 0, head.pages, 0, perf_counter() - began)
        return 0

    from goodnews.desk.build import Memory, Run
    from goodnews.desk.report import Stopped, brought_out

    run = Run(today=options.today, drafts=options.drafts, values=values)
    try:
        memory = Memory()
        _LEFT.append((memory, known, content))
        outcome = brought_out(known[1].settings, run, content, memory) if known else _by_pelican(options, run)
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return stopped.exitcode
    return _tell_why(options.why, outcome) if options.why else 0


def _by_pelican(options: argparse.Namespace, run: "Run") -> "Outcome":
    from pelican import Pelican
    from pelican.log import console
    from pelican.log import init as init_logging

    from goodnews.desk.report import Stopped
    from goodnews.plugin import OUTCOME, RUN

    init_logging()
    settings = _pelican_settings(options)
    settings[RUN] = run
    wanted = list(settings["PLUGINS"])
    pelican = Pelican(settings)
    if len(pelican.plugins) < len(wanted):  # what failed to load has been logged
        raise Stopped(_("{file}: not every plugin of PLUGINS could be loaded").format(file=options.settings))
    console.quiet = True  # its own summary counts articles, of which we have none
    pelican.run()
    if OUTCOME not in settings:
        raise Stopped(_("{file}: PLUGINS must name 'goodnews'").format(file=options.settings))
    outcome: Outcome = settings[OUTCOME]
    return outcome


def _tell_why(path: str, outcome: "Outcome") -> int:
    from goodnews.desk.summary import worded
    from goodnews.problem import did_you_mean, nearest_name

    path = path.removeprefix("output/").lstrip("/")
    if path not in outcome.pages:
        fix = did_you_mean(path, outcome.pages, _("Give its path below the output folder."), nearest_name)
        print(_("{path} is not a page of this site. {fix}").format(path=path, fix=fix), file=sys.stderr)
        return 1
    reason = outcome.report.reasons.get(path)
    if reason:
        print(_("{path}: printed, for {reason}").format(path=path, reason=worded(reason)))
    else:
        reason = outcome.report.ledger[path].reason
        print(_("{path}: kept; it was last printed, for {reason}").format(path=path, reason=worded(reason)))
    return 0


def _checked(options: argparse.Namespace) -> "Checked | None":
    """The newsroom with its drafts; None if there is a problem, which has been printed."""
    from goodnews.desk.build import Run, no_story
    from goodnews.desk.check import check
    from goodnews.desk.summary import words_of
    from goodnews.problem import ContentError

    try:
        checked = check(_settings(options), Run(drafts=True))
    except ContentError as error:
        print(*error.problems, sep="\n")
        print(*map(words_of, error.waiting), error, sep="\n", file=sys.stderr)
        return None
    if not checked.newsroom.stories:
        print(no_story(checked.newsroom.settings))
        return None
    return checked


def _report(options: argparse.Namespace) -> int:
    from goodnews.desk.week_report import week_report
    from goodnews.newsroom.week import week_of
    from goodnews.problem import display_path

    checked = _checked(options)
    if checked is None:
        return 1
    newsroom = checked.newsroom
    print(week_report(newsroom, options.week or week_of(newsroom.today), display_path(newsroom.settings.content)))
    return 0


def _check(options: argparse.Namespace) -> int:
    from goodnews.desk.branch import NoBranch, changed_since
    from goodnews.desk.build import Run, no_story
    from goodnews.desk.check import check
    from goodnews.desk.findings import FORMATS, Findings
    from goodnews.desk.summary import say_waiting, words_of
    from goodnews.problem import ContentError

    if options.yes and not options.fix:
        options.parser.error(_("--yes needs --fix"))
    say = FORMATS[options.format]
    try:
        settings = _settings(options)
        only = changed_since(options.since, settings.content) if options.since else None
        if options.fix:
            _mend(settings, only, options.yes)
            if not options.yes:
                return 0
        checked = check(settings, Run(drafts=True))
    except NoBranch as error:
        raise Unusable(error) from None
    except ContentError as error:
        print(say(Findings(error.problems, ())))
        print(*map(words_of, error.waiting), error, sep="\n", file=sys.stderr)
        return 1
    stories = len(checked.newsroom.stories)
    if not stories:
        print(say(Findings((no_story(settings),), ())))
        return 1
    advice = [one for one in checked.advice if only is None or os.path.realpath(one.file) in only]
    if told := say(Findings((), advice)):
        print(told)
    if options.format == "text":
        say_waiting(checked.newsroom.waiting)
        print(counted("{count} story, no problem", "{count} stories, no problem", stories))
    return 0


def _mend(settings: "Settings", only: "frozenset[str] | None", write: bool) -> None:
    """Show what is put in place of sure mistakes, and write it if that is wished."""
    from goodnews.desk import mending
    from goodnews.problem import display_path

    files = 0
    for one in mending.mended_in(settings.content, frozenset(settings.goodnews.check_without)):
        if only is not None and os.path.realpath(os.path.join(settings.content, one.path)) not in only:
            continue
        print(*one.diff(f"{display_path(settings.content)}/{one.path}"), sep="\n")
        if write and not mending.write(settings.content, one):
            print(_("{path} has changed meanwhile and was left as it is").format(path=one.path), file=sys.stderr)
            continue
        files += 1
    if not files:
        print(_("Nothing is surely wrong."))
    elif write:
        print(counted("{count} file written", "{count} files written", files))
    else:
        words = "{count} file would change; `check --fix --yes` writes it"
        print(counted(words, "{count} files would change; `check --fix --yes` writes them", files))


def _editions(options: argparse.Namespace) -> int:
    from jinja2 import TemplateError

    from goodnews.desk.build import Run
    from goodnews.desk.editions import NoIssue, editions
    from goodnews.desk.report import told
    from goodnews.files import Busy
    from goodnews.press.page import Changed, Unprintable
    from goodnews.problem import ContentError, display_path

    try:
        settings = _settings(options)
        report = editions(settings, Run(today=options.today), options.issue)
    except NoIssue as error:
        raise Unusable(error) from None
    except (ContentError, Changed, Unprintable, Busy, TemplateError, OSError) as error:
        print(told(error), file=sys.stderr)
        return 1
    folder = display_path(settings.editions)
    for path in sorted(report.ledger):
        if path.startswith(f"{options.issue}/"):
            print(f"{folder}/{path}")
    words = _("{folder}: {printed}, {kept} kept, {removed} removed")
    printed = counted("{count} file printed", "{count} files printed", len(report.printed))
    print(words.format(folder=folder, printed=printed, kept=report.kept, removed=len(report.removed)))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from goodnews.desk.verify import verify
    from goodnews.problem import ContentError

    try:
        settings = _settings(options)
    except ContentError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 1
    return verify(settings.content, options.settings, settings.url)


def _new(options: argparse.Namespace) -> int:
    from goodnews.desk import forms
    from goodnews.problem import ContentError, display_path

    try:
        settings = _settings(options)
        path = forms.start(settings, options.kind, options.slug, options.title)
    except ContentError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    print(display_path(path))
    return 0


def _import(options: argparse.Namespace) -> int:
    from goodnews.importer.command import run
    from goodnews.importer.imported import Wanted
    from goodnews.importer.reading import read
    from goodnews.problem import ContentError

    try:
        settings = _settings(options)
        wanted = Wanted(options.profile or "", options.source or "", options.date)
        return run(settings, options.files, wanted, options.apply, read, print, partial(print, file=sys.stderr))
    except ContentError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 1


def _serve(options: argparse.Namespace) -> int:
    from goodnews.desk import preview
    from goodnews.desk.build import Memory, Run
    from goodnews.desk.report import Stopped, brought_out
    from goodnews.problem import ContentError

    version = preview.seen(options.settings)
    try:
        settings = _settings(options)
    except ContentError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 1
    run = Run(drafts=options.drafts, start="spawn")  # the server's threads forbid a fork
    memory = Memory()

    def build(placed: Callable[[], None]) -> preview.Built:
        try:
            brought_out(settings, run, memory=memory, placed=placed)
        except Stopped as stopped:
            return preview.Built(stopped.told or (str(stopped),), passing=not stopped.told)
        return preview.Built()

    def restart() -> preview.Problems:
        try:
            _settings(options)
        except ContentError as error:
            return tuple(str(problem) for problem in error.problems)
        except Unusable as error:
            return (str(error),)
        os.execv(sys.executable, sys.orig_argv)

    return preview.serve(options.port, settings, options.settings, version, build, restart)


def as_process(body: Callable[[], int]) -> NoReturn:
    """Run a command and exit with its status; no traceback if the terminal or the system refuses something."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for good
        else:
            stream.reconfigure(errors="backslashreplace")  # escapes what this terminal cannot show
    try:
        code = body()
        sys.stdout.flush()
    except BrokenPipeError:  # `check | head`: the reader has read enough
        code = 1
    except KeyboardInterrupt:
        print(file=sys.stderr)
        code = 130  # as shells report Ctrl-C
    except SystemExit as left:
        code = _status(left.code)
    except OSError as error:  # no space, no permission: one line, wherever it happens
        print(refusal(error), file=sys.stderr)
        code = 1
    except ModuleNotFoundError as error:  # the code was brought up to date, its environment not yet
        if (error.name or "goodnews").partition(".")[0] == "goodnews":
            raise
        words = _("{name} is missing: the packages are older than the code. Run `{command}`, which gets them.")
        print(words.format(name=error.name, command="python3 tasks.py build"), file=sys.stderr)
        code = 1
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    os._exit(code)  # skips freeing a large archive's objects one by one


def _status(code: object) -> int:
    if code is None or isinstance(code, int):
        return code or 0
    print(code, file=sys.stderr)
    return 1


if __name__ == "__main__":
    as_process(lambda: main(sys.argv[1:]))
