"""The command `editions`: read and validate, arrange, and have the press print the editions of every issue."""

import os
from typing import NamedTuple

from goodnews.arrangement import arrange
from goodnews.desk.build import Run, no_story, today_of, workers_of
from goodnews.desk.inputs import context_hash, theme_of
from goodnews.desk.issues import printed
from goodnews.editions.pages import issues_of, lost_letters, volumes_of
from goodnews.files import held
from goodnews.language import _
from goodnews.newsroom.memo import Memo, read_memo
from goodnews.newsroom.validate import validate
from goodnews.press.press import Report
from goodnews.problem import ContentError, did_you_mean, display_path
from goodnews.settings import Settings


class Printed(NamedTuple):
    report: Report
    lost: tuple[tuple[str, str], ...]  # a story's file below content/, and its letters that paper and pictures lack


class NoIssue(Exception):
    """The newsroom has no such issue."""


def editions(settings: Settings, run: Run, issue: str = "") -> Printed:
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
        known = [*issues_of(arrangement), *volumes_of(arrangement)]
        if issue and issue not in known:
            fix = did_you_mean(issue, known, _("Name a week such as 2026-W06, a month such as 2026-02, or a year."))
            raise NoIssue(_("{issue} is not an issue of this site. {fix}").format(issue=issue, fix=fix))
        report = printed(arrangement, theme_of(settings.themes, Memo()), context, workers)
        wanted = [digest for digest in arrangement.digests if issue in ("", str(digest.week))]
        return Printed(report, tuple(dict.fromkeys(lost for digest in wanted for lost in lost_letters(digest))))
