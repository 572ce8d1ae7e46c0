"""What becomes of ballots, judged one after the other: any sequence, cut into batches anywhere, ends the same."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ballot.cast import CHANGES, Cast, Known, Outcome, State, Verdict, judge
from ballot.leaf import Ballot

OPEN = State(key="k", closed=False, opens=100, closes=200, late=0, hour=0)
EMPTY = Known(OPEN, {}, frozenset(), {})


def a_cast(form: str = "form", voter: str = "voter", at: float = 150, proof: str = "") -> Cast:
    ballot = Ballot("open", "0" * 32, "", ("N01",))
    return Cast(form, voter, ballot, form.encode().ljust(32), at, proof)


def verdicts(*batch: Cast, known: Known = EMPTY) -> list[Verdict]:
    return [outcome.verdict for outcome in judge(batch, known)]


def test_a_retry_is_the_same_ballot() -> None:
    one = a_cast()
    again = replace(one, leaf=b"x" * 32)  # a retry draws another salt
    first, second = judge([one, again], EMPTY)
    assert (first.verdict, second.verdict) == (Verdict.TAKEN, Verdict.AGAIN)
    assert second.leaf == first.leaf


def test_a_retry_after_a_later_ballot_is_told_apart() -> None:
    assert verdicts(a_cast("a"), a_cast("b"), a_cast("a")) == [Verdict.TAKEN, Verdict.TAKEN, Verdict.REPLACED]


def test_a_proof_is_taken_once() -> None:
    assert verdicts(a_cast("a", "one", proof="p"), a_cast("b", "two", proof="p")) == [Verdict.TAKEN, Verdict.PROOF]


def test_a_ballot_that_was_refused_spends_no_proof() -> None:
    late = a_cast("a", at=200, proof="p")
    assert verdicts(late, a_cast("b", proof="p")) == [Verdict.LATE, Verdict.TAKEN]


def test_the_instants_of_opening_and_close() -> None:
    batch = [a_cast(str(at), str(at), at) for at in (99.9, 100, 199.9, 200)]
    assert verdicts(*batch) == [Verdict.EARLY, Verdict.TAKEN, Verdict.TAKEN, Verdict.LATE]


def test_a_closed_box_takes_nothing_whatever_the_clock_says() -> None:
    closed = replace(EMPTY, state=replace(OPEN, closed=True))
    assert verdicts(a_cast(at=150), known=closed) == [Verdict.LATE]


def test_a_retry_after_the_close_still_gets_its_receipt() -> None:
    known = Known(replace(OPEN, closed=True), {"form": (b"l" * 32, True)}, frozenset(), {"voter": 1})
    (outcome,) = judge([a_cast(at=300)], known)
    assert (outcome.verdict, outcome.leaf) == (Verdict.AGAIN, b"l" * 32)


def test_a_credential_is_exhausted_in_the_end() -> None:
    found = verdicts(*(a_cast(str(n)) for n in range(CHANGES + 2)))
    assert found == [Verdict.TAKEN] * CHANGES + [Verdict.EXHAUSTED] * 2


casts = st.builds(
    a_cast,
    form=st.sampled_from("abcdefgh"),
    voter=st.sampled_from("xyz"),
    at=st.sampled_from([99.0, 150.0, 250.0]),
    proof=st.sampled_from(["", "p", "q", "r"]),
)


@given(st.lists(casts, max_size=12), st.integers(0, 12))
def test_it_does_not_matter_where_a_batch_ends(sent: list[Cast], cut: int) -> None:
    sent = [replace(one, form=one.form + one.voter) for one in sent]  # a form's digest holds its voter
    whole = judge(sent, EMPTY)
    first = judge(sent[:cut], EMPTY)
    assert whole == first + judge(sent[cut:], after(sent[:cut], first))


def after(sent: list[Cast], outcomes: list[Outcome]) -> Known:
    """What a box that took these knows, computed in another way than the box does."""
    taken = [one for one, outcome in zip(sent, outcomes, strict=True) if outcome.verdict is Verdict.TAKEN]
    last = {one.voter: one.form for one in taken}
    return Known(
        OPEN,
        {one.form: (one.leaf, last[one.voter] == one.form) for one in taken},
        frozenset(one.proof for one in taken if one.proof),
        Counter(one.voter for one in taken),
    )
