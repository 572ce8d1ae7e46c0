import pymerkle
from hypothesis import given
from hypothesis import strategies as st

from ballot import merkle

ENTRIES = st.lists(st.binary(min_size=32, max_size=32), max_size=70)


def oracle(entries: list[bytes]) -> pymerkle.InmemoryTree:
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(entry)
    return tree


@given(ENTRIES)
def test_roots_are_those_of_another_implementation(entries: list[bytes]):
    assert merkle.root(entries) == oracle(entries).get_root()


@given(ENTRIES, st.integers(0, 70))
def test_a_tree_that_grew_is_the_tree_made_at_once(entries: list[bytes], cut: int):
    tree = merkle.Tree(entries[:cut])
    tree.root()
    tree.extend(entries[cut:])
    assert (tree.root(), tree.size) == (merkle.root(entries), len(entries))


def test_the_empty_tree_has_the_root_that_the_standard_gives_it():
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
