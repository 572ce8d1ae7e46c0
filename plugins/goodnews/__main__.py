"""The command line: `python -m goodnews build | check | new | serve`."""

import argparse
import datetime
import os
import sys
from typing import TYPE_CHECKING, Any

from goodnews.language import _

if TYPE_CHECKING:
    from goodnews.desk import Outcome
    from goodnews.settings import Settings

CONF = "pelicanconf.py"


def main(argv: list[str]) -> int:
    """Do one command.

    argv     without the program's name
    returns  the exit status: 0, or 1 when something must be mended
    """
    options = _parser().parse_args(argv)
    return int(options.command(options))


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
    for command in (build, check, new, serve):
        command.add_argument("--settings", default=CONF, help="the settings file")
    return parser


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _pelican_settings(options: argparse.Namespace) -> dict[str, Any]:
    """Pelican's settings from its file, with what the command line overrides.

    With drafts the output is a folder of its own: what is not published never lies among what is.
    """
    from pelican.settings import read_settings

    given = {"PATH": options.content, "OUTPUT_PATH": options.output, "CACHE_PATH": options.cache}
    override = {key: os.path.abspath(value) for key, value in given.items() if value}
    settings = dict(read_settings(options.settings, override=override))
    if getattr(options, "drafts", False):
        if not options.output:
            settings["OUTPUT_PATH"] = os.path.join(settings["CACHE_PATH"], "preview")
        elif settings["OUTPUT_PATH"] == read_settings(options.settings)["OUTPUT_PATH"]:
            sys.exit(_("Drafts never go where the site is published from: choose another --output."))
    return settings


def _settings(options: argparse.Namespace) -> "Settings":
    from goodnews.settings import settings_from

    return settings_from(_pelican_settings(options), options.settings)


def _build(options: argparse.Namespace) -> int:
    from pelican import Pelican
    from pelican.log import console
    from pelican.log import init as init_logging

    from goodnews.desk import Run
    from goodnews.plugin import OUTCOME, RUN, Stopped

    init_logging()
    console.quiet = True  # its own summary counts articles, of which we have none
    settings = _pelican_settings(options)
    settings[RUN] = Run(today=options.today, drafts=options.drafts)
    try:
        Pelican(settings).run()
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return stopped.exitcode
    outcome = settings.get(OUTCOME)
    if outcome is None:
        print(_("{file}: PLUGINS must name 'goodnews'").format(file=options.settings), file=sys.stderr)
        return 1
    return _tell_why(options.why, outcome) if options.why else 0


def _tell_why(path: str, outcome: "Outcome") -> int:
    from goodnews.problem import did_you_mean

    path = path.removeprefix("output/").lstrip("/")
    if path not in outcome.pages:
        fix = did_you_mean(path, outcome.pages, _("Give its path below the output folder."))
        print(_("{path}: no page of this site. {fix}").format(path=path, fix=fix), file=sys.stderr)
        return 1
    reason = outcome.report.reasons.get(path)
    words = _("{path}: printed, for {reason}").format(path=path, reason=_(reason)) if reason else ""
    print(words or _("{path}: kept, for nothing that it is made from changed").format(path=path))
    return 0


def _check(options: argparse.Namespace) -> int:
    from goodnews import desk
    from goodnews.problem import ContentError

    try:
        newsroom = desk.check(_settings(options), desk.Run(drafts=True))
    except ContentError as error:
        for problem in error.problems:
            print(problem)
        print(error, file=sys.stderr)
        return 1
    print(_("{count} stories, no problem").format(count=len(newsroom.stories)))
    return 0


def _new(options: argparse.Namespace) -> int:
    from goodnews import forms
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
    from goodnews import serving
    from goodnews.problem import ContentError

    options.today, options.why = None, ""
    try:
        settings = _settings(options)
    except ContentError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 1
    afresh = [sys.executable, "-m", "goodnews", "build", "--settings", options.settings]
    for name, value in (("--content", options.content), ("--output", options.output), ("--cache", options.cache)):
        afresh += [name, value] if value else []
    afresh += ["--drafts"] if options.drafts else []
    return serving.serve(options.port, settings, options.settings, lambda: _build(options), afresh)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
