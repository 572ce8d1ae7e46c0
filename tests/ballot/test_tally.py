import random
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, combinations_with_replacement
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from votelib.convert import ApprovalToSimpleVotes

import recount
from ballot import margin, tally
from ballot.leaf import Group
from ballot.rules import FORMAT, Rules
from ballot.tally import Counted
from tests.ballot.votes import rules_text, some_rules
from tests.proof import TIMES

CODES = tuple(f"N{n:02}" for n in range(1, 9))
GROUPS: tuple[Group, ...] = ("members", "open", "plain", "import")
CHOICES = st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True).map(tuple)
BALLOTS = st.lists(st.tuples(st.sampled_from(GROUPS), CHOICES), min_size=1, max_size=60)
JURORS = st.lists(st.permutations(CODES), min_size=1, max_size=5)
Rankings = Sequence[Sequence[str]]  # one of each juror


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory):
    return some_rules(tmp_path_factory.mktemp("rules"), places="3", jury_union="5", import_weighs="true")


def result_of(rules: Rules, ballots: Sequence[Counted], jurors: Rankings, draw: str = "7") -> tally.Result:
    votes = tally.public(CODES, rules, ballots)
    return tally.tally(votes, rules, jurors, draw)


def sent(group: Group, *picks: str, times: int = 1) -> list[Counted]:
    """Ballots that are equal."""
    return [(group, picks)] * times


@given(ballots=BALLOTS)
def test_counts_are_those_of_another_implementation(rules: Rules, ballots: Sequence[Counted]):
    votes = tally.public(CODES, rules, ballots)
    for group in ("members", "open", "import"):
        profile: dict[frozenset[str], int] = {}
        for choices in (frozenset(c) for g, c in ballots if tally.counting_group(g) == group):
            profile[choices] = profile.get(choices, 0) + 1
        theirs = ApprovalToSimpleVotes().convert(profile)
        assert {code: n for code, n in votes.counts[group].items() if n} == theirs


@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 5), min_size=1))
def test_midranks_sum_up_and_follow_the_values(values: dict[str, int]):
    ranks = tally.midranks(values)
    assert sum(ranks.values()) == Fraction(len(values) * (len(values) + 1), 2)
    for one, other in ((a, b) for a in values for b in values):
        assert (values[one] < values[other]) == (ranks[one] < ranks[other])


@given(ballots=BALLOTS, jurors=JURORS, seed=st.randoms())
def test_neither_the_order_of_ballots_nor_of_jurors_matters(
    rules: Rules, ballots: Sequence[Counted], jurors: Rankings, seed: random.Random
):
    mixed, others = list(ballots), list(jurors)
    seed.shuffle(mixed)
    seed.shuffle(others)
    assert result_of(rules, ballots, jurors) == result_of(rules, mixed, others)


@given(ballots=BALLOTS, jurors=JURORS)
def test_the_order_follows_the_finals_and_ties_hold_equal_finals_only(
    rules: Rules, ballots: Sequence[Counted], jurors: Rankings
):
    found = result_of(rules, ballots, jurors)
    finals = [found.finals[code] for code in found.order]
    assert finals == sorted(finals)
    assert sorted(found.order) == list(found.public.union)
    for tie in found.ties:
        assert len({found.finals[code] for code in tie.codes}) == 1


@given(ballots=BALLOTS, jurors=JURORS, copies=st.integers(2, 50))
def test_ballots_of_one_kind_sent_many_times_move_one_group_only(
    rules: Rules, ballots: Sequence[Counted], jurors: Rankings, copies: int
):
    attack = sent("open", "N08", times=copies)
    before, after = (tally.public(CODES, rules, cast) for cast in (ballots, [*ballots, *attack]))
    for group in set(before.ranked) - {"open"}:
        assert before.midranks[group] == after.midranks[group]


@given(ballots=BALLOTS, jurors=JURORS)
def test_one_more_approval_never_hurts(rules: Rules, ballots: Sequence[Counted], jurors: Rankings):
    group, choices = ballots[0]
    assume("N01" not in choices)
    better = [(group, (*choices, "N01")), *ballots[1:]]
    before, after = (tally.public(CODES, rules, cast) for cast in (ballots, better))
    assert after.means["N01"] <= before.means["N01"]


