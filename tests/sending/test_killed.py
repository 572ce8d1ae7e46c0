"""A command that is killed, whenever: nobody gets an issue twice, nobody is forgotten, and who may have it is named."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from goodnews.sending import ledger
from tests.builders import ROOT
from tests.proof import TIMES
from tests.sending.server import serving

READERS = 30
COMMAND = """
import sys
from goodnews.sending import ledger
from goodnews.sending.dispatch import dispatched, planned
from goodnews.sending.post import Post, Server

path, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
readers = [f"r{number}@nuanwen.example" for number in range(count)]
mail = b"Subject: a week\\r\\nFrom: news@nuanwen.example\\r\\nMessage-ID: <w@nuanwen.example>\\r\\n\\r\\n"
mail += b"text\\r\\n" * 2000
with ledger.opened(path) as book, Post(Server("127.0.0.1", port), "news@nuanwen.example") as post:
    due = planned(readers, book, frozenset(), again=False).due
    dispatched(mail, due, book, post, lambda: False)
"""


def started(path: str, port: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    return subprocess.Popen([sys.executable, "-c", COMMAND, path, str(port), str(READERS)], env=environment)


def test_whenever_it_is_killed_nobody_gets_it_twice(tmp_path: Path):
    draw = random.Random(7)
    for time_ in range(2 * TIMES):
        path = str(tmp_path / f"{time_}.jsonl")
        with serving() as (box, port):
            while True:
                process = started(path, port)
                wanted = len(box.taken) + draw.randint(1, READERS // 2)
                while process.poll() is None and len(box.taken) < wanted:
                    time.sleep(0.0005)
                time.sleep(draw.random() * 0.004)
                process.kill()
                if process.wait(60) == 0:
                    break
            got = Counter(box.readers)
        steps = {step.reader: step.state for step in ledger.read(path).steps}
        unknown = {reader for reader, state in steps.items() if state == ledger.SENDING}
        assert max(got.values()) == 1
        assert set(steps) == {f"r{number}@nuanwen.example" for number in range(READERS)}
        assert set(steps) - set(got) <= unknown
        assert {reader for reader, state in steps.items() if state == ledger.SENT} <= set(got)
