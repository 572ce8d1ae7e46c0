"""The annual page: an editor's note, and entries in order, each a recap and a comment linked to its story."""

import datetime
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import msgspec

from goodnews.characters import half_width
from goodnews.language import _
from goodnews.newsroom.blank import check_written
from goodnews.newsroom.body import converted_body, outline_checked
from goodnews.newsroom.byline import Byline, Sources, bylines_of, sources_of
from goodnews.problem import Problem, quoted
from goodnews.text.document import Document
from goodnews.text.form import Form
from goodnews.text.limits import Refused
from goodnews.text.markup import Outline, heading_lines
from goodnews.text.slug import is_slug

RECAP, COMMENT = "新闻回放", "点评"
YEAR = re.compile(r"(19|20)[0-9][0-9]")
_HEADING = re.compile(r"^(#{2,6})(.*)$", re.MULTILINE)  # a single # is reported where its text is checked


class Letter(msgspec.Struct, frozen=True):
    """A reader's words, moderated; printed as they are."""

    text: str
    name: str = ""
    place: str = ""


class Annual(msgspec.Struct, frozen=True):
    """One entry of the year's choice."""

    slug: str  # of its story
    recap: str  # Markdown
    comment: str  # Markdown
    commentator: str = ""


class Year(msgspec.Struct, frozen=True):
    """One file of content/top10."""

    year: int
    path: str
    title: str
    summary: str
    note: str  # the editor's note, Markdown
    entries: tuple[Annual, ...]  # in print order
    outline: Outline
    date: datetime.date | None = None  # of publication; None: published as soon as it is written
    kicker: str = ""
    method: tuple[str, ...] = ()  # paragraphs
    credits: tuple[Byline, ...] = ()
    sources: Sources = Sources()
    letters: tuple[Letter, ...] = ()
    recap_label: str = RECAP
    comment_label: str = COMMENT
    draft: bool = False

    @property
    def address(self) -> str:
        return annual_address(self.year)


def annual_address(year: int) -> str:
    """Address of a year's annual page, below the root."""
    return f"top10/{year}.html"


def year_from(document: Document, problems: list[Problem]) -> Year | None:
    """Check one file; None if it is invalid."""
    before = len(problems)
    form = Form.of(document, problems)
    name = document.path.removeprefix("top10/").removesuffix(".md")
    if not YEAR.fullmatch(name):
        meant = half_width(name)
        fix = _("Name it after its year.")
        if YEAR.fullmatch(meant):
            fix = _("Name it {name}.md, or put its lines there if there is such a file.").format(name=meant)
        form.wrong("file", quoted(document.path), "top10/YYYY.md", fix, line=1)
    title = form.text("title", 60, required=True)
    summary = form.text("summary", 300, required=True)
    day = form.day("date")
    if day and name not in (str(day.year), str(day.year - 1)):
        expected = _("a day of {year} or of the year after").format(year=name)
        form.wrong("date", quoted(str(day)), expected, _("Correct the date, or rename the file."))
    recap_label = form.text("recap_label", 20) or RECAP
    comment_label = form.text("comment_label", 20) or COMMENT
    kicker, method = form.text("kicker", 60), form.paragraphs("method")
    credits, sources = bylines_of(form, "credits"), sources_of(form, "sources")
    letters = letters_of(form, "letters")
    draft = form.is_draft()
    form.finish()
    note, entries, texts = _entries(document, recap_label, comment_label, problems, draft)
    outline = _outline(document, texts, problems)
    if not draft:
        check_written(form, document, problems, sources, credits, "credits")
    if len(problems) > before:
        return None
    return Year(
        year=int(name),
        path=document.path,
        title=title,
        summary=summary,
        note=note,
        entries=entries,
        outline=outline,
        date=day,
        kicker=kicker,
        method=method,
        credits=credits,
        sources=sources,
        letters=letters,
        recap_label=recap_label,
        comment_label=comment_label,
        draft=draft,
    )


def letters_of(form: Form, name: str) -> tuple[Letter, ...]:
    """A list of texts, or of mappings with name and place."""
    found = []
    for line, entry in form.entries(name):
        if isinstance(entry, str):
            if len(entry) > 300:
                form.wrong(name, quoted(entry), _("at most {most}").format(most=300), _("Shorten it."), line)
            found.append(Letter(entry))
            continue
        found.append(Letter(entry.text("text", 300, required=True), entry.text("name", 40), entry.text("place", 40)))
        entry.finish()
    return tuple(found)


