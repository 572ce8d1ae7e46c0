import contextlib
import csv
import io
import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballot import checkpoints, codes, publication, stages
from ballot.candidates import Candidate
from ballot.imports import intake, record, sheet
from ballot.imports.record import Form
from ballot.problem import Refused
from tests.ballot.counting import DRAW, DURING, LATER, Year
from tests.ballot.votes import a_slate

WJX = (
    "序号,提交答卷时间,所用时间,来自IP,1、您的姓名：,2、您的手机：,3、请选出十条暖新闻：\n"
    "1,2026/12/21 9:00:01,35秒,1.2.3.4(北京),张三,13800000000,N01 虚构的新闻 N01┋N03 虚构的新闻 N03\n"
    "2,2026/12/21 9:00:01,20秒,1.2.3.4(北京),李四,13900000000,N99 没有这条\n"
    "3,2026/12/21 9:00:09,20秒,1.2.3.4(北京),王五,,\n"
)
GOOGLE = (
    "Timestamp,Email Address,Pick up to ten\n"
    '2026/12/21 9:00:01 AM,a@example.com,"N01 虚构, N03 虚构"\n'
    '2026/12/21 9:00:01 AM,b@example.com,"N01 虚构, N03 虚构"\n'
    '2026/12/21 9:00:02 AM,c@example.com,"N02\n虚构"\n'
    "2026/12/21 9:00:03 AM,d@example.com,N04\n"
)


def issue(number: int, login: str, body: str) -> dict[str, object]:
    return {"number": number, "author": {"login": login}, "body": body}


GITHUB = json.dumps(
    [
        issue(8, "lisi", "### 投票\r\n\r\n- [X] N02 b\r\n- [ ] N04 d\r\n\r\n### 投票码\r\n\r\n_No response_"),
        issue(7, "zhangsan", "### 您的姓名\n\nN09\n\n### 投票\n\n- [X] N01 a\n- [x] N03 c\n- [ ] N05 e"),
        issue(9, "lisi", "### Your vote\n\nN06 f, N07 g"),
        issue(10, "wangwu", "I forgot the form: N01"),
    ]
)


@pytest.fixture
def year(tmp_path: Path):
    made = Year(tmp_path)
    made.cast("members", made.codes[0], ["N01"])
    made.close()
    yield made
    made.end()


def told(found: record.Import) -> tuple[list[tuple[object, ...]], list[str]]:
    return [(t.line, *t.choices) for t in found.taken], [str(r) for r in found.rejected]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_wjx_in_any_encoding(year: Year, encoding: str, ends: str):
    data = WJX.replace("\n", ends).encode(encoding)
    found = record.look(year.vote, year.box, data, Form("wjx"))
    assert told(found) == ([(2, "N01", "N03")], ["line 3: N99 is not a candidate", "line 4: nothing picked"])


def test_wjx_with_a_column_for_each_option(year: Year):
    text = "序号,来自IP,N01 虚构,N02 虚构,N03 虚构\n1,x,1,0,1\n2,y,0,0,0\n"
    found = record.look(year.vote, year.box, text.encode(), Form("wjx"))
    assert told(found) == ([(2, "N01", "N03")], ["line 3: nothing picked"])


TENCENT = (
    "编号,开始答题时间,结束答题时间,答题时长,IP,1.您的姓名,2.请选出您心中的十条好新闻\r\n"
    '1,2026/12/21 9:00,2026/12/21 9:01,60,1.2.3.4,张三,"N01 甲\nN03 丙"\r\n'
    "2,2026/12/21 9:00,2026/12/21 9:01,60,1.2.3.4,李四,\r\n"
)


@pytest.mark.parametrize("tool", ["tencent", "wjx"])
def test_tencent_numbers_its_answers_by_another_word(year: Year, tool: sheet.Name):
    found = record.look(year.vote, year.box, TENCENT.encode("utf-8-sig"), Form(tool))
    assert told(found) == ([(2, "N01", "N03")], ["line 4: nothing picked"])


