"""Running numbers of issues that readers have seen, and that a week added or removed before them has moved."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from goodnews.arrangement import issues_of, numbered
from goodnews.language import _
from goodnews.newsroom.digest import DigestNotes
from goodnews.newsroom.story import Story
from goodnews.newsroom.validate import Newsroom
from goodnews.newsroom.week import Week, week_of
from goodnews.problem import Problem


def moved_issues(newsroom: Newsroom, seen: Mapping[str, int], shown: str) -> Iterator[Problem]:
    """A remark for every line that gives an issue its number back.

    seen   week -> its number on the site as it was built last
    shown  how messages name the content folder
    """
    by_week: dict[Week, list[Story]] = defaultdict(list)
    for story in newsroom.stories:
        if not story.draft and story.date <= newsroom.today:
            by_week[week_of(story.date)].append(story)
    notes = {week: _printed(newsroom.notes.get(week), week) for week in by_week}
    now = numbered(by_week, notes)
    given = [notes[week].issue for week in now]
    were = [seen.get(str(week), 0) for week in now]
    if any(own and was and own != was for own, was in zip(given, were, strict=True)):
        return  # an editor counts anew
    lines = lines_for(given, were)
    for place, (week, number) in enumerate(now.items()):
        if lines is None and were[place] not in (0, number):
            fix = _("No number is free for a week between two others: move its stories to another week, or let it be.")
            yield _moved(shown, week, number, were[place], fix)
            return
        if lines and place in lines:
            fix = _("Write `issue: {number}` in this file, which is new if you had none.").format(number=lines[place])
            yield _moved(shown, week, number, lines[place], fix)


def lines_for(given: Sequence[int], were: Sequence[int]) -> dict[int, int] | None:
    """Numbers to be given so that every issue has the one it had: place -> number.

    given    what editors gave, the oldest issue first; 0 where they gave none
    were     what readers have seen; 0 where they have seen none
    returns  none if every issue has its own; None if no lines can do it
    """
    numbers, lines = list(given), dict[int, int]()
    while moved := [place for place, now in enumerate(issues_of(numbers)) if were[place] not in (0, now)]:
        lines[moved[0]] = numbers[moved[0]] = were[moved[0]]
    counted = [number for number in issues_of(numbers) if number]
    return lines if all(earlier < later for earlier, later in pairwise(counted)) else None


def _printed(notes: DigestNotes | None, week: Week) -> DigestNotes:
    return notes if notes and not notes.draft else DigestNotes(week, "")


def _moved(shown: str, week: Week, number: int, was: int, fix: str) -> Problem:
    found = _("No. {number}, by counting").format(number=number) if number else _("no number")
    expected = _("No. {number}, which readers have seen").format(number=was)
    return Problem(f"{shown}/digests/{week}.md", 1, "issue", found, expected, fix, "moved-issue")
