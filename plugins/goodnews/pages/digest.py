"""The weekly digest, and the list of all weeks by year."""

import datetime
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import NamedTuple

import msgspec

from goodnews.arrangement import Arrangement, Digest
from goodnews.newsroom.section import Section
from goodnews.newsroom.story import Story
from goodnews.newsroom.week import Week, week_of
from goodnews.pages import days
from goodnews.pages.charts import FEWEST, weeks_of
from goodnews.pages.links import DIGESTS, Links, last_change, page, places_in
from goodnews.pages.proof import Proof, page_from
from goodnews.pages.views.digest import DigestBody, DigestItem, DigestLead, DigestPage, DigestSection, RetractedItem
from goodnews.pages.views.lists import DirectoryPage, Group, Month
from goodnews.pages.views.parts import Counted, Link
from goodnews.pictures.cover import cover_of
from goodnews.press.page import Page, Stamped

ISSUES_MOST = 60  # that the list of all issues names; earlier years are then links alone
CHARACTERS_A_MINUTE = 450  # silent reading of Chinese news
MINUTES_MOST = 5  # that an issue is promised to take, wherever readers are asked to subscribe


class Ingredients(NamedTuple):
    """All that decides an issue's page."""

    digest: Digest
    previous: Link | None  # the issue before: its week and what it leads with
    next: Link | None
    places: dict[str, str]  # `story:slug` -> address, of what its introduction links to


def digest_pages(links: Links, arrangement: Arrangement, proof: Proof | None = None) -> Iterator[Page | Stamped]:
    """proof  None: nothing proves that a page is unchanged"""
    for digest in arrangement.digests:
        given = _ingredients(links, arrangement, digest)
        make = partial(_page, links, given)
        yield page_from(given, digest.address, "digest", make, digest.updated, proof)
    yield from digest_lists(links, arrangement)


def _ingredients(links: Links, arrangement: Arrangement, digest: Digest) -> Ingredients:
    return Ingredients(
        digest=digest,
        previous=_neighbour(links, arrangement, digest.previous),
        next=_neighbour(links, arrangement, digest.next),
        places=places_in(digest.notes.outline.links, arrangement.places),
    )


def _page(links: Links, given: Ingredients) -> Page:
    return page(given.digest.address, "digest", _view(links, given), given.digest.updated)


def digest_page(links: Links, arrangement: Arrangement, digest: Digest) -> DigestPage:
    return _view(links, _ingredients(links, arrangement, digest))


def _view(links: Links, given: Ingredients) -> DigestPage:
    digest = given.digest
    body = digest_body(links, given.places, digest)
    read = len(digest.notes.body) + sum(
        len(item.title) + len(item.text) for part in body.sections for item in part.items
    )
    return DigestPage(
        head=links.head(
            digest.title, digest.address, description_of(links, digest), card=digest.address, square=DIGESTS
        ),
        name=links.settings.goodnews.digest_name,
        headline=headline_of(links, digest),
        banner=headline_of(links, digest) if digest.notes.title else "",
        lead=_lead(links, digest),
        highlights=_beside_the_lead(digest),
        number=digest.notes.number,
        issue=digest.issue,
        week=str(digest.week),
        monday=digest.week.monday,
        sunday=digest.week.sunday,
        updated=digest.updated,
        count=len(digest.stories),
        minutes=max(1, round(read / CHARACTERS_A_MINUTE)),
        body=body,
        previous=given.previous,
        next=given.next,
        years_back=tuple(links.week(week) for week in digest.years_back),
    )


def _lead(links: Links, digest: Digest) -> DigestLead:
    lead = digest.leads[0]
    section, stories = next((section, stories) for section, stories in digest.sections if section.key == lead.section)
    item = _item(links, lead, True, False)
    return DigestLead(
        item=item,
        cover=None if item.pictures else cover_of(lead.slug),
        section=links.section(section.key),
        anchor=_anchor(section) if len(stories) == 1 else "",
    )


def _beside_the_lead(digest: Digest) -> tuple[Link, ...]:
    _first, *others = dict.fromkeys((*digest.leads, *digest.highlights))
    return tuple(highlight_link(digest, story) for story in others)


def _anchor(section: Section) -> str:
    return f"s_{section.slug}"


def _neighbour(links: Links, arrangement: Arrangement, week: Week | None) -> Link | None:
    """The issue before or after: its week and what it leads with."""
    if week is None:
        return None
    digest = arrangement.digests[bisect_left(arrangement.digests, week, key=attrgetter("week"))]
    return Link(f"{links.week(week).text}{links.say(': ')}{headline_of(links, digest)}", digest.address)


def description_of(links: Links, digest: Digest) -> str:
    """What a digest is about, for search engines and feeds."""
    return links.say("; ").join(story.title for story in digest.highlights) or digest.title


def digest_body(links: Links, places: Mapping[str, str], digest: Digest) -> DigestBody:
    """places  `story:slug` -> address, of everything public, or of what the introduction links to"""
    notes, in_brief = digest.notes, _in_brief(digest)
    return DigestBody(
        highlights=tuple(highlight_link(digest, story) for story in digest.highlights),
        editors_note=notes.editors_note,
        introduction=links.markdown(notes.body, notes.outline, places),
        sections=tuple(
            DigestSection(
                anchor=_anchor(section),
                title=section.key,
                url=links.section(section.key).url,
                items=tuple(
                    _item(links, story, story in digest.leads[:1], story.slug in in_brief) for story in stories
                ),
            )
            for section, stories in digest.sections
        ),
        sources=digest.sources,
        editors=digest.editors,
        retracted=tuple(
            RetractedItem(story.title, story.address, story.retraction, _place_of(links, story))
            for story in digest.retracted
            if story.retraction
        ),
    )


