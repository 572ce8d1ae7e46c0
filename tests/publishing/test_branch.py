"""A branch, as Pages serve it: one publication is one commit."""

import subprocess
from pathlib import Path

import pytest

from goodnews.publishing.branch import Branch
from goodnews.publishing.site import printed_site
from goodnews.publishing.store import Done, Refused
from tests.builders import Room
from tests.publishing.places import files_in


class Pages:
    """A bare repository that anybody pushes to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remote = folder / "pages.git"
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))

    def git(self, *words: str) -> str:
        where = [] if words[0] == "init" else ["--git-dir", str(self.remote)]
        return subprocess.run(["git", *where, *words], check=True, capture_output=True, encoding="utf-8").stdout

    def publish(self, room: Room, dry: bool = False, copy: str = "copy") -> Done:
        self.said: list[str] = []
        branch = Branch(str(self.remote), "gh-pages", str(self.folder / copy))
        return branch.bring(printed_site(room.settings), str(room.output), self.said.append, dry)

    def back(self, copy: str = "copy") -> Done:
        return Branch(str(self.remote), "gh-pages", str(self.folder / copy)).bring(None, "", print, False)

    def public(self, commit: str = "gh-pages") -> dict[str, bytes]:
        names = self.git("ls-tree", "-r", "-z", "--name-only", commit).split("\0")[:-1]
        show = ["git", "--git-dir", str(self.remote), "show"]
        return {
            name: subprocess.run([*show, f"{commit}:{name}"], check=True, capture_output=True).stdout for name in names
        }

    def add(self, name: str, text: str) -> None:
        """Somebody commits a file of his own."""
        work = self.folder / f"work-{name}"
        subprocess.run(["git", "clone", "-q", "-b", "gh-pages", str(self.remote), str(work)], check=True)
        (work / name).write_text(text)
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        for words in (["add", name], [*who, "commit", "-qm", "x"], ["push", "-q"]):
            subprocess.run(["git", "-C", str(work), *words], check=True)


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path)


def site_of(pages: Pages) -> dict[str, bytes]:
    return {path: data for path, data in pages.public().items() if path != ".nojekyll"}


def test_first_publication_makes_the_branch_and_one_without_a_change_no_commit(site: Room, pages: Pages):
    output = files_in(site.output)
    assert pages.publish(site) == (len(output), 0, 0, 0)
    assert site_of(pages) == output
    assert pages.public()[".nojekyll"] == b""
    assert pages.publish(site) == (0, 0, 0, len(output))
    assert pages.git("rev-list", "--count", "gh-pages") == "1\n"


def test_edit_is_one_commit_and_files_of_others_stay(site: Room, pages: Pages):
    pages.publish(site)
    pages.add("CNAME", "news.example\n")
    (site.content / "stories/2026/three.md").unlink()
    site.story("four", title="第四条热线", date="2026-02-07")
    site.build()
    pages.publish(site, copy="another machine's")
    found = site_of(pages)
    assert found.pop("CNAME") == b"news.example\n"
    assert found == files_in(site.output)
    assert pages.git("rev-list", "--count", "gh-pages") == "3\n"


def test_back_is_a_commit_with_the_state_before(site: Room, pages: Pages):
    pages.publish(site)
    first = site_of(pages)
    with pytest.raises(Refused, match="no publication before this one"):
        pages.back()
    site.story("four", title="第四条热线", date="2026-02-07")
    site.build()
    pages.publish(site)
    assert pages.back(copy="another machine's").removed > 0
    assert site_of(pages) == first
    pages.back()
    assert site_of(pages) == files_in(site.output)


def test_branch_that_moved_meanwhile_is_left_alone(site: Room, pages: Pages, monkeypatch: pytest.MonkeyPatch):
    pages.publish(site)
    site.story("four", title="第四条热线", date="2026-02-07")
    site.build()
    push = Branch._push

    def late(self: Branch, tree: str, parent: str) -> None:
        pages.add("CNAME", "news.example\n")
        push(self, tree, parent)

    monkeypatch.setattr(Branch, "_push", late)
    with pytest.raises(Refused, match="Somebody else has published to this branch meanwhile"):
        pages.publish(site)
    monkeypatch.undo()
    pages.publish(site)
    assert site_of(pages).keys() - {"CNAME"} == files_in(site.output).keys()


def test_dry_run_pushes_nothing(site: Room, pages: Pages):
    pages.publish(site, dry=True)
    assert "new: index.html" in pages.said
    assert pages.git("branch", "--list") == ""


def test_remote_that_is_not_there_is_told(site: Room, tmp_path: Path):
    with pytest.raises(Refused, match=r"git failed: .*\. Readers have a whole site"):
        Branch(str(tmp_path / "nothing.git"), "gh-pages", str(tmp_path / "copy")).bring(
            printed_site(site.settings), str(site.output), print, False
        )


def test_git_that_is_not_installed_is_told_with_the_line(
    site: Room, pages: Pages, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match=r"git is not installed here\. On Debian and Ubuntu, run: sudo apt install git"):
        pages.publish(site)
