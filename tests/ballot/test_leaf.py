import hashlib
from base64 import b64decode

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ballot.leaf import Ballot, leaf, passphrase_hash, receipt_from, receipt_of, signature_of

KEY = "k" * 64
VOTER = "7e" * 16
BALLOT = Ballot("open", "5a" * 16, "", ("N01", "N07"))
SIGNING = Ed25519PrivateKey.from_private_bytes(bytes(32))


def test_a_leaf_is_the_hash_of_one_line_that_anyone_can_write():
    line = f'[2,"{KEY}","open","{"5a" * 16}","",["N01","N07"],"{VOTER}"]\n'
    assert leaf(BALLOT, VOTER, KEY) == hashlib.sha256(line.encode()).digest()


@pytest.mark.parametrize(
    "other",
    [
        Ballot("plain", "5a" * 16, "", ("N01", "N07")),
        Ballot("open", "5b" * 16, "", ("N01", "N07")),
        Ballot("open", "5a" * 16, passphrase_hash("春"), ("N01", "N07")),
        Ballot("open", "5a" * 16, "", ("N01",)),
    ],
)
def test_whatever_a_ballot_says_is_in_its_leaf(other: Ballot):
    assert leaf(other, VOTER, KEY) != leaf(BALLOT, VOTER, KEY) != leaf(BALLOT, VOTER, "l" * 64)
    assert leaf(BALLOT, "0" * 32, KEY) != leaf(BALLOT, VOTER, KEY)


@given(st.binary(min_size=32, max_size=32))
def test_a_receipt_is_read_however_it_is_typed(data: bytes):
    receipt = receipt_of(data)
    assert len(receipt) == 24
    assert receipt_from(receipt.lower().replace("-", " ").replace("0", "o")) == receipt
    assert receipt_from(receipt[:-1]) is None


def test_a_receipt_holds_the_first_hundred_bits():
    assert receipt_of(b"\xff" * 12 + b"\xf0" + bytes(19)) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert receipt_of(b"\0" * 12 + b"\x0f" * 20) == "0000-0000-0000-0000-0000"


def test_a_signature_holds_for_one_leaf_only():
    signature = signature_of(b"a" * 32, SIGNING)
    SIGNING.public_key().verify(b64decode(signature), receipt_of(b"a" * 32).encode())  # all that a voter holds
    with pytest.raises(InvalidSignature):
        SIGNING.public_key().verify(b64decode(signature), receipt_of(b"b" * 32).encode())
