"""A stopwatch for whole processes: wall time, CPU time, and the memory of all of them together."""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

EVERY = 0.05  # seconds between two looks at the memory
REST = 50  # times as long as a look took is waited after it, if that is longer: looking stays below 2% of a core
PROC = Path("/proc")
WARM = 1 << 30  # bytes of memory that are asked for and given back before the clock starts


class Failed(Exception):
    """A command that ended with an error; carries what it said."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one command took."""

    wall: float  # seconds
    cpu: float  # seconds of user and system time, of the process and all it waited for
    memory: int  # bytes, at the highest
    said: str


def timed(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Reading:
    """Run a command to its end.

    environment  names added to this process's own
    raises       Failed
    """
    os.sync()  # what others have written is not written out on this one's time
    subprocess.run([sys.executable, "-c", f"bytes([1]) * {WARM}"], check=True)  # nor memory fetched from a VM's host
    with tempfile.TemporaryFile() as said:
        began = perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # its processes are found, and ended, by their session
        )
        try:
            with Watch(process.pid) as watch:
                _pid, status, usage = os.wait4(process.pid, 0)
                wall = perf_counter() - began
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    if process.returncode:
        raise Failed(f"{' '.join(command)}: status {process.returncode}\n{text[-2000:]}")
    most = watch.most
    if usage.ru_maxrss > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss or not most:  # else it may be our own
        most = max(most, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
    return Reading(wall, usage.ru_utime + usage.ru_stime, most, text)


class Watch:
    """Looks at the memory of all processes of a session until it is left.

    Of one process, its highest resident size; of several, their proportional sizes, in which pages that they share
    count once. Linux alone tells these; elsewhere `most` stays 0, and the largest single process has to do.
    """

    def __init__(self, session: int) -> None:
        self.most = 0
        self._session = session
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        if (PROC / "self/smaps_rollup").exists():
            self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _look(self) -> None:
        rest = EVERY
        while not self._over.wait(rest):
            began = perf_counter()
            members = _members(self._session)
            if len(members) == 1:
                size = _told(members[0], "status", "VmHWM:")
            else:
                size = sum(_told(member, "smaps_rollup", "Pss:") for member in members)
            self.most = max(self.most, size)
            rest = max(EVERY, REST * (perf_counter() - began))


def _members(session: int) -> list[int]:
    found = []
    for name in os.listdir(PROC):
        if name.isdecimal():
            try:
                if os.getsid(int(name)) == session:
                    found.append(int(name))
            except OSError:
                continue  # it has ended, or is none of ours
    return found


def _told(pid: int, file: str, name: str) -> int:
    """One size in bytes of those that a file of /proc tells."""
    try:
        lines = (PROC / str(pid) / file).read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0  # it has ended
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name)), 0)
