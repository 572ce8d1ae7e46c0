"""A submission, by a form tool, as an issue, by mail: one draft, and nothing of whoever sent it enters a file."""

import datetime
from pathlib import Path

import pytest
import yaml

from goodnews.importer.command import run
from goodnews.importer.imported import Wanted
from goodnews.importer.reading import read
from goodnews.importer.submission import submitted
from goodnews.importer.table import field_of, is_about_the_sender
from tests.builders import EXAMPLES, HARBOUR, ROOT, Room

RAW = EXAMPLES / "raw"
FORM = ROOT / ".github/ISSUE_TEMPLATE/submission.yml"
PRIVATE = ("庚先生", "000-0000", "000-0001", "辛女士", "someone-unknown", "code.example")


@pytest.fixture
def bring(room: Room):
    """Imports one sample. Returns its first draft without the line that names the file, what was printed, and every
    file that was written."""
    for name in ("sections.yaml", "campaigns.yaml", "columns.yaml", "regions.csv", "names.yaml"):
        room.write(name, (HARBOUR / name).read_bytes())

    def brought(path: Path) -> tuple[str, str, str]:
        said: list[str] = []
        wanted = Wanted(date=datetime.date(2026, 2, 5))
        assert run(room.settings, [str(path)], wanted, (), read, said.append, said.append) == 0
        drafts = sorted((room.content / "stories").rglob("*.md"))
        texts = [draft.read_text("utf-8") for draft in drafts]
        accounts = [page.read_text("utf-8") for page in (room.folder / ".import").rglob("*.html")]
        draft = next(text for text in texts if "旧冷库" in text)
        return draft.replace(draft.split("\n")[1], "", 1), "\n".join(said), "\n".join([*texts, *accounts])

    return brought


@pytest.mark.parametrize("name", ["submission-issue.md", "submission-mail.eml", "submission-form.csv"])
def test_every_way_makes_the_same_draft(bring, name: str):
    draft, said, _written = bring(RAW / name)
    assert draft == (
        "---\n\ntitle: 旧冷库里补渔网\ndate: 2026-02-05\nevent_date: 2026-02-03\n"
        "category: 动态  # guessed: the text has no keyword of any section\n"
        "region: 竹岬省\nbylines:\n- {作者: [乙水]}\n"
        "summary: '竹岬省码头的旧冷库改成了修网屋，冬天有暖气，能坐四十人。开门头一周，来了二百一十七人次。'"
        "  # guessed: the first sentences\n"
        "sources:\n- {name: 潮信示例报, date: 2026-02-05, credit: '作者：乙水'}\nstatus: draft\n"
        "# line 6 as printed: 来源：潮信示例报\n---\n"
        "竹岬省码头的旧冷库改成了修网屋，冬天有暖气，能坐四十人。\n\n开门头一周，来了二百一十七人次。\n"
    )
    assert "unknown, line" not in said


@pytest.mark.parametrize("name", ["submission-issue.md", "submission-mail.eml", "submission-form.csv"])
def test_nothing_of_whoever_sent_it_is_written_or_printed(bring, name: str):
    _draft, said, written = bring(RAW / name)
    assert not any(private in text for private in PRIVATE for text in (said, written))


def test_columns_about_the_sender_are_dropped_by_a_named_rule(bring):
    _draft, said, written = bring(RAW / "submission-form.csv")
    assert "dropped, who sent it, and how to reach them: 5" in said
    assert "联系电话：…" in written
    assert "warning" in said and "left out" not in said


def test_refused_consent_is_told(bring):
    _draft, said, _written = bring(RAW / "submission-form.csv")
    assert said.count("whoever sent it does not agree to publication") == 1


def test_account_names_the_rule_for_contact_and_not_the_words(bring, room: Room):
    path = room.folder / "letter.txt"
    path.write_text("旧冷库里补渔网\n\n竹岬省码头的旧冷库改成了修网屋，能坐四十人。\n\n联系电话：000-0000\n", "utf-8")
    _draft, said, written = bring(path)
    assert "dropped, who sent it, and how to reach them: 1" in said
    assert "000-0000" not in written + said
    assert "dropped: who sent it, and how to reach them" in written


def test_fields_of_the_issue_form_are_those_that_import_reads():
    form = yaml.safe_load(FORM.read_text("utf-8"))
    labels = [one["attributes"]["label"] for one in form["body"] if one["type"] != "markdown"]
    read_as = [field_of(label) for label in labels]
    told = zip(labels, read_as, strict=True)
    assert [label for label, field in told if not (field or is_about_the_sender(label))] == []
    assert len({field for field in read_as if field}) == len(labels) - 1
    required = {one["id"] for one in form["body"] if one.get("validations", {}).get("required")}
    assert required == {"title", "body"}
    (consent,) = (one for one in form["body"] if one["type"] == "checkboxes")
    assert consent["attributes"]["options"][0]["required"] is True
    assert not any("电话" in label or "邮箱" in label for label in labels)  # an issue is public


@pytest.mark.parametrize(
    "text",
    [
        "# 标题\n\n一段。",
        "## 正文的写法\n\n一段。\n\n## 标题的写法\n\n又一段。",
        "一段。\n\n两段。",
        "### 标题\n\n甲\n\n### 标题\n\n乙\n\n### 正文\n\n丙",
    ],
)
def test_story_with_headings_is_no_form(text: str):
    assert submitted("a.md", text) is None


def test_heading_within_an_answer_belongs_to_it():
    form = submitted("a.md", "### 标题\n\n甲\n\n### 正文\n\n一段。\n\n## 小标题\n\n又一段。\n")
    assert form is not None
    assert [line.text for line in form.lines if line.text] == ["甲", "一段。", "## 小标题", "又一段。"]
