"""docs/attacks.md and docs/vote.md name the test of each promise: every one of them exists."""

import re
from pathlib import Path

import pytest

from tests.builders import ROOT

TESTS = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
NAMES = {name for text in TESTS.values() for name in re.findall(r"def (test_\w+)\(", text)}
FILES = {Path(path).name for path in TESTS} | set(TESTS)


@pytest.mark.parametrize("document", ["docs/attacks.md", "docs/vote.md"])
def test_every_test_that_is_named_exists(document: str):
    named = re.findall(r"`((?:tests/[\w/]*)?test_\w+(?:\.py)?)`", (ROOT / document).read_text("utf-8"))
    assert len(named) > 20
    assert [name for name in named if name not in (FILES if name.endswith(".py") else NAMES)] == []


def test_every_promise_of_a_published_vote_names_its_attack_and_its_test():
    table = (ROOT / "docs/attacks.md").read_text("utf-8").partition("## What is promised of a published vote")[2]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][2:]
    assert len(rows) > 15
    for row in rows:
        assert len(row) == 3 and all(row), row
        assert re.search(r"test_\w+", row[2]), row
