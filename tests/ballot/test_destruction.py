"""After publication nothing stays behind that could tell when a ballot came, or whose it was."""

import subprocess
from pathlib import Path

import pytest

from ballot import backup, destruction, keys, stages, traces, withdrawal
from ballot.problem import Refused
from ballot.stages import WrongStage
from tests.ballot.counting import LATER, Year
from tests.ballot.tampering import told


@pytest.fixture
def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    made = Year(tmp_path)
    made.fill()
    yield made
    made.end()


def commit(year: Year) -> None:
    root = year.folders.public.parents[2]
    who = ["-c", "user.name=x", "-c", "user.email=x@x.invalid"]
    for words in (["init", "-q"], ["add", "content"], [*who, "commit", "-q", "--allow-empty", "-m", "x"]):
        subprocess.run(["git", "-C", root, *words], check=True)


def test_nothing_is_destroyed_before_git_holds_what_recount_agrees_with(year: Year):
    with pytest.raises(WrongStage, match="comes first"):
        destruction.destroy(year.vote, LATER)
    year.publish()
    with pytest.raises(Refused, match="git holds no copy of"):
        destruction.destroy(year.vote, LATER)
    commit(year)
    path = year.vote.public / "result.json"
    whole = path.read_bytes()
    path.write_bytes(whole + b"\n")
    with pytest.raises(Refused, match=r"result\.json is not in git as it is here"):
        destruction.destroy(year.vote, LATER)
    commit(year)
    with pytest.raises(Refused, match=r"recount\.py disagrees: result\.json"):
        destruction.destroy(year.vote, LATER)
    assert (year.vote.private / "box.sqlite3").exists()


def test_box_codes_exports_and_backups_go_and_it_is_on_record(year: Year, tmp_path: Path):
    saved, export, precious = (tmp_path / name for name in ("backup.jsonl", "export.csv", "precious.txt"))
    backup.write(saved, year.box.dump())
    for path in (export, precious):
        path.write_text("x")
    for path in (saved, export, tmp_path / "moved.jsonl"):
        traces.note(year.vote.private, path)
    year.publish()
    year.end()
    commit(year)
    found = destruction.destroy(year.vote, LATER)
    assert not saved.exists() and not export.exists() and precious.exists()
    assert found.missing == (tmp_path / "moved.jsonl",)
    left = {path.name for path in year.vote.private.iterdir()}
    assert left <= {keys.SIGNING, "marks.csv"}
    (event,) = stages.found(year.vote.events, "destroyed")
    assert event["files"] == len(found.files)
    assert told(year.vote.public)[0] == 0
    withdrawal.withdraw(year.vote, LATER, "story-n02", "当事人请求")
    code, said = told(year.vote.public)
    assert code == 0 and "withdrawn: N02 当事人请求" in said


def test_a_candidate_is_withdrawn_once_and_only_with_a_reason(year: Year):
    for _twice in range(2):
        withdrawal.withdraw(year.vote, LATER, "story-n01", "当事人请求")
    assert len(stages.found(year.vote.events, "withdrawn")) == 1
    with pytest.raises(Refused, match="Say why"):
        withdrawal.withdraw(year.vote, LATER, "story-n02", " ")
    with pytest.raises(Refused, match="No candidate of 2026 is the story kitchen"):
        withdrawal.withdraw(year.vote, LATER, "kitchen", "x")
