from pathlib import Path

import pytest

from ballot import canonical, jury, publication, stages
from ballot.problem import Refused, Unfit
from ballot.stages import Stage, WrongStage
from tests.ballot.counting import DRAW, DURING, LATER, Year
from tests.ballot.votes import a_slate, some_rules

STORIES = a_slate()[:3]


def told(folder: Path, text: str) -> list[str]:
    path = folder / "marks.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(Unfit) as error:
        jury.read(path, STORIES, some_rules(folder))
    return [str(problem).removeprefix(f"{path.as_posix()}:") for problem in error.value.problems]


FIVE = "code,title,a,b,c,d,e\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_marks_are_read_in_any_encoding_and_numbered_by_what_they_say(tmp_path: Path, encoding: str):
    path = tmp_path / "marks.csv"
    table = "code,title,王评委,李评委,a,b,c\nN02,乙,1,2,1,1,1\nN01,甲,2,1,2,2,回避\nN03,丙,3,3,3,3,2\n"
    path.write_bytes(table.encode(encoding))
    assert jury.read(path, STORIES, some_rules(tmp_path)) == (
        jury.Juror("J1", ("N01", "N02", "N03"), ()),
        *(jury.Juror(f"J{number}", ("N02", "N01", "N03"), ()) for number in (2, 3, 4)),
        jury.Juror("J5", ("N02", "N03"), ("N01",)),
    )
    named = jury.read(path, STORIES, some_rules(tmp_path, jurors='"named"'))
    assert [juror.name for juror in named] == ["a", "b", "c", "李评委", "王评委"]


def test_the_empty_table_waits_for_marks(tmp_path: Path):
    path = tmp_path / "marks.csv"
    path.write_bytes(jury.form(STORIES))
    with pytest.raises(Unfit) as error:
        jury.read(path, STORIES, some_rules(tmp_path))
    assert {problem.field for problem in error.value.problems} == {"J1", "J2", "J3", "J4", "J5"}


def test_every_problem_of_a_table_comes_at_once(tmp_path: Path):
    table = FIVE + "N01,,1,1,1,1,1\nN02,,1,2,2,2,2\nN02,,2,3,3,3,3\nN09,,x,4,4,4,4\n"
    assert told(tmp_path, table) == [
        "3: a: found '1', expected a place that N01 does not have. Give each story a different place.",
        "4: code: found 'N02', expected a story of the slate, once. Correct the code; every story has one line.",
        "5: code: found 'N09', expected a story of the slate, once. Correct the code; every story has one line.",
        "5: code: found no line, expected N03. Put the lines back.",
    ]
    wrong = FIVE + "N01,,0,1,1,1,1\nN02,,first,2,2,2,2\nN03,,4,3,3,3,3\n"
    assert told(tmp_path, wrong)[0].startswith("2: a: found '0', expected a place from 1 to 3, or R")
    for text in ("", "code,title\n", "code,title,a,a,b,c,d\n", "title,code,a,b,c,d,e\n", "code,title,a,b,c,d\n"):
        assert "columns code, title and one for each of at least 5 jurors" in told(tmp_path, text)[0]


def test_jurors_rank_the_whole_slate_but_what_they_are_recused_from(tmp_path: Path):
    assert "found no mark, expected a place" in told(tmp_path, FIVE + "N01,,,1,1,1,1\n")[0]
    table = FIVE + "N01,,R,R,R,1,1\nN02,,1,1,1,2,2\nN03,,2,2,2,3,3\n"
    assert told(tmp_path, table) == [
        "2: N01: found 2, expected places by at least 3 jurors. Ask another juror who is not recused."
    ]


def test_bytes_that_are_no_table_are_refused(tmp_path: Path):
    path = tmp_path / "marks.csv"
    path.write_bytes(b"\xff\xff")
    with pytest.raises(Refused, match="is no CSV file in UTF-8 or GB 18030"):
        jury.read(path, STORIES, some_rules(tmp_path))


def test_the_jury_ranks_before_anyone_has_counted(tmp_path: Path):
    year = Year(tmp_path)
    year.cast("open", "a", ["N01"])
    year.judge(at=DURING)
    assert year.vote.stage is Stage.OPEN
    year.close()
    year.judge()
    publication.tally_up(year.vote, year.box, LATER, DRAW)
    with pytest.raises(WrongStage, match="already past that: it is tallied"):
        year.judge(at=LATER)
    year.end()


def test_marks_may_be_mended_until_the_count(tmp_path: Path):
    year = Year(tmp_path)
    year.judge(5, DURING)
    before = canonical.read(year.vote.public / "jury.json")
    year.judge(6, DURING)
    assert (before["jurors"], canonical.read(year.vote.public / "jury.json")["jurors"]) == (5, 6)
    path = year.vote.private / "marks.csv"
    jury.record_marks(year.vote, DURING, path)
    assert len(stages.found(year.vote.events, "jury")) == 2
    year.end()


@pytest.mark.parametrize(
    "harm", ["{}", '{"jurors":1,"marks":[{}],"version":2}', "[", '{"jurors":0,"marks":3,"version":2}']
)
def test_a_damaged_jury_json_is_told(tmp_path: Path, harm: str):
    year = Year(tmp_path)
    (year.vote.public / "jury.json").write_text(harm + "\n", "utf-8")
    with pytest.raises(Unfit) as error:
        jury.marks(year.vote)
    assert "jury.json:1: file: found " in str(error.value.problems[0])
    year.end()
