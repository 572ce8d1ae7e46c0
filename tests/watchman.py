"""Runs a command in its own session, and ends whatever the command started when it is over or nobody waits for it.

A run of tests that is killed cannot stop the servers and browsers it began, and some of those leave its process group.
So the command has a parent that outlives whoever typed it: it adopts every orphan below it (on Linux), and kills them
all when the command has ended, or when its pipe to the terminal's process closes.

    python tests/watchman.py COMMAND ARGUMENT...
"""

import os
import select
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36  # of Linux's <linux/prctl.h>
ROUND = 0.2  # seconds between two looks at the command
ENDINGS = ("SIGINT", "SIGTERM", "SIGHUP")  # what ends a command from outside, where the system knows it


def main(command: list[str]) -> int:
    """Run the command and wait for it.

    returns  its exit status, or 128 and the number of the signal that ended it
    """
    if sys.platform == "win32":
        return subprocess.run(command, check=False).returncode
    reading, writing = os.pipe()
    watch = os.fork()
    if watch == 0:
        os.close(writing)
        os.setsid()
        status = 1
        try:
            status = _watch(command, reading)
        finally:
            os._exit(status)
    os.close(reading)
    for name in ENDINGS:  # the other session does not hear the terminal
        signal.signal(getattr(signal, name), lambda number, _frame: os.kill(watch, number))
    return _exit_status(os.waitstatus_to_exitcode(os.waitpid(watch, 0)[1]))


def _watch(command: list[str], pipe: int) -> int:
    """Stand between the command and the world.

    pipe  reads as ended once the process that waits for us is gone
    """
    _adopt_orphans()
    ended = False
    interrupted = False

    def end(number: int, _frame: object) -> None:
        nonlocal ended, interrupted
        if number == signal.SIGINT:
            interrupted = True
        else:
            ended = True

    for name in ENDINGS:
        signal.signal(getattr(signal, name), end)
    process = subprocess.Popen(command)
    while process.poll() is None and not ended:
        if interrupted:  # pytest shuts down properly without help
            interrupted = False
            process.send_signal(signal.SIGINT)
        if select.select([pipe], [], [], ROUND)[0]:
            ended = True
    for name in ENDINGS:
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    _end_all_below(os.getpid())
    return _exit_status(process.returncode if process.returncode is not None else -signal.SIGTERM)


def _adopt_orphans() -> None:
    """From now on a process below us whose parent ends becomes our child. Linux alone can do so."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _end_all_below(root: int) -> None:
    while below := _below(root):
        for pid in below:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                continue
        except ChildProcessError:
            return
        time.sleep(0.02)


def _below(root: int) -> list[int]:
    """Every process that descends from one."""
    children: dict[int, list[int]] = defaultdict(list)
    for pid, parent in _processes():
        children[parent].append(pid)
    found = list(children[root])
    for pid in found:
        found += children[pid]
    return found


def _processes() -> list[tuple[int, int]]:
    """Number and parent of every process."""
    if not Path("/proc/self/stat").exists():
        asked = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=False)
        return [(int(pid), int(parent)) for pid, parent in map(str.split, asked.stdout.splitlines())]
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text("utf-8", "replace")
            except OSError:  # it has just ended
                continue
            found.append((int(folder.name), int(stat.rpartition(")")[2].split()[1])))
    return found


def _exit_status(code: int) -> int:
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
