"""Days as newspapers write them, resolved against the day of publication; the words stay beside the value."""

import datetime
import re
from contextlib import suppress
from typing import NamedTuple

from goodnews.importer.matching import folded
from goodnews.importer.numerals import figures_in

_FULL = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*[年./-]\s*(?P<m>1[0-2]|0?[1-9])\s*[月./-]\s*(?P<d>3[01]|[12]\d|0?[1-9])(?:\s*日)?(?!\d)"
)
_IN_HAN = re.compile(
    r"(?P<y>[二一][〇零一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_MONTH_DAY_IN_HAN = re.compile(r"(?<!年)(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日")
_EVENT = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)年|(?P<rel>今年|去年|本年|明年)\s*)?(?P<m>1[0-2]|0?[1-9])月(?:(?P<d>3[01]|[12]\d|0?[1-9])日)?"
    r"|(?P<day>(?<![\d月年第])(?:3[01]|[12]\d|[1-9]))日(?![\d常])"
)
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")
WEATHERS = ("晴", "阴", "雨", "雪", "云", "雾", "霾", "风", "雷", "冰雹", "沙")
_WEATHER = re.compile(
    rf"(?:天气\s*:\s*)?(?P<w>[\u4e00-\u9fff转到~0-9℃°C/-]*(?:{'|'.join(WEATHERS)})[\u4e00-\u9fff0-9转~℃°C/-]*)"
)
_RUNS_ON = re.compile(r"(?!星期|周|礼拜)[\u4e00-\u9fff]")
# What a masthead or a portal says behind the day: who made the page, and where it is from.
_MAKERS = re.compile(r"[\s(|]*(?:责任编辑|值班编辑|编辑|责编|美编|校对|版式|电话|来源|作者|记者|主编)\s*[:|\s].*$")
_BESIDE_DAY = re.compile(r"农历[\u4e00-\u9fff]+|第?\s*[a-d]?\d{1,2}\s*版", re.IGNORECASE)  # of a masthead
_WORD_MOST = 8  # characters of a word behind the day: weather, place, who made the page
_BEHIND_MOST = 12  # characters behind the day in all
_UP_TO = re.compile(r"日\s*(?:起)?\s*(?:至|到|-|~)\s*$")
_SPAN = re.compile(r"\s*起\s*(?:至|到|-|~)\s*(?:\d{1,2}月)?\d{1,2}日")
# A day told from the day of the news: 今起, 昨日; not 今天的年轻人, 直到今天, 今日头条.
_TOLD = re.compile(r"(?<![到从至比如像])(?:(?P<now>今(?:[天日晨晚]|起))|昨(?:[天日晚夜]))(?![的头谈报])")
LONG_AGO = 240  # days: a month without its year lies no further back
VAGUE = (
    "近日",
    "日前",
    "近期",
    "连日来",
    "前不久",
    "不久前",
    "上周",
    "本周",
    "月底",
    "月初",
    "年初",
    "年底",
    "岁末",
)


class Day(NamedTuple):
    date: datetime.date
    words: str  # as written
    weekday: str = ""  # 星期六
    weather: str = ""


def day_in(text: str) -> Day | None:
    """A whole date, with weekday and weather if they follow: `2024年12月21日 星期六 晴`."""
    plain = _in_digits(folded(text))
    found = _FULL.search(plain)
    if not found:
        return None
    try:
        day = datetime.date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None
    weekday = _WEEKDAY.search(plain, found.end())
    rest = plain[weekday.end() if weekday else found.end() :].strip(" ,、()|·")
    words = (rest.split("  ")[0], *rest.split()) if len(rest) <= 20 else ()  # behind the weather may stand the place
    weather = next(filter(None, map(_WEATHER.fullmatch, words)), None)
    return Day(
        day,
        text[found.start() : found.end()],
        f"星期{weekday[1].replace('天', '日')}" if weekday else "",
        weather["w"] if weather else "",
    )


def _in_digits(plain: str) -> str:
    """A text with a date in Chinese figures as one in digits, character by character: 二〇二六年四月十七日."""
    found = _IN_HAN.search(plain)
    if not found:
        return plain
    year = "".join(str("〇一二三四五六七八九".index(sign.replace("零", "〇"))) for sign in found["y"])
    digits = f"{year}年{_number(found['m'])}月{_number(found['d'])}日"
    return plain[: found.start()] + digits.ljust(len(found[0])) + plain[found.end() :]


def _number(written: str) -> int:
    """A month or a day in Chinese figures."""
    return int(figures_in(f"{written}个").get(written) or "〇一二三四五六七八九十".index(written))


