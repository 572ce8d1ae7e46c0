"""The environment in .venv: made from the hashed lock, renewed when a lock changed, and kept if that fails.

Used by tasks.py on a bare Python, before any package is there. Markers are written last, so after an interrupted
installation the next run starts it anew.

pip gets uv, whose hashes are locked too, and uv all the rest in a tenth of the time. Where uv cannot be had, or fails,
pip does its work.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodnews.language import _

if TYPE_CHECKING:
    import subprocess

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BEFORE = ROOT / ".venv.before"  # the one that worked, while another is made
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
UV = PYTHON.with_name("uv.exe" if sys.platform == "win32" else "uv")
UV_LOCK = ROOT / "requirements-uv.lock"
LOCK = ROOT / "requirements.lock"
MARKER = VENV / ".installed"
PATHS = ("plugins", ".")  # of the checkout, where Python finds our packages and recount.py


class Part(NamedTuple):
    """What few commands need: it has a lock of its own, and is added to .venv by the first command that needs it."""

    name: str
    words: str  # told while it is installed

    @property
    def lock(self) -> Path:
        return ROOT / f"requirements-{self.name}.lock"

    @property
    def marker(self) -> Path:
        return VENV / f".installed-{self.name}"

    @property
    def key(self) -> str:
        return _digest(self.lock.read_bytes())


VOTE = Part("vote", _("Installing what the vote needs into .venv."))
SCREENERS = Part("screeners", _("Installing two screeners into .venv (50 MB)."))
PUBLISH = Part("publish", _("Installing what buckets need into .venv."))
PAPER = Part("paper", _("Installing what pages on paper need into .venv (35 MB)."))
# They test and type-check the other parts, which are there then as well.
DEV = Part("dev", _("Installing the tools for development into .venv."))
PARTS = (VOTE, SCREENERS, PUBLISH, PAPER, DEV)


def _key() -> str:
    """What .venv is made from. The folder counts as well: the programs in .venv hold its path."""
    return _digest(LOCK.read_bytes(), *map(str.encode, PATHS), os.fsencode(ROOT))


def _digest(*parts: bytes) -> str:
    from hashlib import sha256

    return sha256(b"\0".join(parts)).hexdigest()


def _read(marker: Path) -> str:
    try:
        return marker.read_text("ascii")
    except FileNotFoundError:
        return ""


def _ready() -> bool:
    """Whether .venv is whole and matches the locks; what few tasks need may be missing, but not half installed."""
    whole = all(_read(part.marker) in ("", part.key) for part in PARTS)
    return PYTHON.exists() and _read(MARKER) == _key() and whole


def enter() -> None:
    """Continue in .venv's Python, making .venv first if need be; return at once if this is it."""
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    if not _ready():
        _make()
    elif inside:
        return
    command = [str(PYTHON), "-X", "utf8", str(ROOT / "tasks.py"), *sys.argv[1:]]  # Chinese in any locale
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform == "win32":
        import subprocess

        sys.exit(subprocess.run(command, check=False).returncode)
    else:
        os.execv(PYTHON, command)


def _installs_packages() -> bool:
    """Whether this is root on Debian, as in a bare container: there a part of Python that is missing is installed."""
    try:
        lines = Path("/etc/os-release").read_text("utf-8").splitlines()
    except OSError:
        return False
    return "ID=debian" in lines and os.geteuid() == 0


def _apt(package: str) -> bool:
    import subprocess

    say(_("This Python lacks its venv module; installing {package}.").format(package=package))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        done = subprocess.run(["apt-get", "-qq", *command], env=environment, capture_output=True, check=False)
        if done.returncode:
            return False
    return True


def _make() -> None:
    from importlib import invalidate_caches
    from importlib.util import find_spec
    from time import monotonic

    def lacks() -> bool:
        invalidate_caches()
        return not (find_spec("venv") and find_spec("ensurepip"))

    package = f"python3.{sys.version_info.minor}-venv"
    if lacks() and (not _installs_packages() or not _apt(package) or lacks()):
        words = _("This Python lacks its venv module. On Debian and Ubuntu, run: sudo apt install {package}")
        sys.exit(words.format(package=package))
    with _alone() as lock:
        if _ready():  # another run made it meanwhile
            return
        say(_("Making .venv: on the first run, or after a change of the locks. It takes some seconds."))
        begin = monotonic()
        with _put_aside():
            _step(lock, getattr(sys, "_base_executable", sys.executable), "-m", "venv", "--clear", str(VENV))
            backend = VENV / "backend.lock"
            backend.write_text(_stanza("setuptools"), "utf-8")
            if _run(lock, *_pip(UV_LOCK, backend), "--retries", "0").returncode:
                _step(lock, *_pip(backend))
            _add(lock, LOCK)
            _add_paths()
            MARKER.write_text(_key(), "ascii")
        say(_(".venv is ready ({seconds:.0f} s).").format(seconds=monotonic() - begin))


def _add_paths() -> None:
    """Let this Python find our packages in the checkout; by relative paths, so that no letter of one matters."""
    ours = next(VENV.rglob("site-packages")) / "nuanwen.pth"
    ours.write_text("".join(f"{os.path.relpath(ROOT / path, ours.parent)}\n" for path in PATHS), "ascii")


