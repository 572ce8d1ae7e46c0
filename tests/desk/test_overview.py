"""`report`: what was published, where it is thin, what is to be done."""

import csv
import io
import json
import os
import re

import pytest
from lxml import etree, html

from goodnews.desk.build import Run
from goodnews.desk.check import check
from goodnews.desk.overview import Overview, overview_of
from goodnews.desk.overview_forms import FORMATS
from tests.builders import TODAY, Room
from tests.shell import Shell


@pytest.fixture
def room(room: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.chdir(room.folder)  # messages name files as seen from there
    room.photo("images/2026/x.jpg")
    room.story("a", title="甲", date="2026-05-04", category="工作动态", region="陕西省", highlight="true")
    room.story("b", title="乙", date="2026-05-25", region="[河南省/洛阳市, 陕西省]")
    room.story("c", title="丙", date="2026-05-26", image="{file: images/2026/x.jpg, alt: 图片}")
    room.story("d", title="丁", date="2026-06-09")
    room.story("e", title="戊", date="2026-05-27", status="draft", sources="[某报]")
    return room


def overview(room: Room) -> Overview:
    checked = check(room.settings, Run(today=TODAY, drafts=True))
    return overview_of(checked.newsroom, checked.advice, "content")


def test_published_stories_are_counted_by_section_region_column_and_week(room: Room):
    found = overview(room)
    assert found.stories == 3
    assert [(row.name, row.stories, row.highlights) for row in found.sections] == [
        ("工作动态", 1, 1),
        ("思想引领", 0, 0),
        ("维权服务", 2, 0),
    ]
    assert {row.name: row.stories for row in found.regions} == {"全国": 0, "山西省": 0, "陕西省": 2, "河南省": 2}
    assert [(row.name, row.stories) for row in found.columns] == [("蹲点日记", 0)]
    assert [(str(one.week), one.stories) for one in found.weeks] == [
        ("2026-W19", 1),
        ("2026-W20", 0),
        ("2026-W21", 0),
        ("2026-W22", 2),
        ("2026-W23", 0),
    ]


def test_gaps_and_what_is_to_be_done_are_named(room: Room):
    found = overview(room)
    assert found.quiet == ("思想引领", "蹲点日记")
    assert found.unseen == ("山西省",)
    assert found.pictures == ("content/stories/2026/c.md",)
    assert dict(found.warnings)["empty-alt"] == 1
    assert [(one.what, one.file) for one in found.waiting] == [
        ("story", "content/stories/2026/d.md"),
        ("draft", "content/stories/2026/e.md"),
    ]


def test_story_that_still_names_the_source_of_the_blank_is_listed(room: Room):
    from goodnews.newsroom.blank import blank

    room.story("f", sources=f"[{blank('zh-CN').source}]", status="draft")
    assert overview(room).without_source == ("content/stories/2026/f.md",)


def test_text_tells_everything_in_lines(room: Room):
    lines = FORMATS["text"](overview(room)).split("\n")
    assert lines[0] == "2026-06-01: 3 stories published"
    assert "  维权服务: 2, highlights 0, newest 2026-05-26" in lines
    assert "  2026-W20 to 2026-W21: none" in lines
    assert lines.index("Regions without any story") < lines.index("By section")
    assert "  waiting: content/stories/2026/d.md, until 2026-06-09" in lines


def test_json_holds_the_same(room: Room):
    found = json.loads(FORMATS["json"](overview(room)))
    assert found["sections"][0] == {"name": "工作动态", "stories": 1, "highlights": 1, "last": "2026-05-04"}
    assert found["waiting"][1] == {"what": "draft", "file": "content/stories/2026/e.md", "day": None}


def test_csv_is_one_table_without_formulas(room: Room):
    found = overview(room)
    found = found._replace(sections=(found.sections[0]._replace(name='=HYPERLINK("x")'),))
    rows = list(csv.reader(io.StringIO(FORMATS["csv"](found))))
    assert {len(row) for row in rows} == {5}
    assert rows[0] == ["about", "name", "stories", "highlights", "last"]
    assert rows[1][1] == '\'=HYPERLINK("x")'
    assert ["week", "2026-W22", "2", "0", "2026-05-31"] in rows


def test_html_is_strict_and_shows_every_word_as_text(room: Room):
    found = overview(room)
    found = found._replace(sections=(found.sections[0]._replace(name="<script>x</script>"),))
    page = FORMATS["html"](found)
    tree = html.fromstring(page)
    assert tree.xpath("//script | //@style | //@onclick | //@src | //@href") == []
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(charts) == 4
    for chart in charts:
        assert etree.fromstring(chart).get("aria-label")
    assert len(tree.xpath("//svg")[0].xpath(".//rect")) == 10


def test_newsroom_without_a_published_story_has_a_report(room: Room):
    for path in (room.content / "stories/2026").glob("*.md"):
        path.unlink()
    room.story("only", status="draft")
    for form in FORMATS.values():
        assert form(overview(room))


def test_page_is_written_to_a_file_and_never_into_output_or_content(room: Room):
    shell = Shell(room)
    done = shell.run("report", "--format", "html")
    assert (done.returncode, done.stdout) == (0, "report.html\n")
    assert (shell.desk.folder / "report.html").read_text("utf-8").startswith("<!doctype html>")
    for path in ("output/report.html", "content/report.html"):
        refused = shell.run("report", "--format", "html", "--to", path)
        assert refused.returncode == 1
        assert f"{path} would be published or read as content; choose another --to" in refused.stderr
    for words in (("--week", "--format", "html"), ("--week", "--to", "x.txt")):
        assert "--week is told at the terminal" in shell.run("report", *words).stderr
    os.mkfifo(shell.desk.folder / "printer")  # as a device is: the report would stand in its place
    refused = shell.run("report", "--to", "printer")
    assert (refused.returncode, refused.stderr) == (1, "printer is not a file; check --to\n")
    assert "none is not a folder; check --to" in shell.run("report", "--format", "html", "--to", "none/x.html").stderr
    assert not (shell.desk.folder / "none").exists()
    assert shell.run("report", "--week").stdout.split(",")[0].count("-W") == 1
    assert "'pdf' is not a format" in shell.run("report", "--format", "pdf").stderr
