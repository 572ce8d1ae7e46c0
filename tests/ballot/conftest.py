"""Fixtures for the tests of the vote."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.ballot import polling
from tests.ballot.polling import Polled, Voter
from tests.ballot.postgres import Postgres, postgres


@pytest.fixture(autouse=True)
def english_words(english_messages: None) -> None:
    """The vote's messages are in the terminal's language; the tests read English."""
    from ballot import language

    language._terminal.cache_clear()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgres]:
    """A real PostgreSQL, started by the first test of this process that asks for it."""
    # Not in pytest's own folder: each run of pytest closes that to other users, and root's server runs as one of them.
    with TemporaryDirectory(prefix="postgresql-") as folder, postgres(Path(folder)) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'box.sqlite3'}"
    server: Postgres = request.getfixturevalue("postgresql")
    return server.database()


@pytest.fixture(scope="module")
def polled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Polled]:
    """An open vote with a running service on SQLite, shared by the tests of a file."""
    with polling.polled(tmp_path_factory.mktemp("vote"), members=40) as polled:
        yield polled
        assert polled.service.faults() == []


@pytest.fixture
def voter(polled: Polled) -> Iterator[Voter]:
    with polled.voter() as voter:
        yield voter


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty newsroom to work in, with a key for a chat model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "secret-of-a-test")
    return tmp_path