def test_an_options_own_column_may_repeat_its_words(year: Year):
    text = "编号,1.请选出:N01 甲,1.请选出:N02 乙\n1,N01 甲,\n2,,N02 乙\n3,,\n"
    found = record.look(year.vote, year.box, text.encode(), Form("tencent"))
    assert told(found) == ([(2, "N01"), (3, "N02")], ["line 4: nothing picked"])


def workbook(text: str) -> bytes:
    """A table as an Excel workbook: numbers as numbers, all else as text."""
    rows = []
    for number, row in enumerate(csv.reader(io.StringIO(text)), 1):
        cells = (
            f"<c r='{chr(65 + at)}{number}'><v>{cell}</v></c>"
            if cell.isdigit()
            else f"<c r='{chr(65 + at)}{number}' t='inlineStr'><is><t>{escape(cell)}</t></is></c>"
            for at, cell in enumerate(row)
        )
        rows.append(f"<row r='{number}'>{''.join(cells)}</row>")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f"<Types xmlns='{package}/content-types'/>",
        "_rels/.rels": f"<Relationships xmlns='{package}/relationships'><Relationship Id='r1' "
        f"Type='{office}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml": f"<workbook xmlns='{main}' xmlns:r='{office}'><sheets>"
        "<sheet name='1' sheetId='1' r:id='r1'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{package}/relationships'><Relationship Id='r1' "
        f"Type='{office}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{main}'><sheetData>{''.join(rows)}</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, "<?xml version='1.0' encoding='UTF-8'?>" + part)
    return out.getvalue()


@pytest.mark.parametrize(("text", "tool"), [(WJX, "wjx"), (TENCENT, "tencent"), (GOOGLE, "google")])
def test_an_excel_workbook_gives_what_its_csv_gives(year: Year, text: str, tool: sheet.Name):
    """They number answers alike, so one after the other adds nothing."""
    plain = record.look(year.vote, year.box, text.encode(), Form(tool))
    excel = record.look(year.vote, year.box, workbook(text), Form(tool))
    assert excel.encoding == "Excel"
    assert [taken.voter for taken in excel.taken] == [taken.voter for taken in plain.taken]
    assert [taken.choices for taken in excel.taken] == [taken.choices for taken in plain.taken]


@pytest.mark.parametrize("broken", [b"PK\x03\x04" + bytes(200), b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + bytes(9)])
def test_a_broken_excel_workbook_is_refused_with_a_way_out(year: Year, broken: bytes):
    with pytest.raises(Refused, match=r"This Excel file cannot be read: open it, save it again as \.xlsx"):
        record.look(year.vote, year.box, broken, Form("wjx"))


@pytest.mark.parametrize(
    "heads",
    [
        "時間戳記,請選出十則",
        "タイムスタンプ,投票",
        "タイムスタンプ,十件を選んでください",
        "타임스탬프,투표",
        "Horodateur,Pick",
    ],
)
def test_google_in_any_language_begins_with_the_time(year: Year, heads: str):
    text = f"{heads}\n2026/12/22 上午10:00:00,N01 甲\n2026/12/22 上午10:00:00,N02 乙\n"
    found = record.look(year.vote, year.box, text.encode(), Form("google"))
    assert told(found)[0] == [(2, "N01"), (3, "N02")]


def test_github_with_deleted_accounts_still_gives_the_others(year: Year):
    deleted = [issue(1, "ghost", "### 投票\n\n- [x] N05 e"), {"number": 2, "author": None, "body": None}]
    found = record.look(year.vote, year.box, json.dumps([*deleted, *json.loads(GITHUB)]).encode(), Form("github"))
    assert told(found)[0] == [(7, "N01", "N03"), (9, "N06", "N07")]
    assert told(found)[1][:2] == ["line 1: neither a code nor an id", "line 2: neither a code nor an id"]


def test_google_keeps_two_who_answered_in_the_same_second(year: Year):
    found = record.look(year.vote, year.box, GOOGLE.encode(), Form("google"))
    assert told(found)[0] == [(2, "N01", "N03"), (3, "N01", "N03"), (4, "N02"), (6, "N04")]


