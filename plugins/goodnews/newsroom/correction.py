"""What is said of a published story afterwards: that it was corrected, or that it was taken back."""

import datetime

import msgspec

from goodnews.language import _
from goodnews.problem import quoted
from goodnews.text.form import Form

NOTICE_MOST = 300  # characters of what is printed in a story's place: as much as a summary


class Correction(msgspec.Struct, frozen=True, array_like=True, gc=False):
    date: datetime.date
    text: str  # plain text


class Retraction(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Why a published story was taken back: all that is printed in its place."""

    date: datetime.date
    text: str  # plain text


def updated_on(day: datetime.date, corrections: tuple[Correction, ...], retraction: Retraction | None) -> datetime.date:
    days = [day, *(correction.date for correction in corrections)]
    return max([*days, retraction.date] if retraction else days)


def corrections_of(form: Form, day: datetime.date | None) -> tuple[Correction, ...]:
    """day  of the story"""
    found = []
    for entry in form.mappings("corrections", _("{date: …, text: …}"), _("Say when and what was corrected.")):
        on = entry.day("date", required=True)
        text = entry.text("text", 500, required=True)
        entry.finish()
        if on and day and on < day:
            entry.wrong("date", quoted(str(on)), _("no earlier than the story"), _("Check the date."))
        elif on:
            found.append(Correction(on, text))
    return tuple(found)


def retraction_of(form: Form, day: datetime.date | None) -> Retraction | None:
    """day  of the story"""
    entries = form.mappings("retraction", _("{date: …, text: …}"), _("Say when and why it was taken back."))
    for entry in entries:
        on = entry.day("date", required=True)
        text = entry.text("text", NOTICE_MOST, required=True)
        entry.finish()
        if on and day and on < day:
            entry.wrong("date", quoted(str(on)), _("no earlier than the story"), _("Check the date."))
        elif len(entries) > 1:
            form.wrong("retraction", _("a list"), _("{date: …, text: …}"), _("Write one; a story is taken back once."))
            return None
        elif on and text:
            return Retraction(on, text)
    return None
