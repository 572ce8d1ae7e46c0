"""The command line: `python -m goodnews build`, or another of the commands in `BODIES`."""

import codecs
import contextlib
import gc
import locale
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from goodnews import __version__
from goodnews.arguments import CONF, commands, no_command, parser_of
from goodnews.commands import content, issue, newsroom, site
from goodnews.commands.configuration import Unusable
from goodnews.installation import IS_PACKAGE, PROGRAM, getting
from goodnews.language import _, refusal

BODIES = {
    "init": newsroom.init,
    "lock": newsroom.lock,
    "build": site.build,
    "check": content.check,
    "report": content.report,
    "import": content.import_,
    "fetch-images": content.fetch_images,
    "editions": issue.editions,
    "send": issue.send,
    "publish": site.publish,
    "verify": site.verify,
    "new": content.new,
    "serve": site.serve,
    "admin": site.admin,
}


def main(argv: list[str], program: str = PROGRAM if IS_PACKAGE else "python -m goodnews") -> int:
    """Run one command.

    argv     without the program's name
    program  its name, as messages write it
    returns  the exit status: 0, or 1 when something must be fixed
    raises   SystemExit with 2 for arguments that no command has; KeyboardInterrupt
    """
    if argv[:1] == ["vote"]:
        return _become("ballot", argv[1:])
    known = (*commands(), "--help", "-h", "--version")
    if argv and argv[0] not in known:
        print(no_command(argv, known, f"{program} --help"), file=sys.stderr)
        return 2
    options, rest = parser_of(program, __version__, BODIES).parse_known_args(argv)
    if rest:
        options.parser.refuse(rest)
    gc.disable()  # a build soon ends, and most of what it makes lives until then
    for name, is_there in (("content", os.path.isdir), ("settings", os.path.isfile)):
        path = getattr(options, name, "")
        if path and not is_there(path):
            words = {
                "content": _("{path} is not a folder; check --content"),
                "settings": _("{path} is not a file; check --settings"),
            }
            above = _newsroom_above() if path == CONF else ""
            refused = (
                _("{path} is not here but in {folder}: go there first, by `cd {folder}`") if above else words[name]
            )
            print(refused.format(path=path, folder=above), file=sys.stderr)
            return 1
    try:
        return int(options.command(options))
    except Unusable as error:
        print(error, file=sys.stderr)
    except Exception as error:
        from goodnews.problem import ContentError  # needs a package, and `--list` is told before there is one

        if not isinstance(error, ContentError):
            raise
        print(*error.problems, sep="\n", file=sys.stderr)  # of settings or registries
    return 1


def _newsroom_above() -> str:
    """The nearest folder above that has settings, as one goes there; '' if none has."""
    folder = ".."
    while not os.path.isfile(f"{folder}/{CONF}"):
        if os.path.samefile(folder, f"{folder}/.."):
            return ""
        folder += "/.."
    return folder


def nuanwen() -> NoReturn:
    """The command `nuanwen` of the package: Chinese in any locale."""
    as_process(_as_typed)


def _as_typed() -> int:
    if not sys.flags.utf8_mode and codecs.lookup(locale.getpreferredencoding(False)).name != "utf-8":
        return _become("goodnews", sys.argv[1:])
    return main(sys.argv[1:])


def _become(module: str, given: list[str]) -> int:
    """Continue as another program, such as the vote, which is one of its own: what ends this one ends that."""
    command = [sys.executable, "-X", "utf8", "-m", module, *given]
    if sys.platform == "win32":
        import subprocess

        return subprocess.run(command, check=False).returncode
    os.execv(sys.executable, command)


def as_process(body: Callable[[], int]) -> NoReturn:
    """Run a command and exit with its status; no traceback if the terminal or the system refuses something."""
    if sys.stdin is None:  # closed by the caller, as the others may be
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - for good
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for good
        else:
            stream.reconfigure(errors="backslashreplace")  # escapes what this terminal cannot show
    try:
        try:
            code = body()
        except SystemExit as left:  # also of `--help`, which has printed
            code = _status(left.code)
        sys.stdout.flush()
    except BrokenPipeError:  # `check | head`: the reader has read enough
        code = 1
    except KeyboardInterrupt:
        print(file=sys.stderr)
        code = 130  # as shells report Ctrl-C
    except OSError as error:  # no space, no permission: one line, wherever it happens
        print(refusal(error), file=sys.stderr)
        code = 1
    except ModuleNotFoundError as error:  # the code was brought up to date, its environment not yet
        if (error.name or "goodnews").partition(".")[0] == "goodnews":
            raise
        words = _("{name} is missing: the packages are older than the code. Run `{command}`, which gets them.")
        if IS_PACKAGE:
            words = _("{name} is missing. Run `{command}`, which gets it.")
        print(words.format(name=error.name, command=getting(error.name or "")), file=sys.stderr)
        code = 1
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    os._exit(code)  # skips freeing a large archive's objects one by one


def _status(code: object) -> int:
    if code is None or isinstance(code, int):
        return code or 0
    print(code, file=sys.stderr)
    return 1


if __name__ == "__main__":
    as_process(lambda: main(sys.argv[1:]))
