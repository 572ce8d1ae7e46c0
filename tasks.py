"""Every command a person types: `python3 tasks.py --list`.

Runs on a bare Python. The first run makes .venv from the hashed lock; every later one only compares, then hands over
to the Python in .venv. Whatever is slow to import is imported where it is used: a run that does nothing should take
no time, and workers started by spawn import this file again.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - nothing has been installed yet that could say so
    sys.exit(f"Nuanwen needs Python 3.11 or newer; this is Python {sys.version_info[0]}.{sys.version_info[1]}.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
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
CATALOGUES = (  # what the site says, and what the vote says: domain, folder, where babel looks
    ("goodnews", "plugins/goodnews/locale", "babel.cfg"),
    ("ballot", "ballot/locale", "ballot/babel.cfg"),
)

HELP = {
    "build": {
        "why": "say why this page, given by its path in output/, is printed again or kept",
        "drafts": "show drafts and waiting stories too, in .cache/preview",
        "output": "another folder to print into",
        "today": "build as on this day, YYYY-MM-DD",
    },
    "check": {"content": "the folder to read"},
    "report": {"week": "such as 2026-W06; the present one if none is given"},
    "new": {"kind": "story, digest, top10 or page", "slug": "the file's name, for good", "title": "its title"},
    "serve": {"port": "the port to listen on", "drafts": "as in build", "output": "as in build"},
    "test": {"args": "arguments for pytest, in one string"},
}


# The tasks. The first argument of each is invoke's context, which none of them needs.


def build(_: object, why: str = "", drafts: bool = False, output: str = "", today: str = "") -> None:
    """Build the site: only the pages whose inputs changed are printed."""
    argv = ["build"]
    if output:
        argv += ["--output", output]
    if why:
        argv += ["--why", why]
    if drafts:
        argv += ["--drafts"]
    if today:
        argv += ["--today", today]
    _goodnews(argv)


def check(_: object, content: str = "content") -> None:
    """Check what editors wrote, and write nothing: every problem with its file and line."""
    _goodnews(["check", "--content", content])


def report(_: object, week: str | bool = "") -> None:
    """Say how a week stands: stories by section, who wrote, what waits, what the digest will lead with."""
    _goodnews(["report", *(["--week", week] if week and week is not True else [])])  # True: no week was named


def new(_: object, kind: str, slug: str, title: str = "") -> None:
    """Start a new file in content/: `new story luoyang-hotline`."""
    _goodnews(["new", kind, slug, *(["--title", title] if title else [])])


def serve(_: object, port: int = 8000, drafts: bool = False, output: str = "") -> None:
    """Build, serve on this machine only, and build again whenever a file changes."""
    argv = ["serve", "--port", str(port)]
    if output:
        argv += ["--output", output]
    if drafts:
        argv += ["--drafts"]
    _goodnews(argv)


def vote(_: object) -> None:
    """Hold the annual vote: `vote freeze 2026`, `vote --help`; see docs/vote.md."""
    _install_vote()
    if {"--chat", "--embedding"} & {argument.partition("=")[0] for argument in sys.argv}:
        _install_screeners()
    _exit_unless_zero(_run(sys.executable, "-X", "utf8", "-m", "ballot", *sys.argv[2:]))


def test(_: object, args: str = "") -> None:
    """Run the tests; pytest's own arguments go after --, as in `test -- -k digest`."""
    import shlex

    _install_dev()
    given = [*shlex.split(args), *_after_dashes()]
    own_workers = any(arg.startswith(("-n", "--numprocesses", "--pdb", "--trace")) for arg in given)
    _exit_unless_zero(_run(sys.executable, "-m", "pytest", *([] if own_workers else ["-n", "auto"]), *given))


