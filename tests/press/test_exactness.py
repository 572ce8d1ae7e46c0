"""After any sequence of edits the output is, byte for byte, what a clean build gives."""

import random
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from goodnews import pages
from goodnews.desk.build import Memory, Run, build
from goodnews.newsroom import intake
from goodnews.pages.story import Ingredients
from goodnews.press import printing
from goodnews.problem import ContentError
from tests.builders import ROOT, TODAY, Room
from tests.press.edits import EDITS, PIXEL, change_template, remove_story, write_picture, write_story, write_text
from tests.proof import TIMES


def a_desk(folder: Path) -> Room:
    shutil.copytree(ROOT / "theme", folder / "theme")
    room = Room(folder, {"workers": 1, "share_cards": False}, folder / "theme")  # a card takes as long as a build
    room.story("story-0")
    room.story("story-1", date="2026-02-02")
    room.write("images/x.png", PIXEL)
    room.photo("images/y.jpg")
    return room


def many_small_batches(patch: pytest.MonkeyPatch, size: int) -> None:
    """Even a few stories and pages are given to several processes."""
    for module in (intake, printing):
        patch.setattr(module, "ALONE", 1)
        patch.setattr(module, "BATCH", size)


def clean_build(room: Room, start: str | None = None, number: int = 1) -> dict[str, bytes]:
    """The same content, built from nothing elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        other = Room(Path(folder), {**room.goodnews, "workers": number}, room.theme, registries=False)
        shutil.copytree(room.content, other.content)
        other.build(start=start)
        return other.files()


def edit_and_build(
    room: Room, choices: list[tuple[int, int]], start: str | None = None, memory: Memory | None = None
) -> None:
    """Edit and build in turn; a build with problems must leave the output as it was.

    memory  of one process that builds again and again
    """
    room.build(start=start, memory=memory)
    for edit, seed in choices:
        EDITS[edit](room, random.Random(seed))
        before = room.files()
        try:
            room.build(start=start, memory=memory)
        except ContentError:
            assert room.files() == before


STEP = st.tuples(st.integers(0, len(EDITS) - 1), st.integers(0, 10**6))
SEQUENCES = st.lists(STEP, min_size=1, max_size=6)


def settle(patch: pytest.MonkeyPatch) -> None:
    """Make builds see files old enough that their times prove something."""
    real = time.time_ns
    patch.setattr(time, "time_ns", lambda: real() + 60_000_000_000)


def check_sequence(
    choices: list[tuple[int, int]],
    number: int,
    start: str | None,
    settled: bool = True,
    memory: Memory | None = None,
) -> None:
    """Edit and build with some workers; compare with a clean build by one process."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        many_small_batches(patch, 7)
        if settled:
            settle(patch)
        room = a_desk(Path(folder))
        room.goodnews = {**room.goodnews, "workers": number}
        edit_and_build(room, choices, start, memory)
        try:
            expected = clean_build(room)
        except ContentError:
            return
        assert room.files() == expected


# Sequences are dear: each is two builds and more.


@settings(max_examples=10 * TIMES)
@given(SEQUENCES, st.booleans())
def test_any_sequence_of_edits_gives_the_bytes_of_a_clean_build(choices: list[tuple[int, int]], settled: bool) -> None:
    check_sequence(choices, 1, None, settled)


@settings(max_examples=6 * TIMES)
@given(SEQUENCES)
@example([(6, 1), (23, 1), (7, 2)])
def test_any_sequence_built_by_a_process_with_a_memory_does_too(choices: list[tuple[int, int]]) -> None:
    check_sequence(choices, 1, None, memory=Memory())


@settings(max_examples=4 * TIMES)
@given(SEQUENCES)
def test_any_sequence_built_by_two_forked_workers_does_too(choices: list[tuple[int, int]]) -> None:
    check_sequence(choices, 2, "fork")


@settings(max_examples=2 * TIMES)
@given(st.lists(STEP, min_size=1, max_size=3))  # each build starts two Pythons
def test_any_sequence_built_by_two_spawned_workers_does_too(choices: list[tuple[int, int]]) -> None:
    check_sequence(choices, 2, "spawn")


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_two_workers_give_the_bytes_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str) -> None:
    many_small_batches(monkeypatch, 5)
    room = a_desk(tmp_path)
    dice = random.Random(7)
    for _ in range(12):
        write_story(room, dice)
    write_picture(room, dice)
    remove_story(room, dice, "story-0")
    room.story("story-0")
    assert clean_build(room, start, 2) == clean_build(room, None, 1)


@pytest.mark.parametrize("stories", [250, pytest.param(1000, marks=pytest.mark.nightly)])
def test_edits_among_many_stories_give_the_bytes_of_a_clean_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stories: int
) -> None:
    from benchmarks import corpus, dialects

    settle(monkeypatch)
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    room = Room(tmp_path, {"workers": 2, "share_cards": False}, tmp_path / "theme", registries=False)
    dialects.OURS.fill(tmp_path, corpus.stories(stories))
    room.build()
    dice = random.Random(2026)
    for edit in (write_text, move_story, write_text, drop_story, change_template, write_text, write_text):
        edit(room, dice)
        room.build()
    assert room.files() == clean_build(room)


