"""Chinese headlines that break between words: a browser alone would break a line after any character."""

from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup

from goodnews.render.kinsoku import ends_of, units_of

REMEMBERED = 8192  # headlines: most stand on several pages
BREAK = "<wbr>"

# Alone in a dictionary, but said with the word before them.
_TRAILING = frozenset("的地得了着过们吗呢吧啊等里上下中内外前后年月日时家个名位条元人")


def by_word_in(language: str) -> Callable[[str], str]:
    """The filter of a site's headlines: each word of a Chinese one is followed by a place where a line may break.

    Other languages have blanks for that, and their headlines stay as they are.
    """
    return lru_cache(REMEMBERED)(_by_word) if language.partition("-")[0] == "zh" else _bound


def _bound(text: str) -> str:
    """A headline whose lines do not begin with the bar between a name and what follows."""
    return text.replace(" | ", "\u00a0| ")


def _by_word(text: str) -> Markup:
    return Markup(BREAK).join(words_of(text))


def words_of(text: str) -> list[str]:
    """The words of a headline, with the marks that belong to each; together they are the text."""
    import rjieba  # its dictionary takes 0.15 s: only for processes that print pages

    ends = ends_of(rjieba.cut(text)) & ends_of(units_of(text))
    words: list[str] = []
    start = 0
    for end in sorted(ends):
        word = text[start:end]
        if words and _belongs(words[-1], word):
            words[-1] += word
        else:
            words.append(word)
        start = end
    return words


def _belongs(before: str, word: str) -> bool:
    """Whether a piece is said with the word before it: 工会|的, 第|16, 900|套."""
    return word in _TRAILING or not word.strip(" |") or before == "第" or (len(word) == 1 and before[-1].isdigit())
