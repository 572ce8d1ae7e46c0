"""Five editors on five clones: the same week, the same file, and nothing is lost."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from goodnews.desk import forms
from goodnews.problem import ContentError
from tests.builders import ROOT, Room
from tests.looking import week
from tests.proof import problem

NAMES = ["甲", "乙", "丙", "丁", "戊"]
DIGEST = "digests/2026-W06.md"


class Clone:
    """One editor's copy of the newsroom's repository."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.room = Room(folder, registries=False)

    def git(self, *arguments: str) -> str:
        return git(self.room.folder, *arguments, name=self.name)

    def digest(self) -> str:
        return (self.room.content / DIGEST).read_text("utf-8")

    def add(self, field: str, line: str) -> None:
        """Write a line below a list of the digest's file, where every editor's cursor would stand."""
        lines = self.digest().split("\n")
        at = lines.index(f"{field}:") + 1
        while lines[at].startswith("- "):
            at += 1
        self.room.write(DIGEST, "\n".join([*lines[:at], f"- {line}", *lines[at:]]))

    def deliver(self) -> None:
        """Commit, take in what the others delivered meanwhile, and push."""
        self.git("add", ".")
        self.git("commit", "-qm", f"Stories by {self.name}")
        self.git("pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
        self.git("push", "-q", "origin", "HEAD:main")


def git(folder: Path, *arguments: str, name: str = "desk") -> str:
    people = {
        f"GIT_{who}_{what}": f"{name}@nuanwen.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment = {**os.environ, **people, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def clones(room: Room, tmp_path: Path) -> Callable[[], list[Clone]]:
    """Makes five clones of the newsroom as it is then, with the attributes that this project's git has."""

    def make() -> list[Clone]:
        (room.folder / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
        git(room.folder, "init", "-q", "-b", "main")
        git(room.folder, "add", ".")
        git(room.folder, "commit", "-qm", "The newsroom")
        git(tmp_path, "clone", "-q", "--bare", str(room.folder), "hub.git")
        for name in NAMES:
            git(tmp_path, "clone", "-q", "hub.git", name)
        return [Clone(tmp_path / name, name) for name in NAMES]

    return make


def begin(room: Room) -> None:
    """Start the digest's file, and make it ready for print."""
    path = Path(forms.start(room.settings, forms.Wanted("digest", "2026-W06"), forms.today_in(room.settings)))
    text = path.read_text("utf-8").replace("status: draft\n", "").replace("在这里写正文。", "导语。")
    path.write_text(text, "utf-8")


def write_stories(clone: Clone, number: int) -> list[str]:
    slugs = [f"editor-{number}-{which}" for which in ("one", "two")]
    for slug in slugs:
        clone.room.story(slug, title=f"{clone.name}的{slug}", bylines=f"[{{编写: {clone.name}}}]")
    return slugs


def test_five_editors_add_to_the_same_day_and_the_same_digest_and_nothing_is_lost(
    room: Room, clones: Callable[[], list[Clone]]
):
    room.story("base")
    begin(room)
    editors = clones()
    written = []
    for number, clone in enumerate(editors):
        slugs = write_stories(clone, number)
        written += slugs
        clone.add("highlights", slugs[0])
        clone.add("pins", slugs[1])
        clone.add("editors", f"编辑: {clone.name}")
        if number == 2:
            clone.room.write(DIGEST, clone.digest().replace("导语。", f"{clone.name}的导语。"))
    for clone in editors:
        clone.deliver()
    last = editors[-1]
    notes = last.room.check().notes[week("2026-W06")]
    assert sorted(notes.highlights) == sorted(written[::2])
    assert sorted(notes.pins) == sorted(written[1::2])
    assert [byline.role for byline in notes.editors] == ["编辑"]
    assert sorted(notes.editors[0].names) == sorted(NAMES)
    assert notes.body == "丙的导语。"
    last.room.build()
    page = last.room.html("digest/2026-W06.html")
    for slug in written:
        assert (last.room.output / f"story/2026/{slug}.html").exists()
        assert f'id="{slug}"' in page
    assert all(name in page for name in NAMES)


def test_editors_who_begin_the_same_digest_on_two_clones_merge_as_well(room: Room, clones: Callable[[], list[Clone]]):
    room.story("base")
    first, second, *_others = clones()
    for number, clone in enumerate((first, second)):
        slugs = write_stories(clone, number)
        begin(clone.room)
        clone.add("highlights", slugs[0])
        clone.deliver()
    notes = second.room.check().notes[week("2026-W06")]
    assert sorted(notes.highlights) == ["editor-0-one", "editor-1-one"]
    assert second.digest().count("highlights:") == 1


def test_five_editors_who_begin_the_same_digest_lose_no_name_below_its_last_list(
    room: Room, clones: Callable[[], list[Clone]]
):
    room.story("base")
    for number, clone in enumerate(editors := clones()):
        slugs = write_stories(clone, number)
        begin(clone.room)
        clone.add("highlights", slugs[0])
        clone.add("editors", f"编辑: {clone.name}")
        text = clone.digest().replace("导语。", f"{clone.name}的导语。" if number == 2 else "")
        clone.room.write(DIGEST, text.rstrip("\n") + "\n")
    for clone in editors:
        clone.deliver()
    notes = editors[-1].room.check().notes[week("2026-W06")]
    assert sorted(notes.editors[0].names) == sorted(NAMES)
    assert notes.body == "丙的导语。"


def test_lines_of_a_list_that_a_merge_left_below_its_end_are_told(room: Room):
    room.story()
    room.write(DIGEST, "---\neditors:\n- 编辑: 甲\n---\n导语。\n- 编辑: 乙\n- 编辑: 丙\n---\n")
    assert problem(room) == (
        f"content/{DIGEST}:8: body: found '---', expected one end of the front matter. "
        "A merge left lines of its lists below it: move them up to their lists, and remove this line."
    )


def test_rebasing_merges_the_same(room: Room, clones: Callable[[], list[Clone]]):
    room.story("base")
    begin(room)
    first, second, *_others = clones()
    for number, clone in enumerate((first, second)):
        clone.add("highlights", write_stories(clone, number)[0])
        clone.git("add", ".")
        clone.git("commit", "-qm", "Stories")
    for clone in (first, second):
        clone.git("pull", "-q", "--rebase", "origin", "main")
        clone.git("push", "-q", "origin", "HEAD:main")
    assert sorted(second.room.check().notes[week("2026-W06")].highlights) == ["editor-0-one", "editor-1-one"]


def test_two_who_give_one_digest_two_numbers_are_told(room: Room, clones: Callable[[], list[Clone]]):
    room.story("base")
    room.write(DIGEST, "---\nnumber: 一\n---\n引言。\n")
    first, second, *_others = clones()
    for clone, number in ((first, "二"), (second, "三")):
        clone.room.write(DIGEST, f"---\nnumber: {number}\n---\n引言。\n")
        clone.deliver()
    with pytest.raises(ContentError) as error:
        second.room.check()
    (problem,) = error.value.problems
    assert problem.field == "number"
