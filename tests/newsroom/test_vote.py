"""The files of a vote: read as its own commands wrote them; contradictions in them or with the slate are problems."""

import datetime
import json
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodnews.newsroom.vote import rules
from goodnews.newsroom.vote.result import receipt_of, result_from
from goodnews.newsroom.vote.vote import Vote
from goodnews.problem import Problem
from tests import voting
from tests.ballot.test_rules import ODD
from tests.builders import EXAMPLES, Room
from tests.proof import SOBER, newsroom, problem, problems
from tests.voting import dumps, vote

HERE = "content/votes/2026/"


def the_vote(room: Room) -> Vote:
    (only,) = newsroom(room).votes
    return only


# --- What is valid


@pytest.mark.parametrize("stage", voting.STAGES)
def test_vote_stands_at_the_last_stage_on_record(room: Room, stage: str):
    vote(room, stage)
    found = the_vote(room)
    assert (found.stage, found.public) == (stage, True)
    assert (found.result is not None) == (stage == "published")


def test_vote_that_is_only_prepared_is_not_public(room: Room):
    vote(room, "")
    assert not the_vote(room).public


def test_rules_alone_are_a_vote_that_takes_nominations(room: Room):
    vote(room, "", candidates_json=None, roll_txt=None)
    found = the_vote(room)
    assert (found.stage, found.public, found.takes_nominations, found.candidates) == ("", False, True, ())


def test_folder_without_rules_is_no_vote(room: Room):
    vote(room, "", candidates_json=None, rules_toml=None, nominations_jsonl=dumps({"story": "water", "by": "某工会"}))
    assert newsroom(room).votes == ()


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


def test_slate_comments_and_remarks_are_read(room: Room):
    said = "comments: [{story: water, text: 好做法。, by: 甲}]\nnote: 按语。\n"
    said += "remarks: [暖\u2764\ufe0f, {text: 好, name: 乙}]\n"
    vote(room, comments_yaml=said)
    found = the_vote(room)
    assert [candidate.slug for candidate in found.candidates] == list(voting.SLUGS)
    assert [(comment.slug, comment.by) for comment in found.comments] == [("water", "甲")]
    assert [remark.text for remark in found.remarks] == ["暖\u2764\ufe0f", "好"]


def test_screening_is_told_in_numbers_and_refused_answers_do_not_count(room: Room):
    lines = [
        {"story": "water", "screener": "lexical", "score": 50},
        {"story": "water", "screener": "chat:some-model", "score": 90},
        {"story": "school", "screener": "chat:other-model", "score": None},
    ]
    decisions = [{"story": "water", "decision": "refuse"}, {"story": "water", "decision": "accept"}]
    vote(room, "open", screening_jsonl="".join(map(dumps, lines)), decisions_jsonl="".join(map(dumps, decisions)))
    found = the_vote(room).screening
    assert (found.stories, found.screeners, found.models) == (1, ("chat:some-model", "lexical"), ("some-model",))
    assert (found.accepted, found.refused) == (1, 0)


@SOBER
@given(st.binary(min_size=32, max_size=32))
def test_receipt_is_the_first_hundred_bits_of_the_leaf(leaf: bytes):
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    bits = "".join(f"{byte:08b}" for byte in leaf)[:100]
    assert receipt_of(leaf.hex()) == "".join(alphabet[int(bits[at : at + 5], 2)] for at in range(0, 100, 5))


def test_receipt_of_the_service_and_of_the_site_are_the_same():
    from ballot import leaf

    for number in range(50):
        data = bytes((number * 7 + step * 31) % 256 for step in range(32))
        assert leaf.receipt_of(data).replace("-", "") == receipt_of(data.hex())


def test_annual_page_of_a_published_vote_holds_the_chosen_in_their_order(room: Room):
    vote(room, comments_yaml="comments: [{story: kitchen, text: '*实在*', by: 甲}]\n")
    (year,) = newsroom(room).years
    assert [entry.slug for entry in year.entries] == ["kitchen", "water"]
    assert (year.entries[0].comment, year.entries[0].commentator) == ("\\*实在\\*", "甲")


