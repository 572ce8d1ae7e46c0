"""A theme whose files cannot be read is a problem with file and line, as in content."""

import os
import shutil
from pathlib import Path

import pytest

from goodnews.desk.build import Run
from goodnews.desk.report import Stopped, brought_out
from goodnews.problem import ContentError
from tests.builders import ROOT, TODAY, Room


def themed(room: Room, tmp_path: Path, name: bytes, data: bytes) -> None:
    """One story, and a theme with one file of our own."""
    theme = shutil.copytree(ROOT / "theme", tmp_path / "theme")
    with open(os.path.join(os.fsencode(theme), name), "wb") as file:
        file.write(data)
    room.theme = theme
    room.story()


def told(room: Room, tmp_path: Path, name: bytes, data: bytes) -> str:
    themed(room, tmp_path, name, data)
    with pytest.raises(ContentError) as error:
        room.build()
    (problem,) = error.value.problems
    return str(problem).partition("theme/")[2]


@pytest.mark.parametrize("name", [b"x\xff.txt", b"x\x1b.txt", b"x\xe2\x80\xae.txt"])
def test_name_that_cannot_be_printed_is_a_problem(room: Room, tmp_path: Path, name: bytes):
    assert ":1: file: found a name with characters that cannot be printed, expected a plain name. " in told(
        room, tmp_path, b"static/" + name, b"x"
    )


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\xff\xfe", "1: file: found UTF-16, expected UTF-8."),
        ("<p>\n洛阳".encode("gbk"), "2: file: found GBK or another older encoding, expected UTF-8."),
        (b"<p>\n<<<<<<< HEAD\n", "2: file: found '<<<<<<< HEAD', expected a text without merge conflicts."),
    ],
)
def test_template_that_is_no_text_is_a_problem_at_its_line(room: Room, tmp_path: Path, data: bytes, found: str):
    assert told(room, tmp_path, b"templates/story.html", data).startswith(f"templates/story.html:{found}")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>\n{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}", "story.html:2: brackets or blocks are nested too deeply"),
        ("{{ " + "1 + " * 3000 + "1 }}", "story.html:1: brackets or blocks are nested too deeply"),
        ("{% if site %}" * 2000, "story.html:1: brackets or blocks are nested too deeply"),
        ("{% extends 'story.html' %}", "story.html extends or includes itself"),
        ("{% include 'story.html' %}", "story.html extends or includes itself"),
        ("{% from 'story.html' import card %}", "story.html extends or includes itself"),
    ],
)
def test_template_without_end_stops_the_build_with_one_line(room: Room, tmp_path: Path, source: str, words: str):
    themed(room, tmp_path, b"templates/story.html", source.encode())
    with pytest.raises(Stopped) as stopped:
        brought_out(room.settings, Run(today=TODAY))
    assert words in str(stopped.value)
    assert "RecursionError" not in str(stopped.value)
