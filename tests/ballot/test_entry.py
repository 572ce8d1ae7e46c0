import random

from hypothesis import given
from hypothesis import strategies as st

from ballot.entry import Entry, entry, rows
from ballot.leaf import Ballot

ARRIVALS = st.lists(st.tuples(st.sampled_from("abcd"), st.booleans(), st.integers(0, 3)), max_size=30)
Arrivals = list[tuple[str, bool, int]]  # voter, whether set aside, seal


def arrived(voters: Arrivals) -> tuple[list[Entry], dict[bytes, str]]:
    """Ballots as they came, and what is set aside of them."""
    entries: list[Entry] = []
    for place, (voter, _bad, seal) in enumerate(voters):
        turn = 1 + sum(earlier.voter == voter for earlier in entries)
        entries.append(entry(Ballot("open", f"{place:032x}", "", ("N01",)), "k", voter, turn, seal))
    return entries, {e.leaf: "flood" for e, (_voter, bad, _seal) in zip(entries, voters, strict=True) if bad}


@given(ARRIVALS, st.randoms())
def test_of_each_voter_the_last_ballot_outside_quarantine_counts_in_whatever_order_they_lie(
    voters: Arrivals, chance: random.Random
):
    entries, reasons = arrived(voters)
    mixed = list(entries)
    chance.shuffle(mixed)
    made = rows(mixed, reasons)
    counted = {row.entry.leaf for row in made if row.state == "counted"}
    assert counted == {e.leaf for e in {e.voter: e for e in entries if e.leaf not in reasons}.values()}
    assert {row.entry.leaf for row in made if row.state == "quarantined"} == set(reasons)


@given(ARRIVALS)
def test_rows_are_sorted_so_that_their_order_tells_nothing(voters: Arrivals):
    made = rows(*arrived(voters))
    assert list(made) == sorted(made, key=lambda row: (row.entry.seal, row.entry.leaf))
