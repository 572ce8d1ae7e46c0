"""Tables: a row is a story; its formulas are text, and whoever sent it stays unnamed."""

from pathlib import Path

import pytest

from goodnews.importer.reading import read
from goodnews.importer.table import field_of
from tests.importer.builders import RAW
from tests.importer.pages import bring, story_of
from tests.importer.reading import all_taken, refused, texts, told


def test_each_row_is_a_story_with_its_columns_by_name():
    found = read(str(RAW / "stories.csv"))
    assert [raw.name for raw in found] == ["stories.csv: 2", "stories.csv: 3", "stories.csv: 4"]
    assert found[0].said == {
        "title": "文化宫的竹编课，从帽子教起",
        "date": "2026-02-05",
        "category": "手艺",
        "region": "竹岬省",
        "summary": "竹岬省码头文化宫开了竹编课。",
        "sources": "潮信示例报",
        "publication": "潮信示例报",
        "bylines": "作者：乙水",
    }
    assert texts(found[2]) == [
        "请船坞的师傅讲三堂课",
        "作者：甲木",
        "锚岬省船坞的三位师傅各讲一堂课：焊缝、缆绳和潮水。听课的人自己带凳子。",
        "来源：渡口示例报",
        "2026-02-07",
        "学堂",
        "锚岬省",
    ]


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("稿件标题", "title"),
        ("发生时间", "event_date"),
        ("发生地区", "region"),
        ("供稿单位", "sources"),
        ("首发媒体", "sources"),
        ("见报时间", "date"),
        ("所属板块", "category"),
        ("报道正文（500字以内）", "body"),
        ("投稿人所在地区", ""),  # about the sender
        ("提交时间", ""),
        ("开始时间", ""),
    ],
)
def test_column_is_known_by_the_end_of_its_name(column: str, field: str):
    assert field_of(column) == field


@pytest.mark.parametrize("sign", [",", ";", "\t", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_table_is_read_as_spreadsheets_of_any_country_write_it(tmp_path: Path, sign: str, encoding: str):
    data = f"1、标题（必填）{sign}Body\r\n庚喆{sign}乙\r\n".encode(encoding)
    (raw,) = all_taken(tmp_path, "a.csv", data)
    assert texts(raw) == ["庚喆", "乙"]


def test_line_that_tells_excel_the_separator_is_heeded(tmp_path: Path):
    (raw,) = all_taken(tmp_path, "a.csv", "sep=;\n标题;正文\n甲;乙, 丙\n")
    assert texts(raw) == ["甲", "乙, 丙"]


@pytest.mark.parametrize(
    ("cell", "harmless"),
    [
        ("=HYPERLINK(1)", "＝HYPERLINK(1)"),
        ("+cmd|' /C calc'!A0", "＋cmd|' /C calc'!A0"),
        ("-2+3+cmd|' /C calc'!A0", "－2+3+cmd|' /C calc'!A0"),
        ("@SUM(1+1)", "＠SUM(1+1)"),
        (" =1+1", "＝1+1"),
    ],
)
def test_formula_becomes_plain_text_and_is_told(tmp_path: Path, cell: str, harmless: str):
    (raw,) = all_taken(tmp_path, "a.csv", f"标题,正文\n甲,{cell}\n")
    assert texts(raw) == ["甲", harmless]
    assert told(raw) == [(0, "a formula, kept as plain text", cell.strip())]


@pytest.mark.parametrize("cell", ["-5℃", "+12.5%", "——潮平市", "－", "1=1"])
def test_figure_with_a_sign_is_no_formula(tmp_path: Path, cell: str):
    (raw,) = all_taken(tmp_path, "a.csv", f"标题,正文\n甲,{cell}\n")
    assert (texts(raw), told(raw)) == (["甲", cell], [])


def test_ragged_rows_are_told_and_nothing_of_them_is_lost(tmp_path: Path):
    long, short = all_taken(tmp_path, "a.csv", "标题,正文\n甲,乙,丙,丁\n戊\n\n,\n")
    assert texts(long) == ["甲", "乙", "丙 | 丁"]
    assert told(long) == [(0, "a row with more cells than columns", "丙 | 丁")]
    assert told(short) == [(0, "a row with fewer cells than columns", "1 < 2")]


def test_column_without_a_known_name_is_listed_and_one_about_the_sender_is_not(tmp_path: Path):
    (raw,) = all_taken(tmp_path, "a.csv", "标题,备注,联系电话,提交者姓名,同意刊登\n甲,加急,000,庚土,是\n")
    assert texts(raw) == ["甲", "备注：加急", "联系电话：…", "提交者姓名：…", "同意刊登：…"]
    assert told(raw) == []
    assert "庚土" not in repr(raw)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("甲,乙\n丙,丁\n", "Its first row names no column that a story has."),
        ("标题,正文\n", "It has no row below the names of its columns."),
        ("标题,标题\n甲,乙\n", "Two columns are called “标题”. Rename or delete one."),
        ('标题,正文\n甲,"乙\n', "Its quotes do not match near row 2"),
        ("标题,正文\n甲," + "乙" * 200_000 + "\n", "Its quotes do not match near row 2, or a cell is longer"),
        ("标题,正文\n" + "甲,乙\n" * 3_000, "It has more than 2000 rows."),
        ("标题," + "," * 500 + "\n甲\n", "It has more than 200 columns."),
    ],
)
def test_table_that_makes_no_stories_is_refused(tmp_path: Path, data: str, words: str):
    assert refused(tmp_path, "a.csv", data).startswith(words)


