"""Whatever a stranger may send: read, or refused with a sentence that says what to do, and within seconds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from goodnews.importer.raw import Refused
from goodnews.importer.reading import read
from tests.builders import HARBOUR, ROOT
from tests.importer.builders import RAW, docx, mail, paragraph, picture, run, zipped
from tests.importer.reading import all_taken, refused

PAGES = sorted(path for path in RAW.iterdir() if path.is_file() and path.name != "README.md")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_sample_is_read(path: Path):
    for raw in read(str(path)):
        assert any(line.text.strip() for line in raw.lines)
        assert [line.number for line in raw.lines] == list(range(1, len(raw.lines) + 1))
        assert all("\n" not in line.text for line in raw.lines)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx", ".html", ".htm", ".eml", ".csv"])
@pytest.mark.parametrize("data", [b"", b"  \r\n\n", b"\xef\xbb\xbf"])
def test_empty_file_is_refused(tmp_path: Path, suffix: str, data: bytes):
    words = "It is empty. Save the page again, and look whether the file holds anything."
    assert refused(tmp_path, f"page{suffix}", data) == words


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("page.doc", b"\xd0\xcf\x11\xe0", "Open it in Word or WPS, save it as .docx, and import that."),
        ("page.wps", b"x", "Open it in Word or WPS, save it as .docx, and import that."),
        ("page.DOCM", b"PK\x03\x04", "It may hold macros. Open it in Word or WPS, save it as .docx, and import that."),
        ("page.xlsx", b"PK\x03\x04", "Save the sheet as CSV (UTF-8), and import that."),
        ("page.zip", b"PK\x03\x04", "Unpack it, and import the files in it."),
        ("page.mht", b"x", "Save the page as “web page, complete”, and import the .html file."),
        ("page.jpg", b"x", "It is a picture. Put it into content/images, and import the text that belongs to it."),
        ("page", b"x", "Files that can be imported end in .txt, .md, .docx, .html, .htm, .eml, .csv."),
        ("page.exe", b"MZ", "Files that can be imported end in .txt, .md, .docx, .html, .htm, .eml, .csv."),
    ],
)
def test_format_that_is_not_read_is_refused_with_the_way_out(tmp_path: Path, name: str, data: bytes, words: str):
    assert refused(tmp_path, name, data).startswith(words)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("page.txt", docx(), "Its name ends in .txt, but its content is that of .docx. Rename it, or save it again."),
        (
            "page.txt",
            b"%PDF-1.7",
            "Its name ends in .txt, but its content is another. A PDF gives its text out of order.",
        ),
        ("page.txt", b"<!DOCTYPE html><html><p>x", "Its name ends in .txt, but its content is that of .html."),
        ("page.csv", b"<html><table>", "Its name ends in .csv, but its content is that of .html."),
        ("page.docx", b"\xd0\xcf\x11\xe0\xa1\xb1", "It has a password, or is an old .doc under a new name."),
        ("page.txt", b"\xd0\xcf\x11\xe0\xa1\xb1", "Open it in Word or WPS, save it as .docx, and import that."),
        ("page.docx", b"{\\rtf1", "Its name ends in .docx, but its content is another. Open it in Word or WPS"),
        ("page.docx", "潮平市".encode(), "Its name says Word, its content does not."),
        ("page.docx", b"<html><body>x", "Its name ends in .docx, but its content is that of .html."),
        ("page.html", picture(), "Its name ends in .html, but its content is another. It is a picture."),
        ("page.eml", zipped({"a": b"x"}), "Its name ends in .eml, but its content is that of .docx."),
        ("page.md", b"\x1f\x8b\x08", "Its name ends in .md, but its content is another. Unpack it"),
    ],
)
def test_file_whose_content_is_not_what_its_name_says_is_refused(tmp_path: Path, name: str, data: bytes, words: str):
    assert refused(tmp_path, name, data).startswith(words)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx", ".html", ".eml", ".csv"])
def test_file_of_fifty_megabytes_is_refused_without_being_read(tmp_path: Path, suffix: str):
    with (tmp_path / f"page{suffix}").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(Refused, match="It is larger than 48 MB"):
        read(str(tmp_path / f"page{suffix}"))


def test_links_folders_and_pipes_are_refused(tmp_path: Path):
    (tmp_path / "page.txt").write_text("甲", "utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "page.txt")
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    for name, words in (
        ("link.txt", "It is a symbolic link. Import the file that it leads to."),
        ("folder.txt", "It is a folder. Import the files in it, one after another or together."),
        ("pipe.txt", "It is not a plain file. Save the page as a file, and import that."),
        ("none.txt", "It cannot be read: no such file or folder."),
        ("x\0.txt", "Its name cannot be the name of a file."),
        ("x" * 300 + ".txt", "It cannot be read: the name is too long."),
    ):
        with pytest.raises(Refused) as told:
            read(str(tmp_path / name))
        assert str(told.value) == words


def test_name_of_a_file_cannot_move_the_cursor(tmp_path: Path):
    (raw,) = all_taken(tmp_path, "甲\x1b[2J\u202e.txt", "甲")
    assert raw.name == "甲[2J.txt"


@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx", ".html", ".eml", ".csv"])
def test_any_bytes_are_read_or_refused(tmp_path: Path, suffix: str):
    """Sound files with bytes changed, cut off or doubled here and there."""
    import random

    sound = {
        ".docx": docx(paragraph(run("甲")), comments=("乙",), header="内部"),
        ".eml": mail(text="甲", html="<p>甲", attached={"a.docx": docx(paragraph(run("甲")))}),
        ".html": (RAW / "wechat-digest.html").read_bytes(),
        ".csv": (RAW / "stories.csv").read_bytes(),
    }.get(suffix, (RAW / "single-story.md").read_bytes())
    chance = random.Random(suffix)
    for _each in range(120):
        data = bytearray(sound)
        for _change in range(chance.randrange(1, 8)):
            at = chance.randrange(len(data))
            match chance.randrange(3):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randrange(60)]
                case _:
                    data[at:at] = data[at : at + chance.randrange(200)]
        try:
            all_taken(tmp_path, f"page{suffix}", bytes(data))
        except Refused as told:
            assert str(told)


def test_build_never_loads_the_importer(tmp_path: Path):
    code = (
        "import sys; from goodnews.__main__ import main; "
        f"code = main(['check', '--settings', {str(ROOT / 'tests/examples/harbour/pelicanconf.py')!r}]); "
        "print([name for name in sys.modules if name.startswith('goodnews.importer')], code)"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, cwd=HARBOUR, check=False
    )
    assert done.stdout.splitlines()[-1] == "[] 0", done.stderr
