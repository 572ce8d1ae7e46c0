"""What a build prints: a count of pages, every problem on its own line, and one line of what was done."""

import sys
from collections.abc import Callable
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError

from goodnews.desk.build import Memory, Outcome, Run, build
from goodnews.desk.summary import done, say_postponed
from goodnews.files import Busy, Listing
from goodnews.language import _, counted, refusal
from goodnews.press.page import Changed, Unprintable
from goodnews.press.press import Onlooker, Report
from goodnews.problem import ContentError, display_path
from goodnews.settings import Settings


class Stopped(Exception):
    """A build ended without output; its problems have been printed."""

    exitcode = 1  # read by Pelican's command line

    def __init__(self, reason: str, told: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.told = told  # each problem as it was printed


def brought_out(
    settings: Settings,
    run: Run,
    content: Listing | None = None,
    memory: Memory | None = None,
    placed: Callable[[], None] = lambda: None,
) -> Outcome:
    """Build and say what was done.

    content  the content folder, if it has been listed already
    memory   of a process that builds again and again
    placed   called as soon as changed pages are in place
    raises   Stopped when something is wrong and has been printed
    """
    try:
        with Progress(placed) as progress:
            outcome = build(settings, run, progress, content, memory)
    except (ContentError, Changed, Unprintable, Busy, TemplateError, OSError) as error:
        raise told(error) from None
    report, newsroom = outcome.report, outcome.newsroom
    if report.lost == "of another output":
        print(_("The cache does not belong to this state of the output; every page was printed anew."), file=sys.stderr)
    elif outcome.memo_lost or report.lost:
        print(_("The cache was damaged or made by other code; everything was built anew."), file=sys.stderr)
    if report.unrecorded:
        told_late = _("The pages are in place, but the record of them could not be saved: {reason}.")
        print(told_late.format(reason=report.unrecorded), _("The next build prints every page."), file=sys.stderr)
    for words in outcome.gone:
        print(words)
    if outcome.editions and (outcome.editions.printed or outcome.editions.removed):
        say_editions(settings.editions, outcome.editions)
    say_postponed(len(report.postponed))
    done(len(newsroom.stories), outcome.waiting, len(report.printed), report.kept, len(report.removed), outcome.seconds)
    return outcome


def say_editions(folder: str, report: Report) -> None:
    words = _("{folder}: {printed}, {kept} kept, {removed} removed")
    printed = counted("{count} file printed", "{count} files printed", len(report.printed))
    print(words.format(folder=display_path(folder), printed=printed, kept=report.kept, removed=len(report.removed)))


class Progress(Onlooker):
    """Pages counted on a terminal by builds that print many; silence elsewhere."""

    FROM = 200  # pages

    def __init__(self, placed: Callable[[], None]) -> None:
        self._placed = placed
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def placed(self) -> None:
        self._placed()

    def printed(self, pages: int) -> None:
        if pages < self.FROM or not sys.stderr.isatty():
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress as Bar
            from rich.progress import SpinnerColumn, TextColumn

            words = TextColumn("{task.description}"), TextColumn("{task.completed}")
            self._bar = Bar(SpinnerColumn(), *words, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(_("printing"), total=None)
            self._bar.start()
        self._bar.update(self._task, completed=pages)


def told(error: Exception) -> Stopped:
    """Print what is wrong, one line each, before Pelican can wrap it into a box."""
    if isinstance(error, ContentError):
        lines = tuple(str(problem) for problem in error.problems)
        print(*lines, sep="\n", file=sys.stderr)
        return Stopped(str(error), lines)
    if isinstance(error, Busy):
        return Stopped(_("another build is writing to {folder}; wait for it").format(folder=error))
    if isinstance(error, TemplateSyntaxError):
        return Stopped(f"{error.filename or error.name}:{error.lineno}: {error.message}")
    if isinstance(error, OSError):
        return Stopped(_("{reason}; build again once that is fixed").format(reason=refusal(error)))
    if isinstance(error, Unprintable):
        return Stopped(f"{error.path}: {_(error.reason)}")
    return Stopped(str(error))
