"""`vote shortlist`: screeners that need no network, and the record of every verdict."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from ballot.screening import embedding, lexical, likeness
from ballot.screening.story import Story, not_out, read_year
from ballot.screening.verdict import Record
from tests.ballot.shortlisting import lines, scores, shortlist, some_stories, verdicts, write


def test_lexical_screener_needs_nothing_and_scores_every_story(newsroom: Path):
    some_stories(newsroom)
    assert shortlist() == 0
    assert len(scores("lexical")) == 6
    assert max(scores("lexical").values()) == 100 and all(0 <= score <= 100 for score in scores("lexical").values())


def test_same_year_is_not_screened_twice_and_a_changed_one_is(newsroom: Path):
    some_stories(newsroom)
    shortlist()
    before = lines()
    shortlist()
    assert lines() == before
    write(newsroom, "other-1", "换了一篇。")
    shortlist()
    assert len(lines()) == 2 * len(before)


def test_drafts_and_other_years_are_no_candidates(newsroom: Path):
    write(newsroom, "draft", status="draft")
    write(newsroom, "old", date="2025-03-01")
    write(newsroom, "new")
    stories, problems = read_year(newsroom / "content", 2026)
    assert [story.slug for story in stories] == ["new"] and problems == []


@pytest.mark.parametrize("value", ["- " * 5000 + "a", "[" * 10_000, "[" * 100_000, "{a: " * 5000])
def test_story_that_nests_too_deeply_is_told_and_ends_nothing(newsroom: Path, value: str):
    write(newsroom, "deep", extra=f"\n  {value}")
    stories, (problem,) = read_year(newsroom / "content", 2026)
    assert not stories and problem.file.endswith("deep.md")
    assert not_out(newsroom / "content", ["deep"], "2026-04-01") == []


def test_every_unreadable_story_is_told_at_once(newsroom: Path, capsys: pytest.CaptureFixture[str]):
    some_stories(newsroom, 2)
    (newsroom / "content/stories/2026/no-header.md").write_text("没有头。", "utf-8")
    (newsroom / "content/stories/2026/no-title.md").write_text("---\ndate: 2026-01-01\n---\n", "utf-8")
    assert shortlist() == 1
    told = capsys.readouterr().err
    assert "no-header.md" in told and "no-title.md" in told
    assert not (newsroom / "content/votes/2026/screening.jsonl").exists()


def test_year_without_stories_says_so(newsroom: Path, capsys: pytest.CaptureFixture[str]):
    assert shortlist() == 1
    assert "found no story" in capsys.readouterr().err


# Two tellings of each matter, invented; every other pair of them tells of two matters.
TWICE = [
    (
        "某厂三号车间装上二十台新风机，夏天最热的工位降了六度。",
        "夏季高温，某厂给三号车间装了二十台新风机，最热工位温度下降六度。",
    ),
    (
        "社区卫生站每周三晚上给外卖骑手义诊，量血压测血糖不收钱。",
        "外卖骑手每周三晚可到社区卫生站免费义诊，量血压、测血糖都不收钱。",
    ),
    ("县图书馆把还书点设进工业园，工人下夜班也能借到书。", "工业园里有了县图书馆的还书点，下夜班的工人也能借书。"),
]


def told(texts: list[str]) -> list[Story]:
    return [Story(f"s{place}", text[:12], "2026-01-01", "全国", text, text) for place, text in enumerate(texts)]


@pytest.mark.parametrize("screener", [lexical, embedding])
def test_matter_told_twice_is_known_and_different_matters_are_not_merged(screener: Any):
    stories = told([text for pair in TWICE for text in pair])
    again = likeness.repeated(screener.likeness(stories), screener.REPEATED)
    assert again == (None, 0, None, 2, None, 4)


@pytest.mark.parametrize("most", [24, pytest.param(1000, marks=pytest.mark.nightly)])
def test_real_stories_of_a_year_are_all_different_matters(most: int):
    root = Path(__file__).parents[2]
    stories = read_year(root / "content", 2025)[0][:most]
    for screener in (lexical, embedding):
        again = likeness.repeated(screener.likeness(stories), screener.REPEATED)
        assert len(again) > 20
        assert not any(place is not None for place in again)


def test_embedding_screener_gives_the_same_bytes_again(newsroom: Path):
    some_stories(newsroom)
    shortlist("--embedding")
    before = lines()
    Path("content/votes/2026/screening.jsonl").unlink()
    shortlist("--embedding")
    assert lines() == before
    assert {line["screener"] for line in before} == {"lexical", "embedding"}


def test_stories_told_twice_are_offered_once(newsroom: Path):
    for number, pair in enumerate(TWICE):
        for again, text in enumerate(pair):
            write(newsroom, f"m{number}-{again}", text, date=f"2026-01-0{number + 1}", title=text[:12], summary=text)
    shortlist()
    form = Path(".votes/2026/review.yaml").read_text("utf-8")
    assert form.count("- story:") == 3
    assert "tells the same: m0-1" in form


def test_verdicts_are_written_as_canonical_json_and_read_again(tmp_path: Path):
    record = Record(tmp_path / "screening.jsonl")
    record.add(verdicts("one", a=1, b=2).values())
    assert Record(tmp_path / "screening.jsonl").verdicts == record.verdicts
    first = (tmp_path / "screening.jsonl").read_bytes().splitlines()[0]
    value = msgspec.json.decode(first)
    assert list(value) == sorted(value)
