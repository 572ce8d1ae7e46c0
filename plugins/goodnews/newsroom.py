"""Validate: every file of `content/` becomes part of one newsroom, or every problem is told at once."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from markupsafe import Markup

from goodnews.digest import DigestNotes, digest_from
from goodnews.document import Document, Entry, Unreadable, document_from, entry_of
from goodnews.language import _
from goodnews.markup import Outline, outline_of, prepared
from goodnews.memo import Memo
from goodnews.picture import is_picture
from goodnews.press.files import FileHashes, Listing, Source, hash_of, listing_of
from goodnews.problem import ContentError, Problem, did_you_mean
from goodnews.reading import no_plain_file, read_text, text_from
from goodnews.references import References
from goodnews.region import regions_from
from goodnews.section import campaigns_from, names_from, sections_from
from goodnews.settings import Settings
from goodnews.standing import Standing, standing_from
from goodnews.story import Registries, Story, body_hash, story_from
from goodnews.top10 import Year, year_from
from goodnews.week import Week

REGISTRIES = ("sections.yaml", "regions.csv", "campaigns.yaml", "columns.yaml", "names.yaml")
REQUIRED = REGISTRIES[:2]
FOLDERS = ("stories/", "digests/", "top10/", "pages/")


class ContentChanged(Exception):
    """A file changed while its page was being printed: build again."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Everything that stands, checked against everything else."""

    settings: Settings
    registries: Registries
    stories: tuple[Story, ...]  # public ones (and drafts, if asked for), by date and slug
    waiting: int  # drafts and stories whose day has not come
    notes: Mapping[Week, DigestNotes]
    years: tuple[Year, ...]  # newest first
    standing: tuple[Standing, ...]
    pictures: Mapping[str, bytes]  # images/2026/x.jpg -> hash of its content
    texts: "Texts" = field(repr=False, compare=False)
    next: datetime.date | None  # the first day that shows something new by itself


KEPT = 50_000_000  # characters of converted text kept in memory for the press; what is beyond is read again


class Texts:
    """The stories' bodies: converted if they were read in this run, else read again when a page shows them."""

    def __init__(self, folder: str, shown: str) -> None:
        self._folder = folder
        self._shown = shown
        self._fresh: dict[str, tuple[bytes, Markup]] = {}
        self._size = 0

    def keep(self, story: Story, body: str) -> None:
        """Keep a body that has just been read, converted, while there is room."""
        html = prepared(body)
        if html is not None and self._size < KEPT:
            self._fresh[story.path] = story.body, html
            self._size += len(html)

    def body(self, path: str, expected: bytes) -> str:
        """The body of one story: Markdown, or as Markup its HTML.

        expected  its hash, as the view knows it
        raises    ContentChanged if the file says something else by now
        """
        found, html = self._fresh.get(path, (b"", None))
        if html is not None and found == expected:
            return html
        return self.source(path, expected)

    def source(self, path: str, expected: bytes) -> str:
        """The Markdown of one story, as its file says now."""
        name = f"{self._shown}/{path}"
        try:
            text = document_from(path, name, read_text(self._folder, path, name)).body
        except (Unreadable, OSError):
            text = ""
        if body_hash(text) != expected:
            raise ContentChanged(_("{path} changed during the build; build again").format(path=path))
        return text


