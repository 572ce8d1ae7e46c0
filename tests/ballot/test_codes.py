import hashlib
import os

from hypothesis import given
from hypothesis import strategies as st

from ballot import codes, crockford

CODES = st.binary(min_size=10, max_size=10).map(lambda data: codes.make(1, lambda _size: data)[0])


def test_codes_are_all_different_even_when_chance_repeats_itself():
    chances = iter([b"0123456789", b"0123456789", b"9876543210"])
    assert len(set(codes.make(2, lambda _size: next(chances)))) == 2
    assert len(set(codes.make(5000, os.urandom))) == 5000


@given(CODES)
def test_a_code_is_read_however_it_is_typed(code: str):
    assert len(code) == 17
    assert codes.normal(code) == code
    assert codes.normal(f" {crockford.grouped(code).lower()} ") == code
    assert codes.normal(code.replace("0", "O").replace("1", "l")) == code
    assert codes.normal("".join(chr(ord(letter) + 0xFEE0) for letter in code)) == code


@given(CODES, st.integers(0, 16), st.sampled_from(crockford.ALPHABET))
def test_one_wrong_letter_is_noticed(code: str, place: int, letter: str):
    wrong = code[:place] + letter + code[place + 1 :]
    assert codes.normal(wrong) == (code if letter == code[place] else None)


@given(CODES, st.integers(0, 16), st.integers(0, 16))
def test_two_swapped_letters_are_noticed(code: str, one: int, other: int):
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]
    assert codes.normal("".join(letters)) == (code if code[one] == code[other] else None)


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_none(text: str):
    assert codes.normal(text) in (None, crockford.folded(text))


def test_the_roll_holds_the_hash_of_the_hash():
    once = hashlib.sha256(b"ABC").digest()
    assert codes.double_hash("ABC") == hashlib.sha256(once).hexdigest()
