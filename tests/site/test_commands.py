"""The command line as an editor uses it: real processes on a small newsroom."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from goodnews.desk import last_build
from goodnews.settings import FEEDS, RANGES, Goodnews
from tests.builders import ROOT, Room

CONF = """
SITENAME = "暖闻"
SITEURL = "https://nuanwen.example"
DEFAULT_LANG = "zh-CN"
TIMEZONE = "Asia/Shanghai"
PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = "cache"
THEME = {theme!r}
PLUGIN_PATHS = [{plugins!r}]
PLUGINS = ["goodnews"]
GOODNEWS = {goodnews!r}
ARTICLE_PATHS = PAGE_PATHS = STATIC_PATHS = THEME_STATIC_PATHS = DIRECT_TEMPLATES = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""


class Shell:
    """A newsroom with a settings file, and a way to run commands in its folder."""

    def __init__(self, room: Room) -> None:
        self.desk = room
        self.settings()
        room.story("one")
        room.story("two", date="2026-02-05")

    def settings(self, **goodnews: object) -> None:
        text = CONF.format(
            theme=str(ROOT / "theme"), plugins=str(ROOT / "plugins"), goodnews={"workers": 1, **goodnews}
        )
        (self.desk.folder / "pelicanconf.py").write_text(text, "utf-8")

    def run(self, *command: str, module: str = "goodnews") -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "LANGUAGE": "en", "PYTHONUTF8": "1", "COLUMNS": "60"}
        environment["PYTHONPATH"] = str(ROOT / "plugins")
        return subprocess.run(
            [sys.executable, "-m", module, *command],
            cwd=self.desk.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture
def shell(room: Room) -> Shell:
    return Shell(room)


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
    assert "\\" in said or encoding == "cp1252"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["new", "story", "luoyang", "hotline"],
            "new: one word too many: 'hotline' (a name holds no spaces; put a title with spaces in quotes).",
        ),
        (["check", "content/stories"], "check: one word too many: 'content/stories'."),
        (["serve", "--prot", "8001"], "serve: no such option: --prot (perhaps --port)."),
        (["check", "-x"], "check: no such option: -x."),
        (["report", "--week", "2026年第6周"], "report: argument --week: '2026年第6周' is not a week like 2026-W06."),
        (["new"], "new: the following arguments are required: KIND, NAME."),
    ],
)
def test_words_that_a_command_does_not_take_are_refused_by_that_command(shell: Shell, words: list[str], told: str):
    done = shell.run(*words)
    assert done.returncode == 2
    command = words[0]
    assert told in done.stderr
    assert f"{command} --help" in done.stderr


@pytest.mark.parametrize("day", ["20260601", "2026-W06-3", "２０２６-０６-０１"])
def test_day_of_another_form_is_refused(shell: Shell, day: str):
    done = shell.run("build", "--today", day)
    assert done.returncode == 2
    assert f"'{day}' is not a date like 2026-02-04" in done.stderr


def test_build_says_what_it_did_in_one_line(shell: Shell):
    done = shell.run("build")
    assert done.returncode == 0
    assert done.stderr == ""
    assert re.fullmatch(r"2 stories \(0 waiting\): \d+ pages printed, 0 kept, 0 removed, \d+\.\d\d s\n", done.stdout)


@pytest.mark.parametrize("command", ["build", "check"])
def test_everything_that_waits_is_named_with_its_day(shell: Shell, command: str):
    shell.desk.story("slip", date="2999-12-03")
    shell.desk.story("draft", title="草稿", status="draft")
    shell.desk.write("digests/2026-W06.md", "---\nnumber: 一\n---\n引言。\n")
    expected = [
        "waiting: content/stories/2999/slip.md, until 2999-12-03",
        "waiting: content/stories/2026/draft.md, a draft",
    ]
    for _again in range(2):  # also when there is nothing to build
        done = shell.run(command)
        assert (done.returncode, done.stdout.splitlines()[:-1]) == (0, expected)
        time.sleep(tick())
    assert "waiting: " not in shell.run("build", "--drafts").stdout


def test_second_build_prints_nothing_whether_or_not_times_prove_it(shell: Shell):
    shell.run("build")
    assert ": 0 pages printed" in shell.run("build").stdout
    os.utime(shell.desk.content / "stories/2026/one.md")
    assert ": 0 pages printed" in shell.run("build").stdout


