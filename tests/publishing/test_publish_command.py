"""The command as a person runs it; and processes that are killed."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from msgspec.structs import replace

from benchmarks.publishing import missing
from goodnews.arguments import commands, parser_of
from goodnews.desk.last_build import is_behind
from goodnews.files import TICK
from goodnews.publishing.target import named, target_of
from tests.builders import ROOT, TODAY, Room
from tests.publishing.places import KEY, Place, bucket_behind, copy_bucket, everything_in, files_in, folder_at
from tests.shell import Shell


@pytest.fixture
def shell(room) -> Shell:
    return Shell(room)


@pytest.fixture(scope="session")
def built_shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A newsroom that is built, for tests that only publish it."""
    shell = Shell(Room(tmp_path_factory.mktemp("newsroom")))
    assert shell.run("build").returncode == 0
    return shell


def test_publish_says_what_it_did_in_one_line(built_shell: Shell, tmp_path: Path):
    target = str(tmp_path / "public")
    done = built_shell.run("publish", target)
    assert (done.returncode, done.stderr) == (0, "")
    said = r": \d+ new, 0 changed, 0 removed, 0 unchanged; \d+\.\d\d s\n"
    assert re.fullmatch(re.escape(target) + said, done.stdout)
    assert files_in(tmp_path / "public") == files_in(built_shell.desk.output)
    assert ": 0 new, 0 changed, 0 removed" in built_shell.run("publish", target).stdout


@pytest.mark.parametrize("target", ["./output", "./output/public", "./content", "folder:.", "./cache/public"])
def test_the_newsrooms_own_folders_are_no_target(built_shell: Shell, target: str):
    before = everything_in(built_shell.desk.folder)
    done = built_shell.run("publish", target)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Publish to a folder apart from both." in done.stderr
    assert everything_in(built_shell.desk.folder) == before


def test_name_in_the_settings_is_a_target(shell: Shell):
    shell.settings(publish={"site": "public/"})
    shell.run("build")
    assert shell.run("publish", "site").returncode == 0
    assert shell.run("publish").stdout.startswith("public/: 0 new")
    shell.settings(publish=["site"])
    assert "expected a dictionary of texts" in shell.run("publish").stderr


def test_publish_without_a_build_is_refused_and_writes_nothing(shell: Shell):
    before = everything_in(shell.desk.folder)
    for words in (["./public"], ["./public", "--dry-run"]):
        done = shell.run("publish", *words)
        assert done.returncode == 1
        assert "cannot be published: it is not what the last build here printed." in done.stderr
    assert everything_in(shell.desk.folder) == before


def test_dry_run_writes_nothing_in_the_newsroom(built_shell: Shell, tmp_path: Path):
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "pages.git")], check=True)
    before = everything_in(built_shell.desk.folder), everything_in(tmp_path)
    target = f"git:{tmp_path}/pages.git#gh-pages"
    done = built_shell.run("publish", target, "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{target}: nothing was done; " in done.stdout
    assert (everything_in(built_shell.desk.folder), everything_in(tmp_path)) == before


def test_branch_that_git_refuses_is_refused_before_anything(shell: Shell):
    before = everything_in(shell.desk.folder)
    done = shell.run("publish", "git:./pages.git#bad..name")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "'bad..name' cannot be the name of a branch: git refuses it.\n"
    assert everything_in(shell.desk.folder) == before


def test_back_needs_no_build(site: Room, shell: Shell, published_folder: Path, tmp_path: Path):
    shutil.copytree(published_folder, tmp_path, dirs_exist_ok=True)
    site.story("four", title="第四条", date="2026-02-07")
    site.build()
    folder_at(tmp_path / "public").publish(site)
    (site.output / "checksums.txt").unlink()
    done = shell.run("publish", "--back", "./public")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "public/story/2026/four.html").exists()


def test_content_that_is_newer_than_the_site_is_told_and_the_site_published_all_the_same(shell: Shell):
    newer = "Content (or theme, settings, program) is newer than the site, which is published as it was built. "
    shell.run("build")
    assert newer not in shell.run("publish", "./public").stdout
    shell.desk.story("two", title="换了", date="2026-02-05")
    done = shell.run("publish", "./public")
    assert (done.returncode, done.stderr) == (0, "")
    line, said, _end = done.stdout.split("\n")
    assert line == f"{newer}For what is new, run `python3 tasks.py build`, then publish again."
    assert said.startswith("./public: 0 new, 0 changed")


def test_what_is_newer_than_a_site_is_seen_by_its_times(room: Room):
    def is_newer(**goodnews: object) -> bool:
        settings = room.settings
        return is_behind(replace(settings, goodnews=replace(settings.goodnews, **goodnews)), TODAY)

    def build() -> None:
        time.sleep(2 * TICK / 1e9)  # else the times of what was written just now prove nothing
        room.build()

    assert not is_newer()  # nothing was built
    room.story("one")
    room.story("two", date="2026-02-05")
    build()
    assert not is_newer()
    assert not is_newer(publish={"site": "public/"})  # on no page
    assert is_newer(slogan="新的一句")
    room.story("two", title="换了", date="2026-02-05")
    assert is_newer()
    build()
    assert not is_newer()
    (room.content / "stories/2026/two.md").unlink()
    assert is_newer()
    room.story("four", date="2026-02-06")
    room.build()  # at once, so that only the time of the build itself is left to compare with
    assert not is_newer()
    time.sleep(2 * TICK / 1e9)
    room.story("three", date="2026-02-06")
    assert is_newer()


