"""The command line: `python -m goodnews build | check | report | new | serve`."""

import argparse
import datetime
import gc
import io
import os
import runpy
import sys
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any, NoReturn

from goodnews.language import _, counted

if TYPE_CHECKING:
    from goodnews.desk.build import Outcome, Run
    from goodnews.newsroom.validate import Newsroom
    from goodnews.newsroom.week import Week
    from goodnews.settings import Settings

CONF = "pelicanconf.py"
DRAFTS = (
    "GOODNEWS_DRAFTS"  # among what the command line overrides, so that a last build tells the two kinds of build apart
)


def main(argv: list[str]) -> int:
    """Do one command.

    argv     without the program's name
    returns  the exit status: 0, or 1 when something must be mended
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that lacks a character shows its code
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(argv)
    gc.disable()  # a build makes much that lives to its end, and ends soon
    for name in ("content", "settings"):
        path = getattr(options, name)
        if path and not os.path.exists(path):
            print(
                _("{path} does not exist; check --{option}").format(path=path, option=name),
                file=sys.stderr,
            )
            return 1
    try:
        code = int(options.command(options))
        sys.stdout.flush()
        return code
    except Unusable as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `check | head`: whoever read has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="goodnews", description=__doc__)
    commands = parser.add_subparsers(required=True)
    build = commands.add_parser("build", help="bring the output up to the content")
    build.add_argument("--content", help="another content folder")
    build.add_argument("--output", help="another output folder")
    build.add_argument("--cache", help="another cache folder")
    build.add_argument("--why", metavar="PATH", help="say why that page was printed or kept")
    build.add_argument("--today", type=_day, help="build for that day")
    build.add_argument("--drafts", action="store_true", help="show drafts and stories whose day has not come")
    build.set_defaults(command=_build)
    check = commands.add_parser("check", help="tell every problem, write nothing")
    check.add_argument("--content", help="another content folder")
    check.set_defaults(command=_check, output=None, cache=None)
    report = commands.add_parser("report", help="say how a week stands")
    report.add_argument("--week", type=_week, nargs="?", help="such as 2026-W06; the present one if none is given")
    report.add_argument("--content", help="another content folder")
    report.set_defaults(command=_report, output=None, cache=None)
    new = commands.add_parser("new", help="start a file from its form")
    new.add_argument("kind", choices=("story", "digest", "top10", "page"))
    new.add_argument("slug", help="name of the file; a week such as 2026-W06 or a year")
    new.add_argument("--title", default="")
    new.add_argument("--content", help="another content folder")
    new.set_defaults(command=_new, output=None, cache=None)
    serve = commands.add_parser("serve", help="build, show in a browser, build again at every change")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--content", help="another content folder")
    serve.add_argument("--output", help="another output folder")
    serve.add_argument("--cache", help="another cache folder")
    serve.add_argument("--drafts", action="store_true", help="show drafts and stories whose day has not come")
    serve.set_defaults(command=_serve)
    for command in (build, check, report, new, serve):
        command.add_argument("--settings", default=CONF, help="the settings file")
    return parser


def _day(text: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
        if str(day) != text:  # Python takes 20260204 and 2026-W06-3 as well
            raise ValueError
        return day
    except ValueError:
        raise argparse.ArgumentTypeError(_("'{text}' is not a date like 2026-02-04").format(text=text)) from None


def _week(text: str) -> "Week":
    from goodnews.newsroom.week import week_from

    week = week_from(text)
    if week is None:
        raise argparse.ArgumentTypeError(_("'{text}' is not a week like 2026-W06").format(text=text))
    return week


class Unusable(Exception):
    """The settings file or the command line leaves nothing to work with."""


def _overrides(options: argparse.Namespace) -> dict[str, str]:
    """What the command line says instead of the settings file; paths absolute.

    With drafts the output is a folder of its own: what is not published never lies among what is.
    raises  Unusable
    """
    given = {"PATH": options.content, "OUTPUT_PATH": options.output, "CACHE_PATH": options.cache}
    found = {key: os.path.abspath(value) for key, value in given.items() if value}
    if getattr(options, "drafts", False):
        said = _said(options)
        here = os.path.dirname(os.path.abspath(options.settings))
        published = os.path.realpath(os.path.join(here, said.get("OUTPUT_PATH", "output")))
        cache = found.get("CACHE_PATH") or os.path.join(here, said.get("CACHE_PATH", "cache"))
        chosen = os.path.realpath(found.setdefault("OUTPUT_PATH", os.path.join(cache, "preview")))
        if os.path.commonpath([chosen, published]) in (chosen, published):
            raise Unusable(_("Drafts never go where the site is published from: choose another --output."))
        found[DRAFTS] = "true"
    return found


def _said(options: argparse.Namespace) -> dict[str, Any]:
    """What the settings file sets.

    raises  Unusable if it cannot be run
    """
    try:
        return runpy.run_path(options.settings)
    except SyntaxError as error:
        raise Unusable(f"{options.settings}:{error.lineno}: {error.msg}") from None
    except Exception as error:
        raise Unusable(f"{options.settings}: {type(error).__name__}: {error}") from None


def _pelican_settings(options: argparse.Namespace) -> dict[str, Any]:
    """Pelican's settings from its file.

    raises  Unusable
    """
    from pelican.settings import read_settings

    from goodnews.plugin import FILE

    overrides = _overrides(options)
    _said(options)
    try:
        return {**read_settings(options.settings, override=overrides), FILE: options.settings}
    except Exception as error:
        raise Unusable(f"{options.settings}: {error}") from None


def _settings(options: argparse.Namespace) -> "Settings":
    from pelican.settings import DEFAULT_CONFIG

    from goodnews.settings import settings_from

    return settings_from(_pelican_settings(options), options.settings, DEFAULT_CONFIG)


_LEFT: list[object] = []  # what need not be taken apart before the process ends


def _build(options: argparse.Namespace) -> int:
    """Build by the shortest way that is right: not at all, without Pelican, or as Pelican's plugin."""
    from goodnews.desk import last_build
    from goodnews.desk.summary import done
    from goodnews.files import listing_of

    began = perf_counter()
    overrides = _overrides(options)
    said, values = last_build.values_of(_said(options), options.settings, overrides)
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
    from goodnews.problem import did_you_mean

    path = path.removeprefix("output/").lstrip("/")
    if path not in outcome.pages:
        fix = did_you_mean(path, outcome.pages, _("Give its path below the output folder."))
        print(_("{path}: no page of this site. {fix}").format(path=path, fix=fix), file=sys.stderr)
        return 1
    reason = outcome.report.reasons.get(path)
    if reason:
        print(_("{path}: printed, for {reason}").format(path=path, reason=worded(reason)))
    else:
        reason = outcome.report.ledger[path].reason
        print(_("{path}: kept; it was last printed, for {reason}").format(path=path, reason=worded(reason)))
    return 0


