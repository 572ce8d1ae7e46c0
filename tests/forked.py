"""Commands in processes that have loaded everything already: what a start costs is paid once, not by each test.

A server waits with all that commands import, and with the templates of our theme; each command is a fork of it, with
its own folder, environment and output. What a start itself does is tested by real ones: `tests/site/test_terminal.py`,
`test_tasks.py`, `test_init.py`, `test_package.py`.
"""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any, cast

LOADED = "tests.loaded"
SET_AT_THE_START = {"LANGUAGE": "en", "PYTHONUTF8": "1", "COLUMNS": "60"}  # what libraries read when they are imported


class Process:
    """What tests ask of `subprocess.Popen`."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self.pid = cast(int, process.pid)

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired([self._process.name], timeout or 0)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def begin(
    module: str,
    words: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    out: Path,
    err: Path | None = None,
    lasting: bool = False,
) -> Process:
    """Start `python -m MODULE WORD...` in a folder.

    out, err  files for what it prints; without `err` all goes to `out`
    lasting   whether it ends with the tests at the latest, and starts no workers
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([LOADED])
    before = dict(os.environ)
    os.environ.update(SET_AT_THE_START)
    told = (module, list(words), str(folder), dict(environment), str(out), str(err) if err else "")
    process = context.Process(target=_command, args=told, daemon=lasting)
    with _no_main():
        try:
            forkserver.ensure_running()
        finally:
            os.environ.clear()
            os.environ.update(before)
        process.start()
    return Process(process)


@contextmanager
def _no_main() -> Iterator[None]:
    """Start processes that do not run the script again which this process runs: it may be anybody's."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def run(
    module: str, words: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """What `python -m MODULE WORD...` does in a folder."""
    with TemporaryDirectory() as kept:
        out, err = Path(kept, "out"), Path(kept, "err")
        process = begin(module, words, folder, environment, out, err)
        try:
            code = process.wait(seconds)
        finally:
            process.kill()
        return subprocess.CompletedProcess(
            [module, *words], code, out.read_text("utf-8"), err.read_text("utf-8") if err.exists() else ""
        )


def _command(module: str, words: list[str], folder: str, environment: dict[str, str], out: str, err: str) -> None:
    """In the process itself: be as if just started."""
    for number, path in ((0, os.devnull), (1, out), (2, err)):
        if path:
            flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND
            opened = os.open(path, flags, 0o666)
            os.dup2(opened, number)
            os.close(opened)
    if not err:
        os.dup2(1, 2)
    sys.stdin, sys.stdout, sys.stderr = (_stream(number) for number in range(3))
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    time.tzset()
    for name in [name for name in sys.modules if name.endswith(".language")]:
        for word, cached in vars(sys.modules[name]).items():
            # A site's own catalogue depends on no environment, and the templates are remembered by it.
            if word != "catalogue" and hasattr(cached, "cache_clear"):
                cached.cache_clear()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.dont_write_bytecode = True  # of settings: all else is imported, and tests look at what lies beside them
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _stream(number: int) -> Any:
    errors = "backslashreplace" if number == 2 else "strict"
    return open(number, "r" if number == 0 else "w", encoding="utf-8", errors=errors, closefd=False)
