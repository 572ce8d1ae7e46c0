"""Figures, in digits or in Chinese: 九百一十二 is 912, 1.2万 is 12000."""

import re

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_FIGURE = re.compile(
    r"(?P<digits>[0-9０-９]+(?:[,，][0-9]{3})*(?:\.[0-9]+)?)(?P<large>[万亿]?)|[零〇一二两三四五六七八九十百千万亿]+"
)


def figures_in(text: str) -> dict[str, float]:
    """The figures of a text: as written -> number; a lone 一 or 两 is no figure but a word."""
    found: dict[str, float] = {}
    for match in _FIGURE.finditer(text):
        if match["digits"]:
            number = float(match["digits"].replace(",", "").replace("，", "")) * _LARGE.get(match["large"], 1)
        elif len(match[0]) > 1 or text[: match.start()].endswith("第"):
            number = _number(match[0])
        else:
            number = float(_DIGITS.get(match[0], 0) or _TENS.get(match[0], 0))
            found.setdefault(match[0] + " ", number)  # counts as said, is never asked for
            continue
        found.setdefault(match[0], number)
    return found


def _number(written: str) -> float:
    """A number in Chinese characters; digits in a row, as in 二〇二五, are read one by one."""
    if not any(c in written for c in (*_TENS, *_LARGE)):
        return float("".join(str(_DIGITS[c]) for c in written))
    total = part = digit = 0
    for c in written:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _TENS:
            part += (digit or 1) * _TENS[c]
            digit = 0
        else:
            total = (total + part + digit) * _LARGE[c]
            part = digit = 0
    return float(total + part + digit)
