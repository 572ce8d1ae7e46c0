"""Editions that `build` prints, where the settings say so."""

from pathlib import Path

import pytest

from goodnews.desk import issues
from goodnews.desk.build import Run
from goodnews.desk.editions import editions
from tests.builders import TODAY, Room
from tests.shell import Shell


@pytest.fixture
def at_build(room: Room) -> Room:
    room.goodnews = {"editions_at_build": True}
    room.story()
    room.story("later", title="下期", date="2026-02-11")
    return room


def held(room: Room) -> dict[str, bytes]:
    folder = Path(room.settings.editions)
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_build_prints_no_edition_by_itself(room: Room):
    room.story()
    assert room.build().editions is None
    assert not Path(room.settings.editions).exists()


def test_build_and_the_command_print_the_same_and_each_knows_the_others_work(at_build: Room):
    at_build.build()
    by_build = held(at_build)
    assert "2026-W06/2026-W06.eml" in by_build
    assert editions(at_build.settings, Run(today=TODAY)).report.printed == ()
    assert held(at_build) == by_build


def test_build_prints_again_only_what_an_edit_changes(at_build: Room):
    at_build.build()
    at_build.story("later", title="改了的下期", date="2026-02-11")
    report = at_build.build().editions
    assert report
    assert {path.partition("/")[0] for path in report.printed} == {"2026-W07", "2026-02", "2026"}


def test_drafts_never_reach_an_edition(at_build: Room):
    at_build.story("draft", title="未定稿", status="draft")
    assert at_build.build(drafts=True).editions is None
    assert not Path(at_build.settings.editions).exists()


def test_a_build_whose_editions_fail_has_printed_no_site(at_build: Room, monkeypatch: pytest.MonkeyPatch):
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(issues, "printed", full)
    with pytest.raises(OSError, match="No space"):
        at_build.build()
    assert not at_build.output.exists()


def test_an_edition_that_is_gone_is_printed_again_though_nothing_else_changed(room: Room):
    shell = Shell(room)
    shell.settings(editions_at_build=True)
    assert "files printed, " in shell.run("build").stdout
    assert "files printed" not in shell.run("build").stdout
    mail = next((room.folder / "editions").rglob("*.eml"))
    before = mail.read_bytes()
    mail.unlink()
    assert "1 file printed, " in shell.run("build").stdout
    assert mail.read_bytes() == before
