"""An edit makes only those pages of lists and issues again that its story is an ingredient of."""

from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from goodnews.pages import digest, lists
from tests.builders import Room
from tests.press.test_exactness import a_desk, clean_build, settle

FULL = 10  # stories on a page of a list, the fewest that the settings allow


@pytest.fixture
def old_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """Built, with a numbered page of its section's list and a digest of January."""
    settle(monkeypatch)
    room = a_desk(tmp_path)
    room.goodnews = {**room.goodnews, "list_items": FULL}
    for number in range(3 * FULL):
        room.story(f"old-{number}", date=f"2026-01-{number % 28 + 1:02}")
    room.build()
    return room


def made_by(module: ModuleType, patch: pytest.MonkeyPatch) -> list[str]:
    """Receives the path of every page that a module makes from ingredients."""
    made: list[str] = []
    make = module._page

    @wraps(make)
    def noted(*given: Any) -> Any:
        page = make(*given)
        made.append(page.path)
        return page

    patch.setattr(module, "_page", noted)
    return made


def test_new_story_makes_no_full_page_of_a_list_again(old_room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_by(lists, monkeypatch)
    old_room.story("newest", date="2026-02-05")
    old_room.build()
    assert "section/care/index.html" in made
    assert "section/care/1.html" in old_room.files()
    assert not [path for path in made if path.endswith("/1.html")]
    assert old_room.files() == clean_build(old_room)


def test_new_title_makes_its_own_issue_but_no_other_old_one(old_room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_by(digest, monkeypatch)
    old_room.story("old-7", date="2026-01-08", title="热线换了号码")
    old_room.build()
    assert "digest/2026-W02.html" in made
    assert "digest/2026-W04.html" not in made
    assert old_room.files() == clean_build(old_room)