def test_equal_finals_are_parted_by_jury_then_members_then_head_to_head_then_lot(rules: Rules):
    cast: list[Counted] = [
        ("members", ("N01",)),
        ("members", ("N02",)),
        ("open", ("N01", "N03")),
        ("open", ("N02", "N03")),
    ]
    votes = tally.public(CODES, rules, cast)
    jurors = [CODES, ("N02", "N01", *CODES[2:])]
    with pytest.raises(tally.NeedsDraw) as told:
        tally.tally(votes, rules, jurors)
    assert set(told.value.codes) == {"N01", "N02"}
    drawn = {tally.tally(votes, rules, jurors, str(draw)).order[:2] for draw in range(20)}
    assert drawn == {("N01", "N02"), ("N02", "N01")}


def test_the_members_part_what_public_and_jury_leave_equal(rules: Rules):
    cast: list[Counted] = [
        ("members", ("N01",)),
        ("members", ("N01", "N02")),
        ("open", ("N02",)),
        ("open", ("N01", "N02")),
    ]
    votes = tally.public(("N01", "N02"), rules, cast)
    found = tally.tally(votes, rules, [["N01", "N02"], ["N02", "N01"]])
    assert found.ties == (tally.Tie(("N01", "N02"), ("members",)),)


@pytest.mark.parametrize(("first", "second"), [("N01", "N02"), ("N02", "N01")])
def test_head_to_head_parts_those_whom_jury_and_members_leave_equal_in_both_directions(
    rules: Rules, first: str, second: str
):
    """`second` is ahead in `open` by as many places as `first` is in the two others together."""
    level = tally.Public(
        ballots={},
        counts={"members": {first: 2, second: 1}, "open": {first: 1, second: 9}, "import": {first: 2, second: 1}},
        needed={},
        ranked=("members", "open", "import"),
        midranks={},
        means={},
        union=(first, second),
    )
    steps: list[tally.Step] = []
    equal = {first: Fraction(1), second: Fraction(1)}
    assert tally._parted(sorted((first, second)), level, equal, None, steps) == [first, second]
    assert steps == ["head to head"]


# --- The quorum


def test_a_group_below_the_quorum_is_printed_but_not_ranked(tmp_path: Path):
    rules = some_rules(tmp_path, quorum="2")
    votes = tally.public(CODES, rules, [("members", ("N01",)), ("members", ("N01",)), ("open", ("N08",))])
    assert votes.ranked == ("members",)
    assert votes.counts["open"]["N08"] == 1


@pytest.fixture
def defaults(tmp_path: Path):
    return some_rules(tmp_path, quorum=None, quorum_why=None, import_weighs="true", places="3", jury_union="5")


@pytest.mark.parametrize(
    ("members", "opened", "imported", "ranked"),
    [
        (99, 99, 99, ()),
        (100, 99, 100, ("members", "import")),
        (100, 100, 0, ("members", "open")),
        (100, 1900, 105, ("members", "open")),  # one in twenty of 2,105 is 106
        (100, 1900, 106, ("members", "open", "import")),
        (100, 50_000, 2_000, ("members", "open")),  # a flood silences no member
    ],
)
def test_without_a_rule_a_hundred_ballots_and_one_in_twenty_are_asked(
    defaults: Rules, members: int, opened: int, imported: int, ranked: tuple[Group, ...]
):
    cast = (
        sent("members", "N01", times=members)
        + sent("open", "N01", times=opened)
        + sent("import", "N02", times=imported)
    )
    assert tally.public(CODES, defaults, cast).ranked == ranked


def test_where_no_group_has_enough_ballots_the_jury_ranks_alone(defaults: Rules):
    found = result_of(defaults, sent("open", "N08", times=99), [CODES] * 5)
    assert found.public.ranked == () and found.public.means == {}
    assert found.order == CODES and found.chosen == CODES[:3]


def test_one_ballot_in_an_empty_group_weighs_nothing(defaults: Rules):
    honest = sent("members", "N01", "N02", times=150) + sent("open", "N02", "N01", times=150)
    before, after = (tally.public(CODES, defaults, cast) for cast in (honest, [*honest, ("import", ("N08",))]))
    assert (before.ranked, before.means, before.union) == (after.ranked, after.means, after.union)


def test_ballots_without_script_count_within_open(rules: Rules):
    votes = tally.public(CODES, rules, [("open", ("N01",)), ("plain", ("N01", "N02"))])
    assert votes.ballots == {"members": 0, "open": 2, "import": 0}
    assert votes.counts["open"]["N01"] == 2 and "plain" not in votes.counts


def test_imports_without_codes_weigh_nothing_unless_the_rules_say_so(tmp_path: Path):
    cast: list[Counted] = [("open", ("N01",)), ("import", ("N08",))] * 5
    assert tally.public(CODES, some_rules(tmp_path), cast).ranked == ("open",)
    assert tally.public(CODES, some_rules(tmp_path, import_weighs="true"), cast).ranked == ("open", "import")


