"""Advice: what an editor may want to look at again. Printed by `check`; nothing here keeps a story from print."""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from goodnews.language import _
from goodnews.newsroom.story import Story
from goodnews.newsroom.texts import texts_in
from goodnews.newsroom.validate import Newsroom
from goodnews.newsroom.week import week_of
from goodnews.problem import Problem, quoted
from goodnews.text.document import document_from
from goodnews.text.leftovers import BY_NAME
from goodnews.text.markup import Outline, inner_target, line_of
from goodnews.text.reading import read_text

PARAGRAPH = (100, 320)  # characters of a digest's paragraph: about 120 to 300
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


class Remark(NamedTuple):
    """What to look at again in one file."""

    field: str
    found: str
    expected: str
    fix: str
    needle: str = ""  # what the body says there, if it is a link
    line: int = 0  # of the body, from 0, if there is no needle


def advice_on(newsroom: Newsroom, shown: str) -> list[Problem]:
    """Advice on everything that was written, in the order of the files.

    shown  how messages name the content folder
    """
    names = newsroom.registries.names
    links = _EarlyLinks(newsroom)
    texts = texts_in(newsroom.settings.content)
    remarks: dict[str, list[Remark]] = {}
    for story in newsroom.stories:
        body = texts.source(story.path, story.body)
        remarks[story.path] = [
            *_paragraph(story),
            *_figures(story, body),
            *_short_names(body, names),
            *links.of(story.outline, story.date),
            *_oddities(story.outline),
        ]
    for story, other in _second_leads(newsroom.stories):
        found = _("another lead of {day}: {other}").format(day=story.date, other=f"{shown}/{other.path}")
        remarks[story.path].append(Remark("lead", found, _("one lead a day"), _("Remove it from one of the two.")))
    for note in newsroom.notes.values():
        day = note.date or links.out(f"digest:{note.week}")
        remarks[note.path] = [*links.of(note.outline, day), *_oddities(note.outline)]
    for year in newsroom.years:
        remarks[year.path] = [*links.of(year.outline, year.date), *_oddities(year.outline)]
    for page in newsroom.standing:
        remarks[page.path] = [*links.of(page.outline, None), *_oddities(page.outline)]
    return sorted(
        problem for path, found in remarks.items() if found for problem in _told(newsroom, shown, path, found)
    )


def _told(newsroom: Newsroom, shown: str, path: str, remarks: Iterable[Remark]) -> Iterator[Problem]:
    """Remarks on one file, each with its line; the file is read again, for few have any."""
    name = f"{shown}/{path}"
    document = document_from(path, name, read_text(newsroom.settings.content, path, name))
    for remark in remarks:
        if remark.field in document.entry.fields:
            line, _node = document.entry.fields[remark.field]
        else:
            line = document.body_line + (line_of(document.body, remark.needle) if remark.needle else remark.line)
        yield Problem(name, line, *remark[:4])


def _paragraph(story: Story) -> Iterator[Remark]:
    """The one paragraph that a digest prints is neither a headline nor an essay."""
    length = len(story.digest_summary)
    if length and not PARAGRAPH[0] <= length <= PARAGRAPH[1]:
        was = _("{count} characters").format(count=length)
        yield Remark("digest_summary", was, _("about 120 to 300"), _("Read it once more beside its neighbours."))


def _figures(story: Story, body: str) -> Iterator[Remark]:
    """A figure of the headline stands in the text as well."""
    told = {*_FIGURE.findall(body), *_FIGURE.findall(story.summary)}
    for figure in dict.fromkeys(_FIGURE.findall(story.title)):
        if figure not in told:
            fix = _("Compare the headline with the text.")
            yield Remark("title", quoted(figure), _("a figure that the text gives too"), fix)


def _short_names(body: str, names: dict[str, str]) -> Iterator[Remark]:
    """A short name comes after the full one, or readers from elsewhere are lost."""
    for short, full in names.items():
        first_full = body.find(full)
        before = body if first_full < 0 else body[:first_full]
        if short in before.replace(full, ""):
            fix = _("Write the full name where it is first mentioned.")
            yield Remark("body", quoted(short), _("'{full}' before it").format(full=full), fix)


def _oddities(outline: Outline) -> Iterator[Remark]:
    """Marks that readers see as they were typed, and what they do not see at all."""
    for oddity in outline.oddities:
        expected, fix = BY_NAME[oddity.rule].says()
        yield Remark("body", oddity.found, expected, fix, line=oddity.line)


def _second_leads(stories: Iterable[Story]) -> Iterator[tuple[Story, Story]]:
    """Stories with `lead: true` whose day has one already, with that one."""
    leads: dict[datetime.date, Story] = {}
    for story in stories:
        if story.lead and not story.draft and leads.setdefault(story.date, story) is not story:
            yield story, leads[story.date]


class _EarlyLinks:
    """Links to a page whose day has not come: until then they are printed as text."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._today = newsroom.today
        self._out: dict[str, datetime.date] = {}  # page, as links write it -> the day it is out
        for story in newsroom.stories:
            if story.draft:  # waits for no day, and only drafts may link to it
                continue
            self._out[f"story:{story.slug}"] = story.date
            week = week_of(story.date)
            if week not in newsroom.notes or story.slug not in newsroom.notes[week].leave_out:
                self._out.setdefault(f"digest:{week}", story.date)  # the stories run from the oldest to the newest
        for year in newsroom.years:
            if year.date:
                self._out[f"top10:{year.year}"] = year.date

    def out(self, page: str) -> datetime.date | None:
        """The day a page is out; None if it has none, or is never seen."""
        return self._out.get(page)

    def of(self, outline: Outline, day: datetime.date | None) -> Iterator[Remark]:
        """Those of one text.

        day  the text's own; None if it is out already
        """
        seen = max(self._today, day or self._today)
        for href in dict.fromkeys(outline.links):
            target = inner_target(href)
            out = self.out(f"{target[0]}:{target[1]}") if target else None
            if out and out > seen:
                found = _("{link}, which is out on {day}").format(link=quoted(href), day=out)
                fix = _("Until then the link is printed as text; see whether it reads well.")
                yield Remark("body", found, _("a page that is out"), fix, href)