def validate(
    settings: Settings,
    shown: str,
    today: datetime.date,
    memo: Memo,
    context: bytes,
    drafts: bool = False,
    content: Listing | None = None,
) -> tuple[Newsroom, Memo]:
    """Read what changed, check everything.

    shown    how problems name the content folder
    today    stories dated later wait
    memo     of an earlier build; ignored where its context differs
    context  hash of the code
    content  the content folder, if it has been listed already
    raises   ContentError with every problem of every file
    """
    problems: list[Problem] = []
    folder = settings.content
    content = content or listing_of(folder)
    problems.extend(no_plain_file(shown, path) for path in content.links)
    problems.extend(_unreadable_name(shown, s.path) for s in content.sources if not s.path.isprintable())
    sources = [source for source in content.sources if source.path.isprintable()]
    by_path = {source.path: source for source in sources}
    known = memo.files if memo.context == context else {}
    hashes = FileHashes(content, known)

    registries, registry_hash = _registries(settings, shown, by_path, hashes, memo, problems)
    texts = Texts(folder, shown)
    stories: dict[str, Story] = {}
    notes: dict[Week, DigestNotes] = {}
    years: list[Year] = []
    standing: list[Standing] = []
    pictures: dict[str, bytes] = {}
    loose: dict[str, Outline] = {}
    old = memo.stories if known and memo.registries and memo.registries[0] == registry_hash else {}
    for source in sources:
        path = source.path
        if _is_story(path):
            story = _story(source, shown, hashes, old, registries, texts, loose, problems)
            if story:
                stories[path] = story
        elif path.startswith(FOLDERS) and path.endswith(".md"):
            document = _document(source, shown, hashes, problems)
            if document is None:
                continue
            if path.startswith("digests/"):
                note = digest_from(document, problems)
                if note:
                    notes[note.week] = note
            elif path.startswith("top10/"):
                year = year_from(document, problems)
                if year:
                    years.append(year)
            else:
                page = standing_from(document, problems)
                if page:
                    standing.append(page)
        elif is_picture(path):
            pictures[path] = hashes.hash(source)
        elif path not in REGISTRIES and not path.startswith("votes/") and path != "README.md":
            problems.append(_unknown_file(shown, path))

    newsroom = _assembled(settings, registries, stories, notes, years, standing, pictures, texts, today, drafts)
    bad = [path for path in by_path if _is_story(path) and path not in stories]
    unsound = {path.rpartition("/")[2].removesuffix(".md") for path in bad}
    References(
        folder, shown, today, stories, notes, years, standing, pictures, frozenset(unsound), problems, loose
    ).check()
    if problems:
        raise ContentError(problems)
    return newsroom, Memo(context, hashes.seen, stories, (registry_hash, registries), memo.theme, memo.templates)


def _assembled(
    settings: Settings,
    registries: Registries,
    stories: Mapping[str, Story],
    notes: Mapping[Week, DigestNotes],
    years: list[Year],
    standing: list[Standing],
    pictures: Mapping[str, bytes],
    texts: Texts,
    today: datetime.date,
    drafts: bool,
) -> Newsroom:
    days = [story.date for story in stories.values() if not story.draft]
    days += [correction.date for story in stories.values() for correction in story.corrections]
    public = [_so_far(s, today) for s in stories.values() if drafts or (s.date <= today and not s.draft)]
    public.sort(key=lambda story: (story.date, story.slug))
    return Newsroom(
        settings=settings,
        registries=registries,
        stories=tuple(public),
        waiting=len(stories) - len(public),
        notes=notes,
        years=tuple(sorted(years, key=lambda year: -year.year)),
        standing=tuple(sorted(standing, key=lambda page: (page.order or 10_000, page.slug))),
        pictures=pictures,
        texts=texts,
        next=min((day for day in days if day > today), default=None),
    )


def _so_far(story: Story, today: datetime.date) -> Story:
    """A story as it is known by a day: a correction dated later waits like everything else."""
    if all(correction.date <= today for correction in story.corrections):
        return story
    known = tuple(correction for correction in story.corrections if correction.date <= today)
    return msgspec.structs.replace(story, corrections=known)


def _document(source: Source, shown: str, hashes: FileHashes, problems: list[Problem]) -> Document | None:
    name = f"{shown}/{source.path}"
    try:
        return document_from(source.path, name, read_text(hashes.folder, source.path, name))
    except Unreadable as error:
        problems.append(error.problem)
        return None


