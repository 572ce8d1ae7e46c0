"""Share cards left for later: pages are printed without them, and the site ends up the same."""

from pathlib import Path

import pytest

from goodnews.desk.preview import drawing
from goodnews.desk.preview.drawing import Drawing
from tests.builders import Room
from tests.shell import Shell
from tests.site.test_preview import serving
from tests.waiting import until

LEFT = "12 share cards are not drawn yet: `python3 tasks.py build --cards` does it, and so does `serve`"


@pytest.fixture
def shell(room: Room) -> Shell:
    shell = Shell(room)
    shell.settings(share_cards="later")
    return shell


def cards(room: Room) -> list[Path]:
    return sorted(room.output.glob("cards/**/*.png"))


def test_build_leaves_them_and_says_how_many(shell: Shell):
    said = shell.run("build").stdout
    assert said.startswith(LEFT)
    assert (shell.desk.output / "story/2026/one.html").exists()
    assert cards(shell.desk) == []
    assert shell.run("build").stdout.startswith(LEFT)


def test_site_with_them_is_the_one_that_draws_them_at_once(shell: Shell):
    shell.run("build")
    assert "12 pages printed" in shell.run("build", "--cards").stdout
    later = shell.desk.files()
    shell.settings(share_cards=True)
    shell.run("build")
    assert shell.desk.files() == later


def test_publish_says_that_some_are_missing(shell: Shell, tmp_path: Path):
    shell.run("build")
    assert shell.run("publish", str(tmp_path / "public")).stdout.startswith(LEFT)
    shell.run("build", "--cards")
    assert "card" not in shell.run("publish", str(tmp_path / "public")).stdout


def test_edit_leaves_only_the_cards_whose_words_it_changed(shell: Shell):
    shell.run("build", "--cards")
    before = len(cards(shell.desk))
    shell.desk.story("one", title="另一个题目")
    assert shell.run("build").stdout.startswith("2 share cards are not drawn yet")
    assert len(cards(shell.desk)) == before - 2
    assert not (shell.desk.output / "cards/story/2026/one.png").exists()


def test_text_edited_while_cards_wait_forgets_none_of_them(shell: Shell):
    shell.run("build")
    shell.desk.story("one", "另一段。")
    assert shell.run("build").stdout.startswith(LEFT)


def test_drawn_cards_are_kept_when_output_and_record_are_lost(room: Room, monkeypatch: pytest.MonkeyPatch):
    room.story()
    room.build()
    before = room.files()
    for path in (*room.output.iterdir(), *(room.folder / "cache").glob("output-*")):
        path.rename(room.folder / path.name)
    monkeypatch.setattr("goodnews.render.sharecard.drawn", lambda _words: b"drawn again")
    room.build()
    assert room.files() == before


def test_serve_draws_them_while_nothing_changes(shell: Shell):
    def none_waits() -> bool:
        done = shell.run("build")
        return done.returncode == 0 and "not drawn yet" not in done.stdout

    with serving(shell.desk):
        until(lambda: len(cards(shell.desk)) == 12)
        until(none_waits)  # they are in place a moment before the preview writes down that they are
    assert len(cards(shell.desk)) == 12


def test_cards_that_cannot_be_drawn_are_not_tried_without_end(room: Room, monkeypatch: pytest.MonkeyPatch):
    room.goodnews = {"share_cards": "later"}
    room.story()
    waiting = room.build().report.postponed
    tried = []

    def fail(*_job: object) -> None:
        tried.append(1)
        raise OSError(28, "full")

    monkeypatch.setattr(drawing, "Job", fail)
    background = Drawing(str(room.folder / "cache"), 2)
    for _ in range(3):
        until(lambda: background._thread is None or not background._thread.is_alive())
        assert not background.has(waiting)
    assert tried == [1]


def test_value_that_is_none_of_the_three_is_told(shell: Shell):
    shell.settings(share_cards="soon")
    told = shell.run("build").stderr
    assert "GOODNEWS['share_cards']: found 'soon', expected True or False / 'later'" in told
