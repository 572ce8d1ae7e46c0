"""The proofreader of these tests: every problem of a content folder, as an editor reads it."""

import datetime
import os

import hypothesis

from goodnews.newsroom.house import House, names_from
from goodnews.newsroom.memo import Memo
from goodnews.newsroom.region import regions_from
from goodnews.newsroom.section import Column, Section, campaigns_from, sections_from
from goodnews.newsroom.story import Registries, Story, story_from
from goodnews.newsroom.validate import Newsroom, validate
from goodnews.problem import ContentError, Problem
from goodnews.text.document import Unreadable, document_from
from goodnews.text.markup import converted
from goodnews.text.reading import text_from
from goodnews.workers import Workers
from tests.builders import CAMPAIGNS, COLUMNS, NAMES, REGIONS, SECTIONS, TODAY, Room


def newsroom(room: Room, today: datetime.date = TODAY, drafts: bool = False) -> Newsroom:
    """The whole newsroom; messages name the folder `content`, wherever the test's folder is."""
    return validate(room.settings, "content", today, Memo(), b"", Workers(1), drafts)[0]


def problems(room: Room, today: datetime.date = TODAY, drafts: bool = False) -> list[str]:
    """The problems, in the order in which they are printed; [] if there are none."""
    try:
        newsroom(room, today, drafts)
    except ContentError as error:
        return [str(problem) for problem in error.problems]
    return []


def problem(room: Room) -> str:
    """The one problem of a newsroom."""
    (only,) = problems(room)
    return only


def story(room: Room) -> Story:
    """The one story of a newsroom."""
    (only,) = newsroom(room, drafts=True).stories
    return only


def checked(data: bytes) -> tuple[Story | None, list[Problem]]:
    """One story's file, checked alone."""
    problems: list[Problem] = []
    try:
        document = document_from("stories/2026/hotline.md", "x.md", text_from(data, "x.md"))
    except Unreadable as error:
        return None, list(error.problems)
    return story_from(document, converted(document.body), REGISTERED, problems), problems


def _registered() -> Registries:
    problems: list[Problem] = []
    texts = (SECTIONS, CAMPAIGNS, COLUMNS, NAMES)
    sections, campaigns, columns, names = (document_from("", "", f"---\n{text}---\n").entry for text in texts)
    found = Registries(
        sections=sections_from(sections, Section, "", problems),
        regions=regions_from(REGIONS, "", problems),
        campaigns=campaigns_from(campaigns, "", problems),
        columns=sections_from(columns, Column, "", problems),
        topics={},
        names=names_from(names, "", problems),
        house=House(),
        words={},
        datelines=("本报讯",),
    )
    assert not problems
    return found


REGISTERED = _registered()

# At night properties are tried on so many times as many examples (.github/workflows/nightly.yml).
TIMES = int(os.environ.get("NUANWEN_TIMES", "1"))

# The same examples on every machine and on every day.
SOBER = hypothesis.settings(derandomize=True, database=None, deadline=None, max_examples=400 * TIMES)
