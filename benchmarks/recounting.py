"""A vote of many ballots, from the box to recount.py: how long sealing, counting and recounting take.

Part of `python3 tasks.py bench vote`; by itself `python -m benchmarks.recounting`.
"""

import datetime
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from ballot import candidates, closing, codes, jury, keys, opening, publication
from ballot.box import Box
from ballot.candidates import Candidate
from ballot.cast import Cast
from ballot.checkpoints import signer
from ballot.leaf import Ballot, leaf
from ballot.vote import Folders, OpenedVote, read

RULES = """
title = "A vote to measure"
year = 2026
origin = "bench.example/vote/2026"
zone = "UTC"
opens = "2026-12-01T00:00"
closes = "2026-12-08T00:00"
minimum = 1
maximum = 10
groups = ["members", "open"]
words = ["Invented, to measure."]
[draw]
what = "Six numbers"
when = "2026-12-09T00:00"
"""
STORIES, MEMBERS, BATCH = 30, 2000, 500
BEFORE = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
DURING = datetime.datetime(2026, 12, 2, tzinfo=datetime.UTC)
AFTER = datetime.datetime(2026, 12, 10, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each part."""

    ballots: int
    seals: int
    sealing: "Seconds"  # all seals together, each over all leaves so far
    counting: "Seconds"  # ballots.jsonl and result.json, from box and seals
    recounting: "Seconds"  # recount.py --check, as a process of its own


@dataclass(frozen=True, slots=True)
class Seconds:
    """By the clock on the wall, and of a processor: equal on a quiet machine."""

    wall: float
    cpu: float

    def __add__(self, other: "Seconds") -> "Seconds":
        return Seconds(self.wall + other.wall, self.cpu + other.cpu)


def measure(ballots: int = 100_000, seals: int = 24) -> Times:
    """Fill a box on SQLite, seal it in so many steps, count, publish, and count again."""
    with tempfile.TemporaryDirectory(prefix="recount-") as folder:
        folders = Folders(Path(folder, "2026"), Path(folder, "secret"))
        folders.public.mkdir()
        (folders.public / "rules.toml").write_text(RULES, "utf-8")
        slate = [Candidate(candidates.code_of(n), f"story-{n}", f"Story {n}", "", "") for n in range(1, STORIES + 1)]
        candidates.write(folders.public / candidates.FILE, 2026, slate)
        opening.make_codes(read(folders), MEMBERS)
        opening.freeze(read(folders), BEFORE)
        vote = opening.open_vote(read(folders), DURING)
        secrets = keys.read(vote.private)
        note = signer(vote, secrets)
        casts = _casts(ballots, vote)
        sealing = Seconds(0, 0)
        with Box(f"sqlite:///{vote.private / 'box.sqlite3'}") as box:
            box.make(vote.commitment, 0, 2**40)
            step = -(-ballots // seals)
            for begin in range(0, ballots, step):
                for at in range(begin, min(begin + step, ballots), BATCH):
                    box.cast(casts[at : min(at + BATCH, begin + step)])
                sealing += _timed(lambda: box.seal(note, least=1))
            closing.close(vote, box, AFTER)
            vote = read(folders)
            table = vote.private / "marks.csv"
            rows = [f"{story.code},{f',{place}' * 5}\n" for place, story in enumerate(vote.candidates, 1)]
            table.write_text("code,title,A,B,C,D,E\n" + "".join(rows), "utf-8")
            jury.record_marks(vote, AFTER, table)
            vote = read(folders)
            counting = _timed(lambda: publication.tally_up(vote, box, AFTER, "1 2 3 4 5 6"))
            number = len(box.seals())
        publication.publish(read(folders), AFTER)
        command = [sys.executable, "-I", str(publication.RECOUNT), str(vote.public), "--check"]
        recounting = _timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
    return Times(ballots, number, sealing, counting, recounting)


def _casts(count: int, vote: OpenedVote) -> list[Cast]:
    chance, secrets = random.Random(2026), keys.read(vote.private)
    names = [candidates.code_of(n) for n in range(1, STORIES + 1)]
    marks = [codes.spent_hash(codes.normal(c) or "") for c in (vote.private / opening.CODES).read_text().split()]
    made = []
    for number in range(count):
        picks = tuple(sorted(chance.sample(names, chance.randint(1, 10))))
        mark = marks[number] if number < len(marks) else ""
        ballot = Ballot("members" if mark else "open", os.urandom(16).hex(), "", picks)
        voter = secrets.voter_tag("code", codes.roll_hash(mark)) if mark else secrets.voter_tag("cookie", str(number))
        made.append(
            Cast(f"{number:064x}", voter, ballot, leaf(ballot, voter, vote.commitment), DURING.timestamp(), code=mark)
        )
    return made


def _timed(work: Callable[[], object]) -> Seconds:
    begin, before = perf_counter(), os.times()
    work()
    after = os.times()
    return Seconds(perf_counter() - begin, sum(after[:4]) - sum(before[:4]))  # with children's


def table(times: Times) -> str:
    """The figures as lines of Markdown."""
    rows = {
        "sealing, all seals together": times.sealing,
        "counting (`vote tally`)": times.counting,
        "`recount.py --check`": times.recounting,
    }
    head = f"| {times.ballots:,} ballots in {times.seals} seals | s | CPU s |\n| --- | ---: | ---: |\n"
    return head + "".join(f"| {name} | {took.wall:.1f} | {took.cpu:.1f} |\n" for name, took in rows.items())


if __name__ == "__main__":
    print(table(measure()))
