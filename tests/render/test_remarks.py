"""What scripts and style sheets explain to developers: it is not sent to readers."""

from pathlib import Path

import pytest

from tests.builders import ROOT, Room

OURS = ROOT / "theme/static"


def is_remark(line: str) -> bool:
    line = line.strip()
    return line.startswith("//") or (line.startswith("/*") and line.endswith("*/"))


@pytest.fixture
def output(room: Room) -> Path:
    room.story("one")
    room.build()
    return room.output / "static"


@pytest.mark.parametrize("name", ["search.js", "reader.js", "site.css"])
def test_comments_with_lines_of_their_own_stay_at_home(output: Path, name: str):
    whole = (OURS / name).read_text("utf-8").splitlines()
    sent = (output / name).read_text("utf-8").splitlines()
    assert len(sent) < len(whole)
    assert sent == [line for line in whole if not is_remark(line)]


def test_web_editor_is_copied_as_it_is(room: Room):
    room.goodnews = {"admin": True, "admin_repo": "https://github.com/nuanwen/news"}
    room.story("one")
    room.build()
    theirs = {path.name: path.read_bytes() for path in (OURS / "admin").rglob("*.js")}
    sent = {path.name: path.read_bytes() for path in room.output.rglob("*.js") if "admin" in path.parts}
    assert sent and sent.items() <= theirs.items()


def test_script_of_a_newsrooms_own_is_copied_as_it_is(tmp_path: Path):
    script = "const words = `\n// this line is part of a text\n`;\n"
    own = tmp_path / "theme/static/own.js"
    own.parent.mkdir(parents=True)
    own.write_text(script, "utf-8")
    room = Room(tmp_path / "newsroom", theme=own.parents[1])
    room.story("one")
    room.build()
    assert (room.output / "static/own.js").read_text("utf-8") == script
