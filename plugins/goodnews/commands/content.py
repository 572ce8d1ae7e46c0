"""Commands for what editors write: it is checked, mended, reported on, begun, and imported."""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from goodnews.commands.configuration import Unusable, settings_of
from goodnews.language import _, counted

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from goodnews.desk.check import Checked
    from goodnews.desk.forms import Wanted
    from goodnews.problem import ContentError
    from goodnews.settings import Settings


def check(options: argparse.Namespace) -> int:
    from goodnews.desk.branch import NoBranch, changed_since
    from goodnews.desk.build import Run, no_story
    from goodnews.desk.check import check
    from goodnews.desk.findings import FORMATS, Findings
    from goodnews.desk.summary import say_waiting, words_of
    from goodnews.problem import ContentError

    if options.yes and not options.fix:
        options.parser.error(_("--yes needs --fix"))
    if options.fix and not options.yes and options.format != "text":
        options.parser.error(_("--fix shows what would change, as text; for another --format add --yes"))
    say = FORMATS[options.format]
    try:
        settings = settings_of(options)
        only = changed_since(options.since, settings.content) if options.since else None
        if options.fix:
            tell = print if options.format == "text" else partial(print, file=sys.stderr)
            _mend(settings, only, options.yes, tell)
            if not options.yes:
                return 0
        checked = check(settings, Run(drafts=True), options.settings)
    except NoBranch as error:
        raise Unusable(error) from None
    except ContentError as error:
        print(say(Findings(error.problems, ())))
        print(*map(words_of, error.waiting), _counted(error), sep="\n", file=sys.stderr)
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


def _mend(settings: "Settings", only: "frozenset[str] | None", write: bool, tell: Callable[[str], None]) -> None:
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
        tell("\n".join(one.diff(f"{display_path(settings.content)}/{one.path}")))
        if write and not mending.write(settings.content, one):
            print(_("{path} has changed meanwhile and was left as it is").format(path=one.path), file=sys.stderr)
            continue
        files += 1
    if not files:
        tell(_("Nothing is surely wrong."))
    elif write:
        tell(counted("{count} file written", "{count} files written", files))
    else:
        tell(
            counted(
                "{count} file would change; `check --fix --yes` writes it",
                "{count} files would change; `check --fix --yes` writes them",
                files,
            )
        )


def report(options: argparse.Namespace) -> int:
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
        if options.format != "text" or options.to:
            options.parser.error(_("--week is told at the terminal: without --format and --to"))
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
    if not os.path.isdir(os.path.dirname(real)):
        raise Unusable(_("{path} is not a folder; check --to").format(path=display_path(os.path.dirname(real))))
    if os.path.exists(real) and not os.path.isfile(real):  # a device would be replaced by the report
        raise Unusable(_("{path} is not a file; check --to").format(path=path))
    mark = "\ufeff" if options.format == "csv" else ""  # by which spreadsheets know UTF-8
    write_whole(real, f"{mark}{told}\n".encode())
    print(path)
    return 0


def _counted(error: "ContentError") -> str:
    """How many problems there are, by a command that would have written nothing else, or has just mended files."""
    return counted("{count} problem", "{count} problems", len(error.problems))


def _checked(options: argparse.Namespace) -> "Checked | None":
    """The newsroom with its drafts; None if there is a problem, which has been printed."""
    from goodnews.desk.build import Run, no_story
    from goodnews.desk.check import check
    from goodnews.desk.summary import words_of
    from goodnews.problem import ContentError

    try:
        checked = check(settings_of(options), Run(drafts=True), options.settings)
    except ContentError as error:
        print(*error.problems, sep="\n")
        print(*map(words_of, error.waiting), _counted(error), sep="\n", file=sys.stderr)
        return None
    if not checked.newsroom.stories:
        print(no_story(checked.newsroom.settings))
        return None
    return checked


def new(options: argparse.Namespace) -> int:
    from goodnews.desk import forms
    from goodnews.problem import display_path

    wanted = forms.Wanted(options.kind or "", options.slug, options.title or "")
    asks = not (wanted.kind and wanted.slug)
    if asks and not (sys.stdin.isatty() and sys.stdout.isatty()):
        missing = _(", ").join([_("KIND"), _("NAME")][bool(wanted.kind) :])
        options.parser.error(_("the following arguments are required: %s") % missing)
    settings = settings_of(options)
    today = forms.today_in(settings)
    if asks:
        wanted = _answered(settings, wanted, today)
    print(display_path(forms.start(settings, wanted, today)))
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


def import_(options: argparse.Namespace) -> int:
    from goodnews.importer.command import run
    from goodnews.importer.imported import Wanted
    from goodnews.importer.reading import read

    wanted = Wanted(options.profile or "", options.source or "", options.date)
    say_aside = partial(print, file=sys.stderr)
    return run(settings_of(options), options.files, wanted, options.apply, read, print, say_aside)


def fetch_images(options: argparse.Namespace) -> int:
    from goodnews.desk import foreign
    from goodnews.desk.download import fetched
    from goodnews.problem import display_path

    content = settings_of(options).content
    shown = display_path(content)
    if options.dry_run:
        named = [place for _path, _data, places in foreign.places_in(content) for place in places]
        for place in named:
            print(f"{shown}/{place.path}:{place.line}: {place.url}")
        print(counted("{count} picture of another host", "{count} pictures of other hosts", len(named)))
        return 0
    brought = left = 0
    for place, file, said in foreign.bring(content, fetched):
        if file:
            brought += 1
            print(f"{shown}/{place.path}:{place.line}: {file} ({said})", flush=True)
        else:
            left += 1
            print(f"{shown}/{place.path}:{place.line}: {place.url}: {said}", file=sys.stderr)
    print(counted("{count} picture brought", "{count} pictures brought", brought))
    if left:
        print(counted("{count} left as it is", "{count} left as they are", left), file=sys.stderr)
    return 1 if left else 0
