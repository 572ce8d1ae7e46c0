"""Every command a person types: `python3 tasks.py --list`.

Runs on a bare Python. The first run makes .venv from the hashed lock; every later one only compares, then hands over
to the Python in .venv. Whatever is slow to import is imported where it is used: a run that does nothing should take
no time, and workers started by spawn import this file again.

A command runs where its user stands: paths it is given, and paths it prints, are relative to there.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "plugins"))

from goodnews.language import _  # noqa: E402 - in the terminal's language from the first line on; needs no package

if sys.version_info < (3, 11):  # noqa: UP036 - nothing has been installed yet that could say so
    words = _("Nuanwen needs Python 3.11 or newer; this is Python {version}. Get one from https://www.python.org/.")
    sys.exit(words.format(version="{}.{}".format(*sys.version_info)))

VENV = ROOT / ".venv"
BEFORE = ROOT / ".venv.before"  # the one that worked, while another is made
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
LOCK = ROOT / "requirements.lock"
VOTE_LOCK = ROOT / "requirements-vote.lock"
SCREENERS_LOCK = ROOT / "requirements-screeners.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
MARKER = VENV / ".installed"
VOTE_MARKER = VENV / ".installed-vote"
SCREENERS_MARKER = VENV / ".installed-screeners"
DEV_MARKER = VENV / ".installed-dev"
LOCALES = ("en", "zh_CN")
CATALOGUES = (  # messages of the site and of the vote: domain, folder, where babel looks
    ("goodnews", "plugins/goodnews/locale", "babel.cfg"),
    ("ballot", "ballot/locale", "ballot/babel.cfg"),
)
TYPED = "python3 tasks.py"  # how messages name this program


# The commands. Each gets the arguments that follow its name.


def newsroom(command: str, given: list[str]) -> int:
    """build, check, verify, new, serve: the newsroom reads their options itself."""
    from goodnews.__main__ import main

    return main([command, "--settings", os.path.relpath(ROOT / "pelicanconf.py"), *given], TYPED)


def vote(given: list[str]) -> int:
    """It has its own commands and options; its folders are this project's, wherever its user stands."""
    _install_vote()
    if {"--chat", "--embedding"} & {word.partition("=")[0] for word in given}:
        _install_screeners()
    command, year, *rest = [*given, "", ""][: max(2, len(given))]
    if year.isdecimal() and Path.cwd() != ROOT:
        folders = {"--public": ROOT / "content/votes" / year, "--private": ROOT / ".votes" / year}
        rest = [word for name, path in folders.items() for word in (name, os.path.relpath(path))] + rest
        given = [command, year, *rest]
    return _become(sys.executable, "-X", "utf8", "-m", "ballot", *given)


def test(given: list[str]) -> int:
    """Run pytest with whatever follows; on all cores, unless a number is given, or a debugger is asked for.

    The browser is there before the first test, and nothing that the tests started is left after the last one.
    """
    _install_dev()
    words = [_from_here(word) for word in given if word != "--"]
    if _opens_pages(words):
        browser = _browser()
        if not browser:
            return 1
        os.environ["NUANWEN_BROWSER"] = browser
    own_workers = any(word.startswith(("-n", "--numprocesses", "--pdb", "--trace")) for word in words)
    pytest = (sys.executable, "-m", "pytest", *([] if own_workers else ["-n", "auto"]), *words)
    os.environ["PYTHONUTF8"] = "1"
    os.chdir(ROOT)
    return _become(sys.executable, str(ROOT / "tests/watchman.py"), *pytest)


def lint(given: list[str]) -> int:
    """ruff, mypy and the import contracts; all of them, even if one fails."""
    _takes_nothing(given)
    _install_dev()
    codes = [
        _run(sys.executable, "-m", "ruff", "check"),
        _run(sys.executable, "-m", "ruff", "format", "--check"),
        _run(sys.executable, "-m", "mypy"),
        _run(str(PYTHON.with_name("lint-imports"))),
    ]
    return max(map(abs, codes))


def format_(given: list[str]) -> int:
    _takes_nothing(given)
    _install_dev()
    code = _run(sys.executable, "-m", "ruff", "check", "--fix")
    return _run(sys.executable, "-m", "ruff", "format") or code


def bench(given: list[str]) -> int:
    _install_dev()
    words = [_from_here(word) for word in given if word != "--"]
    os.chdir(ROOT)
    return _become(sys.executable, "-X", "utf8", "-m", "benchmarks", *words)


def translate(given: list[str]) -> int:
    _takes_nothing(given)
    _install_dev()
    (ROOT / ".cache").mkdir(exist_ok=True)
    return next((code for catalogue in CATALOGUES if (code := _translate(*catalogue))), 0)


def clean(given: list[str]) -> int:
    import shutil

    _takes_nothing(given)
    for folder in (ROOT / "output", ROOT / ".cache"):
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(folder)
    return 0