def test_written_annual_page_is_put_in_the_order_of_the_vote(room: Room):
    vote(room, comments_yaml="remarks: [暖]\n")
    entry = "## {}\n\n### 新闻回放\n\n回放。\n\n### 点评\n\n点评。\n\n"
    text = f"title: 年度\nsummary: 两则。\n---\n按。\n\n{entry.format('water')}{entry.format('kitchen')}"
    room.write("top10/2026.md", f"---\n{text}")
    (year,) = newsroom(room).years
    assert [entry.slug for entry in year.entries] == ["kitchen", "water"]
    assert year.note == "按。" and [letter.text for letter in year.letters] == ["暖"]
    room.write("top10/2026.md", f"---\ndate: 2027-12-31\n{text}")
    assert newsroom(room).years == (year,)  # the result is published, and it is on that page


# --- What does not


def changed(change: Callable[[dict[str, Any]], object], of: Callable[[], dict[str, Any]] = voting.result) -> str:
    """A file with one thing changed."""
    value = of()
    change(value)
    return dumps(value)


RESULTS = {
    "no JSON": ("{", "file: found 'Input data was truncated'"),
    "another year": (changed(lambda r: r.update(year=2025)), "year: found version 1 of 2025"),
    "another version": (changed(lambda r: r.update(version=3)), "year: found version 3 of 2026"),
    "a count missing": (changed(lambda r: r["counts"]["open"].pop("N02")), "counts.open: found 'N02'"),
    "an unknown candidate": (changed(lambda r: r["means"].update(N09="3")), "means: found 'N09'"),
    "a group too many": (changed(lambda r: r["ballots"].update(plain=r["ballots"]["open"])), "ballots: found"),
    "a rank of nothing": (changed(lambda r: r["public"].update(N01="0")), "N01: found '0'"),
    "a rank that is none": (changed(lambda r: r["final"].update(N01="1.5")), "N01: found '1.5'"),
    "a rank not in lowest terms": (changed(lambda r: r["final"].update(N01="6/4")), "N01: found '6/4'"),
    "more votes than ballots": (changed(lambda r: r["counts"]["open"].update(N03=5)), "counts.open.N03: found '5'"),
    "votes below nothing": (changed(lambda r: r["counts"]["open"].update(N03=-1)), "counts.open.N03: found '-1'"),
    "chosen out of order": (changed(lambda r: r.update(chosen=["N02", "N01"])), "chosen: found 'N02, N01'"),
    "nobody chosen": (changed(lambda r: r.update(chosen=[])), "chosen: found ''"),
    "an order with a gap": (changed(lambda r: r.update(order=["N01", "N02"])), "order: found 'N03'"),
    "an order with a double": (changed(lambda r: r["order"].append("N01")), "order: found 'N01"),
    "a union of strangers": (changed(lambda r: r["union"].append("N08")), "union: found 'N08'"),
    "no stability": (changed(lambda r: r["stability"].pop("N03")), "stability: found 'N03'"),
    "a tie of strangers": (changed(lambda r: r["ties"][0]["codes"].append("N04")), "ties: found"),
    "a group ranked without ranks": (changed(lambda r: r["midranks"].pop("open")), "ranked: found"),
    "a text for a number": (changed(lambda r: r["counts"]["open"].update(N03="3")), "file: found 'Expected `int`"),
}


@pytest.mark.parametrize("kind", RESULTS)
def test_result_that_contradicts_itself_or_the_slate_is_told(room: Room, kind: str):
    text, begin = RESULTS[kind]
    vote(room, result_json=text)
    told = problems(room)
    assert any(line.startswith(f"{HERE}result.json:1: {begin}") for line in told), told


WORKED = EXAMPLES / "ballot-year/content/votes/2026/result.json"
OF_VERSION_2: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a margin of nothing": (lambda r: r["margin"].update(open=0), "margin.open: found '0'"),
    "a margin above what flips": (lambda r: r["margin"].update(open=4), "margin.open: found '4'"),
    "no margin": (lambda r: r["margin"].pop("open"), "margin: found 'members'"),
    "a stranger that flips": (lambda r: r["flip"]["open"].update(story="N99"), "flip.open: found 'N99"),
    "pairs of a group that is not ranked": (lambda r: r["pairs"].update(plain=[]), "pairs: found"),
    "a row of pairs missing": (lambda r: r["pairs"]["open"].pop(), "pairs.open: found"),
    "a pair missing": (lambda r: r["pairs"]["open"][0].pop(), "pairs.open: found"),
    "a pair below nothing": (lambda r: r["pairs"]["open"][0].__setitem__(0, -1), "pairs.open: found"),
}


