"""An open vote in a folder, real services on it, and a voter who talks to them as a browser does."""

import base64
import contextlib
import datetime
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import altcha
import httpx

from ballot import codes, opening, rules
from ballot.box import Box
from ballot.entry import Entry
from ballot.leaf import receipt_of
from ballot.vote import Folders, read
from tests import forked
from tests.ballot.votes import a_vote

ROOT = Path(__file__).parents[2]
MODULE = ("-m", "ballot")
EARLIER = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=400)


def local(hours: float) -> str:
    """A local time in the rules' zone, this many hours from now."""
    there = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))) + datetime.timedelta(hours=hours)
    return there.strftime("%Y-%m-%dT%H:%M")


def open_vote(
    folder: Path,
    database: str = "",
    *,
    opens: float = -1,
    closes: float = 24,
    count: int = 30,
    members: int = 0,
    **rules_changed: str,
) -> tuple[Folders, tuple[str, ...]]:
    """An open vote on disk with its box, and the members' codes.

    database        address; without it the box is the SQLite file
    opens, closes   hours from now
    rules_changed   as `votes.a_vote` takes them
    """
    made = codes.make(members, os.urandom)
    lines = {
        "opens": f'"{local(opens)}"',
        "closes": f'"{local(closes)}"',
        "draw": '{what = "试验", when = "2099-01-01T00:00"}',
    }
    vote = a_vote(folder, count, **(lines | rules_changed))
    roll = sorted(codes.double_hash(code) for code in made)
    (vote.public / "roll.txt").write_text("".join(f"{line}\n" for line in roll), "ascii")
    opened = opening.open_vote(opening.freeze(read(vote), EARLIER), EARLIER)
    begin, end = rules.instants(opened.rules)
    with Box(database or box_file(vote)) as box:
        box.make(opened.commitment, int(begin.timestamp()), int(end.timestamp()))
    return vote, made


def box_file(vote: Folders) -> str:
    """The address of the SQLite file of a vote."""
    return f"sqlite:///{vote.private / 'box.sqlite3'}"


@dataclass
class Service:
    """A running service in its own process."""

    process: subprocess.Popen[str] | forked.Process
    port: int
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """As a power cut does it."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """As systemd does it. Returns the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def journal(self) -> list[dict[str, Any]]:
        """The lines of the journal so far; each must be JSON."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]

    def faults(self) -> list[dict[str, Any]]:
        return [line for line in self.journal() if line["event"] == "fault"]


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def launch(vote: Folders, database: str = "", port: int = 0, main: tuple[str, ...] = MODULE) -> Service:
    """Start a service; the caller ends it."""
    port = port or free_port()
    words = ["serve", "2026", "--port", str(port)]
    words += ["--public", str(vote.public), "--private", str(vote.private), "--site", "https://nuanwen.example"]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database:
        environment["DATABASE_URL"] = database
    log = vote.private / f"log-{port}-{secrets.token_hex(2)}.txt"
    if main == MODULE:
        return Service(forked.begin("ballot", words, ROOT, environment, log, lasting=True), port, log)
    command = [sys.executable, "-X", "utf8", *main, *words]
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, text=True, cwd=ROOT, env=environment)
    return Service(process, port, log)


def start(vote: Folders, database: str = "", port: int = 0, main: tuple[str, ...] = MODULE) -> Service:
    """Start a service and wait until it is ready; the caller ends it."""
    service = launch(vote, database, port, main)
    try:
        wait_until_ready(service)
    except BaseException:
        service.kill()
        raise
    return service


def wait_until_ready(service: Service, seconds: float = 30) -> None:
    def ready() -> bool:
        assert service.process.poll() is None, f"the service ended: {service.log.read_text('utf-8')}"
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{service.address}/ready", timeout=2).status_code == 200
        return False

    until(ready, lambda: f"the service is not ready: {service.log.read_text('utf-8')}", seconds)


def until(holds: Callable[[], bool], what: Callable[[], str], seconds: float = 30) -> None:
    """Wait until a condition holds; fail with `what` if it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"after {seconds} s: {what()}"
        time.sleep(0.05)


