"""Word files: what was changed, remarked, hidden or boxed is seen; nothing outside is opened, nothing is run."""

import io
import zipfile
from pathlib import Path

import pytest

from goodnews.importer.raw import Raw
from tests.importer.builders import (
    commented,
    deleted,
    docx,
    drawing,
    inserted,
    paragraph,
    picture,
    run,
    table,
    text_box,
    zipped,
)
from tests.importer.reading import refused, taken, texts, told


def page(folder: Path, *blocks: str, **more: object) -> Raw:
    return taken(folder, "page.docx", docx(*blocks, **more))  # type: ignore[arg-type]


def test_line_has_tracked_changes_accepted_and_both_readings_are_told(tmp_path: Path):
    raw = page(
        tmp_path,
        paragraph(run("测评覆盖"), deleted("9998"), inserted("10048"), run("名，"), inserted("超"), run("去年。")),
    )
    assert texts(raw) == ["测评覆盖10048名，超去年。"]
    assert told(raw) == [
        (1, "tracked change", "戊金: “9998” → “10048”"),
        (1, "tracked change", "戊金: “” → “超”"),
    ]


def test_paragraph_that_was_taken_out_is_told(tmp_path: Path):
    raw = page(tmp_path, paragraph(run("一")), paragraph(deleted("整段删去。")), paragraph(run("二")))
    assert texts(raw) == ["一", "", "二"]
    assert told(raw) == [(2, "tracked change", "戊金: “整段删去。” → “”")]


def test_comment_is_told_at_the_line_that_it_is_about(tmp_path: Path):
    raw = page(tmp_path, paragraph(run("一")), paragraph(commented("一半")), comments=("请核对", "没有位置的批注"))
    assert told(raw) == [(0, "comment", "戊金: 没有位置的批注"), (2, "comment", "戊金: 请核对")]


def test_text_box_is_read_once_behind_the_paragraph_it_hangs_on(tmp_path: Path):
    raw = page(tmp_path, paragraph(run("正文。"), text_box(paragraph(run("框里一行")), paragraph(run("框里二行")))))
    assert texts(raw) == ["正文。", "框里一行", "框里二行"]


def test_table_gives_a_line_for_each_row(tmp_path: Path):
    raw = page(tmp_path, table(("期次", "人数"), ("第九期", "321")))
    assert [(line.kind, line.text) for line in raw.lines] == [("table", "期次 | 人数"), ("table", "第九期 | 321")]


def test_table_that_only_lays_out_the_page_gives_its_paragraphs(tmp_path: Path):
    cell = f"<w:tbl><w:tr><w:tc>{paragraph(run('标题'), style='2')}{paragraph(run('正文'))}</w:tc></w:tr></w:tbl>"
    assert [(line.kind, line.text) for line in page(tmp_path, cell).lines] == [("heading", "标题"), ("text", "正文")]


def test_headings_are_known_by_their_style_whatever_it_is_based_on(tmp_path: Path):
    raw = page(
        tmp_path,
        paragraph(run("题"), style="a3"),
        paragraph(run("二"), style="2"),
        paragraph(run("我的"), style="mine"),
    )
    assert [(line.kind, line.level) for line in raw.lines] == [("heading", 1), ("heading", 2), ("heading", 2)]


def test_line_break_inside_a_paragraph_begins_a_line(tmp_path: Path):
    assert texts(page(tmp_path, paragraph(run("一"), "<w:r><w:br/></w:r>", run("二")))) == ["一", "二"]


def test_picture_comes_with_its_bytes_and_words(tmp_path: Path):
    raw = page(tmp_path, paragraph(run("一")), paragraph(drawing("p1", "旧海图")), pictures={"p1": picture()})
    assert [(one.line, one.name, one.data, one.alt) for one in raw.pictures] == [(2, "p1.png", picture(), "旧海图")]


def test_picture_outside_the_file_is_named_and_not_fetched(tmp_path: Path):
    raw = page(tmp_path, paragraph(run("一"), drawing("x", link=True)), links={"x": "http://tongji.example/a.png"})
    assert [(one.name, one.data) for one in raw.pictures] == [("http://tongji.example/a.png", b"")]
    assert told(raw) == [(1, "a picture outside the file, not fetched", "http://tongji.example/a.png")]


def test_picture_that_is_none_is_named_without_its_bytes(tmp_path: Path):
    raw = page(tmp_path, paragraph(run("一"), drawing("p1")), pictures={"p1": b"MZ no picture"})
    assert [(one.name, one.data) for one in raw.pictures] == [("p1.png", b"")]
    assert told(raw) == [(1, "a picture that no page can show: a broken picture", "p1.png")]


@pytest.mark.parametrize("words", ["内部资料", "送审稿", "征求意见稿", "机密"])
def test_page_header_that_forbids_publication_is_told(tmp_path: Path, words: str):
    raw = page(tmp_path, paragraph(run("一")), header=words)
    assert told(raw) == [(0, "a page header that says it is not to be published", words)]


