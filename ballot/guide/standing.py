"""The state of a vote, as far as the guide needs it: read anew before every step."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from ballot import canonical, files, rules, stages
from ballot.candidates import Candidate
from ballot.commands.boxes import box_of
from ballot.language import _
from ballot.leaf import GROUPS
from ballot.problem import Refused, Unfit
from ballot.rules import Rules
from ballot.stages import Event, Stage
from ballot.vote import Folders, read

NOTES = "guide.json"  # what only the guide knows: addresses, and steps that people did elsewhere
BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class Standing:
    folders: Folders
    now: datetime.datetime
    stage: Stage
    events: tuple[Event, ...] = ()
    rules: Rules | None = None
    opens: datetime.datetime | None = None  # UTC
    closes: datetime.datetime | None = None
    candidates: tuple[Candidate, ...] = ()
    lacks: tuple[str, ...] = ()  # dates and draw that the rules do not have yet
    problems: tuple[str, ...] = ()  # what must be fixed first, one line each
    turnout: Mapping[str, int] = field(default_factory=dict)  # by group
    seals: int = 0
    box: str = ""  # why the box could not be read
    backup: datetime.datetime | None = None  # the last one that the guide made
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def year(self) -> int:
        return self.folders.year

    def has(self, name: str) -> bool:
        """Whether a published file exists."""
        return (self.folders.public / name).exists()

    def keeps(self, name: str) -> bool:
        """Whether a private file exists."""
        return (self.folders.private / name).exists()

    @property
    def hours(self) -> float | None:
        """Until the close; below 0 after it."""
        return (self.closes - self.now).total_seconds() / 3600 if self.closes else None

    def facts(self) -> list[tuple[str, str]]:
        """What an operator wants to see at a glance."""
        found = [(_("Stage"), stage_name(self.stage))]
        if self.candidates:
            found.append((_("Candidates"), str(len(self.candidates))))
        if self.closes and Stage.FROZEN <= self.stage <= Stage.OPEN:
            found.append((_("Close"), self._local(self.closes)))
        if self.stage is Stage.OPEN and self.hours is not None:
            days, hours = divmod(self.hours, 24)
            told = _("{hours:.1f} hours").format(hours=self.hours)
            told = _("{days:.0f} days and {hours:.0f} hours").format(days=days, hours=hours) if days > 1 else told
            found.append((_("Time left"), told if self.hours > 0 else _("the close has passed")))
        if self.turnout or self.stage is Stage.OPEN:
            names = group_names()
            told = "  ".join(f"{names[group]} {self.turnout[group]}" for group in names if group in self.turnout)
            found.append((_("Voters so far"), f"{sum(self.turnout.values())}  {told}".strip()))
            found.append((_("Seals"), str(self.seals)))
        if Stage.OPEN <= self.stage < Stage.PUBLISHED:
            found.append((_("Last back-up"), self._local(self.backup) if self.backup else _("none yet")))
        if self.box:
            found.append((_("The box"), self.box))
        return found

    def _local(self, when: datetime.datetime) -> str:
        """As the clock on the wall shows it where the vote is held."""
        zone = self.rules.zone if self.rules else datetime.UTC
        return f"{when.astimezone(zone):%Y-%m-%d %H:%M} ({zone})"


def group_names() -> dict[str, str]:
    """The groups, in words for people."""
    members = {"members": _("members, with codes"), "open": _("everyone"), "plain": _("everyone, without JavaScript")}
    return {group: members.get(group, _("forms and paper")) for group in GROUPS}


def stage_name(stage: Stage) -> str:
    return {
        Stage.SHORTLIST: _("being prepared"),
        Stage.FROZEN: _("locked"),
        Stage.OPEN: _("open"),
        Stage.CLOSED: _("closed"),
        Stage.TALLIED: _("counted"),
        Stage.PUBLISHED: _("published"),
    }[stage]


def standing(folders: Folders, now: datetime.datetime) -> Standing:
    """Read files and box. A problem with them is a line to show and never ends the guide."""
    notes = noted(folders)
    backups = sorted((folders.private / BACKUPS).glob("*.jsonl"))
    backup = datetime.datetime.fromtimestamp(backups[-1].stat().st_mtime, datetime.UTC) if backups else None
    try:
        stage = stages.stage_of(stages.read(folders.public))
    except Refused as refused:
        return Standing(folders, now, Stage.SHORTLIST, problems=_told(refused), notes=notes)
    if not (folders.public / rules.FILE).exists():
        return Standing(folders, now, stage, notes=notes)
    try:
        lacks = rules.lacking(folders.public / rules.FILE) if stage is Stage.SHORTLIST else ()
        vote = read(folders, dated=not lacks)
    except Refused as refused:
        return Standing(folders, now, stage, problems=_told(refused), notes=notes)
    turnout, seals, box = {}, 0, ""
    if Stage.OPEN <= stage < Stage.PUBLISHED:
        try:
            with box_of(vote) as found:
                turnout, seals = {str(group): count for group, count in found.turnout().items()}, len(found.seals())
        except Refused as refused:
            box = str(refused)
    return Standing(
        folders, now, stage, vote.events, vote.rules, None if lacks else vote.opens, None if lacks else vote.closes,
        vote.candidates, lacks, (), turnout, seals, box, backup, notes,
    )  # fmt: skip


def note(folders: Folders, **facts: str) -> None:
    """Remember for the next time."""
    files.write(folders.private / NOTES, canonical.dumps({**noted(folders), **facts}), secret=True)


def noted(folders: Folders) -> dict[str, str]:
    """What the guide was told before."""
    try:
        found = canonical.read(folders.private / NOTES)
    except (OSError, canonical.NotCanonical):
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _told(refused: Refused) -> tuple[str, ...]:
    return tuple(map(str, refused.problems)) if isinstance(refused, Unfit) else (str(refused),)
