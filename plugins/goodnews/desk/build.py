"""A build: read and validate, arrange, make the pages, hand them to the press."""

import datetime
import os
from dataclasses import dataclass, field
from time import perf_counter
from zoneinfo import ZoneInfo

import msgspec

from goodnews.arrangement import Arrangement, arrange
from goodnews.desk import last_build
from goodnews.desk.gone import gone_addresses
from goodnews.desk.inputs import Theme, compiled_templates, conditions_of, context_hash, frame_of, theme_of
from goodnews.desk.last_build import LastBuild, ledger_of
from goodnews.files import Listing, hash_of, held, listing_of
from goodnews.installation import PROGRAM
from goodnews.language import _
from goodnews.newsroom.memo import Memo, read_memo, write_memo
from goodnews.newsroom.validate import Newsroom, validate
from goodnews.newsroom.waiting import Waiting
from goodnews.pages import pages_of, site_of, text_pages
from goodnews.pages.figures import renditions_of, shown_pictures
from goodnews.pages.kinds import POSTPONABLE, WHOLE
from goodnews.pages.proof import Proof
from goodnews.pictures import darkroom
from goodnews.press.press import NOBODY, Inputs, Onlooker, Press, Remembered, Report
from goodnews.problem import ContentError, Problem, did_you_mean, display_path, quoted
from goodnews.render import printer, sharecard
from goodnews.search.index import Index, index_of
from goodnews.settings import Settings
from goodnews.workers import Workers


@dataclass(frozen=True, slots=True)
class Run:
    """What the operator asks of one build."""

    today: datetime.date | None = None  # None: today in the site's zone
    drafts: bool = False
    cards: bool = False  # whether to draw share cards that the settings leave for later
    start: str | None = None  # how worker processes are started; None for the platform's way
    values: bytes = b""  # hash of settings file and command line, for the next build to compare


