"""The rules of advice: their names, what each expects and how to mend it. docs/check.md is made from them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from goodnews.desk import punctuation, wording
from goodnews.desk.advice import TITLE
from goodnews.language import _
from goodnews.problem import Problem, did_you_mean, quoted
from goodnews.text import leftovers


class Row(NamedTuple):
    name: str
    expected: str
    fix: str
    mends: bool = False  # whether `check --fix` does


def rows() -> Iterator[Row]:
    """Every rule, in the language of the terminal; those that take more than one text have no fixed words."""
    for rule in punctuation.RULES:
        yield Row(rule.name, rule.expected(), rule.fix(), rule.instead is not None)
    yield Row("unbalanced-mark", _("both halves in one paragraph"), _("Add the missing half, or delete this one."))
    for note in wording.RULES:
        yield Row(note.name, note.expected(), note.fix())
    for name, mark in leftovers.BY_NAME.items():
        if mark.is_advice:
            yield Row(name, *mark.says())
    yield from (
        Row("mark-in-field", _("plain text, which is printed literally"), _("Bold and links belong in the text.")),
        Row("label-in-field", _("the value alone, without the name of its field"), _("Delete the name and its colon.")),
        Row("figure-not-in-text", _("a figure that the text gives too"), _("Compare the headline with the text.")),
        Row(
            "hedge-lost",
            _("the hedge of the text"),
            _("Keep it in the headline, or the figure says more than is known."),
        ),
        Row("year-word", _("the year that readers take it for"), _("Write the year itself, or correct it.")),
        Row("short-name-first", _("the full name before it"), _("Write the full name where it is first mentioned.")),
        Row("house-form", _("the form of house.yaml"), _("Write it so, for the reason given there."), mends=True),
        Row("house-word", _("the better word of house.yaml"), _("Write it, for the reason given there."), mends=True),
        Row("house-order", _("the order of house.yaml"), _("Put them into the order of the house (house.yaml).")),
        Row("wrong-weekday", _("the weekday of that day"), _("Correct the weekday or the date.")),
        Row(
            "long-title",
            _("at most {most}, which is what WeChat takes").format(most=TITLE),
            _("Shorten it, or shorten it there."),
        ),
        Row(
            "missing-paragraph",
            _("`digest_summary`"),
            _("Write the paragraph; without one the digest prints the summary."),
        ),
        Row("paragraph-length", _("about 120 to 300"), _("Compare its length with the paragraphs around it.")),
        Row("same-story", _("each story once"), _("Keep one of the two, or tell them apart by their titles.")),
        Row(
            "same-source",
            _("each story once"),
            _("Keep one of the two, or name the other in `related` if both are meant."),
        ),
        Row(
            "same-text",
            _("each story once"),
            _("Keep one of the two, or name the other in `related` if both are meant."),
        ),
        Row("second-lead", _("one lead per day"), _("Remove it from one of the two.")),
        Row("empty-alt", _("what the picture shows"), _("Say what it shows, for those who do not see it.")),
        Row("missing-picture", _("its file"), _("Add it to images/, if it can still be had.")),
        Row("heading-stop", _("a heading without a full stop"), _("Remove the stop from the heading.")),
        Row("early-link", _("a page that is published"), _("Until then the link is printed as text.")),
        Row("moved-issue", _("the running number that readers have seen"), _("Write the line that it names.")),
        Row("draft-named", _("a published or scheduled story"), _("Until then the digest is made without it.")),
    )


def unknown(names: Iterable[str], file: str) -> Iterator[Problem]:
    """A problem for every name of the setting `check_without` that is no rule's.

    file  of the settings
    """
    known = [row.name for row in rows()]
    for name in names:
        if name not in known:
            fix = did_you_mean(name, known, _("Copy it from the end of a line of `check`."))
            yield Problem(file, 1, "GOODNEWS.check_without", quoted(name), _("a rule of `check`"), fix)
