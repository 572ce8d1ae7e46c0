"""Advice: what an editor may want to check. Printed by `check`; nothing here keeps a story from being published."""

import datetime
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from goodnews.characters import HAN, columns, fits, half_width
from goodnews.desk.proofreading import Marked, Sheet
from goodnews.language import _, counted
from goodnews.newsroom.body import NO_TEXT
from goodnews.newsroom.digest import SLUG_FIELDS, DigestNotes
from goodnews.newsroom.renaming import names_of
from goodnews.newsroom.story import Story
from goodnews.newsroom.validate import Newsroom
from goodnews.newsroom.week import week_of
from goodnews.problem import Problem, quoted
from goodnews.text.document import Document, document_from
from goodnews.text.leftovers import BY_NAME
from goodnews.text.markup import Outline, inner_target, line_of
from goodnews.text.reading import read_text

TITLE = 32  # characters of a title that WeChat takes
PARAGRAPH = (100, 320)  # characters of a digest's paragraph: about 120 to 300
_STOPS = ("。", "；", "，")  # what no heading ends with, and a paragraph right above `---`, which makes it one, may
_NO_ALTS = ("图片", "照片", "图", "配图", "插图", "image", "photo", "picture")
_NO_LETTER = re.compile(r"[\W_]+")


class Remark(NamedTuple):
    """Something to check in one file."""

    rule: str
    field: str
    found: str
    expected: str
    fix: str
    needle: str = ""  # the link in the body, if it is about one
    line: int = 0  # of the body, from 0, if there is no needle


def sheets_of(newsroom: Newsroom) -> list[Sheet]:
    """Every text that was written, to be proofread."""
    notes, years, standing = newsroom.notes.values(), newsroom.years, newsroom.standing
    beside = [*(note.path for note in notes), *(year.path for year in years), *(page.path for page in standing)]
    return [
        *map(_sheet_of, newsroom.stories),
        *(Sheet(path) for path in beside if path.endswith(".md")),  # a vote's result alone has none
    ]


def _sheet_of(story: Story) -> Sheet:
    if story.body == NO_TEXT:
        return Sheet(story.path, checked=bool(story.privacy))
    days = [str(origin.date) for origin in story.sources.origins if origin.date]
    years = {int(day[:4]) for day in [story.event, *days] if re.match("[12][0-9]{3}-", day)}
    year = years.pop() if len(years) == 1 else 0
    return Sheet(story.path, story.title, story.summary, story.date, year, bool(story.privacy))


def advice_on(
    newsroom: Newsroom, shown: str, proofs: Mapping[str, Marked], alike: Iterable[tuple[str, str]]
) -> list[Problem]:
    """Advice on everything that was written, in the order of the files.

    shown   how messages name the content folder
    proofs  of every text
    alike   paths of stories with much the same words, in twos
    """
    found: list[Problem] = []
    for path, remarks in _remarks(newsroom, shown, alike).items():
        name = f"{shown}/{path}"
        if remarks:
            text = read_text(newsroom.settings.content, path, name)
            found += _with_lines(document_from(path, name, text), remarks)
        found += [msgspec.structs.replace(problem, file=name) for problem in proofs[path].remarks]
    return sorted(found)


def _remarks(newsroom: Newsroom, shown: str, alike: Iterable[tuple[str, str]]) -> dict[str, list[Remark]]:
    """Remarks on each file that it takes more than its own words to make."""
    links = _EarlyLinks(newsroom)
    put_forward = {
        slug for note in newsroom.notes.values() if not note.draft for slug in (*note.leads, *note.highlights)
    }
    remarks: dict[str, list[Remark]] = {}
    for story in newsroom.stories:
        remarks[story.path] = [
            *_long_title(story, newsroom.settings.goodnews.long_title),
            *_paragraph(story, story.highlight or story.slug in put_forward),
            *_alts(story),
            *_lost(story),
            *links.of(story.outline, story.date),
            *_oddities(story.outline),
        ]
    for story, other in _second_leads(newsroom.stories):
        found = _("another lead of {day}: {other}").format(day=story.date, other=f"{shown}/{other.path}")
        remarks[story.path].append(
            Remark("second-lead", "lead", found, _("one lead per day"), _("Remove it from one of the two."))
        )
    told: set[frozenset[Story]] = set()
    for story, other in _twins(newsroom.stories):
        told.add(frozenset((story, other)))
        same = _("the title, day and region of {other}") if story.regions else _("the title and day of {other}")
        found = same.format(other=f"{shown}/{other.path}")
        fix = _("Keep one of the two, or tell them apart by their titles.")
        remarks[story.path].append(Remark("same-story", "title", found, _("each story once"), fix))
    names = names_of(newsroom.stories)
    has_regions = newsroom.registries.regions
    same_source = _("the source and the region of {other}") if has_regions else _("the source of {other}")
    for rule, field, words, twos in (
        ("same-source", "sources", same_source, _same_source(newsroom.stories)),
        ("same-text", "body", _("much the same words as in {other}"), _same_text(newsroom.stories, alike)),
    ):
        for story, other in twos:
            if (both := frozenset((story, other))) not in told and not _connected(story, other, names):
                told.add(both)
                found = words.format(other=f"{shown}/{other.path}")
                fix = _("Keep one of the two, or name the other in `related` if both are meant.")
                remarks[story.path].append(Remark(rule, field, found, _("each story once"), fix))
    drafts = {story.slug for story in newsroom.stories if story.draft}
    for note in newsroom.notes.values():
        day = note.date or links.out(f"digest:{note.week}")
        remarks[note.path] = [*_drafts_named(note, drafts), *links.of(note.outline, day), *_oddities(note.outline)]
    for year in newsroom.years:
        if year.path.endswith(".md"):  # a page made from a vote's result alone has no file
            remarks[year.path] = [*links.of(year.outline, year.date), *_oddities(year.outline)]
    for page in newsroom.standing:
        remarks[page.path] = [*links.of(page.outline, None), *_oddities(page.outline)]
    return remarks


