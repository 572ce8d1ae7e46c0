"""Checking again: what was read before is not read again, and nothing that changed is missed."""

import datetime
import shutil
from collections.abc import Callable

import pytest

from goodnews import language
from goodnews.desk import proofreading
from goodnews.problem import ContentError
from tests.builders import Room


def fresh(room: Room) -> list[str]:
    """What a check says that remembers nothing."""
    shutil.rmtree(room.folder / "cache", ignore_errors=True)
    return room.advice()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were proofread, in order."""
    found: list[str] = []
    by_words = proofreading.remarks_on

    def noted(sheet: proofreading.Sheet, *rest: object) -> object:
        found.append(sheet.path)
        return by_words(sheet, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(proofreading, "remarks_on", noted)
    return found


def test_second_check_says_the_same_and_reads_no_story_again(room: Room, read: list[str]):
    room.story("a", "TODO 再问")
    room.story("b", title="第二条")
    first = room.advice()
    assert len(first) == 1
    assert sorted(read) == ["stories/2026/a.md", "stories/2026/b.md"]
    read.clear()
    assert room.advice() == first
    assert read == []


@pytest.mark.parametrize(
    "change",
    [
        lambda room: room.story("a", "TODO 再问"),
        lambda room: room.story("a", title="24小时有人接"),
        lambda room: room.story("a", "全总推广。"),
        lambda room: room.write("names.yaml", "热线: 职工服务热线\n"),
        lambda room: room.story("c", title="第二条", date="2026-02-04", lead="true"),
        lambda room: room.write("digests/2026-W06.md", "---\nnumber: 1\n---\n（图片）\n"),
        lambda room: (room.content / "stories/2026/b.md").unlink(),
    ],
)
def test_check_after_a_change_says_what_a_fresh_one_says(room: Room, change: Callable[[Room], object]):
    room.story("a", "TODO 热线。", lead="true")
    room.story("b", "待核实，热线。", date="2026-02-05")
    room.advice()
    change(room)
    again = room.advice()
    assert again == fresh(room)


def test_story_that_is_retracted_on_a_day_is_proofread_anew_on_that_day(room: Room):
    room.story("a", title="24小时有人接", retraction="{date: 2026-02-09, text: 撤回。}")
    before, after = datetime.date(2026, 2, 8), datetime.date(2026, 2, 9)
    assert any("'24'" in line for line in room.advice(before))
    assert not any("'24'" in line for line in room.advice(after))
    assert any("'24'" in line for line in room.advice(before))


def test_problem_is_told_again_and_again_until_it_is_mended(room: Room):
    room.story("a")
    room.advice()
    room.story("a", category="没有这个栏")
    for _time in range(2):
        with pytest.raises(ContentError, match="1 problem"):
            room.check()
    room.story("a")
    room.check()


def test_check_reads_what_the_last_build_has_not_read(room: Room, read: list[str]):
    room.story("a", "TODO 再问")
    room.build()
    assert len(room.advice()) == 1
    assert read == ["stories/2026/a.md"]
    room.story("a", "问过了。")
    assert room.advice() == []


def test_check_needs_no_cache(room: Room):
    room.story("a", "TODO 再问")
    (room.folder / "cache").write_text("a file stands where the folder should be")
    assert len(room.advice()) == 1


def test_advice_is_in_the_language_of_the_terminal_now(room: Room, monkeypatch: pytest.MonkeyPatch):
    room.story("a", "TODO 再问")
    (english,) = room.advice()
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    language._terminal.cache_clear()
    language._.cache_clear()
    (chinese,) = room.advice()
    assert "found 'TODO'" in english
    assert "found" not in chinese
