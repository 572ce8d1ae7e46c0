"""How many ballots a second the writer brings to a database: `python -m benchmarks.commits URL BATCH SECONDS`.

Without HTTP, so that nothing but the way of committing differs. Two hundred voters wait for
their commit and come again.
"""

import asyncio
import secrets
import sys
import time

from ballot.box import Box
from ballot.cast import Cast, Verdict
from ballot.leaf import Ballot
from ballot.service.writer import Kept, Writer

VOTERS = 200


def rate(url: str, batch: int, seconds: float) -> float:
    """Ballots committed a second, with so many in one transaction at most."""
    with Box(url) as box:
        box.make("0" * 64, 0, 2**40)
        return asyncio.run(_rate(box, batch, seconds))


async def _rate(box: Box, batch: int, seconds: float) -> float:
    writer = Writer(box, upkeep=lambda: Kept(box.state(), (), {}), tell=lambda *_, **__: None, batch=batch)
    writer.start()
    begin, done = time.perf_counter(), 0

    async def voter() -> None:
        nonlocal done
        while time.perf_counter() - begin < seconds:
            name = secrets.token_hex(32)
            ballot = Ballot("open", name[:32], "", ("N01", "N02", "N03"))
            outcome = await writer.cast(Cast(name, name[:32], ballot, bytes.fromhex(name), 1.0, name[:20]), 60)
            assert outcome.verdict is Verdict.TAKEN
            done += 1

    await asyncio.gather(*(voter() for _ in range(VOTERS)))
    passed = time.perf_counter() - begin
    await asyncio.to_thread(writer.stop)
    return done / passed


if __name__ == "__main__":
    print(rate(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
