"""The registries: what stories may name, read together; a required one that is missing or empty is a problem."""

from collections.abc import Iterable

from goodnews.files import FileHashes, Source, hash_of, listing_of
from goodnews.language import _
from goodnews.newsroom.house import house_from, names_from
from goodnews.newsroom.memo import Memo
from goodnews.newsroom.region import regions_from
from goodnews.newsroom.section import Column, Section, Topic, campaigns_from, sections_from
from goodnews.newsroom.story import Registries
from goodnews.newsroom.words import words_from
from goodnews.problem import ContentError, Problem, display_path
from goodnews.settings import Settings
from goodnews.text.document import Entry, Unreadable, entry_of
from goodnews.text.reading import read_text

REGISTRIES = (
    "sections.yaml",
    "regions.csv",
    "campaigns.yaml",
    "columns.yaml",
    "topics.yaml",
    "names.yaml",
    "house.yaml",
    "words.yaml",
)
REQUIRED = "sections.yaml"  # the others are of newsrooms that have such things
# Fields of stories that name entries: what they say of a registry with problems is seen when it has none.
NAMED_BY = {
    "sections.yaml": "category",
    "regions.csv": "region",
    "campaigns.yaml": "campaign",
    "columns.yaml": "column",
    "topics.yaml": "topics",
}


def registries_from(
    settings: Settings,
    shown: str,
    sources: Iterable[Source],
    hashes: FileHashes,
    memo: Memo,
    problems: list[Problem],
) -> tuple[Registries, bytes]:
    """The registries, and one hash of all that they say.

    shown    how problems name the content folder
    sources  files of the content folder, the registries among them
    memo     of an earlier build: if it has the same hash, its registries are taken and no file is parsed
    """
    by_path = {source.path: source for source in sources}
    if REQUIRED not in by_path:
        fix = _("Copy it from another newsroom; its form is in docs/content.md.")
        problems.append(Problem(f"{shown}/{REQUIRED}", 1, "file", _("nothing"), _("a registry"), fix))
    present = [by_path[name] for name in REGISTRIES if name in by_path]
    own = settings.goodnews
    together = hash_of(
        *(part for source in present for part in (source.path.encode(), hashes.hash(source))),
        *(word.encode() for word in own.datelines),
        *(str(most).encode() for most in (own.title_most, own.summary_most)),
    )
    if hashes.trusted and memo.registries and memo.registries[0] == together:
        return memo.registries[1], together
    texts = _texts(present, shown, hashes.folder, problems)

    def entry(name: str) -> Entry:
        try:
            return entry_of(texts.get(name, ""), f"{shown}/{name}")
        except Unreadable as error:
            problems.extend(error.problems)
            return Entry(1, {})

    def where(name: str) -> str:
        return f"{shown}/{name}"

    registries = Registries(
        sections=sections_from(entry("sections.yaml"), Section, where("sections.yaml"), problems),
        regions=regions_from(texts["regions.csv"], where("regions.csv"), problems) if "regions.csv" in texts else {},
        campaigns=campaigns_from(entry("campaigns.yaml"), where("campaigns.yaml"), problems),
        columns=sections_from(entry("columns.yaml"), Column, where("columns.yaml"), problems),
        topics=sections_from(entry("topics.yaml"), Topic, where("topics.yaml"), problems),
        names=names_from(entry("names.yaml"), where("names.yaml"), problems),
        house=house_from(entry("house.yaml"), where("house.yaml"), problems),
        words=words_from(entry("words.yaml"), where("words.yaml"), problems),
        datelines=own.datelines,
        title_most=own.title_most,
        summary_most=own.summary_most,
    )
    for name, entries in (("sections.yaml", registries.sections), ("regions.csv", registries.regions)):
        if name in texts and not entries and not problems:
            fix = _("Its form is in docs/content.md.")
            problems.append(Problem(where(name), 1, "file", _("nothing in it"), _("at least one entry"), fix))
    return registries, together


def _texts(sources: Iterable[Source], shown: str, folder: str, problems: list[Problem]) -> dict[str, str]:
    """The registries' texts by their names; one that cannot be read is a problem."""
    texts: dict[str, str] = {}
    for source in sources:
        try:
            texts[source.path] = read_text(folder, source.path, f"{shown}/{source.path}")
        except Unreadable as error:
            problems.extend(error.problems)
    return texts


def registries_alone(settings: Settings) -> Registries:
    """The registries, without anything else of the content.

    raises  ContentError with every problem in them
    """
    problems: list[Problem] = []
    content = listing_of(settings.content)
    hashes = FileHashes(content, {})
    shown = display_path(settings.content)
    registries, _hash = registries_from(settings, shown, content.sources, hashes, Memo(), problems)
    if problems:
        raise ContentError(problems)
    return registries
