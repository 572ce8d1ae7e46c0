"""Reading: what an editor saved, as text or as a problem."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodnews.characters import FORBIDDEN, ORDINARY, cleaned
from goodnews.text.document import Unreadable
from goodnews.text.reading import FILE_MOST, read_text, text_from


def told(data: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        text_from(data, "x.md")
    (problem,) = error.value.problems
    return str(problem)


def test_plain_text_is_read_as_it_is():
    assert text_from("甲\n乙\t丙\u3000丁👍🏽❤\ufe0f".encode(), "x.md") == "甲\n乙\t丙\u3000丁👍🏽❤\ufe0f"


def test_windows_line_ends_are_read_as_line_ends():
    assert text_from(b"a\r\nb\r\n", "x.md") == "a\nb\n"


def test_lone_carriage_return_is_a_problem_on_its_line():
    assert told(b"a\nb\nc\rd\n") == (
        "x.md:3: file: found a lone carriage return, expected line breaks LF. Choose line breaks 'LF' in your editor."
    )


def test_lone_carriage_return_among_windows_line_ends_is_a_problem_on_its_line():
    assert told(b"a\r\nb\rc\r\n").startswith("x.md:2: file: found a lone carriage return,")


def test_byte_order_mark_is_taken():
    assert text_from("甲".encode("utf-8-sig"), "x.md") == "甲"


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
        "x.md:2: file: found text that is not UTF-8, expected UTF-8. Save the file as UTF-8 in your editor."
    )


def test_lone_surrogate_is_a_problem():
    assert told(b"\xed\xa0\x80").startswith("x.md:1: file: found ")


@pytest.mark.parametrize(
    "character",
    [chr(code) for code in (0, 1, 8, 11, 12, 0x1B, 0x7F, 0x85, 0x9F, 0xE000, 0xFDD0, 0xFFFE, 0xFFFF)]
    + [chr(code) for code in (0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069)],
)
def test_character_that_would_break_a_feed_or_a_line_is_a_problem_on_its_line(character: str):
    assert told(f"a\nb{character}c".encode()) == (
        f"x.md:2: file: found the character U+{ord(character):04X} after 'b', expected printable text. "
        "Delete it; it was probably pasted in unnoticed."
    )


def test_character_in_the_front_matter_is_told_with_its_field():
    assert told("---\ndate: 2026-02-04\ntitle: 甲\u2028乙\n---\n正文\n".encode()) == (
        "x.md:3: title: found the character U+2028 after 'title: 甲', expected printable text. "
        "Delete it; it was probably pasted in unnoticed."
    )
    assert told("---\ntitle: 甲\n---\nb: \u202e正文\n".encode()).startswith("x.md:4: file: ")


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\ufeff", "\u00ad", "\u2060", "\u200e", "\u200d", "\u200c", "\u3164", "\U000e0041"]
)
def test_what_nobody_sees_is_dropped(unseen: str):
    written = f"---\n{unseen}title: 王{unseen}芳\n---\nnews{unseen} 正文{unseen}。{unseen}"
    assert text_from(written.encode(), "x.md") == "---\ntitle: 王芳\n---\nnews 正文。"


@pytest.mark.parametrize(
    "text",
    [
        "👨\u200d👩\u200d👧",
        "❤\ufe0f\u200d🔥",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "葛\U000e0100",
        "نامه\u200cای",
    ],
)
def test_joiners_that_shape_what_is_seen_stay(text: str):
    assert text_from(text.encode(), "x.md") == text


@pytest.mark.parametrize(
    ("apart", "composed"), [("cafe\u0301", "café"), ("か\u3099", "が"), ("\u1112\u1161\u11ab", "한")]
)
def test_letter_in_two_pieces_is_composed(apart: str, composed: str):
    assert text_from(f"{apart}。".encode(), "x.md") == f"{composed}。"


def test_glyph_that_a_name_is_written_with_stays_beside_a_composed_letter():
    assert text_from("神\ufa19 e\u0301".encode(), "x.md") == "神\ufa19 é"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_ordinary_text_has_nothing_to_clean_or_refuse(text: str):
    if ORDINARY.fullmatch(text):
        assert cleaned(text) == text
        assert not FORBIDDEN.search(text)


def test_every_ordinary_character_is_composed_and_seen_wherever_it_stands():
    ordinary = [character for character in map(chr, range(0x110000)) if ORDINARY.fullmatch(character)]
    assert len(ordinary) > 21_000
    text = "".join(ordinary)
    assert cleaned(text) == text and cleaned(text[::-1]) == text[::-1]
    assert not FORBIDDEN.search(text)


CONFLICT = "<<<<<<< HEAD\n甲\n=======\n乙\n>>>>>>> theirs\n"


@pytest.mark.parametrize(
    "text",
    [f"---\n{CONFLICT}---\n正文\n", f"---\ntitle: 甲: 乙\n{CONFLICT}", f"维权服务: {{slug: care}}\n\n{CONFLICT}"],
)
def test_unresolved_merge_is_told_at_its_lines_before_anything_else(text: str):
    with pytest.raises(Unreadable) as error:
        text_from(text.encode(), "x.md")
    first = text.split("\n").index("<<<<<<< HEAD") + 1
    tail = (
        "expected a text without merge conflicts. "
        "Keep the right parts of both sides, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."
    )
    assert [str(problem) for problem in error.value.problems] == [
        f"x.md:{first}: file: found '<<<<<<< HEAD', {tail}",
        f"x.md:{first + 4}: file: found '>>>>>>> theirs', {tail}",
    ]


@pytest.mark.parametrize("half", ["正文\n>>>>>>> theirs\n", "正文\r\n<<<<<<< HEAD\r\n甲", "||||||| base\n<<<<<<<\n甲"])
def test_half_of_a_conflict_is_told_as_well(half: str):
    with pytest.raises(Unreadable) as error:
        text_from(half.encode(), "x.md")
    assert "merge conflicts" in str(error.value)


@pytest.mark.parametrize("text", ["题目\n=======\n", "> > > 甲\n", "a <<<<<<< b\n", ">>>>>>>甲\n"])
def test_what_only_resembles_a_conflict_is_text(text: str):
    assert text_from(text.encode(), "x.md") == text


def test_text_of_five_megabytes_is_a_problem(tmp_path: Path):
    (tmp_path / "x.md").write_bytes(b"a" * 5_000_000)
    with pytest.raises(Unreadable) as error:
        read_text(str(tmp_path), "x.md", "content/x.md")
    (problem,) = error.value.problems
    assert str(problem) == (
        "content/x.md:1: file: found more than 1000000 bytes, expected a text of at most that size. "
        "Split the story; pictures belong in content/images."
    )


def test_text_may_have_a_million_bytes():
    assert len(text_from(b"a" * FILE_MOST, "x.md")) == FILE_MOST


def test_file_that_has_just_gone_is_not_found(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        read_text(str(tmp_path), "x.md", "x.md")


@pytest.mark.parametrize("character", ["\ufffd", "\ue123", "\U000f0001"])
def test_character_that_stands_for_a_lost_one_is_a_problem_and_is_looked_up(character: str):
    assert told(f"王{character}说".encode()) == (
        f"x.md:1: file: found the character U+{ord(character):04X} after '王', expected the letter that it stands for. "
        "Look it up in the original: it was lost on the way."
    )


def test_part_of_a_character_is_the_character():
    assert text_from("洛阳⼈⺟⻳".encode(), "x.md") == "洛阳人母龟"
