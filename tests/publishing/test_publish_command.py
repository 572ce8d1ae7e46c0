"""The command as a person runs it; and processes that are killed."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.publishing import missing
from tests.builders import ROOT
from tests.publishing.places import KEY, Place, everything_in, files_in, folder_at
from tests.shell import Shell


@pytest.fixture
def shell(room) -> Shell:
    return Shell(room)


def test_publish_says_what_it_did_in_one_line(shell: Shell):
    shell.run("build")
    done = shell.run("publish", "./public")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"\./public: \d+ new, 0 changed, 0 removed, 0 unchanged; \d+\.\d\d s\n", done.stdout)
    assert files_in(shell.desk.folder / "public") == files_in(shell.desk.output)
    assert ": 0 new, 0 changed, 0 removed" in shell.run("publish", "./public").stdout


@pytest.mark.parametrize("target", ["./output", "./output/public", "./content", "folder:.", "./cache/public"])
def test_the_newsrooms_own_folders_are_no_target(shell: Shell, target: str):
    shell.run("build")
    before = files_in(shell.desk.folder)
    done = shell.run("publish", target)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Publish to a folder apart from both." in done.stderr
    assert files_in(shell.desk.folder) == before


def test_name_in_the_settings_is_a_target(shell: Shell):
    shell.settings(publish={"site": "public/"})
    shell.run("build")
    assert shell.run("publish", "site").returncode == 0
    assert shell.run("publish").stdout.startswith("public/: 0 new")
    shell.settings(publish=["site"])
    assert "expected a dictionary of texts" in shell.run("publish").stderr


def test_publish_without_a_build_is_refused(shell: Shell):
    done = shell.run("publish", "./public")
    assert done.returncode == 1
    assert "cannot be published: it is not what the last build here printed." in done.stderr
    assert not (shell.desk.folder / "public").exists()


def test_back_needs_no_build(shell: Shell):
    shell.run("build")
    shell.run("publish", "./public")
    shell.desk.story("three", title="第三条", date="2026-02-06")
    shell.run("build")
    shell.run("publish", "./public")
    (shell.desk.output / "checksums.txt").unlink()
    done = shell.run("publish", "--back", "./public")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (shell.desk.folder / "public/story/2026/three.html").exists()


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
    shell.run("build")
    assert newer not in shell.run("publish", "./public").stdout
    (shell.desk.content / "stories/2026/two.md").unlink()
    assert newer in shell.run("publish", "./public", "--dry-run").stdout
    assert newer not in shell.run("publish", "--back", "./public").stdout
    shell.run("build")
    shell.settings(publish={"site": "public/"})  # on no page
    assert newer not in shell.run("publish", "site").stdout
    shell.settings(slogan="新的一句")
    assert newer in shell.run("publish", "./public").stdout


def test_dry_run_writes_nothing_in_the_newsroom(shell: Shell):
    subprocess.run(["git", "init", "-q", "--bare", "pages.git"], cwd=shell.desk.folder, check=True)
    targets = ("./public", f"rsync:{shell.desk.folder}/there", "git:./pages.git#gh-pages")
    before = everything_in(shell.desk.folder)
    for target in targets:
        assert "it is not what the last build here printed" in shell.run("publish", target, "--dry-run").stderr
    assert everything_in(shell.desk.folder) == before
    shell.run("build")
    before = everything_in(shell.desk.folder)
    for target in targets:
        done = shell.run("publish", target, "--dry-run")
        assert (done.returncode, done.stderr) == (0, "")
        assert f"{target}: nothing was done; " in done.stdout
        assert "no publication before this one" in shell.run("publish", target, "--dry-run", "--back").stderr
    assert everything_in(shell.desk.folder) == before


@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_process_killed_at_random_leaves_a_whole_site(
    shell: Shell, request: pytest.FixtureRequest, tmp_path: Path, kind: str
):
    place: Place = request.getfixturevalue("bucket") if kind == "bucket" else folder_at(tmp_path / "public")
    shell.run("build")
    assert shell.run("publish", place.target).returncode == 0
    shell.desk.photo("images/2026/two.jpg")
    shell.desk.story("two", title="换了", date="2026-02-05", image="{file: images/2026/two.jpg, alt: 图}")
    shell.desk.story("three", title="第三条", date="2026-02-06")
    shell.run("build")
    command = [sys.executable, "-m", "goodnews", "publish", place.target]
    environment = {**os.environ, **KEY, "PYTHONPATH": str(ROOT / "plugins"), "LANGUAGE": "en"}
    dice = random.Random(kind)
    for _kill in range(6):
        with subprocess.Popen(
            command, cwd=shell.desk.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            time.sleep(dice.uniform(0.2, 1.0))
            process.send_signal(signal.SIGKILL)
        assert missing(place.public(), shell.desk.url) == []
    done = shell.run("publish", place.target)
    assert (done.returncode, done.stderr) == (0, "")
    assert place.public().items() >= files_in(shell.desk.output).items()


@pytest.mark.parametrize("name", ["deploy.md", "deploy.zh-CN.md"])
def test_commands_of_the_documentation_are_taken(shell: Shell, name: str):
    """Each is run on a site that is built, as a rehearsal; its target need not exist here, but its form must."""
    shell.settings(publish={"site": "./public"})
    shell.run("build")
    text = (ROOT / "docs" / name).read_text("utf-8")
    commands = re.findall(r"^ +python3 tasks\.py (publish .*?)(?: +#.*)?$", text, re.MULTILINE)
    assert len(commands) >= 6
    for command in commands:
        words = [word.strip("'") for word in command.split()]
        local = [word for word in words if word in ("site", "./public") or word.startswith("--")]
        done = shell.run(*words, *([] if "--dry-run" in words else ["--dry-run"]))
        told = done.stdout + done.stderr
        assert "is no target" not in told, command
        assert "no such option" not in told, command
        if len(local) == len(words) - 1 and "--back" not in words:
            assert done.returncode == 0, told
