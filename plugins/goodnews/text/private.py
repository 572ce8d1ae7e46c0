"""Numbers, accounts and addresses of private people, as texts have them: one description for `check` and `import`.

Hotlines and telephones of offices are no people's.
"""

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple

GAP = "[ .·–—－-]"  # between the digits of a long number
# Not within an address, a file's name or a longer number.
ALONE, END = r"(?<![0-9A-Za-z=._-])(?<![A-Za-z]/)(?<!/[0-9]{4}/)(?<![0-9] )", r"(?![0-9A-Za-z])"

_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ－＠", "0123456789Xx-@")
_SPOKEN = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_SAID = str.maketrans(_SPOKEN, "0001234567891123456789")
_RUN = re.compile(f"[{_SPOKEN}0-9](?:{GAP}?[{_SPOKEN}0-9]){{9,}}")
_FIRST_WIDE = re.compile("[０-９Ｘｘ＠]")
_BETWEEN = re.compile(GAP)
_PROVIDERS = (
    "qq|vip\\.qq|foxmail|163|126|yeah|sina|sohu|139|189|wo|21cn|aliyun|tom|gmail|googlemail|outlook|hotmail|live|msn|yahoo"
    "|icloud|me|proton|protonmail|gmx"
)


def in_digits(text: str) -> str:
    """The text with long numbers in 0-9, however wide or in characters they are written; each stays where it is."""
    if _FIRST_WIDE.search(text):
        text = text.translate(_WIDE)
    return _RUN.sub(lambda run: run[0].translate(_SAID), text)


def is_identity(number: str) -> bool:
    """Whether a number is an identity card's: a day of birth, and a check digit (GB 11643, ISO 7064 MOD 11-2)."""
    number = _BETWEEN.sub("", number)
    if len(number) != 18:
        return False
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


class Kind(NamedTuple):
    """What to look for in a text `in_digits`."""

    pattern: re.Pattern[str]
    signs: tuple[str, ...] = ()  # only a text with one of them is searched; none: one with a long number
    is_it: Callable[[str], bool] = lambda found: True  # by its check digits


IDENTITY = Kind(re.compile(rf"{ALONE}[1-9](?:{GAP}?[0-9]){{16}}{GAP}?[0-9Xx]{END}"), is_it=is_identity)
CARD = Kind(
    re.compile(rf"{ALONE}[3-6](?:{GAP}?[0-9]){{12,18}}{END}"),
    is_it=lambda found: is_card(found) and not is_identity(found),
)
MOBILE = Kind(re.compile(rf"{ALONE}(?:(?:\+|00)?86{GAP}?)?1[3-9][0-9](?:{GAP}?[0-9]{{4}}){{2}}{END}"))
ACCOUNT = Kind(
    re.compile(
        r"(?:微信|QQ|qq|抖音|快手|小红书|微博|支付宝|钉钉|[Ww]e[Cc]hat)"
        r"(?:(?:号码?|ID|id|账号|帐号)(?:[:：]|为|是)?|[:：])\s?[A-Za-z0-9][A-Za-z0-9_-]{4,19}"
        r"|(?:QQ|qq) ?[1-9][0-9]{4,10}(?![0-9年月万亿元人个])"
        r"|微信 ?(?=[A-Za-z][A-Za-z_-]*[0-9])[A-Za-z][A-Za-z0-9_-]{5,19}"
    ),
    ("微信", "QQ", "qq", "抖音", "快手", "小红书", "微博", "支付宝", "钉钉", "eChat", "echat"),
)
MAILBOX = Kind(
    re.compile(rf"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+ ?@ ?(?:{_PROVIDERS})\.(?:com|cn|net|org|me|de)(?:\.cn)?{END}"),
    ("@",),
)
ANY_MAILBOX = Kind(
    re.compile(rf"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+ ?@ ?(?:[A-Za-z0-9-]+\.)+[A-Za-z]{{2,}}{END}"), ("@",)
)
CONTACT = Kind(
    re.compile(
        "联系人[:：] ?(?!.{1,2}(?:主任|书记|主席|经理|队长|部长|科长|干事|老师|师傅|女士|先生|同志|某))"
        "[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])"
    ),
    ("联系人",),
)
