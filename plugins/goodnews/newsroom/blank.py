"""Placeholders that a new file begins with, and whether an editor has replaced them."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from goodnews.language import LOCALE, _, catalogue
from goodnews.newsroom.byline import Byline, Sources
from goodnews.problem import Problem, quoted
from goodnews.text.document import Document
from goodnews.text.form import Form

NO_SOURCES = Sources()


class Blank(NamedTuple):
    """Placeholders that `new` writes for an editor to replace."""

    title: str
    summary: str
    source: str
    role: str
    name: str
    body: str


def blank(language: str) -> Blank:
    """The words in the language of a site."""
    say = catalogue(language).gettext
    return Blank(
        title=say("Title"),
        summary=say("One or two sentences."),
        source=say("Name of the source"),
        role=say("Written by"),
        name=say("Name"),
        body=say("Write the text here."),
    )


@cache
def _blanks() -> tuple[Blank, ...]:
    """In every language: the site's may have changed since the file was begun."""
    return tuple(blank(folder.name) for folder in sorted(LOCALE.iterdir()) if folder.is_dir())


def check_written(
    form: Form,
    document: Document,
    problems: list[Problem],
    sources: Sources = NO_SOURCES,
    bylines: Iterable[Byline] = (),
    byline_field: str = "bylines",
) -> None:
    """Report every placeholder that is left in a file to be published."""
    expected, fix = _("your own words"), _("Write them in its place, or keep `status: draft` until they are written.")
    blanks = _blanks()
    said = {
        "title": {blank.title for blank in blanks} & {form.written("title")},
        "summary": {blank.summary for blank in blanks} & {form.written("summary")},
        "sources": {blank.source for blank in blanks} & {origin.name for origin in sources.origins},
        byline_field: {blank.name for blank in blanks} & {name for byline in bylines for name in byline.names},
    }
    for name, words in said.items():
        for word in sorted(words):
            form.wrong(name, quoted(word), expected, fix)
    for word in sorted({blank.body for blank in blanks}):
        lines = document.body.split("\n") if word in document.body else []
        if word in lines:
            line = document.body_line + lines.index(word)
            problems.append(Problem(document.shown, line, "body", quoted(word), expected, fix))
