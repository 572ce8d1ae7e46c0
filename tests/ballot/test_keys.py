import stat
import sys
from pathlib import Path

import pytest

from ballot import keys
from ballot.problem import Refused


def test_keys_are_made_once_for_their_owner_only(tmp_path: Path):
    private = tmp_path / "deep" / "2026"
    made = keys.make(private)
    again = keys.make(private)
    assert (again.voter, again.cookie) == (made.voter, made.cookie)
    assert again.signing.private_bytes_raw() == made.signing.private_bytes_raw()
    assert "voter=" not in repr(made)
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in private.iterdir()} == {0o600}
        assert stat.S_IMODE(private.stat().st_mode) == 0o700


def test_a_tag_tells_voters_apart_and_kinds_of_credentials(tmp_path: Path):
    made = keys.make(tmp_path)
    assert made.voter_tag("code", "a") == made.voter_tag("code", "a")
    assert len({made.voter_tag(*of) for of in (("code", "a"), ("code", "b"), ("cookie", "a"))}) == 3


def test_after_the_voters_key_is_destroyed_there_are_no_keys_to_read(tmp_path: Path):
    keys.make(tmp_path)
    keys.destroy_voter(tmp_path)
    keys.destroy_voter(tmp_path)
    with pytest.raises(Refused, match=r"voter\.key is missing"):
        keys.read(tmp_path)


def test_half_a_key_is_no_key(tmp_path: Path):
    keys.make(tmp_path)
    (tmp_path / keys.COOKIE).write_bytes(b"half")
    with pytest.raises(Refused, match=r"cookie\.key is not a key"):
        keys.read(tmp_path)
