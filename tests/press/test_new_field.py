"""CONTRIBUTING's recipe for a new field, carried out: a field that other stories decide makes every page follow."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import ROOT, Room

# The recipe, step by step: file, the line after which, what is added.
RECIPE = (
    # Its ingredient, because another story decides it.
    (
        "plugins/goodnews/pages/story.py",
        "    places: dict[str, str]  #",
        "    in_section: int",
    ),
    (
        "plugins/goodnews/pages/story.py",
        "            places=places_in(story.outline.links, places),",
        "            in_section=len(arrangement.by_section[story.section]),",
    ),
    # The view, and what fills it.
    ("plugins/goodnews/pages/views/story.py", "    draft: bool", "    in_section: int"),
    ("plugins/goodnews/pages/story.py", "        draft=story.draft,", "        in_section=given.in_section,"),
    # The template.
    ("theme/templates/story.html", "{% block main %}", '<p class="in-section">{{ page.in_section }}</p>'),
)


@pytest.fixture
def changed_code(tmp_path: Path) -> Path:
    """A copy of the code with the field added."""
    folder = tmp_path / "code"
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name, anchor, added in RECIPE:
        path = folder / name
        lines = path.read_text("utf-8").splitlines()
        (at,) = [number for number, line in enumerate(lines) if line.startswith(anchor)]
        path.write_text("\n".join([*lines[: at + 1], added, *lines[at + 1 :], ""]), "utf-8")
    return folder


def build(code: Path, room: Room, output: str) -> dict[str, bytes]:
    conf = room.folder / "pelicanconf.py"
    conf.write_text(
        f"SITENAME = '暖闻'\nSITEURL = 'https://x.example'\nTIMEZONE = 'Asia/Shanghai'\nDEFAULT_LANG = 'zh-CN'\n"
        f"PATH = 'content'\nTHEME = {str(code / 'theme')!r}\nPLUGIN_PATHS = [{str(code / 'plugins')!r}]\n"
        "PLUGINS = ['goodnews']\nGOODNEWS = {'share_cards': False, 'search': False}\n"
        "ARTICLE_PATHS = PAGE_PATHS = STATIC_PATHS = THEME_STATIC_PATHS = DIRECT_TEMPLATES = []\n"
        "AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ''\nDELETE_OUTPUT_DIRECTORY = False\n"
        "FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None\n",
        "utf-8",
    )
    script = f"import sys; sys.path.insert(0, {str(code / 'plugins')!r}); from goodnews.__main__ import main; "
    script += "sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", script, "build", "--output", output, "--cache", f"{output}-cache"],
        cwd=room.folder,
        env={**os.environ, "LANGUAGE": "en"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    folder = room.folder / output
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_field_that_another_story_decides_is_followed_by_every_page(room: Room, changed_code: Path):
    for number in range(12):
        room.story(f"story-{number}", date=f"2026-01-{number + 1:02}")
    for path in room.content.rglob("*"):
        os.utime(path, (1, 1))  # long ago, so that times prove that nothing changed
    build(changed_code, room, "output")
    build(changed_code, room, "output")
    room.story("one-more", date="2026-02-10")
    after = build(changed_code, room, "output")
    assert '<p class="in-section">13</p>' in after["story/2026/story-0.html"].decode()
    assert after == build(changed_code, room, "clean")


def test_default_of_a_setting_that_the_code_changes_is_followed(room: Room, changed_code: Path):
    room.story("one", date="2026-01-01")
    assert "feeds/all.atom" in build(changed_code, room, "output")
    settings = changed_code / "plugins/goodnews/settings.py"
    settings.write_text(settings.read_text("utf-8").replace('FEEDS = ("all", ', "FEEDS = ("), "utf-8")
    after = build(changed_code, room, "output")
    assert "feeds/all.atom" not in after
    assert after == build(changed_code, room, "clean")
