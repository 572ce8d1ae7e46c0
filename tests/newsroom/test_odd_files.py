"""Files that are no story, page or registry: told, passed over, never followed and never waited for."""

import os
import sys
from pathlib import Path

import pytest

from tests.builders import Room, story_text
from tests.proof import problem, problems

HERE = "content/stories/2026/hotline.md"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (
            "stories/2026/x (1).md",
            "a copy of a file, made by a program, expected one file. Name it stories/2026/x.md.",
        ),
        (
            "stories/2026/hotline - 副本.md",
            "a copy of a file, made by a program, expected one file. "
            "Keep the right parts of both in stories/2026/hotline.md, and delete the copy.",
        ),
        (
            "sections (1).yaml",
            "a copy of a file, made by a program, expected one file. "
            "Keep the right parts of both in sections.yaml, and delete the copy.",
        ),
        (
            "stories/2026/aux.md",
            "'stories/2026/aux.md', expected a name that Windows can hold. "
            "Choose another: con, aux, nul and the like are its devices.",
        ),
        (
            "images/2026/con.jpg",
            "'images/2026/con.jpg', expected a name that Windows can hold. "
            "Choose another: con, aux, nul and the like are its devices.",
        ),
        (
            "images/2026/cafe\u0301.jpg",
            "a letter in two pieces (U+0301), expected letters in one piece (NFC). "
            "Rename the file with the letters a-z, digits and hyphens.",
        ),
    ],
)
def test_file_with_an_odd_name_is_told_by_its_name_alone(room: Room, path: str, told: str):
    room.story()
    room.write(path, "no front matter")
    assert problem(room) == f"content/{path}:1: file: found {told}"


@pytest.mark.parametrize("path", ["note.txt", "pages/x.html", "x.md"])
def test_file_that_nothing_reads_is_a_problem(room: Room, path: str):
    room.write(path, "x")
    assert problem(room) == (
        f"content/{path}:1: file: found a file that the site does not use, expected stories/, digests/, top10/, "
        f"pages/ with "
        ".md files, images/ with pictures, or a registry. Move it where it belongs, or out of the content folder."
    )


@pytest.mark.parametrize("path", ["images/x.svg", "images/IMG_0001.HEIC", "images/x", "images/a b.jpg"])
def test_file_that_is_no_picture_by_its_name_is_a_problem_with_the_way_out(room: Room, path: str):
    room.write(path, "x")
    assert problem(room) == (
        f"content/{path}:1: file: found a file name that no picture may have, expected a name of letters, digits, -, "
        "_ and . that ends in .jpg, .jpeg, .png, .webp, .avif, .gif. Export a photograph as JPEG, a drawing or logo as "
        "PNG; rename the file if only its name is odd."
    )


@pytest.mark.parametrize("path", ["story/2026/x.md", "Stories/2026/x.md", "image/2026/x.md"])
def test_misspelt_folder_is_a_problem_with_the_right_name(room: Room, path: str):
    room.write(path, "x")
    assert problem(room).endswith(f"Did you mean '{'images' if path[0] == 'i' else 'stories'}/2026/x.md'?")


def test_misspelt_registry_is_a_problem_with_the_right_name(room: Room):
    room.write("section.yaml", "x")
    assert problem(room).endswith("Did you mean 'sections.yaml'?")


@pytest.mark.parametrize(
    "path",
    [".DS_Store", "stories/2026/.hotline.md.swp", "stories/2026/hotline.md~", "stories/2026/x.md.save", "README.md"],
)
def test_hidden_files_and_backups_are_left_alone(room: Room, path: str):
    room.write(path, "x")
    assert not problems(room)


@pytest.mark.parametrize("path", ["stories/2026/hotline.md", "images/x.jpg", "names.yaml", "stories/2025"])
def test_symbolic_link_is_a_problem_and_never_followed(room: Room, tmp_path: Path, path: str):
    (tmp_path / "secret").write_text(story_text(), "utf-8")
    link = room.content / path
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(tmp_path / "secret")
    assert problem(room) == (
        f"content/{path}:1: file: found a symbolic link or a special file, expected a plain file. "
        f"Copy the file '{link.name}' here."
    )


