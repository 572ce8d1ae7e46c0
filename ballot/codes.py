"""One-time codes for the group `members`: 16 letters of base 32 (80 random bits) and a check letter.

The check letter is a sum over GF(32) with a different weight for every position. It detects any one wrong letter and
any two that were swapped, and is a letter of the alphabet itself; Crockford's own check characters `*~$=` are hard to
type on a phone. The roll, public before the opening, holds a double hash of each code; a code that is used leaves its
single hash. So somebody who has the roll and the server, but not the codes, cannot invent a member's ballot: the
keeper of the codes and the operator can be two people.
"""

from collections.abc import Callable
from hashlib import sha256

from ballot import crockford

LENGTH = 16
RANDOM_BYTES = 10  # 80 bits per code


def _powers() -> tuple[int, ...]:
    """Powers of the generator x of GF(32) = GF(2)[x] / (x^5 + x^2 + 1): each of 1 to 31 once."""
    powers = [1]
    for _place in range(30):
        double = powers[-1] << 1
        powers.append(double ^ 0b100101 if double > 31 else double)
    return tuple(powers)


_POWERS = _powers()
_LOGS = {power: place for place, power in enumerate(_POWERS)}


def _check(letters: str) -> str:
    total = 0
    for place, value in enumerate(crockford.values(letters), 1):
        if value:
            total ^= _POWERS[(_LOGS[value] + place) % 31]
    return crockford.ALPHABET[total]


def make(count: int, entropy: Callable[[int], bytes]) -> tuple[str, ...]:
    """Make codes, all different.

    count    how many, 0 or more
    entropy  returns that many random bytes; os.urandom, except in tests
    returns  17 letters each, check letter last, ungrouped
    """
    codes: dict[str, None] = {}
    while len(codes) < count:
        letters = crockford.encode(entropy(RANDOM_BYTES), LENGTH)
        codes[letters + _check(letters)] = None
    return tuple(codes)


def normal(text: str) -> str | None:
    """The code that a person typed, or None if it is not one.

    text  in capitals or not, with any blanks and dashes, O for 0, I or L for 1
    """
    letters = crockford.folded(text)
    if len(letters) != LENGTH + 1 or any(letter not in crockford.ALPHABET for letter in letters):
        return None
    return letters if _check(letters[:-1]) == letters[-1] else None


def spent_hash(code: str) -> str:
    """What is kept, and published, of a code that was used: the SHA-256 of the normal code, in hex.

    Only somebody who has seen the code can compute it: the roll holds the hash of this hash.
    """
    return sha256(code.encode()).hexdigest()


def roll_hash(spent: str) -> str:
    """The line of the roll that a spent hash belongs to: SHA-256 over its 32 bytes, in hex."""
    return sha256(bytes.fromhex(spent)).hexdigest()


def double_hash(code: str) -> str:
    """What the roll holds of a normal code: SHA-256 of its SHA-256, in hex."""
    return roll_hash(spent_hash(code))
