"""`vote shortlist --decisions` and `--review`: the editor's word on each story, and the slate."""

import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ballot.shortlisting import lines, shortlist, some_stories


@pytest.fixture
def offered(newsroom: Path) -> Iterator[Path]:
    some_stories(newsroom, 3)
    shortlist()
    yield Path(".votes/2026/review.yaml")


def decide(form: Path, *decisions: tuple[str, str, str]) -> Path:
    entries = "".join(f"- story: {slug}\n  decision: {word}\n  reason: {reason}\n" for slug, word, reason in decisions)
    form.write_text(entries, "utf-8")
    return form


ALL = (("other-1", "accept", "具体"), ("other-2", "refuse", "与一月的重复"), ("other-3", "接受", "可借鉴"))


def test_slate_is_what_was_accepted_once_all_is_decided(offered: Path):
    assert shortlist("--decisions", str(decide(offered, *ALL))) == 0
    slate = json.loads(Path("content/votes/2026/candidates.json").read_text("utf-8"))
    assert [(c["code"], c["slug"]) for c in slate["candidates"]] == [("N01", "other-1"), ("N02", "other-3")]
    assert slate["candidates"][0]["region"] == "河南省/洛阳市"
    assert [(d["story"], d["decision"], d["reason"]) for d in lines("decisions.jsonl")] == [
        ("other-1", "accept", "具体"),
        ("other-2", "refuse", "与一月的重复"),
        ("other-3", "accept", "可借鉴"),
    ]


def test_half_decided_form_writes_no_slate_and_is_offered_again_with_what_was_decided(offered: Path):
    shortlist("--decisions", str(decide(offered, ALL[0])))
    assert not Path("content/votes/2026/candidates.json").exists()
    form = offered.read_text("utf-8")
    assert 'decision: accept\n  reason: "具体"' in form and form.count("- story:") == 3


def test_same_decisions_twice_add_nothing_and_another_word_is_added(offered: Path):
    decide(offered, *ALL)
    copy = offered.with_name("copy.yaml")
    copy.write_bytes(offered.read_bytes())
    shortlist("--decisions", str(copy))
    shortlist("--decisions", str(copy))
    assert len(lines("decisions.jsonl")) == 3
    shortlist("--decisions", str(decide(copy, ("other-2", "accept", "改了主意"))))
    slate = json.loads(Path("content/votes/2026/candidates.json").read_text("utf-8"))
    assert len(lines("decisions.jsonl")) == 4 and len(slate["candidates"]) == 3


def test_editor_may_add_a_story_that_nobody_offered(newsroom: Path):
    some_stories(newsroom, 40)
    shortlist()
    form = Path(".votes/2026/review.yaml")
    slugs = [f"other-{n}" for n in range(1, 41)]
    (out, *_more) = [slug for slug in slugs if f"- story: {slug}\n" not in form.read_text("utf-8")]
    shortlist("--decisions", str(decide(form, (out, "accept", "编辑部自选"))))
    assert lines("decisions.jsonl")[-1]["offered"] is False


def test_every_problem_of_a_form_is_told_with_its_line_and_nothing_is_written(
    offered: Path, capsys: pytest.CaptureFixture[str]
):
    decide(offered, ("other-9", "accept", "x"), ("other-1", "maybe", "x"), ("other-2", "refuse", ""), ALL[2], ALL[2])
    assert shortlist("--decisions", str(offered)) == 1
    told = capsys.readouterr().err.replace(str(offered), "FORM")
    assert "FORM:1: story: found 'other-9', expected a story of the year." in told
    assert "FORM:5: decision: found 'maybe', expected accept or refuse." in told
    assert "FORM:9: reason: found '', expected a reason of 1 to 300 characters." in told
    assert "FORM:13: story: found 'other-3', expected each story once." in told
    assert not Path("content/votes/2026/decisions.jsonl").exists()


DAMAGED = ["- story: [a", "story: a", "- a", "- {story: other-1, verdict: x}", "- {story: [a]}"]
DEEP = ["- " * 5000 + "a", "- story: " + "[" * 50_000, "- " + "{a: " * 3000 + "1" + "}" * 3000]


@pytest.mark.parametrize("text", DAMAGED + DEEP, ids=lambda text: text[:20])
def test_damaged_form_is_a_problem_and_no_traceback(offered: Path, text: str, capsys: pytest.CaptureFixture[str]):
    offered.write_text(text, "utf-8")
    assert shortlist("--decisions", str(offered)) == 1
    assert re.search(rf"^{re.escape(str(offered))}:[12]: ", capsys.readouterr().err, re.MULTILINE)


def test_form_in_another_encoding_is_a_sentence(offered: Path, capsys: pytest.CaptureFixture[str]):
    offered.write_bytes("- story: 中".encode("gb18030"))
    assert shortlist("--decisions", str(offered)) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_editor_decides_on_the_terminal_and_may_stop_between(offered: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("a\n具体\nwhat\nr\n\n重复\nq\n"))
    shortlist("--review")
    assert [(d["story"], d["decision"], d["reason"]) for d in lines("decisions.jsonl")] == [
        ("other-1", "accept", "具体"),
        ("other-2", "refuse", "重复"),
    ]
    monkeypatch.setattr(sys, "stdin", io.StringIO("a\n可借鉴"))
    shortlist("--review")
    assert len(lines("decisions.jsonl")) == 3
    assert Path("content/votes/2026/candidates.json").exists()


def test_everything_refused_is_no_slate(offered: Path, capsys: pytest.CaptureFixture[str]):
    refused = [(slug, "refuse", "不合适") for slug, _word, _reason in ALL]
    assert shortlist("--decisions", str(decide(offered, *refused))) == 1
    assert "no slate" in capsys.readouterr().err


def test_shortlist_of_a_frozen_vote_is_refused(offered: Path, capsys: pytest.CaptureFixture[str]):
    events = Path("content/votes/2026/events.jsonl")
    events.write_text('{"at":"2026-12-01T00:00Z","event":"frozen","key":"00","prev":""}\n', "utf-8")
    before = lines()
    assert shortlist() == 1
    assert "already past that" in capsys.readouterr().err
    assert lines() == before