def test_build_without_a_change_imports_neither_pelican_nor_templates(shell: Shell):
    shell.run("build")
    time.sleep(tick())
    shell.run("build")
    script = (
        "import sys; from goodnews.__main__ import main; code = main(['build']);"
        "print(code, sorted({'pelican', 'jinja2', 'markdown', 'yaml'} & set(sys.modules)))"
    )
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONPATH": str(ROOT / "plugins")}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=shell.desk.folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.splitlines()[-1] == "0 []"


def tick() -> float:
    """Seconds until times of files just written prove something."""
    from goodnews import files

    return files.TICK / 1e9 + 0.05


@pytest.mark.parametrize(
    ("edit", "printed"),
    [
        (lambda d: d.story("one", "另一个正文。"), "story/2026/one.html"),
        (lambda d: (d.output / "index.html").write_text("x"), "index.html"),
        (lambda d: (d.output / "opml.xml").unlink(), "opml.xml"),
        (lambda d: d.write("pages/about.md", "---\ntitle: 甲\nsummary: 乙\n---\n丙\n"), "about.html"),
    ],
)
def test_any_edit_is_noticed(shell: Shell, edit: Callable[[Room], object], printed: str):
    shell.run("build")
    time.sleep(tick())
    shell.run("build")
    edit(shell.desk)
    assert shell.run("build").returncode == 0
    shell.run("build", "--output", "clean", "--cache", "clean-cache")
    assert (shell.desk.output / printed).read_bytes() == (shell.desk.folder / "clean" / printed).read_bytes()


def test_day_on_which_a_story_comes_out_is_noticed(shell: Shell):
    shell.desk.story("late", date="2026-06-02")
    shell.run("build", "--today", "2026-06-01")
    assert "1 waiting" in shell.run("build", "--today", "2026-06-01").stdout
    assert "(0 waiting)" in shell.run("build", "--today", "2026-06-02").stdout
    assert "1 waiting" in shell.run("build", "--today", "2026-06-01").stdout
    assert not (shell.desk.output / "story/2026/late.html").exists()


def test_build_with_drafts_is_told_apart(shell: Shell):
    shell.desk.story("draft", title="草稿", status="draft")
    shell.run("build", "--drafts", "--output", "other")
    assert (shell.desk.folder / "other/story/2026/draft.html").exists()
    shell.run("build", "--output", "other")
    assert not (shell.desk.folder / "other/story/2026/draft.html").exists()


def test_drafts_go_to_a_folder_of_their_own(shell: Shell):
    shell.desk.story("draft", title="草稿", status="draft")
    shell.run("build", "--drafts")
    assert (shell.desk.folder / "cache/preview/story/2026/draft.html").exists()
    assert not shell.desk.output.exists()
    refused = shell.run("build", "--drafts", "--output", "output")
    assert refused.returncode == 1
    assert refused.stderr == "Drafts must not go into the folder the site is published from: choose another --output.\n"


def test_change_of_the_settings_is_noticed(shell: Shell):
    shell.run("build")
    shell.settings(slogan="新口号")
    assert shell.run("build", "--why", "about-us.html").returncode == 1
    assert "新口号" in shell.desk.html("index.html")


def test_build_with_problems_names_each_on_a_line_and_leaves_the_output(shell: Shell):
    shell.run("build")
    before = shell.desk.files()
    shell.desk.story("one", category="维权服物")
    shell.desk.story("two", date="2026-02-05", region="洛阳", title=None)
    done = shell.run("build")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "content/stories/2026/one.md:4: category: found '维权服物', expected one of 工作动态, 思想引领, 维权服务. "
        "Did you mean '维权服务'?\n"
        "content/stories/2026/two.md:2: title: found nothing, expected a value. Add a line 'title: …'.\n"
        "content/stories/2026/two.md:4: region: found '洛阳', expected a region of regions.csv. "
        "Write '河南省/洛阳市'.\n"
        "3 problems; nothing was written\n"
    )
    assert shell.desk.files() == before


def test_template_that_does_not_parse_is_told_without_a_traceback(shell: Shell, tmp_path: Path):

    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    conf = shell.desk.folder / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8").replace(str(ROOT / "theme"), str(theme)), "utf-8")
    shell.run("build")
    before = shell.desk.files()
    story = theme / "templates/story.html"
    story.write_text(story.read_text("utf-8") + "{% if %}", "utf-8")
    done = shell.run("build")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "story.html" in done.stderr
    assert shell.desk.files() == before


