"""The page of one story."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from goodnews.arrangement import Arrangement
from goodnews.files import Known
from goodnews.newsroom.story import Story
from goodnews.newsroom.week import week_of
from goodnews.pages.links import Links, page
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


def story_pages(links: Links, stamps: Stamps | None = None) -> Iterator[Page | Stamped]:
    for place in _places(links, range(len(links.arrangement.stories))):
        story = place.story
        links.changed[story.address] = story.updated
        make = partial(_page, links, place)
        yield Stamped(story.address, "story", _stamp(links, place, stamps), make) if stamps else make()


def pages_of_stories(links: Links, paths: Collection[str]) -> list[Page]:
    """The pages of the stories with some paths below content/."""
    numbers = [number for number, story in enumerate(links.arrangement.stories) if story.path in paths]
    return [_page(links, place) for place in _places(links, numbers)]


def _places(links: Links, numbers: Iterable[int]) -> Iterator[_Place]:
    """The stories of some numbers."""
    arrangement = links.arrangement
    digests = {digest.week: links.digest(digest) for digest in arrangement.digests}
    left_out = {slug for digest in arrangement.digests for slug in digest.notes.leave_out}
    stories: list[Story | None] = [*arrangement.stories, None]  # of which the last stands before the first as well
    for number in numbers:
        story = arrangement.stories[number]
        digest = None if story.slug in left_out else digests.get(week_of(story.date))
        yield _Place(story, stories[number - 1], stories[number + 1], digest)


def _page(links: Links, place: _Place) -> Page:
    return page(place.story.address, "story", story_page(links, *place), place.story.path)


def _stamp(links: Links, place: _Place, stamps: Stamps) -> bytes:
    story, files = place.story, stamps.files
    others = [place.earlier, place.later, *links.arrangement.related[story.slug]]
    around = [(other.path, files[other.path].hash) if other else None for other in others]
    inner = links.inner_places(story.outline.links)
    return blake2b(
        _ENCODE((stamps.frame, files[story.path].hash, around, inner, place.digest)), digest_size=16
    ).digest()


def story_page(
    links: Links, story: Story, earlier: Story | None, later: Story | None, digest: Link | None
) -> StoryPage:
    arrangement: Arrangement = links.arrangement
    headings = tuple(heading for heading in story.outline.headings if heading.level == 2)
    return StoryPage(
        head=links.shared_head(story.title, story.address, story.summary),
        kind=story.kind,
        kicker=story.kicker,
        subtitle=story.subtitle,
        leadin=story.leadin,
        dateline=story.dateline,
        date=story.date,
        updated=story.updated,
        event=story.event,
        section=links.section(story.section),
        regions=tuple([links.region_line(path) for path in story.regions]),
        campaign=links.campaign(story),
        column=links.column(story),
        bylines=tuple([(byline.role, tuple([links.name(name) for name in byline.names])) for byline in story.bylines]),
        sources=story.sources,
        pictures=links.figures(story.pictures),
        editors_note=story.editors_note,
        body=links.text(story),
        contents=headings if len(headings) >= CONTENTS_FROM else (),
        corrections=story.corrections,
        retraction=story.retraction,
        diary=story.diary,
        related=tuple(links.headline(other) for other in arrangement.related[story.slug]),
        digest=digest,
        chosen=tuple(
            Link(str(year), arrangement.places[f"top10:{year}"]) for year in arrangement.chosen.get(story.slug, ())
        ),
        previous=links.story(earlier) if earlier else None,
        next=links.story(later) if later else None,
        draft=story.draft,
    )
