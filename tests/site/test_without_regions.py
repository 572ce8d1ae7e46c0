"""A newsroom without regions: neither the field, nor pages, nor links, nor a filter; everything else as ever."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from goodnews.problem import ContentError
from tests.builders import Room, bare
from tests.shell import Shell


@pytest.fixture
def room(tmp_path: Path) -> Room:
    bare(tmp_path)
    return Room(tmp_path, {"datelines": ["Lamp Post"]}, registries=False)


def test_no_page_speaks_of_regions_campaigns_or_columns(room: Room):
    room.build()
    files = room.files()
    assert not [path for path in files if path.startswith(("region/", "campaign/", "column/", "feeds/region"))]
    words = re.compile(r"region/|地区|<dt>地点|campaign/index|column/index")
    pages = {path: data.decode() for path, data in files.items() if path.endswith((".html", ".atom", ".opml"))}
    assert {path for path, text in pages.items() if words.search(text)} == set()


def test_search_has_no_shelf_of_regions(room: Room):
    room.build()
    assert re.findall(r'data-name="(\w+)"', room.html("search.html")) == ["section", "year"]


def test_form_of_the_web_editor_does_not_ask_for_a_region(room: Room):
    room.goodnews = {**room.goodnews, "admin": True, "admin_repo": "https://github.com/lamp/post"}
    room.build()
    assert "category" in room.html("admin/config.json")
    assert '"region"' not in room.html("admin/config.json")


def test_open_data_has_an_empty_column(room: Room):
    room.goodnews = {**room.goodnews, "open_data": "CC-BY-4.0"}
    room.build()
    (row, *_rest) = csv.DictReader(io.StringIO(room.html("data/2026.csv").removeprefix("\ufeff")))
    assert row["regions"] == ""


def test_structured_data_names_no_place(room: Room):
    room.build()
    page = room.html("story/2026/boiler-mended-overnight.html")
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert "contentLocation" not in json.loads(data)


def test_story_that_names_a_region_is_told_where_they_come_from(room: Room):
    path = room.content / "stories/2026/boiler-mended-overnight.md"
    path.write_text(path.read_text("utf-8").replace("---\n", "---\nregion: Lampshire\n", 1), "utf-8")
    with pytest.raises(ContentError) as error:
        room.build()
    (problem,) = error.value.problems
    assert str(problem).endswith(
        "stories/2026/boiler-mended-overnight.md:2: region: found 'Lampshire', expected none: this newsroom has no "
        "regions. Remove the line, or add content/regions.csv: its form is in docs/content.md."
    )


def test_registry_of_regions_that_is_empty_is_still_a_problem(room: Room):
    room.write("regions.csv", "path,slug,level,code,aliases\n")
    with pytest.raises(ContentError) as error:
        room.build()
    assert "regions.csv:1: file: found nothing in it, expected at least one entry." in str(error.value.problems[0])


def test_regions_may_come_and_go(room: Room):
    room.build()
    before = room.files()
    room.write("regions.csv", "path,slug,level,code,aliases\nLampshire,lampshire,province,,\n")
    paths = list(room.content.glob("stories/*/*.md"))
    texts = [path.read_text("utf-8") for path in paths]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text.replace("---\n", "---\nregion: Lampshire\n", 1), "utf-8")
    room.build()
    assert (room.output / "region/lampshire/index.html").exists()
    (room.content / "regions.csv").unlink()
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    room.build()
    assert room.files() == before


def test_new_story_has_no_field_of_a_region(shell: Shell):
    bare(shell.desk.folder / "own")
    done = shell.run("new", "story", "late-ferry", "--content", "own/content")
    assert done.returncode == 0, done.stderr
    text = (shell.desk.folder / done.stdout.strip()).read_text("utf-8")
    assert "category: " in text
    assert "region" not in text


def test_draft_of_an_import_has_no_field_of_a_region(shell: Shell):
    bare(shell.desk.folder / "own")
    page = "标题：夜校焊工结业\n本报讯 四十名焊工昨天从夜校结业，他们白天上班，晚上学习。记者甲\n"
    (shell.desk.folder / "page.txt").write_text(page, "utf-8")
    words = ("import", "page.txt", "--content", "own/content", "--source", "某报", "--date", "2026-02-04")
    done = shell.run(*words)
    assert "Traceback" not in done.stderr
    texts = [path.read_text("utf-8") for path in (shell.desk.folder / "own/content/stories").rglob("*.md")]
    (draft,) = [text for text in texts if "status: draft" in text]
    assert "region" not in draft


@pytest.mark.parametrize("command", [("check",), ("report",), ("report", "--format", "html"), ("editions", "2026-W04")])
def test_other_commands_hold(shell: Shell, command: tuple[str, ...]):
    bare(shell.desk.folder / "own")
    done = shell.run(command[0], "--content", "own/content", *command[1:])
    assert (done.returncode, done.stderr) == (0, "")