def test_unknown_setting_is_told_with_the_nearest_one(shell: Shell):
    shell.settings(hilights_most=3)
    done = shell.run("build")
    assert done.returncode == 1
    assert "Did you mean 'highlights_most'?" in done.stderr
    assert "Traceback" not in done.stderr


def test_why_names_what_changed(shell: Shell):
    shell.run("build")
    shell.desk.story("one", "另一个正文。")
    assert shell.run("build", "--why", "story/2026/one.html").stdout.splitlines()[-1] == (
        "story/2026/one.html: printed, for what it shows changed"
    )
    assert shell.run("build", "--why", "output/story/2026/one.html").stdout.splitlines()[-1] == (
        "story/2026/one.html: kept; it was last printed, for what it shows changed"
    )


def test_why_of_no_page_suggests_one(shell: Shell):
    done = shell.run("build", "--why", "story/2026/onne.html")
    assert done.returncode == 1
    assert done.stderr.endswith("is not a page of this site. Did you mean 'story/2026/one.html'?\n")


def test_plain_pelican_gives_the_same_bytes(shell: Shell):
    shell.run("build")
    done = shell.run(
        "content", "-s", "pelicanconf.py", "-o", "elsewhere", "--cache-path", "other-cache", module="pelican"
    )
    assert done.returncode == 0, done.stderr
    other = Room(shell.desk.folder, registries=False)
    elsewhere = {
        str(path.relative_to(shell.desk.folder / "elsewhere")): path.read_bytes()
        for path in (shell.desk.folder / "elsewhere").rglob("*")
        if path.is_file()
    }
    assert elsewhere == other.files()
    assert (shell.desk.folder / "other-cache/memo").exists()


def test_plain_pelican_tells_problems_and_exits_without_a_traceback(shell: Shell):
    shell.desk.story("one", date="2026-02-30")
    done = shell.run("content", "-s", "pelicanconf.py", module="pelican")
    assert done.returncode == 1
    assert "content/stories/2026/one.md:3: date: found '2026-02-30', expected a day of the calendar" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_new_story_passes_every_check_as_a_draft(shell: Shell):
    done = shell.run("new", "story", "new-one", "--title", "它的'标题'")
    assert done.returncode == 0
    waits = f"waiting: {done.stdout.strip()}, a draft\n"
    assert shell.run("check").stdout == f"{waits}3 stories, no problem\n"
    assert shell.run("new", "story", "new-one").returncode == 1


def test_settings_page_names_every_setting_with_its_default():
    text = (ROOT / "docs/settings.md").read_text("utf-8")
    rows = {row[0]: row for row in re.findall(r"^\| `(\w+)` \|[^|]*\| `([^|]*)` \|", text, re.MULTILINE)}
    defaults = {name: getattr(Goodnews(), name) for name in Goodnews.__struct_fields__}
    assert {name: eval(row[1]) for name, row in rows.items() if name in defaults} == {
        name: (list(value) if isinstance(value, tuple) and isinstance(eval(rows[name][1]), list) else value)
        for name, value in defaults.items()
    }
    assert set(RANGES) <= set(defaults)
    assert set(FEEDS) == set(Goodnews().feeds)


def test_values_of_settings_tell_two_settings_files_apart(shell: Shell):
    conf = str(shell.desk.folder / "pelicanconf.py")
    _said, before = last_build.values_of({"A": 1}, conf, {})
    assert last_build.values_of({"A": 1, "b": 2}, conf, {})[1] == before
    assert last_build.values_of({"A": 2}, conf, {})[1] != before
    assert last_build.values_of({"A": 1}, conf, {"PATH": "x"})[1] != before


def test_chinese_catalogue_says_everything_and_is_compiled_from_its_text():
    import gettext
    import io

    from babel.messages.mofile import read_mo
    from babel.messages.pofile import read_po

    folder = ROOT / "plugins/goodnews/locale/zh_CN/LC_MESSAGES"
    with (folder / "goodnews.po").open("rb") as file:
        text = read_po(file, locale="zh_CN")
    silent = [message.id for message in text if message.id and not (message.string and all(message.string))]
    assert silent == []
    assert not any(message.fuzzy for message in text if message.id)
    compiled = (folder / "goodnews.mo").read_bytes()
    spoken = gettext.GNUTranslations(io.BytesIO(compiled))
    assert len(list(read_mo(io.BytesIO(compiled)))) == len(list(text))
    for message in text:
        if isinstance(message.id, str) and message.id:
            assert spoken.gettext(message.id) == message.string