def test_github_takes_ticked_boxes_and_the_last_issue_of_each(year: Year):
    found = record.look(year.vote, year.box, GITHUB.encode(), Form("github"))
    assert told(found) == (
        [(7, "N01", "N03"), (9, "N06", "N07")],
        ["line 8: the same voter again: line 9 counts", "line 10: nothing picked"],
    )


def test_csv_with_codes_each_refused_with_its_reason(year: Year):
    text = (
        "id;code;choices;telephone\n"
        f"1;{year.codes[1].lower()};n01 N02;138\n"
        f"2;{year.codes[0]};N01;138\n"
        "3;1234;N01;138\n"
        f"4;0000-0000-0000-0000-0;N01;138\n"
        ";;N01;138\n"
        f"7;;{' '.join(f'N{n:02}' for n in range(1, 12))};138\n"
    )
    found = record.look(year.vote, year.box, text.encode(), Form("csv"))
    assert told(found) == (
        [(2, "N01", "N02")],
        [
            "line 3: this voter has a ballot already",
            "line 4: the voting code is mistyped",
            "line 5: the voting code is not on the roll",
            "line 6: neither a code nor an id",
            "line 7: 11 picked",
        ],
    )


@pytest.mark.parametrize(
    ("data", "tool", "reason"),
    [
        (b"", "wjx", "No one column holds the picks"),
        (b"\xff\xff\xff", "wjx", "neither UTF-8 nor GB 18030"),
        (WJX.replace("请选出", "关于").encode(), "wjx", "No one column holds the picks; name it by --question"),
        (b"id,choices,choices\n1,N01,N02\n", "csv", "No one column"),
        (b"choices\nN01\n", "csv", "No column tells answers apart: there must be a column id"),
        (b'id,choices\n1,"N01\n', "csv", "Line 2 is no line of a CSV file"),
        (b"{}", "github", "This is not what `gh issue list"),
        (b'[{"number": 1}]', "github", "This is not what `gh issue list"),
    ],
)
def test_a_file_that_is_none_is_refused(year: Year, data: bytes, tool: sheet.Name, reason: str):
    with pytest.raises(Refused, match=reason):
        record.look(year.vote, year.box, data, Form(tool))


def test_the_question_can_be_named(year: Year):
    text = WJX.replace("请选出十条暖新闻", "关于今年")
    found = record.look(year.vote, year.box, text.encode(), Form("wjx", question="关于今年"))
    assert len(found.taken) == 1


def test_a_dry_run_writes_nothing(year: Year):
    before = {path: path.read_bytes() for path in year.vote.public.rglob("*") if path.is_file()}
    record.look(year.vote, year.box, WJX.encode(), Form("wjx"))
    assert before == {path: path.read_bytes() for path in year.vote.public.rglob("*") if path.is_file()}


def test_the_same_file_twice_adds_nothing_and_a_longer_export_only_what_is_new(year: Year):
    assert len(year.bring(GOOGLE, Form("google")).taken) == 4
    assert year.bring(GOOGLE, Form("google")).known
    longer = year.bring(GOOGLE + "2026/12/21 9:00:04 AM,e@example.com,N05\n", Form("google"))
    assert told(longer)[0] == [(7, "N05")] and len(longer.rejected) == 4
    assert len(record.read(year.vote).entries) == 5
    assert len(stages.found(year.vote.events, "imported")) == 2


def test_two_forms_that_number_from_one_are_kept_apart(year: Year):
    assert len(year.bring("id,choices\n1,N01\n", Form("csv", "beijing")).taken) == 1
    assert len(year.bring("id,choices\n1,N02\n", Form("csv", "shanghai")).taken) == 1
    assert len(year.bring("id,choices\n1,N03\n", Form("csv", "shanghai")).taken) == 0


