"""Blank forms: what `new` writes passes every check."""

from pathlib import Path

import pytest
from builders import Desk
from proof import newsroom, problems

from goodnews.desk import forms
from goodnews.problem import ContentError


def told(desk: Desk, kind: str, slug: str) -> str:
    before = sorted(desk.content.rglob("*"))
    with pytest.raises(ContentError) as error:
        forms.start(desk.settings, kind, slug, "")
    assert sorted(desk.content.rglob("*")) == before
    (only,) = error.value.problems
    return str(only)


def start(desk: Desk, kind: str, slug: str, title: str = "") -> Path:
    return Path(forms.start(desk.settings, kind, slug, title))


def test_new_story_is_a_draft_that_passes_every_check(desk: Desk):
    path = start(desk, "story", "new-hotline", "新热线: '接' \"听\" # 一")
    (story,) = newsroom(desk, drafts=True).stories
    assert path == desk.content / story.path
    assert (story.slug, story.title, story.draft) == ("new-hotline", "新热线: '接' \"听\" # 一", True)


def test_new_page_passes_every_check(desk: Desk):
    start(desk, "page", "about", "关于")
    (page,) = newsroom(desk).standing
    assert (page.slug, page.title) == ("about", "关于")


def test_new_digest_of_a_week_with_stories_passes_every_check(desk: Desk):
    desk.story()
    path = start(desk, "digest", "2026-W06")
    assert path == desk.content / "digests/2026-W06.md"
    assert not problems(desk)


def test_new_year_waits_only_for_its_entries(desk: Desk):
    path = start(desk, "top10", "2026")
    assert path == desk.content / "top10/2026.md"
    assert [line for line in problems(desk) if "found no entry" not in line] == []


def test_file_that_exists_is_never_overwritten(desk: Desk):
    path = start(desk, "page", "about")
    path.write_text("mine", "utf-8")
    assert told(desk, "page", "about") == (
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
def test_name_that_check_would_refuse_is_refused(desk: Desk, kind: str, slug: str):
    line = told(desk, kind, slug)
    assert f"file: found '{slug}', expected a name such as " in line
    assert line.endswith("Choose such a name.")


@pytest.mark.parametrize("name", ["sections.yaml", "regions.csv"])
def test_registry_without_anything_in_it_is_told(desk: Desk, name: str):
    text = "path,slug,level,code,aliases\n" if name == "regions.csv" else ""
    desk.write(name, text)
    assert name in told(desk, "story", "new-hotline")
