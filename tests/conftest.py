"""Fixtures that every test may ask for."""

import datetime
import shutil
from pathlib import Path

import pytest
from builders import ROOT, Room


@pytest.fixture(autouse=True)
def english_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Problems are told in the terminal's language; the tests read English."""
    from goodnews import language

    monkeypatch.setenv("LANGUAGE", "en")
    language._terminal.cache_clear()


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A newsroom with registries and no story yet."""
    return Room(tmp_path)


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """The real content, built once for all tests that only read it."""
    folder = tmp_path_factory.mktemp("real")
    shutil.copytree(ROOT / "content", folder / "content")
    site = Room(folder, {"slogan": "工会里的好消息，每周一读"}, registries=False)
    site.build(today=datetime.date(2026, 11, 22))
    return site
