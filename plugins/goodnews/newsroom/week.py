"""The ISO week: Monday to Sunday, numbered within its ISO year (30 December 2024 is 2025-W01)."""

import re
from datetime import date, timedelta
from functools import cache

import msgspec

from goodnews.characters import half_width

_NAME = re.compile(r"([0-9]{4})-W([0-9]{2})")
_MEANT = re.compile(r"([0-9]{4})[-–—_./年 ]*(?:[Ww]|第)?([0-9]{1,2})周?")


class Week(msgspec.Struct, frozen=True, order=True):
    year: int  # ISO year
    number: int  # 1 to 53

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    @property
    def address(self) -> str:
        """Of its digest."""
        return f"digest/{self}.html"

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


@cache
def week_of(day: date) -> Week:
    year, number, _ = day.isocalendar()
    return Week(year, number)


def week_meant(name: str) -> Week | None:
    """The week that `2025-30`, `2025w30` or `2025年第30周` most likely names; None if it could be anything."""
    match = _MEANT.fullmatch(half_width(name))
    return week_from(f"{match[1]}-W{match[2]:0>2}") if match else None


def week_from(name: str) -> Week | None:
    """`2025-W30` -> Week; None if there is no such week."""
    match = _NAME.fullmatch(name)
    if not match:
        return None
    try:
        date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        return None
    return Week(int(match[1]), int(match[2]))
