"""The stories as data: whole, in two formats, by a schema, under a licence."""

import csv
import io
import json

import fastjsonschema
import pytest
import yaml

from goodnews.problem import ContentError
from tests.builders import Room


@pytest.fixture
def room(room: Room) -> Room:
    room.goodnews = {**room.goodnews, "open_data": "CC-BY-4.0"}
    room.story("one", title='=HYPERLINK("x")', bylines="[{记者: [王芳, 李强]}]", event_date="2026-02-03")
    room.story("two", date="2025-12-31", retraction="{date: 2026-02-01, text: 撤回说明。}", bylines="[]")
    room.build()
    return room


def data(room: Room, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((room.output / "data" / name).read_bytes())
    return found


def test_every_story_is_in_the_file_of_its_year(room: Room):
    index = data(room, "index.json")
    assert (index["licence"], index["files"]) == (
        "CC-BY-4.0",
        [
            {"year": 2026, "stories": 1, "json": "2026.json", "csv": "2026.csv"},
            {"year": 2025, "stories": 1, "json": "2025.json", "csv": "2025.csv"},
        ],
    )


def test_files_keep_their_schema(room: Room):
    validate = fastjsonschema.compile(data(room, "schema.json"))
    for year in (2025, 2026):
        validate(data(room, f"{year}.json"))


def test_a_story_has_what_its_page_says(room: Room):
    stories = data(room, "2026.json")["stories"]
    assert isinstance(stories, list)
    (story,) = stories
    assert story["id"] == "tag:nuanwen.example,2025:story/one"
    assert story["url"] == "https://nuanwen.example/story/2026/one.html"
    assert story["bylines"] == [{"role": "记者", "names": ["王芳", "李强"]}]
    assert story["event"] == "2026-02-03"


def test_a_retracted_story_says_so_and_nothing_else(room: Room):
    stories = data(room, "2025.json")["stories"]
    assert isinstance(stories, list)
    (story,) = stories
    assert (story["retracted"], story["summary"]) == (True, "撤回说明。")


def test_a_spreadsheet_reads_the_same_and_runs_no_formula(room: Room):
    text = (room.output / "data/2026.csv").read_bytes().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["title"] == '\'=HYPERLINK("x")'
    assert row["bylines"] == "记者: 王芳, 李强"


def test_an_annual_page_can_be_cited(room: Room):
    room.write("top10/2025.md", TOP10)
    room.build()
    cited = yaml.safe_load((room.output / "data/top10-2025.cff").read_text("utf-8"))
    assert (cited["cff-version"], cited["title"], cited["license"]) == ("1.2.0", "年度: 盘点", "CC-BY-4.0")
    assert cited["url"] == "https://nuanwen.example/top10/2025.html"


TOP10 = """---
title: '年度: 盘点'
date: 2026-02-05
summary: 摘要。
credits: [{编辑: 甲}]
---
## one

### 新闻回放

回放。

### 点评

点评。
"""


def test_without_a_licence_there_are_no_data(tmp_path_factory: pytest.TempPathFactory):
    room = Room(tmp_path_factory.mktemp("plain"))
    room.story("one")
    room.build()
    assert not (room.output / "data").exists()


def test_a_licence_that_is_none_is_told(tmp_path_factory: pytest.TempPathFactory):
    room = Room(tmp_path_factory.mktemp("wrong"), {"open_data": "the public's"})
    with pytest.raises(ContentError) as error:
        room.check()
    assert "CC-BY-4.0" in str(error.value.problems[0])


def test_an_edit_prints_the_file_of_its_year_alone(room: Room):
    room.story("one", title="换了标题", bylines="[{记者: [王芳, 李强]}]", event_date="2026-02-03")
    printed = room.build().report.printed
    assert {path for path in printed if path.startswith("data/")} == {"data/2026.csv", "data/2026.json"}
