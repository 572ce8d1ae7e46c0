"""Nominations: rules without dates, `vote nominate`, and what `vote shortlist` makes of them."""

import datetime
from pathlib import Path

import pytest

from ballot.__main__ import main
from ballot.commands import clock
from tests.ballot.shortlisting import lines, shortlist, some_stories, write
from tests.ballot.votes import rules_text

FILE = "nominations.jsonl"
UNDATED = {"opens": None, "closes": None, "draw": None}


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    some_stories(tmp_path)
    folder = tmp_path / "content/votes/2026"
    folder.mkdir(parents=True)
    (folder / "rules.toml").write_text(rules_text(**UNDATED), "utf-8")
    return tmp_path


def nominate(*words: str) -> int:
    return main(["nominate", "2026", *words])


def put_down() -> list[tuple[str, str]]:
    return [(line["story"], line["by"]) for line in lines(FILE)]


def test_story_is_named_by_slug_title_or_address(newsroom: Path, capsys: pytest.CaptureFixture[str]):
    write(newsroom, "lamp", title="一盏灯")
    assert nominate("other-1", "一盏灯", "https://nuanwen.example/story/2026/other-2.html", "--by", "某工会") == 0
    assert put_down() == [("other-1", "某工会"), ("lamp", "某工会"), ("other-2", "某工会")]
    assert "3 nominations put down in content/votes/2026/nominations.jsonl." in capsys.readouterr().out


def test_the_same_nomination_twice_adds_nothing_and_another_one_is_added_below(newsroom: Path):
    nominate("other-1")
    before = (newsroom / "content/votes/2026" / FILE).read_bytes()
    nominate("other-1")
    assert (newsroom / "content/votes/2026" / FILE).read_bytes() == before
    nominate("other-1", "--by", "某工会")
    assert (newsroom / "content/votes/2026" / FILE).read_bytes().startswith(before)
    assert put_down() == [("other-1", ""), ("other-1", "某工会")]


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"date": "2999-01-01"}, {"retraction": "{date: 2026-04-01}"}])
def test_story_that_readers_cannot_see_or_that_was_taken_back_is_refused(
    newsroom: Path, capsys: pytest.CaptureFixture[str], fields: dict[str, str]
):
    write(newsroom, "lamp", **fields)
    assert nominate("other-1", "lamp") == 1
    assert "“lamp” is not a published story of 2026" in capsys.readouterr().err
    assert not (newsroom / "content/votes/2026" / FILE).exists()


def test_file_of_a_form_tool_is_taken_and_its_odd_rows_are_told(newsroom: Path, capsys: pytest.CaptureFixture[str]):
    form = "编号,您提名哪一篇？,理由\n1,other-1,好\n2,http://x.example/story/2026/other-3.html 很暖,\n3,不知道,\n"
    (newsroom / "form.csv").write_bytes(form.encode("gb18030"))
    assert nominate("--file", "form.csv") == 0
    assert put_down() == [("other-1", ""), ("other-3", "")]
    assert "form.csv: line 4: does not name a published story of 2026" in capsys.readouterr().out


def test_nothing_is_taken_without_rules_or_after_the_freeze(newsroom: Path, capsys: pytest.CaptureFixture[str]):
    rules = newsroom / "content/votes/2026/rules.toml"
    rules.unlink()
    assert nominate("other-1") == 1
    assert "`python3 tasks.py vote new 2026` writes it." in capsys.readouterr().err
    rules.write_text(rules_text(), "utf-8")
    assert nominate() == 1
    assert "Name a story, or a file with --file." in capsys.readouterr().err
    (rules.parent / "events.jsonl").write_text('{"at":"2026-12-01T01:00Z","event":"frozen","prev":""}\n', "utf-8")
    assert nominate("other-1") == 1
    assert "This vote is already past that" in capsys.readouterr().err


def test_damaged_line_is_told_with_its_place(newsroom: Path, capsys: pytest.CaptureFixture[str]):
    (newsroom / "content/votes/2026" / FILE).write_text('{"at":"","by":"","story":"x"}\n=======\n', "utf-8")
    assert nominate("other-1") == 1
    assert "content/votes/2026/nominations.jsonl:2: file: found" in capsys.readouterr().err


def test_shortlist_works_without_dates_and_offers_what_was_nominated(
    newsroom: Path, capsys: pytest.CaptureFixture[str]
):
    rules = newsroom / "content/votes/2026/rules.toml"
    rules.write_text(rules_text(**UNDATED, best="1"), "utf-8")
    write(newsroom, "odd", "Nothing that any other story says.")
    review = newsroom / ".votes/2026/review.yaml"
    assert shortlist() == 0
    assert "- story: odd\n" not in review.read_text("utf-8")
    nominate("odd")
    assert shortlist() == 0
    assert "1 of them was nominated." in capsys.readouterr().out
    assert "- story: odd\n" in review.read_text("utf-8") and "  # nominated\n" in review.read_text("utf-8")


def test_shortlist_tells_other_faults_of_rules_without_dates(newsroom: Path, capsys: pytest.CaptureFixture[str]):
    (newsroom / "content/votes/2026/rules.toml").write_text(rules_text(**UNDATED, title='""'), "utf-8")
    assert shortlist() == 1
    told = capsys.readouterr().err
    assert "rules.toml:1: title: found ''" in told and "opens" not in told


def test_freeze_asks_for_every_date(newsroom: Path, capsys: pytest.CaptureFixture[str]):
    rules = newsroom / "content/votes/2026/rules.toml"
    rules.write_text(rules_text(**UNDATED) + '# opens = "2026-12-20T09:00"\n', "utf-8")
    assert main(["freeze", "2026"]) == 1
    told = capsys.readouterr().err
    fix = "Fill it in now: only nominations and `vote shortlist` work without it."
    assert "rules.toml:12: opens: found nothing, expected a local time such as '2026-12-20T09:00'. " + fix in told
    for field in ("closes", "draw.what", "draw.when"):
        assert f"rules.toml:1: {field}: found nothing" in told
    assert told.count(fix) == 4


@pytest.mark.parametrize(("zone", "is_out"), [("Asia/Shanghai", True), ("UTC", False), ("America/New_York", False)])
def test_a_story_is_out_from_its_day_on_in_the_zone_of_the_rules(
    newsroom: Path, capsys: pytest.CaptureFixture[str], zone: str, is_out: bool
):
    """Half past midnight in Shanghai: the story of this day is on the site, though it is yesterday in London."""
    write(newsroom, "lamp", date="2026-12-10")
    rules = newsroom / "content/votes/2026/rules.toml"
    rules.write_text(rules_text(**UNDATED, zone=f'"{zone}"'), "utf-8")
    clock.pretend(datetime.datetime(2026, 12, 9, 16, 30, tzinfo=datetime.UTC))
    try:
        assert nominate("lamp") == (0 if is_out else 1)
        assert shortlist() == 0
    finally:
        clock.pretend(None)
    assert ("lamp" in {line["story"] for line in lines()}) == is_out