def test_folder_without_any_story_leaves_the_last_good_site(shell: Shell):
    shell.run("build")
    before = shell.desk.files()
    for path in shell.desk.content.rglob("*.md"):
        path.unlink()
    for command in (("build",), ("check",)):
        done = shell.run(*command)
        assert done.returncode == 1
        assert "content/stories:1: file: found no story, expected at least one." in done.stdout + done.stderr
    assert shell.desk.files() == before


def test_output_in_the_editors_folder_is_refused(shell: Shell):
    for output in ("content", "content/images", "."):
        done = shell.run("build", "--output", output)
        assert done.returncode == 1
        assert "OUTPUT_PATH: found" in done.stderr
    assert not (shell.desk.content / "index.html").exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("GOODNEW = {}", "GOODNEW: found 'GOODNEW', expected a known setting. Did you mean 'GOODNEWS'?"),
        ("SITENAM = 'x'", "Did you mean 'SITENAME'?"),
        ("SITEURL = 'https://x.example/?a=1'", "SITEURL: found 'https://x.example/?a=1', expected https://…."),
        ("DEFAULT_LANG = 'xx yy'", "expected a language tag such as zh-CN."),
        ("PLUGINS = ['goodnews', 'nonexist']", "not every plugin of PLUGINS could be loaded"),
        ("THEME = 'nowhere'", "pelicanconf.py: "),
        ("X = (", "pelicanconf.py:16: "),
        ("import nowhere", "pelicanconf.py: ModuleNotFoundError"),
    ],
)
def test_slip_in_the_settings_is_told_and_nothing_is_built(shell: Shell, line: str, told: str):
    conf = shell.desk.folder / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + line + "\n", "utf-8")
    done = shell.run("build")
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (shell.desk.output / "index.html").exists()


# --- What the terminal and the system refuse


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


@pytest.mark.parametrize("words", ["build", "check", "new story another"])
def test_full_standard_output_is_told_in_a_line(shell: Shell, words: str):
    done = piped(shell, words, ">/dev/full")
    assert (done.returncode, done.stderr) == (1, "the disk is full\n")


def test_who_has_read_enough_hears_nothing_of_it(shell: Shell):
    for number in range(200):
        shell.desk.story(f"s{number}", title=None)
    done = piped(shell, "check", "| head -1; exit ${PIPESTATUS[0]:-0}")
    assert "Traceback" not in done.stderr and "Broken" not in done.stderr


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
    done = piped(shell, words)
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


# --- Plural forms


def test_one_is_one(shell: Shell):
    (shell.desk.content / "stories/2026/two.md").unlink()
    assert shell.run("build").stdout.startswith("1 story (0 waiting): ")
    shell.desk.story("one", "改过的一段。")
    assert ": 1 page printed, " in shell.run("build").stdout or ": 1 pages" not in shell.run("build").stdout
    assert shell.run("check").stdout == "1 story, no problem\n"
    shell.desk.story("one", digest_summary="短")
    assert "digest_summary: found 1 character, expected" in shell.run("check").stdout


# --- What the machine knows of zones


def test_feeds_have_the_zones_of_our_package_whatever_the_machine_knows(shell: Shell):
    shell.run("build", "--output", "here", "--cache", "here-cache")
    odd = shell.desk.folder / "zones/Asia"
    odd.mkdir(parents=True)
    (odd / "Shanghai").write_bytes(resources.files("tzdata").joinpath("zoneinfo/Pacific/Kiritimati").read_bytes())
    os.environ["PYTHONTZPATH"] = str(odd.parent)
    try:
        shell.run("build", "--output", "there", "--cache", "there-cache")
    finally:
        del os.environ["PYTHONTZPATH"]
    here, there = shell.desk.folder / "here", shell.desk.folder / "there"
    assert (here / "feeds/all.atom").read_bytes() == (there / "feeds/all.atom").read_bytes()
    assert b"+08:00" in (there / "feeds/all.atom").read_bytes()