@dataclass(slots=True)
class Memory:
    """What a process that builds again and again keeps; its code stays the same."""

    context: bytes = b""
    memo: Memo | None = None
    output: Remembered = field(default_factory=Remembered)
    left: object = None  # the last build's objects, kept alive so that the process can exit without freeing them


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one build did."""

    newsroom: Newsroom
    waiting: tuple[Waiting, ...]  # nothing, where drafts are shown
    report: Report
    gone: tuple[str, ...]  # a sentence on every address that only the last build had; nothing, where drafts are shown
    memo_lost: bool
    seconds: float
    settings: Settings
    editions: Report | None  # None if this build was not to print any

    @property
    def pages(self) -> tuple[str, ...]:
        return tuple(self.report.ledger)


def build(
    settings: Settings,
    run: Run,
    onlooker: Onlooker = NOBODY,
    content: Listing | None = None,
    memory: Memory | None = None,
) -> Outcome:
    """Bring the output up to date with the content.

    content  the content folder, if it has been listed already
    memory   of a process that builds again and again; brought up to date
    raises   ContentError with every problem; Unprintable, Busy, Changed, OSError: the output is as it was
    """
    with held(settings.cache):
        return _build(settings, run, onlooker, content or listing_of(settings.content), memory or Memory())


def _build(settings: Settings, run: Run, onlooker: Onlooker, content: Listing, memory: Memory) -> Outcome:
    began, own, today = perf_counter(), last_build.own_files(), today_of(settings, run)
    memory.context = context = memory.context or context_hash()
    path = os.path.join(settings.cache, "memo")
    before, sound = (memory.memo, True) if memory.memo else read_memo(path, context)
    with workers_of(settings, run) as workers:
        newsroom, memo = validate(
            settings, display_path(settings.content), today, before, context, workers, run.drafts, content
        )
        if not memo.stories:
            raise ContentError([no_story(settings)])
        arrangement = arrange(newsroom)
        theme = theme_of(settings.themes, before, settings.language)
        memo.theme, memo.templates = theme.known, theme.templates
        _check_stylesheet(settings.goodnews.stylesheet, theme)
        memo.frame = frame_of(settings, run.drafts, today, content, theme)
        index = index_of(arrangement, context, workers) if settings.goodnews.search and arrangement.stories else None
        # Before a page is in place, so that a memo that cannot be written stops the build now.
        write_memo(path, memo, before)
        waiting = () if run.drafts else newsroom.waiting
        last = LastBuild(
            values=run.values,
            settings=settings,
            read=last_build.times_of(content, *theme.listings, own),
            today=today,
            next=newsroom.next,
            stories=len(newsroom.stories),
            waiting=waiting,
            issues={str(digest.week): digest.issue for digest in arrangement.digests},
        )
        inputs = Inputs(memo.inputs_id, msgspec.msgpack.encode(last))
        # Before the site, whose record proves to the next build that there is nothing to do.
        editions = _editions(arrangement, theme, context, workers) if not run.drafts else None
        report = _printed(arrangement, index, theme, memo, before, inputs, workers, onlooker, memory.output, run.cards)
    if any(path.startswith("images/") for path in report.printed):
        darkroom.tidy(darkroom.store_of(settings.cache), renditions_of(shown_pictures(arrangement)))
    if any(path.startswith("cards/") for path in report.printed):
        sharecard.tidy(settings.cache)
    memory.memo, memory.left = memo, (before, arrangement, report, theme)
    gone = () if run.drafts else gone_addresses(report, before, memo, newsroom.standing, display_path(settings.content))
    return Outcome(newsroom, waiting, report, gone, not sound, perf_counter() - began, settings, editions)


def _editions(arrangement: Arrangement, theme: Theme, context: bytes, workers: Workers) -> Report | None:
    if not arrangement.settings.goodnews.editions_at_build:
        return None
    from goodnews.desk.issues import printed  # only builds that print editions load what makes them

    return printed(arrangement, theme, context, workers)


def _printed(
    arrangement: Arrangement,
    index: Index | None,
    theme: Theme,
    memo: Memo,
    before: Memo,
    inputs: Inputs,
    workers: Workers,
    onlooker: Onlooker,
    remembered: Remembered,
    cards: bool,
) -> Report:
    """Have the press print what changed: the pages of some texts if nothing else can have changed, else all.

    cards  whether to draw share cards that the settings leave for later
    """
    settings = arrangement.settings
    site = msgspec.msgpack.encode(site_of(arrangement))
    conditions = conditions_of(theme.templates[1], site, memo.context)
    compiled = compiled_templates(theme, settings, memo.context)
    press = Press(
        output=settings.output,
        ledger=ledger_of(settings.cache, settings.output),
        make=printer.make,
        arguments=(site, settings.themes, settings.content, theme.sources, settings.cache, compiled),
        workers=workers,
        remembered=remembered,
    )
    texts = memo.other_texts(before)
    if texts is not None and not cards:
        pages = text_pages(arrangement, texts, index)
        report = press.update(pages, conditions, before.inputs_id, onlooker, inputs, WHOLE)
        if report is not None:
            return report
    proof = Proof(hash_of(memo.context, memo.frame), memo.files) if memo.frame else None
    all_pages = pages_of(arrangement, theme.static, index, proof)
    postpone = POSTPONABLE if settings.goodnews.share_cards == "later" and not cards else ()
    return press.print(all_pages, conditions, arrangement.newsroom.read_by, onlooker, inputs, postpone)


def _check_stylesheet(path: str, theme: Theme) -> None:
    """Raises ContentError if the theme does not have the style sheet that the settings name."""
    if path and path not in theme.static:
        sheets = [name for name in theme.static if name.endswith(".css")]
        fix = did_you_mean(path, sheets, _("Add it to the theme's folder, or remove the setting."))
        problem = Problem("pelicanconf.py", 1, "GOODNEWS['stylesheet']", quoted(path), _("a file of the theme"), fix)
        raise ContentError([problem])


def workers_of(settings: Settings, run: Run) -> Workers:
    """The processes that read and print; none is started before there is work for them."""
    return Workers(settings.goodnews.workers or os.cpu_count() or 1, run.start)


def no_story(settings: Settings) -> Problem:
    """A folder without any story is almost always a mistake, and would remove the whole site."""
    fix = _("Restore the folder, or begin with `{program} new story …`.").format(program=PROGRAM)
    return Problem(f"{display_path(settings.content)}/stories", 1, "file", _("no story"), _("at least one"), fix)


def today_of(settings: Settings, run: Run) -> datetime.date:
    return run.today or datetime.datetime.now(ZoneInfo(settings.zone)).date()
