"""The rules of one vote: `rules.toml`, written by editors, hashed when the vote is frozen, never changed after."""

import datetime
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

from ballot import canonical
from ballot.language import _
from ballot.leaf import GROUPS, Group
from ballot.note import BadNote, Verifier, verifier
from ballot.problem import Problem, Unfit, quoted

FILE = "rules.toml"
SIZE_MOST = 32_768  # bytes; tomllib takes a minute and more for some files of 200 KB
FORMAT = 2  # version of all that is published: FORMAT.md
LEAST, MOST = 20, 40  # candidates; fewer only with small = true
LATER = ("opens", "closes", "draw.what", "draw.when")  # optional while there are only nominations and a shortlist
JurorNames = Literal["anonymous", "named"]
OpenMethod = Literal["approval", "eph"]
QUORUM, SHARE = 100, Fraction(1, 20)  # counted ballots that a group needs; of all counted ballots, in whole or in part


@dataclass(frozen=True, slots=True)
class Prolong:
    """How an outage of the service moves the close."""

    last_hours: int  # an outage within so many hours before the close, 1 to 168
    most_minutes: int  # prolongs the vote by its own length, at most by this much in all, 1 to 10080


@dataclass(frozen=True, slots=True)
class Draw:
    """A public draw, named before its result can be known. It breaks ties that no rank breaks."""

    what: str  # which draw, such as the front numbers of a lottery's drawing of a day
    when: datetime.datetime  # with its zone; not before the close, however far it is prolonged


@dataclass(frozen=True, slots=True)
class Quarantine:
    """What it takes to set ballots aside: a ground named before the opening, and two people."""

    second: Verifier  # key of the second signature, not the operator's
    grounds: tuple[str, ...]  # each in words for readers


@dataclass(frozen=True, slots=True)
class Rules:
    """Checked rules. Made by `read`."""

    title: str  # 1 to 60 characters
    year: int
    origin: str  # the name under which seals are signed, such as nuanwen.example/vote/2026
    zone: ZoneInfo
    opens: datetime.datetime  # with the zone, to the minute
    closes: datetime.datetime
    minimum: int  # choices on a ballot
    maximum: int
    groups: tuple[Group, ...]  # who may vote and how, in the order of columns
    best: int  # stories that each screener offers
    jury_union: int  # this many of each group's best go to the jury
    places: int  # stories of the year that are printed
    quorum: int | None  # a group with fewer counted ballots is printed, but not ranked; None: QUORUM and SHARE hold
    quorum_why: str  # for everyone to read, where quorum is not None
    import_weighs: bool  # whether ballots of form tools that came without a code are ranked as a group
    open_method: OpenMethod  # how the group `open` is ranked: by ballots, or as the Hugo nominations (E Pluribus Hugo)
    jurors: JurorNames
    small: bool  # whether fewer than 20 candidates are intended
    prolong: Prolong | None  # None: nothing prolongs the vote
    quarantine: Quarantine | None  # None: no ballot can be set aside
    draw: Draw
    words: tuple[str, ...]  # the rules in words for readers, a sentence each


def read(path: Path, candidates: int | None = None, *, dated: bool = True) -> Rules:
    """Read rules.toml.

    candidates  how many there are, once that is known
    dated       whether the fields of LATER must be there; those that are not are of no use then
    raises      Unfit with every problem; OSError
    """
    return _reader(path, frozenset() if dated else frozenset(LATER)).rules(candidates)


def lacking(path: Path) -> tuple[str, ...]:
    """Which fields of LATER are not there yet. Raises Unfit where the file cannot be read at all; OSError."""
    reader = _reader(path, frozenset(LATER))
    return tuple(field for field in LATER if reader.value(field) is None)


