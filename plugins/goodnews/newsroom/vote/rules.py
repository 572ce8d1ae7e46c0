"""The rules of a vote, as far as pages print them; the vote's own commands check the rest."""

import datetime
import re
import tomllib
from collections.abc import Callable
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from goodnews.language import _
from goodnews.newsroom.vote.files import Binder, printable
from goodnews.newsroom.vote.result import GROUPS
from goodnews.problem import did_you_mean, quoted

FILE = "rules.toml"
SIZE_MOST = 32_768  # bytes, as in ballot/rules.py; tomllib takes a minute and more for some files of 200 KB
MOST = 40  # choices of a ballot, as in ballot/rules.py: no slate is longer
# Every name that rules may have. Few of them are printed, but a typo in any would go unnoticed until `vote freeze`.
KNOWN = (
    *("title", "year", "origin", "zone", "opens", "closes", "minimum", "maximum", "groups", "best", "jury_union"),
    *("places", "quorum", "quorum_why", "import_weighs", "open_method", "jurors", "small", "prolong", "quarantine"),
    *("draw", "words"),
)

T = TypeVar("T")


class Rules(msgspec.Struct, frozen=True):
    """The rules that a page shows."""

    title: str
    zone: str
    opens: datetime.datetime | None  # in the zone; None: to be announced, never once the vote is frozen
    closes: datetime.datetime | None
    minimum: int  # choices of a ballot
    maximum: int
    groups: tuple[str, ...]  # some of GROUPS
    places: int = 10  # how many stories are to be chosen
    words: tuple[str, ...] = ()  # the rules, put into words for readers
    prolonged: int = 0  # minutes that were added to the close

    @property
    def ends(self) -> datetime.datetime | None:
        """The close with all that was added to it."""
        if self.closes is None:
            return None
        added = datetime.timedelta(minutes=self.prolonged)
        return (self.closes.astimezone(datetime.UTC) + added).astimezone(self.closes.tzinfo)


def rules_from(binder: Binder, year: int, frozen: bool, prolonged: int) -> Rules | None:
    """Check rules.toml; None if it is invalid.

    year       of the folder
    frozen     whether the rules are fixed; before that they may leave their dates out
    prolonged  minutes that were added to the close
    """
    before = len(binder.problems)
    if len(binder.files.get(FILE, b"")) > SIZE_MOST:
        found, most = _("more than {most} bytes"), _("rules of at most that size")
        fix = _("Remove what is not a rule; long explanations belong on a page of the site.")
        binder.wrong(FILE, 1, "file", found.format(most=SIZE_MOST), most, fix)
        return None
    text = binder.text(FILE)
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # tomllib's own, and Python's for endless digits or brackets
        at = re.search(r"at line ([0-9]+)", str(error))
        fix = _("Put texts in quotes, and write `name = value`.")
        binder.wrong(FILE, int(at[1]) if at else 1, "file", quoted(str(error)), _("readable TOML"), fix)
        return None

    def line(name: str) -> int:
        found = re.search(rf"^[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*=", text, re.MULTILINE)
        return text.count("\n", 0, found.start()) + 1 if found else 1

    def wrong(name: str, expected: str, fix: str) -> None:
        try:
            found = quoted(str(table[name])) if name in table else _("nothing")
        except (ValueError, RecursionError):  # a number of thousands of digits, lists within lists without end
            found = "…"
        binder.wrong(FILE, line(name), name, found, expected, fix)

    def value(name: str, kind: type[T], expected: str, sound: Callable[[Any], bool]) -> T | None:
        it = table.get(name)
        if isinstance(it, kind) and not isinstance(it, bool) and sound(it):
            return it
        wrong(name, expected, _("docs/vote.md says how the rules are written."))
        return None

    for name in table if not frozen else ():
        if name not in KNOWN:
            fix = did_you_mean(name, KNOWN, _("Remove it; docs/vote.md lists the rules."))
            binder.wrong(FILE, line(name), name, quoted(name), _("a rule that exists"), fix)
    if table.get("year") != year:
        wrong("year", _("{year}, the year of its folder").format(year=year), _("Correct it, or move the file."))
    title = value(
        "title", str, _("a title of 1 to 60 characters"), lambda it: 1 <= len(it.strip()) <= 60 and it.isprintable()
    )
    within = _("a number from 1 to {most}").format(most=MOST)
    minimum = value("minimum", int, within, lambda it: 1 <= it <= MOST)
    maximum = value("maximum", int, within, lambda it: 1 <= it <= MOST)
    expected = _("some of {names}").format(names=", ".join(GROUPS))
    groups = value("groups", list, expected, lambda it: it and all(group in GROUPS for group in it))
    zone = value("zone", str, _("a zone such as Asia/Shanghai"), _is_zone)
    opens = _moment(table.get("opens"), zone)
    closes = _moment(table.get("closes"), zone)
    for name, moment in (("opens", opens), ("closes", closes)):
        if moment is None and (frozen or name in table):
            wrong(name, _("a day and a minute such as 2026-12-01T09:00"), _("Write it in the zone of the rules."))
    if minimum and maximum and minimum > maximum:
        wrong("minimum", _("at most {most}").format(most=maximum), _("Swap the two."))
    if opens and closes and opens >= closes:
        wrong("closes", _("a moment after {opens}").format(opens=table["opens"]), _("Swap the two."))
    sentences = table.get("words", [])
    if not isinstance(sentences, list) or not all(isinstance(word, str) for word in sentences):
        wrong("words", _("a list of texts"), _("Write the rules for readers in plain words."))
        sentences = []
    places = table.get("places", 10)
    if len(binder.problems) > before or not (title and minimum and maximum and groups and zone):
        return None
    return Rules(
        title=title.strip(),
        zone=zone,
        opens=opens,
        closes=closes,
        minimum=minimum,
        maximum=maximum,
        groups=tuple(group for group in GROUPS if group in groups),
        places=places if isinstance(places, int) else 10,
        words=tuple(printable(word) for word in sentences),
        prolonged=prolonged,
    )


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return False


def _moment(value: object, zone: str | None) -> datetime.datetime | None:
    """A local day and minute, in its zone."""
    try:
        found = datetime.datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if found is None or found.tzinfo or not 1990 <= found.year <= 2999:  # further off, time zones cannot be computed
        return None
    return found.replace(tzinfo=ZoneInfo(zone or "UTC"))
