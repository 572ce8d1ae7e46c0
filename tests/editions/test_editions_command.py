"""`editions`, as it is typed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import ROOT
from tests.editions.posting import opened
from tests.pages.test_english_newsroom import EXAMPLE, HAN


@pytest.fixture(scope="module")
def settings_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example newsroom in English, with folders of its own to print into."""
    folder = tmp_path_factory.mktemp("editions")
    own = {
        "PATH": EXAMPLE / "content",
        "THEME": ROOT / "theme",
        "PLUGIN_PATHS": [str(ROOT / "plugins")],
        "OUTPUT_PATH": folder / "output",
        "CACHE_PATH": folder / "cache",
    }
    lines = [f"{name} = {value if isinstance(value, list) else str(value)!r}\n" for name, value in own.items()]
    path = folder / "pelicanconf.py"
    path.write_text((EXAMPLE / "pelicanconf.py").read_text("utf-8") + "".join(lines), "utf-8")
    return path


def typed(settings_file: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "goodnews", "editions", "--settings", str(settings_file), *words)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def test_every_issue_is_printed_once(settings_file: Path):
    first = typed(settings_file)
    assert (first.returncode, first.stderr) == (0, "")
    assert " 0 kept, 0 removed" in first.stdout
    assert " 0 files printed, " in typed(settings_file).stdout


def test_an_english_mail_says_nothing_in_chinese(settings_file: Path):
    typed(settings_file)
    mails = sorted((settings_file.parent / "editions").rglob("*.eml"))
    assert mails
    for path in mails:
        mail = opened(path)
        assert mail.message["From"].startswith("The Lamp Post")
        assert mail.message["Content-Language"] == "en"
        assert HAN.findall(mail.text + mail.source) == []
        assert max(len(line) for line in mail.text.splitlines() if "https://" not in line) <= 72


def test_an_english_script_says_nothing_in_chinese_and_has_no_readings(settings_file: Path):
    typed(settings_file)
    folder = settings_file.parent / "editions"
    scripts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.script.txt"))]
    assert scripts
    assert [HAN.findall(script) for script in scripts] == [[]] * len(scripts)
    assert scripts[0].startswith("The Lamp Post, ")
    assert scripts[0].endswith("That is all for this issue.\n")
    assert not list(folder.rglob("*.readings.txt"))


def test_an_issue_that_does_not_exist_is_told_with_the_nearest(settings_file: Path):
    done = typed(settings_file, "2026-W99")
    assert done.returncode == 1
    assert done.stderr.startswith("2026-W99 is not an issue of this site. ")
    assert done.stderr.count("\n") == 1
