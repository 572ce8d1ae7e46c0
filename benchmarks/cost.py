"""`python benchmarks/cost.py TREE`: processor time that one request costs the ballot service of a checkout.

Run for an older checkout and for this one in turns, by the same loader on the same machine, so that their ratio means
something; `plain` in the place of a checkout is the least that could be done: Starlette, one INSERT, one commit. A
module of its own because it must import whichever checkout it is given, and nothing of another.
"""

import contextlib
import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PLAIN = "plain"
COUNT = 1500


def main(tree: str) -> None:
    """Print milliseconds of processor time as JSON: post, get."""
    if tree != PLAIN:
        sys.path.insert(0, tree)
        os.chdir(tree)
    from benchmarks.voters import drive

    with plain() if tree == PLAIN else service() as (port, pid, posts):
        drive([port], gets(100), lines=50)
        got = cost(pid, lambda: drive([port], gets(COUNT), lines=50)) if tree != PLAIN else 0.0
        posted = cost(pid, lambda: drive([port], posts, lines=50))
    print(json.dumps({"post": posted, "get": got}))


def cost(pid: int, load: Callable[[], Any]) -> float:
    """Milliseconds of processor time a request, of all that were answered with 200."""
    before = processor_time(pid)
    answers = load().answers
    time.sleep(0.3)
    wrong = {answer.status for answer in answers} - {200}
    if wrong:
        raise SystemExit(f"answers with status {wrong}")
    return (processor_time(pid) - before) / len(answers) * 1000


def processor_time(pid: int) -> float:
    """Seconds, of user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def gets(count: int) -> list[bytes]:
    """Forms asked for from many addresses."""
    dice = random.Random(5)
    addresses = (".".join(str(dice.randrange(1, 255)) for _ in range(4)) for _ in range(count))
    return [f"GET / HTTP/1.1\r\nhost: vote\r\nx-forwarded-for: {each}\r\n\r\n".encode() for each in addresses]


@contextlib.contextmanager
def service() -> Iterator[tuple[int, int, list[bytes]]]:
    """The ballot service of the checkout on SQLite: port, process, ballots."""
    from benchmarks.ballots import database, open_vote, serving
    from benchmarks.voters import requests

    with database("SQLite") as url, open_vote(url) as vote, serving(vote, url) as port:
        (pid,) = Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split()[-1:]
        yield port, int(pid), list(requests(vote, COUNT))


@contextlib.contextmanager
def plain() -> Iterator[tuple[int, int, list[bytes]]]:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
        free.close()
        command = [sys.executable, __file__, "serve", str(port), f"{folder}/box.sqlite3"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for _ in range(100):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.1)
            body = b"token=" + b"x" * 90 + b"&pick=N01&pick=N05&pick=N09&code=&word=&proof=" + b"y" * 800
            head = f"POST /vote HTTP/1.1\r\nhost: vote\r\ncontent-length: {len(body)}\r\n\r\n".encode()
            yield port, process.pid, [head + body] * COUNT
        finally:
            process.kill()
            process.wait()


def serve(port: int, path: str) -> None:
    """The least: a form is read, one row inserted and committed, a line answered."""
    from urllib.parse import parse_qsl

    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Route

    box = sqlite3.connect(path)
    box.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE ballots (picks TEXT)")

    async def cast(request: Request) -> Response:
        if request.method == "POST":
            picks = [value for name, value in parse_qsl((await request.body()).decode()) if name == "pick"]
            with box:
                box.execute("INSERT INTO ballots VALUES (?)", (" ".join(picks),))
        return PlainTextResponse("taken")

    routes = [Route("/vote", cast, methods=["POST"]), Route("/", cast, methods=["GET"])]
    uvicorn.run(Starlette(routes=routes), host="127.0.0.1", port=port, http="httptools", access_log=False)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1])) if sys.argv[1] == PLAIN else None
    serve(int(sys.argv[2]), sys.argv[3]) if sys.argv[1] == "serve" else main(sys.argv[1])
