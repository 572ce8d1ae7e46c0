"""Crockford's base 32: letters and digits that survive a telephone and bad handwriting.

source  https://www.crockford.com/base32.html
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_MISREAD = str.maketrans("OIL", "011")
_BETWEEN = str.maketrans("", "", "- \t\u3000\u2010\u2011\u2012\u2013\u2014\u2212\uff0d")


def encode(data: bytes, length: int) -> str:
    """The first `length` times 5 bits of `data`, 5 bits a letter."""
    number = int.from_bytes(data) >> (8 * len(data) - 5 * length)
    return "".join(ALPHABET[number >> 5 * (length - 1 - place) & 31] for place in range(length))


def values(text: str) -> tuple[int, ...]:
    """The value of each letter, 0 to 31. Raises KeyError for any other character."""
    return tuple(_VALUE[letter] for letter in text)


def folded(text: str) -> str:
    """What somebody meant to type: without blanks and dashes; full-width and small letters, and O, I, L corrected."""
    import unicodedata

    plain = unicodedata.normalize("NFKC", text.translate(_BETWEEN)).upper()
    return plain.translate(_BETWEEN).translate(_MISREAD)


def grouped(text: str, size: int = 4) -> str:
    """XXXX-XXXX-…, as it is printed."""
    return "-".join(text[start : start + size] for start in range(0, len(text), size))
