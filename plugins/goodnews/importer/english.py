"""English as newsletters write it: who wrote a text, its dateline, days, and where a sentence ends.

`By Tang Yi in Zigong` · `SHENYANG, March 11 — ` · `On 7 May` · `11 May 2026 — compiled by the desk`
"""

import datetime
import re
from contextlib import suppress

from goodnews.importer.matching import folded

_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in _MONTHS) + r")\.?"
_DATE = rf"(?:(?P<d>\d{{1,2}}) (?P<m>{_MONTH})|(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}}))(?:,? (?P<y>(?:19|20)\d\d))?(?!\d)"
_DAY = re.compile(rf"(?<!\w){_DATE}", re.IGNORECASE)
_NAME = r"[A-Z][\w'’-]*(?: [A-Z][\w'’.-]*){1,3}"
_BYLINE = re.compile(rf"[*_]{{0,3}}By (?P<names>{_NAME}(?:(?:, | and |, and ){_NAME})*)(?: in [A-Z][^,.]{{1,30}})?")
_DATELINE = re.compile(
    rf"[A-Z][A-Z .'-]{{2,30}}(?:, [A-Z][A-Za-z ]{{2,20}})?, {_MONTH} \d{{1,2}}\s*(?:\([^()]{{2,20}}\)\s*)?-{{1,2}}\s*"
)
_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DATED = re.compile(rf"(?:(?:On|Since|From) )?{_DATE}|(?:On|Last|This) (?:{_WEEKDAY}|week|month)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:week|fortnight|month)(?: ending| of| to)?$|[-|,·(:]$", re.IGNORECASE)
_LINE_MOST = 80  # characters of a line that names its day


def is_english(text: str) -> bool:
    """Whether a line is written in Latin letters alone."""
    return re.search(r"[A-Za-z]{2}", text) is not None and not re.search("[\u3400-\u9fff]", text)


def is_sentence(text: str) -> bool:
    """Whether words end as an English sentence does: `No.` and `a.m.` do not."""
    return is_english(text) and re.search(r"(?:(?<!\bNo)(?<=[a-z]{2})|\d{2}|%|\))\.[\"'”’*_)]*\s*$", text) is not None


def byline(text: str) -> tuple[str, ...]:
    """The names of `By Tang Yi and Lu Wenjun in Zigong`; () if a line is anything else."""
    found = _BYLINE.fullmatch(text.strip().rstrip("*_"))
    return tuple(re.split(r", and |, | and ", found["names"])) if found else ()


def dateline(text: str) -> str:
    """`SHENYANG, March 11 — `, as written; '' if a text begins with none."""
    found = _DATELINE.match(folded(text[:80]))
    return text[: found.end()].rstrip() if found else ""


def is_dated(text: str) -> bool:
    """Whether a text begins with the day on which something happened: `On 7 May`, `Last week`."""
    return _DATED.match(text[:40]) is not None


def issued(text: str) -> tuple[datetime.date, str] | None:
    """The day that a line names for the page, and its words: `11 May 2026 — compiled by the desk`, `UNION BRIEFS — Week
    ending March 13, 2026`; None if the day is part of what it says."""
    plain = folded(text).strip("*_ ")
    found = _DAY.search(plain) if len(plain) <= _LINE_MOST and is_english(plain) and not is_sentence(plain) else None
    day = _date(found, 0) if found and found["y"] else None
    if not found or not day:
        return None
    before, behind = plain[: found.start()].rstrip(), plain[found.end() :].lstrip()
    apart = (not before or _BETWEEN.search(before)) and (not behind or behind[0] in "-|,·():*_")
    return (day, found[0]) if apart else None


def event_in(text: str, published: datetime.date) -> tuple[str, str] | None:
    """The first day that a text names, never later than the publication, and its words."""
    for found in _DAY.finditer(folded(text)) if is_english(text) else ():
        day = _date(found, published.year) or datetime.date.max
        if day > published and not found["y"]:
            day = _date(found, published.year - 1) or datetime.date.max
        if day <= published:
            return day.isoformat(), found[0]
    return None


def _date(found: re.Match[str], year: int) -> datetime.date | None:
    """The date that was found, in that year unless it names its own."""
    month = next(
        at for at, name in enumerate(_MONTHS, 1) if (found["m"] or found["m2"]).lower().startswith(name[:3].lower())
    )
    with suppress(ValueError):
        return datetime.date(int(found["y"] or year), month, int(found["d"] or found["d2"]))
    return None
