import pytest
from counting import AFTER, BEFORE, DURING, Year

from ballot import closing, note, stages
from ballot.cast import Cast
from ballot.leaf import receipt_of
from ballot.merkle import root
from ballot.problem import Refused
from ballot.stages import WrongStage


@pytest.fixture
def year(tmp_path):
    made = Year(tmp_path)
    yield made
    made.end()


def test_a_vote_closes_at_its_time_and_not_before(year):
    with pytest.raises(Refused, match="This vote closes at 2026-12-27T10:00Z, not before"):
        closing.close(year.vote, year.box, DURING)
    assert not year.box.state().closed
    year.close()
    assert year.box.state().closed


def test_closing_seals_what_is_left_and_closing_again_changes_nothing(year):
    year.fill()
    year.close()
    before = {path.name: path.read_bytes() for path in year.vote.public.iterdir()}
    year.close()
    assert before == {path.name: path.read_bytes() for path in year.vote.public.iterdir()}
    notes = before["seals.txt"].decode().split("\n---\n")
    trusted = note.verifier(year.vote.events[0]["verifier"])
    last = note.checkpoint(note.text_of(notes[-1], trusted))
    leaves = [e.leaf for e in sorted(year.box.entries(), key=lambda e: (e.seal, e.leaf))]
    assert (len(notes), last.size, last.root) == (3, 64, root(leaves))


def test_ballots_that_came_late_are_told(year):
    leaf = year.cast("open", "in time", ["N01"])
    (entry,) = year.box.entries()
    for number in (8, 9):  # forms that were not sent before
        late = Cast(f"{number:064x}", "late", entry.ballot, bytes(32), 2.0**41)
        assert year.box.cast([late])[0].verdict == "late"
    year.close()
    assert year.vote.events[-1]["late"] == 2
    assert [entry.leaf for entry in year.box.entries()] == [leaf]


def test_only_codes_that_voted_are_spent(year):
    year.fill()
    year.close()
    roll, spent = ((year.vote.public / name).read_text().split() for name in ("roll.txt", "spent.txt"))
    assert len(spent) == 20 and spent == sorted(set(spent) & set(roll))


def test_a_ballot_is_set_aside_by_receipt_or_voter_with_a_reason(year):
    leaf = year.cast("open", "robot", ["N01"])
    year.cast("open", "robot", ["N02"])
    (voter,) = {entry.voter for entry in year.box.entries()}
    assert closing.quarantine(year.vote, year.box, DURING, [receipt_of(leaf).lower(), ""], "a flood") == 1
    assert closing.quarantine(year.vote, year.box, DURING, [voter], "a flood") == 1
    assert closing.quarantine(year.vote, year.box, DURING, [voter], "a flood") == 0
    assert [event["ballots"] for event in stages.found(year.vote.events, "quarantined")] == [1, 1]
    with pytest.raises(Refused, match="holds no ballot 0000; nothing was set aside"):
        closing.quarantine(year.vote, year.box, DURING, [voter, "0000"], "a flood")
    with pytest.raises(Refused, match="Say why"):
        closing.quarantine(year.vote, year.box, DURING, [voter], "\n")


def test_nothing_is_set_aside_once_the_jury_has_spoken(year):
    year.fill()
    year.close()
    year.judge()
    with pytest.raises(Refused, match="The jury has its list already"):
        closing.quarantine(year.vote, year.box, AFTER, ["x"], "a flood")


def test_what_is_not_open_is_not_closed(tmp_path):
    from votes import a_vote

    from ballot.vote import read

    with pytest.raises(WrongStage, match="`vote freeze 2026` comes first"):
        closing.close(read(a_vote(tmp_path)), None, BEFORE)  # type: ignore[arg-type]
