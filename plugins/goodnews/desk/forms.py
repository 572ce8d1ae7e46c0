"""Blank forms: the file an editor starts from, a draft that passes every check. Its words are in the site's language,
its comments in the editor's."""

import datetime
import os
from typing import NamedTuple
from zoneinfo import ZoneInfo

from goodnews.language import _
from goodnews.newsroom.blank import Blank, blank
from goodnews.newsroom.registries import registries_alone
from goodnews.newsroom.standing import TAKEN
from goodnews.newsroom.top10 import YEAR
from goodnews.newsroom.week import week_from, week_meant, week_of
from goodnews.problem import ContentError, Problem, display_path, quoted
from goodnews.settings import Settings
from goodnews.text.document import Unreadable, document_from
from goodnews.text.form import Form
from goodnews.text.reading import text_from
from goodnews.text.slug import is_slug, slug_meant, slug_rule

STORY = """---
title: {title}
date: {day}
category: {category}
{region}summary: {summary}
sources:
- {source}
bylines: [{{{role}: [{name}]}}]
status: draft
---
{body}
"""
LINK = """---
title: {title}
date: {day}
category: {category}
{region}summary: {summary}
kind: link
sources:
- name: {source}
  # {address}
  url:
status: draft
---
"""
# One name per line, and four lines from list to list: then git merges what several editors add to one file
# (`merge=union` in .gitattributes). With fewer lines between two changes, it takes both and those lines for one.
DIGEST = """---
# {draft}
status: draft

# {lists}
# {others}

# {leads}
# {else_leads}
leads:

# {highlights}
# {else_highlights}
highlights:

# {pins}
# {section}
pins:

# {order}
# {else_order}
order:

# {leave_out}
# {stays}
leave_out:

# {sources}
# {else_sources}
sources:

# {editors}
# {else_editors}
editors:

# {text}
# {else_text}
---
{body}
"""
TOP10 = """---
title: {title}
summary: {summary}
credits: [{{{role}: [{name}]}}]
status: draft
---
{body}
"""
PAGE = """---
title: {title}
summary: {summary}
status: draft
---
{body}
"""


class Wanted(NamedTuple):
    """A file to be begun; '' and None are filled in."""

    kind: str  # story, link, digest, top10 or page
    slug: str  # its name: a slug, an ISO week, a year
    title: str = ""
    category: str = ""
    region: str = ""
    day: datetime.date | None = None  # of publication; None: today


def today_in(settings: Settings) -> datetime.date:
    return datetime.datetime.now(ZoneInfo(settings.zone)).date()


def file_of(settings: Settings, wanted: Wanted, today: datetime.date) -> tuple[str, bool]:
    """The path of a file to be begun, and whether it exists."""
    year = (wanted.day or today).year
    folder = {
        "story": f"stories/{year}",
        "link": f"stories/{year}",
        "digest": "digests",
        "top10": "top10",
        "page": "pages",
    }[wanted.kind]
    path = os.path.join(settings.content, folder, f"{wanted.slug}.md")
    return path, os.path.exists(path)


def start(settings: Settings, wanted: Wanted, today: datetime.date) -> str:
    """Write a new file of content.

    returns  the file's path
    raises   ContentError if the name does not fit or the file exists; nothing is ever overwritten
    """
    kind = wanted.kind
    refused = refusal(kind, wanted.slug, today)
    if refused:
        beside, _exists = file_of(settings, wanted._replace(slug=""), today)
        raise _refused(display_path(os.path.dirname(beside)), quoted(wanted.slug), *refused)
    path, _exists = file_of(settings, wanted, today)
    registries = registries_alone(settings)
    words = blank(settings.language)
    text = new_text(
        kind,
        _quoted(wanted.title or words.title),
        str(wanted.day or today),
        wanted.category or next(iter(registries.sections)),
        wanted.region or next(iter(registries.regions), ""),
        words,
    )
    _check_title(text, display_path(path), settings.goodnews.title_most)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        fix = (
            _("Open it, or choose another slug.")
            if kind in ("story", "link", "page")
            else _("Open it and change it there.")
        )
        raise _refused(display_path(path), _("a file that exists"), _("a new name"), fix) from None
    return path


def new_text(kind: str, title: str, day: str, category: str, region: str, words: Blank) -> str:
    """A blank form, filled in as far as that goes."""
    return {"story": STORY, "link": LINK, "digest": DIGEST, "top10": TOP10, "page": PAGE}[kind].format(
        title=title,
        day=day,
        category=category,
        region=f"region: {region}\n" if region else "",
        summary=words.summary,
        source=words.source,
        role=words.role,
        name=words.name,
        body=words.body,
        **_comments(),
    )


def refusal(kind: str, slug: str, today: datetime.date) -> tuple[str, str] | None:
    """What a new file's name should be like, and the way out; None if it is."""
    if kind in ("digest", "top10"):
        if week_from(slug) if kind == "digest" else YEAR.fullmatch(slug):
            return None
        example = str(week_of(today)) if kind == "digest" else str(today.year)
        week = week_meant(slug) if kind == "digest" else None
        fix = _("Write '{path}'.").format(path=week) if week else _("Choose such a name.")
        return _("a name such as {name}").format(name=example), fix
    if kind == "page" and slug in TAKEN:
        return _("a name that nothing else has"), _("Choose another; that address is taken.")
    if is_slug(slug):
        return None
    meant = slug_meant(slug)
    fix = _("Write '{path}'.").format(path=meant) if meant else _("Choose a name such as luoyang-hotline.")
    return slug_rule(slug, fix)


def _comments() -> dict[str, str]:
    """What the address of a link and the lists of a digest are for, and what applies if these stay empty."""
    return {
        "address": _("Where it leads: https://…"),
        "draft": _("A draft; remove the next line when it is ready."),
        "lists": _("One name per line, below its list: `- luoyang-hotline`"),
        "others": _("Also, each on its own line: date, number, title, editors_note"),
        "leads": _("The headlines in the title."),
        "else_leads": _("Left empty: the first two highlights."),
        "highlights": _("The highlights, in this order."),
        "else_highlights": _("Left empty: the stories with `highlight: true`."),
        "pins": _("First in their section, in this order."),
        "section": _("Left empty: from the nation down to the districts, then by date."),
        "order": _("The order among stories of one section, level and day."),
        "else_order": _("Left empty: by name."),
        "leave_out": _("Not in this digest."),
        "stays": _("Their own pages stay as they are."),
        "sources": _("Where the facts come from."),
        "else_sources": _("Left empty: the sources of the stories."),
        "editors": _("Who made this digest, one per line: `- Editor: Name`"),
        "else_editors": _("Left empty: those who wrote the stories."),
        "text": _("The introduction stands below the next line; one person writes it, without headings."),
        "else_text": _("Without one, remove the sample."),
    }


def _check_title(text: str, shown: str, most: int) -> None:
    """Refuse a title that would be a problem in the new file: a new file never stops a build."""
    problems: list[Problem] = []
    try:
        form = Form.of(document_from(shown, shown, text_from(text.encode("utf-8", "replace"), shown)), problems)
    except Unreadable as error:
        raise ContentError(error.problems) from None
    form.text("title", most)
    if problems:
        raise ContentError(problems)


def _quoted(title: str) -> str:
    """A title as YAML that means exactly this text."""
    return "'" + title.replace("'", "''").replace("\n", " ") + "'"


def _refused(file: str, found: str, expected: str, fix: str) -> ContentError:
    return ContentError([Problem(file, 1, "file", found, expected, fix)])
