"""Plain text and Markdown: encodings, line numbers, letters that were lost."""

from pathlib import Path

import pytest

from tests.importer.pages import bring
from tests.importer.reading import refused, taken, texts, told

PAGE = "潮平市渡口区\n\n九百盏提灯送到守夜人手上\n通讯员 庚喆 辛堃 朱镕\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-32"])
def test_text_is_read_in_the_encodings_of_newsrooms(tmp_path: Path, encoding: str):
    raw = taken(tmp_path, "page.txt", PAGE.encode(encoding))
    assert texts(raw) == ["潮平市渡口区", "", "九百盏提灯送到守夜人手上", "通讯员 庚喆 辛堃 朱镕"]
    assert [line.number for line in raw.lines] == [1, 2, 3, 4]
    assert not raw.hidden


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_count_as_in_an_editor_whatever_ends_them(tmp_path: Path, end: str):
    assert texts(taken(tmp_path, "page.txt", end.join(["甲\u2028乙", "", "丙"]))) == ["甲 乙", "", "丙"]


def test_text_keeps_every_letter_as_it_stands(tmp_path: Path):
    line = "　　石岬省\u00a0旧驾驶室・１２３  5️⃣ 𠮷 1+1+1 ⚓️ "
    assert texts(taken(tmp_path, "page.txt", line)) == [line]


def test_headings_of_markdown_are_told_from_text(tmp_path: Path):
    raw = taken(tmp_path, "page.md", "# 一\n\n## 二 ##\n### C#\n#三\n正文 # 四\n")
    assert [(line.text, line.kind, line.level) for line in raw.lines if line.text] == [
        ("一", "heading", 1),
        ("二", "heading", 2),
        ("C#", "heading", 3),
        ("#三", "text", 0),
        ("正文 # 四", "text", 0),
    ]


def test_text_with_zero_bytes_is_refused(tmp_path: Path):
    assert refused(tmp_path, "page.txt", b"abc\0\0\1\2") == (
        "It is not a text: it holds zero bytes. If it is one, open it in an editor and save it as UTF-8."
    )


def test_text_that_was_cut_inside_a_letter_is_refused_with_its_line(tmp_path: Path):
    assert refused(tmp_path, "page.txt", "第一行\n第二行是完整的一句话".encode()[:-1]) == (
        "Its text is damaged in line 2. Copy the file again, or fix that line and save it as UTF-8."
    )


def test_text_in_no_known_encoding_is_refused(tmp_path: Path):
    assert refused(tmp_path, "page.txt", b"\xff\x81\x20 \xff\xff") == (
        "Its text is neither UTF-8 nor GBK. Open it in an editor and save it as UTF-8."
    )


@pytest.mark.parametrize(
    "line",
    [
        "九百盏提灯送到守夜人手上".encode().decode("gb18030", "replace"),
        "九百盏提灯".encode().decode("latin-1"),
        "九百盏提灯送到".encode("gbk").decode("latin-1"),
        "九百盏\ufffd灯",
        "锟斤拷锟斤拷",
        "九百盏\ue5e5灯",
    ],
)
def test_scrambled_line_is_told_with_its_number(tmp_path: Path, line: str):
    raw = taken(tmp_path, "page.txt", f"潮平市\n{line}\n")
    assert [(number, what) for number, what, _text in told(raw)][-1] == (2, "scrambled characters")


@pytest.mark.parametrize(
    "line", ["“九百盏提灯——”……《守夜人》", "Café – “Æsir” naïve", "ÀÉÎÕÜ", "１２３４５６７８９", "①②③④⑤⑥"]
)
def test_sound_line_is_not_called_scrambled(tmp_path: Path, line: str):
    assert not told(taken(tmp_path, "page.txt", line))


def test_text_of_another_encoding_that_happens_to_decode_is_told(tmp_path: Path):
    page = (
        "九百盞提燈，銅的提梁，玻璃的罩，一盞能亮一整夜。渡口區的送燈從碼頭開始，把燈送給守夜的巡堤員、鍋爐工和醫生。"
    )
    assert (
        "was it saved in another encoding?"
        in told(taken(tmp_path, "page.txt", page.encode("shift_jis", "ignore")))[0][1]
    )
    assert not told(taken(tmp_path, "page.txt", page))


def test_what_a_terminal_would_obey_is_left_out_and_told(tmp_path: Path):
    raw = taken(tmp_path, "page.txt", "九百\x1b[2J盏\x07提\u202e灯")
    assert texts(raw) == ["九百[2J盏提灯"]
    assert told(raw) == [(1, "characters that cannot be printed, left out", "九百[2J盏提灯")]


def test_text_with_more_lines_than_any_page_is_refused(tmp_path: Path):
    assert refused(tmp_path, "page.txt", "\n" * 30_000 + "甲").startswith("It holds more than 20000 lines")


def test_the_front_matter_of_another_program_is_read_by_its_fields(tmp_path: Path):
    text = "---\ntitle: '礼包送到路口'\n\ndate: 2026-02-03T08:00:00+08:00\nauthor: 甲一\ntags: [a, b]\n---\n"
    text += "\n## 礼包送到路口\n\n2月3日，洛阳市总工会把礼包送到路口，众人都说好。\n"
    found = bring(taken(tmp_path, "post.md", text), date=None)
    (draft,) = found.drafts
    assert "\ntitle: 礼包送到路口\ndate: 2026-02-03\n" in draft.text
    assert "- {作者: [甲一]}\n" in draft.text
    assert draft.text.endswith("---\n2月3日，洛阳市总工会把礼包送到路口，众人都说好。\n")
    assert [entry.text for entry in found.account if entry.is_unknown] == ["tags：[a, b]"]


def test_a_rule_at_the_beginning_of_a_file_is_no_front_matter(tmp_path: Path):
    text = "---\n时间：2月3日\n---\n礼包送到路口，众人都说好。\n"
    assert "title" not in taken(tmp_path, "post.md", text).said
