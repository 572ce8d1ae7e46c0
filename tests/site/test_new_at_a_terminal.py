"""`new` at a terminal: a real one, by a pseudo terminal."""

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time

import pytest

from tests.builders import ROOT
from tests.shell import Shell


@pytest.mark.parametrize("words", [["new"], ["new", "story"]])
def test_without_a_terminal_nothing_is_asked(shell: Shell, words: list[str]):
    done = shell.run(*words)
    assert done.returncode == 2
    assert "the following arguments are required: " in done.stderr


def at_a_terminal(shell: Shell, typed: bytes) -> tuple[int, str]:
    """Run `new` at a pseudo terminal. Returns its exit code, and what was seen."""
    here, there = pty.openpty()
    environment = {
        **os.environ,
        "LANGUAGE": "en",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(ROOT / "plugins"),
        "TERM": "dumb",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "goodnews", "new"],
        cwd=shell.desk.folder,
        env=environment,
        stdin=there,
        stdout=there,
        stderr=there,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C reaches it
    )
    os.close(there)
    seen, lines = b"", typed.split(b"|")
    deadline = time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            ready, _w, _x = select.select([here], [], [], 0.3)
            if ready:
                try:
                    data = os.read(here, 4096)
                except OSError:
                    break
                if not data:
                    break
                seen += data
            elif process.poll() is not None:
                break
            elif lines:
                os.write(here, lines.pop(0))
        return process.wait(timeout=30), seen.decode("utf-8", "replace")
    finally:
        if process.poll() is None:
            process.kill()
        os.close(here)


def test_terminal_asks_and_the_file_is_there(shell: Shell):
    code, seen = at_a_terminal(shell, "1\n|新的一篇\n|2\n|洛阳\n|2026-05-01\n|new-one\n".encode())
    assert code == 0, seen
    assert seen.rstrip().endswith("content/stories/2026/new-one.md")
    assert "title: '新的一篇'" in (shell.desk.content / "stories/2026/new-one.md").read_text("utf-8")


@pytest.mark.parametrize("title", ["", "  "])
def test_an_empty_title_is_not_taken_for_none(shell: Shell, title: str):
    done = shell.run("new", "story", "fresh", "--title", title)
    assert done.returncode == 2
    assert "argument --title: it is empty" in done.stderr
    assert not list(shell.desk.content.rglob("fresh.md"))


def test_control_c_leaves_nothing_behind(shell: Shell):
    before = sorted(shell.desk.content.rglob("*"))
    code, seen = at_a_terminal(shell, "1\n|新的一篇\n|\x03".encode())
    assert code == 130, seen
    assert "Traceback" not in seen
    assert sorted(shell.desk.content.rglob("*")) == before