def _with_lines(document: Document, remarks: Iterable[Remark]) -> Iterator[Problem]:
    """Remarks on one file, each with its line."""
    for remark in remarks:
        if remark.field in document.entry.fields:
            line, _node = document.entry.fields[remark.field]
        else:
            line = document.body_line + (line_of(document.body, remark.needle) if remark.needle else remark.line)
        yield Problem(document.shown, line, *remark[1:5], remark.rule)


def _twins(stories: Iterable[Story]) -> Iterator[tuple[Story, Story]]:
    """Stories with the title, the day and the region of another one, and that one."""
    first: dict[tuple[str, datetime.date, tuple[str, ...]], Story] = {}
    for story in stories:
        key = (_NO_LETTER.sub("", half_width(story.title)).casefold(), story.date, story.regions[:1])
        other = first.setdefault(key, story)
        if other is not story:
            yield story, other


def _same_source(stories: Iterable[Story]) -> Iterator[tuple[Story, Story]]:
    """Two stories of one main region that name the same page, the later one first.

    A page that three name is a newspaper's or a digest, the source of many stories.
    """
    named: dict[str, list[Story]] = {}
    for story in stories:
        for address in {_page(origin.url) for origin in story.sources.origins} - {""}:
            named.setdefault(address, []).append(story)
    for those in named.values():
        if len(those) == 2 and those[0].regions[:1] == those[1].regions[:1]:
            yield those[1], those[0]


def _page(address: str) -> str:
    """One spelling of a web page's address, without what only tells how a reader got there; '' for a home page."""
    parts = urlsplit(address)
    query = sorted(pair for pair in parts.query.split("&") if pair and not _TRACKS.match(pair))
    path = parts.path.rstrip("/")
    return f"{parts.netloc.removeprefix('www.')}{path}?{'&'.join(query)}" if path or query else ""


_TRACKS = re.compile("utm_|spm=|from=|scene=|chksm=|share|isappinstalled=|sessionid=|clicktime=|enterid=|ascene=|wx_")


def _same_text(stories: Iterable[Story], alike: Iterable[tuple[str, str]]) -> Iterator[tuple[Story, Story]]:
    """Stories with much the same words as an earlier one, and that one."""
    order = {story.path: (number, story) for number, story in enumerate(stories)}
    for (_number, earlier), (_later, story) in sorted(sorted(map(order.__getitem__, pair)) for pair in alike):
        yield story, earlier


def _connected(one: Story, other: Story, names: Mapping[str, str]) -> bool:
    """Whether one of two stories leads to the other: then both are meant.

    names  a story's former slug -> its present one
    """
    return any(_leads(story, to, names) for story, to in ((one, other), (other, one)))


def _leads(story: Story, to: Story, names: Mapping[str, str]) -> bool:
    targets = filter(None, map(inner_target, story.outline.links))
    linked = (name for kind, name, _anchor in targets if kind == "story")
    return any(names.get(slug, slug) == to.slug for slug in (*story.related, *story.parts, *linked))


def _long_title(story: Story, most: int) -> Iterator[Remark]:
    """most  how wide a title may be, by the settings; 0: they do not say"""
    if most and not fits(story.title, most):
        narrow = columns(story.title) == len(story.title)
        found = counted("{count} character", "{count} characters", len(story.title))
        expected = _("at most {most}").format(most=2 * most if narrow else most)
        yield Remark("long-title", "title", found, expected, _("Shorten it."))
    elif not most and len(story.title) > TITLE and re.search(HAN, story.title):
        found = counted("{count} character", "{count} characters", len(story.title))
        expected = _("at most {most}, which is what WeChat takes").format(most=TITLE)
        yield Remark("long-title", "title", found, expected, _("Shorten it, or shorten it there."))


