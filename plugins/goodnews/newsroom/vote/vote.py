"""A year's vote as its files in `content/votes/YEAR/` tell it: rules, slate, stage, result.

The files are written by the vote's own tools; here they are only read, and what a page would print of them is checked.
"""

import datetime
import re
from collections.abc import Mapping
from hashlib import blake2b, sha256
from typing import Any

import msgspec

from goodnews.characters import FORBIDDEN
from goodnews.language import _
from goodnews.newsroom.top10 import Letter, letters_of
from goodnews.newsroom.vote.files import DAMAGED, Binder, printable
from goodnews.newsroom.vote.result import GROUPS, Receipt, Result, receipts_from, result_from
from goodnews.newsroom.vote.rules import Rules, rules_from
from goodnews.problem import Problem, choices, quoted
from goodnews.text.document import Entry, Unreadable, entry_of
from goodnews.text.form import Form
from goodnews.text.slug import is_slug

STAGES = ("frozen", "open", "closed", "tallied", "published")
# What everyone may download once the result is out, in the order in which it is offered.
PUBLISHED = (
    *("result.json", "rules.toml", "candidates.json", "ballots.jsonl", "seals.txt", "roll.txt", "spent.txt"),
    *("jury.json", "imports.json", "quarantine.txt", "screening.jsonl", "decisions.jsonl", "events.jsonl"),
)
FROZEN = {"candidates": "candidates.json", "roll": "roll.txt", "rules": "rules.toml"}  # as the first event names them
FROM_THE_START = frozenset(
    ("rules.toml", "candidates.json", "seals.txt", "roll.txt", "screening.jsonl", "decisions.jsonl", "events.jsonl")
)
RECOUNT, FORMAT = "recount.py", "FORMAT.md"
COMMENTS = "comments.yaml"
NOMINATIONS = "nominations.jsonl"  # never printed, and never among what is published
FILES = (*PUBLISHED, RECOUNT, FORMAT, COMMENTS, NOMINATIONS)
SEALS = re.compile(r"seals/[0-9]{4}\.txt")  # each seal in a file of its own, as it was signed; seals.txt holds them all
CODE = re.compile(r"N[0-9]{2}")


class Candidate(msgspec.Struct, frozen=True):
    """One line of the slate; title and summary as they were when the slate was frozen."""

    code: str  # N07
    slug: str
    title: str
    region: str
    summary: str


class _Slate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    year: int
    candidates: tuple[Candidate, ...]


class _Event(msgspec.Struct, frozen=True):
    at: str
    event: str
    minutes: int = 0  # of a prolongation
    key: str = ""  # of the opening, where it was frozen
    prev: str = ""  # hash of the line above
    files: dict[str, str] | int = {}  # what was published: name -> SHA-256, hex; or how many were destroyed
    code: str = ""  # of a candidate that was withdrawn
    why: str = ""


class _Verdict(msgspec.Struct, frozen=True):
    story: str
    screener: str
    score: int | None = None


class _Decision(msgspec.Struct, frozen=True):
    story: str
    decision: str


class _Nomination(msgspec.Struct, frozen=True):
    story: str


class Screening(msgspec.Struct, frozen=True):
    """How the slate came about, in numbers."""

    stories: int = 0  # of the year, scored by any screener
    screeners: tuple[str, ...] = ()  # lexical, embedding, chat:MODEL
    accepted: int = 0
    refused: int = 0

    @property
    def models(self) -> tuple[str, ...]:
        """The chat models that were asked; if none was, no page mentions AI."""
        return tuple(name.removeprefix("chat:") for name in self.screeners if name.startswith("chat:"))


class Comment(msgspec.Struct, frozen=True):
    """An expert's words on one story."""

    slug: str
    text: str
    by: str = ""


class Published(msgspec.Struct, frozen=True):
    """A file of a vote that everyone may download."""

    name: str
    size: int  # bytes
    hash: bytes  # the hash by which the press knows files
    sha256: str


