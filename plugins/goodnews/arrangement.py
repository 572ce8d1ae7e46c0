"""Arrange: a checked newsroom sorted into weeks, sections, regions, campaigns, neighbours. Pure."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from goodnews.language import catalogue
from goodnews.newsroom.byline import Byline, Origin, Sources, bylines_together
from goodnews.newsroom.digest import DigestNotes
from goodnews.newsroom.region import LEVELS, Region
from goodnews.newsroom.related import related_of
from goodnews.newsroom.renaming import names_of
from goodnews.newsroom.section import Section
from goodnews.newsroom.story import Registries, Story
from goodnews.newsroom.validate import Newsroom
from goodnews.newsroom.week import Week, week_of
from goodnews.settings import Settings

_DAY_AND_SLUG = attrgetter("date", "slug")
Sections = tuple[tuple[Section, tuple[Story, ...]], ...]  # in registry order, empty ones left out


@dataclass(frozen=True, slots=True)
class Digest:
    """One week as it is printed."""

    week: Week
    issue: int  # its running number; 0 if it is older than the first that is counted
    title: str  # 一周速览 | lead; lead
    leads: tuple[Story, ...]  # whose titles make that title, if the editors gave none
    notes: DigestNotes
    highlights: tuple[Story, ...]
    sections: Sections
    by_day: tuple[Story, ...]  # all of them by date and slug
    previous: Week | None
    next: Week | None
    years_back: tuple[Week, ...]  # digests of the same week in earlier years, newest first
    retracted: tuple[Story, ...]  # of earlier issues, since these went out: this issue is the next and says so

    @property
    def stories(self) -> tuple[Story, ...]:
        return tuple([story for _section, stories in self.sections for story in stories])

    @property
    def sources(self) -> Sources:
        return self.notes.sources if self.notes.sources.origins else sources_together(self.by_day)

    @property
    def editors(self) -> tuple[Byline, ...]:
        return self.notes.editors or bylines_of_stories(self.by_day)

    @property
    def address(self) -> str:
        return self.week.address

    @property
    def published(self) -> datetime.date:
        """The day that the editors named, or that of its last story: no issue is older than its news."""
        return self.notes.date or max(story.date for story in self.stories)

    @property
    def updated(self) -> datetime.date:
        """When it last changed, as far as files say so."""
        days = [story.updated for story in (*self.stories, *self.retracted)]
        return max(*days, self.notes.date) if self.notes.date else max(days)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Everything in the order in which pages show it. Lists of stories run from the oldest to the newest."""

    newsroom: Newsroom
    digests: tuple[Digest, ...]  # oldest first
    by_section: Mapping[str, Sequence[Story]]
    by_region: Mapping[str, Sequence[Story]]  # a region's own stories and those of the regions below it
    by_campaign: Mapping[tuple[str, str], Sequence[Story]]
    by_column: Mapping[str, Sequence[Story]]
    by_topic: Mapping[str, Sequence[Story]]  # in the order of the registry
    by_name: Mapping[str, Sequence[Story]]  # a name of a byline
    by_month: Mapping[tuple[int, int], Sequence[Story]]
    related: Mapping[str, tuple[Story, ...]]
    parts: Mapping[str, tuple[Story, ...]]  # slug -> all parts of its text that are out, in order
    chosen: Mapping[str, tuple[int, ...]]  # slug -> the years whose annual page holds it
    children: Mapping[str, tuple[Region, ...]]  # region -> those below it that have stories, in registry order
    places: Mapping[str, str]  # `story:slug` -> address

    @property
    def stories(self) -> tuple[Story, ...]:
        return self.newsroom.stories

    @property
    def settings(self) -> Settings:
        return self.newsroom.settings

    @property
    def registries(self) -> Registries:
        return self.newsroom.registries


