from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from votelib.convert import ApprovalToSimpleVotes
from votes import some_rules

from ballot import tally

CODES = tuple(f"N{n:02}" for n in range(1, 9))
GROUPS = ("members", "open", "plain", "import")
CHOICES = st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True).map(tuple)
BALLOTS = st.lists(st.tuples(st.sampled_from(GROUPS), CHOICES), min_size=1, max_size=60)
JURORS = st.lists(st.permutations(CODES), min_size=1, max_size=5)


@pytest.fixture(scope="session")
def rules(tmp_path_factory):
    return some_rules(tmp_path_factory.mktemp("rules"), places="3", jury_union="5")


def result_of(rules, ballots, jurors, draw="7"):
    votes = tally.public(CODES, rules, ballots)
    return tally.tally(votes, rules, [[c for c in order if c in votes.union] for order in jurors], draw)


@given(ballots=BALLOTS)
def test_counts_are_those_of_another_implementation(rules, ballots):
    votes = tally.public(CODES, rules, ballots)
    for group in GROUPS:
        profile: dict[frozenset[str], int] = {}
        for choices in (frozenset(c) for g, c in ballots if g == group):
            profile[choices] = profile.get(choices, 0) + 1
        theirs = ApprovalToSimpleVotes().convert(profile)
        assert {code: n for code, n in votes.counts[group].items() if n} == theirs


@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 5), min_size=1))
def test_midranks_sum_up_and_follow_the_values(values):
    ranks = tally.midranks(values)
    assert sum(ranks.values()) == Fraction(len(values) * (len(values) + 1), 2)
    for one, other in ((a, b) for a in values for b in values):
        assert (values[one] < values[other]) == (ranks[one] < ranks[other])


@given(ballots=BALLOTS, jurors=JURORS, seed=st.randoms())
def test_neither_the_order_of_ballots_nor_of_jurors_matters(rules, ballots, jurors, seed):
    mixed, others = list(ballots), list(jurors)
    seed.shuffle(mixed)
    seed.shuffle(others)
    assert result_of(rules, ballots, jurors) == result_of(rules, mixed, others)


@given(ballots=BALLOTS, jurors=JURORS)
def test_the_order_follows_the_finals_and_ties_hold_equal_finals_only(rules, ballots, jurors):
    found = result_of(rules, ballots, jurors)
    finals = [found.finals[code] for code in found.order]
    assert finals == sorted(finals)
    assert sorted(found.order) == list(found.public.union)
    for tie in found.ties:
        assert len({found.finals[code] for code in tie.codes}) == 1


@given(ballots=BALLOTS, jurors=JURORS, copies=st.integers(2, 50))
def test_ballots_of_one_kind_sent_many_times_move_one_group_only(rules, ballots, jurors, copies):
    attack = [("open", ("N08",))] * copies
    before, after = (tally.public(CODES, rules, cast) for cast in (ballots, ballots + attack))
    for group in set(before.ranked) - {"open"}:
        assert before.midranks[group] == after.midranks[group]


@given(ballots=BALLOTS, jurors=JURORS)
def test_one_more_approval_never_hurts(rules, ballots, jurors):
    group, choices = ballots[0]
    assume("N01" not in choices)
    better = [(group, (*choices, "N01")), *ballots[1:]]
    before, after = (tally.public(CODES, rules, cast) for cast in (ballots, better))
    assert after.means["N01"] <= before.means["N01"]


def test_equal_finals_are_parted_by_jury_then_members_then_head_to_head_then_lot(rules):
    cast = [("members", ("N01",)), ("members", ("N02",)), ("open", ("N01", "N03")), ("open", ("N02", "N03"))]
    votes = tally.public(CODES, rules, cast)
    with pytest.raises(tally.NeedsDraw) as told:
        tally.tally(votes, rules, [["N01", "N02"], ["N02", "N01"]])
    assert {"N01", "N02"} <= set(told.value.codes)
    drawn = {tally.tally(votes, rules, [["N01", "N02"], ["N02", "N01"]], str(draw)).order[:2] for draw in range(20)}
    assert {("N01", "N02"), ("N02", "N01")} <= drawn
    found = tally.tally(votes, rules, [["N01", "N02"]], "1")
    assert next(tie.steps for tie in found.ties if "N03" in tie.codes or "N04" in tie.codes)[-1] == "lot"


def test_the_members_part_what_public_and_jury_leave_equal(rules):
    cast = [("members", ("N01",)), ("members", ("N01", "N02")), ("open", ("N02",)), ("open", ("N01", "N02"))]
    votes = tally.public(("N01", "N02"), rules, cast)
    found = tally.tally(votes, rules, [["N01", "N02"], ["N02", "N01"]])
    assert found.ties == (tally.Tie(("N01", "N02"), ("members",)),)


def test_a_group_below_the_quorum_is_printed_but_not_ranked(tmp_path):
    rules = some_rules(tmp_path, quorum="2")
    votes = tally.public(CODES, rules, [("members", ("N01",)), ("members", ("N01",)), ("plain", ("N08",))])
    assert votes.ranked == ("members",)
    assert votes.counts["plain"]["N08"] == 1
    assert tally.public(CODES, rules, [("plain", ("N08",))]).ranked == ("plain",)


def test_one_ballot_in_an_empty_group_weighs_nothing(tmp_path):
    rules = some_rules(tmp_path, quorum="20")
    honest = [("members", ("N01", "N02"))] * 30 + [("open", ("N02", "N01"))] * 30
    before, after = (tally.public(CODES, rules, cast) for cast in (honest, [*honest, ("plain", ("N08",))]))
    assert (before.ranked, before.means, before.union) == (after.ranked, after.means, after.union)


def test_a_bought_story_stays_out(rules):
    honest = [("members", ("N01", "N02", "N03"))] * 40 + [("open", ("N01", "N02", "N03"))] * 50
    bots = [("open", ("N08",))] * 5000
    found = result_of(rules, honest + bots, [CODES])
    assert found.chosen == ("N01", "N02", "N03")
    assert found.stability["N01"].depends == ()
    assert "N08" in found.order


def test_a_story_that_one_group_carries_says_so(rules):
    cast = [("members", ("N01", "N02", "N03"))] * 3 + [("open", ("N01", "N02", "N04"))] * 3
    found = result_of(rules, cast, [("N01", "N02", "N04", "N03", "N05", "N06", "N07", "N08")])
    assert found.chosen == ("N01", "N02", "N04")
    assert found.stability["N01"].depends == ()
    assert found.stability["N04"].depends == ("open",)
    assert found.stability["N03"].depends == ("open",)


def test_a_juror_may_leave_stories_out_but_not_name_one_twice_or_a_stranger(rules):
    votes = tally.public(CODES, rules, [("open", ("N01", "N02"))])
    assert tally.tally(votes, rules, [["N02"]], "1").jury_means["N01"] > 1
    for order in (["N01", "N01"], ["N99"]):
        with pytest.raises(ValueError):
            tally.tally(votes, rules, [order], "1")
    with pytest.raises(ValueError):
        tally.tally(votes, rules, [], "1")
