"""The web editor, /admin/, in a real browser on a telephone's window: what it asks for, and what it saves.

The editor works on a folder of the reader's machine by the File System Access API. No test can answer the browser's own
dialog that asks for the folder, so it is answered by a folder of the same kind that lives in the browser; all else is
the editor's own way.
"""

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, Page

from tests.browser.browsing import PHONE, Reader
from tests.builders import HARBOUR, THAT_DAY, Room, harbour, story_text
from tests.photos import photo_file

ADMIN: dict[str, Any] = {"admin": True, "admin_repo": "https://github.com/chaoxin/chaoxin"}
CHOSEN = """window.showDirectoryPicker = () => navigator.storage.getDirectory();
if (globalThis.FileSystemHandle) FileSystemHandle.prototype.requestPermission = async () => 'granted';"""
PUT = """async files => {
  const root = await navigator.storage.getDirectory();
  await root.getDirectoryHandle('.git', {create: true});
  for (const [path, text] of Object.entries(files)) {
    let at = root; const folders = path.split('/'), name = folders.pop();
    for (const folder of folders) at = await at.getDirectoryHandle(folder, {create: true});
    const file = await (await at.getFileHandle(name, {create: true})).createWritable();
    await file.write(text); await file.close();
  }
}"""
ALL = """async () => {
  const found = {};
  const walk = async (folder, path) => {
    for await (const [name, one] of folder.entries()) {
      if (one.kind === 'directory') { await walk(one, `${path}${name}/`); continue; }
      const bytes = new Uint8Array(await (await one.getFile()).arrayBuffer());
      found[path + name] = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
    }
  };
  await walk(await navigator.storage.getDirectory(), '');
  return found;
}"""


@pytest.fixture
def editor(tmp_path: Path, reader_of: Callable[[Path], Reader]) -> Reader:
    newspaper = harbour(tmp_path, **ADMIN)
    newspaper.build(today=THAT_DAY)
    return reader_of(newspaper.output)


def opened(editor: Reader) -> Page:
    """The editor, at work on a folder with the newspaper's stories of one year."""
    page = editor.window(PHONE)
    page.add_init_script(CHOSEN)
    editor.go(page, "admin/index.html")
    stories = HARBOUR / "stories/2026"
    page.evaluate(PUT, {f"content/stories/2026/{path.name}": path.read_text("utf-8") for path in stories.glob("*.md")})
    page.get_by_role("button", name="使用本地仓库").click()
    page.wait_for_url("**#/collections**")
    return page


def field(page: Page, name: str) -> Locator:
    """A field of the form; those further down are there when one comes near."""
    found = page.locator(f'section[data-key-path="{name}"]')
    page.mouse.move(PHONE / 2, 500)
    for _scroll in range(40):
        if found.count():
            break
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(50)
    found.scroll_into_view_if_needed()
    return found


def saved(page: Page) -> None:
    page.get_by_role("button", name="保存").first.click()
    page.wait_for_url(re.compile(r"#/collections/stories$"))


def files_of(page: Page) -> dict[str, bytes]:
    return {path: base64.b64decode(data) for path, data in page.evaluate(ALL).items() if not path.startswith(".git/")}


def written(editor: Reader, page: Page, folder: Path) -> None:
    """A story with a picture and bylines, typed into the form and saved."""
    editor.go(page, "admin/index.html#/collections/stories/new")
    field(page, "title").locator("input").fill("码头夜灯修好了")
    field(page, "date").locator("input").fill("2026-02-05")
    field(page, "category").get_by_role("combobox").click()
    page.get_by_role("option").first.click()
    region = field(page, "region")
    region.locator("input").first.fill(region.locator("option").first.get_attribute("value") or "")
    field(page, "summary").locator("textarea").fill("码头上坏了半年的灯，工会请人修好了。")
    field(page, "sources").locator("textarea").fill("某报｜2026-02-05｜本报记者 甲 通讯员 乙\n另一报\n等")
    field(page, "bylines").locator("textarea").fill("编写：编辑部\n摄影：甲、乙")
    field(page, "body").locator("textarea").fill("灯亮了。\n\n码头上的人都来看。")
    field(page, "image").get_by_role("button", name="添加").click()
    (folder / "pier.jpg").write_bytes(photo_file(".jpg", 800, 600))
    field(page, "image.0.file").locator("input[type=file]").first.set_input_files(folder / "pier.jpg")
    field(page, "image.0.alt").locator("input,textarea").first.fill("码头上的灯")
    page.get_by_role("button", name="显示编辑器选项").click()
    page.get_by_role("menuitem", name="短名").or_(page.get_by_role("menuitemcheckbox", name="短名")).click()
    page.get_by_role("dialog").locator("input").last.fill("pier-lamps")
    page.keyboard.press("Escape")
    saved(page)


def test_a_story_with_picture_and_bylines_is_written_on_a_telephone_and_passes_check(tmp_path: Path, editor: Reader):
    page = opened(editor)
    written(editor, page, tmp_path)

    files = files_of(page)
    text = files["content/stories/2026/pier-lamps.md"].decode()
    assert "bylines:\n- 编写:\n  - 编辑部\n- 摄影:\n  - 甲\n  - 乙\n" in text
    assert "- 另一报\n- and others\n" in text
    assert "file: /images/pier.jpg" in text and "content/images/pier.jpg" in files
    assert "status: draft" in text, "a new story begins as a draft by itself"
    assert "kicker" not in text, "what was left empty is left out"
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    found = Room(tmp_path, registries=False).check(THAT_DAY, drafts=True)  # raises what `check` would say
    assert "码头夜灯修好了" in {story.title for story in found.stories}


BY_HAND = story_text(
    title="码头的灯",
    region="全群岛",
    sources="[{name: 某报, date: 2026-02-05, credit: 甲 乙, url: 'https://a.example/b'}, 另一报, and others]",
    bylines="[{编写: 编辑部, 摄影: [甲, 乙]}]",
    image="{missing: true, alt: 灯, caption: 灯亮了}",
    corrections="[{date: 2026-02-06, text: 改了一处。}]",
    highlight="true",
    event_date="2026-02",
)


def test_a_story_that_was_written_by_hand_keeps_its_values(editor: Reader):
    page = opened(editor)
    path = "content/stories/2026/by-hand.md"
    page.evaluate(PUT, {path: BY_HAND})
    page.reload()
    page.wait_for_url("**#/collections**")
    editor.go(page, "admin/index.html#/collections/stories/entries/2026/by-hand")
    field(page, "status").get_by_role("radio", name="published").click()
    field(page, "kicker").locator("input").fill("夜里的码头")
    saved(page)
    was, now = (yaml.safe_load(text.split("---\n")[1]) for text in (BY_HAND, files_of(page)[path].decode()))
    was["image"] = [was["image"]]  # says the same
    assert {name: now.get(name) for name in was} == was


def test_nothing_of_the_editor_is_there_unless_it_is_wanted(tmp_path: Path):
    newspaper = harbour(tmp_path)
    newspaper.build(today=THAT_DAY)
    assert not (newspaper.output / "admin").exists()
    assert not (newspaper.output / "static/admin").exists()
