"""Pelican's side: settings in, one generator, signals out. With `__main__` the only module that knows Pelican."""

import logging
import sys
from typing import Any

from pelican import signals

from goodnews import desk
from goodnews.language import _
from goodnews.newsroom import ContentChanged
from goodnews.press import Unprintable
from goodnews.press.files import Busy
from goodnews.problem import ContentError
from goodnews.settings import Settings, settings_from

RUN = "GOODNEWS_RUN"  # a desk.Run, put among Pelican's settings by our own command line
OUTCOME = "GOODNEWS_OUTCOME"  # a desk.Outcome, put there for it when the pages are printed


class Stopped(Exception):
    """A build ended without output; what to say about it has been said."""

    exitcode = 1  # read by Pelican's command line


class NewsGenerator:
    """Pelican makes one for each run and asks it for its output."""

    def __init__(self, settings: dict[str, Any], context: dict[str, Any], output_path: str, **_others: object) -> None:
        self._settings = settings
        self._context = context
        self._output = output_path
        self._checked: Settings | None = None

    def generate_context(self) -> None:
        try:
            self._checked = settings_from({**self._settings, "OUTPUT_PATH": self._output})
        except ContentError as error:
            raise told(error) from None

    def generate_output(self, _writer: object) -> None:
        assert self._checked is not None
        run = self._settings.get(RUN, desk.Run())
        try:
            with Progress() as progress:
                outcome = desk.build(self._checked, run, progress.show)
        except (ContentError, ContentChanged, Unprintable, Busy, OSError) as error:
            raise told(error) from None
        if signals.content_written.receivers:
            for path in outcome.pages:  # kept pages as well, or they would vanish for plugins that listen
                signals.content_written.send(f"{self._output}/{path}", context=self._context)
        self._settings[OUTCOME] = outcome
        report(outcome)


class Progress:
    """A bar on a terminal for builds that print many pages; silence elsewhere."""

    FROM = 200  # pages

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, done: int, total: int) -> None:
        if total < self.FROM or not sys.stderr.isatty():
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(_("printing"), total=total)
            self._bar.start()
        self._bar.update(self._task, completed=done)


def told(error: Exception) -> Stopped:
    """Say what is wrong, plainly, a line each, before Pelican can fold it into a box."""
    if isinstance(error, ContentError):
        for problem in error.problems:
            print(problem, file=sys.stderr)
    if isinstance(error, Busy):
        error = Stopped(_("another build is writing to {folder}; wait for it").format(folder=error))
    elif isinstance(error, OSError):
        error = Stopped(_("{reason}; the last good output is as it was").format(reason=error))
    return Stopped(str(error))


def report(outcome: desk.Outcome) -> None:
    """One line of what was done."""
    if outcome.memo_lost or outcome.report.ledger_lost:
        print(_("The cache was damaged or made by other code; everything was built anew."), file=sys.stderr)
    line = _(
        "{stories} stories ({waiting} waiting): "
        "{printed} pages printed, {kept} kept, {removed} removed, {seconds:.2f} s"
    )
    print(
        line.format(
            stories=outcome.stories,
            waiting=outcome.waiting,
            printed=len(outcome.report.printed),
            kept=outcome.report.kept,
            removed=len(outcome.report.removed),
            seconds=outcome.seconds,
        )
    )


class _Plainly(logging.Filter):
    """Pelican shows a traceback with every exception; an editor's mistake has been told without one."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], Stopped):
            record.exc_info = None
        return True


def _generators(_pelican: object) -> type[NewsGenerator]:
    return NewsGenerator


def register() -> None:
    signals.get_generators.connect(_generators)
    logging.getLogger("pelican").addFilter(_Plainly())
