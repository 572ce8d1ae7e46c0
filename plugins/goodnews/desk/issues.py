"""The editions of all issues, printed into their own folder: by `editions`, and by `build` where it is set."""

from pathlib import Path

import msgspec

from goodnews.arrangement import Arrangement
from goodnews.desk.inputs import Theme, conditions_of
from goodnews.desk.last_build import ledger_of
from goodnews.editions import paper, printer
from goodnews.editions.kinds import EDITIONS, PAPER
from goodnews.editions.pages import edition_pages
from goodnews.pages import site_of
from goodnews.press.press import Press, Report
from goodnews.render.theme import Parsed, template_hashes
from goodnews.workers import Workers


def printed(arrangement: Arrangement, theme: Theme, context: bytes, workers: Workers) -> Report:
    """Raises ModuleNotFoundError if Typst is missing; what the press raises."""
    settings = arrangement.settings
    site = msgspec.msgpack.encode(site_of(arrangement))
    templates = template_hashes(EDITIONS, Parsed(dict(theme.sources)))
    Path(settings.editions).mkdir(parents=True, exist_ok=True)
    press = Press(
        output=settings.editions,
        ledger=ledger_of(settings.cache, settings.editions),
        make=printer.make,
        arguments=(site, settings.themes, settings.content, theme.sources, settings.cache),
        workers=workers,
    )
    conditions = conditions_of(templates, site, context, EDITIONS, {PAPER: paper.recipe()})
    return press.print(edition_pages(arrangement), conditions)
