import pytest
from counting import AFTER, Year
from votes import a_slate, some_rules

from ballot import canonical, jury, stages
from ballot.problem import Refused, Unfit
from ballot.stages import WrongStage

STORIES = a_slate()[:3]


def told(folder, text):
    path = folder / "marks.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(Unfit) as error:
        jury.read(path, STORIES, some_rules(folder))
    return [str(problem).removeprefix(f"{path.as_posix()}:") for problem in error.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_marks_are_read_in_any_encoding_and_numbered_by_what_they_say(tmp_path, encoding):
    path = tmp_path / "marks.csv"
    path.write_bytes("code,title,王评委,李评委\nN02,乙,1,2\nN01,甲,,1\nN03,丙,2,3\n".encode(encoding))
    assert jury.read(path, STORIES, some_rules(tmp_path)) == (
        jury.Juror("J1", ("N01", "N02", "N03")),
        jury.Juror("J2", ("N02", "N03")),
    )
    named = jury.read(path, STORIES, some_rules(tmp_path, jurors='"named"'))
    assert [juror.name for juror in named] == ["李评委", "王评委"]


def test_the_empty_table_waits_for_marks(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_bytes(jury.form(STORIES, 2))
    with pytest.raises(Unfit) as error:
        jury.read(path, STORIES, some_rules(tmp_path))
    assert [problem.field for problem in error.value.problems] == ["J1", "J2"]


def test_every_problem_of_a_table_comes_at_once(tmp_path):
    assert told(tmp_path, "code,title,a\nN01,,1\nN02,,1\nN02,,2\nN09,,x\n") == [
        "3: a: found '1', expected a place that N01 does not have. Give each story a place of its own.",
        "4: code: found 'N02', expected a story that went to the jury, once. "
        "Mend the code; every story stands on one line.",
        "5: code: found 'N09', expected a story that went to the jury, once. "
        "Mend the code; every story stands on one line.",
        "5: code: found no line, expected N03. Put the lines back.",
    ]
    assert told(tmp_path, "code,title,a\nN01,,0\nN02,,first\nN03,,4\n")[1].startswith("2: a: found '0', expected a")
    for text in ("", "code,title\n", "code,title,a,a\n", "title,code,a\n"):
        assert "columns code, title and one a juror" in told(tmp_path, text)[0]


def test_bytes_that_are_no_table_are_refused(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_bytes(b"\xff\xff")
    with pytest.raises(Refused, match="is no CSV file in UTF-8 or GB 18030"):
        jury.read(path, STORIES, some_rules(tmp_path))


def test_the_jury_waits_for_the_close(tmp_path):
    year = Year(tmp_path)
    with pytest.raises(WrongStage, match="`vote close 2026` comes first"):
        jury.union(year.vote, year.box)
    year.close()
    with pytest.raises(Refused, match="No ballot counts"):
        jury.union(year.vote, year.box)
    year.end()


def test_the_list_for_the_jury_is_in_the_order_of_codes_and_marks_may_be_mended(tmp_path):
    year = Year(tmp_path)
    for name in ("a", "b"):
        year.cast("open", name, ["N03", "N02"])
    year.close()
    assert [story.code for story in jury.union(year.vote, year.box)][:2] == ["N01", "N02"]
    year.judge(2)
    before = canonical.read(year.vote.public / "jury.json")
    year.judge(3)
    assert (before["jurors"], canonical.read(year.vote.public / "jury.json")["jurors"]) == (2, 3)
    path = year.vote.private / "marks.csv"
    jury.record_marks(year.vote, year.box, AFTER, path)
    assert len(stages.found(year.vote.events, "jury")) == 2
    year.end()
