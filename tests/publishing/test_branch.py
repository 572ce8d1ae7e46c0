"""A branch, as Pages serve it: one publication is one commit."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from goodnews.publishing.branch import Branch
from goodnews.publishing.process import reason_of, run
from goodnews.publishing.publication import bring
from goodnews.publishing.site import printed_site
from goodnews.publishing.store import Done, NotPublished
from tests.builders import Room
from tests.publishing.places import everything_in, files_in


class Pages:
    """A bare repository that anybody pushes to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remote = folder / "pages.git"
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))

    def git(self, *words: str) -> str:
        where = [] if words[0] == "init" else ["--git-dir", str(self.remote)]
        return subprocess.run(["git", *where, *words], check=True, capture_output=True, encoding="utf-8").stdout

    def publish(self, room: Room, dry: bool = False, copy: str = "copy", branch: str = "gh-pages") -> Done:
        self.said: list[str] = []
        target = Branch(str(self.remote), branch, str(self.folder / copy))
        return bring(target, printed_site(room.settings), str(room.output), self.said.append, dry)

    def back(self, copy: str = "copy", dry: bool = False) -> Done:
        self.said = []
        branch = Branch(str(self.remote), "gh-pages", str(self.folder / copy))
        return bring(branch, None, "", self.said.append, dry)

    def public(self, commit: str = "gh-pages") -> dict[str, bytes]:
        names = self.git("ls-tree", "-r", "-z", "--name-only", commit).split("\0")[:-1]
        show = ["git", "--git-dir", str(self.remote), "show"]
        return {
            name: subprocess.run([*show, f"{commit}:{name}"], check=True, capture_output=True).stdout for name in names
        }

    def start(self, name: str, text: str, link: bool = False) -> None:
        """Somebody makes the branch."""
        self.git("branch", "-f", "gh-pages", self._first_commit())
        self.add(name, text, link=link)

    def _first_commit(self) -> str:
        tree = self.git("hash-object", "-w", "-t", "tree", "/dev/null").strip()
        return self.git(*_WHO, "commit-tree", tree, "-m", "x").strip()

    def add(self, name: str, text: str, branch: str = "gh-pages", link: bool = False) -> None:
        """Somebody commits a file of his own."""

        def write(file: Path) -> None:
            file.parent.mkdir(parents=True, exist_ok=True)
            if link:
                file.symlink_to(text)
            else:
                file.write_text(text)

        self._commit(name, write, branch)

    def drop(self, name: str) -> None:
        """Somebody removes a file."""
        self._commit(name, Path.unlink, "gh-pages")

    def _commit(self, name: str, change: Callable[[Path], None], branch: str) -> None:
        with TemporaryDirectory() as folder:
            subprocess.run(["git", "clone", "-q", "-b", branch, str(self.remote), folder], check=True)
            change(Path(folder, name))
            for words in (["add", "-A"], [*_WHO, "commit", "-qm", "x"], ["push", "-q"]):
                subprocess.run(["git", "-C", folder, *words], check=True)


_WHO = ("-c", "user.name=x", "-c", "user.email=x@example.org")


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path)