def _story(
    source: Source,
    shown: str,
    hashes: FileHashes,
    old: Mapping[str, Story],
    registries: Registries,
    texts: Texts,
    loose: dict[str, Outline],
    problems: list[Problem],
) -> Story | None:
    """The story of one file: remembered if the file is the same, else read and checked.

    loose  receives what the text refers to if the story cannot stand, so that its links are checked as well
    """
    before = hashes.known_hash(source.path)
    now = hashes.hash(source, keep=True)
    if before == now and source.path in old:
        hashes.read.pop(source.path, None)
        return old[source.path]
    name = f"{shown}/{source.path}"
    try:
        data = hashes.read.pop(source.path, None)
        text = read_text(hashes.folder, source.path, name) if data is None else text_from(data, name)
        document = document_from(source.path, name, text)
    except Unreadable as error:
        problems.append(error.problem)
        return None
    story = story_from(document, registries, problems)
    if story:
        texts.keep(story, document.body)
    else:
        loose[source.path] = outline_of(document.body)
    return story


def _registries(
    settings: Settings,
    shown: str,
    by_path: Mapping[str, Source],
    hashes: FileHashes,
    memo: Memo,
    problems: list[Problem],
) -> tuple[Registries, bytes]:
    for name in REQUIRED:
        if name not in by_path:
            problems.append(
                Problem(
                    f"{shown}/{name}",
                    1,
                    "file",
                    _("nothing"),
                    _("a registry"),
                    _("Copy it from another newsroom; its form is in docs/content.md."),
                )
            )
    present = [by_path[name] for name in REGISTRIES if name in by_path]
    datelines = settings.goodnews.datelines
    together = hash_of(
        *(part for source in present for part in (source.path.encode(), hashes.hash(source))),
        *(word.encode() for word in datelines),
    )
    if hashes.trusted and memo.registries and memo.registries[0] == together:
        return memo.registries[1], together
    texts: dict[str, str] = {}
    for source in present:
        try:
            texts[source.path] = read_text(hashes.folder, source.path, f"{shown}/{source.path}")
        except Unreadable as error:
            problems.append(error.problem)

    def entry(name: str) -> Entry:
        try:
            return entry_of(texts.get(name, ""), f"{shown}/{name}")
        except Unreadable as error:
            problems.append(error.problem)
            return Entry(1, {})

    def where(name: str) -> str:
        return f"{shown}/{name}"

    registries = Registries(
        sections=sections_from(entry("sections.yaml"), where("sections.yaml"), problems),
        regions=regions_from(texts["regions.csv"], where("regions.csv"), problems) if "regions.csv" in texts else {},
        campaigns=campaigns_from(entry("campaigns.yaml"), where("campaigns.yaml"), problems),
        columns=sections_from(entry("columns.yaml"), where("columns.yaml"), problems),
        names=names_from(entry("names.yaml"), where("names.yaml"), problems),
        datelines=datelines,
    )
    for name, entries in (("sections.yaml", registries.sections), ("regions.csv", registries.regions)):
        if name in texts and not entries and not problems:
            fix = _("Its form is in docs/content.md.")
            problems.append(Problem(where(name), 1, "file", _("nothing in it"), _("at least one entry"), fix))
    return registries, together


def validate_registries(settings: Settings) -> Registries:
    """The registries alone.

    raises  ContentError with every problem in them
    """
    problems: list[Problem] = []
    content = listing_of(settings.content)
    by_path = {source.path: source for source in content.sources}
    hashes = FileHashes(content, {})
    registries, _hash = _registries(settings, settings.content, by_path, hashes, Memo(), problems)
    if problems:
        raise ContentError(problems)
    return registries


def _is_story(path: str) -> bool:
    return path.startswith("stories/") and path.endswith(".md")


def _unreadable_name(shown: str, path: str) -> Problem:
    found = _("a name with characters that cannot be printed")
    return Problem(f"{shown}/{ascii(path)[1:-1]}", 1, "file", found, _("a plain name"), _("Rename the file."))


def _unknown_file(shown: str, path: str) -> Problem:
    return Problem(
        f"{shown}/{path}",
        1,
        "file",
        _("a file that nothing reads"),
        _("stories/, digests/, top10/, pages/ with .md files, images/ with pictures, or a registry"),
        did_you_mean(
            path, () if "/" in path else REGISTRIES, _("Move it where it belongs, or out of the content folder.")
        ),
    )