@pytest.mark.parametrize("kind", OF_VERSION_2)
def test_margins_and_pairs_that_cannot_be_are_told(kind: str):
    change, begin = OF_VERSION_2[kind]
    value = json.loads(WORKED.read_text("utf-8"))
    codes, told = frozenset(value["means"]), list[Problem]()
    groups = ("members", "open", "plain", "import")
    assert result_from(dumps(value).encode(), "result.json", 2026, codes, groups, told) and not told
    change(value)
    assert result_from(dumps(value).encode(), "result.json", 2026, codes, groups, told) is None
    assert [str(problem) for problem in told if str(problem).startswith(f"result.json:1: {begin}")], told


BALLOTS = voting.ballots()


def ballots(change: Callable[[list[dict[str, Any]]], object]) -> str:
    rows = [dict(row) for row in BALLOTS]
    change(rows)
    return "".join(map(dumps, rows))


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        (None, "1: file: found nothing"),
        (
            ballots(lambda rows: rows.pop()),
            "1: file: found 0 ballots of open, quarantined, expected 1 as in result.json",
        ),
        (ballots(lambda rows: rows[2].update(leaf="ab")), "3: file: found 'leaf:"),
        (ballots(lambda rows: rows[1].update(leaf="zz" * 32)), "2: file: found"),
        (ballots(lambda rows: rows[0].update(state="lost")), "1: file: found 'members: lost'"),
        (ballots(lambda rows: rows[0].update(group="others")), "1: file: found 'others: counted'"),
        (ballots(lambda rows: rows[0].update(state="replaced")), "1: file: found 2 ballots of members, counted"),
        ("{}\n", "1: file: found 'Object missing required field"),
    ],
)
def test_ballots_that_are_not_those_of_the_result_are_told(room: Room, text: str | None, begin: str):
    vote(room, ballots_jsonl=text)
    assert any(line.startswith(f"{HERE}ballots.jsonl:{begin}") for line in problems(room)), problems(room)


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


SLATES = {
    "another year": (lambda slate: slate.update(year=2025), "year: found '2025', expected 2026."),
    "no candidate": (lambda slate: slate.update(candidates=[]), "candidates: found no candidate"),
    "a code that is none": (lambda slate: slate["candidates"][0].update(code="7"), "candidates[0].code: found '7'"),
    "a code twice": (lambda slate: slate["candidates"][1].update(code="N01"), "candidates[1]: found 'N01'"),
    "a story twice": (lambda slate: slate["candidates"][1].update(slug="kitchen"), "candidates[1]: found 'kitchen'"),
    "no slug": (lambda slate: slate["candidates"][0].update(slug="厨房"), "candidates[0].slug: found '厨房'"),
    "an empty title": (lambda slate: slate["candidates"][0].update(title=" "), "candidates[0].title: found"),
    "a hidden character": (lambda slate: slate["candidates"][0].update(title="a\u0000"), "candidates[0].title: found"),
    "an unknown field": (lambda slate: slate.update(votes={}), "file: found 'Object contains unknown field `votes`'"),
}


@pytest.mark.parametrize("kind", SLATES)
def test_slate_that_cannot_be_printed_is_told(room: Room, kind: str):
    change, begin = SLATES[kind]
    vote(room, "open", candidates_json=changed(change, voting.candidates))
    assert any(line.startswith(f"{HERE}candidates.json:1: {begin}") for line in problems(room)), problems(room)


@pytest.mark.parametrize("stage", ["frozen", "open", "published"])
def test_candidate_whose_story_left_the_site_stops_nothing(room: Room, stage: str):
    vote(room, stage)
    (room.content / "stories/2026/kitchen.md").unlink()
    room.story("water", status="draft", date="2026-03-01")
    room.build(today=datetime.date(2026, 6, 1))
    page = room.html("top10/2026-vote.html")
    assert page.count("这篇报道已不在本站。") == 2 and "标题kitchen" in page.replace("<wbr>", "")
    assert "story/2026/kitchen.html" not in page


def test_withdrawn_candidate_is_told_with_its_reason(room: Room):
    event = {"at": "2026-05-21T01:00Z", "event": "withdrawn", "code": "N01", "story": "kitchen", "why": "当事人请求"}
    vote(room, "open", events_jsonl=voting.events("open", None, event))
    room.build(today=datetime.date(2026, 6, 1))
    page = room.html("top10/2026-vote.html")
    assert "已撤下：</strong> 当事人请求" in page and 'id="_N01"' not in page


