"""One file, imported: recognised, cut into items, drafted and accounted for. Nothing is written here."""

import datetime
from collections.abc import Container, Mapping

import msgspec

from goodnews.importer import draft as drafting
from goodnews.importer.account import Entry, account_of
from goodnews.importer.days import Day
from goodnews.importer.draft import Draft, Origin
from goodnews.importer.item import Page
from goodnews.importer.profiles import recognised
from goodnews.importer.raw import Raw
from goodnews.importer.shapes import Shape, Vocabulary, shapes_of
from goodnews.importer.sheets import sheets_of
from goodnews.importer.slugs import slug_of


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


def imported(
    raw: Raw, known: Vocabulary, wanted: Wanted, today: datetime.date, blank_source: str, taken: "Taken"
) -> Imported:
    """Recognise one file and draft its items.

    blank_source  the placeholder for a source that nobody named
    taken         which names are not free any more
    """
    shapes, dropped = shapes_of(raw.lines, known)
    origin = _origin(raw, shapes, wanted, today, blank_source)
    profile = recognised(shapes, known, wanted.profile)
    page = profile.make(shapes, known, Day(origin.date, ""))
    if page.day and not (wanted.date or raw.said.get("date")):
        origin = msgspec.structs.replace(origin, date=page.day[1].date, dated=True)
    drafts: list[Draft] = []
    names: set[str] = set()
    for item in page.items:
        made = drafting.story(item, page, raw, origin, known, "x")
        slug = slug_of((item.leadin.text if item.leadin else "") + made.title, known.places)
        slug = taken.slug_for(slug, made.mark, names)
        names.add(slug)
        drafts.append(drafting.story(item, page, raw, origin, known, slug))
    sheets = sheets_of(page, raw, origin, drafts)
    account = account_of(raw, (*drafts, *sheets), {**page.dropped, **dropped})
    return Imported(raw, profile.words(), page, tuple(drafts), sheets, account)


class Taken:
    """Names of stories that exist, with the mark of those that an import made."""

    def __init__(self, marks: Mapping[str, str], former: Container[str] = ()) -> None:
        self._marks = marks  # slug -> mark of its import, '' if it was not imported
        self._former = former

    def slug_for(self, slug: str, mark: str, others: Container[str]) -> str:
        """The name of a draft: a new one, or the one that an earlier run gave to the same item."""
        number, found = 2, slug
        while found in others or found in self._former or (found in self._marks and self._marks[found] != mark):
            found = f"{slug[:75]}-{number}"
            number += 1
        return found

    def holds(self, slug: str) -> bool:
        """Whether the draft of that name is there already."""
        return slug in self._marks


def _origin(raw: Raw, shapes: list[Shape], wanted: Wanted, today: datetime.date, blank: str) -> Origin:
    """Publication and date: as the command line says, else as the file itself says, else unknown."""
    said = raw.said
    date, dated = wanted.date, True
    if date is None and said.get("date"):
        try:
            date = datetime.date.fromisoformat(said["date"][:10])
        except ValueError:
            date = None
    if date is None:
        date, dated = today, False
    name = wanted.source or said.get("publication", "")[:80] or blank
    url = said.get("address", "")
    return Origin(name, date, dated, url if url.startswith("https://") and len(url) <= 500 and url.isascii() else "")


__all__ = ["Imported", "Taken", "Wanted", "imported"]
