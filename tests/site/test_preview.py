"""The preview: a real server in a real process, built again at every change."""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from goodnews.desk import preview as preview_module
from goodnews.files import held
from tests.builders import ROOT, Room
from tests.shell import Shell
from tests.waiting import free_port, until


class Browser:
    """As much of a browser as the preview needs: pages, and the stream of events."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._stream = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._stream.request("GET", "/_preview/events")
        self._events = self._stream.getresponse()

    def get(self, path: str, headers: Mapping[str, str] = {}) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def tried(self, path: str) -> str:
        """A page of a server that may be restarting; "" if it does not answer."""
        with suppress(OSError, http.client.HTTPException):
            return self.get(path)[1]
        return ""

    def asked_as(self, host: str, path: str = "/", method: str = "GET") -> tuple[int, str]:
        """A request that names another host than the one it reaches."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.putrequest(method, path, skip_host=True)
        if host:
            connection.putheader("Host", host)
        connection.endheaders()
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


@contextmanager
def serving(room: Room, *options: str) -> Iterator[Browser]:
    """`serve` in its own process, and a browser that watches; at the end there was no traceback."""
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONPATH": str(ROOT / "plugins"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "goodnews", "serve", *(options or ("--port", "0"))]
    with (room.folder / "serve.err").open("wb") as errors:
        process = subprocess.Popen(
            command, cwd=room.folder, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        )
    assert process.stdout is not None
    try:
        port = next(match[1] for line in process.stdout if (match := re.match(r"http://127\.0\.0\.1:(\d+)/", line)))
        browser = Browser(int(port))
        assert browser.event()[0] == "started"
        yield browser
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
    assert "Traceback" not in (room.folder / "serve.err").read_text("utf-8")


@pytest.fixture
def preview(room: Room) -> Iterator[tuple[Room, Browser]]:
    Shell(room)
    with serving(room) as browser:
        yield room, browser


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser on a preview without edits."""
    room = Room(tmp_path_factory.mktemp("read"))
    Shell(room)
    with serving(room) as browser:
        yield browser


def saved_by_renaming(path: Path, text: str) -> None:
    """As vim, VS Code and `sed -i` save."""
    aside = path.with_name(".aside")
    aside.write_text(text, "utf-8")
    aside.replace(path)


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


def test_no_worker_that_would_keep_the_preview_on_the_device_is_handed_out(preview: tuple[Room, Browser]):
    _room, browser = preview
    assert browser.get("/sw.js")[0] == 200
    assert browser.get("/sw.js", {"Service-Worker": "script"})[0] == 404


def test_taken_port_is_told(preview: tuple[Room, Browser]):
    room, browser = preview
    command = [sys.executable, "-m", "goodnews", "serve", "--port", str(browser._port)]
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONPATH": str(ROOT / "plugins")}
    done = subprocess.run(command, cwd=room.folder, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr == f"port {browser._port}: another program is using it; choose another with --port\n"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "[::1]:8000"])
def test_preview_answers_to_the_names_of_this_machine(reader: Browser, host: str):
    assert reader.asked_as(host)[0] == 200


@pytest.mark.parametrize(
    "path", ["/", "/story/2026/one.html", "/search/index.js", "/_preview/events", "/_preview/reload.js"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_page_elsewhere_whose_name_is_made_to_mean_this_machine_reads_nothing(reader: Browser, path: str, method: str):
    for host in ("rebound.example", "rebound.example:8000", "127.0.0.1.rebound.example", "localhost.", "0.0.0.0", ""):
        status, text = reader.asked_as(host, path, method)
        assert (status, "正文一段" in text, "reload.js" in text) == (421, False, False), host


def test_page_elsewhere_cannot_load_what_is_served_as_its_own_script(reader: Browser):
    connection = http.client.HTTPConnection("127.0.0.1", reader._port, timeout=120)
    connection.request("GET", "/static/reader.js")
    assert connection.getresponse().headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path", ["/%00", "/%00.html", "/a/%00/b", f"/{'a' * 300}.html", f"/{'a' * 5000}", "/%ED%A0%80.html", "/%FF"]
)
def test_address_that_no_file_can_have_is_404(reader: Browser, path: str, method: str):
    assert reader.asked_as("localhost", path, method)[0] == 404


def test_settings_saved_by_renaming_are_read_again_after_a_slip_is_mended(room: Room):
    shell = Shell(room)
    conf = room.folder / "pelicanconf.py"
    sound = conf.read_text("utf-8")
    with serving(room, "--port", str(free_port())) as browser:
        saved_by_renaming(conf, sound.replace("'workers'", "'slogn': 'x', 'workers'"))
        name, data = browser.event()
        assert (name, "slogn" in data) == ("problems", True)
        shell.settings(slogan="改好了")
        saved_by_renaming(conf, conf.read_text("utf-8"))
        until(lambda: "改好了" in browser.tried("/"))


def test_settings_saved_while_the_preview_starts_are_a_change(tmp_path: Path):
    conf = tmp_path / "pelicanconf.py"
    conf.write_text("1", "utf-8")
    before = preview_module.seen(str(conf))
    conf.write_text("12", "utf-8")
    assert next(preview_module._changes((), (str(conf),), {str(conf): before})) == {str(conf)}
    assert next(preview_module._changes((), (str(conf),), {str(conf): preview_module.seen(str(conf))})) == set()


def test_edits_are_seen_after_the_content_folder_went_and_came_back(preview: tuple[Room, Browser]):
    room, browser = preview
    shutil.move(room.content, room.folder / "aside")
    assert browser.event()[0] == "problems"
    assert browser.get("/story/2026/one.html")[0] == 200
    shutil.move(room.folder / "aside", room.content)
    assert browser.event() == ("built", "")
    room.story("one", "回来以后写的。")
    assert browser.event() == ("built", "")
    assert "回来以后写的。" in browser.get("/story/2026/one.html")[1]


def test_theme_that_another_of_its_name_replaced_is_watched_as_before(room: Room):
    Shell(room)
    theme = room.folder / "theme"
    for name in ("theme", "other"):
        shutil.copytree(ROOT / "theme", room.folder / name)
    conf = room.folder / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8").replace(str(ROOT / "theme"), str(theme)), "utf-8")
    other = room.folder / "other/static/site.css"
    other.write_text(other.read_text("utf-8") + "/* 换过 */", "utf-8")
    with serving(room) as browser:
        theme.rename(room.folder / "old")
        (room.folder / "other").rename(theme)
        until(lambda: "换过" in browser.get("/static/site.css")[1])
        style = theme / "static/site.css"
        saved_by_renaming(style, style.read_text("utf-8").replace("换过", "改过"))
        until(lambda: "改过" in browser.get("/static/site.css")[1])


def test_build_that_another_one_kept_waiting_is_done_once_that_is_over(preview: tuple[Room, Browser]):
    room, browser = preview
    with held(str(room.folder / "cache")):
        room.story("one", "等着的一段。")
        name, data = browser.event()
        assert (name, "another build is writing" in data) == ("problems", True)
    while browser.event()[0] != "built":
        continue
    assert "等着的一段。" in browser.get("/story/2026/one.html")[1]