def move_story(room: Room, dice: random.Random) -> None:
    """Give a story another headline and section."""
    path = dice.choice(sorted(room.content.glob("stories/*/*.md")))
    text = re.sub(r"^title: .*$", "title: 换了标题", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(re.sub(r"^category: .*$", "category: 维权服务", text, flags=re.MULTILINE), "utf-8")


def drop_story(room: Room, dice: random.Random) -> None:
    dice.choice(sorted(room.content.glob("stories/*/*.md"))).unlink()


def test_edit_of_a_text_alone_looks_at_no_other_page(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch)
    room.story("story-0")
    room.story("story-1")
    room.build()
    write_text(room, random.Random(1))
    monkeypatch.setattr("goodnews.desk.build.pages_of", None)
    assert {path for path in room.build().report.printed if path.endswith(".html")} < {
        "story/2026/story-0.html",
        "story/2026/story-1.html",
    }


def test_edit_of_a_title_makes_the_pages_of_neighbours_and_no_other_story(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch)
    room.goodnews = {**room.goodnews, "related_items": 0}
    for month in range(1, 7):
        room.story(f"story-{month}", date=f"2026-0{month}-10")
    room.build()
    made: list[str] = []
    monkeypatch.setattr(pages.story, "story_page", noting(pages.story.story_page, made))
    room.story("story-4", title="换了标题", date="2026-04-10")
    room.build()
    assert made == ["story-3", "story-4", "story-5"]
    assert room.files() == clean_build(room)


def noting(real: Callable[..., object], made: list[str]) -> Callable[..., object]:
    def spy(links: object, given: Ingredients) -> object:
        made.append(given.story.slug)
        return real(links, given)

    return spy


def test_story_that_moves_is_found_by_its_neighbours_and_by_those_that_link_to_it(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch)
    room.story("linking", "见[另一篇](story:linked)。", date="2026-06-01")
    room.story("linked", date="2026-02-04")
    room.story("near", date="2026-02-03")
    for number in range(3):
        room.story(f"between-{number}", date="2026-03-01")
    room.build()
    (room.content / "stories/2026/linked.md").rename(room.content / "stories/2026/moved.md")
    room.story("linking", "见[另一篇](story:moved)。", date="2026-06-01")
    room.build()
    assert room.files() == clean_build(room)
    (room.content / "stories/2026/moved.md").unlink()
    room.story("moved", date="2025-02-04")
    room.build()
    assert room.files() == clean_build(room)


def test_edit_of_a_text_takes_away_the_shards_that_it_leaves_empty(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch)
    room.story("story-0", "正文一段。a b c d e f g h i j k l m n o p q r s t u v w x y z", digest_summary="长" * 150)
    room.build()
    before = {path.name for path in room.output.glob("search/*.js")}
    room.story("story-0", "正文一段。", digest_summary="长" * 150)
    with monkeypatch.context() as patch:
        patch.setattr("goodnews.desk.build.pages_of", None)
        room.build()
    assert before - {path.name for path in room.output.glob("search/*.js")}
    assert room.files() == clean_build(room)


def test_edit_of_a_text_after_a_build_elsewhere_looks_at_every_page(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch)
    room.story("story-0")
    room.story("story-1")
    room.build()
    room.story("story-0", title="别处先印")
    there = replace(room.settings, output=str(tmp_path / "there"))
    build(there, Run(today=TODAY))
    room.story("story-1", "只改正文。")
    room.build()
    assert room.files() == clean_build(room)


def test_second_build_prints_nothing(room: Room) -> None:
    room.story()
    room.build()
    assert room.build().report.printed == ()


def test_edit_of_a_body_prints_only_what_shows_that_text(room: Room) -> None:
    for number in range(3):
        room.story(f"story-{number}", date=f"2026-02-0{number + 1}")
    room.build()
    room.story("story-1", "换了正文。", date="2026-02-02")
    printed = room.build().report.printed
    feeds = {
        f"feeds/{name}.{format_}"
        for name in ("all", "section/care", "region/henan")
        for format_ in ("atom", "rss", "json")
    }
    assert {path for path in printed if not path.startswith("search/")} == {"story/2026/story-1.html", *feeds}


def test_story_of_the_future_waits_for_its_day(room: Room) -> None:
    room.story("early")
    room.story("late", date="2026-06-02")
    assert len(room.build(today=TODAY).waiting) == 1
    assert not (room.output / "story/2026/late.html").exists()
    assert room.build(today=TODAY.replace(day=2)).waiting == ()
    assert (room.output / "story/2026/late.html").exists()