def arrange(newsroom: Newsroom) -> Arrangement:
    by_section: dict[str, list[Story]] = defaultdict(list)
    by_region: dict[str, list[Story]] = defaultdict(list)
    by_campaign: dict[tuple[str, str], list[Story]] = defaultdict(list)
    by_column: dict[str, list[Story]] = defaultdict(list)
    by_topic: dict[str, list[Story]] = {key: [] for key in newsroom.registries.topics}
    by_name: dict[str, list[Story]] = defaultdict(list)
    by_month: dict[tuple[int, int], list[Story]] = defaultdict(list)
    by_week: dict[Week, list[Story]] = defaultdict(list)
    above = _Above()
    for story in newsroom.stories:
        by_section[story.section].append(story)
        for path in above.all(story.regions):
            by_region[path].append(story)
        if story.campaign:
            by_campaign[story.campaign, story.campaign_year].append(story)
        if story.column:
            by_column[story.column].append(story)
        for topic in story.topics:
            by_topic[topic].append(story)
        for byline in story.bylines:
            for name in byline.names:
                of = by_name[name]
                if not of or of[-1] is not story:
                    of.append(story)
        day = story.date
        by_month[day.year, day.month].append(story)
        by_week[week_of(day)].append(story)
    chosen: dict[str, list[int]] = defaultdict(list)
    for year in newsroom.years:
        for entry in year.entries:
            chosen[entry.slug].append(year.year)
    digests = digests_of(newsroom, by_week)
    return Arrangement(
        newsroom=newsroom,
        digests=digests,
        by_section=by_section,
        by_region=by_region,
        by_campaign=by_campaign,
        by_column=by_column,
        by_topic={key: of for key, of in by_topic.items() if of},
        by_name=by_name,
        by_month=by_month,
        related=related_of(newsroom.stories, newsroom.settings.goodnews.related_items),
        parts=parts_of(newsroom.stories),
        chosen={slug: tuple(years) for slug, years in chosen.items()},
        children=_children(by_region, newsroom.registries.regions),
        places=places_of(newsroom, digests),
    )


