"""The calendar that a newsroom may write days of."""

import re
from contextlib import suppress
from datetime import date

from goodnews.characters import half_width

YEARS = (1900, 2999)  # the first and the last year


def day_from(written: str) -> date | None:
    """The day of `2026-02-04`, in characters of any width; None if it is none."""
    text = half_width(written)
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        with suppress(ValueError):
            day = date.fromisoformat(text)
            return day if YEARS[0] <= day.year <= YEARS[1] else None
    return None
