"""The side that faces Pelican: settings in, one generator, signals out. Only this and `__main__` know Pelican."""

import logging
from typing import Any

from pelican import signals
from pelican.settings import DEFAULT_CONFIG

from goodnews.desk.build import Run
from goodnews.desk.report import Stopped, brought_out, told
from goodnews.problem import ContentError
from goodnews.settings import Settings, settings_from

FILE = "GOODNEWS_FILE"  # name of the settings file, put among the settings by our own command line
RUN = "GOODNEWS_RUN"  # a Run, put among Pelican's settings by our own command line
OUTCOME = "GOODNEWS_OUTCOME"  # an Outcome, put there for it when the pages are printed


class NewsGenerator:
    """Pelican makes one for each run and asks it for its output."""

    def __init__(self, settings: dict[str, Any], context: dict[str, Any], output_path: str, **_others: object) -> None:
        self._settings = settings
        self._context = context
        self._output = output_path
        self._checked: Settings | None = None

    def generate_context(self) -> None:
        try:
            file = self._settings.get(FILE, "pelicanconf.py")
            self._checked = settings_from({**self._settings, "OUTPUT_PATH": self._output}, file, DEFAULT_CONFIG)
        except ContentError as error:
            raise told(error) from None

    def generate_output(self, _writer: object) -> None:
        assert self._checked is not None
        run = self._settings.get(RUN, Run())
        outcome = brought_out(self._checked, run)
        if signals.content_written.receivers:
            # Kept pages too, or plugins that listen would think them gone; pages only, as Pelican does.
            for path in (path for path in outcome.pages if path.endswith(".html")):
                signals.content_written.send(f"{self._output}/{path}", context=self._context)
        self._settings[OUTCOME] = outcome


class _Plainly(logging.Filter):
    """Pelican shows a traceback with every exception; an editor's mistake has been printed without one."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], Stopped):
            record.exc_info = None
        return True


def _generators(_pelican: object) -> type[NewsGenerator]:
    return NewsGenerator


def register() -> None:
    signals.get_generators.connect(_generators)
    logging.getLogger("pelican").addFilter(_Plainly())