# --- The gate


@settings(max_examples=100 * TIMES)
@given(ballots=BALLOTS, jurors=JURORS, union=st.integers(1, 5), places=st.integers(1, 4), data=st.data())
def test_one_more_ballot_for_a_chosen_story_never_unseats_it(
    rules: Rules, ballots: Sequence[Counted], jurors: Rankings, union: int, places: int, data: st.DataObject
):
    rules = replace(rules, jury_union=union, places=places)
    before = result_of(rules, ballots, jurors)
    if not before.public.ranked:  # `plain` alone
        return
    story = data.draw(st.sampled_from(before.chosen))
    group = data.draw(st.sampled_from(before.public.ranked))
    after = result_of(rules, [*ballots, (group, (story,))], jurors)
    assert after.order.index(story) <= before.order.index(story)
    assert story in after.chosen


@given(ballots=BALLOTS, jurors=JURORS)
def test_the_gate_moves_nobody_who_passes_it(rules: Rules, ballots: Sequence[Counted], jurors: Rankings):
    narrow, wide = (result_of(replace(rules, jury_union=union), ballots, jurors) for union in (2, 8))
    assert [code for code in wide.order if code in narrow.order] == list(narrow.order)
    assert {code: wide.finals[code] for code in narrow.order} == narrow.finals


def test_a_story_at_the_edge_of_the_gate_passes_with_its_equals(rules: Rules):
    cast = [*sent("open", "N01", "N02", times=2), *sent("open", "N03", "N04")]
    votes = tally.public(CODES, replace(rules, jury_union=2), cast)
    assert votes.union == ("N01", "N02")
    assert tally.public(CODES, replace(rules, jury_union=3), cast).union == ("N01", "N02", "N03", "N04")


def test_a_withdrawn_story_is_not_chosen_and_the_others_keep_their_finals(rules: Rules):
    cast = sent("open", "N01", "N02", times=3)
    with_it, without = (tally.public(CODES, rules, cast, out) for out in ((), ("N01",)))
    kept, left = (tally.tally(votes, rules, [CODES], "7") for votes in (with_it, without))
    assert "N01" in kept.chosen and "N01" not in left.order
    assert {code: kept.finals[code] for code in left.order} == left.finals


# --- The jury


def test_a_juror_who_is_recused_neither_helps_nor_harms_a_story():
    whole = tally.jury(CODES[:3], [("N01", "N02", "N03")] * 2)
    recused = tally.jury(CODES[:3], [("N01", "N02", "N03"), ("N01", "N02", "N03"), ("N01", "N03")])
    assert recused["N02"] == whole["N02"]
    assert recused["N01"] == Fraction(1 + 1 + Fraction(4, 3), 3)


def test_marks_that_cannot_be_are_refused(rules: Rules):
    votes = tally.public(CODES, rules, [("open", ("N01", "N02"))])
    for jurors in ([["N01", "N01"]], [["N99"]], [], [CODES[:7]]):
        with pytest.raises(ValueError):
            tally.tally(votes, rules, jurors, "1")


# --- Attacks that it withstands


def test_a_bought_story_stays_out(rules: Rules):
    honest = sent("members", "N01", "N02", "N03", times=40) + sent("open", "N01", "N02", "N03", times=50)
    bots = sent("open", "N08", times=5000)
    found = result_of(rules, honest + bots, [CODES])
    assert set(found.chosen) == {"N01", "N02", "N03"}
    assert found.stability["N01"].depends == ()
    assert "N08" in found.order


def test_a_story_that_one_group_carries_says_so(rules: Rules):
    cast = sent("members", "N01", "N02", "N03", times=3) + sent("open", "N01", "N02", "N04", times=3)
    found = result_of(rules, cast, [("N01", "N02", "N04", "N03", "N05", "N06", "N07", "N08")])
    assert found.chosen == ("N01", "N02", "N04")
    assert found.stability["N01"].depends == ()
    assert found.stability["N04"].depends == ("open",)
    assert found.stability["N03"].depends == ("open",)


def by_hand(
    rules: Rules, ballots: Sequence[Counted], jurors: Rankings, group: Group, most: int
) -> tuple[int, str] | None:
    """The least number of ballots for one story that changes who is chosen, by trying each."""
    chosen = set(result_of(rules, ballots, jurors).chosen)
    for more in range(1, most + 1):
        for code in CODES:
            if code not in chosen:
                after = result_of(rules, [*ballots, *sent(group, code, times=more)], jurors)
                if set(after.chosen) != chosen:
                    return more, code
    return None