def test_site_lags_behind_when_a_day_has_come(room: Room):
    room.story("one")
    room.story("two", date="2026-02-05")
    room.build(today=date(2026, 2, 4))
    assert not is_behind(room.settings, date(2026, 2, 4))
    assert is_behind(room.settings, date(2026, 2, 5))


class Gate:
    """The storage of the tests behind a door, which ends a process at one of its requests."""

    def __init__(self) -> None:
        self._right: Any = DomainDispatcherApplication(create_backend_app)
        self.process: subprocess.Popen[bytes] | None = None
        self.left = 0  # requests that write until then

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        if environ["REQUEST_METHOD"] in ("PUT", "DELETE") and self.process:
            self.left -= 1
            if self.left == 0:
                self.process.send_signal(signal.SIGKILL)
                self.process.wait()
        return self._right(environ, start)


@pytest.fixture
def gate(key: None) -> Iterator[tuple[Gate, Place]]:
    app = Gate()
    with bucket_behind(app) as place:
        yield app, place


def edited(site: Room) -> None:
    site.photo("images/2026/two.jpg")
    site.story("two", title="换了", date="2026-02-05", image="{file: images/2026/two.jpg, alt: 图}")
    site.story("four", title="第四条", date="2026-02-07")
    site.build()


def started(shell: Shell, target: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "goodnews", "publish", target]
    environment = {**os.environ, **KEY, "PYTHONPATH": str(ROOT / "plugins"), "LANGUAGE": "en"}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=shell.desk.folder, env=environment, stdout=quiet, stderr=quiet)


def inode(path: Path) -> int:
    """Of a file, which is another once it was replaced; 0 if there is none."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0


def completes(shell: Shell, place: Place) -> None:
    done = shell.run("publish", place.target)
    assert (done.returncode, done.stderr) == (0, "")
    assert place.public().items() >= files_in(shell.desk.output).items()


@pytest.mark.parametrize("writes", [(25,), pytest.param((1, 3, 9, 20, 25, 40), marks=pytest.mark.nightly)])
def test_process_that_is_killed_at_a_request_leaves_a_whole_site(
    site: Room, shell: Shell, gate: tuple[Gate, Place], published_bucket: Place, writes: tuple[int, ...]
):
    app, place = gate
    copy_bucket(published_bucket.bucket, place.bucket)
    edited(site)
    for left in writes:
        app.left = left
        with started(shell, place.target) as process:
            app.process = process
        assert app.left <= 0
        app.process = None
        assert missing(place.public(), site.url) == []
    completes(shell, place)


@pytest.mark.parametrize("kills", [1, pytest.param(10, marks=pytest.mark.nightly)])
def test_process_that_is_killed_in_a_folder_leaves_a_whole_site(
    site: Room, shell: Shell, published_folder: Path, tmp_path: Path, kills: int
):
    shutil.copytree(published_folder, tmp_path, dirs_exist_ok=True)
    place = folder_at(tmp_path / "public")
    edited(site)
    dice = random.Random(kills)
    journal = tmp_path / ".public.publication/journal.json"
    for _kill in range(kills):
        before = inode(journal)
        with started(shell, place.target) as process:
            while process.poll() is None and inode(journal) in (0, before):
                time.sleep(0.0005)
            time.sleep(dice.uniform(0, 0.01) if kills > 1 else 0)
            process.send_signal(signal.SIGKILL)
        assert missing(place.public(), site.url) == []
    completes(shell, place)


def test_commands_of_the_documentation_are_taken(built_shell: Shell, monkeypatch: pytest.MonkeyPatch):
    """Those that name no machine are run, as a rehearsal; of the others the form must be right."""
    told = {}
    for name in ("deploy.md", "deploy.zh-CN.md"):
        text = (ROOT / "docs" / name).read_text("utf-8")
        told[name] = re.findall(r"^ +python3 tasks\.py (publish .*?)(?: +#.*)?$", text, re.MULTILINE)
        assert len(told[name]) >= 6
    monkeypatch.chdir(built_shell.desk.folder)
    for command in sorted({*told["deploy.md"], *told["deploy.zh-CN.md"]}):
        words = [word.strip("'") for word in command.split()]
        [target] = [word for word in words[1:] if not word.startswith("--")]
        if target == "./public" and "--back" not in words:
            done = built_shell.run(*words, *([] if "--dry-run" in words else ["--dry-run"]))
            assert done.returncode == 0, done.stderr
        else:
            options = parser_of("tasks.py", "0", {name: lambda options: 0 for name in commands()}).parse_args(words)
            target_of(named(options.target, {"site": "./public"}))
