"""Ballots are set aside on a ground of the rules, by two people, and not otherwise."""

import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot import canonical, note, publication, quarantine, stages
from ballot.leaf import receipt_of
from ballot.problem import Refused, Unfit
from tests.ballot.counting import AFTER, DURING, LATER, Year
from tests.ballot.votes import SECOND


@pytest.fixture
def year(tmp_path: Path):
    made = Year(tmp_path)
    yield made
    made.end()


def proposed(year: Year, *marks: str, ground: int = 1) -> quarantine.Statement:
    return quarantine.propose(year.vote, tuple(year.box.entries()), marks, ground)


def signed(text: str, key: Ed25519PrivateKey = SECOND, name: str = "second.example") -> str:
    return note.sign(text, key, name)


def apply(year: Year, text: str, at: datetime.datetime = DURING) -> int:
    return quarantine.set_aside(year.vote, tuple(year.box.entries()), at, text)


def test_ballots_are_named_by_receipt_or_voter(year: Year):
    leaf = year.cast("open", "robot", ["N01"])
    year.cast("open", "robot", ["N02"])
    (voter,) = {entry.voter for entry in year.box.entries()}
    assert proposed(year, receipt_of(leaf).lower(), "").leaves == (leaf,)
    assert len(proposed(year, voter).leaves) == 2
    with pytest.raises(Refused, match="does not hold a ballot 0000; nothing was set aside"):
        proposed(year, voter, "0000")
    with pytest.raises(Refused, match="Give the number of a ground of the rules: 1 a flood; 2 sold codes"):
        proposed(year, voter, ground=3)


def test_nothing_is_set_aside_without_the_second_signature(year: Year):
    leaf = year.cast("open", "robot", ["N01"])
    text = proposed(year, receipt_of(leaf)).text
    for other in (text, signed(text, Ed25519PrivateKey.generate()), signed(text, SECOND, "somebody"), ""):
        with pytest.raises(Refused, match="This is not signed as the rules require"):
            apply(year, other)
    with pytest.raises(Refused, match="This is not signed as the rules require"):
        apply(year, signed(text).replace("a flood", "sold codes"))
    assert not stages.found(year.vote.events, "quarantined") and quarantine.kept(year.vote) == ()


def test_a_ground_that_the_rules_do_not_name_and_a_statement_of_another_vote_are_refused(year: Year):
    leaf = year.cast("open", "robot", ["N01"])
    text = proposed(year, receipt_of(leaf)).text
    with pytest.raises(Refused, match="The rules name no ground 'inconvenient'"):
        apply(year, signed(text.replace("a flood", "inconvenient")))
    with pytest.raises(Refused, match="belongs to another vote"):
        apply(year, signed(text.replace(year.key, "0" * 64)))
    with pytest.raises(Refused, match="names a ballot that is not in the box"):
        apply(year, signed(text.replace(leaf.hex(), "0" * 64)))


def test_what_both_signed_is_set_aside_once_and_is_on_record(year: Year):
    leaf = year.cast("open", "robot", ["N01"])
    text = signed(proposed(year, receipt_of(leaf)).text)
    assert apply(year, text) == apply(year, text) == 1
    (event,) = stages.found(year.vote.events, "quarantined")
    assert (event["ballots"], event["why"]) == (1, "a flood")
    with pytest.raises(Refused, match="there is nothing to set aside"):
        proposed(year, receipt_of(leaf))


def test_a_statement_whose_event_was_not_written_is_put_on_record(year: Year):
    leaf = year.cast("open", "robot", ["N01"])
    text = signed(proposed(year, receipt_of(leaf)).text)
    apply(year, text)
    path = year.vote.public / "events.jsonl"
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    apply(year, text)
    assert path.read_bytes() == whole


def test_a_quarantine_txt_that_was_changed_is_told(year: Year):
    leaf = year.cast("open", "robot", ["N01"])
    apply(year, signed(proposed(year, receipt_of(leaf)).text))
    path = year.vote.public / "quarantine.txt"
    path.write_text(path.read_text("utf-8").replace("a flood", "sold codes"), "utf-8")
    with pytest.raises(Unfit) as error:
        quarantine.kept(year.vote)
    assert "quarantine.txt:1: file: found " in str(error.value.problems[0])


def test_rules_without_grounds_let_nothing_be_set_aside(tmp_path: Path):
    year = Year(tmp_path, quarantine=None)
    leaf = year.cast("open", "robot", ["N01"])
    with pytest.raises(Refused, match="The rules name no grounds: in this vote no ballot can be set aside"):
        proposed(year, receipt_of(leaf))
    year.end()


def test_the_result_is_told_with_what_was_set_aside_and_without(tmp_path: Path):
    year = Year(tmp_path, places="1")
    for name in ("a", "b", "c"):
        year.cast("open", name, ["N01"])
    bought = [year.cast("open", f"robot {number}", ["N20"]) for number in range(9)]
    year.close()
    year.set_aside(*bought, at=AFTER)
    year.judge()
    found = publication.tally_up(year.vote, year.box, LATER, "1 2 3")
    value = canonical.read(year.vote.public / "result.json")
    assert value["counts"]["open"]["N20"] == 0
    assert value["chosen"] == list(found.result.chosen)
    assert value["with_quarantined"]["order"] == list(found.with_quarantined.order) != value["order"]
    year.end()
