"""The result and the ballots of a vote: what they are, and what contradicts itself."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodnews.newsroom.vote.result import receipt_of, result_from
from goodnews.problem import Problem
from tests import voting
from tests.builders import EXAMPLES, Room
from tests.newsroom.test_vote import changed
from tests.proof import SOBER, problem, problems
from tests.voting import dumps, vote

HERE = "content/votes/2026/"


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


def test_places_that_were_exchanged_are_told_by_the_finals(room: Room):
    value = voting.result()
    value["order"], value["chosen"] = ["N02", "N01", "N03"], ["N02", "N01"]
    vote(room, result_json=dumps(value))
    assert "order: found 'N02, N01, N03', expected the lowest final first" in problem(room)


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