class Vote(msgspec.Struct, frozen=True):
    """One folder of content/votes."""

    year: int
    path: str  # of the folder, below content/
    rules: Rules
    candidates: tuple[Candidate, ...]  # () while no slate is written
    stage: str  # one of STAGES, or "" while nothing is frozen: the page then shows nominations, not a slate
    key: str = ""  # hash over rules, slate and roll, from the day they were frozen
    files: tuple[Published, ...] = ()  # what is public so far
    screening: Screening = Screening()
    comments: tuple[Comment, ...] = ()
    remarks: tuple[Letter, ...] = ()
    note: tuple[str, ...] = ()  # the editors', in paragraphs
    result: Result | None = None  # once it is published
    receipts: tuple[Receipt, ...] = ()  # by receipt
    comments_lines: dict[str, int] = {}  # slug -> line of its comment
    withdrawn: dict[str, str] = {}  # code -> why the candidate was withdrawn

    @property
    def address(self) -> str:
        """Address of the voting page."""
        return f"top10/{self.year}-vote.html"

    @property
    def receipts_folder(self) -> str:
        return f"top10/{self.year}-receipts"

    @property
    def public(self) -> bool:
        """Whether the slate is published."""
        return bool(self.stage)

    @property
    def takes_nominations(self) -> bool:
        """Until the slate is written."""
        return not self.stage and not self.candidates

    def is_overdue(self, today: datetime.date) -> bool:
        """Whether the opening has passed although nothing is frozen, as far as a page made for a day can tell."""
        return not self.stage and self.rules.opens is not None and self.rules.opens.date() < today

    def is_open(self, today: datetime.date) -> bool:
        """Whether voting is open, as far as a page made for a day can tell."""
        opens, ends = self.rules.opens, self.rules.ends
        return self.stage == "open" and opens is not None and ends is not None and opens.date() <= today <= ends.date()

    @property
    def turns(self) -> tuple[datetime.date, ...]:
        """The days on which pages change although no file has changed."""
        opens, ends = self.rules.opens, self.rules.ends
        after = datetime.timedelta(days=1)
        if not self.stage:
            return (opens.date() + after,) if opens else ()
        return (opens.date(), ends.date() + after) if opens and ends else ()


def vote_from(year: str, shown: str, files: Mapping[str, bytes], problems: list[Problem]) -> Vote | None:
    """Check the files of one vote; None if it is invalid.

    shown  how problems name the folder
    files  what lies in it, by name
    """
    before = len(problems)
    if not re.fullmatch(r"(19|20)[0-9][0-9]", year):
        where = f"{shown}/{min(files)}"
        fix = _("Name the folder after its year.")
        problems.append(Problem(where, 1, "file", quoted(year), "votes/YYYY", fix))
        return None
    binder = Binder(shown, files, problems)
    stage, prolonged, key = _stage(binder)
    withdrawn = _record(binder)
    for name in ("rules.toml", "candidates.json"):
        if stage and name not in files:
            binder.wrong(name, 1, "file", _("nothing"), _("a file"), _("Restore it from the repository's history."))
    binder.lines(NOMINATIONS, _Nomination)
    if "rules.toml" not in files or (stage and "candidates.json" not in files):
        return None
    rules = rules_from(binder, int(year), bool(stage), prolonged)
    candidates = _candidates(binder, int(year)) if "candidates.json" in files else ()
    codes = frozenset(candidate.code for candidate in candidates)
    groups = rules.groups if rules else GROUPS
    result: Result | None = None
    receipts: tuple[Receipt, ...] = ()
    if stage == "published":
        result = result_from(files.get("result.json"), f"{shown}/result.json", int(year), codes, groups, problems)
        if result:
            receipts = receipts_from(files.get("ballots.jsonl"), f"{shown}/ballots.jsonl", result, problems)
    screening = _screening(binder)
    said = _comments(binder)
    if len(problems) > before or rules is None:
        return None
    return Vote(
        year=int(year),
        path=f"votes/{year}",
        rules=rules,
        candidates=candidates,
        stage=stage,
        key=key if re.fullmatch(r"[0-9a-f]{64}", key) else "",
        files=_published(files, stage),
        screening=screening,
        result=result,
        receipts=receipts,
        withdrawn=withdrawn,
        **said,
    )


def _published(files: Mapping[str, bytes], stage: str) -> tuple[Published, ...]:
    """What anyone may download: everything once the result is published, before that what the freeze fixed."""
    return tuple(
        Published(name, len(data), blake2b(data, digest_size=16).digest(), sha256(data).hexdigest())
        for name in (*PUBLISHED, RECOUNT, FORMAT)
        if (data := files.get(name)) is not None and (stage == "published" or (stage and name in FROM_THE_START))
    )


def _stage(binder: Binder) -> tuple[str, int, str]:
    """The last stage on record (stages are recorded in order), the minutes the vote was prolonged by, and its key."""
    stage, prolonged, key = "", 0, ""
    for number, event in binder.lines("events.jsonl", _Event):
        if event.event == "prolonged":
            prolonged += min(max(event.minutes, 0), 100_000)
        if event.event not in STAGES:
            continue
        due = STAGES[STAGES.index(stage) + 1 :][:1] if stage else STAGES[:1]
        if event.event not in due:
            expected = _("one of {names}").format(names=choices(due)) if due else _("nothing more")
            fix = _("Restore it from the repository's history; nobody edits it by hand.")
            binder.wrong("events.jsonl", number, "event", quoted(event.event), expected, fix)
        stage, key = event.event, key or event.key
    return stage, prolonged, key