def lint(_: object) -> None:
    """Run ruff, mypy and the import contracts; all of them, even if one fails."""
    _install_dev()
    codes = [
        _run(sys.executable, "-m", "ruff", "check"),
        _run(sys.executable, "-m", "ruff", "format", "--check"),
        _run(sys.executable, "-m", "mypy"),
        _run(str(PYTHON.with_name("lint-imports"))),
    ]
    _exit_unless_zero(max(map(abs, codes)))


def format_(_: object) -> None:
    """Mend what ruff can mend, and format every Python file."""
    _install_dev()
    code = _run(sys.executable, "-m", "ruff", "check", "--fix")
    _exit_unless_zero(_run(sys.executable, "-m", "ruff", "format") or code)


def bench(_: object) -> None:
    """Race the press (`bench`), or load the ballot service (`bench vote`); arguments for `bench` go after --."""
    if not (ROOT / "benchmarks").is_dir():
        sys.exit("There is no benchmarks/ folder here.")
    _install_dev()
    given = sys.argv[2:] if sys.argv[1:3] == ["bench", "vote"] else _after_dashes()
    _exit_unless_zero(_run(sys.executable, "-X", "utf8", "-m", "benchmarks", *given))


def translate(_: object) -> None:
    """Collect the messages of code and theme, bring the catalogues up to date, compile them."""
    _install_dev()
    (ROOT / ".cache").mkdir(exist_ok=True)
    for domain, locale, config in CATALOGUES:
        _translate(domain, locale, config)


def clean(_: object) -> None:
    """Remove output/ and .cache/, nothing else. Both come back with the next build."""
    import shutil

    for folder in (ROOT / "output", ROOT / ".cache"):
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(folder)


def _translate(domain: str, locale: str, config: str) -> None:
    template = f".cache/{domain}.pot"
    (ROOT / locale).mkdir(parents=True, exist_ok=True)
    babel = [sys.executable, "-m", "babel.messages.frontend", "-q"]
    extract = ["extract", "-F", config, "-o", template, "--project", "nuanwen", "--add-location", "file"]
    extract += ["--copyright-holder", "the Nuanwen contributors", "."]
    update = ["update", "-D", domain, "-i", template, "-d", locale, "--init-missing", "--no-fuzzy-matching"]
    _exit_unless_zero(_run(*babel, *extract))
    for name in LOCALES:
        _exit_unless_zero(_run(*babel, *update, "--ignore-pot-creation-date", "-l", name))
    _exit_unless_zero(_run(*babel, "compile", "-D", domain, "-d", locale))


def _goodnews(argv: list[str]) -> None:
    from goodnews.__main__ import main

    sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)  # invoke switched bytecode off
    _exit_unless_zero(main(argv))


def _run(*command: str) -> int:
    import subprocess

    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _after_dashes() -> list[str]:
    return sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []


def _exit_unless_zero(code: int) -> None:
    if code:
        sys.exit(code if code > 0 else 128 - code)


# The environment. Its markers are written last, so whatever interrupts an installation, the next run starts it anew.


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
    """Whether .venv is whole and of today's locks; what only some tasks need may be missing, but not be half there."""
    extras = ((VOTE_MARKER, _vote_key), (SCREENERS_MARKER, _screeners_key), (DEV_MARKER, _dev_key))
    whole = all(_read(marker) in ("", key()) for marker, key in extras)
    return PYTHON.exists() and _read(MARKER) == _key() and whole


def _enter() -> None:
    """Go on in .venv's Python, making .venv first if need be; return at once if this is it."""
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


def _make() -> None:
    from importlib.util import find_spec
    from time import monotonic

    if not (find_spec("venv") and find_spec("ensurepip")):
        package = f"python3.{sys.version_info.minor}-venv"
        sys.exit(f"This Python lacks its venv module. On Debian and Ubuntu, run: sudo apt install {package}")
    with _alone() as lock:
        if _ready():  # another run made it while we waited
            return
        _say("Making .venv: on the first run, or after a change of the locks. It takes some seconds.")
        begin = monotonic()
        _step(lock, getattr(sys, "_base_executable", sys.executable), "-m", "venv", "--clear", str(VENV))
        backend = VENV / "backend.lock"
        backend.write_text(_stanza("setuptools"), "utf-8")
        _pip(lock, "--require-hashes", "--no-deps", "-r", str(backend))
        _pip(lock, "--require-hashes", "--no-deps", "-r", str(LOCK))
        _pip(lock, "--no-deps", "-e", str(ROOT))
        MARKER.write_text(_key(), "ascii")
        _say(f".venv is ready ({monotonic() - begin:.0f} s).")