def test_hidden_text_is_left_out_and_told(tmp_path: Path):
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>给排版的话</w:t></w:r>"
    raw = page(tmp_path, paragraph(run("一"), hidden))
    assert (texts(raw), told(raw)) == (["一"], [(1, "hidden text, left out", "给排版的话")])


def test_macro_and_embedded_file_are_named_and_ignored(tmp_path: Path):
    parts = {"word/vbaProject.bin": b"Sub AutoOpen()", "word/embeddings/sheet.xlsx": zipped({"a": b"b"})}
    raw = page(tmp_path, paragraph(run("一")), parts=parts)
    assert texts(raw) == ["一"]
    assert told(raw) == [
        (0, "a macro, not run", "word/vbaProject.bin"),
        (0, "a file within the file, left out", "word/embeddings/sheet.xlsx"),
    ]


def test_field_that_would_fetch_a_file_is_told(tmp_path: Path):
    field = '<w:r><w:instrText> INCLUDETEXT "file:///etc/passwd" </w:instrText></w:r>'
    raw = page(tmp_path, paragraph(run("一"), field))
    assert told(raw) == [(1, "a link to another file, not opened", 'INCLUDETEXT "file:///etc/passwd"')]


def test_external_entity_is_refused(tmp_path: Path):
    evil = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w><body>&x;</body></w>'
    words = "It declares entities, which no Word file does. Ask its sender for a clean copy."
    assert refused(tmp_path, "page.docx", docx(parts={"word/document.xml": evil})) == words


def test_entities_that_grow_are_refused(tmp_path: Path):
    names = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12)]
    evil = f'<?xml version="1.0"?><!DOCTYPE w [{"".join(names)}]><w><body>&a11;</body></w>'.encode()
    assert refused(tmp_path, "page.docx", docx(parts={"word/document.xml": evil})).startswith("It declares entities")


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    bomb = zipped({"word/document.xml": b"<a>" + b" " * 180_000_000})
    assert len(bomb) < 300_000
    assert refused(tmp_path, "page.docx", bomb).startswith("Unpacked, it is larger than 150 MB.")


def test_part_that_is_too_large_is_refused(tmp_path: Path):
    words = "Its part word/document.xml is larger than 12 MB, unpacked. Split the file into several."
    assert refused(tmp_path, "page.docx", zipped({"word/document.xml": b" " * 20_000_000})) == words


def test_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path):
    honest = zipped({"word/document.xml": b" " * 1_000_000})
    size = (1_000_000).to_bytes(4, "little")
    assert refused(tmp_path, "page.docx", honest.replace(size, (1_000).to_bytes(4, "little"))).startswith(
        "It is damaged."
    )


def test_zip_with_thousands_of_parts_is_refused(tmp_path: Path):
    assert refused(tmp_path, "page.docx", zipped({f"word/{n}": b"" for n in range(6_000)})).startswith("Unpacked,")


def test_other_package_is_refused(tmp_path: Path):
    words = "It is no Word file inside. Open it in the program it comes from, and save it as .docx."
    assert refused(tmp_path, "page.docx", zipped({"xl/workbook.xml": b"<x/>"})) == words


def test_parts_nested_without_end_are_refused(tmp_path: Path):
    nested = "<w:tbl><w:tr><w:tc>" * 60 + paragraph(run("底")) + "</w:tc></w:tr></w:tbl>" * 60
    assert texts(page(tmp_path, nested)) == ["底"]
    sdt = "<w:sdt>" * 200 + paragraph(run("底")) + "</w:sdt>" * 200
    assert refused(tmp_path, "page.docx", docx(sdt)).startswith("Its parts are nested too deeply.")
    assert refused(tmp_path, "page.docx", docx("<w:sdt>" * 400 + "</w:sdt>" * 400)).startswith("Its inside is")


def test_file_cut_off_is_refused(tmp_path: Path):
    whole = docx(paragraph(run("一")))
    assert refused(tmp_path, "page.docx", whole[: len(whole) // 2]).startswith("It is damaged.")


def test_title_of_the_file_counts_only_if_its_text_has_it_too(tmp_path: Path):
    assert page(tmp_path, paragraph(run("九百盏提灯")), title="九百盏提灯").said == {"title": "九百盏提灯"}
    assert page(tmp_path, paragraph(run("九百盏提灯")), title="关于印发通知").said == {}


def test_footnotes_stand_behind_the_text(tmp_path: Path):
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:id="1">{paragraph(run("据值班簿。"))}</w:footnote></w:footnotes>'
    ).encode()
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    raw = page(tmp_path, paragraph(run("四千余行"), reference), parts={"word/footnotes.xml": notes})
    assert [(line.kind, line.text) for line in raw.lines] == [("text", "四千余行[1]"), ("text", "[1] 据值班簿。")]


def test_document_is_found_by_the_package_and_not_by_its_name(tmp_path: Path):
    named = docx(paragraph(run("一")))
    with zipfile.ZipFile(io.BytesIO(named)) as package:
        files = {name.replace("document.xml", "neu.xml"): package.read(name) for name in package.namelist()}
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"document.xml", b"neu.xml")
    assert texts(taken(tmp_path, "page.docx", zipped(files))) == ["一"]