def test_nothing_personal_reaches_any_file(year: Year):
    assert year.bring(WJX, Form("wjx")).taken and year.bring(GITHUB, Form("github")).taken
    written = b"".join(
        p.read_bytes() for f in (year.vote.public, year.vote.private) for p in f.iterdir() if p.is_file()
    )
    for secret in ("张三", "13800000000", "1.2.3.4", "zhangsan", "lisi", "您的姓名"):
        assert secret.encode() not in written


def test_an_import_that_was_interrupted_is_made_good(year: Year):
    year.bring(WJX, Form("wjx"))
    whole = {name: (year.vote.public / name).read_bytes() for name in ("imports.json", "seals.txt", "spent.txt")}
    (year.vote.public / "imports.json").unlink()
    (year.vote.public / "seals.txt").write_bytes(checkpoints.joined(year.box.seals()))
    assert year.bring(WJX, Form("wjx")).known
    assert whole == {name: (year.vote.public / name).read_bytes() for name in whole}


def test_imports_wait_for_the_close_and_end_with_the_count(tmp_path: Path):
    year = Year(tmp_path)
    year.cast("open", "a", ["N01"])
    assert len(record.look(year.vote, year.box, WJX.encode(), Form("wjx")).taken) == 1
    with pytest.raises(Refused, match="vote close 2026` comes first"):
        record.take(year.vote, year.box, DURING, WJX.encode(), Form("wjx"))
    year.close()
    year.judge()
    publication.tally_up(year.vote, year.box, LATER, DRAW)
    with pytest.raises(Refused, match="already past that: it is tallied"):
        record.take(year.vote, year.box, LATER, WJX.encode(), Form("wjx"))
    year.end()


def test_rules_without_imports_take_none(tmp_path: Path):
    year = Year(tmp_path, groups='["members", "open"]')
    with pytest.raises(Refused, match="The rules have no group for imported ballots"):
        record.look(year.vote, year.box, WJX.encode(), Form("wjx"))
    year.end()


def test_a_title_that_looks_like_a_code_is_no_code():
    odd = Candidate("N21", "mask", "为环卫工送N95口罩的人", "河南省", "虚构。")
    slate = intake.slate_of([*a_slate(), odd])
    assert slate.picked("N21 为环卫工送N95口罩的人;N01 虚构的新闻 N01") == ("N01", "N21")


@given(st.lists(st.sampled_from([f"N{n:02}" for n in range(1, 21)]), unique=True), st.text("┋,;、| \n/", min_size=1))
def test_no_separator_and_no_width_of_letters_matters(codes: list[str], between: str):
    slate = intake.slate_of(a_slate())
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in between.join(codes))
    for text in (between.join(codes), wide, between.join(f"{code}. 虚构的新闻 {code}" for code in codes)):
        assert slate.picked(text) == tuple(sorted(codes))


@settings(max_examples=60)
@given(st.sampled_from(sheet.NAMES), st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_read_or_refused(tool: sheet.Name, data: bytes):
    with contextlib.suppress(Refused):
        sheet.read(tool, b"id,choices\n" + data if tool == "csv" else data)
    with contextlib.suppress(Refused):
        sheet.read(tool, b"PK\x03\x04" + data)


def test_imported_ballots_are_sealed_and_counted(year: Year):
    year.bring(WJX, Form("wjx"))
    (entry,) = record.read(year.vote).entries
    assert (entry.group, entry.turn, entry.seal) == ("import", 1, 2)
    assert (year.vote.public / "seals.txt").read_text().count("---") == 1


def test_a_ballot_with_a_code_is_a_members_wherever_it_was_cast(year: Year):
    year.bring(f"id,code,choices\n1,{year.codes[9]},N01\n2,,N02\n")
    assert [entry.group for entry in record.read(year.vote).entries] == ["members", "import"]
    code = codes.spent_hash(codes.normal(year.codes[9]) or "")
    assert code in (year.vote.public / "spent.txt").read_text().split()


def test_an_import_that_was_cut_short_before_its_event_is_put_on_record(year: Year):
    year.bring(WJX, Form("wjx"))
    path = year.vote.public / "events.jsonl"
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    assert year.bring(WJX, Form("wjx")).known
    assert path.read_bytes() == whole