# --- Damaged and odd files


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rules.toml", voting.RULES.replace("2026年度", "\\u0001").encode()),
        ("rules.toml", voting.RULES.replace("2026-06-10T18:00", "9999-12-31T23:59").encode()),
        ("rules.toml", f"x = {'[' * 3000}{']' * 3000}\n{voting.RULES}".encode()),
        ("rules.toml", f"z = {'9' * 5000}\n{voting.RULES}".encode()),
        ("events.jsonl", b'{"at":"\xff","event":"frozen"}\n'),
        ("events.jsonl", b'{"at":"x","event":"frozen","z":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"),
        ("result.json", b'{"z":' + b"[" * 200_000),
        ("result.json", changed(lambda r: r["means"].update(N01="1e9999999")).encode()),
    ],
)
def test_damaged_file_of_a_vote_is_told_with_file_and_line(room: Room, name: str, data: bytes):
    vote(room)
    (room.content / "votes/2026" / name).write_bytes(data)
    assert any(line.startswith(f"{HERE}{name}:") for line in problems(room))


def test_entities_in_summaries_and_comments_are_text(room: Room):
    vote(room, comments_yaml="comments:\n- {story: kitchen, text: 'a &#1; b', by: 某}\n")
    room.story("kitchen", summary="概要 &#1; 一。", date="2026-03-01")
    room.build(today=datetime.date(2026, 6, 30))
    assert "a &amp;#1; b" in room.html("top10/2026.html")


# --- What was published, held against what was signed


def test_line_of_events_that_was_changed_is_told_at_the_line_below(room: Room):
    text = voting.events("tallied").replace("2026-05-10", "2026-05-11")
    vote(room, "tallied", events_jsonl=text)
    assert problem(room).startswith(f"{HERE}events.jsonl:2: prev: found ")


@pytest.mark.parametrize("name", ["ballots.jsonl", "roll.txt", "result.json", "candidates.json"])
def test_file_that_was_changed_after_the_publication_is_told(room: Room, name: str):
    vote(room)
    path = room.content / "votes/2026" / name
    path.write_bytes(
        path.read_bytes().replace(b"0", b"00", 1) if name == "roll.txt" else path.read_bytes()[:-1] + b" \n"
    )
    assert any(
        line.startswith(f"{HERE}{name}:1: file: found ") and "the file that was published, SHA-256" in line
        for line in problems(room)
    )


@pytest.mark.parametrize(("name", "told"), [("candidates.json", "candidates"), ("rules.toml", "rules")])
def test_file_that_was_changed_after_the_freezing_is_told_while_the_vote_is_open(room: Room, name: str, told: str):
    vote(room, "open")
    folder = room.content / "votes/2026"
    frozen = {told: sha256((folder / name).read_bytes()).hexdigest()}
    (folder / "events.jsonl").write_text(dumps({"at": "x", "event": "frozen", "prev": "", "files": frozen}), "utf-8")
    assert problems(room) == []
    (folder / name).write_bytes((folder / name).read_bytes()[:-1] + b" \n")
    assert problem(room).startswith(f"{HERE}{name}:1: file: found ")
    assert f"the file that was frozen, SHA-256 {frozen[told]}" in problem(room)


def test_places_that_were_exchanged_are_told_by_the_finals(room: Room):
    value = voting.result()
    value["order"], value["chosen"] = ["N02", "N01", "N03"], ["N02", "N01"]
    vote(room, result_json=dumps(value))
    assert "order: found 'N02, N01, N03', expected the lowest final first" in problem(room)


def test_story_that_is_broken_itself_is_not_blamed_on_the_vote(room: Room):
    vote(room, "published")
    room.story("kitchen", title=None, date="2026-03-01")
    assert problem(room).startswith("content/stories/2026/kitchen.md")


def test_comment_on_a_story_that_is_not_on_the_slate_is_told_with_its_line(room: Room):
    vote(room, comments_yaml="remarks: [好]\ncomments:\n- {story: kitchn, text: 好。}\n")
    assert problem(room) == (
        f"{HERE}comments.yaml:3: comments.story: found 'kitchn', expected a story of the slate. Did you mean 'kitchen'?"
    )


