"""The newsroom: every file checked against every other; what is not public yet waits."""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest

from goodnews.__main__ import main
from goodnews.newsroom.texts import Texts
from goodnews.press.page import Changed
from goodnews.problem import ContentError
from tests.builders import ROOT, TODAY, Room
from tests.looking import annual
from tests.proof import newsroom, problem, problems

HERE = "content/stories/2026/hotline.md"


def slugs(room: Room, today: datetime.date = TODAY, drafts: bool = False) -> list[str]:
    return [story.slug for story in newsroom(room, today, drafts).stories]


def test_stories_are_sorted_by_date_then_slug(room: Room):
    room.story("c", date="2026-02-04")
    room.story("a", date="2026-02-04")
    room.story("b", date="2025-12-31")
    assert slugs(room) == ["b", "a", "c"]


def waiting(room: Room, drafts: bool = False) -> list[tuple[str, str, str]]:
    return [(one.file, one.what, str(one.day)) for one in newsroom(room, drafts=drafts).waiting]


def test_draft_is_not_public_and_waits(room: Room):
    room.story("draft", status="draft")
    room.story()
    assert slugs(room) == ["hotline"]
    assert waiting(room) == [("content/stories/2026/draft.md", "draft", "9999-12-31")]


def test_story_of_a_later_day_is_not_public_and_waits(room: Room):
    room.story("later", date="2026-06-02")
    room.story()
    assert slugs(room) == ["hotline"]
    assert waiting(room) == [("content/stories/2026/later.md", "story", "2026-06-02")]


def test_words_with_a_day_of_their_own_wait_like_stories_and_drafts_stand_last(room: Room):
    room.story("draft", status="draft", corrections="[{date: 2026-06-09, text: 草稿的更正。}]")
    room.story(corrections="[{date: 2026-02-05, text: 印出的更正。}, {date: 2026-06-05, text: 更正。}]")
    room.story("later", date="2026-06-07")
    room.write("digests/2026-W06.md", "---\ndate: 2026-02-08\n---\n旧的引言。\n")
    room.write("digests/2026-W23.md", "---\ndate: 2026-06-08\n---\n引言。\n")
    room.write("top10/2026.md", annual("hotline", date="2026-12-31"))
    assert (
        waiting(room)
        == waiting(room, drafts=True)
        == [
            ("content/stories/2026/hotline.md", "correction", "2026-06-05"),
            ("content/stories/2026/later.md", "story", "2026-06-07"),
            ("content/digests/2026-W23.md", "digest", "2026-06-08"),
            ("content/top10/2026.md", "annual", "2026-12-31"),
            ("content/stories/2026/draft.md", "draft", "9999-12-31"),
        ]
    )


def test_story_is_public_on_its_day(room: Room):
    room.story("later", date="2026-06-02")
    assert slugs(room, today=datetime.date(2026, 6, 1)) == []
    assert slugs(room, today=datetime.date(2026, 6, 2)) == ["later"]


def test_draft_stays_one_whatever_the_day(room: Room):
    room.story("draft", status="draft")
    assert slugs(room, today=datetime.date(2030, 1, 1)) == []


def test_drafts_and_waiting_stories_are_shown_if_asked_for(room: Room):
    room.story("draft", status="draft")
    room.story("later", date="2026-06-02")
    shown = newsroom(room, drafts=True)
    assert [story.slug for story in shown.stories] == ["draft", "later"]


def test_draft_is_checked_as_strictly_as_any_story(room: Room):
    room.story(status="draft", category="体育")
    assert problem(room).startswith(f"{HERE}:4: category: found '体育'")


def test_empty_folder_tells_the_registry_that_it_needs(tmp_path: Path):
    (tmp_path / "content").mkdir()
    room = Room(tmp_path, registries=False)
    told = "file: found nothing, expected a registry. Copy it from another newsroom; its form is in docs/content.md."
    assert problems(room) == [f"content/sections.yaml:1: {told}"]