class _Above:
    """Paths of a story's regions and of all above them, each once; remembered, because stories share regions."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def all(self, regions: tuple[str, ...]) -> tuple[str, ...]:
        if regions not in self._known:
            paths: dict[str, None] = {}
            for region in regions:
                parts = region.split("/")
                for depth in range(1, len(parts) + 1):
                    paths["/".join(parts[:depth])] = None
            self._known[regions] = tuple(paths)
        return self._known[regions]


def _children(by_region: Mapping[str, object], regions: Mapping[str, Region]) -> dict[str, tuple[Region, ...]]:
    children: dict[str, list[Region]] = defaultdict(list)
    for path, region in regions.items():
        if path in by_region:
            children[region.parent].append(region)
    return {parent: tuple(found) for parent, found in children.items()}


def digests_of(newsroom: Newsroom, by_week: Mapping[Week, Sequence[Story]]) -> tuple[Digest, ...]:
    """A digest for every week with stories that are not all left out."""
    notes = {week: newsroom.notes.get(week) or DigestNotes(week, "") for week in by_week}
    issues = numbered(by_week, notes)
    weeks = list(issues)
    first = weeks[0].year if weeks else 0
    found = []
    for place, week in enumerate(weeks):
        stories = [story for story in by_week[week] if story.slug not in notes[week].leave_out]
        highlights = highlights_of(stories, notes[week], newsroom)
        sections = sections_of(stories, notes[week], newsroom.registries)
        leads = leads_of(sections, highlights, notes[week])
        earlier = (Week(year, week.number) for year in range(week.year - 1, first - 1, -1))
        found.append(
            Digest(
                week=week,
                issue=issues[week],
                title=notes[week].title or title_of(leads, newsroom.settings),
                leads=leads,
                notes=notes[week],
                highlights=highlights,
                sections=sections,
                by_day=tuple(stories),
                previous=weeks[place - 1] if place else None,
                next=weeks[place + 1] if place + 1 < len(weeks) else None,
                years_back=tuple(back for back in earlier if back in issues),
                retracted=(),
            )
        )
    retracted = retracted_since(found)
    return tuple(replace(digest, retracted=retracted[digest.week]) for digest in found)


def retracted_since(digests: Sequence[Digest]) -> dict[Week, tuple[Story, ...]]:
    """The stories whose retraction each issue has to tell, because they were taken back after theirs went out.

    When an issue goes out is only known where editors named the day. Else theirs may have gone out on the day of its
    last story, and the next one may still be made up on its Sunday: rather is a retraction told that nobody missed than
    one missed that had to be told. What is dated on the day of an issue came after it.

    digests  oldest first
    """
    found: dict[Week, list[Story]] = {digest.week: [] for digest in digests}
    for place, digest in enumerate(digests):
        for story in digest.stories:
            if story.retraction and story.retraction.date >= digest.published:
                later = digests[place + 1 :]
                week = next((one.week for one in later if _last_day(one) > story.retraction.date), None)
                if week:
                    found[week].append(story)
    return {week: tuple(sorted(stories, key=_DAY_AND_SLUG)) for week, stories in found.items()}


def _last_day(digest: Digest) -> datetime.date:
    """On which an issue is made up at the latest."""
    return digest.notes.date or digest.week.sunday


def numbered(by_week: Mapping[Week, Sequence[Story]], notes: Mapping[Week, DigestNotes]) -> dict[Week, int]:
    """The weeks that have a digest, the oldest first, each with its running number.

    notes  of every week
    """
    weeks = sorted(week for week in by_week if any(s.slug not in notes[week].leave_out for s in by_week[week]))
    return dict(zip(weeks, issues_of([notes[week].issue for week in weeks]), strict=True))


def issues_of(given: Sequence[int]) -> list[int]:
    """The running number of every issue, the oldest first.

    given    the numbers that editors gave; 0 where they gave none
    returns  those, and the others counted on from them, or back from the first; without any, from 1; none below 1
    """
    anchor = next((place for place, number in enumerate(given) if number), 0)
    number = given[anchor] - anchor if any(given) else 1
    found = []
    for own in given:
        number = own or number
        found.append(max(0, number))
        number += 1
    return found


_DEPTH = {level: depth for depth, level in enumerate(LEVELS)}


def sections_of(stories: Iterable[Story], notes: DigestNotes, registries: Registries) -> Sections:
    """Group a week's stories: pins first, then by level from the nation down, date, hand order, slug."""
    pins = {slug: place for place, slug in enumerate(notes.pins)}
    hand = {slug: place for place, slug in enumerate(notes.order)}

    def place(story: Story) -> tuple[int, int, object, int, str]:
        level = _DEPTH[registries.regions[story.regions[0]].level] if story.regions else 0
        return pins.get(story.slug, len(pins)), level, story.date, hand.get(story.slug, len(hand)), story.slug

    grouped: dict[str, list[Story]] = defaultdict(list)
    for story in sorted(stories, key=place):
        grouped[story.section].append(story)
    return tuple((section, tuple(grouped[key])) for key, section in registries.sections.items() if key in grouped)


def highlights_of(stories: Iterable[Story], notes: DigestNotes, newsroom: Newsroom) -> tuple[Story, ...]:
    """The editors' pick in their order, else the stories marked so in the digest's own order."""
    by_slug = {story.slug: story for story in stories if not story.retraction}
    if notes.highlights:
        return tuple(by_slug[slug] for slug in notes.highlights if slug in by_slug)
    marked = [story for story in by_slug.values() if story.highlight]
    ordered = [story for _section, group in sections_of(marked, notes, newsroom.registries) for story in group]
    return tuple(ordered[: newsroom.settings.goodnews.highlights_most])


