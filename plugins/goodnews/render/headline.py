"""Chinese headlines that break between words: a browser alone would break a line after any character."""

import re
from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup

from goodnews.render.kinsoku import NOT_FIRST, NOT_LAST, PAUSES, ends_of, units_of

REMEMBERED = 8192  # headlines: most stand on several pages
BREAK = "<wbr>"
# Hebrew, Arabic and others that are written from right to left.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
# What holds letters itself: of a block that holds only such blocks, `auto` would always say left to right.
_BLOCK = re.compile(
    r"<(p|li|h[2-6]|td|th|dd|figcaption)\b(?![^>]*>\s*<(?:p|[ou]l|blockquote|h[2-6]|table|div|figure)\b)"
)
_LEFTWARDS = frozenset("ar arc ckb dv fa he ps sd ug ur yi".split())  # languages, by the first part of their tag
ZERO_WIDTH = "\u200b"  # the same where only text can stand

# A dictionary gives pieces, and a word that it does not know as single characters. A single one that is no word of
# grammar and no everyday verb ends the word before it (纳凉|点, 快递|员), so unknown names stay whole as well.
_TRAILING = frozenset("的地得了着过们吗呢吧啊等里上下中内外前后年月日时家个名位条元人")  # even after a closing mark
_LEADING = frozenset("大小老副首全各每近逾约超第两上不没")  # begins the word after it
_ALONE = frozenset(
    "在把被让给为和与及或从向对也都才又再还就将已请由用做学看送办谈讲走来去有是能会要可凭替管帮教说任收连跟比按靠"
    "至以使其该本这那我你他她它谁很更最太只仅且而但如若因"
)
_AFTER_ONE = frozenset(  # what completes a single character: 谈|出来, 写|进, 段|师傅
    "到 进 给 成 好 完 出 入 回 住 开 出来 起来 下来 下去 过来 过去 上来 上去 进来 进去 回来 回去 "
    "师傅 女士 先生 大姐 老师 医生 主席 局长".split()
)
_NUMERALS = "0123456789.,零〇一二三四五六七八九十百千万亿两几"
_NUMBER = re.compile(f"[第近逾约超上几数]?[{_NUMERALS}]+[多余]?")
_MARKS = "".join(NOT_FIRST | NOT_LAST) + " |"
_PAUSES = PAUSES | {" ", "|"}


def by_word_in(language: str) -> Callable[[str], str]:
    """The filter of a site's headlines: each word of a Chinese one is followed by a place where a line may break.

    Other languages have blanks for that, and their headlines stay as they are.
    """
    return lru_cache(REMEMBERED)(_by_word) if language.partition("-")[0] == "zh" else _bound


def _bound(text: str) -> str:
    """A headline whose lines do not begin with the bar between a name and what follows."""
    return apart(text.replace(" | ", "\u00a0| "))


def _by_word(text: str) -> Markup:
    words = Markup(BREAK).join(words_of(text))
    return Markup("<bdi>{}</bdi>").format(words) if _RIGHT_TO_LEFT.search(text) else words


def apart(text: str) -> str:
    """A name or a line in its own direction: written from right to left, it turns round no mark beside it."""
    return Markup("<bdi>{}</bdi>").format(text) if _RIGHT_TO_LEFT.search(text) else text


def in_its_direction(html: str) -> str:
    """A text whose paragraphs each run as their own letters do, if any of them runs from right to left."""
    return _BLOCK.sub(r'<\1 dir="auto"', html) if _RIGHT_TO_LEFT.search(html) else html


def direction(language: str) -> str:
    """Of a site's pages, by the tag of its language."""
    return "rtl" if language.partition("-")[0].lower() in _LEFTWARDS else "ltr"


def words_of(text: str) -> list[str]:
    """The words of a headline, with the marks that belong to each; together they are the text.

    Two words that nobody takes for one may stay together; what matters is that no word is parted.
    """
    import rjieba  # its dictionary takes 0.15 s: only for processes that print pages

    ends = ends_of(rjieba.cut(text, hmm=False)) & ends_of(units_of(text))
    words: list[str] = []
    start = 0
    last = ""  # the piece before, without its marks
    begun = False  # whether that piece begins a word
    for end in sorted(ends):
        piece = text[start:end]
        start = end
        core = piece.strip(_MARKS)
        paused = not words or words[-1][-1] in _PAUSES
        closed = end == len(text) or not piece.endswith(core)
        if words and (not core or begun or (not paused and _ends_word(last, core, closed))):
            words[-1] += piece
            begun = False
        else:
            words.append(piece)
            begun = _begins_word("" if paused else last, core)
        last = core or last
    return words


def _ends_word(last: str, core: str, closed: bool) -> bool:
    """Whether a piece is said with the one before it.

    last    the piece before
    closed  whether a mark or the end of the headline follows: a single character would be left by itself
    """
    if core in _TRAILING or (len(last) == 1 and last not in "也都和与" and core in _AFTER_ONE):
        return True
    if _NUMBER.fullmatch(last) and (len(core) <= 2 or core[0] in _NUMERALS):
        return True  # 三十多|人, 三百|万人次
    if last.isascii() and last.isalpha() and not core.isascii():
        return True  # UU|跑腿
    if len(core) == 2 and core[1] in "里内":
        return True  # 文化|宫里
    return _is_single(core) and core not in _LEADING and (closed or (core not in _ALONE and last not in _ALONE))


def _begins_word(last: str, core: str) -> bool:
    """Whether a piece that does not end the word before it begins the next: 大|企业, 要|添|车位.

    last  the piece before; none at the beginning and after a pause
    """
    return core in _LEADING or (_is_single(core) and core not in _ALONE and (not last or last in _ALONE))


def _is_single(core: str) -> bool:
    """Whether a piece is one Chinese character, and no number."""
    return len(core) == 1 and not core.isascii() and core not in _NUMERALS