def _install_vote() -> None:
    _install(VOTE_LOCK, VOTE_MARKER, _vote_key(), "Installing what the vote needs into .venv.")


def _install_screeners() -> None:
    _install(SCREENERS_LOCK, SCREENERS_MARKER, _screeners_key(), "Installing two screeners into .venv (50 MB).")


def _install_dev() -> None:
    """Add the tools for development, and what they test and type-check: the vote is part of that."""
    _install_vote()
    _install_screeners()
    _install(DEV_LOCK, DEV_MARKER, _dev_key(), "Installing the tools for development into .venv.")


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
    """One package of the lock with its hashes: what builds the others has to be there before them."""
    lines = LOCK.read_text("utf-8").splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = next(number for number in range(start, len(lines)) if not lines[number].rstrip().endswith("\\"))
    return "".join(lines[start : end + 1])


@contextmanager
def _alone() -> Iterator[int]:
    """Hold .venv against other runs. pip inherits the lock: one whose parent was killed ends before another begins."""
    with (ROOT / ".venv.lock").open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # gives up after ten seconds
                    break
                except OSError:
                    _say("Another run is busy with .venv; waiting for it.")
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _say("Another run is busy with .venv; waiting for it.")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def _pip(lock: int, *args: str) -> None:
    how = ("--quiet", "--no-input", "--disable-pip-version-check", "--use-pep517", "--no-build-isolation")
    _step(lock, str(PYTHON), "-m", "pip", "install", *how, *args)


def _step(lock: int, *command: str) -> None:
    """Run one step of an installation; if it fails, show the end of what it said and leave."""
    import subprocess

    kept = () if sys.platform == "win32" else (lock,)
    done = subprocess.run(
        command, cwd=ROOT, check=False, pass_fds=kept, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        said = done.stdout.decode("utf-8", "replace").split("\n")
        _say(*[line.rstrip() for line in said if line.strip()][-8:])
        _say("Nothing was run: .venv is not ready. Once what stands above is mended, run the same command again.")
        _exit_unless_zero(done.returncode)


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr, flush=True)


def _main() -> None:
    try:
        _enter()
    except KeyboardInterrupt:
        sys.exit("Interrupted. The next run starts the installation anew.")
    os.chdir(ROOT)
    # Importing invoke takes 80 ms, longer than a build with nothing to do: a daily command without options needs none.
    daily = {body.__name__: body for body in (build, check, serve)}
    if len(sys.argv) == 2 and sys.argv[1] in daily:
        daily[sys.argv[1]](None)
        from goodnews.__main__ import leave

        leave(0)
    if sys.argv[1:2] == ["vote"]:  # has commands of its own, and reads their options itself
        return vote(None)
    if sys.argv[1:3] == ["bench", "vote"]:  # or invoke would run two tasks
        return bench(None)
    from invoke.collection import Collection
    from invoke.program import Program
    from invoke.tasks import Task

    tasks = Collection()
    for body in (build, check, report, new, serve, vote, test, lint, format_, bench, translate, clean):
        tasks.add_task(Task(body, name=body.__name__.rstrip("_"), help=HELP.get(body.__name__), optional=("week",)))
    program = Program(name="nuanwen", binary="tasks.py", namespace=tasks, version="0.1.0")
    program.run(["tasks.py", *sys.argv[1:]])


if __name__ == "__main__":
    _main()
