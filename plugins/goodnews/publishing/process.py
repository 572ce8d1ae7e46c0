"""Programs of the system that a publication runs: ssh, rsync, git."""

import os
import subprocess
from collections.abc import Sequence

from goodnews.language import _
from goodnews.publishing.store import Refused

WAIT = 1800  # seconds for one program; ssh and git give up a dead connection much sooner
# No question that nobody would answer, and no connection that hangs for ever.
SSH = ("ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15")
_PACKAGES = {"ssh": "openssh-client", "rsync": "rsync", "git": "git"}


def run(words: Sequence[str], data: bytes = b"", extra: dict[str, str] | None = None, cwd: str | None = None) -> bytes:
    """What a program prints.

    data    for its input
    extra   variables of its environment
    raises  Refused with the last thing it said, if it fails
    """
    done = attempt(words, data, extra, cwd)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise failed(words[0], said[-1] if said else str(done.returncode))
    return done.stdout


def attempt(
    words: Sequence[str], data: bytes = b"", extra: dict[str, str] | None = None, cwd: str | None = None
) -> "subprocess.CompletedProcess[bytes]":
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **(extra or {})}
    try:
        return subprocess.run(
            words, input=data, capture_output=True, check=False, timeout=WAIT, env=environment, cwd=cwd
        )
    except FileNotFoundError:
        raise lacking(words[0]) from None
    except subprocess.TimeoutExpired:
        raise failed(words[0], _("no answer for {minutes} minutes").format(minutes=WAIT // 60)) from None


def lacking(program: str) -> Refused:
    words = _("{program} is not installed here. On Debian and Ubuntu, run: sudo apt install {package}")
    return Refused(words.format(program=program, package=_PACKAGES[program]))


def failed(program: str, said: str) -> Refused:
    said = said.rstrip(".。")
    words = _("{program} failed: {said}. Readers have a whole site; once that is fixed, publish again.")
    return Refused(words.format(program=program, said=said.rstrip(".")))
