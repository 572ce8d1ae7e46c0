"""`python3 tasks.py`: what a person types, from any folder, in any language; and what is left when it is killed."""

import ast
import gettext
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import tasks
from tests import forked
from tests.builders import ROOT
from tests.waiting import until

CHINESE = re.compile("[\u4e00-\u9fff]")


def typed(*words: str, here: Path = ROOT, language: str = "en") -> subprocess.CompletedProcess[str]:
    """What a person sees who types `python3 tasks.py …` in some folder, but for the start of Python."""
    return forked.run("tasks", words, here, {**os.environ, "LANGUAGE": language, "PYTHONUTF8": "1"})


@pytest.mark.parametrize("words", [(), ("--list",), ("-l",), ("--help",), ("-h",)])
def test_list_names_every_command_with_what_it_does(words: tuple[str, ...]):
    done = typed(*words)
    assert done.returncode == 0
    assert re.findall(r"^  ([\w-]+) +\S", done.stdout, re.MULTILINE) == list(tasks.COMMANDS)


def test_list_needs_no_environment(tmp_path: Path):
    """It is read before anything has been installed."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "tasks.py"), "--list"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "build" in done.stdout


@pytest.fixture
def outdated(tmp_path: Path) -> Path:
    """A checkout whose .venv was made from another lock."""
    for part in ("plugins", "ballot"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tools").mkdir()
    locks = (path.name for path in ROOT.glob("requirements*.lock"))
    for file in ("tasks.py", "tools/__init__.py", "tools/environment.py", "pyproject.toml", *locks):
        shutil.copy(ROOT / file, tmp_path / file)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/.installed").write_text("another lock", "ascii")
    (tmp_path / ".venv/mine").write_text("worked", "ascii")
    return tmp_path


def built_without_network(checkout: Path, **how: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LANGUAGE": "en", "PIP_NO_INDEX": "1", **how}
    command = [sys.executable, str(checkout / "tasks.py"), "build"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_environment_that_worked_is_kept_when_another_cannot_be_made(outdated: Path):
    done = built_without_network(outdated)
    assert done.returncode != 0
    assert "Nothing was run: .venv is not ready. Fix what is printed above" in done.stdout + done.stderr
    assert (outdated / ".venv/mine").read_text("ascii") == "worked"
    assert not (outdated / ".venv.before").exists()


@pytest.mark.parametrize(("whole", "kept"), [(True, "worked"), (False, "older")])
def test_after_a_run_that_was_killed_the_newest_whole_environment_is_kept(outdated: Path, whole: bool, kept: str):
    (outdated / ".venv.before").mkdir()
    (outdated / ".venv.before/mine").write_text("older", "ascii")
    if not whole:
        (outdated / ".venv/.installed").unlink()
    fails_at_once = outdated / "fails"  # half a minute before pip would
    fails_at_once.mkdir()
    (fails_at_once / "venv.py").write_text("import os, sys; os.makedirs(sys.argv[-1]); sys.exit(1)", "ascii")
    assert built_without_network(outdated, PYTHONPATH=str(fails_at_once)).returncode == 1
    assert (outdated / ".venv/mine").read_text("ascii") == kept
    assert not (outdated / ".venv.before").exists()


BUILT = ["build", "--settings", str(ROOT / "pelicanconf.py"), "--content", "mine", "--output", "site", "--cache", "c"]


@pytest.mark.parametrize(
    ("program", "words", "lacks", "command"),
    [
        ("goodnews", BUILT, "segno", "python3 tasks.py build"),
        ("goodnews", BUILT, "rjieba", "python3 tasks.py build"),
        ("ballot", ["serve", "2026"], "sqlalchemy", "python3 tasks.py vote --help"),
    ],
)
def test_package_that_the_environment_lacks_is_told_in_one_line(
    standing: Path, program: str, words: list[str], lacks: str, command: str
):
    before = f"import runpy, sys; sys.modules[{lacks!r}] = None; sys.argv[1:] = {words}"
    code = f"{before}; runpy.run_module({program!r}, run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        cwd=standing,
        env={**os.environ, "LANGUAGE": "en", "PYTHONPATH": f"{ROOT / 'plugins'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    expected = f"{lacks} is missing: the packages are older than the code. Run `{command}`, which gets them."
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, expected)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("biuld",), "biuld is not a command; `python3 tasks.py --list` lists them all. Did you mean 'build'?"),
        (("buidl", "--drafts"), "buidl is not a command; `python3 tasks.py --list` lists them all. Did you mean"),
        (("编辑",), "编辑 is not a command; `python3 tasks.py --list` lists them all."),
        (("BUILD",), "BUILD is not a command; `python3 tasks.py --list` lists them all. Did you mean 'build'?"),
        (("help",), "help is not a command; `python3 tasks.py --list` lists them all. Did you mean '--help'?"),
        (("—list",), "—list is not a command; `python3 tasks.py --list` lists them all. Did you mean '--list'?"),
        (("—drafts", "build"), "--drafts belongs after the command: build --drafts …"),
        (("build", "—drafts"), "python3 tasks.py build: no such option: —drafts (perhaps --drafts)."),
        (("check", "－－format", "json"), "python3 tasks.py check: no such option: －－format (perhaps --format)."),
        (("lint", "tests"), "python3 tasks.py lint takes no options; found: tests"),
        (("clean", "--all"), "python3 tasks.py clean takes no options; found: --all"),
        (("serve", "--port", "abc"), "python3 tasks.py serve: argument --port: 'abc' is not a port: a number from 0"),
        (("serve", "--port", "99999"), "python3 tasks.py serve: argument --port: '99999' is not a port"),
        (("serve", "--port", "-1"), "python3 tasks.py serve: argument --port: '-1' is not a port"),
        (("serve", "--port", "八十"), "python3 tasks.py serve: argument --port: '八十' is not a port"),
        (("serve", "--prot", "1"), "python3 tasks.py serve: no such option: --prot (perhaps --port)."),
        (("build", "--today", "2026-02-30"), "argument --today: '2026-02-30' is not a date like 2026-02-04."),
        (("build", "--today", "20260204"), "argument --today: '20260204' is not a date like 2026-02-04."),
        (("build", "--today", "0001-01-01"), "argument --today: '0001-01-01' is not a date like 2026-02-04."),
        (("build", "--today", "9999-12-31"), "argument --today: '9999-12-31' is not a date like 2026-02-04."),
        (("build", "--output", ""), "python3 tasks.py build: argument --output: it is empty."),
        (("new",), "python3 tasks.py new: the following arguments are required: KIND, NAME."),
        (("new", "story"), "python3 tasks.py new: the following arguments are required: NAME."),
        (("new", "storry", "x"), "python3 tasks.py new: argument KIND: invalid choice: 'storry'"),
    ],
)
def test_slip_of_the_fingers_is_told_in_one_line(words: tuple[str, ...], told: str):
    done = typed(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert told in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--list",),
        *((command, "--help") for command in ("build", "check", "new", "serve", "lint", "clean")),
        ("biuld",),
        ("new",),
        ("new", "storry", "x"),
        ("serve", "--port", "abc"),
        ("serve", "--prot", "1"),
        ("serve", "--port"),
        ("serve", "--prot", "8001"),
        ("new", "story", "luoyang", "hotline"),
        ("vote", "--help"),
        ("vote", "freeze", "--help"),
        ("vote", "freeze"),
        ("vote", "freeze", "20x"),
        ("vote", "fre", "2026"),
        ("build", "--today", "2026-02-30"),
        ("lint", "x"),
    ],
)
def test_chinese_editor_is_told_everything_in_chinese(words: tuple[str, ...]):
    done = typed(*words, language="zh_CN")
    lines = (done.stdout + done.stderr).splitlines()
    assert lines
    for line in lines:
        plain = re.sub(r"`[^`]*`|\{[^}]*\}|--?[a-z]+|python3 tasks\.py|[A-Z]{2,}", "", line)
        assert CHINESE.search(line) or not re.search(r"[A-Za-z]{3,} [a-z]{2,}", plain), line


ONLY_FOR_WHO_WRITES_PARSERS = re.compile(
    r"^'|conflict|callable|positionals$|mode %r|open '|dest=|sub|merge|__call__|unknown parser|option string %"
    r"|must be optional|deprecated"
)


@pytest.mark.parametrize("domain", tasks.CATALOGUES, ids=lambda domain: domain[0])
def test_argparse_of_this_python_has_no_words_that_a_chinese_catalogue_lacks(domain: tuple[str, str, str]):
    import argparse

    catalogue = gettext.translation(domain[0], ROOT / domain[1], ["zh_CN"])
    calls = [
        node for node in ast.walk(ast.parse(Path(argparse.__file__).read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    said = {
        word.value
        for node in calls
        if isinstance(node.func, ast.Name) and node.func.id == "_"
        for word in node.args[:1]
        if isinstance(word, ast.Constant) and isinstance(word.value, str)
    }
    ours = {words for words in said if not ONLY_FOR_WHO_WRITES_PARSERS.search(words)}
    assert {words for words in ours if catalogue.gettext(words) == words} == set()


@pytest.mark.parametrize("file", ["tasks.py", "plugins/goodnews/language.py", "plugins/goodnews/__init__.py"])
def test_old_python_reads_far_enough_to_say_that_it_is_too_old(file: str):
    ast.parse((ROOT / file).read_text("utf-8"), feature_version=(3, 9))


# --- Current folder


@pytest.fixture
def standing(tmp_path: Path) -> Path:
    """A folder elsewhere, with a small newsroom's content in it."""
    shutil.copytree(ROOT / "tests/examples/english/content", tmp_path / "mine")
    return tmp_path