def _paragraph(story: Story, leads: bool) -> Iterator[Remark]:
    """The one paragraph that a digest prints is neither a headline nor an essay.

    leads  whether a digest puts the story forward
    """
    length = len(story.digest_summary)
    if leads and not length and not story.draft:
        expected, fix = _("`digest_summary`"), _("Write the paragraph; without one the digest prints the summary.")
        yield Remark("missing-paragraph", "summary", _("no paragraph for the digest"), expected, fix)
    if length and not PARAGRAPH[0] <= length <= PARAGRAPH[1]:
        was = counted("{count} character", "{count} characters", length)
        yield Remark(
            "paragraph-length",
            "digest_summary",
            was,
            _("about 120 to 300"),
            _("Compare its length with the paragraphs around it."),
        )


def _alts(story: Story) -> Iterator[Remark]:
    """Words for a picture that say nothing of it: its file's name, or that it is one."""
    for picture in story.pictures:
        name = picture.file.rpartition("/")[2]
        if picture.alt.casefold() in {name.casefold(), name.rpartition(".")[0].casefold(), *_NO_ALTS}:
            fix = _("Say what it shows, for those who do not see it.")
            yield Remark("empty-alt", "image", quoted(picture.alt), _("what the picture shows"), fix)


def _lost(story: Story) -> Iterator[Remark]:
    """A picture without its file: readers see shapes in its place."""
    for picture in story.pictures:
        if not picture.file:
            fix = _("Add it to images/ and write its name as `file`, if it can still be had.")
            yield Remark("missing-picture", "image", _("a picture that is missing"), _("its file"), fix)


def _oddities(outline: Outline) -> Iterator[Remark]:
    """Marks that readers would see literally, and comments that they do not see at all."""
    for heading in outline.headings:
        if heading.text.endswith(_STOPS):
            fix = _("Leave an empty line between a paragraph and '---', or remove the stop from the heading.")
            yield Remark(
                "heading-stop", "body", quoted(heading.text), _("a heading without a full stop"), fix, heading.text
            )
    for oddity in outline.oddities:
        expected, fix = BY_NAME[oddity.rule].says()
        yield Remark(oddity.rule, "body", oddity.found, expected, fix, line=oddity.line)


def _second_leads(stories: Iterable[Story]) -> Iterator[tuple[Story, Story]]:
    """Stories with `lead: true` whose day has one already, with that one."""
    leads: dict[datetime.date, Story] = {}
    for story in stories:
        if story.lead and not story.draft and leads.setdefault(story.date, story) is not story:
            yield story, leads[story.date]


def _drafts_named(note: DigestNotes, drafts: Container[str]) -> Iterator[Remark]:
    """Drafts among the stories that a digest puts forward, unless the digest's own words wait too."""
    for field in SLUG_FIELDS if not note.draft else ():
        named = [quoted(slug) for slug in getattr(note, field) if slug in drafts]
        if named and field != "leave_out":
            found = _("{slugs}, not published yet").format(slugs=_(", ").join(named))
            fix = _("Until then the digest is made as if it were not named.")
            yield Remark("draft-named", field, found, _("a published or scheduled story"), fix)


class _EarlyLinks:
    """Links to a page that is scheduled: until its day they are printed as text."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._today = newsroom.today
        self._out: dict[str, datetime.date] = {}  # page, as links write it -> the day it is published
        for story in newsroom.stories:
            if story.draft:  # a draft has no day, and only drafts may link to it
                continue
            self._out[f"story:{story.slug}"] = story.date
            week = week_of(story.date)
            if week not in newsroom.notes or story.slug not in newsroom.notes[week].leave_out:
                self._out.setdefault(f"digest:{week}", story.date)  # the stories run from the oldest to the newest
        for slug, now in names_of(newsroom.stories).items():
            if f"story:{now}" in self._out:
                self._out[f"story:{slug}"] = self._out[f"story:{now}"]
        for year in newsroom.years:
            if year.date and not year.draft:
                self._out[f"top10:{year.year}"] = year.date

    def out(self, page: str) -> datetime.date | None:
        """The day a page is published; None if it has none, or is never published."""
        return self._out.get(page)

    def of(self, outline: Outline, day: datetime.date | None) -> Iterator[Remark]:
        """Those of one text.

        day  the text's own; None if it is published already
        """
        seen = max(self._today, day or self._today)
        for href in dict.fromkeys(outline.links):
            target = inner_target(href)
            out = self.out(f"{target[0]}:{target[1]}") if target else None
            if out and out > seen:
                found = _("{link}, which is published on {day}").format(link=quoted(href), day=out)
                fix = _("Until then the link is printed as text; check that it reads well.")
                yield Remark("early-link", "body", found, _("a page that is published"), fix, href)
