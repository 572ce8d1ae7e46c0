"""The wheel: installed where no checkout is, it builds the same site, by its own command and by Pelican's."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import forked
from tests.builders import EXAMPLES, ROOT

Typed = Callable[..., subprocess.CompletedProcess[str]]
NOT_OURS = ("dev", "uv")  # locks of those who work on Nuanwen
ENGLISH = EXAMPLES / "english"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", str(folder), str(ROOT)], check=True)
    (found,) = folder.glob("nuanwen-*.whl")
    return found


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment into which the wheel was installed; its libraries are those of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    libraries = Path(sysconfig.get_path("purelib"))
    theirs = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    shutil.copytree(libraries / "pelican", theirs / "pelican")  # plugins of a name space lie below it
    (theirs / "libraries.pth").write_text(f"{libraries}\n", "utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin/python"), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    return folder / "bin"


@pytest.fixture
def typed(programs: Path, tmp_path: Path) -> Typed:
    """What a person sees who types a command of that environment in a folder that is no checkout."""

    def run(program: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONUTF8")}
        return subprocess.run(
            [str(programs / program), *words],
            cwd=tmp_path,
            env={**kept, "LANGUAGE": "en", **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """The English example with the settings of one that installed Nuanwen: no theme, no path of plugins."""
    shutil.copytree(ENGLISH / "content", tmp_path / "content")
    lines = (ENGLISH / "pelicanconf.py").read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("THEME =", "PLUGIN_PATHS", "OUTPUT_PATH", "CACHE_PATH"))]
    (tmp_path / "pelicanconf.py").write_text("\n".join(kept) + "\n", "utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The English example as a checkout builds it."""
    folder = tmp_path_factory.mktemp("checkout")
    words = ["build", "--settings", str(ENGLISH / "pelicanconf.py"), "--content", str(ENGLISH / "content")]
    words += ["--output", "output", "--cache", "cache"]
    done = forked.run("goodnews", words, folder, {**os.environ, "LANGUAGE": "en", "PYTHONPATH": str(ROOT / "plugins")})
    assert (done.returncode, done.stderr) == (0, "")
    return files(folder / "output")


def empty(newsroom: Path) -> None:
    """Leave nothing but the registries."""
    for name in ("stories", "digests", "top10", "pages"):
        shutil.rmtree(newsroom / "content" / name, ignore_errors=True)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_wheel_holds_theme_recount_catalogues_and_what_the_web_editor_needs(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    theme = {f"goodnews/{path.relative_to(ROOT)}" for path in (ROOT / "theme").rglob("*") if path.is_file()}
    assert theme - names == set()
    assert {
        *(f"goodnews/locks/{path.name}" for path in ROOT.glob("requirements*.lock") if path.stem[13:] not in NOT_OURS),
        *("recount.py", "pelican/plugins/goodnews/__init__.py", "goodnews/pages/admin.json"),
        *(f"{name}/locale/zh_CN/LC_MESSAGES/{name}.mo" for name in ("goodnews", "ballot")),
    } <= names
    assert not [name for name in names if name.endswith((".po", ".pyc")) or name.startswith(("tests/", "tools/"))]


def test_installed_command_builds_the_site_that_a_checkout_builds(
    typed: Typed, newsroom: Path, expected: dict[str, bytes]
):
    done = typed("nuanwen", "build")
    assert (done.returncode, done.stderr) == (0, "")
    assert files(newsroom / "output") == expected


def test_pelican_finds_the_plugin_by_its_name_and_builds_the_same_site(
    typed: Typed, newsroom: Path, expected: dict[str, bytes]
):
    done = typed("python", "-m", "pelican", "--settings", "pelicanconf.py", "--output", "theirs")
    assert done.returncode == 0, done.stderr
    assert files(newsroom / "theirs") == expected
    listed = "from pelican.plugins._utils import get_namespace_plugins; print(*get_namespace_plugins())"
    assert typed("python", "-c", listed).stdout == "pelican.plugins.goodnews\n"


def test_newsroom_that_is_begun_builds_and_passes_at_once(typed: Typed, tmp_path: Path):
    done = typed("nuanwen", "init", "my-news", "--name", "Lamp Post", "--url", "https://lamp.example")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Next: `cd my-news` and `nuanwen serve`\n")
    where = ("--settings", "my-news/pelicanconf.py")
    assert typed("nuanwen", "check", *where).stdout == "1 story, no problem\n"
    assert typed("nuanwen", "build", *where).returncode == 0
    assert (tmp_path / "my-news/output/index.html").exists()


def test_published_vote_is_recounted_by_the_recount_of_the_wheel(typed: Typed, newsroom: Path):
    shutil.rmtree(newsroom / "content")
    shutil.copytree(EXAMPLES / "ballot-year/content", newsroom / "content")
    done = typed("nuanwen", "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(" a second build gave the same bytes\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--version",), "Nuanwen 0."),
        (("--help",), "usage: nuanwen [-h] [--version] COMMAND ..."),
        (("vote", "--help"), "usage: nuanwen vote [-h] COMMAND ..."),
        (("biuld",), "biuld is not a command; `nuanwen --help` lists them all. Did you mean 'build'?"),
        (("check",), "Restore the folder, or begin with `nuanwen new story …`."),
        (("vote", "codes", "2026"), "nuanwen vote"),
    ],
)
def test_messages_name_the_command_that_was_typed(typed: Typed, newsroom: Path, words: tuple[str, ...], told: str):
    empty(newsroom)
    done = typed("nuanwen", *words)
    assert told in done.stdout + done.stderr
    assert "tasks.py" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_chinese_is_printed_in_a_locale_that_has_none(typed: Typed, newsroom: Path):
    empty(newsroom)
    done = typed("nuanwen", "check", LANGUAGE="zh_CN", LC_ALL="en_US.ISO-8859-1", PYTHONCOERCECLOCALE="0")
    assert "`nuanwen new story …`" in done.stdout


@pytest.mark.parametrize("library", ["sqlalchemy", "cryptography"])
def test_library_that_is_missing_is_told_with_the_command_that_gets_it(typed: Typed, newsroom: Path, library: str):
    def without(*words: str) -> subprocess.CompletedProcess[str]:
        code = f"import sys; sys.modules[{library!r}] = None; import runpy; sys.argv[1:] = {words}"
        return typed("python", "-c", f"{code}; runpy.run_module('ballot', run_name='__main__')")

    told = f"{library} is missing. Run `python -m pip install nuanwen[vote]`, which gets it.\n"
    assert without("serve", "2026").stderr == told
    assert without("--help").returncode == 0
