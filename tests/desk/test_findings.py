"""What a check found, as people, programs and GitHub read it."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from goodnews import language as terminal
from goodnews.__main__ import main
from goodnews.desk import findings
from goodnews.desk.findings import Findings
from goodnews.desk.rules import rows
from goodnews.problem import Problem
from tests.builders import ROOT, Room

WRONG = Problem("content/a.md", 3, "title", "'甲'", "a title", "Write it.")
ODD = Problem("content/甲,乙.md", 9, "body", "','", "a mark: 100%", "Mend it.\nNow.", "half-width-mark", 4)
BOTH = Findings((WRONG,), (ODD,))


def test_text_has_a_line_for_each_and_the_rule_of_advice():
    assert findings.as_text(BOTH).splitlines() == [
        "content/a.md:3: title: found '甲', expected a title. Write it.",
        "advice: content/甲,乙.md:9: body: found ',', expected a mark: 100%. Mend it. Now. [half-width-mark]",
    ]


def test_json_says_the_same_in_fields():
    wrong, odd = json.loads(findings.as_json(BOTH))
    assert (wrong["level"], wrong["rule"], wrong["line"], "column" in wrong) == ("error", "content", 3, False)
    assert (odd["level"], odd["rule"], odd["file"], odd["column"]) == ("warning", "half-width-mark", ODD.file, 4)
    assert json.loads(findings.as_json(Findings((), ()))) == []


def test_annotations_of_github_cannot_be_broken_by_what_was_typed():
    wrong, odd = findings.as_annotations(BOTH).splitlines()
    assert wrong.startswith("::error file=content/a.md,line=3,title=content::title: found")
    assert odd.startswith("::warning file=content/甲%2C乙.md,line=9,col=4,title=half-width-mark::body: found ','")
    assert "100%25" in odd


def test_github_shows_ten_and_the_summary_has_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    many = Findings(
        (WRONG,), [Problem("content/a.md", line, "body", "<b>", "x", "y.", "rule") for line in range(1, 31)]
    )
    lines = findings.as_annotations(many).splitlines()
    assert [line.startswith("::") for line in lines] == [True] * 10 + [False] * 21
    assert lines[0].startswith("::error")
    summary = (tmp_path / "summary.md").read_text("utf-8")
    assert summary.count("<li>") == 31
    assert "<b>" not in summary


def test_sarif_names_its_rules_and_places():
    run = json.loads(findings.as_sarif(BOTH))["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["content", "half-width-mark"]
    assert [result["level"] for result in run["results"]] == ["error", "warning"]
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/%E7%94%B2%2C%E4%B9%99.md"
    assert place["region"] == {"startLine": 9, "startColumn": 4}


@pytest.fixture
def newsroom(room: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A newsroom of its own, in a repository, as its editor's terminal sees it."""
    (room.folder / "pelicanconf.py").write_text(
        'PATH = "content"\nSITENAME = "暖闻"\nSITEURL = "https://nuanwen.example"\nDEFAULT_LANG = "zh-CN"\n'
        'TIMEZONE = "Asia/Shanghai"\nPLUGINS = ["goodnews"]\nCACHE_PATH = "cache"\n'
        f'THEME = {str(ROOT / "theme")!r}\nGOODNEWS = {{"datelines": ["本报讯"]}}\n',
        "utf-8",
    )
    monkeypatch.chdir(room.folder)
    room.story("old", "来了,走了。")
    git(room, "init", "-q", "-b", "main")
    git(room, "add", ".")
    git(room, "commit", "-qm", "one")
    return room


def git(room: Room, *words: str) -> None:
    author = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *author, *words], cwd=room.folder, check=True)


def test_advice_since_a_branch_is_on_what_it_brought_committed_or_not(
    newsroom: Room, capsys: pytest.CaptureFixture[str]
):
    git(newsroom, "checkout", "-qb", "mine")
    newsroom.story("new", "又来了,走了。", title="第二条")
    newsroom.story("third", "还来,走了。", title="第三条")
    git(newsroom, "add", "content/stories/2026/new.md")
    git(newsroom, "commit", "-qm", "two")
    assert main(["check", "--since", "main"]) == 0
    said = capsys.readouterr().out
    assert ("new.md:" in said, "third.md:" in said, "old.md:" in said) == (True, True, False)


@pytest.mark.parametrize("branch", ["no-such-branch", "--output=x", "main; rm -rf /"])
def test_branch_that_is_none_is_one_line(newsroom: Room, branch: str, capsys: pytest.CaptureFixture[str]):
    assert main(["check", f"--since={branch}"]) == 1
    assert capsys.readouterr().err.startswith("git cannot tell what changed: ")
    assert not (newsroom.folder / "x").exists()


def test_fix_shows_what_it_would_write_and_writes_it_when_told(newsroom: Room, capsys: pytest.CaptureFixture[str]):
    story = newsroom.content / "stories/2026/old.md"
    before = story.read_bytes()
    assert main(["check", "--fix"]) == 0
    said = capsys.readouterr().out
    assert "-来了,走了。" in said.splitlines()
    assert "+来了，走了。" in said.splitlines()
    assert said.splitlines()[-1] == "1 file would change; `check --fix --yes` writes it"
    assert story.read_bytes() == before
    assert main(["check", "--fix", "--yes"]) == 0
    assert story.read_bytes() == before.replace("来了,走了".encode(), "来了，走了".encode())
    capsys.readouterr()
    assert main(["check", "--fix", "--yes"]) == 0
    assert capsys.readouterr().out.splitlines() == ["Nothing is surely wrong.", "1 story, no problem"]


def test_yes_alone_is_refused(newsroom: Room):
    with pytest.raises(SystemExit) as left:
        main(["check", "--yes"])
    assert left.value.code == 2


@pytest.mark.parametrize("format", ["json", "sarif"])
def test_output_for_programs_is_nothing_else_also_when_something_is_wrong(
    newsroom: Room, format: str, capsys: pytest.CaptureFixture[str]
):
    assert main(["check", "--format", format]) == 0
    json.loads(capsys.readouterr().out)
    newsroom.story("old", category="没有这个栏")
    assert main(["check", "--format", format]) == 1
    json.loads(capsys.readouterr().out)


def test_whatever_is_remarked_is_a_rule_that_can_be_switched_off():
    names = {row.name for row in rows()}
    for module in ("advice", "proofreading", "punctuation"):
        text = (ROOT / f"plugins/goodnews/desk/{module}.py").read_text("utf-8")
        used = re.findall(r'Remark\(\s*"([a-z-]+)"|"([a-z]+(?:-[a-z]+)+)"\)', text)
        assert used and {one or other for one, other in used} <= names


def cell(text: str) -> str:
    return text.replace("|", r"\|")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_document_of_the_rules_names_each_as_check_words_it(language: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANGUAGE", language)
    terminal._terminal.cache_clear()
    terminal._.cache_clear()
    text = (ROOT / f"docs/check{'.zh-CN' if language == 'zh_CN' else ''}.md").read_text("utf-8")
    wanted = [
        f"| `{row.name}` | {cell(row.expected)} | {cell(row.fix)} | {'✓' if row.mends else ''} |" for row in rows()
    ]
    table = text.partition("`--fix` |\n")[2].partition("\n\n")[0].splitlines()[1:]
    assert table == wanted, "each once, in the order of the rules"
