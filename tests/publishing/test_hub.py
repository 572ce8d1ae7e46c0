"""A WebSub hub that is told of a publication."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.builders import Room
from tests.publishing.listening import Listener
from tests.shell import Shell

SITE = "https://nuanwen.example"


class Hub(Listener):
    @property
    def told(self) -> list[dict[str, list[str]]]:
        return [parse_qs(body) for body in self.bodies]

    @property
    def topics(self) -> list[str]:
        return [one["hub.url"][0].removeprefix(f"{SITE}/") for one in self.told]


@pytest.fixture
def hub() -> Iterator[Hub]:
    found = Hub()
    yield found
    found.leave()


@pytest.fixture
def shell(room: Room, hub: Hub) -> Shell:
    shell = Shell(room)
    shell.settings(websub_hub=hub.address)
    assert shell.run("build").returncode == 0
    return shell


def test_hub_is_told_of_every_feed_that_changed_and_of_nothing_else(shell: Shell, hub: Hub, tmp_path: Path):
    target = str(tmp_path / "public")
    assert shell.run("publish", target, "--dry-run").returncode == 0
    assert hub.told == []
    assert shell.run("publish", target).stderr == ""
    feeds = {str(path.relative_to(tmp_path / "public")) for path in (tmp_path / "public/feeds").rglob("*.*")}
    assert set(hub.topics) == feeds
    assert {one["hub.mode"][0] for one in hub.told} == {"publish"}
    assert all(one["hub.topic"] == one["hub.url"] for one in hub.told)
    hub.bodies.clear()
    shell.run("publish", target)
    assert hub.told == []


def test_archives_are_not_told(shell: Shell, hub: Hub, tmp_path: Path):
    shell.settings(websub_hub=hub.address, feed_items=1)
    for month in range(1, 6):
        shell.desk.story(f"s{month}", date=f"2026-0{month}-10")
    shell.run("build")
    shell.run("publish", str(tmp_path / "public"))
    assert list((tmp_path / "public/feeds/all").glob("*.atom"))
    assert "feeds/all.atom" in hub.topics
    assert not [topic for topic in hub.topics if topic.startswith("feeds/all/")]


def test_a_hub_that_refuses_or_is_away_stops_no_publication(shell: Shell, hub: Hub, tmp_path: Path):
    hub.answers = 503
    done = shell.run("publish", str(tmp_path / "public"))
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "could not be told which feeds changed: " in done.stderr
    assert len(hub.told) == 1
    hub.leave()
    done = shell.run("publish", str(tmp_path / "other"))
    assert done.returncode == 0
    assert "could not be told which feeds changed: " in done.stderr
