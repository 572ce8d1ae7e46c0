"""How `.venv` is filled: by uv, which is told what pip is told, and by pip where there is no uv."""

import os
import shutil
import subprocess
import sys
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.builders import ROOT
from tools import environment

A_UV = """#!{python}
import os, sys
with open({log!r}, "w") as log:
    told = (f"{{name}}={{value}}" for name, value in os.environ.items() if name.startswith("UV_"))
    print(*sys.argv[1:], *told, sep="\\n", file=log)
sys.exit({status})
"""


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", {}),
        ("global.index-url='https://a.example/simple'", {"UV_DEFAULT_INDEX": "https://a.example/simple"}),
        (
            ":env:.index-url='https://env.example/simple'\nglobal.index-url='https://file.example/simple'",
            {"UV_DEFAULT_INDEX": "https://env.example/simple"},
        ),
        (
            "global.extra-index-url='\\nhttps://a.example/simple\\nfile:///srv/b'",
            {"UV_INDEX": "https://a.example/simple file:///srv/b"},
        ),
        ("install.find-links='/srv/a /srv/b'", {"UV_FIND_LINKS": "/srv/a,/srv/b"}),
        (":env:.no-index='1'\n:env:.no-cache-dir='1'", {"UV_NO_INDEX": "1", "UV_NO_CACHE": "1"}),
        (
            "global.trusted-host='a.example'\nglobal.timeout='60'\nglobal.colour='none'\nfreeze.cert='x'",
            {"UV_INSECURE_HOST": "a.example", "UV_HTTP_TIMEOUT": "60"},
        ),
    ],
)
def test_uv_is_told_what_pip_is_told(monkeypatch: pytest.MonkeyPatch, settings: str, expected: dict[str, str]):
    for name in environment._SAME_FOR_UV.values():
        monkeypatch.delenv(name, raising=False)
    assert environment._as_uv_reads(settings) == expected


def test_what_uv_was_told_by_name_stays(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/simple")
    assert environment._as_uv_reads("global.index-url='https://a.example/simple'") == {}


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What uv was asked is written here; what pip was asked, beside it."""
    environment._pip_settings.cache_clear()
    monkeypatch.setenv("PIP_INDEX_URL", "https://a.example/simple")
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    by_pip = (sys.executable, "-c", "import sys; open(sys.argv[1], 'w')", str(tmp_path / "pip"))
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(environment, "UV", tmp_path / "bin/uv")
    monkeypatch.setattr(environment, "_pip", lambda _locked: by_pip)
    yield tmp_path / "uv"
    environment._pip_settings.cache_clear()


def a_uv(asked: Path, status: int) -> None:
    environment.UV.parent.mkdir()
    environment.UV.write_text(A_UV.format(python=sys.executable, log=str(asked), status=status), "utf-8")
    environment.UV.chmod(0o755)


def added(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock:
        environment._add(lock.fileno(), Path("some.lock"))


def test_uv_installs_with_hashes_from_where_pip_would(asked: Path, tmp_path: Path):
    a_uv(asked, 0)
    added(tmp_path)
    said = asked.read_text("utf-8").splitlines()
    assert said[:2] == ["pip", "install"]
    assert {"--require-hashes", "--no-deps", "some.lock", "UV_DEFAULT_INDEX=https://a.example/simple"} <= set(said)
    assert not (tmp_path / "pip").exists()


@pytest.mark.parametrize("there", [True, False], ids=["it fails", "there is none"])
def test_pip_does_the_work_of_uv_if(asked: Path, tmp_path: Path, there: bool):
    if there:
        a_uv(asked, 2)
    added(tmp_path)
    assert asked.exists() == there
    assert (tmp_path / "pip").exists()


def a_wheel(folder: Path, name: str) -> str:
    """A package of one line, as a wheel; its line of a lock."""
    path, stem = folder / f"{name}-1.0-py3-none-any.whl", f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "WARM = True\n",
        f"{stem}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{stem}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{file},sha256={urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b'=').decode()},{len(text)}\n"
        for file, text in files.items()
    )
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in {**files, f"{stem}/RECORD": f"{record}{stem}/RECORD,,\n"}.items():
            wheel.writestr(file, text)
    return f"{name}==1.0 --hash=sha256:{sha256(path.read_bytes()).hexdigest()}\n"


def test_environment_is_made_where_the_index_has_no_uv(tmp_path: Path):
    ours = ("plugins/goodnews/language.py", "plugins/goodnews/__init__.py", "tools/__init__.py", "tools/environment.py")
    for part in (*ours, *(path.name for path in ROOT.glob("requirements*.lock"))):
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / part, tmp_path / part)
    (tmp_path / "wheels").mkdir()
    lines = [a_wheel(tmp_path / "wheels", name) for name in ("setuptools", "warmth")]
    (tmp_path / "requirements.lock").write_text("".join(lines), "ascii")
    code = "import sys; sys.path[:0] = ['.', 'plugins']; from tools import environment; environment._make()"
    there = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "wheels"), "LANGUAGE": "en"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, **there}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1].startswith(".venv is ready (")
    python = tmp_path / environment.PYTHON.relative_to(ROOT)
    assert subprocess.run([python, "-c", "import warmth"]).returncode == 0
    assert not (python.parent / environment.UV.name).exists()