@pytest.mark.parametrize("quorum", [1, 4])
@settings(max_examples=15 * TIMES)
@given(ballots=st.lists(st.tuples(st.sampled_from(GROUPS), CHOICES), min_size=1, max_size=12), jurors=JURORS)
def test_the_flip_margin_is_the_least_number_that_trying_each_finds(
    rules: Rules, quorum: int, ballots: Sequence[Counted], jurors: Rankings
):
    rules = replace(rules, quorum=quorum)
    found = result_of(rules, ballots, jurors)
    flips = margin.flips(found.public, rules, found.jury_ranks, found.order, "7")
    for group, flip in flips.items():
        expected = by_hand(rules, ballots, jurors, group, 16)
        assert (flip and (flip.ballots, flip.story)) == expected


def test_the_flip_margin_knows_of_the_quorum(defaults: Rules):
    cast = sent("members", *CODES[:3], times=120) + sent("open", *CODES[:3], times=80)
    found = result_of(defaults, cast, [("N01", "N02", "N04", "N03", *CODES[4:])] * 5)
    flips = margin.flips(found.public, defaults, found.jury_ranks, found.order, "7")
    assert flips["open"] == margin.Flip(81, "N04", ("N04",), ("N03",))
    assert flips["import"] == margin.Flip(100, "N04", ("N04",), ("N03",))


@given(ballots=BALLOTS)
def test_pairs_are_those_of_another_implementation(ballots: Sequence[Counted]):
    profile: dict[frozenset[str], int] = {}
    for choices in (frozenset(c) for g, c in ballots if tally.counting_group(g) == "open"):
        profile[choices] = profile.get(choices, 0) + 1
    found = tally.pairs(CODES, ballots).get("open")
    if profile:
        assert found == [
            [sum(n for c, n in profile.items() if row in c and column not in c) for column in CODES] for row in CODES
        ]


# --- E Pluribus Hugo


def test_a_slate_that_votes_in_step_takes_fewer_places_by_eph(rules: Rules):
    """The attack that the Hugo awards saw: one slate of four against spread-out honest ballots."""
    slate = sent("open", "N01", "N02", "N03", "N04", times=40)
    honest = sent("open", "N05", times=32) + sent("open", "N06", times=31) + sent("open", "N07", times=30)
    by_ballots = tally.public(CODES, rules, slate + honest).midranks["open"]
    by_eph = tally.public(CODES, replace(rules, open_method="eph"), slate + honest).midranks["open"]
    assert {code for code in CODES if by_ballots[code] < 5} == {"N01", "N02", "N03", "N04"}
    assert {code for code in CODES if by_eph[code] < 4} >= {"N05", "N06"}


def test_eph_follows_a_round_by_hand():
    ballots = [("a", "b")] * 3 + [("c",)] * 2 + [("d",)]
    # Points: a 3/2, b 3/2, c 2, d 1. Lowest d (1) and the equals a and b (3/2): d is on 1 ballot and goes.
    # Then a and b are lowest, on 3 ballots each with equal points: they go together. c is last.
    assert tally.eph("abcd", ballots) == {"c": 1, "a": Fraction(5, 2), "b": Fraction(5, 2), "d": 4}


@given(ballots=st.lists(CHOICES, max_size=40), seed=st.randoms())
def test_eph_ranks_all_and_no_order_matters(ballots: Sequence[tuple[str, ...]], seed: random.Random):
    mixed = list(ballots)
    seed.shuffle(mixed)
    found = tally.eph(CODES, ballots)
    assert found == tally.eph(CODES, mixed)
    assert sum(found.values()) == Fraction(len(CODES) * (len(CODES) + 1), 2)


# --- the margin

FIVE = CODES[:5]


def least_of_any(rules: Rules, ballots: Sequence[Counted], jurors: Rankings, group: Group, most: int) -> int | None:
    """The least number of ballots, whatever they name, that changes who is chosen, by trying all there are."""
    kinds = [picks for size in range(rules.minimum, rules.maximum + 1) for picks in combinations(FIVE, size)]
    votes = tally.public(FIVE, rules, ballots)
    before = set(tally.tally(votes, rules, jurors, "7").chosen)
    for more in range(1, most + 1):
        for added in combinations_with_replacement(kinds, more):
            after = tally.public(FIVE, rules, [*ballots, *((group, picks) for picks in added)])
            if set(tally.tally(after, rules, jurors, "7").chosen) != before:
                return more
    return None


