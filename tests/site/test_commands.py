"""The command line as an editor uses it: real processes on a small newsroom."""

import os
import re
import shutil
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
from tests.shell import Shell


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


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["build", "--help"]])
def test_what_a_command_only_says_arrives_in_a_file_too(shell: Shell, words: list[str]):
    done = shell.run(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.match(r"Nuanwen \d|usage: ", done.stdout)


@pytest.mark.parametrize("day", ["20260601", "2026-W06-3", "1826-06-01"])
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


@pytest.mark.parametrize("command", ["check", "report", "build"])
def test_a_content_folder_that_is_not_there_is_named(shell: Shell, command: str):
    shell.desk.content.rename(shell.desk.folder / "内容")
    done = shell.run(command)
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == "content is not a folder; the content folder is named by PATH in pelicanconf.py, or by --content\n"
    )
    assert shell.run("check", "--content", "内容").returncode == 0


def test_after_mending_the_problems_that_are_left_are_counted_and_no_more_is_said(shell: Shell):
    path = shell.desk.story("one", "他说,好。", category="维权服物")
    done = shell.run("check", "--fix", "--yes")
    assert "1 file written" in done.stdout
    assert done.stderr == "1 problem\n"
    assert "他说，好。" in path.read_text("utf-8")


def test_a_text_beside_the_folders_is_not_taken_for_a_registry(shell: Shell):
    shell.desk.write("loose.md", "正文。")
    assert "Move it where it belongs, or out of the content folder." in shell.run("check").stdout


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


# --- Plural forms


def test_one_is_one(shell: Shell):
    (shell.desk.content / "stories/2026/two.md").unlink()
    assert shell.run("build").stdout.startswith("1 story (0 waiting): ")
    (shell.desk.output / "opml.xml").unlink()
    assert ": 1 page printed, " in shell.run("build").stdout
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


@pytest.mark.parametrize("words", [["check", "--fix"], ["new", "story", "new-one"], ["import", "page.txt"]])
def test_problem_of_a_registry_is_named_as_an_editor_would_open_it(shell: Shell, words: list[str]):
    shell.desk.write("house.yaml", "words:\n  甲: 甲\n")
    (shell.desk.folder / "page.txt").write_text("标题\n\n一段话。\n", "utf-8")
    done = shell.run(*words)
    assert done.returncode == 1
    assert (done.stdout + done.stderr).startswith("content/house.yaml:2: words.甲: found '甲', expected a word that")