def _reader(path: Path, absent: frozenset[str]) -> "_Reader":
    with path.open("rb") as file:
        data = file.read(SIZE_MOST + 1)
    name = path.as_posix()
    if len(data) > SIZE_MOST:
        found, most = _("more than {most} bytes"), _("rules of at most that size")
        fix = _("Remove what is not a rule; long explanations belong on a page of the site.")
        raise Unfit([Problem(name, 1, "file", found.format(most=SIZE_MOST), most, fix)])
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
        table = tomllib.loads(text)
    except UnicodeDecodeError:
        raise Unfit([Problem(name, 1, "file", _("other bytes"), _("UTF-8"), _("Save it as UTF-8."))]) from None
    except (ValueError, RecursionError) as error:  # tomllib's own, and Python's for endless digits or brackets
        at = re.search(r"at line (\d+)", str(error))
        last = len(text.split("\n")) if isinstance(error, tomllib.TOMLDecodeError) else _longest(text)
        line = int(at[1]) if at else last
        told = re.sub(r" \(at .*\)", "", str(error))
        raise Unfit([Problem(name, line, "file", told, _("TOML"), _("Fix that line."))]) from None
    return _Reader(name, text, table, absent)


def _longest(text: str) -> int:
    """Number of the longest line: what Python itself gives up on is endless, and told without a place."""
    lines = text.split("\n")
    return 1 + max(range(len(lines)), key=lambda number: len(lines[number]))


