import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballot import canonical

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)


@given(VALUES)
def test_what_is_written_is_read_back_and_nothing_else_is(value: object):
    data = canonical.dumps(value)
    assert canonical.loads(data) == value
    with pytest.raises(canonical.NotCanonical):
        canonical.loads(data[:-1])
    with pytest.raises(canonical.NotCanonical):
        canonical.loads(b" " + data)


def test_chinese_stays_readable_keys_are_sorted_and_one_line_feed_ends_it():
    assert canonical.dumps({"b": [1, None], "a": "工会"}) == '{"a":"工会","b":[1,null]}\n'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_has_no_one_form_is_refused(value: object):
    with pytest.raises(ValueError):
        canonical.dumps(value)


@pytest.mark.parametrize(
    "data", [b"", b"{", b'{"b":1,"a":2}\n', b'{"a":1,"a":1}\n', b"\xff\n", b"[" * 100_000, b"NaN\n"]
)
def test_a_line_that_only_means_the_same_is_refused_with_its_number(data: bytes):
    with pytest.raises(canonical.NotCanonical, match=r"^line 7: "):
        canonical.loads(data, 7)
