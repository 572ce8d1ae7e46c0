"""A text as it is said: figures, dates, units and signs in words, for a person or a program that reads aloud.

Chinese is written out, so that no voice has to guess: 2026年 digit by digit, 2个 as 两个, 12351 as a number that is
dialled. In English a voice reads figures well by itself; there only signs become words.
"""

import re
import unicodedata
from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_DIALLED = "零幺二三四五六七八九"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十"))
_MOST = 10**16  # a larger number is said digit by digit
_LONG = 9  # digits without a unit that are no amount but a number of something

# What is counted: a 2 before it is 两. Before 月, 日, 号, 级, 楼 and the like it is 二.
_COUNTED = (
    "个名位人家户条件项次场天周种类台辆套份本张座所支间瓶顿岁元块米吨斤倍组批轮届期代层门堂节处片段句遍回趟道副双对只头棵株亩里"
    "千万亿百成点篇部幅集国省市县校院村镇起步岸方大枚颗根把艘架列碗杯箱袋桶床栋幢排行页字声夜晚季度阶分秒亿"
)
_MEASURE = rf"(?:[{_COUNTED}]|年(?!级)|小时|公[里斤顷]|平方|立方|厘米|毫[米升克]|学期|课时|[多余来][{_COUNTED}年])"
_NUMBER = r"(?<!\d)(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_DASH = "[-–—~～−]"
_MINUS = "(?<![0-9A-Za-z零一二三四五六七八九十百千万亿%)）—])[-−]"  # before a number; after one it is a range
_YEAR = r"(?:1[5-9]|20|21)\d\d"
_WORDS = frozenset(("NASA", "APEC", "OPEC", "ASEAN", "UNESCO", "UNICEF", "SARS"))  # said as words, not letter by letter

