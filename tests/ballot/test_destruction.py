"""After publication nothing stays behind that could tell when a ballot came, or whose it was."""

import sqlite3
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa

from ballot import backup, destruction, keys, stages, traces, withdrawal
from ballot.__main__ import main
from ballot.box import Box
from ballot.commands import clock
from ballot.guide import standing, steps
from ballot.problem import Refused
from ballot.stages import WrongStage
from tests.ballot.counting import BEFORE, LATER, Year
from tests.ballot.postgres import Postgres
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
    standing.note(year.folders, database="postgresql://vote:secret@db.invalid/vote", print="2026-12-30T09:00Z")
    year.publish()
    year.end()
    commit(year)
    found = destruction.destroy(year.vote, LATER)
    assert not saved.exists() and not export.exists() and precious.exists()
    assert found.missing == (tmp_path / "moved.jsonl",)
    left = {path.name for path in year.vote.private.iterdir()}
    assert left <= {keys.SIGNING, "marks.csv"}
    assert not standing.noted(year.folders)
    assert steps.present(standing.standing(year.folders, LATER)) is None, "the guide knows that all is done"
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


def tables(address: str) -> set[str]:
    engine = sa.create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    try:
        return set(sa.inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_a_box_on_postgresql_is_destroyed_and_no_other_votes(
    tmp_path: Path, postgresql: Postgres, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own, foreign = postgresql.database(), postgresql.database()
    year = Year(tmp_path, database=own)
    year.fill()
    year.publish()
    with Box(foreign) as other:
        other.make("f" * 64, 0, 1)
    commit(year)
    words = ["destroy", "2026", "--public", str(year.folders.public), "--private", str(year.folders.private)]
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(clock, "_pretended", BEFORE)
    assert main(words) == 1
    assert "correct the clock" in capsys.readouterr().err
    monkeypatch.setattr(clock, "_pretended", LATER)
    assert main(words) == 1
    assert "Set DATABASE_URL as it was for `python3 tasks.py vote open 2026`" in capsys.readouterr().err
    monkeypatch.setenv("DATABASE_URL", foreign)
    assert main(words) == 1
    assert "The box is another vote's" in capsys.readouterr().err
    assert tables(foreign) == tables(own) != set()
    assert not stages.found(year.vote.events, "destroyed")
    year.end()
    monkeypatch.setenv("DATABASE_URL", own)
    assert main(words) == 0
    assert "the database server's own logs, back-ups and standbys" in capsys.readouterr().out
    assert (tables(own), len(tables(foreign)) > 0) == (set(), True)
    commit(year)
    assert main(words) == 0, "done twice it destroys what is left"
    assert told(year.vote.public)[0] == 0


def test_a_box_that_is_gone_is_destroyed_only_by_saying_so(year: Year):
    year.publish()
    year.end()
    commit(year)
    (year.vote.private / "box.sqlite3").unlink()
    with pytest.raises(Refused, match="if the box is gone, say so with --gone"):
        destruction.destroy(year.vote, LATER)
    destruction.destroy(year.vote, LATER, boxless=True)
    assert stages.found(year.vote.events, "destroyed")


def test_no_order_of_arrival_is_left(year: Year):
    """Even before it is destroyed the box tells no more than the file that is published."""
    year.publish()
    with sqlite3.connect(year.vote.private / "box.sqlite3") as box:
        kept = [leaf for (leaf,) in box.execute("select leaf from ballots order by id")]
        rows = [leaf for (leaf,) in box.execute("select leaf from ballots order by rowid")]
    arrived = [made.hex() for made in year.cast_in_order if made.hex() in kept]
    assert len(arrived) > 20
    assert kept != arrived and rows != arrived
    followers = sum(arrived.index(one) + 1 == arrived.index(other) for one, other in pairwise(kept))
    assert followers < len(kept) / 4
    commit(year)
    year.end()
    destruction.destroy(year.vote, LATER)
    assert not (year.vote.private / "box.sqlite3").exists()
