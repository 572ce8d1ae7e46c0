"""Archives of feeds (RFC 5005, 4), so that a reader's program can read back to the first entry.

The feed of all stories and that of all digests hold what is new. What leaves them goes into an archive, one for each
week of stories and one for each month of digests. A feed holds whole weeks or months, so every entry is in one document
only, and an archive that has been made gets no more entries as time goes on. Archives lead back, not on: a new one
changes none of those before.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from goodnews.arrangement import Arrangement, Digest
from goodnews.newsroom.story import Story
from goodnews.newsroom.week import week_of
from goodnews.pages.entries import Entries, digest_entry, newest, parted, tag
from goodnews.pages.kinds import ARCHIVES, Kind
from goodnews.pages.links import Links, canonical, page, places_in
from goodnews.pages.proof import Proof
from goodnews.pages.views.feed import FeedEntry, FeedView
from goodnews.press.page import Page, Stamped

Make = Callable[[], Iterable[FeedEntry]]


class Part(NamedTuple):
    """Entries that have left a feed, all those of one week or month."""

    name: str  # 2026-W06 or 2026-02
    stories: tuple[Story, ...]  # that it shows
    entries: Make  # newest first
    said: Callable[[], object]  # all that decides them besides the files of the stories, settings and registries


class Archived(NamedTuple):
    """A feed with archives."""

    links: Links
    key: str  # its family, too
    title: str
    note: str
    home: str
    recent: Sequence[object]  # what it holds itself
    entries: Make
    parts: tuple[Part, ...]  # oldest first

    @property
    def address(self) -> str:
        return f"feeds/{self.key}"

    def feed(self) -> FeedView:
        """What is subscribed to."""
        older = f"{self.address}/{self.parts[-1].name}" if self.parts else ""
        return self._view(self.address, self.entries, older, "")

    def archive(self, number: int) -> FeedView:
        older = f"{self.address}/{self.parts[number - 1].name}" if number else ""
        return self._view(f"{self.address}/{self.parts[number].name}", self.parts[number].entries, older, self.address)

    def _view(self, address: str, entries: Make, older: str, current: str) -> FeedView:
        view = feed_view(self.links, self.key, self.title, self.note, address, self.home, tuple(entries()))
        return msgspec.structs.replace(view, older=older, current=current, hub="" if current else view.hub)

    def pages(self, proof: Proof | None) -> Iterator[Page | Stamped]:
        """proof  None: nothing proves that a page is unchanged"""
        before = ""
        for number, part in enumerate(self.parts):
            address = f"{self.address}/{part.name}"
            if proof is None:
                yield from self._archive_pages(number)
            else:
                files = [proof.files[story.path].hash for story in part.stories]
                said = msgspec.msgpack.encode((proof.frame, files, part.said(), before))
                stamp = blake2b(said, digest_size=16).digest()
                made = cache(partial(self._archive_pages, number))
                for kind in ARCHIVES:
                    path = address + kind.suffix
                    yield Stamped(path, kind.name, stamp, partial(_at, path, made))
            before = part.name

    def _archive_pages(self, number: int) -> tuple[Page, ...]:
        """One archive; the worker that has read the story in its middle has read most of it."""
        part = self.parts[number]
        affinity = part.stories[len(part.stories) // 2].path if part.stories else ""
        return tuple(in_formats(ARCHIVES, f"{self.address}/{part.name}", self.archive(number), affinity))

    def showing(self, paths: Collection[str]) -> Iterator[Page]:
        """The archives that show some stories.

        paths  of these, below content/
        """
        for number, part in enumerate(self.parts):
            if any(story.path in paths for story in part.stories):
                yield from self._archive_pages(number)


def _at(path: str, made: Callable[[], Iterable[Page]]) -> Page:
    return next(page for page in made() if page.path == path)


def archive_pages(links: Links, arrangement: Arrangement, proof: Proof | None = None) -> Iterator[Page | Stamped]:
    """proof  None: nothing proves that a page is unchanged"""
    for feed in _archived(links, arrangement):
        yield from feed.pages(proof)


def archives_showing(links: Links, arrangement: Arrangement, paths: Collection[str]) -> Iterator[Page]:
    """The archives that show some stories.

    paths  of these, below content/
    """
    for feed in _archived(links, arrangement):
        yield from feed.showing(paths)


def _archived(links: Links, arrangement: Arrangement) -> list[Archived]:
    entries = Entries(links, arrangement)
    both = archived_stories(links, arrangement, entries), archived_digests(links, arrangement, entries)
    return [feed for feed in both if feed.key in links.settings.goodnews.feeds]


def archived_stories(links: Links, arrangement: Arrangement, entries: Entries) -> Archived:
    own, places = links.settings.goodnews, arrangement.places
    stories = entries.in_order(arrangement.stories)
    recent, older = parted(stories, len(newest(stories, own.feed_items)), lambda story: week_of(story.date))

    def part(name: str, week: Sequence[Story]) -> Part:
        shown = tuple(reversed(week))

        def said() -> object:
            found = [(places_in(story.outline.links, places), entries.minute(story)) for story in shown]
            return found if any(map(any, found)) else ()

        return Part(name, shown, partial(entries.once, shown), said)

    parts = tuple(part(name, week) for name, week in older)
    made = partial(entries.of, recent)
    return Archived(links, "all", links.settings.name, own.slogan, "index.html", recent, made, parts)


def archived_digests(links: Links, arrangement: Arrangement, entries: Entries) -> Archived:
    own, places = links.settings.goodnews, arrangement.places
    recent, older = parted(arrangement.digests, own.feed_items, lambda digest: f"{digest.week.monday:%Y-%m}")

    def entries_of(digests: Iterable[Digest]) -> Iterator[FeedEntry]:
        return (digest_entry(links, arrangement, digest, entries) for digest in digests)

    def part(name: str, month: Sequence[Digest]) -> Part:
        shown = tuple(reversed(month))

        def said() -> object:
            return [
                (digest.title, str(entries.updated_digest(digest)), places_in(digest.notes.outline.links, places))
                for digest in shown
            ]

        stories = tuple(story for digest in shown for story in (*digest.stories, *digest.retracted))
        return Part(name, stories, partial(entries_of, shown), said)

    parts = tuple(part(name, month) for name, month in older)
    made = partial(entries_of, recent)
    return Archived(links, "digest", own.digest_name, "", "digest/index.html", recent, made, parts)


def is_archive(path: str) -> bool:
    """Whether a file of the site is an archive of a feed."""
    return path.startswith(("feeds/all/", "feeds/digest/"))


def in_formats(kinds: Iterable[Kind], address: str, view: FeedView, affinity: str = "") -> Iterator[Page]:
    made = page(address, "", view, affinity=affinity)
    for kind in kinds:
        yield msgspec.structs.replace(made, path=address + kind.suffix, kind=kind.name)


def feed_view(
    links: Links,
    key: str,
    title: str,
    note: str,
    address: str,
    home: str,
    entries: tuple[FeedEntry, ...],
) -> FeedView:
    name = links.settings.name
    return FeedView(
        id=tag(links, f"feed/{key}"),
        title=title if title == name else f"{name} · {title}",
        subtitle=note,
        self=address,
        home=canonical(home),
        updated=max(entry.updated for entry in entries),
        entries=entries,
        hub=links.settings.goodnews.websub_hub,
    )