def _newsroom(command: str) -> Callable[[list[str]], int]:
    return lambda given: newsroom(command, given)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    **{command: _newsroom(command) for command in ("build", "check", "report", "verify", "new", "serve")},
    **{"vote": vote, "test": test, "lint": lint, "format": format_, "bench": bench},
    **{"translate": translate, "clean": clean},
}


def _words() -> dict[str, str]:
    """What each command does, in the language of the terminal."""
    from goodnews.__main__ import commands

    return {
        **commands(),
        "vote": _("hold the annual vote: `vote --help`; see docs/vote.md"),
        "test": _("run the tests; what follows goes to pytest: `test -k digest`"),
        "lint": _("run ruff, mypy and the import contracts"),
        "format": _("fix what ruff can fix, and format every Python file"),
        "bench": _("race the press, or load the ballot service: `bench vote`"),
        "translate": _("collect the messages of code and theme, bring the catalogues up to date, compile them"),
        "clean": _("remove output/ and .cache/, nothing else; both come back with the next build"),
    }


def _list() -> None:
    print(_("usage: {program} COMMAND …").format(program=TYPED), end="\n\n")
    wide = max(map(len, COMMANDS))
    for name, does in _words().items():
        print(f"  {name:{wide}}  {does}")
    print("\n" + _("`{program} COMMAND --help` lists the options of a command.").format(program=TYPED))


def _takes_nothing(given: list[str]) -> None:
    """Exit if a command without options was given any."""
    if set(given) & {"-h", "--help"}:
        print(_words()[sys.argv[1]])
        sys.exit(0)
    if given:
        words = _("{program} {command} takes no options; found: {given}")
        _leave_for(words.format(program=TYPED, command=sys.argv[1], given=" ".join(given)))


def _leave_for(reason: str) -> NoReturn:
    """Exit because of what was typed."""
    _say(reason)
    sys.exit(2)


def _from_here(word: str) -> str:
    """The full path of an argument that names something here: pytest and the benchmarks run in the project's folder."""
    path, colons, test = word.partition("::")
    here = not path.startswith("-") and os.path.exists(path) and Path.cwd() != ROOT
    return os.path.abspath(path) + colons + test if here else word


def _opens_pages(words: list[str]) -> bool:
    """Whether the tests asked for may be those of the browser: also if none are named."""
    named = [Path(word.partition("::")[0]) for word in words if not word.startswith("-")]
    paths = [path if path.is_absolute() else ROOT / path for path in named]
    asked = [path for path in paths if path.exists()]
    browsers = ROOT / "tests/browser"
    return not asked or any(path in (browsers, *browsers.parents) or browsers in path.parents for path in asked)


def _browser() -> str:
    """Path of a Chromium, fetched if need be; "" after printing what to do."""
    import subprocess

    done = subprocess.run([sys.executable, str(ROOT / "tests/chromium.py")], stdout=subprocess.PIPE, check=False)
    return os.fsdecode(done.stdout).strip() if done.returncode == 0 else ""


def _translate(domain: str, locale: str, config: str) -> int:
    template = f".cache/{domain}.pot"
    (ROOT / locale).mkdir(parents=True, exist_ok=True)
    babel = [sys.executable, "-m", "babel.messages.frontend", "-q"]
    extract = ["extract", "-F", config, "-o", template, "--project", "nuanwen", "--add-location", "file"]
    extract += ["--copyright-holder", "the Nuanwen contributors", "."]
    update = ["update", "-D", domain, "-i", template, "-d", locale, "--init-missing", "--no-fuzzy-matching"]
    updates = [[*babel, *update, "--ignore-pot-creation-date", "-l", name] for name in LOCALES]
    steps = [[*babel, *extract], *updates, [*babel, "compile", "-D", domain, "-d", locale]]
    return next((code for step in steps if (code := _run(*step))), 0)


def _run(*command: str) -> int:
    import subprocess

    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _become(*command: str) -> int:
    """Continue as another program: what ends this one ends that."""
    if sys.platform == "win32":
        import subprocess

        return subprocess.run(command, check=False).returncode
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)


# The environment. Its markers are written last, so after an interrupted installation the next run starts it anew.


def _key() -> str:
    """What .venv is made from. The folder counts as well: the editable install holds its path."""
    packaging = (ROOT / "pyproject.toml").read_bytes().partition(b"# === tools ===")[0]
    return _digest(LOCK.read_bytes(), packaging, os.fsencode(ROOT))


def _vote_key() -> str:
    return _digest(VOTE_LOCK.read_bytes())


def _screeners_key() -> str:
    return _digest(SCREENERS_LOCK.read_bytes())


def _dev_key() -> str:
    return _digest(DEV_LOCK.read_bytes())


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
    extras = ((VOTE_MARKER, _vote_key), (SCREENERS_MARKER, _screeners_key), (DEV_MARKER, _dev_key))
    whole = all(_read(marker) in ("", key()) for marker, key in extras)
    return PYTHON.exists() and _read(MARKER) == _key() and whole