def _place_of(links: Links, story: Story) -> Link:
    """A story's place in the issue that it is in."""
    issue = links.week(week_of(story.date))
    return Link(issue.text, f"{issue.url}#{story.slug}")


def highlight_link(digest: Digest, story: Story) -> Link:
    """A link to a story within its digest."""
    return Link(story.title, f"{digest.address}#{story.slug}")


def paragraph_of(story: Story) -> str:
    """The one paragraph that a digest prints."""
    return story.digest_summary or story.summary


def _in_brief(digest: Digest) -> frozenset[str]:
    """Slugs of the stories of which an issue prints the summary: in a long issue, all that are not put forward."""
    if _characters(digest) <= MINUTES_MOST * CHARACTERS_A_MINUTE:
        return frozenset()
    forward = {story.slug for story in (*digest.leads, *digest.highlights)}
    return frozenset(story.slug for story in digest.stories if story.slug not in forward)


def _characters(digest: Digest) -> int:
    """How many characters an issue gives to read in full: introduction, headlines and paragraphs."""
    return len(digest.notes.body) + sum(len(story.title) + len(paragraph_of(story)) for story in digest.stories)


def _item(links: Links, story: Story, front: bool, brief: bool) -> DigestItem:
    """A story in an issue.

    front  whether it stands large at the top
    brief  whether its summary is printed for its paragraph
    """
    return DigestItem(
        anchor=story.slug,
        title=story.title,
        url=story.address,
        kicker=story.kicker,
        text=story.summary if brief else paragraph_of(story),
        date=story.date,
        region=links.main_region(story),
        campaign=links.campaign(story),
        pictures=links.figures(picture for picture in story.pictures[:1] if picture.file),
        more=story.more or (brief and not story.out),
        front=front,
        out=story.out,
    )


def digest_lists(links: Links, arrangement: Arrangement) -> list[Page]:
    """A list for every ISO year, and one of the newest issues."""
    by_year: dict[int, list[Digest]] = defaultdict(list)
    for digest in reversed(arrangement.digests):
        by_year[digest.week.year].append(digest)
    name = links.settings.goodnews.digest_name
    pages = []
    groups: list[Group] = []
    for year, digests in by_year.items():
        path = f"digest/{year}.html"
        entries = tuple(_issue(links, digest, digest is digests[0]) for digest in digests)
        calendar = _calendar(links, year, digests)
        group = Group(str(year), "", "", len(digests), entries, calendar=calendar)
        title = f"{name} {year}"
        head = links.head(title, path, links.described(title, [entry.text for entry in entries]), square=DIGESTS)
        view = DirectoryPage(head, "digest", title, "", (group,))
        changed = last_change(story for digest in digests for story in digest.stories)
        pages.append(page(path, "directory", view, changed))
        listed = not groups or sum(len(group.links) for group in groups) + len(entries) <= ISSUES_MOST
        if groups:  # the newest issue of all is the one that stands large
            entries = (msgspec.structs.replace(entries[0], cover=None), *entries[1:])
        groups.append(
            Group(str(year), path, "", len(digests), entries if listed else (), calendar=() if listed else calendar)
        )
    if not arrangement.digests:
        return []
    latest = [headline_of(links, digest) for digest in arrangement.digests[:-4:-1]]
    head = links.head(name, DIGESTS, links.described(name, latest), square=DIGESTS)
    index = DirectoryPage(head, "digest", name, "", tuple(groups), weeks=weeks_of(links, arrangement))
    return [*pages, page(DIGESTS, "directory", index, last_change(arrangement.stories))]


def _calendar(links: Links, year: int, digests: Sequence[Digest]) -> tuple[Month, ...]:
    """The weeks of a year by months, up to its newest issue; a week belongs to the month of its Thursday.

    digests  of that year
    returns  nothing if they are too few for more than a list
    """
    if len(digests) < FEWEST:
        return ()
    say, by_number = links.say, {digest.week.number: digest for digest in digests}
    months: dict[int, list[Link]] = defaultdict(list)
    for number in range(1, max(by_number) + 1):
        month = (Week(year, number).monday + datetime.timedelta(days=3)).month
        digest = by_number.get(number)
        words = f"{say('Week {week}').format(week=number)}{say(': ')}{headline_of(links, digest)}" if digest else ""
        months[month].append(Link(words, digest.address if digest else ""))
    first = 1
    found = []
    for month, weeks in months.items():
        found.append(Month(days.month_name(say, month), first, tuple(weeks)))
        first += len(weeks)
    return tuple(found)


def _issue(links: Links, digest: Digest, front: bool) -> Counted:
    """A digest in a list of digests: 第6周 · 2月2日—8日 · 8篇, before its leads, with its lead's picture.

    front  whether it stands large, and so has the cover of its own page for want of a picture
    """
    say, week = links.say, digest.week
    count = len(digest.stories)
    parts = [
        say("No. %(number)s") % {"number": digest.issue} if digest.issue else "",
        say("Issue %(number)s") % {"number": digest.notes.number} if digest.notes.number else "",
        say("Week {week}").format(week=week.number),
        days.days(say, week.monday, week.sunday),
        links.catalogue.ngettext("%(num)s story", "%(num)s stories", count) % {"num": count},
    ]
    lead = links.pictured(digest.leads[0])
    return Counted(
        headline_of(links, digest),
        digest.address,
        count,
        " · ".join(filter(None, parts)),
        newest=lead if lead.figure else None,
        cover=cover_of(digest.leads[0].slug) if front and not lead.figure else None,
    )


def headline_of(links: Links, digest: Digest) -> str:
    """What a digest leads with: its title without the name that all of them begin with."""
    return digest.title.removeprefix(f"{links.settings.goodnews.digest_name} | ")
