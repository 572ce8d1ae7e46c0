"""What editors add to the digest of one week. Every week with stories has a digest even without it."""

import datetime
import re

import msgspec

from goodnews.characters import half_width
from goodnews.language import _
from goodnews.newsroom.blank import check_written
from goodnews.newsroom.body import converted_body, outline_checked
from goodnews.newsroom.byline import Byline, Sources, bylines_of, bylines_together, sources_of
from goodnews.newsroom.week import Week, week_from
from goodnews.problem import Problem, quoted
from goodnews.text.document import Document
from goodnews.text.form import Form
from goodnews.text.markup import Outline

_WEEK_PARTS = re.compile(r"([0-9]{4})-?W([0-9]{1,2})")


class DigestNotes(msgspec.Struct, frozen=True):
    """One file of content/digests. Slugs name stories of that week."""

    week: Week
    path: str
    date: datetime.date | None = None  # of publication; None: published with the first story of the week
    body: str = ""  # introduction, Markdown
    outline: Outline = Outline()
    number: str = ""  # 第 30 期
    issue: int = 0  # its running number, from which later ones count on; 0: as it counts on from those before
    title: str = ""
    leads: tuple[str, ...] = ()
    highlights: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    sources: Sources = Sources()
    editors: tuple[Byline, ...] = ()
    editors_note: tuple[str, ...] = ()
    draft: bool = False  # the week's digest is made without it

    def as_of(self, day: datetime.date) -> "DigestNotes":
        """What is public on a day: before its own date the order of stories, but no text."""
        if not self.date or self.date <= day:
            return self
        kept = {name: getattr(self, name) for name in SLUG_FIELDS}
        return DigestNotes(self.week, self.path, issue=self.issue, **kept)


# A list's last line with the end of the front matter below it, in the text: there git put both when two clones began
# the same file.
_SECOND_END = re.compile(r"^- [^\n]+\n(?P<end>---)$", re.MULTILINE)
SLUG_FIELDS = ("leads", "highlights", "pins", "order", "leave_out")


def digest_from(document: Document, problems: list[Problem]) -> DigestNotes | None:
    """Check one file; None if it is invalid."""
    before = len(problems)
    form = Form.of(document, problems)
    name = document.path.removeprefix("digests/").removesuffix(".md")
    week = week_from(name)
    if week is None:
        meant = _WEEK_PARTS.sub(lambda week: f"{week[1]}-W{int(week[2]):02}", half_width(name).upper())
        fix = _("Name it after an ISO week.")
        if week_from(meant):
            fix = _("Name it {name}.md, or put its lines there if there is such a file.").format(name=meant)
        form.wrong("file", quoted(document.path), "digests/YYYY-Www.md", fix, line=1)
    day = form.day("date")
    last = week.sunday + datetime.timedelta(weeks=1) if week else None
    if day and week and last and not week.monday <= day <= last:
        expected = _("a day from {first} to {last}").format(first=week.monday, last=last)
        form.wrong("date", quoted(str(day)), expected, _("Correct the date, or rename the file."))
    slugs = {field: form.slugs(field) for field in SLUG_FIELDS}
    number, title = form.text("number", 40), form.text("title", 120)
    issue = form.number("issue") or 0
    sources = sources_of(form, "sources")
    editors = bylines_together(bylines_of(form, "editors"))  # one a line, so that two editors' lines merge
    editors_note = form.paragraphs("editors_note")
    draft = form.is_draft()
    for slug in slugs["leave_out"]:
        for field in SLUG_FIELDS[:-1]:
            if slug in slugs[field]:
                form.wrong(field, quoted(slug), _("stories that are not left out"), _("Remove it here or there."))
    form.finish()
    end = _SECOND_END.search(document.body)
    if end:
        line = document.body_line + document.body.count("\n", 0, end.start("end"))
        fix = _("A merge left lines of its lists below it: move them up to their lists, and remove this line.")
        form.wrong("body", quoted(end["end"]), _("one end of the front matter"), fix, line)
    outline = outline_checked(document, converted_body(document), problems, empty=True, headings=False)
    if not draft:
        check_written(form, document, problems, sources, editors, "editors")
    if len(problems) > before or week is None:
        return None
    return DigestNotes(
        week=week,
        path=document.path,
        date=day,
        body=document.body,
        outline=outline,
        sources=sources,
        editors=editors,
        editors_note=editors_note,
        number=number,
        issue=issue,
        title=title,
        leads=slugs["leads"],
        highlights=slugs["highlights"],
        pins=slugs["pins"],
        order=slugs["order"],
        leave_out=slugs["leave_out"],
        draft=draft,
    )
