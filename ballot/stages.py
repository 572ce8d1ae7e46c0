"""The stage of a vote: `events.jsonl`, one line for each event, only ever appended to.

Each line names the SHA-256 of the line before it, and the last one, at publication, is signed: to change
one line, somebody would have to change every line after it.
"""

import datetime
import json
import os
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any

from ballot import canonical
from ballot.language import _
from ballot.problem import Problem, Refused, Unfit, typed

FILE = "events.jsonl"
Event = Mapping[str, Any]


class Stage(Enum):
    """Stages in order; the value is the name of the event that leads there."""

    SHORTLIST = "shortlist"
    FROZEN = "frozen"
    OPEN = "open"
    CLOSED = "closed"
    TALLIED = "tallied"
    PUBLISHED = "published"

    @property
    def command(self) -> str:
        """The command that leads there."""
        return _COMMANDS[self]

    def __lt__(self, other: "Stage") -> bool:
        return _ORDER[self] < _ORDER[other]

    def __le__(self, other: "Stage") -> bool:
        return _ORDER[self] <= _ORDER[other]


_ORDER = {stage: place for place, stage in enumerate(Stage)}
_COMMANDS = {
    Stage.SHORTLIST: "shortlist",
    Stage.FROZEN: "freeze",
    Stage.OPEN: "open",
    Stage.CLOSED: "close",
    Stage.TALLIED: "tally",
    Stage.PUBLISHED: "publish",
}
_NAMES = {stage.value: stage for stage in Stage}


class WrongStage(Refused):
    """A command came too early or too late."""


def minute(when: datetime.datetime) -> str:
    """An instant as events record it: 2026-12-20T01:00Z. Seconds are dropped."""
    return when.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%MZ")


def read(folder: Path) -> tuple[Event, ...]:
    """All events so far, in order; none if there is no file. Raises Unfit if a line was changed."""
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        events = tuple(canonical.read_lines(path))
        before = ""
        for number, event in enumerate(events, 1):
            if (
                not isinstance(event, dict)
                or not isinstance(event.get("event"), str)
                or not isinstance(event.get("at"), str)
            ):
                raise canonical.NotCanonical(number, "no event")
            if event.get("prev") != before:
                raise canonical.NotCanonical(number, "not the line that followed the one above")
            before = canonical.digest(event)
    except canonical.NotCanonical as error:
        fix = _("Restore the file from git; it is not written by hand.")
        raise Unfit([Problem(path.as_posix(), error.line, "file", error.reason, _("an event"), fix)]) from None
    return events


def append(
    folder: Path, event: str, at: datetime.datetime, sign: Callable[[bytes], str] | None = None, **more: object
) -> Event:
    """Add an event; it is on disk when this returns.

    sign     returns the signature of the whole line (canonical JSON without `signature`), which is added to it
    returns  the event
    """
    with (folder / FILE).open("a+b") as file:
        file.seek(0)
        before = file.readlines()
        last = str(canonical.loads(before[-1], len(before))["at"]) if before else ""
        not_before(last, at)
        value = {"at": minute(at), "event": event, "prev": _digest(before[-1]) if before else "", **more}
        if sign is not None:
            value["signature"] = sign(canonical.dumps(value))
        file.write(canonical.dumps(value))
        file.flush()
        os.fsync(file.fileno())
    return value


def not_before(last: str, at: datetime.datetime) -> None:
    """Raises Refused if this machine's clock is behind the last event."""
    if minute(at) < last:
        told = _("By this machine's clock it is {now}, but the last event was at {last}: correct the clock.")
        raise Refused(told.format(now=minute(at), last=last))


def heal(folder: Path) -> str:
    """Complete or remove a last line that a crash cut off while it was written.

    returns  what was done, for the person at the terminal; "" if there was nothing to do
    """
    path = folder / FILE
    data = path.read_bytes() if path.exists() else b""
    if not data or data.endswith(b"\n"):
        return ""
    whole, _newline, torn = data.rpartition(b"\n")
    before = _digest(whole.rpartition(b"\n")[2] + b"\n") if whole else ""
    number = data.count(b"\n") + 1
    with path.open("r+b") as file:
        if _follows(torn + b"\n", before):  # only the line end is missing: it happened
            file.seek(0, os.SEEK_END)
            file.write(b"\n")
            told = _("{path}:{line}: the end of this line was missing, after a crash or an editor; it was added.")
        else:
            file.truncate(len(data) - len(torn))
            told = _(
                "{path}:{line}: this line had been cut off by a crash; it was taken away. What it was to record "
                "did not come to its end: give that command again."
            )
        file.flush()
        os.fsync(file.fileno())
    return told.format(path=path.as_posix(), line=number)


def _follows(line: bytes, before: str) -> bool:
    """Whether a line is an event that follows one with this hash."""
    try:
        event = json.loads(line)
    except ValueError:
        return False
    return isinstance(event, dict) and event.get("prev") == before and canonical.dumps(event) == line


def _digest(line: bytes) -> str:
    return sha256(line).hexdigest()


def stage_of(events: Iterable[Event]) -> Stage:
    """The stage that the events led to."""
    return max(
        (_NAMES[e["event"]] for e in events if e["event"] in _NAMES), default=Stage.SHORTLIST, key=_ORDER.__getitem__
    )


def require(now: Stage, year: int, least: Stage, most: Stage | None = None) -> Stage:
    """The stage a vote is at, if that is from `least` to `most`.

    most    None: only `least` is allowed
    raises  WrongStage, which names the command to run first, or says that it is too late
    """
    if now < least:
        nearest = min((s for s in Stage if now < s), key=_ORDER.__getitem__)
        raise WrongStage(
            _("This vote is not that far yet: `{first}` comes first.").format(first=typed(f"{nearest.command} {year}"))
        )
    if (most or least) < now:
        raise WrongStage(_("This vote is already past that: it is {stage}.").format(stage=now.value))
    return now


def found(events: Iterable[Event], name: str) -> tuple[Event, ...]:
    """The events of one kind."""
    return tuple(event for event in events if event["event"] == name)


def prolonged(events: Iterable[Event]) -> tuple[int, ...]:
    """The minutes of every prolongation, in order."""
    return tuple(int(event["minutes"]) for event in found(events, "prolonged"))
