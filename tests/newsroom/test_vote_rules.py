"""rules.toml of a vote, as the site reads it."""

import re
from pathlib import Path

import pytest

from goodnews.newsroom.vote import rules
from tests import voting
from tests.ballot.test_rules import ODD
from tests.builders import Room
from tests.newsroom.test_vote import the_vote
from tests.proof import problem, problems
from tests.voting import dumps, vote

HERE = "content/votes/2026/"


def test_dates_may_be_left_out_until_the_vote_is_frozen(room: Room):
    vote(room, "", candidates_json=None, rules_toml=voting.UNDATED)
    rules = the_vote(room).rules
    assert (rules.opens, rules.closes, rules.ends) == (None, None, None)
    vote(room, "frozen", rules_toml=voting.UNDATED)
    told = problems(room)
    assert any(
        line.startswith(f"{HERE}rules.toml:1: opens: found nothing, expected a day and a minute") for line in told
    )
    assert any(line.startswith(f"{HERE}rules.toml:1: closes: found nothing") for line in told)


ALONE = {
    "a slip in a name": (
        voting.UNDATED + 'opnes = "2026-12-01T09:00"\n',
        "11: opnes: found 'opnes', expected a rule that exists. Did you mean 'opens'?",
    ),
    "a name that is none": (
        voting.UNDATED + "emoji = 1\n",
        "11: emoji: found 'emoji', expected a rule that exists. Remove it; docs/vote.md lists the rules",
    ),
    "another year": (
        voting.UNDATED.replace("2026\n", "2025\n"),
        "2: year: found '2025', expected 2026, the year of its folder. Correct it, or move the file.",
    ),
    "no year": (
        voting.UNDATED.replace("year = 2026\n", ""),
        "1: year: found nothing, expected 2026, the year of its folder.",
    ),
    "no title": (
        voting.UNDATED.replace('title = "', 'titel = "'),
        "1: title: found nothing, expected a title of 1 to 60 characters. docs/vote.md says how the rules are written.",
    ),
    "a date that is none": (
        voting.UNDATED + 'opens = "soon"\n',
        "11: opens: found 'soon', expected a day and a minute such as 2026-12-01T09:00.",
    ),
    "an empty date": (voting.UNDATED + 'opens = ""\n', "11: opens: found '', expected a day and a minute"),
    "no TOML": (voting.UNDATED + "opens = soon\n", "11: file: found"),
}


@pytest.mark.parametrize("kind", ALONE)
def test_rules_alone_are_told_with_file_line_and_the_way_out(room: Room, kind: str):
    text, begin = ALONE[kind]
    vote(room, "", candidates_json=None, rules_toml=text)
    assert any(line.startswith(f"{HERE}rules.toml:{begin}") for line in problems(room)), problems(room)


def test_line_of_nominations_that_is_none_is_told(room: Room):
    vote(room, "", candidates_json=None, nominations_jsonl=dumps({"story": "water"}) + "<<<<<<< HEAD\n")
    assert problem(room).startswith(f"{HERE}nominations.jsonl:2: file: found")


def test_every_rule_that_a_vote_knows_is_known_here():
    from ballot.rules import Rules
    from goodnews.newsroom.vote.rules import KNOWN

    assert set(KNOWN) == set(Rules.__dataclass_fields__)


def test_times_stand_in_the_zone_of_the_rules_and_a_prolongation_moves_the_close(room: Room):
    vote(room, "open", events_jsonl=voting.events("open", None, {"at": "x", "event": "prolonged", "minutes": 90}))
    rules = the_vote(room).rules
    assert rules.opens and rules.ends
    assert rules.opens.isoformat() == "2026-05-20T09:00:00+08:00"
    assert rules.ends.isoformat() == "2026-06-10T19:30:00+08:00"


RULES = {
    "no TOML": ("title = x", "1: file: found 'Invalid value (at line 1, column 9)'"),
    "no title": (voting.RULES.replace('title = "2026年度暖新闻评选"\n', ""), "1: title: found nothing"),
    "a zone that is none": (voting.RULES.replace("Asia/Shanghai", "Beijing"), "4: zone: found 'Beijing'"),
    "a time that is none": (voting.RULES.replace("T18:00", "T24:00"), "6: closes: found '2026-06-10T24:00'"),
    "closed before it opens": (
        voting.RULES.replace("2026-06-10T18", "2026-05-10T18"),
        "6: closes: found '2026-05-10T18",
    ),
    "a minimum above the maximum": (voting.RULES.replace("minimum = 1", "minimum = 3"), "7: minimum: found '3'"),
    "a group that is none": (voting.RULES.replace('"open"', '"opem"'), "9: groups: found"),
    "words that are none": (
        voting.RULES.replace('["每人选一至两条。", "最后一次提交为准。"]', "3"),
        "12: words: found '3'",
    ),
}


@pytest.mark.parametrize("kind", RULES)
def test_rules_that_a_page_cannot_print_are_told_with_their_line(room: Room, kind: str):
    text, begin = RULES[kind]
    vote(room, "open", rules_toml=text)
    assert any(line.startswith(f"{HERE}rules.toml:{begin}") for line in problems(room)), problems(room)


@pytest.mark.parametrize("kind", ODD)
def test_no_rules_end_in_another_error_than_a_problem(room: Room, kind: str):
    vote(room, "", candidates_json=None)
    (room.folder / "content/votes/2026/rules.toml").write_bytes(ODD[kind])
    assert any(line.startswith(f"{HERE}rules.toml:") for line in problems(room))


@pytest.mark.parametrize(("most", "fine"), [(1, True), (40, True), (41, False), (0, False)])
def test_a_ballot_names_no_more_than_both_linters_allow(room: Room, tmp_path: Path, most: int, fine: bool):
    from ballot.rules import MOST

    assert MOST == rules.MOST
    text = re.sub(r"(?m)^minimum = .*$", "minimum = 1", voting.RULES)
    vote(room, "", candidates_json=None, rules_toml=re.sub(r"(?m)^maximum = .*$", f"maximum = {most}", text))
    if fine:
        assert the_vote(room).rules.maximum == most
        return
    told = f": maximum: found '{most}', expected a number from 1 to 40. docs/vote.md says how the rules are written."
    assert any(line.startswith(f"{HERE}rules.toml:") and line.endswith(told) for line in problems(room))


def test_rules_are_no_longer_than_both_linters_allow(room: Room):
    from ballot.rules import SIZE_MOST

    assert SIZE_MOST == rules.SIZE_MOST
    text = voting.RULES + "#" * (SIZE_MOST - len(voting.RULES.encode()))
    vote(room, "", candidates_json=None, rules_toml=text)
    assert the_vote(room).rules is not None
    vote(room, "", candidates_json=None, rules_toml=text + "#")
    told = "1: file: found more than 32768 bytes, expected rules of at most that size."
    assert any(line.startswith(f"{HERE}rules.toml:{told}") for line in problems(room))


def test_every_rule_of_the_vote_is_known_to_the_site():
    from ballot.rules import Rules

    assert set(rules.KNOWN) == set(Rules.__dataclass_fields__)
