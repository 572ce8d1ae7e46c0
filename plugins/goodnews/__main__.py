"""The command line: `python -m goodnews build`, or another of the commands in `BODIES`."""

import argparse
import contextlib
import gc
import os
import runpy
import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, NoReturn

from goodnews.arguments import parser_of
from goodnews.language import _, counted, refusal

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from goodnews.desk.build import Outcome, Run
    from goodnews.desk.check import Checked
    from goodnews.desk.forms import Wanted
    from goodnews.press.press import Report
    from goodnews.settings import Settings

DRAFTS = "GOODNEWS_DRAFTS"  # an override like the command line's, so that the last build tells both kinds apart


def main(argv: list[str], program: str = "python -m goodnews") -> int:
    """Run one command.

    argv     without the program's name
    program  its name, as messages write it
    returns  the exit status: 0, or 1 when something must be fixed
    raises   SystemExit with 2 for arguments that no command has; KeyboardInterrupt
    """
    options, rest = parser_of(program, BODIES).parse_known_args(argv)
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
    from msgspec.structs import replace
    from pelican.settings import DEFAULT_CONFIG

    from goodnews.settings import settings_from

    settings = settings_from(_pelican_settings(options), options.settings, DEFAULT_CONFIG)
    if options.command is _admin:
        local = replace(settings.goodnews, admin=True, admin_repo="")
        settings = replace(settings, goodnews=local)
    return settings


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
        checked = check(_settings(options), Run(drafts=True), options.settings)
    except ContentError as error:
        print(*error.problems, sep="\n")
        print(*map(words_of, error.waiting), error, sep="\n", file=sys.stderr)
        return None
    if not checked.newsroom.stories:
        print(no_story(checked.newsroom.settings))
        return None
    return checked


def _report(options: argparse.Namespace) -> int:
    from goodnews.desk.overview import overview_of
    from goodnews.desk.overview_forms import FORMATS
    from goodnews.desk.week_report import week_report
    from goodnews.files import write_whole
    from goodnews.newsroom.week import week_of
    from goodnews.problem import display_path

    checked = _checked(options)
    if checked is None:
        return 1
    newsroom = checked.newsroom
    shown = display_path(newsroom.settings.content)
    if options.week:
        print(week_report(newsroom, week_of(newsroom.today) if options.week is True else options.week, shown))
        return 0
    told = FORMATS[options.format](overview_of(newsroom, checked.advice, shown))
    path = options.to or ("report.html" if options.format == "html" else "")
    if not path:
        print(told)
        return 0
    real = os.path.realpath(path)
    for folder in (newsroom.settings.output, newsroom.settings.content):
        if os.path.commonpath([real, os.path.realpath(folder)]) == os.path.realpath(folder):
            raise Unusable(_("{path} would be published or read as content; choose another --to").format(path=path))
    mark = "\ufeff" if options.format == "csv" else ""  # by which spreadsheets know UTF-8
    write_whole(real, f"{mark}{told}\n".encode())
    print(path)
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
        checked = check(settings, Run(drafts=True), options.settings)
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
    from goodnews.desk.usage import Usage
    from goodnews.newsroom.registries import registries_alone
    from goodnews.problem import display_path

    registries = registries_alone(settings)
    usage = Usage(registries.names, registries.house)
    files = 0
    for one in mending.mended_in(settings.content, usage, frozenset(settings.goodnews.check_without)):
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
    from goodnews.problem import ContentError, display_path

    try:
        settings = _settings(options)
    except ContentError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 1
    report = _printed_editions(settings, options.issue, options.today)
    if report is None:
        return 1
    folder = display_path(settings.editions)
    for path in sorted(report.ledger):
        if path.startswith(f"{options.issue}/"):
            print(f"{folder}/{path}")
    words = _("{folder}: {printed}, {kept} kept, {removed} removed")
    printed = counted("{count} file printed", "{count} files printed", len(report.printed))
    print(words.format(folder=folder, printed=printed, kept=report.kept, removed=len(report.removed)))
    return 0


def _printed_editions(settings: "Settings", issue: str, today: "datetime.date | None" = None) -> "Report | None":
    """The editions of every issue, brought up to date; None if they cannot be, which is told.

    raises  Unusable if there is no such issue
    """
    from jinja2 import TemplateError

    from goodnews.desk.build import Run
    from goodnews.desk.editions import NoIssue, editions
    from goodnews.desk.report import told
    from goodnews.files import Busy
    from goodnews.press.page import Changed, Unprintable
    from goodnews.problem import ContentError

    try:
        return editions(settings, Run(today=today), issue)
    except NoIssue as error:
        raise Unusable(error) from None
    except (ContentError, Changed, Unprintable, Busy, TemplateError, OSError) as error:
        print(told(error), file=sys.stderr)
        return None


