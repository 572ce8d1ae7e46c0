"""Commands as a person runs them, in the folder of a newsroom with two stories."""

import os
import subprocess

from tests import forked
from tests.builders import ROOT, Room

CONF = """
SITENAME = "暖闻"
SITEURL = "https://nuanwen.example"
DEFAULT_LANG = "zh-CN"
TIMEZONE = "Asia/Shanghai"
PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = "cache"
THEME = {theme!r}
PLUGIN_PATHS = [{plugins!r}]
PLUGINS = ["goodnews"]
GOODNEWS = {goodnews!r}
ARTICLE_PATHS = PAGE_PATHS = STATIC_PATHS = THEME_STATIC_PATHS = DIRECT_TEMPLATES = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""


class Shell:
    """A newsroom with a settings file, and a way to run commands in its folder."""

    def __init__(self, room: Room) -> None:
        self.desk = room
        self.settings()
        room.story("one")
        room.story("two", date="2026-02-05")

    def settings(self, **goodnews: object) -> None:
        text = CONF.format(
            theme=str(ROOT / "theme"), plugins=str(ROOT / "plugins"), goodnews={"workers": 1, **goodnews}
        )
        (self.desk.folder / "pelicanconf.py").write_text(text, "utf-8")

    def run(self, *command: str, module: str = "goodnews") -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "LANGUAGE": "en", "PYTHONUTF8": "1", "COLUMNS": "60"}
        environment["PYTHONPATH"] = str(ROOT / "plugins")
        return forked.run(module, command, self.desk.folder, environment)