@pytest.mark.parametrize(
    "text",
    [
        "remark: [好]\n",
        "comments: [好]\n",
        "comments: [{story: kitchen}]\n",
        "- x\n",
        "remarks: [{text: 好, age: 3}]\n",
    ],
)
def test_comments_in_another_form_are_told(room: Room, text: str):
    vote(room, comments_yaml=text)
    assert problems(room)[0].startswith(f"{HERE}comments.yaml:1: ")


def test_written_annual_page_must_hold_the_chosen_and_the_comments_stand_there(room: Room):
    vote(room, comments_yaml="comments:\n- {story: kitchen, text: 好。}\n")
    entry = "## {}\n\n### 新闻回放\n\n回放。\n\n### 点评\n\n点评。\n\n"
    room.write(
        "top10/2026.md", f"---\ntitle: 年度\nsummary: 两则。\n---\n{entry.format('kitchen')}{entry.format('school')}"
    )
    told = problems(room)
    assert any("content/top10/2026.md:1: body: found an entry for 'school'" in line for line in told)
    assert any("content/top10/2026.md:1: body: found no entry for 'water'" in line for line in told)
    assert any("comments.yaml:2: comments: found comments on a year that has its own page" in line for line in told)


def test_events_out_of_order_are_told_with_their_line(room: Room):
    lines = voting.events("published").splitlines(keepends=True)
    vote(room, events_jsonl="".join([*lines[:1], *lines[2:]]))
    assert problems(room)[0].startswith(f"{HERE}events.jsonl:2: event: found 'closed', expected one of open.")


@pytest.mark.parametrize("name", ["events.jsonl", "screening.jsonl", "decisions.jsonl"])
def test_damaged_line_is_told_with_its_number(room: Room, name: str):
    files = {name.replace(".", "_"): (voting.events("open") if name == "events.jsonl" else "") + "{]\n"}
    vote(room, "open", **files)
    line = 3 if name == "events.jsonl" else 1
    assert problem(room).startswith(f"{HERE}{name}:{line}: file: found 'JSON is malformed")


@pytest.mark.parametrize("name", ["rules.toml", "candidates.json"])
def test_frozen_vote_that_lost_a_file_is_told(room: Room, name: str):
    vote(room, "open", **{name.replace(".", "_"): None})
    assert problem(room).startswith(f"{HERE}{name}:1: file: found nothing")


def test_folder_that_is_no_year_and_files_nobody_reads_are_told(room: Room):
    room.story()
    room.write("votes/next/rules.toml", voting.RULES)
    room.write("votes/2026/codes.txt", "SECRET")
    room.write("votes/2026/inner/rules.toml", voting.RULES)
    told = problems(room)
    assert [line.split(":")[0] for line in told] == [
        f"{HERE}codes.txt",
        f"{HERE}inner/rules.toml",
        "content/votes/next/rules.toml",
    ]


def test_every_problem_of_every_file_is_told_at_once(room: Room):
    vote(
        room,
        rules_toml=voting.RULES.replace("Asia/Shanghai", "x"),
        candidates_json=changed(lambda slate: slate.update(year=1999), voting.candidates),
        result_json="[]",
        comments_yaml="x: y\n",
    )
    told = {line.split(":")[0] for line in problems(room)}
    assert {name.rpartition("/")[2] for name in told} >= {
        "rules.toml",
        "candidates.json",
        "result.json",
        "comments.yaml",
    }


@SOBER
@given(st.data())
def test_no_damage_to_a_result_raises_anything_but_problems(data: st.DataObject):
    from goodnews.newsroom.vote.result import result_from
    from goodnews.problem import Problem

    value: Any = voting.result()
    place = value
    for _step in range(data.draw(st.integers(0, 3))):
        keys = list(place) if isinstance(place, dict) else list(range(len(place))) if isinstance(place, list) else []
        if not keys or not isinstance(place[key := data.draw(st.sampled_from(keys))], dict | list):
            break
        place = place[key]
    if isinstance(place, dict | list) and place:
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        place[key] = data.draw(st.none() | st.integers() | st.text() | st.lists(st.integers()) | st.just("1/0"))
    found: list[Problem] = []
    codes = frozenset(("N01", "N02", "N03", "N04"))
    result = result_from(json.dumps(value).encode(), "x", 2026, codes, ("members", "open"), found)
    assert (result is None) == bool(found)


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
