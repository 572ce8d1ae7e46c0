import shutil
import sqlite3
from pathlib import Path

import pytest

from ballot import canonical, jury, keys, publication
from ballot.problem import Refused
from ballot.stages import Stage, WrongStage
from tests.ballot.counting import AFTER, DRAW, LATER, Year


@pytest.fixture
def year(tmp_path: Path):
    made = Year(tmp_path)
    made.fill()
    yield made
    made.end()


def files_of(year: Year) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in year.vote.public.rglob("*") if path.is_file()}


def test_each_step_says_what_comes_first(year: Year):
    with pytest.raises(WrongStage, match="vote close 2026` comes first"):
        publication.tally_up(year.vote, year.box, AFTER)
    year.close()
    with pytest.raises(Refused, match="vote jury 2026` comes first"):
        publication.tally_up(year.vote, year.box, AFTER)
    with pytest.raises(WrongStage, match="vote tally 2026` comes first"):
        publication.publish(year.vote, LATER)


def test_counting_and_publishing_twice_change_nothing(year: Year):
    year.close()
    year.judge()
    first = publication.tally_up(year.vote, year.box, LATER, DRAW)
    before = files_of(year)
    assert publication.tally_up(year.vote, year.box, LATER) == first
    assert files_of(year) == before
    publication.publish(year.vote, LATER)
    after = files_of(year)
    publication.publish(year.vote, LATER)
    assert files_of(year) == after
    assert year.vote.stage is Stage.PUBLISHED
    with pytest.raises(WrongStage, match="already past that: it is published"):
        publication.tally_up(year.vote, year.box, LATER)


def test_the_key_of_the_voters_tags_is_gone_after_publication(year: Year):
    year.publish()
    assert not (year.vote.private / keys.VOTER).exists()
    assert not (year.vote.private / "imported.json").exists()
    with pytest.raises(Refused, match=r"voter\.key is missing"):
        keys.read(year.vote.private)


def test_nobody_knows_the_draw_before_it_is_drawn_and_nobody_changes_it_after(year: Year):
    year.close()
    year.judge()
    with pytest.raises(Refused, match="七星彩第 26150 期前六位 is drawn at 2026-12-29T13:00Z; nobody can know it yet"):
        publication.tally_up(year.vote, year.box, AFTER, DRAW)
    publication.tally_up(year.vote, year.box, LATER, DRAW)
    with pytest.raises(Refused, match=f"was tallied with the draw '{DRAW}', not with this one"):
        publication.tally_up(year.vote, year.box, LATER, "1 2 3")


def test_a_tie_that_only_a_lot_can_part_asks_for_it(tmp_path: Path):
    year = Year(tmp_path)
    year.cast("open", "a", ["N01", "N02"])
    year.close()
    path = year.vote.private / "marks.csv"
    rest = "".join(f"N{n:02},,{n},{n},{n},{n},{n},{n}\n" for n in range(3, 21))
    path.write_text("code,title,a,b,c,d,e,f\nN01,,1,2,1,2,1,2\nN02,,2,1,2,1,2,1\n" + rest)
    jury.record_marks(year.vote, AFTER, path)
    with pytest.raises(
        Refused, match="N01, N02 are tied in everything: give the result of 七星彩第 26150 期前六位 with"
    ):
        publication.tally_up(year.vote, year.box, LATER)
    found = publication.tally_up(year.vote, year.box, LATER, f" {DRAW} ")
    assert found.result.ties[0].steps == ("lot",)
    publication.publish(year.vote, LATER)
    year.end()


def test_a_box_that_lost_a_ballot_is_not_counted(year: Year):
    year.close()
    year.judge()
    with sqlite3.connect(year.vote.private / "box.sqlite3") as connection:
        connection.execute("DELETE FROM ballots WHERE leaf = (SELECT min(leaf) FROM ballots WHERE seal = 1)")
    connection.close()
    with pytest.raises(Refused, match="Seal 1 is not over the ballots of the box"):
        publication.tally_up(year.vote, year.box, LATER, DRAW)


def test_what_recount_refuses_is_not_published(year: Year):
    year.close()
    year.judge()
    publication.tally_up(year.vote, year.box, LATER, DRAW)
    path = year.vote.public / "result.json"
    value = canonical.read(path)
    value["chosen"].reverse()
    path.write_bytes(canonical.dumps(value))
    with pytest.raises(Refused, match=r"recount\.py disagrees: result\.json:1: chosen: found"):
        publication.publish(year.vote, LATER)
    assert year.vote.stage is Stage.TALLIED
    assert (year.vote.private / keys.VOTER).exists()


def test_the_result_says_who_voted_how_often_but_never_who(year: Year):
    year.publish()
    value = canonical.read(year.vote.public / "result.json")
    assert value["ballots"]["members"] == {"counted": 21, "replaced": 1, "quarantined": 0}
    assert value["ballots"]["open"] == {"counted": 40, "replaced": 1, "quarantined": 1}
    assert value["turnout"]["roll"] == 30 and value["turnout"]["spent"] == 21
    assert value["turnout"]["voters"] == {"members": 21, "open": 41, "plain": 1, "import": 1}
    shutil.rmtree(year.vote.private)


def test_the_program_and_the_format_lie_beside_what_was_published(year: Year):
    year.publish()
    for name, source in (("recount.py", publication.RECOUNT), ("FORMAT.md", publication.FORMAT)):
        assert (year.vote.public / name).read_bytes() == source.read_bytes()
