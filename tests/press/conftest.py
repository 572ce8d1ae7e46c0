"""What tests of the press share."""

from pathlib import Path

import pytest

from tests.press.plain_press import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)
