"""Every command a person types: `python3 tasks.py --list`.

Runs on a bare Python and hands over to the Python in .venv (`tools/environment.py`). Whatever is slow to import is
imported where it is used: a run that does nothing should take no time, and workers started by spawn import this file
again.

A command runs where its user stands: paths it is given, and paths it prints, are relative to there.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "plugins")]

from goodnews.language import _  # noqa: E402 - in the terminal's language from the first line on; needs no package

if sys.version_info < (3, 11):  # noqa: UP036 - nothing has been installed yet that could say so
    words = _("Nuanwen needs Python 3.11 or newer; this is Python {version}. Get one from https://www.python.org/.")
    sys.exit(words.format(version="{}.{}".format(*sys.version_info)))

from tools import environment  # noqa: E402 - needs the messages, and a Python that is new enough

LOCALES = ("en", "zh_CN")
CATALOGUES = (  # messages of the site and of the vote: domain, folder, where babel looks
    ("goodnews", "plugins/goodnews/locale", "babel.cfg"),
    ("ballot", "ballot/locale", "ballot/babel.cfg"),
)
TYPED = "python3 tasks.py"  # how messages name this program


# The commands. Each gets the arguments that follow its name.


def newsroom(command: str, given: list[str]) -> int:
    """What `goodnews.arguments` lists: the newsroom reads their options itself."""
    from goodnews.__main__ import main

    where = [] if command == "init" else ["--settings", os.path.relpath(ROOT / "pelicanconf.py")]
    return main([command, *where, *given], TYPED)


def publish(given: list[str]) -> int:
    """What only buckets need is installed when one is asked for."""
    return _with("boto3", environment.PUBLISH, "publish", given)


def _with(library: str, part: environment.Part, command: str, given: list[str]) -> int:
    """A command of the newsroom, once more if it lacked a library that few commands need."""
    try:
        return newsroom(command, given)
    except ModuleNotFoundError as error:
        if error.name != library:
            raise
        environment.install(part)
        return newsroom(command, given)


def vote(given: list[str]) -> int:
    """It has its own commands and options; its folders are this project's, wherever its user stands."""
    environment.install(environment.VOTE)
    if {"--chat", "--embedding"} & {word.partition("=")[0] for word in given}:
        environment.install(environment.SCREENERS)
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
    environment.install(environment.DEV)
    words = [_from_here(word) for word in given if word != "--"]
    if _opens_pages(words):
        browser = _browser()
        if not browser:
            return 1
        os.environ["NUANWEN_BROWSER"] = browser
    own_workers = any(word.startswith(("-n", "--numprocesses", "--pdb", "--trace")) for word in words)
    # Each worker takes neighbours, so that what they share is made once; the first one done helps the others.
    workers = () if own_workers else ("-n", "auto", "--dist", "worksteal")
    pytest = (sys.executable, "-m", "pytest", *workers, *words)
    os.environ["PYTHONUTF8"] = "1"
    # Commands of the tests start as an editor's do: what they import is compiled, and what they print is buffered.
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
        os.environ.pop(name, None)
    os.chdir(ROOT)
    return _become(sys.executable, str(ROOT / "tests/watchman.py"), *pytest)


def lint(given: list[str]) -> int:
    """ruff, mypy and the import contracts; all of them, even if one fails."""
    _takes_nothing(given)
    environment.install(environment.DEV)
    codes = [
        _run(sys.executable, "-m", "ruff", "check"),
        _run(sys.executable, "-m", "ruff", "format", "--check"),
        _run(sys.executable, "-m", "mypy"),
        _run(str(environment.PYTHON.with_name("lint-imports"))),
    ]
    return max(map(abs, codes))


def format_(given: list[str]) -> int:
    _takes_nothing(given)
    environment.install(environment.DEV)
    code = _run(sys.executable, "-m", "ruff", "check", "--fix")
    return _run(sys.executable, "-m", "ruff", "format") or code


def bench(given: list[str]) -> int:
    environment.install(environment.DEV)
    words = [_from_here(word) for word in given if word != "--"]
    os.chdir(ROOT)
    return _become(sys.executable, "-X", "utf8", "-m", "benchmarks", *words)


def translate(given: list[str]) -> int:
    _takes_nothing(given)
    environment.install(environment.DEV)
    (ROOT / ".cache").mkdir(exist_ok=True)
    return next((code for catalogue in CATALOGUES if (code := _translate(*catalogue))), 0)


def schema(given: list[str]) -> int:
    _takes_nothing(given)
    os.chdir(ROOT)
    return _run(sys.executable, "-m", "tools.schema")


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
    """What pages on paper need is installed when some are to be printed."""
    return lambda given: _with("typst", environment.PAPER, command, given)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    **{
        command: _newsroom(command)
        for command in (
            "init",
            "build",
            "check",
            "report",
            "import",
            "fetch-images",
            "editions",
            "send",
            "verify",
            "new",
            "serve",
            "admin",
        )
    },
    **{"publish": publish, "vote": vote, "test": test, "lint": lint, "format": format_, "bench": bench},
    **{"translate": translate, "schema": schema, "clean": clean},
}


def _words() -> dict[str, str]:
    """What each command does, in the language of the terminal."""
    from goodnews.arguments import commands

    known = commands()
    del known["lock"]  # a newsroom's; this repository has locks of its own
    return {
        **known,
        "test": _("run the tests; what follows goes to pytest: `test -k digest`"),
        "lint": _("run ruff, mypy and the import contracts"),
        "format": _("fix what ruff can fix, and format every Python file"),
        "bench": _("race the press, or load the ballot service: `bench vote`"),
        "translate": _("collect the messages of code and theme, bring the catalogues up to date, compile them"),
        "schema": _("write the JSON Schemas, settings and snippets that text editors use, after a change of a field"),
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
    environment.say(reason)
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
    update = [
        "update",
        "--ignore-obsolete",
        "-D",
        domain,
        "-i",
        template,
        "-d",
        locale,
        "--init-missing",
        "--no-fuzzy-matching",
    ]
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


def _main() -> int:
    command, *given = sys.argv[1:] or ["--list"]
    if command in ("-l", "--list", "-h", "--help"):
        _list()
        return 0
    if command not in COMMANDS:
        from goodnews.arguments import no_command

        _leave_for(no_command([command, *given], [*COMMANDS, "--list", "--help"], f"{TYPED} --list"))
    environment.enter()
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