def leads_of(sections: Sections, highlights: Sequence[Story], notes: DigestNotes) -> tuple[Story, ...]:
    """The editors' pick, else the first two highlights; a week without any leads with the first two that it prints."""
    stories = [story for _section, group in sections for story in group]
    by_slug = {story.slug: story for story in stories if not story.retraction}
    leads = tuple(by_slug[slug] for slug in notes.leads if slug in by_slug)
    return leads or tuple(highlights[:2]) or tuple(by_slug.values())[:2] or tuple(stories[:1])


_FRONT = {kind: place for place, kind in enumerate(("feature", "photo", "story", "diary", "brief", "link"))}


def front_order(stories: Iterable[Story], digest: Digest | None, registries: Registries) -> list[Story]:
    """Stories of one week as the home page ranks them: the digest's leads, its highlights, then by kind and section.

    digest  of their week; None if all of them are left out
    """
    picked = (*digest.notes.leads, *(story.slug for story in digest.highlights)) if digest else ()
    picks = {slug: place for place, slug in enumerate(dict.fromkeys(picked))}
    sections = {key: place for place, key in enumerate(registries.sections)}

    def place(story: Story) -> tuple[bool, int, int, int, str]:
        kind, section = _FRONT[story.kind], sections[story.section]
        return story.retraction is not None, picks.get(story.slug, len(picks)), kind, section, story.slug

    return sorted(stories, key=place)


def front_page(arrangement: Arrangement, most: int) -> tuple[Story, ...]:
    """The newest stories, the newest day first; each day begins with its lead."""
    digests = {digest.week: digest for digest in arrangement.digests}
    found: list[Story] = []
    for day, group in groupby(reversed(arrangement.stories), key=attrgetter("date")):
        if len(found) >= most:
            break
        ranked = front_order(group, digests.get(week_of(day)), arrangement.registries)
        found += sorted(ranked, key=lambda story: not story.lead)
    return tuple(found[:most])


def title_of(leads: Iterable[Story], settings: Settings) -> str:
    """`name | lead; lead`."""
    between = catalogue(settings.language).gettext("; ")
    return f"{settings.goodnews.digest_name} | " + between.join(story.title for story in leads)


def bylines_of_stories(stories: Iterable[Story]) -> tuple[Byline, ...]:
    """Who wrote them: each role once, its names in order of first use."""
    return bylines_together(byline for story in stories if not story.retraction for byline in story.bylines)


def sources_together(stories: Iterable[Story]) -> Sources:
    """The names of all stories' sources, each once, in order of first use."""
    names: dict[str, Origin] = {}
    others = False
    for story in stories:
        others = others or story.sources.others
        for origin in story.sources.origins:
            names.setdefault(origin.name, Origin(origin.name))
    return Sources(tuple(names.values()), others)


def parts_of(stories: Sequence[Story]) -> dict[str, tuple[Story, ...]]:
    """For each story that is a part of a text: all of its parts, unless they are fewer than two."""
    firsts = [story for story in stories if story.parts]
    if not firsts:
        return {}
    by_slug = {story.slug: story for story in stories if not story.retraction}
    names = names_of(by_slug.values())
    found: dict[str, tuple[Story, ...]] = {}
    for first in firsts:
        slugs = (names.get(slug, slug) for slug in (first.slug, *first.parts))
        parts = tuple(by_slug[slug] for slug in slugs if slug in by_slug)
        if len(parts) > 1:
            found |= {part.slug: parts for part in parts}
    return found


def places_of(newsroom: Newsroom, digests: Iterable[Digest]) -> dict[str, str]:
    """Targets of inner links: `story:slug` -> address below the root."""
    places = {f"story:{story.slug}": story.address for story in newsroom.stories}
    places |= {f"story:{slug}": places[f"story:{now}"] for slug, now in names_of(newsroom.stories).items()}
    places |= {f"digest:{digest.week}": digest.address for digest in digests}
    places |= {f"top10:{year.year}": year.address for year in newsroom.years}
    places |= {f"page:{page.slug}": page.address for page in newsroom.standing}
    return places
