"""Cross-file checks: slugs, inner links, picks and pictures."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import yaml

from goodnews.language import _
from goodnews.newsroom.digest import SLUG_FIELDS, DigestNotes
from goodnews.newsroom.recommended import PATH as RECOMMENDED
from goodnews.newsroom.standing import Standing
from goodnews.newsroom.story import Story
from goodnews.newsroom.top10 import Year
from goodnews.newsroom.vote.award import strangers
from goodnews.newsroom.vote.vote import Vote
from goodnews.newsroom.week import Week, week_of
from goodnews.pictures.photo import Photo, Unfit, photos_of
from goodnews.problem import Problem, did_you_mean, nearest_name, quoted
from goodnews.text import markup
from goodnews.text.document import Document, document_from, entry_of
from goodnews.text.markup import Outline
from goodnews.text.reading import read_text
from goodnews.workers import Workers


@dataclass
class References:
    """Everything that may be referred to. `check` adds a problem for every reference that leads nowhere."""

    folder: str
    shown: str
    today: datetime.date
    stories: Mapping[str, Story]  # by path
    notes: Mapping[Week, DigestNotes]
    years: Sequence[Year]
    votes: Sequence[Vote]
    standing: Sequence[Standing]
    pictures: Mapping[str, bytes]
    unsound: frozenset[str]  # slugs of stories with problems of their own: references to them are not reported
    problems: list[Problem]
    loose: Mapping[str, Outline]  # outlines of texts whose fields are wrong, by path
    renamed: Mapping[str, str]  # a story's former slug -> its present one
    recommended: Sequence[str] = ()  # slugs
    used: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # picture -> file and field that show it
    by_slug: dict[str, Story] = field(default_factory=dict)
    first_part: dict[str, Story] = field(default_factory=dict)  # a part of a text -> the story that is its first
    weeks: dict[Week, None] = field(default_factory=dict)  # those that have a digest, or will have one
    written: dict[Week, None] = field(default_factory=dict)  # those that have a story, published or not
    names: dict[str, Mapping[str, None]] = field(default_factory=dict)  # see `known`
    drafts: dict[str, str] = field(default_factory=dict)  # pages that nobody sees yet, as links write them -> file

    def check(self) -> None:
        self.drafts |= {f"top10:{year.year}": year.path for year in self.years if year.draft}
        self.drafts |= {f"page:{page.slug}": page.path for page in self.standing if page.draft}
        for vote in self.votes:
            if vote.result:  # then its vote has published that year
                self.drafts.pop(f"top10:{vote.year}", None)
        left_out = {(week, slug) for week, note in self.notes.items() for slug in note.leave_out}
        by_slug, written, weeks = self.by_slug, self.written, self.weeks
        for story in self.stories.values():
            slug = story.slug
            other = by_slug.setdefault(slug, story)
            if other is not story:
                found = _("the slug of {other}").format(other=other.path)
                expected = _("a slug that no other story has, in any year")
                self.wrong(story.path, 1, "file", found, expected, _("Rename the newer file before it is published."))
            week = week_of(story.date)
            written[week] = None
            if not story.draft and not (left_out and (week, slug) in left_out):
                weeks[week] = None
        for story in self.stories.values():
            outline = story.outline
            if story.related or story.parts or story.pictures or outline.links or outline.images or story.former:
                self.story(story)
        for path, outline in self.loose.items():
            self.outline(path, outline, drafts=True)
        for note in self.notes.values():
            self.digest(note)
        self.issues()
        for year in self.years:
            self.year(year)
        for slug in self.recommended:
            self.slug(RECOMMENDED, "stories", slug)
        for vote in (vote for vote in self.votes if vote.public):
            strangers(vote, self.shown, self.problems)
        pages: dict[str, Standing] = {page.slug: page for page in self.standing}
        for page in self.standing:
            self.outline(page.path, page.outline, drafts=page.draft)
            for slug in page.former:
                if pages.setdefault(slug, page) is not page:
                    self.taken(page.path, slug, pages[slug].path)

    def wrong(self, path: str, line: int, name: str, found: str, expected: str, fix: str) -> None:
        self.problems.append(Problem(f"{self.shown}/{path}", line, name, found, expected, fix))

    def taken(self, path: str, alias: str, other: str) -> None:
        """A former address that another file has, or had as well."""
        expected = _("an address that only this page had")
        fix = _("It leads to {other} already; remove it here or there.").format(other=other)
        self.wrong(path, self.line(path, "aliases", alias), "aliases", quoted(alias), expected, fix)

    def story(self, story: Story) -> None:
        for name in story.former:
            slug = name.partition("/")[2]
            other = self.by_slug.get(slug) or self.by_slug[self.renamed[slug]]
            if other is not story:
                self.taken(story.path, slug, other.path)
        for slug in story.related:
            self.slug(story.path, "related", slug)
        if story.parts:
            self.parts(story)
        for picture in story.pictures:
            if picture.file:
                self.picture(story.path, "image", picture.file)
        self.outline(story.path, story.outline, drafts=story.draft)

    def parts(self, story: Story) -> None:
        """A story is a part of one text at most."""
        for slug in (story.slug, *story.parts):
            part = self.slug(story.path, "parts", slug)
            if part and part.out and part is not story:
                found, fix = _("{slug}, a link without a text").format(slug=quoted(slug)), _("Remove it from the list.")
                line = self.line(story.path, "parts", slug)
                self.wrong(story.path, line, "parts", found, _("a story with a page"), fix)
            first = self.first_part.setdefault(part.slug, story) if part else story
            if first is not story:
                found = _("{slug}, a part of {other}").format(slug=quoted(slug), other=first.path)
                expected, fix = _("a part of one text"), _("Remove it here or there.")
                self.wrong(story.path, self.line(story.path, "parts", slug), "parts", found, expected, fix)

    def issues(self) -> None:
        """Running numbers that editors gave leave room for the issues between them."""
        given = [note for _week, note in sorted(self.notes.items()) if note.issue and not note.draft]
        for earlier, note in pairwise(given):
            least = earlier.issue + sum(earlier.week <= week < note.week for week in self.weeks)
            if note.issue < least:
                line = self.line(note.path, "issue", str(note.issue))
                expected = _("{least} or more, counted from {issue} in {week}").format(
                    least=least, issue=earlier.issue, week=earlier.week
                )
                fix = _("Write {least}, or correct the number in {week}.").format(least=least, week=earlier.week)
                self.wrong(note.path, line, "issue", quoted(str(note.issue)), expected, fix)

    def digest(self, note: DigestNotes) -> None:
        self.outline(note.path, note.outline, drafts=note.draft)
        sound = self.stories and not self.unsound  # else a story of that week may exist, but be unreadable
        if sound and note.week not in self.written and not note.draft:
            expected = _("a story of {week}").format(week=note.week)
            self.wrong(note.path, 1, "file", _("a week without stories"), expected, _("Rename the file."))
        for name in SLUG_FIELDS:
            for slug in getattr(note, name):
                story = self.slug(note.path, name, slug)
                if story and week_of(story.date) != note.week:
                    found = _("{slug} of {week}").format(slug=quoted(slug), week=week_of(story.date))
                    expected = _("a story of {week}").format(week=note.week)
                    fix = _("Remove it, or correct the story's date.")
                    self.wrong(note.path, self.line(note.path, name, slug), name, found, expected, fix)

    def year(self, year: Year) -> None:
        """Each entry needs its story, which must be published when the page is."""
        self.outline(year.path, year.outline, drafts=year.draft)
        for entry in year.entries:
            story = self.slug(year.path, "body", entry.slug)
            if story is None:
                continue
            if year.draft:
                continue
            if story.draft:
                self.draft(year.path, entry.slug, entry.slug, story.path)
            elif story.date > max(self.today, year.date or self.today):
                line = self.line(year.path, "body", entry.slug)
                expected = _("a story that is published when this page is")
                fix = _("Remove it, or write `date: {day}`, and the page waits for that day.").format(day=story.date)
                self.wrong(year.path, line, "body", quoted(entry.slug), expected, fix)

    def outline(self, path: str, outline: Outline, drafts: bool = False) -> None:
        """What a text links to and shows. A link may lead to a scheduled page: until its day it is plain text.

        drafts  whether it may lead to a draft, which has no day
        """
        for href in outline.links:
            target = markup.inner_target(href)
            if target is None:
                continue
            kind, name, _anchor = target
            if kind == "story":
                story = self.slug(path, "body", name, href)
                if story and story.draft and not drafts:
                    self.draft(path, href, name, story.path)
            elif not drafts and f"{kind}:{name}" in self.drafts:
                self.draft(path, href, f"{kind}:{name}", self.drafts[f"{kind}:{name}"])
            elif f"{kind}:{name}" not in self.known(kind):
                otherwise = _("Check the spelling, as in `page:about`.")
                fix = did_you_mean(f"{kind}:{name}", self.known(kind), otherwise, nearest_name)
                line = self.line(path, "body", href)
                self.wrong(path, line, "body", quoted(href), _("a page that exists"), fix)
        for image in outline.images:
            self.picture(path, "body", image)

    def known(self, kind: str) -> Mapping[str, None]:
        """Every page of a kind, as links write it: `digest:2025-W30`."""
        if kind not in self.names:
            names: Iterator[object] = {
                "digest": iter(self.weeks),
                "top10": iter([y.year for y in self.years] + [vote.year for vote in self.votes if vote.result]),
                "page": (page.slug for page in self.standing),
            }[kind]
            self.names[kind] = dict.fromkeys(f"{kind}:{name}" for name in names)
        return self.names[kind]

    def slug(self, path: str, name: str, slug: str, needle: str = "") -> Story | None:
        """The story of a slug, or a problem.

        needle  the text to look for in the file, if it is not the slug alone
        """
        story = self.by_slug.get(self.renamed.get(slug, slug))
        if story is None and slug not in self.unsound:
            fix = did_you_mean(slug, self.by_slug, _("Write a slug that exists, or remove it."), nearest_name)
            line = self.line(path, name, needle or slug)
            self.wrong(path, line, name, quoted(slug), _("the slug of a story"), fix)
        return story

    def draft(self, path: str, needle: str, name: str, target: str) -> None:
        """Something that is not a draft leads to one.

        target  its file
        """
        fix = _("Publish {path}, or remove it.").format(path=target)
        line = self.line(path, "body", needle)
        expected = _("a published page") if ":" in name else _("a published or scheduled story")
        self.wrong(path, line, "body", quoted(name), expected, fix)

    @cached_property
    def by_stem(self) -> dict[str, str]:
        return {_stem(picture): picture for picture in self.pictures}

    def picture(self, path: str, name: str, file: str) -> None:
        if file not in self.pictures:
            otherwise = _("Put the file into content/images.")
            if file.startswith(("https://", "http://")):
                otherwise = _("`fetch-images` brings it into content/images, and names it here.")
            guess = nearest_name(_stem(file), self.by_stem)
            fix = did_you_mean(file, [self.by_stem[guess]] if guess else [], otherwise)
            line = self.line(path, name, file)
            self.wrong(path, line, name, quoted(file), _("a picture below content/images"), fix)
        else:
            self.used.setdefault(file, []).append((path, name))

    def photos(self, known: Iterable[Photo], workers: Workers) -> dict[str, Photo]:
        """What the pictures in use hold; a problem for every place that shows one which no page can show.

        known  pictures examined earlier
        """
        found = {}
        files = {file: self.pictures[file] for file in sorted(self.used)}
        for file, photo in photos_of(self.folder, files, known, workers).items():
            if not isinstance(photo, Unfit):
                found[file] = photo
                continue
            for path, name in self.used[file]:
                says = f"{quoted(file)}: {photo.found}"
                self.wrong(path, self.line(path, name, file), name, says, photo.expected, photo.fix)
        return found

    def line(self, path: str, name: str, needle: str) -> int:
        """The line where a file says something; read again, because only problems need it."""
        text = read_text(self.folder, path, path)
        if path == RECOMMENDED:
            line, node = entry_of(text, path).fields[name]
            return next((at for at, value in _scalars(node, 0) if value == needle), line)
        document: Document = document_from(path, path, text)
        if name == "body":
            heading = re.search(rf"^##[ \t]*{re.escape(needle)}[ \t]*#*[ \t]*$", document.body, re.MULTILINE)
            if heading:
                return document.body_line + document.body.count("\n", 0, heading.start())
            return document.body_line + markup.line_of(document.body, needle)
        line, node = document.entry.fields[name]
        return next((at for at, value in _scalars(node, document.offset) if value == needle), line)


def _stem(file: str) -> str:
    """A picture's own name: its folder and its kind say little about which picture is meant."""
    return file.rpartition("/")[2].rpartition(".")[0].casefold()


def _scalars(node: yaml.Node, offset: int) -> Iterator[tuple[int, str]]:
    """Every value below a node with its line."""
    if isinstance(node, yaml.ScalarNode):
        yield node.start_mark.line + offset + 1, node.value
        return
    for inner in node.value:
        for part in inner if isinstance(inner, tuple) else (inner,):
            yield from _scalars(part, offset)