def test_folder_that_does_not_exist_tells_the_same_as_an_empty_one(tmp_path: Path):
    assert len(problems(Room(tmp_path, registries=False))) == 1


def test_newsroom_without_stories_stands(room: Room):
    assert slugs(room) == []


def test_two_stories_with_one_slug_in_two_years_are_a_problem_of_the_later(room: Room):
    room.story()
    room.story(date="2025-02-04")
    assert problem(room) == (
        f"{HERE}:1: file: found the slug of stories/2025/hotline.md, expected a slug that no other story has, in any "
        f"year. "
        "Rename the newer file before it is published."
    )


def test_problems_of_all_files_are_told_together_sorted_by_file_and_line(room: Room):
    room.story("b", title="", category="体育")
    room.story("a", summary="")
    room.write("pages/about.md", "")
    room.write("columns.yaml", "甲: 乙\n")
    assert [line.partition(": ")[0] for line in problems(room)] == [
        "content/columns.yaml:1",
        "content/pages/about.md:1",
        "content/stories/2026/a.md:6",
        "content/stories/2026/b.md:2",
        "content/stories/2026/b.md:4",
    ]


def test_check_sees_what_the_build_would_refuse(room: Room):
    room.story("other", status="draft")
    room.story(body="见[这里](story:other)。")
    for drafts in (False, True):
        with pytest.raises(ContentError):
            room.check(drafts=drafts)


def test_text_of_a_story_that_changed_during_the_build_is_refused(room: Room):
    room.story()
    (found,) = newsroom(room).stories
    texts = Texts(str(room.content))
    assert texts.html(found.path, found.body, {}) == "<p>正文一段。</p>"
    assert texts.source(found.path, found.body) == "正文一段。"
    with pytest.raises(Changed, match=r"stories/2026/hotline\.md changed during the build; build again"):
        texts.html(found.path, b"another hash", {})


def test_check_command_counts_stories_when_all_is_well(
    room: Room, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    room.story()
    settings = (ROOT / "pelicanconf.py").read_text("utf-8")
    (room.folder / "pelicanconf.py").write_text(f"{settings}\nTHEME = {str(ROOT / 'theme')!r}\n", "utf-8")
    monkeypatch.chdir(room.folder)  # where nothing has been built that could have another number
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "1 story, no problem\n"


def test_check_says_the_same_whatever_the_locale_and_the_seed_of_hashes(room: Room):
    room.story(kickr="甲", e="乙", category="体育")
    command = "import sys, pathlib; from tests.builders import Room; from tests.proof import problems; "
    command += "print(problems(Room(pathlib.Path(sys.argv[1]), registries=False)))"
    told = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", command, str(room.folder)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "LC_ALL": locale, "LANGUAGE": "en"},
            capture_output=True,
            check=True,
            timeout=30,
        ).stdout
        for seed, locale in (("1", "C"), ("2", "C.UTF-8"))
    }
    assert len(told) == 1


@pytest.mark.parametrize(
    ("registry", "text", "field"),
    [
        ("columns.yaml", "蹲点日记: {slug: dundian", {"column": "蹲点日记"}),
        ("columns.yaml", "蹲点日记: {slug: 蹲点}", {"column": "蹲点日记"}),
        ("campaigns.yaml", "送温暖:{slug: a}", {"campaign": "送温暖/2026"}),
        ("sections.yaml", "维权服务: {slug: con}\n工作动态: {slug: news}", {}),
        ("regions.csv", "path,slug,level,code,aliases\n河南省,henan,province,41,河南,\n", {}),
    ],
)
def test_registry_with_a_problem_is_told_once_and_not_by_every_story(
    room: Room, registry: str, text: str, field: dict[str, str]
):
    room.story("one", **field)
    room.story("two", title="又一篇", **field)
    room.write(registry, text)
    assert {line.partition(":")[0] for line in problems(room)} == {f"content/{registry}"}