@pytest.fixture(scope="session")
def published_remote(built: Room, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = Pages(tmp_path_factory.mktemp("pages"))
    pages.publish(built)
    return pages.remote


@pytest.fixture
def published(pages: Pages, published_remote: Path) -> Pages:
    """The repository as the first publication of the built site left it."""
    shutil.rmtree(pages.remote)
    shutil.copytree(published_remote, pages.remote)
    return pages


def site_of(pages: Pages) -> dict[str, bytes]:
    return {path: data for path, data in pages.public().items() if path != ".nojekyll"}


def test_first_publication_makes_the_branch_and_one_without_a_change_no_commit(built: Room, pages: Pages):
    output = files_in(built.output)
    assert pages.publish(built)[:4] == (len(output), 0, 0, 0)
    assert site_of(pages) == output
    assert pages.public()[".nojekyll"] == b""
    assert pages.publish(built)[:4] == (0, 0, 0, len(output))
    assert pages.git("rev-list", "--count", "gh-pages") == "1\n"


def test_edit_is_one_commit_and_files_of_others_stay(site: Room, published: Pages):
    published.add("CNAME", "news.example\n")
    (site.content / "stories/2026/three.md").unlink()
    site.story("four", title="第四条热线", date="2026-02-07")
    site.build()
    published.publish(site, copy="another machine's")
    found = site_of(published)
    assert found.pop("CNAME") == b"news.example\n"
    assert found == files_in(site.output)
    assert published.git("rev-list", "--count", "gh-pages") == "3\n"


def test_back_is_a_commit_with_the_state_before(site: Room, published: Pages):
    first = site_of(published)
    with pytest.raises(NotPublished, match="no publication before this one"):
        published.back()
    site.story("four", title="第四条热线", date="2026-02-07")
    site.build()
    published.publish(site)
    assert published.back(copy="another machine's").removed > 0
    assert site_of(published) == first
    published.back()
    assert site_of(published) == files_in(site.output)


def test_branch_that_moved_meanwhile_is_left_alone(site: Room, published: Pages, monkeypatch: pytest.MonkeyPatch):
    site.story("four", title="第四条热线", date="2026-02-07")
    site.build()
    push = Branch._push

    def late(self: Branch, commit: str) -> None:
        published.add("CNAME", "news.example\n")
        push(self, commit)

    monkeypatch.setattr(Branch, "_push", late)
    with pytest.raises(NotPublished, match="Somebody else has published to this branch meanwhile"):
        published.publish(site)
    monkeypatch.undo()
    published.publish(site)
    assert site_of(published).keys() - {"CNAME"} == files_in(site.output).keys()


def test_dry_run_pushes_nothing(built: Room, pages: Pages):
    pages.publish(built, dry=True)
    assert "new: index.html" in pages.said
    assert pages.git("branch", "--list") == ""


def test_remote_that_is_not_there_is_told(built: Room, tmp_path: Path):
    with pytest.raises(
        NotPublished,
        match=r"git failed: fatal: '.*nothing\.git' does not appear to be a git repository\. Nothing was changed; once",
    ):
        branch = Branch(str(tmp_path / "nothing.git"), "gh-pages", str(tmp_path / "copy"))
        bring(branch, printed_site(built.settings), str(built.output), print, False)


def test_git_that_is_not_installed_is_told_with_the_line(
    built: Room, pages: Pages, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        NotPublished, match=r"git is not installed here\. On Debian and Ubuntu, run: sudo apt install git"
    ):
        pages.publish(built)


def test_branch_with_a_page_of_others_is_left_alone(built: Room, pages: Pages):
    pages.start("index.html", "theirs")
    with pytest.raises(
        NotPublished, match=r"index\.html is there already \(1 in all\), and no publication put it there"
    ):
        pages.publish(built)
    assert pages.public() == {"index.html": b"theirs"}


def test_file_of_others_where_a_new_page_belongs_stops_everything(site: Room, published: Pages):
    published.add("story.html", "theirs")
    published.add("story/2026/five.html", "theirs")
    before = published.public()
    site.story("five", title="第五条热线", date="2026-02-08")
    site.build()
    with pytest.raises(NotPublished, match=r"story/2026/five\.html is there already \(1 in all\)"):
        published.publish(site)
    assert published.public() == before


def test_link_of_others_where_a_folder_belongs_stops_everything(built: Room, pages: Pages):
    pages.start("static", "../elsewhere", link=True)
    with pytest.raises(NotPublished, match="static is a link to another place"):
        pages.publish(built)


def test_page_that_somebody_changed_is_put_right_and_counted(built: Room, published: Pages):
    total = len(files_in(built.output))
    published.add("index.html", "defaced")
    assert published.publish(built, dry=True)[:4] == (0, 1, 0, total - 1)
    assert published.said == ["changed: index.html"]
    assert published.publish(built)[:4] == (0, 1, 0, total - 1)
    assert site_of(published) == files_in(built.output)
    published.drop("robots.txt")
    assert published.publish(built, dry=True)[:4] == (1, 0, 0, total - 1)
    assert published.publish(built)[:4] == (1, 0, 0, total - 1)
    assert site_of(published) == files_in(built.output)


def test_page_that_is_gone_stays_if_somebody_changed_it(site: Room, published: Pages):
    published.add("story/2026/three.html", "changed by hand")
    (site.content / "stories/2026/three.md").unlink()
    site.build()
    done = published.publish(site)
    assert published.said == ["story/2026/three.html is no longer part of the site, but somebody changed it: it stays"]
    assert published.public()["story/2026/three.html"] == b"changed by hand"
    before = {name: data for name, data in site_of(published).items() if name != "story/2026/three.html"}
    assert before == files_in(site.output)
    assert done.removed > 0  # its share card, and what else only it had


def test_back_leaves_what_others_committed_since(site: Room, published: Pages):
    first = site_of(published)
    site.story("four", title="第四条热线", date="2026-02-07")
    site.build()
    published.publish(site)
    second = site_of(published)
    published.add("CNAME", "news.example\n")
    published.add("README", "theirs")
    published.back()
    assert site_of(published) == {**first, "CNAME": b"news.example\n", "README": b"theirs"}
    published.back(copy="another machine's")
    assert site_of(published) == {**second, "CNAME": b"news.example\n", "README": b"theirs"}


def test_dry_run_writes_nothing_here_either(site: Room, built: Room, pages: Pages):
    def everything() -> object:
        return everything_in(pages.folder)

    before = everything()
    pages.publish(built, dry=True)
    assert everything() == before
    pages.publish(built)
    site.story("four", title="第四条热线", date="2026-02-07")
    site.build()
    pages.publish(site)
    site.story("five", title="第五条热线", date="2026-02-08")
    site.build()
    before = everything()
    for copy in ("copy", "another machine's"):
        assert pages.publish(site, dry=True, copy=copy).new > 0
        assert pages.back(dry=True, copy=copy).removed > 0
        assert everything() == before


def test_branch_whose_name_git_refuses_is_refused_before_anything_runs(pages: Pages):
    before = everything_in(pages.folder)
    for name in ("bad..name", "bad name", "bad.lock", "a//b", "a~1", "@{x}"):
        with pytest.raises(NotPublished, match=f"'{re.escape(name)}' cannot be the name of a branch: git refuses it"):
            Branch(str(pages.remote), name, str(pages.folder / "copy"))
    assert everything_in(pages.folder) == before


def test_branch_may_have_any_name_that_git_takes(built: Room, pages: Pages):
    pages.publish(built, branch="发布/正式")
    assert pages.public("发布/正式")["index.html"] == files_in(built.output)["index.html"]


def test_push_that_the_host_declines_is_told_in_its_words(built: Room, pages: Pages):
    hook = pages.remote / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'the branch is protected' >&2\nexit 1\n")
    hook.chmod(0o755)
    told = r"git failed: .*! \[remote rejected\] .* \(pre-receive hook declined\)\. Readers never had a whole site here"
    with pytest.raises(NotPublished, match=told):
        pages.publish(built)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("fatal: 'x' does not appear to be a git repository\nfatal: Could not read\n\nand the repository exists.\n", 0),
        ("git@x: Permission denied (publickey).\nfatal: Could not read from remote repository.\n\nPlease make\n", None),
        ("warning: redirecting\nremote: Not found.\nfatal: repository 'x' not found\n", 2),
    ],
)
def test_reason_of_git_is_its_fatal_line(said: str, reason: int | None):
    lines = said.splitlines()
    assert reason_of("git", said) == (": ".join(lines[:2]) if reason is None else lines[reason])


def test_git_speaks_english_whatever_the_terminal_speaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for name in ("LANGUAGE", "LANG", "LC_MESSAGES"):
        monkeypatch.setenv(name, "zh_CN.UTF-8")
    with pytest.raises(NotPublished, match="fatal: not a git repository"):
        run(["git", "--git-dir", str(tmp_path), "log"])
