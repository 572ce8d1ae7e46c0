"""Count a published vote again, with Python 3.11 or newer and nothing else.

    python3 recount.py FOLDER --check             compare everything with what was published; exit 1 names what differs
    python3 recount.py FOLDER --receipt XXXX      what became of your ballot

With --check, either or both of:

    --seals FILE        seals that you saved during the vote must be among those that were published
    --verifier LINE     the key of the vote must be the one that you saved before the opening

It shares no code with the service that collected the ballots, nor with the site: it rebuilds the tree of ballots, every
seal, count, rank and tie from the published files. FORMAT.md, beside those files, tells what they hold. Numbers such as
"count 6" and "proof 3" are those of the rules in docs/vote.md.

What it cannot tell: whether one person cast many ballots of the group `open`, whether votes were bought (a receipt
proves a vote to a buyer too), and whether a ballot was refused before its voter got a receipt. Whoever holds the
signing key can sign another tree as long as nobody has kept the seals: keep them, and give them to --seals.

The program reads from top to bottom: what a file may look like, the proof (events, key, ballots, seals, codes), the
count, the comparison, and at the end the mathematics of signatures.
"""

import json
import sys
import tomllib
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from hashlib import sha256, sha512
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

VERSIONS = (1, 2)  # of the published files; both are counted by the rules of their own time
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
STATES = {
    "counted": "计票 counted",
    "replaced": "已改投，以后投的为准 replaced by a later ballot of the same voter",
    "quarantined": "作废 set aside",
}
HALF = Fraction(1, 2)
JURY_WEIGHTS = (Fraction(3, 10), Fraction(4, 10), Fraction(6, 10), Fraction(7, 10))
QUORUM, SHARE = 100, 20  # ballots a group needs; and one in so many of all that count
Ranks = dict[str, Fraction]
Row = dict[str, Any]  # one line of ballots.jsonl
Event = dict[str, Any]  # one line of events.jsonl


class Difference(Exception):
    """Something does not agree: where, and by which rule."""

    def __init__(self, file: str, line: int, rule: str, words: str) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {words} ({rule})")


# ---------------------------------------------------------------------------------------------------------------------
# Files: bytes to values, and nothing that merely looks like what was written
# ---------------------------------------------------------------------------------------------------------------------


def canonical(value: object) -> bytes:
    """One value, one sequence of bytes: keys sorted, no blanks, UTF-8, a line feed at the end. Fractions are texts."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=str)
    return (text + "\n").encode()


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return sha256(canonical(value)).hexdigest()


class Folder:
    """The published files of one year."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def data(self, name: str, rule: str) -> bytes:
        """The bytes of a file."""
        try:
            return (self.path / name).read_bytes()
        except OSError:
            raise Difference(name, 0, rule, "the file is missing, or cannot be read") from None

    def text(self, name: str, rule: str) -> str:
        """A file as text."""
        try:
            return self.data(name, rule).decode("utf-8")
        except UnicodeDecodeError:
            raise Difference(name, 1, rule, "the file is not UTF-8") from None

    def values(self, name: str, rule: str) -> list[Any]:
        """Every line of a file of canonical JSON."""
        found = []
        for line, data in enumerate(self.data(name, rule).splitlines(keepends=True), 1):
            try:
                value = json.loads(data)
                again = canonical(value)
            except (ValueError, RecursionError):
                raise Difference(name, line, rule, "the line is not JSON") from None
            if again != data:
                raise Difference(name, line, rule, "the line is JSON, but not written as canonical JSON is")
            found.append(value)
        return found

    def value(self, name: str, shape: Any, rule: str) -> Any:
        """The one line of a .json file."""
        values = self.values(name, rule)
        if len(values) != 1:
            raise Difference(name, 1, rule, "the file has not just one line")
        insist(values[0], shape, name, 1, rule)
        return values[0]


def whole(value: object) -> bool:
    """A whole number, 0 or more. (In Python a truth value would count as a number too.)"""
    return type(value) is int and value >= 0


def text(value: object) -> bool:
    """A text."""
    return isinstance(value, str)


def hexadecimal(length: int) -> Callable[[object], bool]:
    """A text of so many small hex digits."""

    def fits(value: object) -> bool:
        return isinstance(value, str) and len(value) == length and set(value) <= set("0123456789abcdef")

    return fits


HASH = hexadecimal(64)


def misfit(value: Any, shape: Any, where: str = "") -> str:
    """Where a value differs from its shape, or "" if it fits.

    shape  a test; a list with the shape of every element; a dictionary with the shape of each field, where the field
           ... stands for any other name
    """
    if callable(shape):
        return "" if shape(value) else where or "the whole line"
    if isinstance(shape, list):
        if not isinstance(value, list):
            return where or "the whole line"
        return next(filter(None, (misfit(one, shape[0], f"{where}[{n}]") for n, one in enumerate(value))), "")
    if not isinstance(value, dict):
        return where or "the whole line"
    for name in shape.keys() - {...}:
        if name not in value:
            return f"{where}.{name}".lstrip(".")
    for name, one in value.items():
        if name not in shape and ... not in shape:
            return f"{where}.{name}".lstrip(".")
        if wrong := misfit(one, shape.get(name, shape.get(...)), f"{where}.{name}".lstrip(".")):
            return wrong
    return ""


def insist(value: Any, shape: Any, file: str, line: int, rule: str) -> None:
    """Refuse a value that has not its shape."""
    if wrong := misfit(value, shape):
        raise Difference(file, line, rule, f"{wrong}: not what FORMAT.md says stands there")


def unbase64(written: str) -> bytes:
    """The bytes that base64 stands for; none if it is no base64."""
    try:
        return b64decode(written, validate=True)
    except (NoBase64, ValueError):
        return b""


# The fields of each event, by version, beside `at`, `event` and `prev`.
HASHES = {"candidates": HASH, "roll": HASH, "rules": HASH}
BY_GROUP = {...: whole}
EVENTS: dict[int, dict[str, dict[Any, Any]]] = {
    1: {
        "frozen": {"key": HASH, "files": HASHES, "verifier": text},
        "open": {"key": HASH, "closes": text},
        "prolonged": {"minutes": whole, "why": text, "closes": text},
        "closed": {"closes": text, ...: whole},  # the first ones did not tell how many came late
        "imported": {"sha256": HASH, "taken": whole, "rejected": whole},
        "quarantined": {"ballots": whole, "why": text},
        "jury": {"jurors": whole},
        "tallied": {"draw": text},
        "published": {"files": {...: HASH}, "signature": text},
    },
    2: {
        "frozen": {"version": whole, "key": HASH, "files": HASHES, "verifier": text},
        "open": {"key": HASH, "closes": text},
        "prolonged": {"minutes": whole, "why": text, "closes": text},
        "restored": {"signed": whole, "seals": whole, "lost": whole},
        "withdrawn": {"code": text, "story": text, "why": text},
        "closed": {
            **{"closes": text, "late": whole, "seals": whole, "size": whole, "root": HASH},
            **{"ballots": BY_GROUP, "voters": BY_GROUP},
        },
        "imported": {"sha256": HASH, "taken": whole, "codes": whole, "rejected": whole},
        "quarantined": {"ballots": whole, "why": text},
        "jury": {"jurors": whole, "recused": whole},
        "tallied": {"draw": text},
        "published": {"files": {...: HASH}, "signature": text},
        "destroyed": {"files": whole, "signature": text},
    },
}
PUBLISHED = (  # what the publication signs, as far as it is there
    *("rules.toml", "candidates.json", "roll.txt", "spent.txt", "ballots.jsonl", "seals.txt", "imports.json"),
    *("quarantine.txt", "jury.json", "result.json", "screening.jsonl", "decisions.jsonl"),
)
WAY = ["frozen", "open", "closed", "tallied", "published"]  # what every vote goes through, once, in this order
# Between which of those an event may stand: after the first, before the second; "" for the end of the file.
WITHIN = {
    "prolonged": ("open", "closed"),
    "restored": ("open", "tallied"),
    "withdrawn": ("frozen", ""),
    "imported": ("closed", "tallied"),
    "quarantined": ("open", "tallied"),
    "jury": ("frozen", "tallied"),
    "destroyed": ("published", ""),
}
REJECTED = [{"line": whole, "reason": text, "detail": text}]
IMPORT = {
    **{"adapter": text, "codes": whole, "encoding": text, "form": text, "rejected": REJECTED, "seal": whole},
    **{"sha256": HASH, "taken": whole},
}
IMPORTS = {"version": whole, "files": [IMPORT]}
JURY = {
    1: {"version": whole, "jurors": whole, "marks": [{"juror": text, "ranks": [text]}]},
    2: {"version": whole, "jurors": whole, "marks": [{"juror": text, "ranks": [text], "recused": [text]}]},
}
CANDIDATE = {"code": text, "slug": text, "title": text, "region": text, "summary": text}
CANDIDATES = {"version": whole, "year": whole, "candidates": [CANDIDATE]}
BALLOT = {
    **{"choices": [text], "group": text, "leaf": HASH, "salt": hexadecimal(32), "seal": whole, "state": text},
    **{"turn": whole, "voter": hexadecimal(32), "why": text, "word": text},
}


