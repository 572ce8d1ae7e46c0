"""One file, imported: recognised, cut into items, drafted and accounted for. Nothing is written here."""

import datetime
import re
from collections.abc import Sequence
from contextlib import suppress

import msgspec

from goodnews.characters import fits, is_visible
from goodnews.importer import draft as drafting
from goodnews.importer.account import Entry, account_of
from goodnews.importer.album import album_of
from goodnews.importer.boxes import paired
from goodnews.importer.damage import Repair, Warning, damage_in, repaired
from goodnews.importer.days import Day, is_day_line, month_day_in
from goodnews.importer.imprint import Imprint, imprint_of
from goodnews.importer.item import Page, Piece
from goodnews.importer.literal import printable
from goodnews.importer.private import without_numbers
from goodnews.importer.profiles import recognised
from goodnews.importer.raw import Raw
from goodnews.importer.rows import Draft, Origin
from goodnews.importer.shape import Shape
from goodnews.importer.shapes import shapes_of
from goodnews.importer.sheets import SHEETS, sheets_of
from goodnews.importer.slugs import slug_of
from goodnews.importer.taken import Names, Taken
from goodnews.importer.units import doubtful, headlined, without_part_headings
from goodnews.importer.vocabulary import Vocabulary
from goodnews.importer.wrapped import unwrapped
from goodnews.language import _
from goodnews.newsroom.story import TITLE_MOST

SUBJECT_LEAST = 6  # characters; a shorter one says 来稿


class Wanted(msgspec.Struct, frozen=True):
    """What the command line says of the files."""

    profile: str = ""  # '': recognised by itself
    source: str = ""  # '': as the file says, or a placeholder
    date: datetime.date | None = None  # None: as the file says, or today


class Imported(msgspec.Struct, frozen=True):
    raw: Raw
    profile: str  # in words
    page: Page
    drafts: tuple[Draft, ...]  # stories
    sheets: tuple[Draft, ...]  # of the page itself: a digest's or an annual page's
    account: tuple[Entry, ...]
    warnings: tuple[Warning, ...]


def imported(
    raw: Raw,
    known: Vocabulary,
    wanted: Wanted,
    today: datetime.date,
    blank_source: str,
    taken: Taken,
    repairs: Sequence[Repair] = (),
) -> Imported:
    """Recognise one file and draft its items.

    repairs       of the damage in it, to be made first
    blank_source  the placeholder for a source that nobody named
    taken         which names are not free any more
    """
    raw, numbers = without_numbers(raw)
    original = raw
    raw, boxed = paired(raw)
    raw, wrapped = unwrapped(raw)
    raw, mended = repaired(raw, repairs)
    joined = {line: mended.get(to, to) for line, to in (boxed | wrapped).items()} | mended
    shapes, dropped = shapes_of(raw.lines, known, {picture.line for picture in raw.pictures})
    shapes, headings = without_part_headings(shapes, known)
    dropped |= dict.fromkeys(headings, _("the heading of several items"))
    profile = recognised(shapes, known, wanted.profile)
    imprint, shapes = imprint_of(shapes)
    origin = _origin(raw, imprint, wanted, today, blank_source)
    if profile.name == "annual" and not origin.dated:
        origin = msgspec.structs.replace(origin, year=_year_of(shapes))
    page = profile.make(shapes, known, Day(origin.latest, ""))
    listed = () if page.profile in SHEETS else page.sources
    page = msgspec.structs.replace(page, imprint=(*imprint.lines, *listed), credits=(*imprint.credits, *page.credits))
    page = _entitled(page, raw.said.get("subject", ""))
    drafts: list[Draft] = []
    names = Names(taken)
    texts = {line.number: line.text for line in raw.lines}
    album, unfit = album_of(raw, page.items, page.profile in SHEETS)
    bare = msgspec.structs.replace(page, imprint=())
    for number, item in enumerate(page.items):
        title, _own = drafting.title_of(item)
        place = item.leadin.text if item.leadin and not title.startswith(item.leadin.text) else ""
        slug = names.name_for(slug_of(place + title, known.places), drafting.mark_of(item))
        held = bare if number or page.profile in SHEETS else page  # the imprint's lines are held once
        drafts.append(taken.where_it_lies(drafting.story(item, held, raw, texts, origin, known, slug, album[number])))
    sheets = tuple(map(taken.beside, sheets_of(page, raw, origin, drafts)))
    account = account_of(original, (*drafts, *sheets), {**page.dropped, **dropped}, joined)
    nameless = (
        [] if origin.named else [Warning(0, _("nothing says which publication it is from; name it with --source"))]
    )
    several = [] if profile.name != "story" else doubtful(headlined(shapes), known)
    words = _("another story may begin here; if it does, import the file again with --as newspaper")
    nameless += [Warning(line, words) for line in several]
    warnings = (*nameless, *damage_in(raw, page), *numbers, *unfit)
    return Imported(original, profile.words(), page, tuple(drafts), sheets, account, warnings)


def _year_of(shapes: Sequence[Shape]) -> int:
    """The year that a headline of an annual page names; 0 if none does."""
    named = (re.search(r"20\d\d", shape.plain) for shape in shapes[:6] if shape.is_head)
    return next((int(found[0]) for found in named if found), 0)


def _entitled(page: Page, subject: str) -> Page:
    """A mail's only item without a headline has its subject for one."""
    if len(page.items) != 1 or page.items[0].title or len(subject) < SUBJECT_LEAST or not fits(subject, TITLE_MOST):
        return page
    item = msgspec.structs.replace(page.items[0], title=Piece(0, subject))
    return msgspec.structs.replace(page, items=(item,))


def _origin(raw: Raw, imprint: Imprint, wanted: Wanted, today: datetime.date, blank: str) -> Origin:
    """Publication and date: as the command line says, else as the file or the page says, else unknown."""
    said = raw.said
    date = wanted.date
    dated_on = 0
    if date is None and said.get("date"):
        with suppress(ValueError):
            date = datetime.date.fromisoformat(said["date"][:10])
        if date is None and is_day_line(said["date"]) and (day := month_day_in(said["date"], today)):
            date = day.date
        dated_on = raw.said_on.get("date", 0) if date else 0
    if date is None and imprint.day:
        date = imprint.day.date
    if date is None and said.get("sent"):
        date = datetime.date.fromisoformat(said["sent"])
    name = wanted.source or printable(said.get("publication", "") or imprint.publication)[:80]
    url = said.get("address", "")
    url = url if url.startswith("https://") and len(url) <= 500 and url.isascii() else ""
    named = is_visible(name)
    return Origin(name if named else blank, date or today, date is not None, named, url, dated_on)
