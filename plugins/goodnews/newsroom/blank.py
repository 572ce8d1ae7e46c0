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
def _words(part: str) -> frozenset[str]:
    """One part of a blank in every language: the site's may have changed since the file was begun."""
    return frozenset(getattr(blank(folder.name), part) for folder in LOCALE.iterdir() if folder.is_dir())


@cache
def _short_words() -> frozenset[str]:
    return frozenset().union(*map(_words, ("title", "summary", "source", "name")))


def check_written(
    form: Form,
    document: Document,
    problems: list[Problem],
    sources: Sources = NO_SOURCES,
    bylines: Iterable[Byline] = (),
    byline_field: str = "bylines",
) -> None:
    """Report every placeholder that is left in a file to be published."""
    names = [name for byline in bylines for name in byline.names]
    short = (form.written("title"), form.written("summary"), *(origin.name for origin in sources.origins), *names)
    if _short_words().isdisjoint(short) and not any(word in document.body for word in _words("body")):
        return
    expected, fix = _("your own words"), _("Write them in its place, or keep `status: draft` until they are written.")
    said = {
        "title": _words("title") & {form.written("title")},
        "summary": _words("summary") & {form.written("summary")},
        "sources": _words("source") & {origin.name for origin in sources.origins},
        byline_field: _words("name") & set(names),
    }
    for name, words in said.items():
        for word in sorted(words):
            form.wrong(name, quoted(word), expected, fix)
    for word in sorted(_words("body")):
        lines = document.body.split("\n") if word in document.body else []
        if word in lines:
            line = document.body_line + lines.index(word)
            problems.append(Problem(document.shown, line, "body", quoted(word), expected, fix))
