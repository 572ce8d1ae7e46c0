"""The command `editions`: read and validate, arrange, and have the press print the editions of every issue."""

import os
from pathlib import Path

import msgspec

from goodnews.arrangement import Arrangement, arrange
from goodnews.desk.build import Run, no_story, today_of, workers_of
from goodnews.desk.inputs import Theme, conditions_of, context_hash, theme_of
from goodnews.desk.last_build import ledger_of
from goodnews.editions import printer
from goodnews.editions.kinds import EDITIONS
from goodnews.editions.pages import edition_pages, issues_of
from goodnews.files import held
from goodnews.language import _
from goodnews.newsroom.memo import Memo, read_memo
from goodnews.newsroom.validate import validate
from goodnews.pages import site_of
from goodnews.press.press import Press, Report
from goodnews.problem import ContentError, did_you_mean, display_path
from goodnews.render.theme import template_hashes
from goodnews.settings import Settings
from goodnews.workers import Workers


class NoIssue(Exception):
    """The newsroom has no such issue."""


def editions(settings: Settings, run: Run, issue: str = "") -> Report:
    """Bring the editions of every issue up to date; those that are current are kept, those of no issue removed.

    issue   one that must exist; "" for any
    raises  NoIssue; ContentError with every problem; Unprintable, Busy, Changed, OSError: the editions are as they were
    """
    context = context_hash()
    with held(settings.cache), workers_of(settings, run) as workers:
        memo, _sound = read_memo(os.path.join(settings.cache, "memo"), context)
        newsroom, _memo = validate(
            settings, display_path(settings.content), today_of(settings, run), memo, context, workers
        )
        if not newsroom.stories:
            raise ContentError([no_story(settings)])
        arrangement = arrange(newsroom)
        known = issues_of(arrangement)
        if issue and issue not in known:
            fix = did_you_mean(issue, known, _("Name a week such as 2026-W06, or a year that has its annual page."))
            raise NoIssue(_("{issue} is not an issue of this site. {fix}").format(issue=issue, fix=fix))
        return printed(arrangement, theme_of(settings.themes, Memo()), context, workers)


def printed(arrangement: Arrangement, theme: Theme, context: bytes, workers: Workers) -> Report:
    settings = arrangement.settings
    site = msgspec.msgpack.encode(site_of(arrangement))
    templates = template_hashes(EDITIONS, dict(theme.sources))
    Path(settings.editions).mkdir(parents=True, exist_ok=True)
    press = Press(
        output=settings.editions,
        ledger=ledger_of(settings.cache, settings.editions),
        make=printer.make,
        arguments=(site, settings.themes, settings.content, theme.sources, settings.cache),
        workers=workers,
    )
    return press.print(edition_pages(arrangement), conditions_of(templates, site, context, EDITIONS))
