"""The example newsroom in English, whose editions are printed once for all tests that only read them."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests import forked
from tests.builders import ROOT
from tests.pages.test_english_newsroom import EXAMPLE


@dataclass(frozen=True)
class English:
    folder: Path  # of the settings file, output, cache and editions
    first: subprocess.CompletedProcess[str] | None = None  # what `editions` said when it printed all

    @classmethod
    def printed_into(cls, folder: Path) -> Self:
        own = {
            "PATH": EXAMPLE / "content",
            "THEME": ROOT / "theme",
            "PLUGIN_PATHS": [str(ROOT / "plugins")],
            "OUTPUT_PATH": folder / "output",
            "CACHE_PATH": folder / "cache",
        }
        lines = [f"{name} = {value if isinstance(value, list) else str(value)!r}\n" for name, value in own.items()]
        text = (EXAMPLE / "pelicanconf.py").read_text("utf-8") + "".join(lines)
        (folder / "pelicanconf.py").write_text(text, "utf-8")
        return cls(folder, cls(folder).typed("editions"))

    @property
    def editions(self) -> Path:
        return self.folder / "editions"

    def typed(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "LANGUAGE": "en", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "plugins")}
        settings = ("--settings", str(self.folder / "pelicanconf.py"))
        return forked.run("goodnews", (*words, *settings), ROOT, environment)