def _enter() -> None:
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

    _say(_("This Python lacks its venv module; installing {package}.").format(package=package))
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
        _say(_("Making .venv: on the first run, or after a change of the locks. It takes some seconds."))
        begin = monotonic()
        with _put_aside():
            _step(lock, getattr(sys, "_base_executable", sys.executable), "-m", "venv", "--clear", str(VENV))
            backend = VENV / "backend.lock"
            backend.write_text(_stanza("setuptools"), "utf-8")
            _pip(lock, "--require-hashes", "--no-deps", "-r", str(backend))
            _pip(lock, "--require-hashes", "--no-deps", "-r", str(LOCK))
            _pip(lock, "--no-deps", "-e", str(ROOT))
            MARKER.write_text(_key(), "ascii")
        _say(_(".venv is ready ({seconds:.0f} s).").format(seconds=monotonic() - begin))


@contextmanager
def _put_aside() -> Iterator[None]:
    """Put .venv aside while another is made, and back if that fails: without a network nothing is lost.

    A run that was killed meanwhile leaves the good one aside and half a new one, which the next run replaces.
    """
    import shutil

    if _read(MARKER) and not BEFORE.exists():
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


def _install_vote() -> None:
    _install(VOTE_LOCK, VOTE_MARKER, _vote_key(), _("Installing what the vote needs into .venv."))


def _install_screeners() -> None:
    _install(SCREENERS_LOCK, SCREENERS_MARKER, _screeners_key(), _("Installing two screeners into .venv (50 MB)."))


def _install_dev() -> None:
    """Add the tools for development, and what they test and type-check: the vote is part of that."""
    _install_vote()
    _install_screeners()
    _install(DEV_LOCK, DEV_MARKER, _dev_key(), _("Installing the tools for development into .venv."))


def _install(locked: Path, marker: Path, key: str, words: str) -> None:
    if _read(marker) == key:
        return
    with _alone() as lock:
        if _read(marker) == key:
            return
        _say(words)
        marker.write_text("begun", "ascii")
        _pip(lock, "--require-hashes", "--no-deps", "-r", str(locked))
        marker.write_text(key, "ascii")


def _stanza(name: str) -> str:
    """One package of the lock with its hashes: the build tools must be there before the others."""
    lines = LOCK.read_text("utf-8").splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = next(number for number in range(start, len(lines)) if not lines[number].rstrip().endswith("\\"))
    return "".join(lines[start : end + 1])


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
                    _say(_("Another run is busy with .venv; waiting for it."))
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _say(_("Another run is busy with .venv; waiting for it."))
                fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def _pip(lock: int, *args: str) -> None:
    how = ("--quiet", "--no-input", "--disable-pip-version-check", "--use-pep517", "--no-build-isolation")
    _step(lock, str(PYTHON), "-m", "pip", "install", *how, *args)


def _step(lock: int, *command: str) -> None:
    """Run one step of an installation; if it fails, show the end of its output and exit."""
    import subprocess

    kept = () if sys.platform == "win32" else (lock,)
    done = subprocess.run(
        command, cwd=ROOT, check=False, pass_fds=kept, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        said = done.stdout.decode("utf-8", "replace").split("\n")
        _say(*[line.rstrip() for line in said if line.strip()][-8:])
        _say(_("Nothing was run: .venv is not ready. Fix what is printed above, then run the same command again."))
        sys.exit(done.returncode if done.returncode > 0 else 128 - done.returncode)


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr, flush=True)


def _main() -> int:
    command, *given = sys.argv[1:] or ["--list"]
    if command in ("-l", "--list", "-h", "--help"):
        _list()
        return 0
    if command not in COMMANDS:
        from difflib import get_close_matches

        near = get_close_matches(command, COMMANDS, 1)
        fix = _("Did you mean '{guess}'?").format(guess=near[0]) if near else ""
        words = _("{command} is not a command; `{program} --list` lists them all. {fix}")
        _leave_for(words.format(program=TYPED, command=command, fix=fix).strip())
    _enter()
    return COMMANDS[command](given)


def __getattr__(name: str) -> object:
    """The tasks that `invoke` looks for, should anyone type that: each runs the command of its name."""
    if name != "ns":
        raise AttributeError(name)
    import subprocess

    from invoke.collection import Collection
    from invoke.tasks import Task

    def task(command: str, does: str) -> "Task[Callable[[object], None]]":
        def body(_context: object) -> None:
            given = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []
            sys.exit(subprocess.run([sys.executable, str(ROOT / "tasks.py"), command, *given], check=False).returncode)

        body.__doc__ = does
        return Task(body, name=command)

    return Collection(*(task(command, does) for command, does in _words().items()))


if __name__ == "__main__":
    from goodnews.__main__ import as_process

    as_process(_main)