def _entries(
    document: Document, recap_label: str, comment_label: str, problems: list[Problem], draft: bool
) -> tuple[str, tuple[Annual, ...], list[Document]]:
    """Cut the body at its headings: the note, then `## slug` with `### recap` and `### comment` below it.

    draft    whether entries and their texts may still be missing
    returns  the note, the entries, and each text separately, as it will be converted
    """
    body = document.body

    def wrong(at: int, found: str, expected: str, fix: str) -> None:
        line = document.body_line + body.count("\n", 0, at)
        problems.append(Problem(document.shown, line, "body", found, expected, fix))

    marks = _headings(body)
    texts = [_part(document, 0, marks[0].start() if marks else len(body))]
    entries: list[Annual] = []
    starts: dict[str, int] = {}
    ends = [mark.start() for mark in marks[1:]] + [len(body)]
    for mark, end in zip(marks, ends, strict=False):
        level, words = len(mark[1]), mark[2].strip().rstrip("#").strip()
        part = _part(document, mark.end(), end)
        text = part.body
        label, _colon, author = words.replace(":", "：", 1).partition("：")
        if level == 2:
            if not is_slug(words):
                wrong(mark.start(), quoted(words), _("`## slug` of a story"), _("Write the file's name as heading."))
            elif any(entry.slug == words for entry in entries):
                wrong(mark.start(), quoted(words), _("each story once"), _("Remove one of the two."))
            if text:
                wrong(mark.end(), quoted(text), f"### {recap_label}", _("Move the text below one of the two labels."))
            entries.append(Annual(words, "", ""))
            starts[words] = mark.start()
        elif level == 3 and entries and label == recap_label and not author and not entries[-1].recap:
            entries[-1] = msgspec.structs.replace(entries[-1], recap=text)
            texts.append(part)
        elif level == 3 and entries and label == comment_label and not entries[-1].comment:
            entries[-1] = msgspec.structs.replace(entries[-1], comment=text, commentator=author.strip())
            texts.append(part)
        else:
            wrong(
                mark.start(),
                quoted(mark[0].strip()),
                f"## slug, ### {recap_label}, ### {comment_label}",
                _("Use each heading once per entry, in that order."),
            )
    if draft:
        return texts[0].body, tuple(entries), texts
    if not entries:
        wrong(0, _("no entry"), "## slug", _("Add a heading with the slug of each story."))
    for entry in entries:
        for label, text in ((recap_label, entry.recap), (comment_label, entry.comment)):
            if not text:
                wrong(
                    starts[entry.slug],
                    _("no text under '{label}' of {slug}").format(label=label, slug=quoted(entry.slug)),
                    _("a recap and a comment"),
                    _("Add `### {label}` with its text.").format(label=label),
                )
    return texts[0].body, tuple(entries), texts


def _headings(body: str) -> list[re.Match[str]]:
    """The headings of a body; what looks like one in a block of code, or in a comment, is none."""
    marks = list(_HEADING.finditer(body))
    if "```" in body or "~~~" in body or "<!--" in body:
        with suppress(Refused):  # told where its text is checked
            lines = set(heading_lines(body))
            marks = [mark for mark in marks if body.count("\n", 0, mark.start()) in lines]
    return marks


def _part(document: Document, start: int, end: int) -> Document:
    """A part of a text, as if it were a document."""
    found = document.body[start:end].rstrip()
    begins = found.rfind("\n", 0, len(found) - len(found.lstrip())) + 1  # with the indent of its first line
    line = document.body.count("\n", 0, start + begins)
    return replace(document, body=found[begins:], body_line=document.body_line + line)


def _outline(document: Document, texts: Sequence[Document], problems: list[Problem]) -> Outline:
    """What all texts of a page refer to; each is checked separately, because each is converted separately."""
    outlines = [outline_checked(text, converted_body(text), problems, empty=True, headings=False) for text in texts]
    return Outline(
        links=tuple(link for outline in outlines for link in outline.links),
        images=tuple(image for outline in outlines for image in outline.images),
        oddities=tuple(
            msgspec.structs.replace(oddity, line=oddity.line + text.body_line - document.body_line)
            for text, outline in zip(texts, outlines, strict=True)
            for oddity in outline.oddities
        ),
    )
