"""The memo: a file that has not changed is neither read nor checked again."""

import builtins
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from goodnews.newsroom.memo import Memo, read_memo, write_memo
from goodnews.newsroom.validate import Newsroom, validate
from goodnews.problem import ContentError
from goodnews.workers import Workers
from tests.builders import CAMPAIGNS, COLUMNS, REGIONS, SECTIONS, TODAY, Room, story_text

CONTEXT = b"0123456789abcdef"


def validated(room: Room, memo: Memo, context: bytes = CONTEXT) -> tuple[Newsroom, Memo]:
    return validate(room.settings, "content", TODAY, memo, context, Workers(1))


@pytest.fixture
def room(room: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A newsroom whose files have lain there for a while."""
    later = time.time_ns() + 60_000_000_000
    monkeypatch.setattr("goodnews.files.time.time_ns", lambda: later)
    room.photo("images/x.jpg")
    room.story(image="{file: images/x.jpg, alt: 甲}")
    room.story("other", status="draft")
    return room


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Names of the files of content that are opened from now on."""
    names: list[str] = []

    def noting(real: Callable[..., Any]) -> Callable[..., Any]:
        def spy(file: Any, *args: Any, **kwargs: Any) -> Any:
            if "/content/" in str(file):
                names.append(str(file).rpartition("/content/")[2])
            return real(file, *args, **kwargs)

        return spy

    with monkeypatch.context() as patch:
        patch.setattr(builtins, "open", noting(builtins.open))
        patch.setattr(os, "open", noting(os.open))
        yield names


def test_first_run_opens_every_file(room: Room, opened: list[str]):
    validated(room, Memo())
    assert {"stories/2026/hotline.md", "stories/2026/other.md", "images/x.jpg", "sections.yaml"} <= set(opened)


def test_second_run_opens_no_file_and_gives_an_equal_newsroom(room: Room, opened: list[str]):
    first, memo = validated(room, Memo())
    opened.clear()
    second, again = validated(room, memo)
    assert opened == []
    assert second == first
    assert again == memo


def test_only_the_story_that_changed_is_opened(room: Room, opened: list[str]):
    _newsroom, memo = validated(room, Memo())
    room.story("other", status="draft", title="又一个标题")
    opened.clear()
    newsroom, _memo = validated(room, memo)
    assert opened == ["stories/2026/other.md"]
    assert len(newsroom.waiting) == 1


def test_new_and_removed_stories_are_noticed(room: Room):
    _newsroom, memo = validated(room, Memo())
    room.story("third")
    (room.content / "stories/2026/hotline.md").unlink()
    newsroom, memo = validated(room, memo)
    assert [story.slug for story in newsroom.stories] == ["third"]
    assert sorted(memo.stories) == ["stories/2026/other.md", "stories/2026/third.md"]


def test_story_of_the_same_size_and_time_but_other_content_is_noticed(room: Room):
    path = room.content / "stories/2026/hotline.md"
    status = path.stat()
    _newsroom, memo = validated(room, Memo())
    data = path.read_bytes()
    time.sleep(0.02)  # beyond the tick of the file system's clock
    path.write_bytes(data.replace("洛阳热线".encode(), "郑州热线".encode()))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (status.st_size, status.st_mtime_ns)
    newsroom, _memo = validated(room, memo)
    assert newsroom.stories[0].title == "郑州热线有人接"


def test_story_written_just_before_the_run_is_read_again(
    room: Room, opened: list[str], monkeypatch: pytest.MonkeyPatch
):
    written = (room.content / "stories/2026/other.md").stat().st_mtime_ns
    monkeypatch.setattr("goodnews.files.time.time_ns", lambda: written + 1_000_000)
    _newsroom, memo = validated(room, Memo())
    opened.clear()
    validated(room, memo)
    assert "stories/2026/other.md" in opened


def test_story_that_was_only_touched_is_read_but_stays_the_same(room: Room):
    first, memo = validated(room, Memo())
    os.utime(room.content / "stories/2026/hotline.md", ns=(1, 1))
    second, _memo = validated(room, memo)
    assert second == first


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sections.yaml", SECTIONS.replace("维权服务", "职工维权")),
        ("regions.csv", REGIONS.replace("洛阳市", "洛邑市")),
    ],
)
def test_registry_that_changed_has_every_story_checked_again(room: Room, name: str, text: str):
    _newsroom, memo = validated(room, Memo())
    room.write(name, text)
    with pytest.raises(ContentError) as error:
        validated(room, memo)
    assert [problem.file for problem in error.value.problems] == [
        "content/stories/2026/hotline.md",
        "content/stories/2026/other.md",
    ]


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("campaigns.yaml", CAMPAIGNS.replace("2026: ", "2027: "), {"campaign": "送温暖/2026"}),
        ("columns.yaml", COLUMNS.replace("日记: ", "手记: "), {"column": "蹲点日记"}),
    ],
)
def test_registry_of_campaigns_or_columns_that_changed_has_stories_checked_again(
    room: Room, name: str, text: str, field: dict[str, str]
):
    room.write("stories/2026/third.md", story_text(**field))
    _newsroom, memo = validated(room, Memo())
    room.write(name, text)
    with pytest.raises(ContentError) as error:
        validated(room, memo)
    assert [problem.file for problem in error.value.problems] == ["content/stories/2026/third.md"]