_CHINESE_UNITS = {
    **{"℃": "摄氏度", "℉": "华氏度", "°": "度", "㎡": "平方米", "m²": "平方米", "m³": "立方米", "km²": "平方公里"},
    **{"km/h": "公里每小时", "m/s": "米每秒", "km": "公里", "cm": "厘米", "mm": "毫米", "μm": "微米", "nm": "纳米"},
    **{"m": "米", "kg": "公斤", "mg": "毫克", "g": "克", "t": "吨", "mL": "毫升", "ml": "毫升", "L": "升", "h": "小时"},
    **{
        "kWh": "千瓦时",
        "kW·h": "千瓦时",
        "kW": "千瓦",
        "MW": "兆瓦",
        "GW": "吉瓦",
        "W": "瓦",
        "V": "伏",
        "min": "分钟",
    },
    **{"Hz": "赫兹", "kHz": "千赫", "MHz": "兆赫", "GHz": "吉赫", "dB": "分贝", "s": "秒", "ms": "毫秒", "ha": "公顷"},
}
_CURRENCIES = {"¥": "元", "￥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_SIGNS = {"×": "乘", "÷": "除以", "≈": "约等于", "±": "正负", "≥": "大于等于", "≤": "小于等于", "≠": "不等于"}
_SIGNS |= {
    "+": "加",
    "&": "和",
    "@": "艾特",
    "²": "平方",
    "³": "立方",
    "℃": "摄氏度",
    "℉": "华氏度",
    "‰": "千分之",
    "%": "百分号",
}
_UNSAID = frozenset(("So", "Sk", "Cf", "Cc", "Cs", "Co", "Cn"))  # emoji, what only steers how letters are shown


def spoken(text: str, language: str) -> str:
    """A text of a site in its language, in words."""
    rules = _CHINESE if language.partition("-")[0] == "zh" else _ENGLISH
    said = _plain(text)
    for pattern, word in rules:
        said = pattern.sub(word, said)
    return " ".join("".join(letter for letter in said if unicodedata.category(letter) not in _UNSAID).split())


def cardinal(number: int) -> str:
    """A number from 0 on as an amount: 12038 is 一万两千零三十八."""
    if number >= _MOST:
        return _each(str(number))
    said = _amount(number)
    return said.removeprefix("一") if said.startswith("一十") else said


def _amount(number: int) -> str:
    for unit, name in _UNITS:
        if number >= unit:
            head, rest = divmod(number, unit)
            many = "两" if head == 2 and unit >= 1000 else _amount(head)
            return f"{many}{name}{'零' if 0 < rest < unit // 10 else ''}{_amount(rest) if rest else ''}"
    return _DIGITS[number]


def _each(figures: str, words: str = _DIGITS) -> str:
    """Digit by digit; what is no digit, a hyphen or a blank within a telephone number, is not said."""
    return "".join(words[int(figure)] for figure in figures if figure.isdecimal())


def _number(text: str) -> str:
    """3.5, 12,038 or 007."""
    whole, point, part = text.replace(",", "").partition(".")
    said = _each(whole) if len(whole) > 1 and whole[0] == "0" else cardinal(int(whole))
    return f"{said}点{_each(part)}" if point else said


def _plain(text: str) -> str:
    """With one way to write each figure and sign."""
    found = []
    for letter in unicodedata.normalize("NFC", text):
        category, plain = unicodedata.category(letter), unicodedata.normalize("NFKC", letter)
        if "\uff01" <= letter <= "\uff5e" and (plain.isalnum() or plain in "%+=<>@&#$/"):
            found.append(plain)
        elif category == "Nd" and not letter.isascii():
            found.append(str(unicodedata.digit(letter)))
        elif letter == "〇":
            found.append("零")
        elif category == "Nl":  # Ⅱ
            found.append(_short(unicodedata.numeric(letter)))
        elif category == "No" and letter not in "²³":  # ①, ½
            figures = plain.replace("⁄", "/")
            found.append(f"{figures} " if figures.isascii() else _short(unicodedata.numeric(letter)))
        else:
            found.append(letter)
    return "".join(found).replace("°C", "℃").replace("°F", "℉").replace("№", "No.").replace("∶", ":")


def _short(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.4f}"


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _rule(pattern: str, word: Callable[[re.Match[str]], str] | str) -> Rule:
    return re.compile(pattern), (lambda _found: word) if isinstance(word, str) else word


def _dialled(found: re.Match[str]) -> str:
    return _each(found[0], _DIALLED)


def _date(found: re.Match[str]) -> str:
    return f"{_each(found[1])}年{cardinal(int(found[3]))}月{cardinal(int(found[4]))}日"


def _time(found: re.Match[str]) -> str:
    hour = "两" if int(found[1]) == 2 else cardinal(int(found[1]))
    rest = ((found[2], "分"), (found[3], "秒")) if found[3] else ((found[2], "分"),) if found[2] != "00" else ()
    return f"{hour}点" + "".join(
        f"{'零' if 0 < int(number) < 10 else ''}{cardinal(int(number))}{unit}" for number, unit in rest
    )


def _share(of: str) -> Callable[[re.Match[str]], str]:
    """10%, -3%, 10至20%."""

    def said(found: re.Match[str]) -> str:
        first = f"{_number(found[2])}至" if found[2] else ""
        return f"{of}之{'负' if found[1] else ''}{first}{_number(found[3])}"

    return said


def _fraction(found: re.Match[str]) -> str:
    above, below = int(found[1]), int(found[2])
    if 0 < above < below:
        return f"{cardinal(below)}分之{cardinal(above)}"
    return f"{cardinal(above)}杠{cardinal(below)}"


def _measured(found: re.Match[str]) -> str:
    sign, number, unit = found[1], found[2], _CHINESE_UNITS[found[3]]
    cold = "零下" if unit == "摄氏度" else "负"
    return f"{cold if sign else ''}{'两' if number == '2' else _number(number)}{unit}"


def _model(found: re.Match[str]) -> str:
    """What follows letters: G20 is a number, C919 is spelled."""
    whole, part = found[1], found[2]
    said = _number(whole) if len(whole) < 3 else _each(whole)
    return f"{said}点{_each(part)}" if part else said


def _letters(found: re.Match[str]) -> str:
    return found[0] if found[0] in _WORDS else " ".join(found[0])


_UNIT = "|".join(sorted(map(re.escape, _CHINESE_UNITS), key=len, reverse=True))
_NAMED = "电话|热线|拨打|拨通|致电|拨|号码|手机号?|短号|QQ群?|邮编|微信号?|证号|编号|验证码"

_CHINESE: tuple[Rule, ...] = (
    # Addresses
    _rule(r"https?://(?:www\.)?", ""),
    _rule(r"(?<=[A-Za-z0-9])\.(?=[A-Za-z])|(?<=[A-Za-z])\.(?=[0-9]+[A-Za-z/])", "点"),
    _rule(r"(?<=[A-Za-z])/(?=[A-Za-z0-9]{2,})|(?<=[A-Za-z0-9]{2})/(?=[A-Za-z]{2,})", "斜杠"),
    # What is dialled
    _rule(r"(?<![\d.,])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)", _dialled),
    _rule(r"(?<![\d.,])0\d{2,3}[-—]\d{7,8}(?!\d)|(?<![\d.,])[48]00-?\d{3}-?\d{4}(?!\d)", _dialled),
    _rule(
        rf"((?:{_NAMED})[^\d，。；、,;]{{0,6}})(\d{{3,}})(?![\d.,:：/%]|{_MEASURE}|年)",
        lambda found: found[1] + _each(found[2], _DIALLED),
    ),
    _rule(rf"(?<![\d.,])[19]\d{{2,4}}(?!\d|{_MEASURE}|年)(?=[一-鿿]{{0,8}}热线)", _dialled),
    _rule(
        rf"(?<![\d.,共达到为约近超逾至过第])(?:1[02]\d{{3}}|9[56]\d{{3,4}})(?!\d|[.,:：%/]\d|\s?[%℃]|[A-Za-z多余]|{_MEASURE}|年)",
        _dialled,
    ),
    _rule(rf"(?<=转)\d{{3,5}}(?!\d|[.,]\d|{_MEASURE}|年)", _dialled),
    # Days and hours
    _rule(rf"(?<!\d)({_YEAR})([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)", _date),
    _rule(rf"(?<!\d)({_YEAR})-W([0-5]\d)(?!\d)", lambda found: f"{_each(found[1])}年第{cardinal(int(found[2]))}周"),
    _rule(rf"(?<!\d)({_YEAR})(年?){_DASH}({_YEAR})(?!\d)", lambda f: f"{_each(f[1])}{f[2]}至{_each(f[3])}"),
    _rule(rf"(?<!\d)({_YEAR})/({_YEAR})(?!\d)", lambda found: f"{_each(found[1])}、{_each(found[2])}"),
    _rule(rf"(?<![\d近约逾超过达满余]){_YEAR}(?=[年届级]|财年|学年|[至到]{_YEAR}年)", lambda found: _each(found[0])),
    _rule(r"(?<=['’‘])\d\d(?=[年级届])", lambda found: _each(found[0])),
    _rule(r"(?<![\d第])[0-9][05](?=后(?![一-鿿]?[来续]))", lambda found: _each(found[0])),
    _rule(r"(?<!\d)\d{1,2}·\d{1,2}(?![\d·])", lambda found: _each(found[0])),
    _rule(rf"(?<=\d[:：]\d\d){_DASH}(?=[012]?\d[:：]\d\d)", "至"),
    _rule(r"(?<![\d:：])([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：]([0-5]\d))?(?![\d:：])", _time),
    _rule(rf"({_NUMBER})[:：](?={_NUMBER})", lambda found: f"{_number(found[1])}比"),
    _rule(
        r"(?<![A-Za-z])([A-Z]{2,3})(?:/([A-Z]))?\s?(\d{3,6})-(\d{4})(?!\d)",  # of a standard
        lambda found: f"{' '.join(filter(None, (found[1], found[2])))} {_each(found[3])}、{_each(found[4])}",
    ),
    _rule(
        r"(?<![\d.])(\d{1,3})[-—](?=\d{1,3}[一-鿿]{0,2}?(?:[战险大]?胜|获胜|取胜|力克|击败|领先|逆转|战平|告负|落败))",
        lambda found: f"{_number(found[1])}比",
    ),
    # Shares, sums, sizes
    _rule(rf"({_MINUS})?(?:({_NUMBER}){_DASH})?({_NUMBER})%", _share("百分")),
    _rule(rf"({_MINUS})?(?:({_NUMBER}){_DASH})?({_NUMBER})‰", _share("千分")),
    _rule(rf"(?<=[之零一二三四五六七八九十百千万]){_DASH}(?=百分之|千分之)", "至"),
    _rule(rf"([¥￥$€£])\s?({_NUMBER})([百千万亿]*)元?", lambda f: f"{_number(f[2])}{f[3]}{_CURRENCIES[f[1]]}"),
    _rule(rf"(?<![—\d])({_NUMBER})([一-鿿℃]{{0,3}})(?<!—){_DASH}(?!—)(?={_NUMBER})", lambda f: f"{f[1]}{f[2]}至"),
    _rule(rf"({_MINUS})?({_NUMBER})\s?({_UNIT})(?![A-Za-z\d])", _measured),
    _rule(r"(?<![\d/])(\d+)/(\d+)(?![\d/])", _fraction),
    # Numbers of things
    _rule(r"(?<![A-Za-z])(?:N[oO]\.?|NO\.?)\s?(\d+)", lambda found: f"第{_number(found[1])}号"),
    _rule(r"(?<!\d)\d+(?:\.\d+){2,}", lambda found: "点".join(map(_number, found[0].split(".")))),
    _rule(rf"(?<![\d.,])(?:985|211|863|996)(?!\d|[.,]\d|{_MEASURE}|年)", lambda found: _each(found[0])),
    _rule(r"(?<=[A-Za-z])[-–]?(\d+)((?:\.\d+)?)", _model),
    _rule(rf"(?<![\d.,])\d{{{_LONG},}}(?![\d.,]|{_MEASURE})", _dialled),
    # Signs beside figures
    _rule(r"(?<=\d)\+(?![\dA-Za-z])", "多"),
    _rule(r"(?<=\d)\s?[xX*](?=\s?\d)", "乘"),
    _rule(r"(?<![\d\w])[~～](?=\d)", "约"),
    _rule(rf"{_MINUS}(?=\d)", "负"),
    _rule(r"(?<=[\dA-Za-z])\s?=\s?(?=[\dA-Za-z])", "等于"),
    _rule(r"[>](?=\s?\d)", "大于"),
    _rule(r"[<](?=\s?\d)", "小于"),
    # Amounts
    _rule(rf"(?<![\d.第])2(?=(?:[至到]{_NUMBER})?{_MEASURE})", "两"),
    _rule(_NUMBER, lambda found: _number(found[0])),
    # What is left
    _rule("(?<=[元度分克里次人吨升米时斤瓦秒天月年个])/(?=[一-鿿])", "每"),
    _rule("(?<=[一-鿿A-Za-z])/(?=[一-鿿A-Za-z])", "、"),
    _rule(f"[{re.escape(''.join(_SIGNS))}]", lambda found: _SIGNS[found[0]]),
    _rule(r"[<>=#*_`|\\^$~{}\[\]/]+", " "),
    _rule(r"(?<![A-Za-z])[A-Z]{2,4}(?![A-Za-z])", _letters),
)

_ENGLISH: tuple[Rule, ...] = (
    _rule(rf"(?<=\d)\s?{_DASH}\s?(?=\d)", " to "),
    _rule(r"\s?℃", " degrees Celsius"),
    _rule(r"\s?℉", " degrees Fahrenheit"),
    _rule(r"\s?‰", " per thousand"),
    _rule(r"(?<=\d)\s?%", " percent"),
    _rule(r"\bN[oO]\.\s?(?=\d)", "number "),
    _rule(r"\s?[×]\s?", " times "),
    _rule(r"≈\s?", "about "),
    _rule(r"±\s?", "plus or minus "),
    _rule(r"\s?&\s?", " and "),
    _rule(r"(?<=\d)\s?m²|㎡", " square metres"),
    _rule(r"(?<=\d)\s?km²", " square kilometres"),
    _rule(r"(?<=\d)\s?km\b", " kilometres"),
    _rule(r"[<>=#*_`|\\^~{}\[\]]+", " "),
)