def _send(options: argparse.Namespace) -> int:
    from goodnews.files import Busy
    from goodnews.problem import ContentError
    from goodnews.sending import command, draft, ledger
    from goodnews.sending.post import Unwilling

    if not options.issue and not options.left:
        raise Unusable(_("Name the issue: its week, such as 2026-W06, or the year of an annual page."))
    try:
        settings = _settings(options)
        if options.left:
            return command.leave(settings, options.left)
        if options.cancel:
            return command.cancel(settings, options.issue)
        if options.report:
            return command.report(settings, options.issue)
        if _printed_editions(settings, options.issue) is None:
            return 1
        if options.wechat:
            return draft.hand_over(settings, options.issue, options.dry_run, options.again)
        mail = _mail_of(settings, options.issue)
        if options.test:
            return command.test(settings, mail, options.test)
        at = command.moment(options.at, settings.zone) if options.at else None
        wanted = command.Wanted(options.issue, options.to, at, options.dry_run, options.again, options.yes)
        return command.send(settings, mail, wanted)
    except ContentError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
    except command.Unready as error:
        print(error, file=sys.stderr)
    except Unwilling as error:
        print(_("The mail server does not let us send: {reply}").format(reply=error), file=sys.stderr)
    except ledger.Damaged as error:
        words = _("{place}: this line of the ledger cannot be read. Put the file back from a copy; nothing was sent.")
        print(words.format(place=error), file=sys.stderr)
    except Busy as error:
        print(
            _("Another command is sending from {folder}. Wait for it, or cancel it.").format(folder=error),
            file=sys.stderr,
        )
    return 1


def _mail_of(settings: "Settings", issue: str) -> bytes:
    with open(os.path.join(settings.editions, issue, f"{issue}.eml"), "rb") as file:
        return file.read()


def _publish(options: argparse.Namespace) -> int:
    from goodnews.files import Busy, held
    from goodnews.problem import ContentError
    from goodnews.publishing.site import printed_site
    from goodnews.publishing.store import Refused
    from goodnews.publishing.target import check_apart, named, opened, target_of

    began = perf_counter()
    try:
        settings = _settings(options)
        word = named(options.target, settings.goodnews.publish)
        target = target_of(word)
        check_apart(target, (settings.output, settings.content, settings.theme, settings.cache, settings.editions))
        bring = opened(target, settings.cache)
        with contextlib.nullcontext() if options.back else held(settings.output):
            files = None if options.back else printed_site(settings)
            done = bring(files, settings.output, print, options.dry_run)
    except Busy:
        print(_("Another command is printing into the output. Wait for its end, then publish again."), file=sys.stderr)
        return 1
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    except ContentError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 1
    if options.dry_run:
        words = _("{target}: nothing was done; {new} new, {changed} changed, {removed} removed, {same} unchanged")
    else:
        words = _("{target}: {new} new, {changed} changed, {removed} removed, {same} unchanged; {seconds:.2f} s")
    print(words.format(target=word, seconds=perf_counter() - began, **done._asdict()))
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

    wanted = forms.Wanted(options.kind or "", options.slug, options.title)
    asks = not (wanted.kind and wanted.slug)
    if asks and not (sys.stdin.isatty() and sys.stdout.isatty()):
        missing = _(", ").join([_("KIND"), _("NAME")][bool(wanted.kind) :])
        options.parser.error(_("the following arguments are required: %s") % missing)
    try:
        settings = _settings(options)
        today = forms.today_in(settings)
        if asks:
            wanted = _answered(settings, wanted, today)
        path = forms.start(settings, wanted, today)
    except ContentError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    print(display_path(path))
    return 0


def _answered(settings: "Settings", wanted: "Wanted", today: "datetime.date") -> "Wanted":
    """Ask at the terminal for what was not typed; names of regions are completed where the system can do that.

    raises  KeyboardInterrupt if whoever is asked leaves
    """
    from goodnews.desk.questions import Desk, asked
    from goodnews.importer.places import Places
    from goodnews.importer.slugs import slug_of

    completed: list[str] = []
    with contextlib.suppress(ImportError):
        import readline

        readline.set_completer_delims("")
        readline.set_completer(lambda typed, at: ([one for one in completed if typed in one] + [None])[at])
        readline.parse_and_bind("tab: complete")

    def hear(question: str, known: "Sequence[str]") -> str:
        completed[:] = known
        return input(question)

    desk = Desk(hear, print, lambda title, known: slug_of(title, Places(known.regions)))
    try:
        return asked(settings, wanted, today, desk)
    except EOFError:
        raise KeyboardInterrupt from None


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


def _admin(options: argparse.Namespace) -> int:
    """The preview with its web editor, which works on the files of this machine: drafts show, nothing is published."""
    options.drafts = True
    return _serve(options)


BODIES = {
    "build": _build,
    "check": _check,
    "report": _report,
    "import": _import,
    "editions": _editions,
    "send": _send,
    "publish": _publish,
    "verify": _verify,
    "new": _new,
    "serve": _serve,
    "admin": _admin,
}


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