def test_export_of_a_form_tool_gives_the_story_and_nothing_about_the_answer(tmp_path: Path):
    data = "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、标题,2、正文\n"
    data += "7,2026/2/5 8:30,61秒,微信,N/A,127.0.0.1,甲,乙\n"
    (raw,) = all_taken(tmp_path, "a.csv", data)
    assert ([line.text for line in raw.lines if line.kind != "footer"], raw.said) == (["甲", "乙"], {"title": "甲"})
    assert [line.text for line in raw.lines if line.kind == "footer"] == [
        f"{column}：…" for column in ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP")
    ]


@pytest.mark.parametrize("day", ["2026/2/5 8:30", "2026年2月5日", "2026.2.5"])
def test_date_is_read_however_it_is_written(tmp_path: Path, day: str):
    (raw,) = all_taken(tmp_path, "a.csv", f"标题,发布时间\n甲,{day}\n")
    assert raw.said["date"] == "2026-02-05"


def test_dates_and_places_of_a_column_are_read_as_those_of_a_page(tmp_path: Path):
    data = "标题,发布日期,地区,栏目,正文\n"
    data += "第三篇,2025/12/5,洛阳,维权服务,办了一件好事。\n第四篇,2月3日,河南省/洛阳市,维权服务,又办了一件。\n"
    for raw, day in zip(all_taken(tmp_path, "a.csv", data), ("2025-12-05", "2026-02-03"), strict=True):
        found = bring(raw, date=None)
        story = story_of(found.drafts[0])
        assert (str(story.date), story.section) == (day, "维权服务")
        assert "\nregion: 河南省/洛阳市\n" in found.drafts[0].text
        assert not [entry.text for entry in found.account if entry.is_unknown]


def test_what_no_field_can_hold_is_listed_as_unknown_and_printed_nowhere(tmp_path: Path):
    data = "标题,发布日期,地区,栏目,备注,体裁,正文\n第四篇,某天,火星,没有这栏,加急,随笔,工会办了一件好事。\n"
    (raw,) = all_taken(tmp_path, "a.csv", data)
    found = bring(raw, date=None)
    unknown = [entry.text for entry in found.account if entry.is_unknown]
    assert unknown == ["某天", "火星", "没有这栏", "随笔", "备注：加急"]
    assert not [text for text in unknown if text in found.drafts[0].text]
    assert "kicker" not in found.drafts[0].text


def test_people_of_a_column_have_the_role_that_it_names(tmp_path: Path):
    columns = "标题,正文,记者,通讯员,摄影,照片说明"
    data = f"{columns}\n渡口的灯,渡口添了三盏灯，夜班的人走得稳。,甲木,乙水、丙石,丁火,夜里的渡口\n"
    (raw,) = all_taken(tmp_path, "a.csv", data.encode())
    story = story_of(bring(raw).drafts[0])
    assert [(byline.role, byline.names) for byline in story.bylines] == [
        ("记者", ("甲木",)),
        ("通讯员", ("乙水", "丙石")),
        ("摄影", ("丁火",)),
    ]
    assert [picture.caption for picture in story.pictures] == ["夜里的渡口"]


def test_a_column_that_counts_pictures_says_how_many_are_missing(tmp_path: Path):
    data = "标题,正文,图片张数\n第四篇,工会办了一件好事。,2张\n第五篇,又办了一件好事。,0\n第六篇,办了第三件。,待补\n"
    two, none, unsaid = (bring(raw) for raw in all_taken(tmp_path, "a.csv", data))
    assert two.drafts[0].text.count("{missing: true") == 2
    assert "image:" not in none.drafts[0].text
    assert not [entry for found in (two, none) for entry in found.account if entry.is_unknown]
    assert [entry.text for entry in unsaid.account if entry.is_unknown] == ["图片张数：待补"]