def _checked(options: argparse.Namespace) -> "Newsroom | None":
    """The newsroom with its drafts; None if there is a problem, which has been told."""
    from goodnews.desk import build as desk
    from goodnews.problem import ContentError

    try:
        newsroom = desk.check(_settings(options), desk.Run(drafts=True))
    except ContentError as error:
        for problem in error.problems:
            print(problem)
        print(error, file=sys.stderr)
        return None
    if not newsroom.stories:
        print(desk.no_story(newsroom.settings))
        return None
    return newsroom


def _report(options: argparse.Namespace) -> int:
    from goodnews.desk.week_report import week_report
    from goodnews.newsroom.week import week_of
    from goodnews.problem import display_path

    newsroom = _checked(options)
    if newsroom is None:
        return 1
    print(week_report(newsroom, options.week or week_of(newsroom.today), display_path(newsroom.settings.content)))
    return 0


def _check(options: argparse.Namespace) -> int:
    from goodnews.desk.advice import advice_on
    from goodnews.desk.summary import say_waiting
    from goodnews.problem import display_path

    newsroom = _checked(options)
    if newsroom is None:
        return 1
    for remark in advice_on(newsroom, display_path(newsroom.settings.content)):
        print(_("advice: {remark}").format(remark=remark))
    say_waiting(newsroom.waiting)
    print(counted("{count} story, no problem", "{count} stories, no problem", len(newsroom.stories)))
    return 0


def _new(options: argparse.Namespace) -> int:
    from goodnews.desk import forms
    from goodnews.problem import ContentError

    try:
        settings = _settings(options)
        path = forms.start(settings, options.kind, options.slug, options.title)
    except ContentError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    print(path)
    return 0


def _serve(options: argparse.Namespace) -> int:
    from goodnews.desk import preview
    from goodnews.desk.build import Memory, Run
    from goodnews.desk.report import Stopped, brought_out
    from goodnews.problem import ContentError

    try:
        settings = _settings(options)
    except ContentError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 1
    run = Run(drafts=options.drafts, start="spawn")  # the server's threads forbid a fork
    memory = Memory()

    def build(placed: Callable[[], None]) -> preview.Problems:
        try:
            brought_out(settings, run, memory=memory, placed=placed)
        except Stopped as stopped:
            print(stopped, file=sys.stderr)
            return stopped.told or (str(stopped),)
        return ()

    def restart() -> preview.Problems:
        try:
            _settings(options)
        except ContentError as error:
            return tuple(str(problem) for problem in error.problems)
        except Unusable as error:
            return (str(error),)
        os.execv(sys.executable, sys.orig_argv)

    return preview.serve(options.port, settings, options.settings, build, restart)


def leave(code: int) -> NoReturn:
    """End the process at once: a large archive's objects need not be taken apart one by one first."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