@contextlib.contextmanager
def serving(vote: Folders, database: str = "", main: tuple[str, ...] = MODULE) -> Iterator[Service]:
    """A service until the end of the block."""
    service = start(vote, database, main=main)
    try:
        yield service
    finally:
        service.kill()


@dataclass
class Polled:
    """An open vote, its members' codes, and a service that takes its ballots."""

    vote: Folders
    codes: tuple[str, ...]
    service: Service
    database: str  # address
    _used: int = 0

    def voter(self, script: bool = True) -> "Voter":
        return Voter(self.service, script=script)

    def code(self) -> str:
        """A member's code that no other test uses."""
        self._used += 1
        return self.codes[self._used - 1]

    def entries(self) -> list[Entry]:
        with Box(self.database) as box:
            return list(box.entries())

    def receipts(self) -> list[str]:
        """Of every ballot in the box, sorted."""
        return sorted(receipt_of(entry.leaf) for entry in self.entries())

    def entry(self, receipt: str) -> Entry:
        (found,) = (entry for entry in self.entries() if receipt_of(entry.leaf) == receipt)
        return found


@contextlib.contextmanager
def polled(folder: Path, database: str = "", main: tuple[str, ...] = MODULE, **changed: Any) -> Iterator[Polled]:
    """An open vote with its service, which is ended at the end."""
    vote, made = open_vote(folder, database, **changed)
    with serving(vote, database, main) as service:
        yield Polled(vote, made, service, database or box_file(vote))


@dataclass
class Form:
    """What a browser holds after opening the form."""

    token: str
    challenge: dict[str, Any]
    html: str


@dataclass
class Voter:
    """A browser with its own cookie and, so that the limits are those of many voters, its own address."""

    service: Service
    address: str = ""
    script: bool = True
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        address = self.address or ".".join(str(10 + part % 200) for part in secrets.token_bytes(4))
        headers = {"x-forwarded-for": address, "origin": self.service.address, "sec-fetch-site": "same-origin"}
        self.client = httpx.Client(base_url=self.service.address, headers=headers, timeout=30)

    def __enter__(self) -> "Voter":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def form(self, query: str = "") -> Form:
        return form_of(self.client.get(f"/{query}"))

    def send(self, fields: dict[str, Any], query: str = "", **more: Any) -> httpx.Response:
        return self.client.post(f"/vote{query}", data=fields, **more)

    def fields(self, *picks: str, form: Form | None = None, **more: str) -> dict[str, Any]:
        """What this browser would send: with a proof if it runs scripts and no code is given."""
        form = form or self.form()
        proof = solved(form.challenge) if self.script and "code" not in more else ""
        return {"token": form.token, "pick": list(picks), "proof": proof, "code": "", "word": "", **more}

    def vote(self, *picks: str, query: str = "", **more: str) -> httpx.Response:
        return self.send(self.fields(*picks, form=None, **more), query)


def form_of(response: httpx.Response) -> Form:
    text = response.text
    token = re.search(r'name="token" value="([^"]*)"', text)
    challenge = re.search(r'data-challenge="([^"]*)"', text)
    raw = (challenge[1] if challenge else "").replace("&#34;", '"').replace("&amp;", "&")
    return Form(token[1] if token else "", json.loads(raw) if raw else {}, text)


def hidden(response: httpx.Response) -> dict[str, Any]:
    """The hidden fields of a page, as its button would send them."""
    found: dict[str, Any] = {"pick": []}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', response.text):
        if name == "pick":
            found["pick"].append(value)
        else:
            found[name] = value
    return found


def solved(challenge: dict[str, Any]) -> str:
    """The payload that the browser's script would send."""
    whole = altcha.Challenge.from_dict(challenge)
    solution = altcha.solve_challenge(whole)
    assert solution is not None
    return base64.b64encode(json.dumps({"challenge": challenge, "solution": solution.to_dict()}).encode()).decode()


def receipt(response: httpx.Response) -> str:
    found = re.search(r'class="number">([^<]+)<', response.text)
    assert found, (response.status_code, response.text)
    return found[1]
