"""Every file of tests/broken has the problem it is named for, word for word in broken.txt."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from goodnews import language
from goodnews.__main__ import main
from tests.builders import ROOT

BROKEN = ROOT / "tests" / "broken"
EXPECTED = Path(__file__).with_name("broken.txt").read_text("utf-8").splitlines()
REGISTRIES = {"sections.yaml", "regions.csv", "campaigns.yaml", "columns.yaml", "names.yaml"}


def bad_files() -> list[str]:
    """Every file but the registries and the sound stories of 2024, which the others refer to."""
    paths = sorted(path.relative_to(BROKEN).as_posix() for path in BROKEN.rglob("*") if path.is_file())
    return [path for path in paths if path not in REGISTRIES and not path.startswith("stories/2024/")]


def lines_of(path: str, lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith(f"tests/broken/{path}:")]


@pytest.fixture(scope="module")
def printed() -> Iterator[list[str]]:
    """What `python -m goodnews check --content tests/broken` prints."""
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()) as out:
        patch.setenv("LANGUAGE", "en")
        patch.chdir(ROOT)
        language._terminal.cache_clear()
        language._.cache_clear()
        assert main(["check", "--content", "tests/broken"]) == 1
    yield out.getvalue().splitlines()


@pytest.mark.parametrize("path", bad_files())
def test_bad_file_gives_exactly_the_problem_it_is_named_for(path: str, printed: list[str]):
    assert lines_of(path, printed) == lines_of(path, EXPECTED)


@pytest.mark.parametrize("path", bad_files())
def test_bad_file_has_a_line_in_broken_txt(path: str):
    assert lines_of(path, EXPECTED)


def test_check_of_the_whole_folder_prints_every_line_in_order(printed: list[str]):
    assert printed == EXPECTED


def test_sound_stories_that_the_others_refer_to_have_no_problem(printed: list[str]):
    assert not [line for line in printed if line.startswith("tests/broken/stories/2024/")]


def test_registries_of_the_broken_folder_have_no_problem(printed: list[str]):
    assert not [line for line in printed if line.partition(":")[0] in {f"tests/broken/{name}" for name in REGISTRIES}]


def test_line_of_every_problem_lies_within_its_file(printed: list[str]):
    for told in printed:
        path, line, _rest = told.split(":", 2)
        data = (ROOT / path).read_bytes()
        assert 1 <= int(line) <= data.count(b"\n") + 1, told  # the last one is where an editor would go on writing
