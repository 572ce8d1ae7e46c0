"""The ISO week."""

from datetime import date

from goodnews.newsroom.week import Week, week_from, week_of


def test_week_around_new_year_belongs_to_the_iso_year():
    assert str(week_of(date(2024, 12, 30))) == "2025-W01"
    assert str(week_of(date(2025, 12, 31))) == "2026-W01"
    assert str(week_of(date(2027, 1, 3))) == "2026-W53"


def test_week_runs_from_monday_to_sunday():
    assert Week(2025, 30).monday == date(2025, 7, 21)
    assert Week(2025, 30).sunday == date(2025, 7, 27)


def test_week_that_does_not_exist_is_none():
    assert week_from("2025-W53") is None
    assert week_from("2025-W00") is None
    assert week_from("2025-30") is None
    assert week_from("2026-W53") == Week(2026, 53)
