from pathlib import Path

import pytest

from ballot import closing, codes, note
from ballot.box import Box
from ballot.cast import Cast
from ballot.merkle import root
from ballot.problem import Refused
from ballot.stages import WrongStage
from tests.ballot.counting import BEFORE, DURING, Year


@pytest.fixture
def year(tmp_path: Path):
    made = Year(tmp_path)
    yield made
    made.end()


def files_of(year: Year) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in year.vote.public.rglob("*") if path.is_file()}


def test_a_vote_closes_at_its_time_and_not_before(year: Year):
    with pytest.raises(Refused, match="This vote closes at 2026-12-27T10:00Z, not before"):
        closing.close(year.vote, year.box, DURING)
    assert not year.box.state().closed
    year.close()
    assert year.box.state().closed


def test_closing_seals_what_is_left_and_closing_again_changes_nothing(year: Year):
    year.fill()
    year.close()
    before = files_of(year)
    year.close()
    assert before == files_of(year)
    notes = before["seals.txt"].decode().split("\n---\n")
    trusted = note.verifier(year.vote.events[0]["verifier"])
    last = note.checkpoint(note.text_of(notes[-1], trusted))
    leaves = [e.leaf for e in sorted(year.box.entries(), key=lambda e: (e.seal, e.leaf))]
    assert (len(notes), last.size, last.root) == (3, 64, root(leaves))


def test_ballots_that_came_late_are_told(year: Year):
    leaf = year.cast("open", "in time", ["N01"])
    (entry,) = year.box.entries()
    for number in (8, 9):  # forms that were not sent before
        late = Cast(f"{number:064x}", "late", entry.ballot, bytes(32), 2.0**41)
        assert year.box.cast([late])[0].verdict == "late"
    year.close()
    assert year.vote.events[-1]["late"] == 2
    assert [entry.leaf for entry in year.box.entries()] == [leaf]


def test_the_close_names_its_tree_and_who_voted(year: Year):
    year.fill()
    year.close()
    event = year.vote.events[-1]
    assert event["ballots"] == {"members": 21, "open": 42, "plain": 1}
    assert event["voters"] == {"members": 20, "open": 41, "plain": 1}
    trusted = note.verifier(year.vote.events[0]["verifier"])
    last = note.checkpoint(note.text_of((year.vote.public / "seals/0003.txt").read_text("utf-8"), trusted))
    assert (event["seals"], event["size"], event["root"]) == (3, last.size, last.root.hex())


def test_a_vote_without_ballots_closes_over_the_empty_tree(year: Year):
    year.close()
    event = year.vote.events[-1]
    assert (event["seals"], event["size"], event["root"]) == (0, 0, root([]).hex())


def test_only_codes_that_voted_are_spent_and_the_roll_does_not_tell_them(year: Year):
    year.fill()
    year.close()
    roll, spent = ((year.vote.public / name).read_text().split() for name in ("roll.txt", "spent.txt"))
    assert len(spent) == 20 and spent == sorted(set(spent))
    assert not set(spent) & set(roll)
    assert {codes.roll_hash(code) for code in spent} < set(roll)
    assert set(spent) == {codes.spent_hash(codes.normal(code) or "") for code in year.codes[:20]}


def test_what_is_not_open_is_not_closed(tmp_path: Path):
    from ballot.vote import read
    from tests.ballot.votes import a_vote

    with (
        Box(f"sqlite:///{tmp_path / 'box.sqlite3'}") as box,
        pytest.raises(WrongStage, match="vote freeze 2026` comes first"),
    ):
        closing.close(read(a_vote(tmp_path)), box, BEFORE)
