"""Blank forms: what `new` writes passes every check."""

from pathlib import Path

import pytest
from builders import Room
from proof import newsroom, problems

from goodnews.desk import forms
from goodnews.problem import ContentError


def told(room: Room, kind: str, slug: str) -> str:
    before = sorted(room.content.rglob("*"))
    with pytest.raises(ContentError) as error:
        forms.start(room.settings, kind, slug, "")
    assert sorted(room.content.rglob("*")) == before
    (only,) = error.value.problems
    return str(only)


def start(room: Room, kind: str, slug: str, title: str = "") -> Path:
    return Path(forms.start(room.settings, kind, slug, title))


def test_new_story_is_a_draft_that_passes_every_check(room: Room):
    path = start(room, "story", "new-hotline", "新热线: '接' \"听\" # 一")
    (story,) = newsroom(room, drafts=True).stories
    assert path == room.content / story.path
    assert (story.slug, story.title, story.draft) == ("new-hotline", "新热线: '接' \"听\" # 一", True)


def test_new_page_passes_every_check(room: Room):
    start(room, "page", "about", "关于")
    (page,) = newsroom(room).standing
    assert (page.slug, page.title) == ("about", "关于")


def test_new_digest_of_a_week_with_stories_passes_every_check(room: Room):
    room.story()
    path = start(room, "digest", "2026-W06")
    assert path == room.content / "digests/2026-W06.md"
    assert not problems(room)


def test_new_year_waits_only_for_its_entries(room: Room):
    path = start(room, "top10", "2026")
    assert path == room.content / "top10/2026.md"
    assert [line for line in problems(room) if "found no entry" not in line] == []


def test_file_that_exists_is_never_overwritten(room: Room):
    path = start(room, "page", "about")
    path.write_text("mine", "utf-8")
    assert told(room, "page", "about") == (
        f"{path}:1: file: found a file that exists, expected a new name. Open it, or choose another slug."
    )
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("kind", "slug"),
    [
        ("story", "洛阳"),
        ("story", "../x"),
        ("story", ""),
        ("page", "About"),
        ("page", "index"),
        ("digest", "2025-W60"),
        ("digest", "x"),
        ("top10", "25"),
        ("top10", "1234"),
        ("top10", "２０２６"),
    ],
)
def test_name_that_check_would_refuse_is_refused(room: Room, kind: str, slug: str):
    line = told(room, kind, slug)
    assert f"file: found '{slug}', expected a name such as " in line
    assert line.endswith("Choose such a name.")


@pytest.mark.parametrize("name", ["sections.yaml", "regions.csv"])
def test_registry_without_anything_in_it_is_told(room: Room, name: str):
    text = "path,slug,level,code,aliases\n" if name == "regions.csv" else ""
    room.write(name, text)
    assert name in told(room, "story", "new-hotline")
