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
from tests.builders import EXAMPLES, HARBOUR, THAT_DAY, Room, harbour, story_text
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


ADDED = {"stories": "kicker", "digests": "body", "top10": "kicker", "pages": "body"}  # the field that gets a word more
IMPLIED = {"status": "published", **dict.fromkeys(("highlight", "lead", "contact", "principles", "missing"), "false")}
LISTS = ("image", "region", "topics", "related", "corrections", "letters", "aliases")
BY_OTHER_HANDS = {
    "stories/2026/by-hand.md": """---
# what stands in a comment is lost
title: 2025
date: "2026-02-05"
category: 动态
region: 全群岛
summary: >-
  两行
  一段。
sources: 某报
bylines: {编写: 编辑部, 摄影: [甲, 乙]}
kicker: "带'引号'：的 🏮 # 不是注释"
event_date_text: 1月底
related: harbour-hotline
parts: [甲, 乙]
weekday: 星期四
retraction: {date: 2026-02-06, text: 撤了。}
privacy: {checked: 甲}
---
正文  两个空格。

***

    缩进的一段
""",
    "digests/2026-W05.md": """---
number: 007
issue: 12
leads: harbour-hotline
highlights: []
editors_note: |
  第一段。

  第二段。
---
卷首。
""",
    "top10/2024.md": """---
title: 十条
summary: 年度。
letters: 明年还看。
credits: {编写: 甲}
---
说明。
""",
    "pages/by-hand.md": "---\r\ntitle: 'no'\r\nsummary: 说明\r\naliases: old\r\norder: 3\r\n---\r\n正文。\r\n",
}


def meaning(text: str) -> tuple[dict[str, Any], str]:
    """What a file says, however it is written: fields and text below."""
    _empty, head, body = text.replace("\r\n", "\n").split("---\n", 2)
    found = {**IMPLIED, **{name: said(name, value) for name, value in yaml.load(head, yaml.BaseLoader).items()}}
    return {name: value for name, value in found.items() if value not in ("", [])}, body.strip()


def said(name: str, value: Any) -> Any:
    if (
        name in LISTS
    ):  # one value says the same as a list of one, a letter the same as one of which only the text is known
        listed = value if isinstance(value, list) else [value]
        if name == "letters":
            listed = [{"text": one} if isinstance(one, str) else one for one in listed]
        return [{**IMPLIED, **one} if isinstance(one, dict) else one for one in listed]
    return value.strip() if isinstance(value, str) else value


def hand_written(newspaper: str) -> dict[str, str]:
    """Files of a newspaper by their paths; of its stories those that have a field which none before had."""
    content, fields = EXAMPLES / newspaper / "content", set[str]()
    found = {}
    for path in sorted(path for folder in ADDED for path in (content / folder).rglob("*.md")):
        text = path.read_bytes().decode()
        new = set(meaning(text)[0]) - fields
        if new or "stories" not in path.parts:
            found[path.relative_to(content).as_posix()] = text
            fields |= new
    return found


@pytest.mark.parametrize("texts", [hand_written("harbour"), hand_written("english"), BY_OTHER_HANDS])
def test_no_file_loses_anything_when_it_is_opened_and_saved(editor: Reader, texts: dict[str, str]):
    page = opened(editor)
    page.evaluate(PUT, {f"content/{path}": text for path, text in texts.items()})
    page.reload()
    page.wait_for_url("**#/collections**")
    for path in texts:
        collection, *rest = path.removesuffix(".md").split("/")
        editor.go(page, f"admin/index.html#/collections/{collection}/entries/{'/'.join(rest)}")
        box = field(page, ADDED[collection]).locator("input,textarea").first
        box.fill(box.input_value() + "灯")
        page.get_by_role("button", name="保存").first.click()
        page.wait_for_url(re.compile(rf"#/collections/{collection}$"))
    files = files_of(page)
    for path, text in texts.items():
        fields, body = meaning(text)
        added = ADDED[path.partition("/")[0]]
        fields |= {} if added == "body" else {added: f"{fields.get(added, '')}灯"}
        assert meaning(files[f"content/{path}"].decode()) == (fields, f"{body}灯" if added == "body" else body)


def test_a_registry_is_edited_as_the_text_it_is(editor: Reader):
    page = opened(editor)
    text = (HARBOUR / "sections.yaml").read_text("utf-8")
    page.evaluate(PUT, {"content/sections.yaml": text})
    page.reload()
    page.wait_for_url("**#/collections**")
    editor.go(page, "admin/index.html#/collections/registries/entries/sections")
    box = field(page, "body").locator("textarea")
    assert box.input_value() == text.strip()
    box.fill(f"{text}夜班: {{slug: night}}")
    page.get_by_role("button", name="保存").first.click()
    page.wait_for_url(re.compile(r"#/collections/registries$"))
    assert text.startswith("# "), "a comment, which stays"
    assert files_of(page)["content/sections.yaml"].decode() == f"{text}夜班: {{slug: night}}\n"


def test_nothing_of_the_editor_is_there_unless_it_is_wanted(tmp_path: Path):
    newspaper = harbour(tmp_path)
    newspaper.build(today=THAT_DAY)
    assert not (newspaper.output / "admin").exists()
    assert not (newspaper.output / "static/admin").exists()
