"""The overview: what the newsroom has published, where it is thin, and what is still to be done. Pure."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from goodnews.newsroom.blank import blank
from goodnews.newsroom.story import Story
from goodnews.newsroom.validate import Newsroom
from goodnews.newsroom.waiting import Waiting
from goodnews.newsroom.week import Week, week_of
from goodnews.problem import Problem

WEEKS_MOST = 53  # weeks that are told one by one, the last ones
THIN = 4  # weeks without a story after which a section or column is named


class Row(NamedTuple):
    """One section, region or column."""

    name: str
    stories: int  # published
    highlights: int  # of these
    last: datetime.date | None  # day of the newest one


class WeekRow(NamedTuple):
    week: Week
    stories: int
    highlights: int


class Overview(NamedTuple):
    """Lists are in the order of the registries."""

    today: datetime.date
    stories: int  # published
    sections: tuple[Row, ...]
    regions: tuple[Row, ...]  # provinces and their like; a story counts for each that it names
    columns: tuple[Row, ...]
    weeks: tuple[WeekRow, ...]  # oldest first, those without a story too
    quiet: tuple[str, ...]  # sections and columns without a story for a while
    unseen: tuple[str, ...]  # regions without any story
    without_source: tuple[str, ...]  # files whose source is still the blank's
    pictures: tuple[str, ...]  # files with a picture without words for those who do not see it
    lost: tuple[str, ...]  # files with a picture whose own file is lost
    warnings: tuple[tuple[str, int], ...]  # rule of `check` -> open remarks, most first
    waiting: tuple[Waiting, ...]  # the soonest first, drafts last


def overview_of(newsroom: Newsroom, advice: Sequence[Problem], shown: str) -> Overview:
    """
    newsroom  with its drafts
    advice    what `check` remarks
    shown     how messages name the content folder
    """
    registries, today = newsroom.registries, newsroom.today
    out = [story for story in newsroom.stories if not story.draft and story.date <= today]
    sections = _rows(registries.sections, out, lambda story: (story.section,))
    columns = _rows(registries.columns, out, lambda story: (story.column,) if story.column else ())
    provinces = [path for path in registries.regions if "/" not in path]
    regions = _rows(provinces, out, lambda story: {path.partition("/")[0] for path in story.regions})
    since = today - datetime.timedelta(weeks=THIN)
    sample = blank(newsroom.settings.language).source
    return Overview(
        today=today,
        stories=len(out),
        sections=sections,
        regions=regions,
        columns=columns,
        weeks=tuple(_weeks(out, today)),
        quiet=tuple(row.name for row in (*sections, *columns) if row.last is None or row.last < since),
        unseen=tuple(
            row.name for row in regions if not row.stories and registries.regions[row.name].level != "national"
        ),
        without_source=tuple(
            f"{shown}/{story.path}"
            for story in newsroom.stories
            if all(origin.name == sample for origin in story.sources.origins)
        ),
        pictures=_files(advice, "empty-alt"),
        lost=_files(advice, "missing-picture"),
        warnings=tuple(Counter(one.rule for one in advice).most_common()),
        waiting=newsroom.waiting,
    )


def _files(advice: Sequence[Problem], rule: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.file for one in advice if one.rule == rule))


def _rows(names: Iterable[str], stories: list[Story], of: Callable[[Story], Iterable[str]]) -> tuple[Row, ...]:
    found: dict[str, list[Story]] = {name: [] for name in names}
    for story in stories:
        for name in of(story):
            if name in found:
                found[name].append(story)
    return tuple(
        Row(name, len(own), sum(story.highlight for story in own), max((story.date for story in own), default=None))
        for name, own in found.items()
    )


def _weeks(stories: list[Story], today: datetime.date) -> Iterator[WeekRow]:
    """Every week from the first story on, at most a year of them."""
    if not stories:
        return
    counts = Counter(week_of(story.date) for story in stories)
    highlights = Counter(week_of(story.date) for story in stories if story.highlight)
    monday = max(week_of(min(story.date for story in stories)).monday, _back(today))
    while monday <= today:
        week = week_of(monday)
        yield WeekRow(week, counts[week], highlights[week])
        monday += datetime.timedelta(weeks=1)


def _back(today: datetime.date) -> datetime.date:
    return week_of(today).monday - datetime.timedelta(weeks=WEEKS_MOST - 1)
