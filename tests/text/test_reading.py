"""Reading: what an editor saved, as text or as a problem."""

from pathlib import Path

import pytest

from goodnews.text.document import Unreadable
from goodnews.text.reading import FILE_MOST, read_text, text_from


def told(data: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        text_from(data, "x.md")
    return str(error.value.problem)


def test_plain_text_is_read_as_it_is():
    assert text_from("甲\n乙\t丙\u3000丁👍🏽❤\ufe0f".encode(), "x.md") == "甲\n乙\t丙\u3000丁👍🏽❤\ufe0f"


def test_windows_line_ends_are_read_as_line_ends():
    assert text_from(b"a\r\nb\r\n", "x.md") == "a\nb\n"


def test_lone_carriage_return_is_a_problem_on_its_line():
    assert told(b"a\nb\nc\rd\n") == (
        "x.md:3: file: found a lone carriage return, expected line ends \\n. Choose line ends 'LF' in your editor."
    )


def test_lone_carriage_return_among_windows_line_ends_is_a_problem_on_its_line():
    assert told(b"a\r\nb\rc\r\n").startswith("x.md:2: file: found a lone carriage return,")


def test_byte_order_mark_is_a_problem():
    assert told("甲".encode("utf-8-sig")) == (
        "x.md:1: file: found a byte-order mark, expected UTF-8 without one. Save as 'UTF-8', not 'UTF-8 with BOM'."
    )


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_older_chinese_encoding_is_a_problem_on_its_first_line_of_chinese(encoding: str):
    assert told("---\ntitle: 洛阳\n".encode(encoding)) == (
        "x.md:2: file: found GBK or another older encoding, expected UTF-8. Save the file as UTF-8 in your editor."
    )


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_is_a_problem(mark: bytes):
    assert told(mark + "洛阳".encode("utf-16-le")) == (
        "x.md:1: file: found UTF-16, expected UTF-8. Save the file as UTF-8 in your editor."
    )


def test_bytes_of_no_known_encoding_are_a_problem():
    assert told(b"a\nb\xff") == (
        "x.md:2: file: found bytes that are no UTF-8, expected UTF-8. Save the file as UTF-8 in your editor."
    )


def test_lone_surrogate_is_a_problem():
    assert told(b"\xed\xa0\x80").startswith("x.md:1: file: found ")


@pytest.mark.parametrize(
    "character",
    ["\0", "\x01", "\b", "\v", "\f", "\x1b", "\x7f", "\x85", "\x9f", "\ufdd0", "\ufffe", "\uffff", "\ue000"],
)
def test_character_that_would_break_a_feed_is_a_problem_on_its_line(character: str):
    assert told(f"a\nb{character}".encode()) == (
        f"x.md:2: file: found the character U+{ord(character):04X}, expected printable text. "
        "Delete it; it was most likely pasted along unseen."
    )


def test_text_of_five_megabytes_is_a_problem(tmp_path: Path):
    (tmp_path / "x.md").write_bytes(b"a" * 5_000_000)
    with pytest.raises(Unreadable) as error:
        read_text(str(tmp_path), "x.md", "content/x.md")
    assert str(error.value.problem) == (
        "content/x.md:1: file: found more than 1000000 bytes, expected a text of at most that size. "
        "Split the story; pictures belong in content/images."
    )


def test_text_may_have_a_million_bytes():
    assert len(text_from(b"a" * FILE_MOST, "x.md")) == FILE_MOST


def test_file_that_has_just_gone_is_not_found(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        read_text(str(tmp_path), "x.md", "x.md")