def _record(binder: Binder) -> dict[str, str]:
    """Check the events against each other and the files against what was frozen and published; return what was
    withdrawn, and why."""
    withdrawn: dict[str, str] = {}
    changed: set[str] = set()
    fix = _("Restore it from the repository's history; nobody edits it by hand.")
    lines = binder.files.get("events.jsonl", b"").splitlines(keepends=True)
    for number, event in binder.lines("events.jsonl", _Event):
        above = sha256(lines[number - 2]).hexdigest() if number > 1 else ""
        if event.prev != above:
            expected = _("the hash of the line above")
            binder.wrong("events.jsonl", number, "prev", quoted(event.prev), expected, fix)
        if event.event == "withdrawn":
            withdrawn[event.code] = printable(event.why)
        named = event.files if isinstance(event.files, dict) else {}
        if event.event == "frozen":  # what is missing of these three is told elsewhere
            named = {file: named[name] for name, file in FROZEN.items() if name in named and file in binder.files}
            expected = _("the file that was frozen, SHA-256 {hash}")
        elif event.event == "published":
            named = {name: told for name, told in sorted(named.items()) if name not in changed}
            expected = _("the file that was published, SHA-256 {hash}")
        else:
            continue
        for name, told in named.items():
            data = binder.files.get(name)
            if data is None or sha256(data).hexdigest() != told:
                found = quoted(sha256(data).hexdigest()) if data is not None else _("nothing")
                binder.wrong(name, 1, "file", found, expected.format(hash=told), fix)
                changed.add(name)
    return withdrawn


def _candidates(binder: Binder, year: int) -> tuple[Candidate, ...]:
    name = "candidates.json"
    try:
        slate = msgspec.json.decode(binder.files[name], type=_Slate)
    except DAMAGED as error:
        binder.damaged(name, 1, error)
        return ()
    fix = _("Restore it from the repository's history; nobody edits it by hand.")
    if slate.year != year:
        binder.wrong(name, 1, "year", quoted(str(slate.year)), str(year), fix)
    if not slate.candidates:
        binder.wrong(name, 1, "candidates", _("no candidate"), _("at least one"), fix)
    seen: set[str] = set()
    for place, candidate in enumerate(slate.candidates):
        where = f"candidates[{place}]"
        if not CODE.fullmatch(candidate.code):
            binder.wrong(name, 1, f"{where}.code", quoted(candidate.code), _("a code such as N07"), fix)
        if not is_slug(candidate.slug):
            binder.wrong(name, 1, f"{where}.slug", quoted(candidate.slug), _("a slug: a-z, 0-9 and hyphens"), fix)
        for word in (candidate.code, candidate.slug):
            if word in seen:
                binder.wrong(name, 1, where, quoted(word), _("each code and slug once"), fix)
            seen.add(word)
        texts = {"title": candidate.title, "region": candidate.region, "summary": candidate.summary}
        for field, text in texts.items():
            if FORBIDDEN.search(text) or not (text.strip() or field == "region"):
                binder.wrong(name, 1, f"{where}.{field}", quoted(ascii(text)), _("printable text"), fix)
    return slate.candidates


def _screening(binder: Binder) -> Screening:
    verdicts = [verdict for _number, verdict in binder.lines("screening.jsonl", _Verdict) if verdict.score is not None]
    decisions = {said.story: said.decision for _number, said in binder.lines("decisions.jsonl", _Decision)}
    return Screening(
        stories=len({verdict.story for verdict in verdicts}),
        screeners=tuple(sorted({printable(verdict.screener) for verdict in verdicts})),
        accepted=sum(word == "accept" for word in decisions.values()),
        refused=sum(word == "refuse" for word in decisions.values()),
    )


def _comments(binder: Binder) -> dict[str, Any]:
    """Moderated comments on the result: comments.yaml."""
    shown = f"{binder.shown}/{COMMENTS}"
    try:
        entry = entry_of(binder.text(COMMENTS), shown)
    except Unreadable as error:
        binder.problems.extend(error.problems)
        entry = Entry(1, {})
    form = Form(entry, shown, 0, binder.problems)
    comments: dict[str, Comment] = {}
    lines: dict[str, int] = {}
    for one in form.mappings("comments", _("story, text and by"), _("Write {story: …, text: …, by: …}.")):
        slug, text = one.text("story", 80, required=True), one.text("text", 1000, required=True)
        by = one.text("by", 60)
        one.finish()
        if slug in comments:
            one.wrong("story", quoted(slug), _("each story once"), _("Remove one of the two."))
        comments[slug] = Comment(slug, text, by)
        lines[slug] = one.line("story")
    remarks, note = letters_of(form, "remarks"), form.paragraphs("note")
    form.finish()
    return {"comments": tuple(comments.values()), "comments_lines": lines, "remarks": remarks, "note": note}