@pytest.mark.parametrize("path", ["stories/2026/hotline.md", "images/x.jpg", "columns.yaml", "pipe"])
def test_pipe_is_a_problem_and_never_waited_for(room: Room, path: str):
    if sys.platform == "win32":
        assert not hasattr(os, "mkfifo")  # no folder there can hold a pipe, so nothing can be waited for
        return
    pipe = room.content / path
    pipe.parent.mkdir(parents=True, exist_ok=True)
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    handle = os.open(pipe, os.O_RDWR)  # so that one who opens it does not wait for ever
    try:
        os.write(handle, b"x")
        os.set_blocking(handle, False)
        assert problem(room).startswith(f"content/{path}:1: file: found a symbolic link or a special file,")
    finally:
        os.close(handle)


@pytest.mark.parametrize("name", [b"images/\xc4\xe3.jpg", b"stories/\xc4\xe3.md", b"stories/a\nb.md"])
def test_file_name_that_is_no_text_is_a_problem(room: Room, name: bytes):
    path = os.path.join(os.fsencode(room.content), name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    try:
        with open(path, "wb") as file:
            file.write(b"x")
    except (OSError, ValueError):
        assert sys.platform != "linux"  # which takes any bytes; where the system refuses the name, no file can have it
        return
    assert problem(room).endswith(
        ":1: file: found a name with characters that cannot be printed, expected a plain name. Rename the file."
    )


def test_story_of_five_megabytes_is_a_problem(room: Room):
    room.story(body="长" * 1_700_000)
    assert problem(room).startswith(f"{HERE}:1: file: found more than 1000000 bytes,")


def test_story_with_a_hundred_thousand_brackets_is_a_problem(room: Room):
    room.story(kicker="[" * 100_000)
    assert problem(room).startswith(f"{HERE}:1: front matter: found 100")


@pytest.mark.parametrize(
    ("path", "fix"),
    [
        ("stories/2026/soup.txt", "Name it stories/2026/soup.md."),
        ("pages/about.MD", "Name it pages/about.md."),
        ("stories/2026/soup.docx", "Paste its text into a .md file, which `new` starts, "),
        ("stories/2026/soup.csv", "Move it where it belongs, or out of the content folder."),
        ("section.yaml", "Did you mean 'sections.yaml'?"),
    ],
)
def test_file_of_another_kind_is_told_where_its_words_belong(room: Room, path: str, fix: str):
    room.story()
    room.write(path, "一段。\n")
    assert f"content/{path}:1: file: " in problem(room)
    assert fix in problem(room)


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "sections.yaml",
        "regions.csv",
        "digests/2026-W06.md",
        "votes/2026/rules.toml",
        "votes/2026/comments.yaml",
    ],
)
@pytest.mark.parametrize(
    "mark", ["<<<<<<< HEAD", "||||||| base", ">>>>>>> theirs", "<<<<<<<<<<< HEAD", "  <<<<<<< HEAD"]
)
def test_mark_of_a_merge_is_a_problem_wherever_it_stands(room: Room, path: str, mark: str):
    room.story()
    room.write(path, f"甲\n{mark}\n乙\n")
    assert f"content/{path}:2: file: found " in "\n".join(problems(room))
    assert len(problems(room)) == 1


def test_pictures_whose_names_differ_in_capitals_alone_are_a_problem(room: Room):
    room.photo("images/2026/a.jpg")
    room.photo("images/2026/A.JPG", seed=2)
    assert problem(room).startswith("content/images/2026/a.jpg:1: file: found the name of 'images/2026/A.JPG'")


@pytest.mark.parametrize("name", ["x.MD", "x.markdown", "x.md.txt", "x.txt"])
def test_text_with_another_ending_is_told_its_name(room: Room, name: str):
    room.write(f"stories/2026/{name}", story_text())
    assert problem(room).endswith("Name it stories/2026/x.md.")
