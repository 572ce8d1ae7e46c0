"""Fixtures that every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests import once
from tests.builders import THAT_DAY, Room, harbour

# How long an example takes says nothing on a machine that does other work too; a test that hangs is ended by pytest.
hypothesis.settings.register_profile(
    "any machine",
    hypothesis.settings.default,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("any machine")


@pytest.fixture(autouse=True, scope="session")
def made_once() -> Iterator[None]:
    with once.made_once():
        yield


@pytest.fixture(autouse=True)
def english_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Problems are in the terminal's language; the tests read English."""
    from goodnews import language

    monkeypatch.setenv("LANGUAGE", "en")
    language._terminal.cache_clear()
    language._.cache_clear()


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A newsroom with registries and no story yet."""
    return Room(tmp_path)


@pytest.fixture(scope="session")
def newspaper(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """The invented newspaper, built once for all tests that only read it."""
    room = harbour(tmp_path_factory.mktemp("newspaper"))
    room.build(today=THAT_DAY)
    return room
