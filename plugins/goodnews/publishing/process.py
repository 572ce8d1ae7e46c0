"""Programs of the system that a publication runs: ssh, rsync, git."""

import os
import subprocess
from collections.abc import Sequence

from goodnews.language import _
from goodnews.publishing.store import Failed, NotPublished

WAIT = 1800  # seconds for one program; ssh and git give up a dead connection much sooner
# No question that nobody would answer, and no connection that hangs for ever.
SSH = ("ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15")
ENGLISH = {"LC_ALL": "C.UTF-8", "LANGUAGE": ""}  # what a program says is read; git would follow LANGUAGE all the same
_GIT_REASONS = ("fatal:", "! [remote rejected]", "! [rejected]", "error:")
_GIT_ASIDES = ("remote:", "hint:", "warning:", "To ", "From ", "error:")
_PACKAGES = {"ssh": "openssh-client", "rsync": "rsync", "git": "git"}


def run(words: Sequence[str], data: bytes = b"", extra: dict[str, str] | None = None, cwd: str | None = None) -> bytes:
    """What a program prints.

    data    for its input
    extra   variables of its environment
    raises  NotPublished with its own reason, if it fails
    """
    done = attempt(words, data, extra, cwd)
    if done.returncode:
        raise failure_of(words[0], done)
    return done.stdout


def attempt(
    words: Sequence[str], data: bytes = b"", extra: dict[str, str] | None = None, cwd: str | None = None
) -> "subprocess.CompletedProcess[bytes]":
    environment = {**os.environ, **ENGLISH, **(extra or {})}
    try:
        return subprocess.run(
            words, input=data, capture_output=True, check=False, timeout=WAIT, env=environment, cwd=cwd
        )
    except FileNotFoundError:
        raise lacking(words[0]) from None
    except subprocess.TimeoutExpired:
        raise failed(words[0], _("no answer for {minutes} minutes").format(minutes=WAIT // 60)) from None


def lacking(program: str) -> NotPublished:
    words = _("{program} is not installed here. On Debian and Ubuntu, run: sudo apt install {package}")
    return NotPublished(words.format(program=program, package=_PACKAGES[program]))


def failed(program: str, reason: str) -> Failed:
    return Failed(_("{program} failed: {reason}.").format(program=program, reason=reason.rstrip(".。")))


def failure_of(program: str, done: "subprocess.CompletedProcess[bytes]") -> Failed:
    """What to say of a program that has failed."""
    return failed(program, reason_of(program, done.stderr.decode("utf-8", "replace")) or str(done.returncode))


def reason_of(program: str, said: str) -> str:
    """The line in which a program says why it failed; "" if it says nothing.

    git ends with advice, and rsync with what it was doing: the reason stands before, after what ssh said if it is ssh
    that failed. Other programs end with it.
    """
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if program == "git":
        first = next((at for mark in _GIT_REASONS for at, line in enumerate(lines) if line.startswith(mark)), None)
        if first is not None:
            of_ssh = [line for line in lines[:first] if not line.startswith(_GIT_ASIDES)] if first else []
            return ": ".join([*of_ssh[-1:], lines[first]])
    if program == "rsync":
        return next((line for line in lines if not line.startswith("rsync error:")), lines[0] if lines else "")
    return lines[-1] if lines else ""
