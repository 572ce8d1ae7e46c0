from hypothesis import given
from hypothesis import strategies as st

from ballot.entry import Entry, entry, rows
from ballot.leaf import Ballot

ARRIVALS = st.lists(st.tuples(st.sampled_from("abcd"), st.booleans(), st.integers(0, 3)), max_size=30)


def arrived(voters):
    return [
        entry(Ballot("open", f"{place:032x}", "", ("N01",)), "k", voter, seal, "flood" if bad else "")
        for place, (voter, bad, seal) in enumerate(voters)
    ]


@given(ARRIVALS)
def test_of_each_voter_the_last_ballot_outside_quarantine_counts(voters):
    entries: list[Entry] = arrived(voters)
    made = rows(entries)
    counted = {row.entry.leaf for row in made if row.state == "counted"}
    assert counted == {e.leaf for e in {e.voter: e for e in entries if not e.quarantined}.values()}
    assert {row.entry.leaf for row in made if row.state == "quarantined"} == {e.leaf for e in entries if e.quarantined}
    for voter in "abcd":
        turns = sorted(row.turn for row in made if row.entry.voter == voter)
        assert turns == list(range(1, len(turns) + 1))


@given(ARRIVALS)
def test_rows_are_sorted_so_that_their_order_tells_nothing(voters):
    made = rows(arrived(voters))
    assert list(made) == sorted(made, key=lambda row: (row.entry.seal, row.entry.leaf))