@pytest.mark.parametrize("maximum", [1, 2])
def test_no_fewer_ballots_than_the_margin_change_the_choice_whatever_they_name(rules: Rules, maximum: int):
    """Trying all ballots there are, in small elections by chance: never fewer, and mostly just so many."""
    chance, told_of, tight = random.Random(maximum), 0, 0
    for _election in range(15 * TIMES):
        by = replace(
            rules, quorum=chance.choice([1, 6]), maximum=maximum, places=chance.choice([1, 2]),
            jury_union=chance.choice([1, 2, 4]),
        )  # fmt: skip
        ballots: list[Counted] = [
            (chance.choice(["members", "open", "import"]), chance.sample(FIVE, chance.randint(1, maximum)))
            for _ballot in range(chance.randint(3, 30))
        ]
        jurors = [chance.sample(FIVE, 5) for _juror in range(3)]
        votes = tally.public(FIVE, by, ballots)
        found = tally.tally(votes, by, jurors, "7")
        margins = margin.margins(votes, by, found.jury_ranks, found.order)
        flips = margin.flips(votes, by, found.jury_ranks, found.order, "7")
        for group, told in margins.items():
            true = least_of_any(by, ballots, jurors, group, 4 if maximum == 1 else 2)
            assert true is None or (told is not None and told <= true)
            flip = flips[group]
            assert flip is None or (told is not None and told <= flip.ballots)
            if true is not None:
                told_of, tight = told_of + 1, tight + (told == true)
    assert told_of > 10
    assert tight > 0.8 * told_of


def test_one_ballot_for_a_third_story_can_unseat_the_chosen_one_and_the_margin_knows(rules: Rules):
    """N02 passes N01, which falls behind N04 by that: N04 itself gains no ballot, and passes nobody."""
    ballots = [*sent("open", "N01", "N02", times=10), *sent("open", "N04", times=5), *sent("open", "N03")]
    by, jurors = replace(rules, places=1, jury_union=5, maximum=2), [("N04", "N01", "N02", "N03", "N05")] * 5
    votes = tally.public(FIVE, by, ballots)
    found = tally.tally(votes, by, jurors, "7")
    assert found.chosen == ("N01",)
    assert least_of_any(by, ballots, jurors, "open", 1) == 1
    assert margin.margins(votes, by, found.jury_ranks, found.order)["open"] == 1


def test_the_last_ranked_group_can_miss_its_quorum_by_ballots_of_another_and_both_margins_know(tmp_path: Path):
    """Then the jury ranks alone and the gate is open to all, however few ballots name them."""
    changed = {"places": "3", "jury_union": "1", "maximum": "1", "quorum": None, "quorum_why": None}
    by, jurors = some_rules(tmp_path, **changed), [CODES] * 5
    cast = [*sent("members", "N01", times=50), *sent("open", "N01", times=100), *sent("import", "N01", times=1850)]
    found = result_of(by, cast, jurors)
    votes, chosen = found.public, ["N01"]
    assert (votes.ranked, list(found.chosen)) == (("open",), chosen)
    after = result_of(by, [*cast, *sent("members", "N02")], jurors)
    assert (after.public.ranked, after.chosen) == ((), ("N01", "N02", "N03"))
    assert margin.margins(votes, by, found.jury_ranks, found.order)["members"] == 1
    rules, others = recount.Rules(tomllib.loads(rules_text(**changed)), FORMAT), list(CODES[1:])
    of_all = dict(votes.ballots), dict(votes.counts), dict(votes.midranks), found.jury_ranks
    outcome = recount.Outcome(rules, *of_all, chosen, others)  # type: ignore[arg-type]  # groups are words there
    assert recount.margin(outcome, "members") == 1


def test_burying_may_take_fewer_ballots_than_promoting_and_the_margin_knows(defaults: Rules):
    """Ten ballots of a kind lift those behind N03, so that it falls by places that N04 need not win."""
    cast = sent("members", *CODES[:3], times=120)
    cast += sent("open", *CODES[:3], times=101) + sent("open", *CODES[4:], times=95)
    found = result_of(defaults, cast, [("N01", "N02", "N03", "N04", *CODES[4:])] * 5)
    told = margin.margins(found.public, defaults, found.jury_ranks, found.order)["open"]
    assert told is not None
    flip = margin.flips(found.public, defaults, found.jury_ranks, found.order, "7")["open"]
    assert flip is None or told < flip.ballots