# ---------------------------------------------------------------------------------------------------------------------
# The proof
# ---------------------------------------------------------------------------------------------------------------------


class Year:
    """One published year. Every method checks one thing, and keeps what the next ones need."""

    def __init__(self, folder: Path) -> None:
        self.folder = Folder(folder)
        self.version = 0
        self.events: list[Any] = []
        self.rows: list[Row] = []
        self.notes: list[str] = []

    def check(self) -> None:
        """All of it. Raises Difference at the first thing that does not agree."""
        self.read_events()
        self.follow_the_way()
        self.know_the_key()
        self.hold_what_was_frozen()
        self.keep_the_times()
        self.read_ballots()
        self.follow_each_voter()
        self.rebuild_the_seals()
        self.find_the_close()
        self.spend_the_codes()
        self.take_the_imports()
        self.set_aside()
        self.hear_the_jury()
        self.compare_the_result()
        self.hold_what_was_published()

    def named(self, name: str) -> list[tuple[int, Event]]:
        """The events of one kind, each with its line."""
        return [(line, event) for line, event in enumerate(self.events, 1) if event["event"] == name]

    # proof 1: the events are a chain --------------------------------------------------------------------------------

    def read_events(self) -> None:
        """Each event names the hash of the one before, and has its fields."""
        rule, before = "proof 1", ""
        if not (self.folder.path / "events.jsonl").exists():
            raise Difference("events.jsonl", 0, rule, "not published yet: nothing has been put on record here")
        self.events = self.folder.values("events.jsonl", rule)
        for line, event in enumerate(self.events, 1):
            if not isinstance(event, dict) or not text(event.get("event")):
                raise Difference("events.jsonl", line, rule, "the line is no event")
            if line == 1:
                self.version = event.get("version", 1) if whole(event.get("version", 1)) else 0
                if self.version not in VERSIONS:
                    raise Difference("events.jsonl", 1, rule, "written by a newer Nuanwen: take its recount.py")
            fields = EVENTS[self.version].get(event["event"])
            if fields is None:
                raise Difference("events.jsonl", line, rule, f"no event is called {event['event'][:40]!r}")
            after = {"signature": text} if self.after_publication(line) and "signature" not in fields else {}
            insist(event, {"at": text, "event": text, "prev": text} | fields | after, "events.jsonl", line, rule)
            if event["prev"] != before:
                raise Difference("events.jsonl", line, rule, "not the line that followed the one above")
            before = digest(event)

    def after_publication(self, line: int) -> bool:
        """Whether an event stands after the publication; then it is signed by itself."""
        return any(isinstance(event, dict) and event.get("event") == "published" for event in self.events[: line - 1])

    # proof 2: the way of a vote -------------------------------------------------------------------------------------

    def follow_the_way(self) -> None:
        """Frozen, open, closed, tallied, published: once each and in this order; all other events at their time."""
        rule, done = "proof 2", [event["event"] for event in self.events if event["event"] in WAY]
        if done == WAY[: len(done)] != WAY:
            at = f"so far it is {done[-1]}" if done else "it is not even frozen"
            raise Difference("events.jsonl", 0, rule, f"not published yet: {at}")
        if done != WAY:
            raise Difference("events.jsonl", 0, rule, f"not the way of a vote: {', '.join(done)}")
        stage = ""
        for line, event in enumerate(self.events, 1):
            name = event["event"]
            if name in WAY:
                stage = name
                continue
            first, last = WITHIN[name]
            reached = WAY.index(stage) if stage else -1
            if reached < WAY.index(first) or (last and reached >= WAY.index(last)):
                raise Difference(
                    "events.jsonl", line, rule, f"{name} cannot be while a vote is {stage or 'not frozen'}"
                )
        self.on_the_way = {event["event"]: event for event in self.events if event["event"] in WAY}

    # proof 3: the key of the vote, and who signs --------------------------------------------------------------------

    def know_the_key(self) -> None:
        """The key of the vote is over rules, slate, roll and (from version 2 on) the key that signs."""
        rule, frozen = "proof 3", self.on_the_way["frozen"]
        self.verifier = str(frozen["verifier"])
        hung_on = {**frozen["files"], "version": self.version}
        if self.version > 1:
            hung_on["verifier"] = self.verifier
        self.key = digest(hung_on)
        for line, event in (*self.named("frozen"), *self.named("open")):
            if event["key"] != self.key:
                raise Difference("events.jsonl", line, rule, "the key of the vote is not over these files and verifier")
        self.origin, _plus, rest = self.verifier.partition("+")
        number, _plus, public = rest.partition("+")
        raw = unbase64(public)
        self.signer = raw[1:]
        self.identity = key_id(self.origin, self.signer)
        if len(raw) != 33 or raw[0] != 1 or number != self.identity.hex():
            raise Difference("events.jsonl", 1, rule, "the verifier is not an Ed25519 key with its own id")
        for line, event in enumerate(self.events, 1):
            if "signature" not in event:
                continue
            bare = {name: value for name, value in event.items() if name != "signature"}
            if not is_signed(self.signer, canonical(bare), unbase64(event["signature"])):
                raise Difference("events.jsonl", line, rule, f"{event['event']} is not signed by the key of this vote")

    # proof 4: what was frozen ---------------------------------------------------------------------------------------

    def hold_what_was_frozen(self) -> None:
        """Rules, slate and roll are byte for byte those that were frozen."""
        rule = "proof 4"
        for name, told in (("candidates.json", "candidates"), ("roll.txt", "roll"), ("rules.toml", "rules")):
            data = self.folder.data(name, rule)
            if sha256(data).hexdigest() != self.on_the_way["frozen"]["files"][told]:
                raise Difference(name, 0, rule, "not the file that was frozen")
        try:
            rules = tomllib.loads(self.folder.text("rules.toml", rule).replace("\r\n", "\n"))
        except (tomllib.TOMLDecodeError, RecursionError):
            raise Difference("rules.toml", 1, rule, "the file is not TOML") from None
        self.rules = Rules(rules, self.version)
        if self.rules.origin != self.origin:
            raise Difference("rules.toml", 0, rule, "another origin than that of the key that signs")
        slate = self.folder.value("candidates.json", CANDIDATES, rule)["candidates"]
        self.codes = [str(candidate["code"]) for candidate in slate]
        self.slate = {candidate["code"]: candidate["slug"] for candidate in slate}
        if not self.codes or len(self.slate) < len(self.codes):
            raise Difference("candidates.json", 1, rule, "no candidates, or one code twice")
        self.roll = self.hashes_in("roll.txt", rule)

    def hashes_in(self, name: str, rule: str) -> list[str]:
        """A file with a hash on each line, sorted."""
        lines = self.folder.text(name, rule).split("\n")
        if lines.pop() != "":
            raise Difference(name, len(lines) + 1, rule, "the last line does not end")
        for number, line in enumerate(lines, 1):
            if not HASH(line) or (number > 1 and line <= lines[number - 2]):
                raise Difference(name, number, rule, "not 64 hex digits, or not after the line above")
        return lines

    # proof 5: the times ---------------------------------------------------------------------------------------------

    def keep_the_times(self) -> None:
        """Times never go back; prolongings keep to the rules; the vote closed at its time; the draw came after it."""
        rule, before = "proof 5", datetime.min.replace(tzinfo=UTC)
        times: dict[int, datetime] = {}
        for line, event in enumerate(self.events, 1):
            times[line] = moment(event["at"], line, rule)
            if times[line] < before:
                raise Difference("events.jsonl", line, rule, "earlier than the event above")
            before = times[line]
        closes, added = self.rules.closes, 0
        if moment(self.on_the_way["open"]["closes"], 0, rule) != closes:
            raise Difference("events.jsonl", 0, rule, "opened with another close than the rules'")
        for line, event in self.named("prolonged"):
            added += event["minutes"]
            last_hours, most = self.rules.prolong
            if added > most:
                raise Difference("events.jsonl", line, rule, f"prolonged by more than the {most} minutes of the rules")
            if times[line] < closes - timedelta(hours=last_hours):
                raise Difference("events.jsonl", line, rule, f"prolonged before the last {last_hours} hours")
            closes += timedelta(minutes=event["minutes"])
            if times[line] >= closes or moment(event["closes"], line, rule) != closes:
                raise Difference("events.jsonl", line, rule, "prolonged to another time than it says, or to the past")
        for line, event in self.named("closed"):
            if times[line] < closes or moment(event["closes"], line, rule) != closes:
                raise Difference("events.jsonl", line, rule, "closed before its time, or at another time than it says")
        for line, event in self.named("tallied"):
            if self.rules.drawn < closes or (event["draw"] and times[line] < self.rules.drawn):
                raise Difference("events.jsonl", line, rule, "the draw was told before it can have been drawn")

    # proof 6: the ballots -------------------------------------------------------------------------------------------

    def read_ballots(self) -> None:
        """Every ballot is one that the rules allow, and its leaf is over it."""
        rule, name, above = "proof 6", "ballots.jsonl", (0, "")
        known, groups = set(self.codes), self.rules.groups
        self.rows = self.folder.values(name, rule)
        for line, row in enumerate(self.rows, 1):
            insist(row, BALLOT, name, line, rule)
            choices, place = row["choices"], (row["seal"], row["leaf"])
            if choices != sorted(set(choices)) or not known.issuperset(choices):
                raise Difference(name, line, rule, "choices that are not on the slate, not sorted, or there twice")
            if not self.rules.minimum <= len(choices) <= self.rules.maximum:
                raise Difference(name, line, rule, f"{len(choices)} choices, which the rules do not allow")
            if row["group"] not in groups or row["state"] not in STATES:
                raise Difference(name, line, rule, "a group that the rules do not name, or a state that is none")
            if (row["why"] != "") != (row["state"] == "quarantined"):
                raise Difference(name, line, rule, "set aside without a reason, or a reason without being set aside")
            if row["word"] and not HASH(row["word"]):
                raise Difference(name, line, rule, "the voter's own word is not kept as a hash")
            leaf = [self.version, self.key, row["group"], row["salt"], row["word"], choices]
            if self.version > 1:
                leaf.append(row["voter"])
            if digest(leaf) != row["leaf"]:
                raise Difference(name, line, rule, "the leaf is not over this ballot")
            if place <= above:
                raise Difference(name, line, rule, "not after the line above: lines are sorted by seal and leaf")
            above = place

    # proof 7: one voter, one ballot that counts ---------------------------------------------------------------------

    def follow_each_voter(self) -> None:
        """Of each voter the last ballot that is not set aside counts, and no other."""
        rule, name = "proof 7", "ballots.jsonl"
        self.by_voter: dict[str, list[tuple[int, int, Row]]] = {}
        for line, row in enumerate(self.rows, 1):
            self.by_voter.setdefault(row["voter"], []).append((row["turn"], line, row))
        for own in self.by_voter.values():
            own.sort(key=lambda turn: turn[:2])
            groups = {row["group"] for _turn, _line, row in own}
            last = max((turn for turn, _line, row in own if row["state"] != "quarantined"), default=0)
            seal = 0
            for number, (turn, line, row) in enumerate(own, 1):
                if turn != number or row["seal"] < seal:
                    raise Difference(
                        name, line, rule, "not the turn of its voter: turns are 1, 2, 3 and follow the seals"
                    )
                seal = row["seal"]
                if len(groups) > 1 and groups != {"open", "plain"}:  # one browser, with its script and without
                    raise Difference(name, line, rule, "one voter in two groups")
                if (turn == last) != (row["state"] == "counted"):
                    raise Difference(name, line, rule, "not the turn of its voter that counts")

    def voters(self, rows: Iterable[Row]) -> Counter[str]:
        """How many have voted, each in the group of the last ballot."""
        last: dict[str, Row] = {}
        for row in rows:
            if row["voter"] not in last or row["turn"] > last[row["voter"]]["turn"]:
                last[row["voter"]] = row
        return Counter(row["group"] for row in last.values())

    # proof 8: the seals ---------------------------------------------------------------------------------------------

    def rebuild_the_seals(self) -> None:
        """Every seal is signed, and is over just the ballots that name it and all seals before."""
        rule, name = "proof 8", "seals.txt"
        whole_text = self.folder.text(name, rule)
        self.notes = whole_text.split("\n---\n") if whole_text else []
        self.points: list[tuple[int, int, str]] = []  # number, size, root
        there = self.seals_of_the_box()
        leaves: dict[int, list[bytes]] = {}
        for row in self.rows:
            leaves.setdefault(row["seal"], []).append(bytes.fromhex(row["leaf"]))
        tree = Tree()
        for number, written in enumerate(self.notes, 1):
            line = 7 * number - 6
            lines = written.split("\n")
            if len(lines) != 6 or lines[3] != "" or lines[5] != "":
                raise Difference(name, line, rule, "not three lines, a blank one, and one signature")
            signed = unbase64(lines[4].rpartition(" ")[2])[4:]
            signature_line = f"\u2014 {self.origin} {b64encode(self.identity + signed).decode()}"
            body = "".join(f"{one}\n" for one in lines[:3])
            if lines[4] != signature_line or not is_signed(self.signer, body.encode(), signed):
                raise Difference(name, line, rule, f"seal {number} is not what the key of this vote signed")
            size, root = (int(lines[1]) if lines[1].isascii() and lines[1].isdigit() else -1), unbase64(lines[2])
            if lines[0] != self.origin or str(size) != lines[1] or len(root) != 32:
                raise Difference(name, line, rule, f"seal {number} is not origin, size and root of a tree")
            if number in there:
                for leaf in leaves.get(number, []):
                    tree.add(leaf)
                if size != tree.size or root != tree.root():
                    raise Difference("ballots.jsonl", 0, rule, f"not what seal {number} is over")
            self.points.append((number, size, root.hex()))
        if leaves and max(leaves) > len(self.notes):
            raise Difference(name, 0, rule, f"{len(self.notes)} seals, but ballots of seal {max(leaves)}")
        if set(leaves) != there:
            raise Difference("ballots.jsonl", 0, rule, "not the seals that seals.txt holds")
        self.count_the_lost()
        self.compare_the_files_of_seals()

    def seals_of_the_box(self) -> set[int]:
        """The seals whose ballots were not lost with a database; the event `restored` says so to everyone."""
        self.held: dict[int, int] = {}  # seals that were signed when a back-up was restored -> the last one it held
        before = 0
        for line, event in self.named("restored"):
            if not before <= event["signed"] <= len(self.notes) or event["seals"] > event["signed"]:
                raise Difference("events.jsonl", line, "proof 8", "restored, but seals.txt has not those seals")
            before = event["signed"]
            self.held[before] = event["seals"]
        return set(self.chain(self.held.get(len(self.notes), len(self.notes))))

    def chain(self, number: int) -> list[int]:
        """The seals that one is over: itself, the one that the box held when it was signed, and so on to the first."""
        found = []
        while number:
            found.append(number)
            number = self.held.get(number - 1, number - 1)
        return found

    def count_the_lost(self) -> None:
        """Each `restored` tells how many ballots of the last seal were lost; and how many are lost in the end."""
        sizes = [0, *(size for _number, size, _root in self.points)]
        for line, event in self.named("restored"):
            common = set(self.chain(event["seals"])).intersection(self.chain(event["signed"]))
            lost = sizes[event["signed"]] - sizes[max(common, default=0)]
            if event["lost"] != lost:
                told = f"restored, and told {event['lost']} lost ballots: by the seals it was {lost}"
                raise Difference("events.jsonl", line, "proof 8", told)
        there = set(self.chain(self.held.get(len(self.notes), len(self.notes))))
        gone = [number for number, _size, _root in self.points if number not in there]
        self.lost = sum(sizes[number] - sizes[max(self.chain(number)[1:], default=0)] for number in gone)

    def compare_the_files_of_seals(self) -> None:
        """Where the folder seals/ is there, it holds the same notes, each in a file of its own."""
        files = {path.name: path for path in (self.folder.path / "seals").glob("*")}
        for number, written in enumerate(self.notes if files else [], 1):
            file = f"{number:04}.txt"
            if file not in files or self.folder.data(f"seals/{file}", "proof 8") != written.encode():
                raise Difference(f"seals/{file}", 1, "proof 8", f"not seal {number} of seals.txt")
        if len(files) > len(self.notes):
            raise Difference("seals.txt", 0, "proof 8", f"{len(self.notes)} seals, but {len(files)} files in seals/")

    # proof 9: the close ---------------------------------------------------------------------------------------------

    def find_the_close(self) -> None:
        """The tree ends where the close says; after it only what form tools brought was sealed."""
        if self.version == 1:
            return
        rule, (line, closed) = "proof 9", self.named("closed")[0]
        last = self.points[closed["seals"] - 1] if 0 < closed["seals"] <= len(self.points) else None
        size, root = last[1:] if last else (0, sha256(b"").hexdigest())
        if closed["seals"] > len(self.points) or (size, root) != (closed["size"], closed["root"]):
            raise Difference("events.jsonl", line, rule, "the close names another tree than its last seal")
        before = [row for row in self.rows if row["seal"] <= closed["seals"]]
        groups = [group for group in self.rules.groups if group != "import"]
        ballots, voters = Counter(row["group"] for row in before), self.voters(before)
        if closed["ballots"] != {group: ballots[group] for group in groups} or ballots["import"]:
            raise Difference("events.jsonl", line, rule, "the close tells other ballots by group than were sealed")
        if closed["voters"] != {group: voters[group] for group in groups}:
            raise Difference("events.jsonl", line, rule, "the close tells other voters by group than were sealed")
        for number, row in enumerate(self.rows, 1):
            if row["seal"] > closed["seals"] and row["group"] not in ("import", "members"):
                raise Difference("ballots.jsonl", number, rule, "sealed after the close, and not from a form tool")

    # proof 10: the codes --------------------------------------------------------------------------------------------

    def spend_the_codes(self) -> None:
        """Every spent code is on the roll, and each voter with a code has spent one."""
        rule, name = "proof 10", "spent.txt"
        self.spent = self.hashes_in(name, rule)
        roll = set(self.roll)
        for line, spent in enumerate(self.spent, 1):
            on_roll = spent if self.version == 1 else sha256(bytes.fromhex(spent)).hexdigest()
            if on_roll not in roll:
                raise Difference(name, line, rule, "no code of the roll")
        used = self.voters(self.rows)["members"]
        if self.version == 1:
            used += sum(file["codes"] for file in self.folder.value("imports.json", IMPORTS, rule)["files"])
        if len(self.spent) != used:
            raise Difference(name, 0, rule, f"{len(self.spent)} codes, but {used} voters with a code")

    # proof 11: the imports ------------------------------------------------------------------------------------------

    def take_the_imports(self) -> None:
        """Each file of a form tool has an event and a seal of its own, with as many ballots as were taken."""
        rule, name = "proof 11", "imports.json"
        value = self.folder.value(name, IMPORTS, rule)
        if value["version"] != self.version:
            raise Difference(name, 1, rule, "another version than the vote's")
        files, told = value["files"], self.named("imported")
        if len(files) != len(told):
            raise Difference(name, 1, rule, f"{len(files)} files, but {len(told)} events of imports")
        for file, (line, event) in zip(files, told, strict=True):
            facts = {"sha256": file["sha256"], "taken": file["taken"], "rejected": len(file["rejected"])}
            if self.version > 1:
                facts["codes"] = file["codes"]
            if facts != {fact: event[fact] for fact in facts}:
                raise Difference("events.jsonl", line, rule, "the event tells another import than imports.json")
        if any(file["seal"] or file["codes"] for file in files if not file["taken"]):
            raise Difference(name, 1, rule, "a file that gave no ballot has a seal or codes")
        imports = {file["seal"]: file for file in files if file["taken"]}
        first = self.on_the_way["closed"]["seals"] if self.version > 1 else len(self.points) - len(imports)
        if list(imports) != list(range(first + 1, len(self.points) + 1)):
            raise Difference(name, 1, rule, "not the seals that came after the close")
        for seal, file in imports.items():
            rows = [row for row in self.rows if row["seal"] == seal]
            members = sum(row["group"] == "members" for row in rows)
            if len(rows) != file["taken"] or members != (file["codes"] if self.version > 1 else 0):
                raise Difference(name, 1, rule, f"seal {seal} holds other ballots than were imported")
        brought = sum(row["group"] == "import" for row in self.rows)
        if brought != sum(file["taken"] - (file["codes"] if self.version > 1 else 0) for file in files):
            raise Difference(name, 1, rule, f"not the {brought} ballots that were imported")

    # proof 12: what was set aside -----------------------------------------------------------------------------------

    def set_aside(self) -> None:
        """Every ballot in quarantine stands in a statement on a ground of the rules, signed by the second person."""
        rule, why = "proof 12", {row["leaf"]: row["why"] for row in self.rows if row["state"] == "quarantined"}
        events = self.named("quarantined")
        if self.version == 1:
            told = Counter[str]()
            for _line, event in events:
                told[event["why"]] += event["ballots"]
            if +told != Counter(why.values()):
                raise Difference("ballots.jsonl", 0, rule, "other ballots are set aside than the events tell")
            return
        name, stated = "quarantine.txt", dict[str, str]()
        written = self.folder.text(name, rule)
        notes, line = written.split("\n---\n") if written else [], 1
        restored = max((at for at, _event in self.named("restored")), default=0)
        known = {row["leaf"] for row in self.rows}
        if len(notes) != len(events):
            raise Difference(name, 1, rule, f"{len(notes)} statements, but {len(events)} events")
        for one, (at, event) in zip(notes, events, strict=True):
            body, _blank, below = one.partition("\n\n")
            origin, words, ground, *leaves = [*body.split("\n"), "", ""][: max(3, body.count("\n") + 1)]
            second, grounds = self.rules.second, self.rules.grounds
            if not signed_note(body + "\n", below, second):
                raise Difference(name, line, rule, "not signed by the second person whom the rules name")
            if (origin, words) != (self.origin, f"quarantine {self.key}") or ground not in grounds:
                raise Difference(
                    name, line, rule, "a statement of another vote, or on a ground that the rules do not name"
                )
            if not leaves or leaves != sorted(set(leaves)) or set(leaves) & stated.keys():
                raise Difference(name, line, rule, "no ballots, not sorted, or set aside twice")
            if (event["ballots"], event["why"]) != (len(leaves), ground):
                raise Difference("events.jsonl", at, rule, "the event tells something else than the statement")
            if at > restored and not known.issuperset(leaves):  # a back-up may lack what was set aside before
                raise Difference(name, line, rule, "a ballot that is not published, and no back-up was restored since")
            stated |= dict.fromkeys(leaves, ground)
            line += one.count("\n") + 2
        if {leaf: ground for leaf, ground in stated.items() if leaf in known} != why:
            raise Difference("ballots.jsonl", 0, rule, "other ballots are set aside than quarantine.txt states")

    # proof 13: the jury ---------------------------------------------------------------------------------------------

    def hear_the_jury(self) -> None:
        """The jurors' marks are orders of the stories they had to rank, and as many as the last event says."""
        rule, name = "proof 13", "jury.json"
        value = self.folder.value(name, JURY[self.version], rule)
        self.marks: list[dict[str, Any]] = value["marks"]
        events = self.named("jury")
        if value["version"] != self.version or value["jurors"] != len(self.marks):
            raise Difference(name, 1, rule, "another version than the vote's, or another number of jurors")
        if not events or events[-1][1]["jurors"] != len(self.marks):
            raise Difference(name, 1, rule, "not the jury that the events tell of")
        if self.version == 1:
            return
        if events[-1][1]["recused"] != sum(len(mark["recused"]) for mark in self.marks) or len(self.marks) < 5:
            raise Difference(name, 1, rule, "fewer than five jurors, or other recusals than the events tell")
        for mark in self.marks:
            if sorted([*mark["ranks"], *mark["recused"]]) != sorted(self.codes):
                raise Difference(name, 1, rule, f"{mark['juror'][:40]} has not ranked the slate, each story once")
            if mark["recused"] != sorted(mark["recused"]):
                raise Difference(name, 1, rule, f"{mark['juror'][:40]}: recusals that are not sorted")
        if len({mark["juror"] for mark in self.marks}) < len(self.marks):
            raise Difference(name, 1, rule, "one juror twice")
        for code in self.codes:
            if sum(code in mark["ranks"] for mark in self.marks) < 3:
                raise Difference(name, 1, rule, f"{code} was ranked by fewer than three jurors")

    # proof 14: the result -------------------------------------------------------------------------------------------

    def compare_the_result(self) -> None:
        """Everything in result.json, from the ballots and the jury's marks."""
        rule, name = "proof 14", "result.json"
        draw = self.on_the_way["tallied"]["draw"]
        groups = self.rules.groups
        states = Counter((row["group"], row["state"]) for row in self.rows)
        voters = self.voters(self.rows)
        common = {
            "version": self.version,
            "year": self.rules.year,
            "key": self.key,
            "draw": draw,
            "roots": [{"seal": number, "size": size, "root": root} for number, size, root in self.points],
            "turnout": {
                "roll": len(self.roll),
                "spent": len(self.spent),
                "voters": {group: voters[group] for group in groups},
            },
            "ballots": {group: {state: states[group, state] for state in STATES} for group in groups},
        }
        counted = [row for row in self.rows if row["state"] == "counted"]
        if self.version == 1:
            result = count_by_the_first_rules(self.codes, self.rules, counted, self.marks, draw)
        else:
            withdrawn = self.withdrawn_before_the_count()
            every = [own[-1][2] for own in self.by_voter.values()]
            result = count(self.codes, self.rules, counted, self.marks, draw, withdrawn)
            other = count(self.codes, self.rules, every, self.marks, draw, withdrawn, all_of_it=False)
            result["with_quarantined"] = {"order": other["order"], "chosen": other["chosen"]}
        self.result: dict[str, Any] = common | result
        found = self.folder.values(name, rule)
        if len(found) != 1:
            raise Difference(name, 1, rule, "the file has not just one line")
        if told := difference(found[0], self.result):
            raise Difference(name, 1, rule, told)
        if not draw and any("lot" in tie["steps"] for tie in result["ties"]):
            raise Difference(name, 1, rule, "a lot decides, but none was drawn")

    def withdrawn_before_the_count(self) -> list[str]:
        """Candidates that could not be chosen any more."""
        tallied, found = self.named("tallied")[0][0], set()
        for line, event in self.named("withdrawn"):
            if self.slate.get(event["code"]) != event["story"]:
                raise Difference("events.jsonl", line, "proof 14", "withdrawn, but not on the slate")
            if line < tallied:
                found.add(event["code"])
        return sorted(found)

    # proof 15: what was published -----------------------------------------------------------------------------------

    def hold_what_was_published(self) -> None:
        """What no rule can check, such as the screening, is at least what was signed, and nothing was left out."""
        if self.version > 1:
            signed = self.on_the_way["published"]["files"].keys()
            left_out = [name for name in PUBLISHED if name not in signed and (self.folder.path / name).exists()]
            if left_out:
                raise Difference(left_out[0], 0, "proof 15", "the file lies here, but was not signed with the others")
        for name, told in self.on_the_way["published"]["files"].items():
            plain = "/" not in name and "\\" not in name and not name.startswith(".")
            if not plain or sha256(self.folder.data(name, "proof 15")).hexdigest() != told:
                raise Difference(name, 0, "proof 15", "not the file that was published")


