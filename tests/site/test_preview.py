"""The preview: a real server in a real process, built again at every change."""

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from builders import ROOT, Room
from test_commands import Shell


class Browser:
    """As much of a browser as the preview needs: pages, and the stream of events."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._stream = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._stream.request("GET", "/_preview/events")
        self._events = self._stream.getresponse()

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def event(self) -> tuple[str, str]:
        """The next event; a sign of life is passed over."""
        for _ in range(2):
            name = self._events.readline().decode().removeprefix("event: ").strip()
            data = self._events.readline().decode().removeprefix("data: ").strip()
            self._events.readline()
            if name != "alive":
                return name, data
        raise AssertionError("nothing happened")


@pytest.fixture
def preview(room: Room) -> Iterator[tuple[Room, Browser]]:
    shell = Shell(room)
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONPATH": str(ROOT / "plugins"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "goodnews", "serve", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=shell.desk.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            match = re.match(r"http://127\.0\.0\.1:(\d+)/", line)
            if match:
                browser = Browser(int(match[1]))
                assert browser.event()[0] == "started"
                yield room, browser
                break
    finally:
        process.terminate()
        process.wait(timeout=20)
        assert process.stdout is not None
        process.stdout.close()


def test_saved_story_is_built_and_the_browser_told(preview: tuple[Room, Browser]):
    room, browser = preview
    room.story("one", "新写的一段。")
    assert browser.event() == ("built", "")
    status, page = browser.get("/story/2026/one.html")
    assert status == 200
    assert "新写的一段。" in page


def test_problem_is_shown_over_the_last_good_page(preview: tuple[Room, Browser]):
    room, browser = preview
    room.story("one", category="体育")
    name, data = browser.event()
    assert name == "problems"
    told = json.loads(data)
    assert told["title"] == "1 problem; the page is the last good one"
    assert [line.partition(": found")[0] for line in told["problems"]] == ["content/stories/2026/one.md:4: category"]
    assert browser.get("/story/2026/one.html")[0] == 200
    room.story("one")
    assert browser.event() == ("built", "")


def test_script_is_added_on_the_way_and_never_to_the_output(preview: tuple[Room, Browser]):
    room, browser = preview
    assert "/_preview/reload.js" in browser.get("/")[1]
    assert "_preview" not in room.html("index.html")
    assert browser.get("/_preview/reload.js")[0] == 200
    assert browser.get("/_preview/server.py")[0] == 404


def test_lost_page_is_404_and_nothing_outside_the_output_is_served(preview: tuple[Room, Browser]):
    _desk, browser = preview
    assert browser.get("/nowhere.html")[0] == 404
    assert browser.get("/../pelicanconf.py")[0] == 404
    assert browser.get("/%2e%2e/pelicanconf.py")[0] == 404


def test_taken_port_is_told(preview: tuple[Room, Browser]):
    room, browser = preview
    command = [sys.executable, "-m", "goodnews", "serve", "--port", str(browser._port)]
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONPATH": str(ROOT / "plugins")}
    done = subprocess.run(command, cwd=room.folder, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "choose another with --port" in done.stdout
