"""The page of one story."""

from collections.abc import Collection, Iterator

from goodnews.edition import Edition
from goodnews.pages.cards import Desk, page
from goodnews.pages.views.parts import Link
from goodnews.pages.views.story import StoryPage
from goodnews.press.page import Page
from goodnews.story import Story
from goodnews.week import week_of

CONTENTS_FROM = 3  # headings: a shorter text needs no list of contents


def story_pages(desk: Desk, only: Collection[str] | None = None) -> Iterator[Page]:
    """The pages of all stories, or of those with some paths only."""
    edition = desk.edition
    stories = edition.stories
    digests = {digest.week: desk.digest(digest) for digest in edition.digests}
    left_out = {slug for digest in edition.digests for slug in digest.notes.leave_out}
    for place, story in enumerate(stories):
        if only is not None and story.path not in only:
            continue
        earlier = stories[place - 1] if place else None
        later = stories[place + 1] if place + 1 < len(stories) else None
        digest = None if story.slug in left_out else digests.get(week_of(story.date))
        view = story_page(desk, story, earlier, later, digest)
        desk.changed[story.address] = story.updated
        yield page(story.address, "story", view, story.path)


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
