"""The web editor on a repository: what is written on a telephone becomes a branch and a pull request, and then a page.

The site and the editor are the real ones, in a real browser under the page's own policy; GitHub is `github.py`, over a
real bare repository. GitLab is not tried.
"""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.browsing import DESK, PHONE, Reader
from tests.browser.github import GitHub
from tests.browser.test_admin import ADMIN, field, written
from tests.builders import HARBOUR, THAT_DAY, Room, harbour

BRANCH = "cms/stories/pier-lamps"
STORY, PICTURE = "content/stories/2026/pier-lamps.md", "content/images/pier.jpg"


@pytest.fixture
def github(tmp_path: Path) -> GitHub:
    """The newspaper's content in a repository."""
    folder = tmp_path / "first"
    shutil.copytree(HARBOUR, folder / "content")
    git = ["git", "-C", str(folder), "-c", "user.name=乙", "-c", "user.email=yi@chaoxin.example"]
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *command], check=True)
    bare = tmp_path / "chaoxin.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(folder), str(bare)], check=True)
    return GitHub(bare)


@pytest.fixture
def editor(tmp_path: Path, reader_of: Callable[[Path], Reader]) -> Reader:
    newspaper = harbour(tmp_path / "published", **ADMIN)
    newspaper.build(today=THAT_DAY)
    return reader_of(newspaper.output)


def signed_in(editor: Reader, github: GitHub, width: int = PHONE) -> Page:
    """The editor, opened with an access token. It may ask the repository's host, and no other."""
    page = editor.window(width, allowed=("api.github.com",))
    github.join(page.context)
    editor.go(page, "admin/index.html")
    page.get_by_role("button", name="使用访问令牌登录").click()
    page.locator("input:visible").fill(github.token)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**#/collections**")
    return page


def press(button: Locator) -> None:
    """Menus and dialogs of the editor take no clicks, or all of them, while they come and go."""
    button.wait_for()
    button.page.wait_for_timeout(1000)
    button.click()
    button.page.wait_for_timeout(1000)


def checked_out(github: GitHub, branch: str, folder: Path) -> Room:
    """The newsroom as a branch has it."""
    subprocess.run(["git", "clone", "-q", "--branch", branch, str(github.bare), str(folder)], check=True)
    return Room(folder, registries=False, url="https://chaoxin.example", name="潮信")


def test_a_story_written_on_a_telephone_is_a_pull_request_with_a_preview_and_then_a_page(
    tmp_path: Path, editor: Reader, github: GitHub
):
    before = github.head("main")
    page = signed_in(editor, github)
    written(editor, page, tmp_path)

    (pull,) = github.pulls
    assert (pull.head, pull.base, pull.state, pull.draft) == (BRANCH, "main", "open", True)
    assert github.head("main") == before, "what is saved waits on a branch"
    names = github.git("log", "--name-status", "--format=%an", f"main..{BRANCH}").decode().split()
    assert names == ["甲", "A", PICTURE, "A", STORY], "one commit of its editor"

    branch = checked_out(github, BRANCH, tmp_path / "branch")
    branch.check(THAT_DAY, drafts=True)  # raises what `check` would say
    branch.build(THAT_DAY, drafts=True)
    shown = branch.html("story/2026/pier-lamps.html")
    assert "码头夜灯修好了" in shown and "码头上的灯" in shown and "乙" in shown

    entry = "admin/index.html#/collections/stories/entries/2026/pier-lamps"
    editor.go(page, entry)
    field(page, "status").get_by_role("radio", name="published").click()
    press(page.get_by_role("button", name="保存").first)
    press(page.get_by_role("button", name="提交审核"))
    page.get_by_text("审核中").wait_for()
    assert not pull.draft, "whoever reviews is asked now"

    editor.go(page, entry)
    press(page.get_by_role("button", name="状态"))
    press(page.get_by_role("menuitemradio", name="就绪"))
    press(page.get_by_role("button", name="发布条目"))
    press(page.get_by_role("alertdialog").or_(page.get_by_role("dialog")).get_by_role("button", name="发布"))
    page.wait_for_url(re.compile(r"#/collections/stories$"))

    assert pull.state == "merged"
    assert github.branches() == ["main"]
    main = checked_out(github, "main", tmp_path / "main")
    main.build(THAT_DAY)
    assert "码头夜灯修好了" in main.html("story/2026/pier-lamps.html")
    assert all(call.split()[1].startswith((f"/repos/{github.name}/", "/user", "/graphql")) for call in github.asked)


def test_of_two_editors_of_one_story_the_second_is_told_and_the_branch_has_both_texts(
    tmp_path: Path, editor: Reader, github: GitHub
):
    page, other = signed_in(editor, github), signed_in(editor, github, DESK)
    for one, kicker in ((page, "一位写的"), (other, "另一位写的")):
        editor.go(one, "admin/index.html#/collections/stories/entries/2026/harbour-hotline")
        field(one, "kicker").locator("input").fill(kicker)
    page.get_by_role("button", name="保存").first.click()
    page.get_by_text("条目已保存").first.wait_for()
    other.get_by_role("button", name="保存").first.click()
    other.get_by_text("A pull request already exists").wait_for()

    history = github.git("log", "-p", "--format=%an", "main..cms/stories/harbour-hotline").decode()
    assert "+kicker: 一位写的" in history and "+kicker: 另一位写的" in history
    assert len(github.pulls) == 1
    refused = "status of 422"
    assert any(refused in fault for fault in editor.faults)
    editor.faults.clear()