def month_day_in(text: str, published: datetime.date) -> Day | None:
    """`12月21日 星期六 晴` without its year, at the beginning of a line."""
    plain = folded(text)
    found = re.match(r"\s*(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日", plain)
    if not found:
        return None
    whole = day_in(f"{_year(int(found[1]), int(found[2]), published)}年{text[found.start(1) :]}")
    return whole._replace(words=text[found.start(1) : found.end()]) if whole else None


def is_day_line(text: str) -> bool:
    """Whether a line holds a date and hardly anything else."""
    plain = _in_digits(folded(text)).strip()
    if day_in(text):
        rest, behind = _FULL.sub("", plain, count=1), plain[_end_of_day(plain) :]
        if _RUNS_ON.match(behind):
            return False  # 2026年2月5日起……
    elif found := re.match(r"(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日", plain):
        rest = behind = plain[found.end() :]
        if _RUNS_ON.match(rest):
            return False  # 2月4日晚上十点……
    else:
        return False
    rest, behind = (_BESIDE_DAY.sub("", _MAKERS.sub("", part)) for part in (rest, behind))
    rest = _WEEKDAY.sub("", rest)
    if any(len(word) > _WORD_MOST for word in re.findall("[\u4e00-\u9fff]+", _MAKERS.sub("", behind))):
        return False  # 2月4日，浙江省余姚市阳明街道，……
    if len(re.findall("[\u4e00-\u9fff]", _WEEKDAY.sub("", _MAKERS.sub("", behind)))) > _BEHIND_MOST:
        return False  # 2026年2月4日，热线在洛阳开通，平台与跑
    rest = re.sub(r"\d{1,2}:\d\d(?::\d\d)?", "", rest)
    return len(re.sub(r"[\W_]", "", rest)) <= 20 and not re.search(r"[。!?;]", plain)


def _end_of_day(plain: str) -> int:
    found = _FULL.search(plain)
    return found.end() if found else 0


def _year(month: int, day: int, published: datetime.date) -> int:
    """The latest year in which a month and day are not after the publication."""
    return published.year if (month, day) <= (published.month, published.day) else published.year - 1


def event_in(text: str, published: datetime.date) -> tuple[str, str] | None:
    """When it happened: the value of `event_date` or ''; and the words. None if nothing is said.

    Never later than the publication. `2月3日` is that day of the last twelve months, `2月` that month, 昨日 the day
    before it.
    """
    text = _MONTH_DAY_IN_HAN.sub(lambda found: f"{_number(found['m'])}月{_number(found['d'])}日", text)
    plain = folded(text)
    for found in _EVENT.finditer(plain):
        words = text[found.start() : found.end()]
        if found["day"]:
            if _UP_TO.search(plain[: found.start()]):
                continue  # where a span ends: 4月4日起到6日
            with suppress(ValueError):
                day = published.replace(day=int(found["day"]))
                if day <= published:
                    return day.isoformat(), words
            continue
        after = re.match(r"\s*(?:以来|起|至|到|-|~|前|后|底|初|中旬|下旬|上旬)", plain[found.end() :])
        begun = bool(found["d"]) and after is not None and after[0].strip() == "起"
        begins = not found.start() or plain[found.start() - 1] in ",;"  # ……请来医生，4月1日起每周三坐诊
        begun = begun and (begins or _SPAN.match(plain, found.end()) is not None)
        if after and not begun and (not found["d"] or after[0].strip() in ("起", "以来", "前", "后")):
            continue
        month = int(found["m"])
        relative = {"今年": 0, "本年": 0, "去年": -1, "明年": 1}.get(found["rel"] or "")
        if found["y"]:
            year = int(found["y"])
        elif relative is not None:
            year = published.year + relative
        else:
            year = _year(month, int(found["d"] or 1), published)
            if (published - datetime.date(year, month, 1)).days > LONG_AGO:
                continue  # of a coming year, or of long ago: no news
        with suppress(ValueError):
            if found["d"]:
                day = datetime.date(year, month, int(found["d"]))
                if datetime.date(1990, 1, 1) <= day <= published:
                    return day.isoformat(), words
            elif (1990, 1) <= (year, month) <= (published.year, published.month):
                if any(word in plain[: found.start()] for word in VAGUE):
                    break  # 日前……，从去年12月起: the month tells of something else
                if (published.year - year) * 12 + published.month - month > 12:
                    continue  # what led to the news
                return f"{year}-{month:02}", words
    told = _TOLD.search(plain)
    if told and text[: told.start()].count("“") == text[: told.start()].count(
        "”"
    ):  # what somebody says has its own day
        return (published - datetime.timedelta(days=0 if told["now"] else 1)).isoformat(), told[0]
    word = next((word for word in VAGUE if word in plain), "")
    return ("", word) if word else None