class Rules:
    """What a recount needs of rules.toml."""

    def __init__(self, table: Mapping[str, Any], version: int) -> None:
        self._table, self._version = table, version
        self.year = self.take("year", whole)
        self.origin = self.take("origin", text)
        self.groups = self.take("groups", lambda value: isinstance(value, list) and all(map(text, value)))
        self.minimum, self.maximum = self.take("minimum", whole), self.take("maximum", whole)
        self.places = self.take("places", whole, 10)
        self.jury_union = self.take("jury_union", whole, 20)
        self.quorum = self.take("quorum", whole, 1 if version == 1 else None)
        self.quorum_why = self.take("quorum_why", text, "")
        self.import_weighs = self.take("import_weighs", lambda value: isinstance(value, bool), False)
        self.eph = self.take("open_method", text, "approval") == "eph"
        self.closes = self.instant("closes")
        self.drawn = self.instant("draw.when")
        self.prolong = (
            self.take("prolong.last_hours", whole, 0),
            self.take("prolong.most_minutes", whole, 0),
        )
        self.second = self.take("quarantine.second", text, "")
        self.grounds = self.take("quarantine.grounds", lambda value: isinstance(value, list), [])

    def take(self, name: str, fits: Callable[[Any], bool], default: Any = ...) -> Any:
        """One value; `a.b` stands in the table [a]."""
        value: Any = self._table
        for part in name.split("."):
            value = value.get(part, ...) if isinstance(value, dict) else ...
        if value is ...:
            value = default
        if value is ... or (value is not default and not fits(value)):
            raise Difference("rules.toml", 0, "proof 4", f"{name}: not what a rule may say")
        return value

    def instant(self, name: str) -> datetime:
        """A local time of the rules, in UTC."""
        try:
            zone = ZoneInfo(self.take("zone", text))
            return datetime.fromisoformat(self.take(name, text)).replace(tzinfo=zone).astimezone(UTC)
        except ZoneInfoNotFoundError:
            why = "this machine knows no such time zone (`pip install tzdata` brings them)"
            raise Difference("rules.toml", 0, "proof 4", why) from None
        except (ValueError, OverflowError):
            raise Difference("rules.toml", 0, "proof 4", f"{name}: not a time") from None


