"""Newsletters in English: bylines, datelines and days tell their items as the Chinese ones do."""

import datetime

import pytest

from goodnews.importer import english
from tests.importer.pages import bring, raw, story_of, titles

LETTER = """UNION NEWS — Week ending February 4, 2026
Bus drivers get a warm room
LUOYANG, Feb. 3 — The city's federation of trade unions opened a warm room at the bus depot on Tuesday.
Dock workers sign a pay deal
By Anna Bell and Carl Dunn
Some 900 dock workers are covered by an agreement that lifts the base rate by 4 percent.
A library on a barge
A barge with 6,000 books calls at the docks again. Readers keep a book until it next calls.
For subscriptions write to the desk
"""


def test_a_newsletter_in_english_is_cut_into_its_items():
    found = bring(LETTER)
    assert titles(found) == ["Bus drivers get a warm room", "Dock workers sign a pay deal", "A library on a barge"]
    assert not [entry for entry in found.account if entry.is_unknown]
    assert not any("subscriptions" in draft.text for draft in found.drafts)


def test_an_english_byline_is_printed_as_it_stands_and_marked():
    _first, second, _third = bring(LETTER).drafts
    assert "bylines:  # guessed: check the names\n- {'By': ['Anna Bell', 'Carl Dunn']}\n" in second.text
    assert story_of(second).title == "Dock workers sign a pay deal"


def test_an_english_dateline_stays_in_the_text_and_names_the_day():
    first, *_others = bring(LETTER).drafts
    assert "event_date: 2026-02-03  # guessed: Feb. 3\n" in first.text.replace("'", "")
    assert "\nLUOYANG, Feb. 3 — The city's federation" in first.text


def test_numbered_headings_with_a_byline_of_their_own_are_items():
    page = "Letter\n*4 February 2026 — compiled by the desk*\n1. A choir of welders\nOn 3 February a choir met.\n"
    page += "2. A school for shepherds\n*By Anna Bell in Luoyang*\nLessons come by postal van, and go back with it.\n"
    page += "3. A ferry for nurses\nIt leaves at six.\n"
    assert titles(bring(page)) == ["A choir of welders", "A school for shepherds", "A ferry for nurses"]


def test_the_parts_of_a_story_in_english_stay_one():
    page = "A day at the depot\nBy Anna Bell\nThe depot opens at five.\nThe first bus\nIt leaves at half past five.\n"
    page += "The last bus\nIt is back at midnight, and the lights go out.\n"
    assert len(bring(raw(page)).drafts) == 1


@pytest.mark.parametrize(
    "text",
    ["Strike ends on March 3, 2026 in all depots", "By the river", "On 3 February 2026 the depot opened.", "By May"],
)
def test_a_headline_or_a_sentence_in_english_is_no_day_of_the_page_and_no_byline(text: str):
    assert english.issued(text) is None
    assert english.byline(text) == ()


@pytest.mark.parametrize(("text", "day"), [("On Dec. 30 they met.", "2025-12-30"), ("On 31 June they met.", None)])
def test_a_day_in_english_is_never_later_than_the_publication(text: str, day: str | None):
    found = english.event_in(text, datetime.date(2026, 2, 5))
    assert (found[0] if found else None) == day
