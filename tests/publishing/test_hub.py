"""A WebSub hub that is told of a publication."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.builders import Room
from tests.shell import Shell

SITE = "https://nuanwen.example"


class Hub:
    """A hub on this machine that keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[dict[str, list[str]]] = []
        self.answers = 202
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hub.told.append(parse_qs(body.decode()))
                self.send_response(hub.answers)
                self.end_headers()

            def log_message(self, *_words: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def topics(self) -> list[str]:
        return [one["hub.url"][0].removeprefix(f"{SITE}/") for one in self.told]


@pytest.fixture
def hub() -> Iterator[Hub]:
    found = Hub()
    yield found
    found.server.shutdown()
    found.server.server_close()


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
    hub.told.clear()
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
    hub.server.shutdown()
    hub.server.server_close()
    done = shell.run("publish", str(tmp_path / "other"))
    assert done.returncode == 0
    assert "could not be told which feeds changed: " in done.stderr