class _Reader:
    """Reads the fields of a table one by one, and notes every problem.

    absent  fields that may be left out
    """

    def __init__(self, file: str, text: str, table: Mapping[str, Any], absent: frozenset[str]) -> None:
        self.file, self.lines, self.table, self.absent = file, text.split("\n"), table, absent
        self.problems: list[Problem] = []

    def rules(self, candidates: int | None) -> Rules:
        self._known()
        zone = self._zone()
        opens, closes = self._instant("opens", zone), self._instant("closes", zone)
        rules = Rules(
            title=self._text("title", 60),
            year=self._whole("year", 2000, 2999),
            origin=self._origin(),
            zone=zone,
            opens=opens,
            closes=closes,
            minimum=self._whole("minimum", 1, MOST),
            maximum=self._whole("maximum", 1, MOST),
            groups=self._groups(),
            best=self._whole("best", 1, 100, 25),
            jury_union=self._whole("jury_union", 1, MOST, 20),
            places=self._whole("places", 1, MOST, 10),
            quorum=self._whole("quorum", 1, 1_000_000) if "quorum" in self.table else None,
            quorum_why=self._text("quorum_why", 200) if "quorum" in self.table or "quorum_why" in self.table else "",
            import_weighs=self._flag("import_weighs"),
            open_method=self._word("open_method", get_args(OpenMethod), _("Say how `open` is ranked.")),
            jurors=self._word("jurors", get_args(JurorNames), _("Say whether the jurors' names are published.")),
            small=self._flag("small"),
            prolong=self._prolong(),
            quarantine=self._quarantine(),
            draw=self._draw(zone),
            words=self._words(),
        )
        if not self.problems:
            self._together(rules, candidates)
            if not any(self.value(field) is None for field in self.absent):
                self._in_time(rules)
        if self.problems:
            raise Unfit(self.problems)
        return rules

    def _together(self, rules: Rules, candidates: int | None) -> None:
        if rules.minimum > rules.maximum:
            self._problem("minimum", str(rules.minimum), _("at most maximum"), _("Lower it, or raise maximum."))
        if "plain" in rules.groups and "open" not in rules.groups:
            expected, fix = _("`open` as well: `plain` counts within it"), _('Add "open", or take out "plain".')
            self._problem("groups", ", ".join(rules.groups), expected, fix)
        if candidates is None:
            return
        for name, asked in (("maximum", rules.maximum), ("places", rules.places)):
            if asked > candidates:
                most = _("at most the {count} candidates").format(count=candidates)
                self._problem(name, str(asked), most, _("Lower it."))
        if candidates > MOST or (candidates < LEAST and not rules.small):
            self._problem(
                "small",
                _("{count} candidates").format(count=candidates),
                _("{least} to {most} candidates").format(least=LEAST, most=MOST),
                _("Correct candidates.json, or write small = true if fewer are intended."),
            )

    def _in_time(self, rules: Rules) -> None:
        if rules.opens >= rules.closes:
            self._problem("closes", rules.closes.isoformat(), _("a time after opens"), _("Let it close later."))
        latest = instants(rules, [rules.prolong.most_minutes] if rules.prolong else [])[1]
        if rules.draw.when < latest:
            told = _("{at} or later: the close, and all that may be added to it")
            self._problem(
                "draw.when",
                rules.draw.when.isoformat(),
                told.format(at=f"{latest.astimezone(rules.zone):%Y-%m-%dT%H:%M}"),
                _("Name a draw that nobody knows while votes come in."),
            )

    def _problem(self, field: str, found: str, expected: str, fix: str) -> None:
        self.problems.append(Problem(self.file, self._line(field), field, found, expected, fix))

    def _line(self, field: str) -> int:
        """Line of a field, or of it commented out, or of its table, else the first: tomllib keeps no line numbers."""
        table, _dot, key = field.rpartition(".")
        inside, at_table = "", 1
        for number, line in enumerate(self.lines, 1):
            if head := re.match(r"\s*\[\s*([\w-]+)\s*\]", line):
                inside = head[1]
                at_table = number if inside in (table, field) else at_table
            elif inside == table and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
                return number
            elif inside == table and re.match(rf"\s*#\s*{re.escape(key)}\s*=", line):
                at_table = number
        return at_table

    def _known(self) -> None:
        known = set(Rules.__dataclass_fields__)
        tables: dict[str, Any] = {"prolong": Prolong, "draw": Draw, "quarantine": Quarantine}
        inner = {name: set(table.__dataclass_fields__) for name, table in tables.items()}
        names = [(name, name in known) for name in self.table]
        for table, fields in inner.items():
            value = self.table.get(table)
            if isinstance(value, dict):
                names += [(f"{table}.{name}", name in fields) for name in value]
        for name, is_known in names:
            if not is_known:
                self._problem(name, quoted(name), _("a rule that exists"), _("Remove it, or correct its name."))

    def value(self, field: str) -> Any:
        value: Any = self.table
        for part in field.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def _checked(self, field: str, fits: Callable[[Any], bool], expected: str, fix: str) -> Any:
        """The value of a field, or None after a problem was noted."""
        value = self.value(field)
        if value is None:
            if field in LATER:
                fix = _("Fill it in now: only nominations and `vote shortlist` work without it.")
            if field not in self.absent:
                self._problem(field, _("nothing"), expected, fix)
        elif not fits(value):
            self._problem(field, quoted(value), expected, fix)
            return None
        return value

    def _text(self, field: str, most: int) -> str:
        expected = _("a text of 1 to {most} characters on one line").format(most=most)
        fits = self._checked(field, lambda value: _is_text(value, most), expected, _("Write one."))
        return fits or ""

    def _whole(self, field: str, least: int, most: int, default: int | None = None) -> int:
        if default is not None and self.value(field) is None:
            return default
        value = self._checked(
            field,
            lambda value: type(value) is int and least <= value <= most,
            _("a whole number from {least} to {most}").format(least=least, most=most),
            _("Write it without quotation marks."),
        )
        return least if value is None else int(value)

    def _zone(self) -> ZoneInfo:
        value = self._checked(
            "zone",
            lambda value: isinstance(value, str) and value in available_timezones(),
            _("a time zone such as Asia/Shanghai"),
            _("Use a name from the IANA list."),
        )
        return ZoneInfo(value or "UTC")

    def _instant(self, field: str, zone: ZoneInfo) -> datetime.datetime:
        value = self._checked(
            field,
            lambda value: isinstance(value, str) and bool(re.fullmatch(r"2\d{3}-\d\d-\d\dT\d\d:\d\d", value, re.ASCII)),
            _("a local time such as {example}").format(example="'2026-12-20T09:00'"),
            _("Write day and time to the minute, in quotation marks."),
        )
        nowhere = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
        if value is None:
            return nowhere
        try:
            found = datetime.datetime.fromisoformat(value).replace(tzinfo=zone)
        except ValueError:
            fix = _("There is no such time; midnight is 00:00 of the next day.")
            self._problem(field, quoted(value), _("a time that exists"), fix)
            return nowhere
        utc = found.astimezone(datetime.UTC)
        if utc.astimezone(zone).replace(tzinfo=None) != found.replace(tzinfo=None) or (
            found.replace(fold=1).utcoffset() != found.utcoffset()
        ):
            fix = _("The clocks change then; choose another hour.")
            self._problem(field, quoted(value), _("a time that comes once in {zone}").format(zone=zone.key), fix)
        return found

    def _origin(self) -> str:
        value = self._checked(
            "origin",
            lambda value: (
                isinstance(value, str) and bool(re.fullmatch(r"[a-z0-9.-]+(:\d+)?(/[\w.~-]+)+", value, re.ASCII))
            ),
            _("an address without https://, such as nuanwen.example/vote/2026"),
            _("Use an address of your own site: it names the seals."),
        )
        return value or ""

    def _groups(self) -> tuple[Group, ...]:
        value = self._checked(
            "groups",
            lambda value: (
                isinstance(value, list)
                and value != []
                and all(v in GROUPS for v in value)
                and len(set(value)) == len(value)
            ),
            _("some of {groups}, each once").format(groups=", ".join(GROUPS)),
            _("List those who may vote."),
        )
        return tuple(value or ())

    def _word(self, field: str, known: tuple[Any, ...], fix: str) -> Any:
        """One of some words; the first one if the field is left out."""
        if field not in self.table:
            return known[0]
        return self._checked(field, lambda value: value in known, " / ".join(known), fix) or known[0]

    def _flag(self, field: str) -> bool:
        if field not in self.table:
            return False
        return bool(self._checked(field, lambda value: value is True, "true", _("Remove it if it is not intended.")))

    def _quarantine(self) -> Quarantine | None:
        if "quarantine" not in self.table:
            return None
        grounds = self._checked(
            "quarantine.grounds",
            lambda value: (
                isinstance(value, list)
                and 1 <= len(value) <= 10
                and all(_is_text(ground, 100) for ground in value)
                and len(set(value)) == len(value)
            ),
            _("1 to 10 grounds, each a text of its own"),
            _("Name what may set a ballot aside, before anyone has voted."),
        )
        second = self._checked(
            "quarantine.second",
            lambda value: isinstance(value, str) and _is_verifier(value),
            _("the line that `vote witness` prints"),
            _("Ask whoever signs second to run it, and copy the line."),
        )
        return Quarantine(verifier(second), tuple(grounds)) if grounds and second else None

    def _prolong(self) -> Prolong | None:
        if "prolong" not in self.table:
            return None
        return Prolong(self._whole("prolong.last_hours", 1, 168), self._whole("prolong.most_minutes", 1, 10080))

    def _draw(self, zone: ZoneInfo) -> Draw:
        return Draw(self._text("draw.what", 200), self._instant("draw.when", zone))

    def _words(self) -> tuple[str, ...]:
        value = self._checked(
            "words",
            lambda value: isinstance(value, list) and 1 <= len(value) <= 30 and all(_is_text(v, 300) for v in value),
            _("1 to 30 sentences"),
            _("Write the rules for readers in plain words."),
        )
        return tuple(value or ())


def _is_text(value: object, most: int) -> bool:
    return isinstance(value, str) and value.strip() != "" and len(value) <= most and value.isprintable()


def _is_verifier(text: str) -> bool:
    try:
        return bool(verifier(text).name)
    except BadNote:
        return False


def opening_key(folder: Path, verifier: str) -> str:
    """The key of the vote: one SHA-256, in hex, over candidates, roll, rules and the signing key.

    verifier  published form of the key that signs checkpoints and the publication
    raises    OSError if one of the three files is missing
    """
    return canonical.digest({**hashes(folder), "verifier": verifier, "version": FORMAT})


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256, in hex, of the three files that the opening key is made from. Raises OSError."""
    named = {"candidates": "candidates.json", "roll": "roll.txt", "rules": FILE}
    return {name: sha256((folder / file).read_bytes()).hexdigest() for name, file in named.items()}


def instants(rules: Rules, prolonged: Iterable[int] = ()) -> tuple[datetime.datetime, datetime.datetime]:
    """Opening and close in UTC, the close with every prolongation (minutes)."""
    added = datetime.timedelta(minutes=sum(prolonged))
    return rules.opens.astimezone(datetime.UTC), rules.closes.astimezone(datetime.UTC) + added
