"""The page of one story."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from goodnews.arrangement import Edition
from goodnews.files import Known
from goodnews.newsroom.story import Story
from goodnews.newsroom.week import week_of
from goodnews.pages.links import Desk, page
from goodnews.pages.views.parts import Link
from goodnews.pages.views.story import StoryPage
from goodnews.press.page import Page, Stamped

_ENCODE = msgspec.msgpack.Encoder().encode
CONTENTS_FROM = 3  # headings: a shorter text needs no list of contents


class Stamps(NamedTuple):
    """What stamps are made from: while all of it is the same, so is a story's page."""

    frame: bytes  # hash of code, settings, registries, pictures and all else beside stories
    files: Mapping[str, Known]  # path of a story -> hash of its file


class _Place(NamedTuple):
    """A story with what stands around it."""

    story: Story
    earlier: Story | None
    later: Story | None
    digest: Link | None


def story_pages(desk: Desk, stamps: Stamps | None = None) -> Iterator[Page | Stamped]:
    for place in _places(desk, range(len(desk.edition.stories))):
        story = place.story
        desk.changed[story.address] = story.updated
        make = partial(_page, desk, place)
        yield Stamped(story.address, "story", _stamp(desk, place, stamps), make) if stamps else make()


def pages_of_stories(desk: Desk, paths: Collection[str]) -> list[Page]:
    """The pages of the stories with some paths below content/."""
    numbers = [number for number, story in enumerate(desk.edition.stories) if story.path in paths]
    return [_page(desk, place) for place in _places(desk, numbers)]


def _places(desk: Desk, numbers: Iterable[int]) -> Iterator[_Place]:
    """The stories of some numbers."""
    edition = desk.edition
    digests = {digest.week: desk.digest(digest) for digest in edition.digests}
    left_out = {slug for digest in edition.digests for slug in digest.notes.leave_out}
    stories: list[Story | None] = [*edition.stories, None]  # of which the last stands before the first as well
    for number in numbers:
        story = edition.stories[number]
        digest = None if story.slug in left_out else digests.get(week_of(story.date))
        yield _Place(story, stories[number - 1], stories[number + 1], digest)


def _page(desk: Desk, place: _Place) -> Page:
    return page(place.story.address, "story", story_page(desk, *place), place.story.path)


def _stamp(desk: Desk, place: _Place, stamps: Stamps) -> bytes:
    story, files = place.story, stamps.files
    others = [place.earlier, place.later, *desk.edition.related[story.slug]]
    around = [(other.path, files[other.path].hash) if other else None for other in others]
    links = desk.inner_places(story.outline.links)
    return blake2b(
        _ENCODE((stamps.frame, files[story.path].hash, around, links, place.digest)), digest_size=16
    ).digest()


def story_page(desk: Desk, story: Story, earlier: Story | None, later: Story | None, digest: Link | None) -> StoryPage:
    edition: Edition = desk.edition
    headings = tuple(heading for heading in story.outline.headings if heading.level == 2)
    return StoryPage(
        head=desk.shared_head(story.title, story.address, story.summary),
        kind=story.kind,
        kicker=story.kicker,
        subtitle=story.subtitle,
        leadin=story.leadin,
        dateline=story.dateline,
        date=story.date,
        updated=story.updated,
        event=story.event,
        section=desk.section(story.section),
        regions=tuple([desk.region_line(path) for path in story.regions]),
        campaign=desk.campaign(story),
        column=desk.column(story),
        bylines=tuple([(byline.role, tuple([desk.name(name) for name in byline.names])) for byline in story.bylines]),
        sources=story.sources,
        pictures=desk.figures(story.pictures),
        editors_note=story.editors_note,
        body=desk.text(story),
        contents=headings if len(headings) >= CONTENTS_FROM else (),
        corrections=story.corrections,
        diary=story.diary,
        related=tuple(desk.headline(other) for other in edition.related[story.slug]),
        digest=digest,
        chosen=tuple(Link(str(year), edition.places[f"top10:{year}"]) for year in edition.chosen.get(story.slug, ())),
        previous=desk.story(earlier) if earlier else None,
        next=desk.story(later) if later else None,
        draft=story.draft,
    )
