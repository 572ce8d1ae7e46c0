from pathlib import Path

import pytest

from ballot import candidates, canonical
from ballot.problem import Unfit
from tests.ballot.votes import a_slate


def told(path: Path, value: object) -> list[str]:
    path.write_bytes(canonical.dumps(value))
    with pytest.raises(Unfit) as error:
        candidates.read(path, 2026)
    return [problem.field for problem in error.value.problems]


def test_a_slate_is_read_as_it_was_written(tmp_path: Path):
    path = tmp_path / candidates.FILE
    candidates.write(path, 2026, a_slate(23))
    assert candidates.read(path, 2026) == a_slate(23)


def test_every_problem_of_a_slate_comes_at_once(tmp_path: Path):
    path = tmp_path / candidates.FILE
    candidates.write(path, 2026, a_slate(5))
    value = canonical.read(path)
    rows = value["candidates"]
    rows[0]["code"], rows[1]["slug"], rows[2]["title"], rows[3] = "N09", rows[0]["slug"], " ", []
    value["year"] = 2025
    assert told(path, value) == ["N01", "N02.slug", "N03.title", "N04", "year"]
    assert told(path, {}) == told(path, []) == ["file"]


def test_codes_out_of_order_are_not_written(tmp_path: Path):
    with pytest.raises(ValueError):
        candidates.write(tmp_path / candidates.FILE, 2026, a_slate(5)[1:])
