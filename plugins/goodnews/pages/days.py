"""Days, weeks and months in a site's language. `say` is its catalogue: 4 February 2026, 2026年2月4日."""

from collections.abc import Callable
from datetime import date

Say = Callable[[str], str]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)  # a language that numbers its months leaves the name out


def day(say: Say, value: date) -> str:
    """A day: 2026年2月4日."""
    return say("{day} {name} {year}").format(year=value.year, **_parts(say, value))


def month_day(say: Say, value: date) -> str:
    """A day without its year: 2月4日."""
    return say("{day} {name}").format(**_parts(say, value))


def month(say: Say, year: int, number: int) -> str:
    """A month: 2026年2月."""
    return say("{name} {year}").format(year=year, month=number, name=say(MONTHS[number - 1]))


def month_name(say: Say, number: int) -> str:
    """A month without its year: 2月."""
    return say("{name}").format(month=number, name=say(MONTHS[number - 1]))


def week(say: Say, year: int, number: int) -> str:
    """A week with its year: 2026年第6周."""
    return say("Week {week}, {year}").format(year=year, week=number)


def days(say: Say, first: date, last: date) -> str:
    """From one day to another, without the year: 2月2日—8日, 19–25 January, 26 January – 1 February."""
    if first.month != last.month:
        return say("{first} – {last}").format(first=month_day(say, first), last=month_day(say, last))
    return say("{first}–{day} {name}").format(first=first.day, **_parts(say, last))


def _parts(say: Say, value: date) -> dict[str, object]:
    return {"day": value.day, "month": value.month, "name": say(MONTHS[value.month - 1])}
