"""The command line, and what the terminal and the system refuse."""

import os
import signal
import subprocess
import sys

import pytest

from tests.builders import ROOT
from tests.shell import Shell


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
@pytest.mark.parametrize("title", ["食堂😀: 添了早餐", "ñ: 甲"])
def test_console_that_lacks_a_character_shows_its_code(shell: Shell, encoding: str, title: str):
    shell.desk.story("three", title=title)
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT / "plugins")}
    command = [sys.executable, "-m", "goodnews", "check"]
    done = subprocess.run(command, cwd=shell.desk.folder, env=environment, capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode(encoding)
    assert done.returncode == 1
    assert "content/stories/2026/three.md:2: title: found 'title: " in said
    assert "\\" in said


def piped(shell: Shell, words: str, end: str = "") -> subprocess.CompletedProcess[str]:
    """A command as a shell runs it, with redirections at its end."""
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "plugins")}
    command = f"'{sys.executable}' -m goodnews {words} {end}"
    return subprocess.run(
        command, shell=True, cwd=shell.desk.folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("words", ["build", "check", "verify", "new story another", "--help", "build --help"])
def test_closed_standard_output_is_no_reason_to_fail(shell: Shell, words: str):
    done = piped(shell, words, ">&-")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("words", ["build", "check", "new story another"])
@pytest.mark.parametrize("end", ["2>&-", ">&- 2>&-"])
def test_closed_standard_error_is_no_reason_to_fail(shell: Shell, words: str, end: str):
    assert piped(shell, words, end).returncode == 0


@pytest.mark.parametrize(("words", "status"), [("check", 0), ("new", 2), ("new story", 2), ("init", 2)])
def test_closed_standard_input_asks_nothing(shell: Shell, words: str, status: int):
    done = piped(shell, words, "<&-")
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)


@pytest.mark.parametrize("folder", ["content", "content/stories/2026"])
def test_who_stands_below_the_newsroom_is_told_where_it_is(shell: Shell, folder: str):
    up = "/".join(".." for _part in folder.split("/"))
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONPATH": str(ROOT / "plugins")}
    command = [sys.executable, "-m", "goodnews", "check"]
    where = shell.desk.folder / folder
    done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == f"pelicanconf.py is not here but in {up}: go there first, by `cd {up}`\n"


@pytest.mark.parametrize("words", ["build", "check", "new story another"])
def test_full_standard_output_is_told_in_a_line(shell: Shell, words: str):
    done = piped(shell, words, ">/dev/full")
    assert (done.returncode, done.stderr) == (1, "the disk is full\n")


def test_who_has_read_enough_hears_nothing_of_it(shell: Shell):
    shell.desk.story("three", title=None)
    done = piped(shell, "check", "| true")
    assert done.stderr == "1 problem\n"


@pytest.mark.parametrize("command", [["build"], ["check"], ["verify"], ["serve", "--port", "0"]])
def test_interruption_leaves_no_traceback(shell: Shell, command: list[str]):
    for number in range(150):
        shell.desk.story(f"s{number}", f"第{number}篇。" * 200)
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONPATH": str(ROOT / "plugins")}
    process = subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "goodnews", *command],
        cwd=shell.desk.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = ""
    for line in process.stderr:  # imports tell how far it is
        said += line
        if "goodnews.newsroom.validate" in line or "goodnews.desk.verify" in line:
            process.send_signal(signal.SIGINT)
            break
    said += process.stderr.read()
    assert process.wait() in (0, 130)
    assert "Traceback" not in said
    process.stderr.close()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("build --output taken", "taken: there is a file where a folder is needed"),
        ("build --output taken/below", "there is a file where a folder is needed"),
        ("build --cache taken", "there is a file where a folder is needed"),
        ("build --output /proc/nowhere", "no such file or folder"),
        (f"build --output {'x' * 300}", "the name is too long"),
        ("check --content taken", "taken is not a folder; check --content"),
        ("check --content nowhere", "nowhere is not a folder; check --content"),
        ("check --settings nowhere.py", "nowhere.py is not a file; check --settings"),
        ("check --settings content", "content is not a file; check --settings"),
        ("serve --port 0 --output taken", "there is a file where a folder is needed"),
    ],
)
def test_place_that_cannot_be_used_is_told_in_a_line(shell: Shell, words: str, told: str):
    (shell.desk.folder / "taken").write_text("x", "utf-8")
    done = shell.run(*words.split())
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "folder"),
    [
        (["build", "--today", "2030-01-01"], "output"),
        (["build", "--today", "2030-01-01"], "cache"),
        (["build", "--output", "locked/below"], "locked"),
        (["new", "story", "another"], "content/stories/2026"),
        (["serve", "--port", "0", "--output", "locked/below"], "locked"),
    ],
)
def test_folder_that_may_only_be_read_is_told_in_a_line(shell: Shell, words: list[str], folder: str):
    shell.run("build")
    shell.desk.story("one", "改过的一段。")
    locked = shell.desk.folder / folder
    locked.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "goodnews", *words]
    if os.geteuid() == 0:  # even the superuser keeps to the rights of files without this
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONPATH": str(ROOT / "plugins")}
    locked.chmod(0o500)
    try:
        done = subprocess.run(
            command, cwd=shell.desk.folder, env=environment, capture_output=True, text=True, check=False
        )
    finally:
        locked.chmod(0o700)
    assert done.returncode == 1
    assert "no permission" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("line", ["raise SystemExit('bye')", "import sys; sys.exit(3)", "1 / 0", "\0", "x = '\udc80'"])
def test_settings_that_end_the_program_are_told_with_their_file(shell: Shell, line: str):
    conf = shell.desk.folder / "pelicanconf.py"
    conf.write_bytes(conf.read_bytes() + line.encode("utf-8", "surrogateescape") + b"\n")
    done = shell.run("check")
    assert done.returncode == 1
    assert done.stderr.startswith("pelicanconf.py") and done.stderr.count("\n") == 1
