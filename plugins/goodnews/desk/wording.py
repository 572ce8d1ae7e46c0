"""Wording that an editor may not have meant for print: notes to oneself, what was pasted along, personal data."""

import datetime
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from goodnews.language import _


class Found(NamedTuple):
    """One place in a text."""

    at: int
    text: str
    expected: str
    fix: str


class Rule(NamedTuple):
    """What to look for. Only a text with one of the signs is searched: that takes a hundredth of the time."""

    signs: tuple[str, ...]  # none: a long number
    pattern: re.Pattern[str]
    expected: Callable[[], str]  # said when it is found, in the language of the terminal
    fix: Callable[[], str]
    holds: Callable[[str], bool] = lambda found: True  # whether a number is what it looks like, by its check digits


def wording(text: str) -> Iterator[Found]:
    """Everything in a text that the rules know, rule by rule."""
    if "<!--" in text:
        text = _COMMENT.sub(_blanked, text)
    if any(digit in text for digit in _FULL_WIDTH[:10]):
        text = text.translate(_HALF_WIDTH)
    long_number = _LONG_NUMBER.search(text)
    for rule in RULES:
        if any(sign in text for sign in rule.signs) or (long_number and not rule.signs):
            for found in rule.pattern.finditer(text):
                if rule.holds(found[0]):
                    yield Found(found.start(), found[0].strip(), rule.expected(), rule.fix())


def is_identity(number: str) -> bool:
    """Whether 18 characters are an identity number: a day of birth, and a check digit (GB 11643, ISO 7064 MOD 11-2)."""
    try:
        datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    weighed = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[weighed % 11] == number[17].upper()


def is_card(number: str) -> bool:
    """Whether digits are a bank card's: 13 to 19 of them, and a check digit (ISO/IEC 7812, Luhn)."""
    digits = [int(character) for character in number if character.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _blanked(comment: re.Match[str]) -> str:
    """Blanks in the place of what is printed nowhere, and remarked elsewhere; its lines stay."""
    return _NO_BREAK.sub(" ", comment[0])


_COMMENT, _NO_BREAK = re.compile(r"<!--.*?-->", re.DOTALL), re.compile(r"[^\n]")
_FULL_WIDTH = "０１２３４５６７８９Ｘｘ－"
_HALF_WIDTH = str.maketrans(_FULL_WIDTH, "0123456789Xx-")
_LONG_NUMBER = re.compile(r"[0-9](?:[ -]?[0-9]){9}")
_ALONE, _END = r"(?<![0-9A-Za-z/=._-])", r"(?![0-9A-Za-z])"  # not within an address, a file's name or a longer number


def _no_notes() -> str:
    return _("a text without notes to oneself")


def _no_person() -> str:
    return _("no number of a private person")


def _is_public() -> str:
    return _("See whether it may be printed; what is private, leave out.")


RULES = (
    Rule(
        ("TODO", "FIXME", "TBD", "待", "??", "？？", "××"),
        re.compile(
            r"(?<![A-Za-z])(?:TODO|FIXME|TBD)(?![A-Za-z])|(?<![等期有])待(?:核(?![酸准])|查(?!询)|补(?![贴助偿])|确认|定稿|完善)[实对充]?"
            r"|[【〔（(\[]待[^】〕）)\]\n]{0,10}[】〕）)\]]|[?？]{2,}|×{2,}(?![0-9])"
        ),
        _no_notes,
        lambda: _("Settle it, or remove the note."),
    ),
    Rule(
        ("图",),
        re.compile(
            r"(?<!!)[（(【\[［](?:此处|这里)?(?:插入|插|配|附|见)?图(?:片|略)?[0-9一二三四五六七八九十]*[)）】\]］](?![(:])"
            r"|(?:此处|这里)(?:插入|放|插|配)(?:一张)?图"
        ),
        lambda: _("a picture, or nothing"),
        lambda: _("Show the picture by `image` or `![alt](images/…)`, or remove the words."),
    ),
    Rule(
        ("点击", "蓝字", "阅读原文", "关注", "朋友圈", "在看", "星标"),
        re.compile(
            r"点击(?:上方|下方|左下角|文末)?[“「]?(?:蓝字|阅读原文|关注)|阅读原文|(?:长按|扫描?|识别)[^。\n]{0,10}关注"
            r"|关注(?:我们|本?公众号)|(?:分享|转发)[^。\n]{0,4}朋友圈|点[个亮]?[“「]?在看|设为星标"
        ),
        lambda: _("a text without the words around a post"),
        lambda: _("Remove what belongs to the place it was copied from."),
    ),
    Rule(
        (),
        re.compile(_ALONE + r"[1-9][0-9]{16}[0-9Xx]" + _END),
        _no_person,
        _is_public,
        is_identity,
    ),
    Rule(
        (),
        re.compile(_ALONE + r"(?:[3-6][0-9]{3}(?:[ -]?[0-9]{4}){2,3}(?:[ -]?[0-9]{1,3})?)" + _END),
        _no_person,
        _is_public,
        lambda found: is_card(found) and not is_identity(found),
    ),
    Rule(
        (),
        re.compile(_ALONE + r"(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}" + _END),
        _no_person,
        _is_public,
    ),
    Rule(
        (),
        re.compile(_ALONE + r"0[1-9][0-9]{1,2}[ -]?[2-9][0-9]{6,7}" + _END),
        lambda: _("no private telephone number"),
        _is_public,
    ),
)
