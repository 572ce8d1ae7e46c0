"""The race against other generators: its stories are the same bytes every time, and our part of it runs through."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.builders import ROOT


@pytest.fixture(autouse=True)
def from_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT)


def written(folder: Path, count: int) -> dict[str, bytes]:
    """A corpus in our own dialect: path -> bytes."""
    from benchmarks import corpus, dialects

    dialects.OURS.fill(folder, corpus.stories(count))
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_corpus_twice(tmp_path: Path) -> None:
    assert written(tmp_path / "a", 60) == written(tmp_path / "b", 60)


def test_a_small_corpus_is_part_of_a_large_one(tmp_path: Path) -> None:
    assert written(tmp_path / "a", 60).items() <= written(tmp_path / "b", 130).items()


def test_stories_stay_what_they_were_when_the_results_were_written() -> None:
    from benchmarks import corpus

    text = "".join(f"{story}" for story in corpus.stories(100))
    assert sha256(text.encode()).hexdigest()[:16] == "7ad8af3a79b813c2"


def test_fifty_stories_a_week_in_all_sections_and_provinces() -> None:
    from benchmarks import corpus

    stories = list(corpus.stories(500))
    weeks = [story.week for story in stories]
    assert {weeks.count(week) for week in weeks} == {50}
    assert {story.section for story in stories} == set(corpus.SECTIONS)
    assert {story.province for story in stories} == set(corpus.PROVINCES.values())


def test_the_newest_story_stands_last_in_the_newest_week() -> None:
    from benchmarks import corpus

    last, new = corpus.story(99), corpus.newest(100)
    assert (new.week, new.day) == (last.week, last.day)
    assert (new.slug, new.place) > (last.slug, last.place)


def test_a_quick_race_of_our_own() -> None:
    command = [sys.executable, "-m", "benchmarks", "--quick", "--only", "ours"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if sys.platform == "win32":
        assert done.returncode == 1 and "run it in the Windows Subsystem for Linux" in done.stderr
        return
    assert done.returncode == 0, done.stderr
    assert "| one template change |" in done.stdout
    assert "byte for byte" in done.stdout
