import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot import note

# The example of the specification (and of Go's golang.org/x/mod/sumdb/note).
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SAID = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
NAME = "nuanwen.example/vote/2026"
TRUSTED = note.verifier_of(KEY, NAME)


def test_a_note_of_another_implementation_is_read():
    assert note.text_of(SAID, note.verifier(PETER)).startswith("If you think cryptography")
    assert str(note.verifier(PETER)) == PETER


def test_what_we_sign_we_read_and_a_witness_may_sign_too():
    signed = note.sign("one\n\ntwo\n", KEY, NAME)
    witness = note.sign("one\n\ntwo\n", Ed25519PrivateKey.from_private_bytes(b"w" * 32), "witness.example")
    both = signed + witness.split("\n\n")[-1]
    assert note.text_of(signed, TRUSTED) == note.text_of(both, TRUSTED) == "one\n\ntwo\n"
    assert note.verifier(str(TRUSTED)) == TRUSTED


def test_a_note_with_any_character_changed_is_refused():
    signed = note.sign("one\ntwo\n", KEY, NAME)
    for place in range(len(signed)):
        changed = signed[:place] + chr(ord(signed[place]) ^ 1) + signed[place + 1 :]
        with pytest.raises(note.BadNote):
            note.text_of(changed, TRUSTED)


@pytest.mark.parametrize("text", ["", "no line feed", "a\tb\n", "a\r\n"])
def test_a_text_that_is_none_is_not_signed(text: str):
    with pytest.raises(note.BadNote):
        note.sign(text, KEY, NAME)


def test_a_checkpoint_is_read_as_it_was_written():
    point = note.Checkpoint(NAME, 23, b"r" * 32, ("seal 1",))
    assert note.checkpoint(point.text) == point
    for text in (point.text[:-1], "", "a\n1\n", point.text.replace("23", "023"), point.text.replace("23", "-1")):
        with pytest.raises(note.BadNote):
            note.checkpoint(text)


@pytest.mark.parametrize("text", ["", "a+b+c", PETER[:-1], PETER.replace("c74f", "c74e")])
def test_a_key_that_is_none_is_refused(text: str):
    with pytest.raises(note.BadNote):
        note.verifier(text)
