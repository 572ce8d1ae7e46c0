"""`init`: a newsroom of one's own is whole and sound at once, or nothing is written."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import forked
from tests.builders import ROOT
from tests.shell import Shell

SAID = ("--name", "Lamp Post", "--url", "https://lamp.example")
ENGLISH = (*SAID, "--language", "en")
CHINESE = ("--name", "暖潮", "--url", "https://nuanchao.example", "--language", "zh-CN")
ALL = ("--regions", "--campaigns", "--vote")


AT_NIGHT = [pytest.param(words, marks=pytest.mark.nightly) for words in (CHINESE, (*ENGLISH, *ALL))]


@pytest.mark.parametrize("words", [ENGLISH, (*CHINESE, *ALL), *AT_NIGHT])
def test_new_newsroom_has_no_problem_builds_and_keeps_every_law(shell: Shell, words: tuple[str, ...]):
    done = shell.run("init", "my-news", *words)
    assert (done.returncode, done.stderr) == (0, "")
    for command in ("check", "build", "verify"):
        done = inside(shell, command)
        assert (done.returncode, done.stderr) == (0, "")
        if command == "check":
            assert done.stdout == "1 story, no problem\n"


def inside(shell: Shell, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "plugins")}
    return forked.run("goodnews", words, shell.desk.folder / "my-news", environment)


def test_name_with_any_letters_is_kept_as_it_is(shell: Shell):
    name = 'Lamp: "Post" #1 — {{ it }} @x $y [z], \\n & <co>'
    done = shell.run("init", "my-news", "--name", name, "--url", "https://lamp.example", "--language", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert inside(shell, "build").returncode == 0
    page = (shell.desk.folder / "my-news/output/index.html").read_text("utf-8")
    assert "Lamp: &#34;Post&#34; #1 — {{ it }} @x $y [z], \\n &amp; &lt;co&gt;" in page


def test_sections_are_printed_in_their_order_with_addresses_of_their_own(shell: Shell):
    assert shell.run("init", "my-news", *ENGLISH, "--sections", "Sea & Sky,工会, 公会").returncode == 0
    text = (shell.desk.folder / "my-news/content/sections.yaml").read_text("utf-8")
    assert text == '"Sea & Sky": {slug: sea-sky}\n"工会": {slug: gong-hui}\n"公会": {slug: gong-hui-2}\n'


def test_sections_in_letters_that_no_address_has_are_numbered(shell: Shell):
    assert shell.run("init", "my-news", *ENGLISH, "--sections", "أخبار, ناس").returncode == 0
    text = (shell.desk.folder / "my-news/content/sections.yaml").read_text("utf-8")
    assert text == '"أخبار": {slug: section}\n"ناس": {slug: section-2}\n'


def test_folder_without_a_name_is_refused(shell: Shell):
    assert "it is empty" in shell.run("init", "", *ENGLISH).stderr


def test_version_is_pinned_and_the_vote_is_an_extra(shell: Shell):
    shell.run("init", "my-news", *ENGLISH, "--vote")
    text = (shell.desk.folder / "my-news/requirements.txt").read_text("utf-8")
    assert re.search(r"^nuanwen\[vote\]==\d+\.\d+\.\d+$", text, re.MULTILINE)


def packages(lock: str) -> set[str]:
    found = re.findall(r"^[\w.-]+(?===)", lock, re.MULTILINE)
    assert len(found) == len(set(found))
    return set(found)


def test_lock_has_every_package_once_with_its_hashes(shell: Shell):
    shell.run("init", "my-news", *ENGLISH, "--vote")
    lock = (shell.desk.folder / "my-news/requirements.lock").read_text("utf-8")
    assert {"pelican", "jinja2", "starlette", "cryptography"} <= packages(lock)
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", lock)[1:])


def test_lock_is_written_anew_for_the_version_and_extras_that_are_wanted(shell: Shell):
    shell.run("init", "my-news", *ENGLISH)
    wanted, lock = (shell.desk.folder / "my-news" / f"requirements.{name}" for name in ("txt", "lock"))
    assert not {"boto3", "starlette"} & packages(lock.read_text("utf-8"))
    wanted.write_text(wanted.read_text("utf-8").replace("nuanwen==", "nuanwen[vote, publish]=="), "utf-8")
    assert inside(shell, "lock").returncode == 0
    assert {"boto3", "starlette"} <= packages(lock.read_text("utf-8"))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("nuanwen==", "nuanwen[votes]==", "requirements.txt: there is no extra votes. Did you mean 'vote'?"),
        ("nuanwen==", "nuanwen==9", "run `python -m pip install -r requirements.txt` first"),
    ],
)
def test_lock_that_cannot_be_is_told_and_stays(shell: Shell, before: str, after: str, told: str):
    shell.run("init", "my-news", *ENGLISH)
    wanted, lock = (shell.desk.folder / "my-news" / f"requirements.{name}" for name in ("txt", "lock"))
    was = lock.read_text("utf-8")
    wanted.write_text(wanted.read_text("utf-8").replace(before, after), "utf-8")
    done = inside(shell, "lock")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert told in done.stderr
    assert lock.read_text("utf-8") == was


def test_lock_where_no_newsroom_is_says_where_to_go(shell: Shell):
    assert "`cd` into the folder of a newsroom" in shell.run("lock").stderr


def test_site_is_built_soon_after_midnight_in_its_zone_by_the_actions_that_we_use(shell: Shell):
    shell.run("init", "my-news", *CHINESE, "--zone", "Asia/Shanghai")
    path = shell.desk.folder / "my-news/.github/workflows/site.yml"
    text = path.read_text("utf-8")
    assert 'cron: "5 16 * * *"' in text
    ours = "".join(path.read_text("utf-8") for path in (ROOT / ".github/workflows").glob("*.yml"))
    assert [line for line in text.splitlines() if "uses:" in line and line.partition("uses:")[2] not in ours] == []
    programs = Path(sys.executable).parent
    for words in (["actionlint"], ["zizmor", "--offline", "--no-progress", "--no-config"]):
        done = subprocess.run([str(programs / words[0]), *words[1:], str(path)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_workflow_installs_nothing_without_its_hash(shell: Shell):
    shell.run("init", "my-news", *CHINESE)
    text = (shell.desk.folder / "my-news/.github/workflows/site.yml").read_text("utf-8")
    first, then, *_own = [line for line in text.splitlines() if "pip install" in line]
    assert first.endswith("--require-hashes --constraint requirements.lock setuptools")  # what builds feedgen
    assert then.endswith("--require-hashes --no-build-isolation -r requirements.lock")
    assert "\nsetuptools==" in (shell.desk.folder / "my-news/requirements.lock").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("My News", *SAID), "My News is no name for a newsroom's folder: a-z, 0-9 and hyphens, such as my-news"),
        (("con", *SAID), "con is no name for a newsroom's folder"),
        (("content", *SAID), "content is not empty: name a new folder."),
        (("my-news", "--name", "Lamp Post", "--url", "lamp.example"), "write it whole, such as https://lamp.example"),
        (("my-news", "--name", "Lamp Post", "--url", "htps://lamp.example/x"), "such as https://lamp.example/x"),
        (("my-news", "--name", "", "--url", "https://lamp.example"), "A newsroom needs a name"),
        (("my-news", *SAID, "--zone", "Asia/Shanghay"), "is not a time zone. Did you mean 'Asia/Shanghai'?"),
        (("my-news", *SAID, "--language", "English, please"), "English, please is not the tag of a language"),
        (("my-news", *SAID, "--sections", " ,"), "A newsroom needs a section at least"),
        (("my-news", *SAID, "--sections", "News, " + 81 * "a"), f"{20 * 'a'}… is too long: at most 80 characters"),
        (("my-news", "--name", 81 * "a", "--url", "https://lamp.example"), f"{20 * 'a'}… is too long"),
    ],
)
def test_answer_that_cannot_be_is_told_in_one_line_and_nothing_is_written(
    shell: Shell, words: tuple[str, ...], told: str
):
    before = sorted(path.name for path in shell.desk.folder.iterdir())
    done = shell.run("init", *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert told in done.stderr
    assert sorted(path.name for path in shell.desk.folder.iterdir()) == before


def test_without_a_terminal_what_is_missing_is_named(shell: Shell):
    done = shell.run("init", "my-news", "--name", "Lamp Post")
    assert done.returncode == 2
    assert "the following arguments are required: --url." in done.stderr


def test_at_a_terminal_it_asks_and_an_answer_that_cannot_be_is_asked_again(shell: Shell):
    ours, theirs = pty.openpty()
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "plugins")}
    command = [sys.executable, "-m", "goodnews", "init", "my-news", "--no-vote"]
    with subprocess.Popen(
        command, cwd=shell.desk.folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.write(ours, b"\nLamp Post\nlamp.example\nhttps://lamp.example\nen\n\nNews, Care\nno\nyes\n")
        assert process.wait(60) == 0
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "A newsroom needs a name" in shown
    assert "write it whole, such as https://lamp.example" in shown
    folder = shell.desk.folder / "my-news/content"
    assert (folder / "campaigns.yaml").exists()
    assert not (folder / "regions.csv").exists()