@contextmanager
def _put_aside() -> Iterator[None]:
    """Put .venv aside while another is made, and back if that fails: without a network nothing is lost.

    A run that was killed meanwhile leaves the good one aside and half a new one, which the next run replaces. If it had
    just finished, both are whole, and the one aside is the older.
    """
    import shutil

    if _read(MARKER):
        shutil.rmtree(BEFORE, ignore_errors=True)
        with suppress(OSError):  # Windows lets no running program be moved: there it is replaced
            VENV.rename(BEFORE)
    try:
        yield
    except BaseException:
        if BEFORE.exists():
            shutil.rmtree(VENV, ignore_errors=True)
            BEFORE.rename(VENV)
        raise
    shutil.rmtree(BEFORE, ignore_errors=True)


def install(*parts: Part) -> None:
    """Add what is not there yet; with the tools for development all of it."""
    for part in PARTS if DEV in parts else parts:
        if _read(part.marker) == part.key:
            continue
        with _alone() as lock:
            if _read(part.marker) == part.key:  # another run added it meanwhile
                continue
            say(part.words)
            part.marker.write_text("begun", "ascii")
            _add(lock, part.lock)
            part.marker.write_text(part.key, "ascii")


@contextmanager
def _alone() -> Iterator[int]:
    """Lock .venv against other runs. pip inherits the lock: if its parent is killed, it ends before another begins."""
    with (ROOT / ".venv.lock").open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # gives up after ten seconds
                    break
                except OSError:
                    say(_("Another run is busy with .venv; waiting for it."))
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say(_("Another run is busy with .venv; waiting for it."))
                fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def _stanza(name: str) -> str:
    """One package of the lock with its hashes: what builds must be there before the others."""
    lines = LOCK.read_text("utf-8").splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = next(number for number in range(start, len(lines)) if not lines[number].rstrip().endswith("\\"))
    return "".join(lines[start : end + 1])


def _add(lock: int, locked: Path) -> None:
    """Install what a lock names."""
    if not UV.exists() or _run(lock, *_uv(locked), **_as_uv_reads(_pip_settings())).returncode:
        _step(lock, *_pip(locked))


# Wheels only, but for feedgen, which has none: setuptools, locked like it, builds it.
_WHEELS = ("--only-binary=:all:", "--no-binary=feedgen", "--no-build-isolation")


def _pip(*locked: Path) -> tuple[str, ...]:
    how = ("--quiet", "--no-input", "--disable-pip-version-check", *_WHEELS)
    files = (word for path in locked for word in ("-r", str(path)))
    return str(PYTHON), "-m", "pip", "install", *how, "--require-hashes", "--no-deps", *files


def _uv(locked: Path) -> tuple[str, ...]:
    # Any index may have what a hash names, as for pip.
    how = ("--quiet", "--no-progress", *_WHEELS, "--index-strategy=unsafe-best-match")
    return str(UV), "pip", "install", "--python", str(PYTHON), *how, "--require-hashes", "--no-deps", "-r", str(locked)


# What pip's configuration and PIP_* say of where packages come from, and the variable that tells uv the same.
_SAME_FOR_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "no-cache-dir": "UV_NO_CACHE",
}


@cache
def _pip_settings() -> str:
    """What pip is told by its files and by the environment, a line each: `global.index-url='https://…'`."""
    import subprocess

    command = [str(PYTHON), "-m", "pip", "config", "list"]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, encoding="utf-8").stdout


def _as_uv_reads(settings: str) -> dict[str, str]:
    """Variables for uv that say what pip's settings say; those that are set already stay."""
    from ast import literal_eval

    said: dict[tuple[int, str], str] = {}
    for line in settings.splitlines():
        name, _equals, value = line.partition("=")
        section, _point, key = name.rpartition(".")
        if section in _STRONGER and key in _SAME_FOR_UV:
            said[_STRONGER.index(section), _SAME_FOR_UV[key]] = " ".join(str(literal_eval(value)).split())
    found = {variable: value for (_rank, variable), value in sorted(said.items())}
    if "UV_FIND_LINKS" in found:  # it alone is a list with commas
        found["UV_FIND_LINKS"] = found["UV_FIND_LINKS"].replace(" ", ",")
    return {variable: value for variable, value in found.items() if variable not in os.environ}


_STRONGER = ("global", "install", ":env:")  # each replaces what those before say


def _run(lock: int, *command: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """Run one step of an installation, which keeps the lock."""
    import subprocess

    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
        pass_fds=() if sys.platform == "win32" else (lock,),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _step(lock: int, *command: str) -> None:
    """Run one step of an installation; if it fails, show the end of its output and exit."""
    done = _run(lock, *command)
    if done.returncode:
        said = done.stdout.decode("utf-8", "replace").split("\n")
        say(*[line.rstrip() for line in said if line.strip()][-8:])
        say(_("Nothing was run: .venv is not ready. Fix what is printed above, then run the same command again."))
        sys.exit(done.returncode if done.returncode > 0 else 128 - done.returncode)


def say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr, flush=True)
