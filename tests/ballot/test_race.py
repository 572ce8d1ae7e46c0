"""Three processes race with the same codes; the full race, 30,000 attempts with 10,000 codes, is in `bench vote`."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from ballot.box import Box
from ballot.vote import read
from benchmarks.voters import drive, requests
from tests.ballot.polling import polled, serving
from tests.ballot.postgres import Postgres

CODES = 300


@pytest.mark.nightly
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_code_has_exactly_one_last_ballot(tmp_path: Path, kind: str, request: pytest.FixtureRequest) -> None:
    """On SQLite one service takes them, on PostgreSQL two."""
    server: Postgres | None = request.getfixturevalue("postgresql") if kind == "postgresql" else None
    with polled(tmp_path, server.database() if server else "", members=CODES) as found:
        ports = [found.service.port]
        attempts = [list(requests(read(found.vote), CODES, members=found.codes, seed=seed)) for seed in range(3)]
        with ProcessPoolExecutor(3, get_context("spawn")) as pool:
            if server:
                with serving(found.vote, found.database) as other:
                    ports.append(other.port)
                    loads = list(pool.map(drive, [ports] * 3, attempts))
            else:
                loads = list(pool.map(drive, [ports] * 3, attempts))
        with Box(found.database) as box:
            assert box.turnout() == {"members": CODES}
        receipts = found.receipts()
        assert len(receipts) == 3 * CODES
        assert sorted(receipts) == sorted(answer.receipt for load in loads for answer in load.answers)
        assert len({entry.voter for entry in found.entries()}) == CODES
