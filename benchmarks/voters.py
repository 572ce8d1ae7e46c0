"""Voters in bulk: requests made beforehand, and an open loop that sends them at a fixed pace whatever the answers.

Their proofs of work are real but cheap: whoever holds the service's key can make a challenge that takes one round. The
service checks them as any other. A latency is counted from the moment a request was due, so a service that stalls
cannot hide it by slowing its voters down.
"""

import asyncio
import base64
import json
import os
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import altcha

from ballot import codes, keys
from ballot.service import challenge, tokens
from ballot.vote import OpenedVote

RECEIPT = re.compile(rb'class="number">([^<]+)<')


@dataclass(frozen=True, slots=True)
class Answer:
    status: int  # 0: the line broke before an answer came
    receipt: str  # nothing if there is none
    seconds: float  # since the request was due


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a load."""

    answers: tuple[Answer, ...]  # in the order of the requests
    seconds: float  # from the first one due to the last answer

    @property
    def taken(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if answer.receipt)

    @property
    def rate(self) -> float:
        """Ballots acknowledged a second."""
        return len(self.taken) / self.seconds

    def quantile(self, part: float) -> float:
        """Seconds within which that part of all requests was answered; whatever the answer."""
        waits = sorted(answer.seconds for answer in self.answers)
        return waits[min(len(waits) - 1, int(part * len(waits)))]


def requests(
    vote: OpenedVote, count: int, *, members: Sequence[str] = (), seed: int = 0, later: float = 0
) -> Iterator[bytes]:
    """HTTP requests that each cast one ballot, of voters who have opened the form.

    members   codes: request n is that of code n, in the group of members; without them the group is open
    later     seconds from now at which they open it
    """
    secret = keys.read(vote.private).cookie
    given, candidates = tokens.tokens(secret), [candidate.code for candidate in vote.candidates]
    maker, dice, now = challenge.Challenges(secret), random.Random(seed), time.time() + later
    for number in range(count):
        voter = tokens.new_voter()
        name, token = given.form(voter, now)
        fields = {
            "token": token,
            "pick": dice.sample(candidates, dice.randint(1, min(10, len(candidates)))),
            "code": members[number] if members else "",
            "proof": "" if members else _proof(maker, name, now),
            "word": "",
            "script": "1",
        }
        body = urlencode(fields, doseq=True).encode()
        address = ".".join(str(dice.randrange(1, 255)) for _ in range(4))  # as a proxy tells it
        head = (
            f"POST /vote HTTP/1.1\r\nhost: vote\r\nx-forwarded-for: {address}\r\n"
            f"cookie: ballot={given.cookie(voter)}\r\n"
            f"content-type: application/x-www-form-urlencoded\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        yield head.encode() + body


def some_codes(count: int) -> tuple[str, ...]:
    return codes.make(count, os.urandom)


def _proof(maker: challenge.Challenges, form: str, now: float) -> str:
    made = maker.make(form, now, cost=1, tries=(1, 2))
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(json.loads(made)), counter_start=1)
    assert solution is not None
    content = {"challenge": json.loads(made), "solution": solution.to_dict()}
    return base64.b64encode(json.dumps(content).encode()).decode()


def drive(ports: Sequence[int], wanted: Sequence[bytes], *, rate: float = 0, lines: int = 100) -> Load:
    """Send requests, each in its turn to the next of the ports.

    rate    a second; 0: as fast as the lines allow
    lines   connections kept open
    """
    return asyncio.run(_drive(ports, wanted, rate, lines))


async def _drive(ports: Sequence[int], wanted: Sequence[bytes], rate: float, lines: int) -> Load:
    answers = [Answer(0, "", 0.0)] * len(wanted)
    turns = iter(range(len(wanted)))
    begin = time.perf_counter() + 0.2

    async def line(port: int) -> None:
        """Take the next request when the last one is answered; connect again if the line breaks."""
        ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        for turn in turns:
            due = begin + turn / rate if rate else time.perf_counter()
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            status, body = 0, b""
            try:
                ends = ends or await asyncio.open_connection("127.0.0.1", port)
                ends[1].write(wanted[turn])
                status, body = await _answer(ends[0])
            except (OSError, asyncio.IncompleteReadError):
                if ends:
                    ends[1].close()
                ends = None
            found = RECEIPT.search(body)
            answers[turn] = Answer(status, found[1].decode() if found else "", time.perf_counter() - due)
        if ends:
            ends[1].close()

    await asyncio.gather(*(line(ports[number % len(ports)]) for number in range(min(lines, len(wanted)))))
    return Load(tuple(answers), time.perf_counter() - begin)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return int(head[9:12]), await reader.readexactly(int(length[1]) if length else 0)
