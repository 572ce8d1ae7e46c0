"""The page of one story.

It is made from its ingredients and nothing else, and they decide whether it is stale (see `proof.py`): whatever the
page is to show must be an ingredient first.
"""

from collections.abc import Collection, Iterator
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from goodnews.arrangement import Arrangement
from goodnews.newsroom.story import Story
from goodnews.newsroom.week import week_of
from goodnews.pages.links import Links, page, places_in
from goodnews.pages.proof import Proof, page_from
from goodnews.pages.views.parts import Link
from goodnews.pages.views.story import StoryPage
from goodnews.pictures.cover import cover_of
from goodnews.press.page import Page, Stamped

_DAY = attrgetter("date")
CONTENTS_FROM = 3  # headings: a shorter text needs no list of contents


class Ingredients(NamedTuple):
    """All that decides a story's page."""

    story: Story
    earlier: Story | None
    later: Story | None
    related: tuple[Story, ...]
    parts: tuple[Link, ...]  # of the text that it is a part of, itself among them
    digest: Link | None  # of its week
    chosen: tuple[Link, ...]  # annual pages that hold it
    places: dict[str, str]  # `story:slug` -> address, of what its text links to


def story_pages(links: Links, arrangement: Arrangement, proof: Proof | None = None) -> Iterator[Page | Stamped]:
    """proof  None: nothing proves that a page is unchanged"""
    for given in ingredients(links, arrangement):
        story, make = given.story, partial(_page, links, given)
        yield page_from(given, story.address, "story", make, story.updated, proof)


def pages_of_stories(links: Links, arrangement: Arrangement, paths: Collection[str]) -> list[Page]:
    """The pages of the stories with some paths below content/."""
    return [_page(links, given) for given in ingredients(links, arrangement, paths)]


def ingredients(links: Links, arrangement: Arrangement, paths: Collection[str] | None = None) -> Iterator[Ingredients]:
    """Ingredients of the pages of stories; a link without a text has no page, and is nobody's neighbour.

    paths  of the stories, below content/; None: all of them
    """
    digests = {digest.week: links.digest(digest) for digest in arrangement.digests}
    left_out = {slug for digest in arrangement.digests for slug in digest.notes.leave_out}
    places = arrangement.places
    all_parts, all_years = arrangement.parts, arrangement.chosen
    own = [story for story in arrangement.stories if not story.out]
    stories: list[Story | None] = [*own, None]  # None is also the one before the first, at index -1
    for number, story in enumerate(own):
        if paths is not None and story.path not in paths:
            continue
        parts, years = all_parts.get(story.slug, ()), all_years.get(story.slug, ())
        yield Ingredients(
            story=story,
            earlier=stories[number - 1],
            later=stories[number + 1],
            related=arrangement.related[story.slug],
            parts=tuple(links.story(part) for part in parts) if parts else (),
            digest=None if story.slug in left_out else digests.get(week_of(story.date)),
            chosen=tuple(Link(str(year), places[f"top10:{year}"]) for year in years) if years else (),
            places=places_in(story.outline.links, places),
        )


def _page(links: Links, given: Ingredients) -> Page:
    story = given.story
    return page(story.address, "story", story_page(links, given), story.updated, affinity=story.path)


def story_page(links: Links, given: Ingredients) -> StoryPage:
    story = given.story
    lost = story.pictures and not any(picture.file for picture in story.pictures)
    headings = tuple(heading for heading in story.outline.headings if heading.level == 2)
    return StoryPage(
        head=links.head(
            story.title,
            story.address,
            story.summary,
            card=story.address,
            square=links.registries.sections[story.section].address,
        ),
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
        topics=links.topics(story),
        bylines=tuple([(byline.role, tuple([links.name(name) for name in byline.names])) for byline in story.bylines]),
        sources=story.sources,
        pictures=links.figures(story.pictures),
        cover=cover_of(story.slug) if lost else None,
        editors_note=story.editors_note,
        body=links.text(story, given.places),
        contents=headings if len(headings) >= CONTENTS_FROM else (),
        corrections=story.corrections,
        retraction=story.retraction,
        diary=story.diary,
        parts=given.parts,
        related=tuple(links.headline(other) for other in sorted(given.related, key=_DAY, reverse=True)),
        digest=given.digest,
        chosen=given.chosen,
        previous=links.story(given.earlier) if given.earlier else None,
        next=links.story(given.later) if given.later else None,
        draft=story.draft,
        hotline=links.hotline(story.section),
    )