def moment(written: object, line: int, rule: str) -> datetime:
    """An instant as events tell it: 2026-12-20T01:00Z."""
    try:
        found = datetime.strptime(str(written), "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        raise Difference("events.jsonl", line, rule, "a time that is not written as 2026-12-20T01:00Z") from None
    if found.strftime("%Y-%m-%dT%H:%MZ") != written:
        raise Difference("events.jsonl", line, rule, "a time that is not written as 2026-12-20T01:00Z")
    return found


# ---------------------------------------------------------------------------------------------------------------------
# The count, by the rules of version 2
# ---------------------------------------------------------------------------------------------------------------------


def count(
    codes: list[str],
    rules: Rules,
    counted: list[Row],
    marks: list[dict[str, Any]],
    draw: str,
    withdrawn: list[str],
    all_of_it: bool = True,
) -> dict[str, Any]:
    """What result.json says, from `counts` on. `all_of_it`: also what takes long, the flip margins and the pairs."""
    ballots, counts = count_groups(codes, rules, counted)
    needed = quorum(rules, ballots)
    ranked = [group for group in counts if group in needed and ballots[group] >= needed[group]]
    special = {"open": rank_as_the_hugos(codes, counted)} if rules.eph and "open" in counts else {}
    by_group = {group: special.get(group) or rank(most_first(counts[group])) for group in ranked}
    means = mean(list(by_group.values()), codes) if ranked else {}
    jury_means = hear(codes, marks)
    jury = rank(jury_means)
    gate = union_for_jury(codes, by_group, rules.jury_union, withdrawn)
    final = finals(gate, means, jury, HALF)
    keys = sort_keys(gate, final, jury, by_group, counts, draw)
    best_first = order(keys)
    chosen = best_first[: rules.places]
    result: dict[str, Any] = {
        "counts": counts,
        "quorum": {"needed": needed, "why": rules.quorum_why},
        "ranked": ranked,
        "midranks": by_group,
        "means": means,
        "withdrawn": withdrawn,
        "union": gate,
        "jury": {
            "jurors": len(marks),
            "recused": {mark["juror"]: mark["recused"] for mark in marks if mark["recused"]},
            "means": jury_means,
            "ranks": jury,
        },
        "final": final,
        "order": best_first,
        "chosen": chosen,
        "ties": ties(best_first, keys),
    }
    if all_of_it:
        others = [
            ("weights", order(sort_keys(gate, finals(gate, means, jury, weight), jury, by_group, counts, draw)))
            for weight in JURY_WEIGHTS
        ]
        for left_out in ranked if len(ranked) > 1 else []:
            voices = {group: ranks for group, ranks in by_group.items() if group != left_out}
            without = finals(gate, mean(list(voices.values()), codes), jury, HALF)
            others.append((left_out, order(sort_keys(gate, without, jury, voices, counts, draw))))
        result["stability"] = stability(best_first, others, rules.places)
        result["flip"] = flips(codes, rules, ballots, counts, special, jury, draw, withdrawn, set(chosen))
        others_than = [code for code in codes if code not in chosen and code not in withdrawn]
        result["margin"] = {
            group: None
            if group in special
            else margin(Outcome(rules, ballots, counts, by_group, jury, chosen, others_than), group)
            for group in needed
        }
        result["pairs"] = pairs(codes, counted, ranked)
    return result


def count_groups(
    codes: list[str], rules: Rules, counted: list[Row]
) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """count 1: of each group, how many ballots count, and how many name each story. `plain` counts within `open`."""
    groups = [group for group in rules.groups if group != "plain"]
    ballots = dict.fromkeys(groups, 0)
    counts = {group: dict.fromkeys(codes, 0) for group in groups}
    for row in counted:
        group = "open" if row["group"] == "plain" else row["group"]
        ballots[group] += 1
        for code in row["choices"]:
            counts[group][code] += 1
    return ballots, counts


def quorum(rules: Rules, ballots: dict[str, int]) -> dict[str, int]:
    """count 2: how many ballots a group needs to be ranked; a group that is never ranked stands not in it."""
    needed = {}
    twentieth = ceil(Fraction(sum(ballots.values()), SHARE))
    for group in ballots:
        if group == "import" and not rules.import_weighs:
            continue
        if rules.quorum is not None:
            needed[group] = rules.quorum
        elif group == "members":
            needed[group] = QUORUM
        else:
            needed[group] = max(QUORUM, twentieth)
    return needed


def most_first(counts: dict[str, int]) -> dict[str, int]:
    """The most ballots get the lowest value, for `rank`."""
    return {code: -number for code, number in counts.items()}


def rank(values: Mapping[str, Any]) -> Ranks:
    """count 3: the lowest value is first; equals share the mean of their places."""
    numbers = Counter(values.values())
    place_of, taken = {}, 0
    for value in sorted(numbers):
        place_of[value] = taken + Fraction(numbers[value] + 1, 2)
        taken += numbers[value]
    return {code: place_of[value] for code, value in values.items()}


def rank_as_the_hugos(codes: list[str], counted: list[Row]) -> Ranks:
    """count 3, if the rules rank `open` so (E Pluribus Hugo).

    A ballot's one point is shared by those of its stories that are still in. Each round the two lowest totals (with all
    that equal them) are compared: who is on the fewest ballots goes, of equals the one with fewer points; those still
    equal go together.
    """
    groups = Counter(tuple(row["choices"]) for row in counted if row["group"] in ("open", "plain"))
    on_ballots = {code: sum(times for choices, times in groups.items() if code in choices) for code in codes}
    still_in, rounds, went = set(codes), 0, dict[str, int]()
    while still_in:
        points = dict.fromkeys(still_in, Fraction())
        for choices, times in groups.items():
            left = [code for code in choices if code in still_in]
            for code in left:
                points[code] += Fraction(times, len(left))
        totals = sorted(set(points.values()))
        lowest = [code for code in still_in if points[code] == totals[0]]
        if len(lowest) == 1 and len(totals) > 1:
            lowest += [code for code in still_in if points[code] == totals[1]]
        weakest = min((on_ballots[code], points[code]) for code in lowest)
        out = {code for code in lowest if (on_ballots[code], points[code]) == weakest}
        for code in out:
            went[code] = -rounds
        rounds += 1
        still_in -= out
    return rank(went)


def mean(tables: Sequence[Mapping[str, Fraction]], codes: Iterable[str]) -> Ranks:
    """count 4: of each story the mean of its places in the ranked groups."""
    return {code: sum((table[code] for table in tables), Fraction()) / len(tables) for code in codes}


def hear(codes: list[str], marks: list[dict[str, Any]]) -> Ranks:
    """count 5: of each story the mean of its places over the jurors who ranked it, stretched to the whole slate."""
    places: dict[str, list[Fraction]] = {code: [] for code in codes}
    for mark in marks:
        for place, code in enumerate(mark["ranks"], 1):
            places[code].append(Fraction(place * (len(codes) + 1), len(mark["ranks"]) + 1))
    return {code: sum(of, Fraction()) / len(of) for code, of in places.items()}


def union_for_jury(codes: list[str], by_group: dict[str, Ranks], limit: int, withdrawn: list[str]) -> list[str]:
    """count 6: the gate. A story is within the best so many of one ranked group at least, and not withdrawn."""
    passed = []
    for code in sorted(codes):
        places = [1 + sum(other < ranks[code] for other in ranks.values()) for ranks in by_group.values()]
        if code not in withdrawn and (not places or min(places) <= limit):
            passed.append(code)
    return passed


def finals(gate: list[str], means: Ranks, jury: Ranks, weight: Fraction) -> Ranks:
    """count 7: public mean and jury rank, weighed; the jury alone if no group is ranked."""
    if not means:
        return {code: jury[code] for code in gate}
    return {code: (1 - weight) * means[code] + weight * jury[code] for code in gate}


STEPS = ("final", "jury", "members", "head to head", "lot")


def sort_keys(
    among: Iterable[str],
    final: Ranks,
    jury: Ranks,
    by_group: Mapping[str, Ranks],
    counts: Mapping[str, Mapping[str, int]],
    draw: str,
) -> dict[str, tuple[Any, ...]]:
    """count 8: of each story what decides its place, in the order in which it is asked: final, jury, members, the lead
    over those still equal, the lot. Without a draw the lower code is first."""
    first: dict[str, tuple[Any, ...]] = {}
    for code in among:
        members = by_group["members"][code] if "members" in by_group else 0
        first[code] = (final[code], jury[code], members)
    equals: dict[tuple[Any, ...], list[str]] = {}
    for code in first:
        equals.setdefault(first[code], []).append(code)
    keys: dict[str, tuple[Any, ...]] = {}
    for code in first:
        lead = sum(head_to_head(code, rival, by_group, counts) for rival in equals[first[code]])
        lot = digest([draw, code]) if draw else code
        keys[code] = (*first[code], -lead, lot)
    return keys


def head_to_head(one: str, other: str, voices: Iterable[str], counts: Mapping[str, Mapping[str, int]]) -> int:
    """1 if more groups have more ballots for one than for the other, -1 for the reverse, else 0."""
    groups = sum(sign(counts[group][one] - counts[group][other]) for group in voices)
    return sign(groups)


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


def order(keys: Mapping[str, tuple[Any, ...]]) -> list[str]:
    """count 8: the best first."""
    return sorted(keys, key=lambda code: keys[code])


def ties(best_first: list[str], keys: Mapping[str, tuple[Any, ...]]) -> list[dict[str, Any]]:
    """count 8: stories with the same final, in the order they got, and every step that was needed to part them."""
    found = []
    at = 0
    while at < len(best_first):
        tied = [code for code in best_first if keys[code][0] == keys[best_first[at]][0]]
        steps = set()
        for one, other in pairwise(tied):
            steps.add(next(step for step in range(len(STEPS)) if keys[one][step] != keys[other][step]))
        if len(tied) > 1:
            found.append({"codes": tied, "steps": [STEPS[step] for step in sorted(steps)]})
        at += len(tied)
    return found


def stability(best_first: list[str], others: list[tuple[str, list[str]]], places: int) -> dict[str, Any]:
    """count 9: how each place holds when the jury weighs more or less, and without each group in turn."""
    found = {}
    for code in best_first:
        seen = [best_first.index(code) + 1, *(other.index(code) + 1 for _why, other in others)]
        inside = code in best_first[:places]
        depends = [why for why, other in others if (code in other[:places]) != inside]
        found[code] = {"best": min(seen), "worst": max(seen), "depends": list(dict.fromkeys(depends))}
    return found


def flips(
    codes: list[str],
    rules: Rules,
    ballots: dict[str, int],
    counts: dict[str, dict[str, int]],
    special: dict[str, Ranks],
    jury: Ranks,
    draw: str,
    withdrawn: list[str],
    chosen: set[str],
) -> dict[str, Any]:
    """count 10: for each group that may be ranked, the least number of further ballots, each naming one same story
    alone, that changes who is chosen. Not asked where a ballot has to name more, nor of `open` where it is ranked as
    the Hugo nominations are.

    Only numbers are tried at which something can change: the story meets or passes another one, or a group comes to
    meet, or to miss, its quorum.
    """
    found: dict[str, Any] = {}
    for group in quorum(rules, ballots):
        found[group] = None
        if group in special or rules.minimum > 1:
            continue
        tries = set()
        for code in codes:
            if code in chosen or code in withdrawn:
                continue
            for other in codes:
                lead = counts[group][other] - counts[group][code]
                tries |= {(lead, code), (lead + 1, code)}
            tries |= {(more, code) for more in turns_of_quorum(rules, ballots, group)}
        for more, code in sorted(one for one in tries if one[0] > 0):
            ballots_then = ballots | {group: ballots[group] + more}
            counts_then = counts | {group: counts[group] | {code: counts[group][code] + more}}
            after = chosen_from(codes, rules, ballots_then, counts_then, special, jury, draw, withdrawn)
            if after != chosen:
                enters, leaves = sorted(after - chosen), sorted(chosen - after)
                found[group] = {"ballots": more, "story": code, "enters": enters, "leaves": leaves}
                break
    return found


def turns_of_quorum(rules: Rules, ballots: dict[str, int], group: str) -> set[int]:
    """Numbers of further ballots of a group at which a group comes to meet, or to miss, its quorum."""
    needed, total = quorum(rules, ballots), sum(ballots.values())
    found = {needed[group] - ballots[group]}
    if rules.quorum is None:
        # Its own quorum rises while it grows: own + n >= (total + n) / 20. Another group misses its quorum when the
        # total passes 20 times its ballots.
        grown = ceil(Fraction(total - SHARE * ballots[group], SHARE - 1))
        found.add(max(QUORUM - ballots[group], grown))
        found |= {SHARE * ballots[other] - total + 1 for other in needed if other != group}
    return found


def chosen_from(
    codes: list[str],
    rules: Rules,
    ballots: dict[str, int],
    counts: dict[str, dict[str, int]],
    special: dict[str, Ranks],
    jury: Ranks,
    draw: str,
    withdrawn: list[str],
) -> set[str]:
    """Who would be chosen, from counts."""
    needed = quorum(rules, ballots)
    by_group = {
        group: special.get(group) or rank(most_first(counts[group]))
        for group in counts
        if group in needed and ballots[group] >= needed[group]
    }
    gate = union_for_jury(codes, by_group, rules.jury_union, withdrawn)
    final = finals(gate, mean(list(by_group.values()), codes) if by_group else {}, jury, HALF)
    return set(order(sort_keys(gate, final, jury, by_group, counts, draw))[: rules.places])


class Outcome(NamedTuple):
    """What a margin is asked of: a count, and whom it has chosen."""

    rules: Rules
    ballots: dict[str, int]  # group -> counted ballots
    counts: dict[str, dict[str, int]]  # group -> story -> ballots that name it
    by_group: dict[str, Ranks]  # the ranked groups
    jury: Ranks
    chosen: list[str]
    others: list[str]  # stories that are neither chosen nor withdrawn


def margin(outcome: Outcome, group: str) -> int | None:
    """count 13: the least number of further ballots of a group that could change who is chosen, whatever they name.

    As long as the same groups are ranked, more ballots can do all that fewer can. So numbers are looked at in spans
    that end where a group comes to meet, or to miss, its quorum; within a span by halving it.
    """
    own = outcome.counts[group]
    starts = {1} | turns_of_quorum(outcome.rules, outcome.ballots, group)
    spans = sorted(start for start in starts if start > 0)
    spans.append(spans[-1] + len(own) * (max(own.values()) + 2) + 1)  # by then any story can be brought to any place
    for low, end in pairwise(spans):
        high = end - 1
        if could_change(outcome, group, high):
            while low < high:
                middle = (low + high) // 2
                if could_change(outcome, group, middle):
                    high = middle
                else:
                    low = middle + 1
            return low
    return None


def could_change(outcome: Outcome, group: str, more: int) -> bool:
    """count 13: whether so many ballots of a group could change who is chosen."""
    rules, ballots, counts, by_group, jury, chosen, others = outcome
    own, most = counts[group], more * rules.maximum
    grown = ballots | {group: ballots[group] + more}
    needed = quorum(rules, grown)
    ranked = [name for name in grown if name in needed and grown[name] >= needed[name]]
    if group not in ranked and ranked == list(by_group):
        return False
    still = [by_group[name] for name in ranked if name != group]
    # One that is not chosen comes before one that is, the gate aside.
    for out in others:
        for into in chosen:
            lead = sum((ranks[into] - ranks[out] for ranks in still), Fraction())
            if group in ranked:
                lead += HALF * halves_of_lead(own, out, into, more, most)
            behind = lead + max(len(ranked), 1) * (jury[into] - jury[out])
            if behind > 0 or (behind == 0 and jury[out] <= jury[into]):
                return True
    # One that is chosen misses the gate.
    for code in chosen:
        if not ranked or any(
            1 + sum(rank < ranks[code] for rank in ranks.values()) <= rules.jury_union for ranks in still
        ):
            continue
        costs = sorted(max(0, own[code] + 1 - number) for other, number in own.items() if other != code)
        first = costs[: rules.jury_union]
        if group not in ranked or (len(first) == rules.jury_union and first[-1] <= more and sum(first) <= most):
            return True
    # Fewer than wanted are chosen, and one more passes the gate; without a ranked group all do.
    if len(chosen) < rules.places:
        return any(
            not ranked or sum(number > own[code] + more for number in own.values()) < rules.jury_union
            for code in others
        )
    return False


def halves_of_lead(own: dict[str, int], out: str, into: str, each: int, together: int) -> int:
    """count 13: how much better than that of `into` the rank of `out` can become, if no count rises by more than `each`
    and all of them by no more than `together`. Counted in half places.

    `into` gets nothing. `out` gets as much as it takes to stand level with some story, or one or two above it (more is
    of use only by what it passes), or all it can. The rest lifts others level with `into`, or one above it, the nearest
    first: what lay behind both and comes between them is worth up to a place, and so is what lay between the two while
    `out` stays below `into`, and leaves both behind.
    """
    rest = [number for code, number in own.items() if code not in (out, into)]
    bottom = own[into]
    gains = {number + above - own[out] for number in own.values() for above in (0, 1, 2)} | {each}
    best = -2 * len(own)
    for gain in gains:
        if not 0 <= gain <= each:
            continue
        top, left = own[out] + gain, together - gain

        def worth(number: int, top: int = top) -> int:
            return sign(number - bottom) - sign(number - top)

        lead = 2 * sign(top - bottom) + sum(map(worth, rest))
        for number in sorted((number for number in rest if number <= bottom), reverse=True):
            cost, may = bottom - number, min(each, left)
            if cost > may:
                break
            level, above = worth(bottom) - worth(number), worth(bottom + 1) - worth(number)
            if above > level and above > 0 and cost + 1 <= may:
                lead, left = lead + above, left - cost - 1
            elif level > 0:
                lead, left = lead + level, left - cost
        best = max(best, lead)
    return best


def pairs(codes: list[str], counted: list[Row], ranked: list[str]) -> dict[str, list[list[int]]]:
    """count 11: of each ranked group, how many ballots name the story of a row and not that of the column."""
    place = {code: number for number, code in enumerate(codes)}
    found = {group: [[0] * len(codes) for _code in codes] for group in ranked}
    both = {group: [[0] * len(codes) for _code in codes] for group in ranked}
    for row in counted:
        group = "open" if row["group"] == "plain" else row["group"]
        if group in found:
            named = [place[code] for code in row["choices"]]
            for one in named:
                line = both[group][one]
                for other in named:
                    line[other] += 1
    for group, table in found.items():
        for one in range(len(codes)):
            for other in range(len(codes)):
                table[one][other] = both[group][one][one] - both[group][one][other]
    return found


# ---------------------------------------------------------------------------------------------------------------------
# The count, by the rules of version 1: kept for the years that were counted so
# ---------------------------------------------------------------------------------------------------------------------


def count_by_the_first_rules(
    codes: list[str], rules: Rules, counted: list[Row], marks: list[dict[str, Any]], draw: str
) -> dict[str, Any]:
    """Groups as the rules name them; the quorum falls if nobody meets it; the jury ranks only what the groups chose."""
    ballots = dict.fromkeys(rules.groups, 0)
    counts = {group: dict.fromkeys(codes, 0) for group in rules.groups}
    for row in counted:
        ballots[row["group"]] += 1
        for code in row["choices"]:
            counts[row["group"]][code] += 1
    least = rules.quorum if any(ballots[group] >= rules.quorum for group in ballots) else 1
    ranked = [group for group in rules.groups if ballots[group] >= least]
    if not ranked or not marks:
        raise Difference("ballots.jsonl", 0, "proof 14", "no ballot counts, or no juror has ranked")
    by_group = {group: rank(most_first(counts[group])) for group in ranked}
    union = union_for_jury(codes, by_group, rules.jury_union, [])
    for mark in marks:
        said = mark["ranks"]
        if not said or len(set(said)) < len(said) or not set(said) <= set(union):
            raise Difference("jury.json", 1, "proof 13", "marks for stories that did not go to the jury")
    orders = [{code: places_of(mark["ranks"]).get(code, len(union)) for code in union} for mark in marks]
    jurors = [rank(one) for one in orders]
    jury_means = mean(jurors, union)
    jury = rank(jury_means)

    def ordered(voices: dict[str, Ranks], weight: Fraction) -> tuple[Ranks, Ranks, dict[str, tuple[Any, ...]]]:
        means = mean(list(voices.values()), codes)
        public = rank({code: means[code] for code in union})
        final = {code: (1 - weight) * public[code] + weight * jury[code] for code in union}
        return public, final, sort_keys(union, final, jury, voices, counts, draw)

    public, final, keys = ordered(by_group, HALF)
    best_first = order(keys)
    others = [("weights", order(ordered(by_group, weight)[2])) for weight in JURY_WEIGHTS]
    for left_out in ranked if len(ranked) > 1 else []:
        voices = {group: ranks for group, ranks in by_group.items() if group != left_out}
        others.append((left_out, order(ordered(voices, HALF)[2])))
    return {
        "counts": counts,
        "ranked": ranked,
        "midranks": by_group,
        "means": mean(list(by_group.values()), codes),
        "union": union,
        "jury": {"jurors": len(marks), "means": jury_means, "ranks": jury},
        "public": public,
        "final": final,
        "order": best_first,
        "chosen": best_first[: rules.places],
        "ties": ties(best_first, keys),
        "stability": stability(best_first, others, rules.places),
    }


def places_of(said: list[str]) -> dict[str, int]:
    return {code: place for place, code in enumerate(said)}


# ---------------------------------------------------------------------------------------------------------------------
# The comparison
# ---------------------------------------------------------------------------------------------------------------------


def difference(found: Any, counted: Any, where: str = "") -> str:
    """The first place at which two values differ, in words; "" if they are the same."""
    if isinstance(counted, dict) and isinstance(found, dict) and found.keys() == counted.keys():
        return next(filter(None, (difference(found[k], counted[k], f"{where}.{k}") for k in sorted(counted))), "")
    if canonical(found) == canonical(counted):
        return ""
    if isinstance(counted, dict) and isinstance(found, dict):
        odd = ", ".join(sorted(map(str, found.keys() ^ counted.keys())))
        return f"{where[1:] or 'the whole line'}: fields missing or too many: {odd}"[:300]
    return f"{where[1:] or 'the whole line'}: found {found}, counted {plain(counted)}"[:300]


def plain(value: Any) -> str:
    return canonical(value).decode().strip()


# ---------------------------------------------------------------------------------------------------------------------
# The mathematics: a Merkle tree (RFC 9162), signed notes (C2SP), Ed25519 (RFC 8032)
# ---------------------------------------------------------------------------------------------------------------------


class Tree:
    """A Merkle tree that grows at its right edge. It keeps the roots of its whole subtrees, the widest first."""

    def __init__(self) -> None:
        self.size = 0
        self.whole: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """One more leaf: two whole subtrees of one width become one of the next."""
        node, size = sha256(b"\0" + leaf).digest(), self.size
        while size % 2:
            node = sha256(b"\1" + self.whole.pop() + node).digest()
            size //= 2
        self.whole.append(node)
        self.size += 1

    def root(self) -> bytes:
        """From the narrowest subtree to the widest."""
        if not self.whole:
            return sha256(b"").digest()
        node = self.whole[-1]
        for left in reversed(self.whole[:-1]):
            node = sha256(b"\1" + left + node).digest()
        return node


def key_id(name: str, public: bytes) -> bytes:
    """Four bytes by which a signed note names its key."""
    return sha256(name.encode() + b"\n\1" + public).digest()[:4]


def signed_note(body: str, below: str, verifier: str) -> bool:
    """Whether the line below a note's text is the signature of this verifier: name+id+key."""
    name, _plus, rest = verifier.partition("+")
    number, _plus, written = rest.partition("+")
    raw = unbase64(written)
    if len(raw) != 33 or number != key_id(name, raw[1:]).hex():
        return False
    signature = unbase64(below.rstrip("\n").rpartition(" ")[2])
    expected = f"\u2014 {name} {b64encode(signature).decode()}\n"
    return below == expected and signature[:4].hex() == number and is_signed(raw[1:], body.encode(), signature[4:])


Point = tuple[int, int, int, int]  # (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
BASE = (4 * pow(5, -1, P) % P).to_bytes(32, "little")
_doubles: dict[bytes, list[Point]] = {}


def add(one: Point, other: Point) -> Point:
    """The sum of two points."""
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * D * one[3] * other[3], 2 * one[2] * other[2]
    return (b - a) * (d - c) % P, (d + c) * (b + a) % P, (d - c) * (d + c) % P, (b - a) * (b + a) % P


def doubles(data: bytes) -> list[Point]:
    """A point times 1, 2, 4, ...: every multiple is a sum of some of those."""
    if data not in _doubles:
        odd, y = divmod(int.from_bytes(data, "little"), 1 << 255)
        square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
        x = pow(square, (P + 3) // 8, P)
        if x * x % P != square:
            x = x * pow(2, (P - 1) // 4, P) % P
        if x % 2 != odd:
            x = P - x
        points = [(x, y, 1, x * y % P)]
        for _bit in range(255):
            points.append(add(points[-1], points[-1]))
        _doubles[data] = points
    return _doubles[data]


def multiple(data: bytes, times: int) -> Point:
    """A point, so many times."""
    total: Point = (0, 1, 1, 0)
    for bit, point in enumerate(doubles(data)):
        if times >> bit & 1:
            total = add(total, point)
    return total


def is_signed(key: bytes, signed: bytes, signature: bytes) -> bool:
    """Whether the first half of the signature is the base point times its second half, less the key times the hash."""
    if len(signature) != 64 or len(key) != 32:
        return False
    factor = int.from_bytes(signature[32:], "little")
    hashed = int.from_bytes(sha512(signature[:32] + key + signed).digest(), "little") % Q
    if factor >= Q:
        return False
    x, y, z, _t = add(multiple(BASE, factor), multiple(key, Q - hashed))
    x, y = x * pow(z, -1, P) % P, y * pow(z, -1, P) % P
    return (x % 2 << 255 | y).to_bytes(32, "little") == signature[:32]


# ---------------------------------------------------------------------------------------------------------------------
# The command line
# ---------------------------------------------------------------------------------------------------------------------


def kept_notes(path: str) -> Iterator[str]:
    """The seals in a file that a reader saved: one, or several with a line of three hyphens between."""
    try:
        written = Path(path).read_bytes().decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        raise Difference(path, 0, "proof 8", "the file of seals cannot be read") from None
    for one in written.split("\n---\n"):
        yield one.strip("\n") + "\n"


def check(folder: str, seals: str, verifier: str) -> str:
    """Check a folder; what to say if all agrees. Raises Difference."""
    year = Year(Path(folder))
    year.check()
    if verifier and verifier.strip() != year.verifier:
        raise Difference("events.jsonl", 1, "proof 3", f"signed by {year.verifier}, not by the key you saved")
    for number, one in enumerate(kept_notes(seals) if seals else (), 1):
        if one not in {published.strip("\n") + "\n" for published in year.notes}:
            raise Difference(seals, 0, "proof 8", f"seal {number} of your file was signed, but is not published")
    said = [f"结果一致 the result agrees: {len(year.rows)} ballots, {len(year.points)} seals, key {year.key}"]
    said += [f"signed by {year.origin}, key {year.identity.hex()}"]
    said += [f"restored from a back-up: {year.lost} sealed ballots were lost"] if year.lost else []
    said += [f"withdrawn: {event['code']} {event['why']}" for _n, event in year.named("withdrawn")]
    return "\n".join(said)


def tell(folder: str, typed: str) -> str:
    """What became of a ballot, by its receipt. Raises Difference."""
    wanted = typed.upper().translate(str.maketrans("OIL", "011", "- "))
    files = Folder(Path(folder))
    if not (Path(folder) / "ballots.jsonl").exists():
        raise Difference("ballots.jsonl", 0, "proof 6", "not published yet: ballots come with the result")
    for line, row in enumerate(files.values("ballots.jsonl", "proof 6"), 1):
        insist(row, BALLOT, "ballots.jsonl", line, "proof 6")
        bits = int(row["leaf"][:25], 16)  # the first 100 bits, 5 a letter
        if wanted == "".join(CROCKFORD[bits >> 5 * (19 - place) & 31] for place in range(20)):
            state = STATES.get(row["state"], row["state"])
            return " ".join((state, row["why"] or "·", row["group"], f"seal {row['seal']}", *row["choices"]))
    raise Difference("ballots.jsonl", 0, "proof 6", "没有这张选票 no ballot has this receipt")


def main(argv: list[str]) -> int:
    """Do what the command line asks; 0 if all agrees."""
    options = {"--check": "", "--receipt": "", "--seals": "", "--verifier": ""}
    words, folder, asked = list(argv), "", set[str]()
    while words:
        word = words.pop(0)
        if word == "--check":
            asked.add(word)
        elif word in options and words:
            asked.add(word)
            options[word] = words.pop(0)
        elif not folder and not word.startswith("--"):
            folder = word
        else:
            usage()
    try:
        if folder and asked == {"--receipt"}:
            print(tell(folder, options["--receipt"]))
        elif folder and "--check" in asked and "--receipt" not in asked:
            print(check(folder, options["--seals"], options["--verifier"]))
        else:
            usage()
    except Difference as found:
        print(found)
        return 1
    return 0


def usage() -> NoReturn:
    sys.exit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