def test_paths_are_taken_and_told_from_where_one_stands(standing: Path):
    (standing / "mine/stories/2026/slip.md").write_text("---\ntitle: x\n---\ny\n", "utf-8")
    done = typed("check", "--content", "mine", here=standing)
    assert done.returncode == 1
    assert done.stdout.startswith("mine/stories/2026/slip.md:2: category: ")


def test_site_is_built_into_the_folder_named_from_where_one_stands(standing: Path):
    done = typed("build", "--content", "mine", "--output", "site", "--cache", "kept", here=standing)
    assert done.returncode == 0, done.stderr
    assert (standing / "site/index.html").exists()


def test_new_file_is_named_from_where_one_stands(standing: Path):
    done = typed("new", "story", "a-new-one", "--content", "mine", here=standing / "mine")
    assert done.returncode == 1
    assert done.stderr == "mine is not a folder; check --content\n"
    done = typed("new", "story", "a-new-one", "--content", ".", here=standing / "mine")
    assert re.fullmatch(r"stories/\d{4}/a-new-one\.md\n", done.stdout)
    assert (standing / "mine" / done.stdout.strip()).exists()


# --- What lasts


def test_invoke_lists_the_same_commands():
    invoke = Path(sys.executable).with_name("invoke")
    done = subprocess.run([str(invoke), "--list"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert re.findall(r"^  ([\w-]+) +\S", done.stdout, re.MULTILINE) == sorted(tasks.COMMANDS)


def test_commands_in_the_documents_exist():
    found = set()
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / ".ci/run", *ROOT.glob(".github/workflows/*")]:
        found |= set(re.findall(r"tasks\.py (\w[\w-]*)", path.read_text("utf-8")))
    assert found
    assert found <= set(tasks.COMMANDS)


def test_continuous_integration_runs_the_test_command_of_the_readme_and_nothing_of_its_own():
    run = (ROOT / ".ci/run").read_text("utf-8")
    assert run.rstrip().endswith("python3 tasks.py test")
    assert not re.search(r"^[^#\n]*\b(pytest|apt|chromium|playwright)\b", run, re.MULTILINE)
    for name in ("README.md", "CONTRIBUTING.md"):
        assert "python3 tasks.py test" in (ROOT / name).read_text("utf-8")
    workflows = [path.read_text("utf-8") for path in (ROOT / ".github/workflows").glob("*.yml")]
    assert any(re.search(r"^\s+- run: \.ci/run$", text, re.MULTILINE) for text in workflows)


# --- The watchman


LEAVES_A_SERVER = """
import subprocess, sys
server = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"], start_new_session=True)
print(server.pid, flush=True)
{then}
"""


def runs(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def watched(then: str) -> subprocess.Popen[str]:
    script = LEAVES_A_SERVER.format(then=then)
    command = [sys.executable, str(ROOT / "tests/watchman.py"), sys.executable, "-c", script]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


@pytest.fixture
def endless() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A command that runs for ever, and the server it started in its own session."""
    with watched("import time; time.sleep(3600)") as process:
        assert process.stdout is not None
        yield process, int(process.stdout.readline())
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_server_that_a_test_began_ends_with_the_run_that_is_killed(
    endless: tuple[subprocess.Popen[str], int], number: signal.Signals
):
    process, server = endless
    assert runs(server)
    process.send_signal(number)
    until(lambda: not runs(server))


def test_whole_group_may_be_killed(endless: tuple[subprocess.Popen[str], int]):
    process, server = endless
    os.killpg(process.pid, signal.SIGKILL)
    until(lambda: not runs(server))


def test_interruption_reaches_the_command_itself(endless: tuple[subprocess.Popen[str], int]):
    process, server = endless
    process.send_signal(signal.SIGINT)
    assert process.wait() == 128 + signal.SIGINT  # the command's own end, by KeyboardInterrupt
    until(lambda: not runs(server))


@pytest.mark.parametrize(("then", "status"), [("", 0), ("sys.exit(3)", 3), ("import os; os.kill(os.getpid(), 9)", 137)])
def test_status_is_the_commands_and_nothing_it_began_outlives_it(then: str, status: int):
    with watched(then) as process:
        assert process.stdout is not None
        server = int(process.stdout.readline())
        assert process.wait() == status
        assert not runs(server)


# --- Continuous integration


WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def test_actions_are_pinned_by_commit_and_keep_no_credentials():
    """A tag can be moved to other code; and a token on the disk is there for every later step."""
    texts = [path.read_text("utf-8") for path in (*WORKFLOWS, *sorted((ROOT / "docs").glob("deploy*.md")))]
    uses = [line.strip() for text in texts for line in text.splitlines() if "uses:" in line]
    assert uses
    for line in uses:
        assert re.fullmatch(r"(- )?uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    assert "".join(texts).count("actions/checkout@") == "".join(texts).count("persist-credentials: false")


def test_push_of_an_editor_runs_the_check_of_content_and_a_push_of_code_the_whole_suite():
    import yaml

    found = {path.stem: yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in WORKFLOWS}
    for event in ("push", "pull_request"):
        assert found["content"]["on"][event]["paths"] == ["content/**"]
        assert found["ci"]["on"][event]["paths-ignore"] == ["content/**"]
    assert found["content"]["jobs"]["content"]["steps"][-1] == {"run": ".ci/content"}
    commands = (ROOT / ".ci/content").read_text("utf-8")
    assert re.findall(r"^python3 tasks\.py (\w+)", commands, re.MULTILINE) == ["check", "verify"]
    assert ".ci/content" in (ROOT / ".ci/run").read_text("utf-8")


def test_linters_of_workflows_find_nothing():
    """actionlint knows what GitHub takes, zizmor what a workflow gives away to whoever opens a pull request."""
    programs = Path(sys.executable).parent
    for words in (["actionlint"], ["zizmor", "--offline", "--no-progress", "--no-config"]):
        command = [str(programs / words[0]), *words[1:], *map(str, WORKFLOWS)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_pull_request_from_a_fork_gets_neither_secrets_nor_a_token_that_writes():
    import yaml

    for path in WORKFLOWS:
        found = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        assert "pull_request_target" not in found["on"]
        if "pull_request" in found["on"]:
            assert "secrets." not in path.read_text("utf-8")
            assert found["permissions"] == {"contents": "read"}


def test_site_is_built_soon_after_midnight_in_its_zone():
    import yaml

    found = yaml.load((ROOT / ".github/workflows/publish.yml").read_text("utf-8"), yaml.BaseLoader)
    (times,) = found["on"]["schedule"]
    minute, hour, *days = times["cron"].split()
    assert days == ["*", "*", "*"]
    assert ((int(hour) + 8) % 24, int(minute)) == (0, 5)


# --- Documents in both languages


def test_fields_are_explained_in_chinese_too():
    english = (ROOT / "docs/content.md").read_text("utf-8")
    chinese = (ROOT / "docs/content.zh-CN.md").read_text("utf-8")
    fields = set(
        re.findall(r"^([a-z_0-9]+): ", "\n".join(re.findall(r"```yaml\n(.*?)```", english, re.DOTALL)), re.MULTILINE)
    )
    assert len(fields) > 30
    assert {field for field in fields if f"`{field}`" not in chinese} == set()


def test_publishing_is_explained_in_chinese_with_the_same_commands():
    english, chinese = ((ROOT / f"docs/deploy{tag}.md").read_text("utf-8") for tag in ("", ".zh-CN"))
    told = [
        re.findall(r"^    (python3 tasks\.py publish [^#\n]*\S)", text, re.MULTILINE) for text in (english, chinese)
    ]
    assert len(told[0]) > 6
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "path", [*sorted(ROOT.glob("docs/*.zh-CN.md")), ROOT / "README.zh-CN.md"], ids=lambda path: path.name
)
def test_links_of_the_chinese_documents_lead_somewhere(path: Path):
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.DOTALL)
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", prose) if ":" not in target]
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("catalogue", tasks.CATALOGUES, ids=lambda catalogue: catalogue[0])
def test_chinese_messages_lead_to_chinese_documents_where_there_are_any(catalogue: tuple[str, str, str]):
    domain, folder, _babel = catalogue
    chinese = gettext.translation(domain, ROOT / folder, languages=["zh_CN"])
    text = (ROOT / folder / f"zh_CN/LC_MESSAGES/{domain}.po").read_text("utf-8")
    messages = [chinese.gettext(ast.literal_eval(found)) for found in re.findall(r'^msgid (".+")$', text, re.MULTILINE)]
    named = {name for message in messages for name in re.findall(r"docs/([a-z]+)\.md", message)}
    assert {name for name in named if (ROOT / f"docs/{name}.zh-CN.md").exists()} == set()