def test_datelines_that_changed_have_every_story_checked_again(room: Room):
    room.story("third", dateline="本报讯")
    _newsroom, memo = validated(room, Memo())
    room.goodnews = {"datelines": ["新华社"]}
    with pytest.raises(ContentError):
        validated(room, memo)


def test_picture_that_is_gone_is_noticed_though_no_story_changed(room: Room):
    _newsroom, memo = validated(room, Memo())
    (room.content / "images/x.jpg").unlink()
    with pytest.raises(ContentError) as error:
        validated(room, memo)
    assert [problem.file for problem in error.value.problems] == ["content/stories/2026/hotline.md"]


def test_memo_of_other_code_is_ignored(room: Room, opened: list[str]):
    first, memo = validated(room, Memo())
    opened.clear()
    second, _memo = validated(room, memo, context=b"fedcba9876543210")
    assert "stories/2026/hotline.md" in opened
    assert second == first


def test_memo_comes_back_as_it_was_written(room: Room, tmp_path: Path):
    _newsroom, memo = validated(room, Memo())
    path = str(tmp_path / "cache/memo")
    write_memo(path, memo, Memo())
    assert read_memo(path, CONTEXT) == (memo, True)


def test_memo_that_is_not_there_is_empty_and_sound(tmp_path: Path):
    assert read_memo(str(tmp_path / "memo"), CONTEXT) == (Memo(), True)


@pytest.mark.parametrize("damage", ["empty", "cut", "one bit", "text", "header only"])
def test_damaged_memo_is_empty_and_not_sound(room: Room, tmp_path: Path, damage: str):
    path = tmp_path / "memo"
    write_memo(str(path), validated(room, Memo())[1], Memo())
    data = path.read_bytes()
    path.write_bytes(
        {
            "empty": b"",
            "cut": data[: len(data) // 2],
            "one bit": data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
            "text": "一段话".encode() * 50,
            "header only": data[:48],
        }[damage]
    )
    assert read_memo(str(path), CONTEXT) == (Memo(), False)


def test_memo_made_by_other_code_is_empty_and_not_sound(room: Room, tmp_path: Path):
    path = str(tmp_path / "memo")
    write_memo(path, validated(room, Memo())[1], Memo())
    assert read_memo(path, b"fedcba9876543210") == (Memo(), False)


@pytest.fixture
def archive(room: Room) -> Room:
    """So many stories that one is few."""
    for number in range(60):
        room.story(f"story-{number}")
    return room


def remembered(room: Room, path: Path) -> Memo:
    """Read the memo, validate, write it again."""
    before, _sound = read_memo(str(path), CONTEXT)
    memo = validated(room, before)[1]
    write_memo(str(path), memo, before)
    return memo


def test_change_of_few_files_is_added_to_the_memo(archive: Room, tmp_path: Path):
    path = tmp_path / "memo"
    remembered(archive, path)
    first = path.read_bytes()
    archive.story("story-1", "改了正文。")
    (archive.content / "stories/2026/story-2.md").unlink()
    archive.story("new")
    memo = remembered(archive, path)
    assert path.read_bytes().startswith(first)
    assert len(path.read_bytes()) < 1.2 * len(first)
    assert read_memo(str(path), CONTEXT) == (memo, True)


def test_second_run_leaves_the_memo_as_it_lies(archive: Room, tmp_path: Path):
    path = tmp_path / "memo"
    remembered(archive, path)
    written = path.stat()
    remembered(archive, path)
    assert path.stat() == written


def test_change_of_many_files_writes_the_memo_anew(archive: Room, tmp_path: Path):
    path = tmp_path / "memo"
    remembered(archive, path)
    first = path.read_bytes()
    for number in range(20):
        archive.story(f"story-{number}", "改了正文。")
    memo = remembered(archive, path)
    assert not path.read_bytes().startswith(first)
    assert read_memo(str(path), CONTEXT) == (memo, True)


def test_changes_that_have_grown_long_are_joined_with_the_memo(archive: Room, tmp_path: Path):
    path = tmp_path / "memo"
    remembered(archive, path)
    most = path.stat().st_size
    for number in range(80):
        archive.story("story-1", f"改了{number}次。")
        memo = remembered(archive, path)
    assert path.stat().st_size < 1.4 * most
    assert read_memo(str(path), CONTEXT) == (memo, True)


def test_change_that_was_not_written_to_its_end_is_as_if_it_had_not_been_made(archive: Room, tmp_path: Path):
    path = tmp_path / "memo"
    before = remembered(archive, path)
    archive.story("story-1", "改了正文。")
    remembered(archive, path)
    path.write_bytes(path.read_bytes()[:-1])
    assert read_memo(str(path), CONTEXT) == (before, True)
    memo = remembered(archive, path)
    assert read_memo(str(path), CONTEXT) == (memo, True)


def test_change_of_another_memo_adds_nothing(archive: Room, tmp_path: Path):
    """A preview keeps its memo in memory while a build beside it writes another to the same cache."""
    path = tmp_path / "memo"
    kept = remembered(archive, path)
    archive.story("story-1", "在别处改了正文。")
    elsewhere = remembered(archive, path)
    archive.story("story-2", "改了正文。")
    write_memo(str(path), validated(archive, kept)[1], kept)
    assert read_memo(str(path), CONTEXT) == (elsewhere, True)
