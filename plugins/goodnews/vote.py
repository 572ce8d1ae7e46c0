"""A year's vote as its files in `content/votes/YEAR/` tell it: rules, slate, how far it has come, what came out.

The files are written by the vote's own tools; here they are only read, and what a page would print of them is checked.
"""

import datetime
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from hashlib import blake2b, sha256
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from goodnews.document import FORBIDDEN, Entry, Unreadable, entry_of
from goodnews.form import Form, is_slug
from goodnews.language import _
from goodnews.markup import NOTHING
from goodnews.problem import Problem, choices, did_you_mean, quoted
from goodnews.reading import text_from
from goodnews.result import GROUPS, Receipt, Result, receipts_from, result_from
from goodnews.story import Story
from goodnews.top10 import Annual, Letter, Year, letters_of

STAGES = ("frozen", "open", "closed", "tallied", "published")
# What everyone may download once the result is out, in the order in which it is offered.
PUBLISHED = (
    *("result.json", "rules.toml", "candidates.json", "ballots.jsonl", "seals.txt", "roll.txt", "spent.txt"),
    *("jury.json", "imports.json", "screening.jsonl", "decisions.jsonl", "events.jsonl"),
)
FROM_THE_START = frozenset(
    ("rules.toml", "candidates.json", "seals.txt", "roll.txt", "screening.jsonl", "decisions.jsonl", "events.jsonl")
)
RECOUNT = "recount.py"
COMMENTS = "comments.yaml"
FILES = (*PUBLISHED, RECOUNT, COMMENTS)
CODE = re.compile(r"N[0-9]{2}")
_MARKS = re.compile(r"[\\`*_{}\[\]()>#+.!-]")  # what a backslash stands before in Markdown

T = TypeVar("T")


class Rules(msgspec.Struct, frozen=True):
    """What a page says of the rules."""

    title: str
    zone: str
    opens: datetime.datetime  # in the zone
    closes: datetime.datetime
    minimum: int  # choices of a ballot
    maximum: int
    groups: tuple[str, ...]  # some of GROUPS
    places: int = 10  # stories that the year is to have
    words: tuple[str, ...] = ()  # the rules as readers are told them
    prolonged: int = 0  # minutes that were added to the close

    @property
    def ends(self) -> datetime.datetime:
        """The close with all that was added to it."""
        added = datetime.timedelta(minutes=self.prolonged)
        return (self.closes.astimezone(datetime.UTC) + added).astimezone(self.closes.tzinfo)


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


class _Verdict(msgspec.Struct, frozen=True):
    story: str
    screener: str
    score: int | None = None


class _Decision(msgspec.Struct, frozen=True):
    story: str
    decision: str


class Screening(msgspec.Struct, frozen=True):
    """How the slate came about, in numbers."""

    stories: int = 0  # of the year, that any screener gave a score
    screeners: tuple[str, ...] = ()  # lexical, embedding, chat:MODEL
    accepted: int = 0
    refused: int = 0

    @property
    def models(self) -> tuple[str, ...]:
        """The chat models that were asked; where none was, no page speaks of AI."""
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
    hash: bytes  # as the press knows files
    sha256: str


class Vote(msgspec.Struct, frozen=True):
    """One folder of content/votes."""

    year: int
    path: str  # of the folder, below content/
    rules: Rules
    candidates: tuple[Candidate, ...]
    stage: str  # one of STAGES, or "" while the slate is not frozen: nothing of it is shown
    key: str = ""  # hash over rules, slate and roll, from the day they were frozen
    files: tuple[Published, ...] = ()  # what is public by now
    screening: Screening = Screening()
    comments: tuple[Comment, ...] = ()
    remarks: tuple[Letter, ...] = ()
    note: tuple[str, ...] = ()  # the editors', in paragraphs
    result: Result | None = None  # once it is published
    receipts: tuple[Receipt, ...] = ()  # by receipt
    comments_lines: dict[str, int] = {}  # slug -> line of its comment

    @property
    def public(self) -> bool:
        return bool(self.stage)

    def is_open(self, today: datetime.date) -> bool:
        """Whether one can vote, as far as a page that knows no clock can tell."""
        return self.stage == "open" and self.rules.opens.date() <= today <= self.rules.ends.date()


def vote_from(year: str, shown: str, files: Mapping[str, bytes], problems: list[Problem]) -> Vote | None:
    """Check the files of one vote; None if it cannot stand.

    shown  how problems name the folder
    files  what lies in it, by name
    """
    before = len(problems)
    if not re.fullmatch(r"(19|20)[0-9][0-9]", year):
        where = f"{shown}/{min(files)}"
        fix = _("Name the folder after its year.")
        problems.append(Problem(where, 1, "file", quoted(year), "votes/YYYY", fix))
        return None
    reader = _Reader(shown, files, problems)
    stage, prolonged, key = _stage(reader)
    for name in ("rules.toml", "candidates.json"):
        if stage and name not in files:
            reader.wrong(name, 1, "file", _("nothing"), _("a file"), _("Restore it from the repository's history."))
    if "rules.toml" not in files or "candidates.json" not in files:
        return None  # a vote that is only being prepared
    rules, candidates = _rules(reader, prolonged), _candidates(reader, int(year))
    codes = frozenset(candidate.code for candidate in candidates)
    groups = rules.groups if rules else GROUPS
    result: Result | None = None
    receipts: tuple[Receipt, ...] = ()
    if stage == "published":
        result = result_from(files.get("result.json"), f"{shown}/result.json", int(year), codes, groups, problems)
        if result:
            receipts = receipts_from(files.get("ballots.jsonl"), f"{shown}/ballots.jsonl", result, problems)
    screening = _screening(reader)
    said = _said(reader)
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
        **said,
    )


def _published(files: Mapping[str, bytes], stage: str) -> tuple[Published, ...]:
    """What anyone may have: all of it once the result is out, before that what was fixed when the vote was frozen."""
    return tuple(
        Published(name, len(data), blake2b(data, digest_size=16).digest(), sha256(data).hexdigest())
        for name in (*PUBLISHED, RECOUNT)
        if (data := files.get(name)) is not None and (stage == "published" or (stage and name in FROM_THE_START))
    )


class _Reader:
    """The files of one folder, and what is wrong with them."""

    def __init__(self, shown: str, files: Mapping[str, bytes], problems: list[Problem]) -> None:
        self.shown = shown
        self.files = files
        self.problems = problems

    def wrong(self, name: str, line: int, field: str, found: str, expected: str, fix: str) -> None:
        self.problems.append(Problem(f"{self.shown}/{name}", line, field, found, expected, fix))

    def text(self, name: str) -> str:
        """A text of people; '' if it is not there or cannot be read."""
        try:
            return text_from(self.files[name], f"{self.shown}/{name}") if name in self.files else ""
        except Unreadable as error:
            self.problems.append(error.problem)
            return ""

    def lines(self, name: str, kind: type[T]) -> list[tuple[int, T]]:
        """Every line of a .jsonl file with its number."""
        found = []
        decode = msgspec.json.Decoder(kind).decode
        for number, line in enumerate(self.files.get(name, b"").splitlines(), start=1):
            try:
                found.append((number, decode(line)))
            except msgspec.MsgspecError as error:
                self.damaged(name, number, error)
        return found

    def damaged(self, name: str, line: int, error: Exception) -> None:
        expected = _("a line as the vote's own commands write it") if name.endswith("l") else _("JSON as they write it")
        fix = _("Restore it from the repository's history; nobody edits it by hand.")
        self.wrong(name, line, "file", quoted(str(error)), expected, fix)


def _stage(reader: _Reader) -> tuple[str, int, str]:
    """The last stage on record, for they come in their order; the minutes the vote was prolonged by; its key."""
    stage, prolonged, key = "", 0, ""
    for number, event in reader.lines("events.jsonl", _Event):
        if event.event == "prolonged":
            prolonged += min(max(event.minutes, 0), 100_000)
        if event.event not in STAGES:
            continue
        due = STAGES[STAGES.index(stage) + 1 :][:1] if stage else STAGES[:1]
        if event.event not in due:
            expected = _("one of {names}").format(names=choices(due)) if due else _("nothing more")
            fix = _("Restore it from the repository's history; nobody edits it by hand.")
            reader.wrong("events.jsonl", number, "event", quoted(event.event), expected, fix)
        stage, key = event.event, key or event.key
    return stage, prolonged, key


def _rules(reader: _Reader, prolonged: int) -> Rules | None:
    text = reader.text("rules.toml")
    before = len(reader.problems)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        fix = _("Put texts in quotes, and write `name = value`.")
        reader.wrong("rules.toml", int(at[1]) if at else 1, "file", quoted(str(error)), _("readable TOML"), fix)
        return None

    def line(name: str) -> int:
        found = re.search(rf"^[ \t]*{name}[ \t]*=", text, re.MULTILINE)
        return text.count("\n", 0, found.start()) + 1 if found else 1

    def wrong(name: str, expected: str, fix: str) -> None:
        found = quoted(str(table[name])) if name in table else _("nothing")
        reader.wrong("rules.toml", line(name), name, found, expected, fix)

    def value(name: str, kind: type[T], expected: str, sound: Callable[[Any], bool]) -> T | None:
        it = table.get(name)
        if isinstance(it, kind) and not isinstance(it, bool) and sound(it):
            return it
        wrong(name, expected, _("`vote freeze` says how the rules are written."))
        return None

    title = value("title", str, _("a title of 1 to 60 characters"), lambda it: 1 <= len(it.strip()) <= 60)
    minimum = value("minimum", int, _("a number from 1 to 100"), lambda it: 1 <= it <= 100)
    maximum = value("maximum", int, _("a number from 1 to 100"), lambda it: 1 <= it <= 100)
    expected = _("some of {names}").format(names=", ".join(GROUPS))
    groups = value("groups", list, expected, lambda it: it and all(group in GROUPS for group in it))
    zone = value("zone", str, _("a zone such as Asia/Shanghai"), _is_zone)
    opens = _moment(table.get("opens"), zone)
    closes = _moment(table.get("closes"), zone)
    for name, moment in (("opens", opens), ("closes", closes)):
        if moment is None:
            wrong(name, _("a day and a minute such as 2026-12-01T09:00"), _("Write it in the zone of the rules."))
    if minimum and maximum and minimum > maximum:
        wrong("minimum", _("at most {most}").format(most=maximum), _("Exchange the two."))
    if opens and closes and opens >= closes:
        wrong("closes", _("a moment after {opens}").format(opens=table["opens"]), _("Exchange the two."))
    sentences = table.get("words", [])
    if not isinstance(sentences, list) or not all(isinstance(word, str) for word in sentences):
        wrong("words", _("a list of texts"), _("Tell readers the rules in plain words."))
        sentences = []
    places = table.get("places", 10)
    if len(reader.problems) > before or not (title and minimum and maximum and groups and zone and opens and closes):
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
        words=tuple(_printable(word) for word in sentences),
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
    return found.replace(tzinfo=ZoneInfo(zone or "UTC")) if found and not found.tzinfo else None


def _printable(text: str) -> str:
    return " ".join(FORBIDDEN.sub("", text).split())[:300]


def _candidates(reader: _Reader, year: int) -> tuple[Candidate, ...]:
    name = "candidates.json"
    try:
        slate = msgspec.json.decode(reader.files[name], type=_Slate)
    except msgspec.MsgspecError as error:
        reader.damaged(name, 1, error)
        return ()
    fix = _("Restore it from the repository's history; nobody edits it by hand.")
    if slate.year != year:
        reader.wrong(name, 1, "year", quoted(str(slate.year)), str(year), fix)
    if not slate.candidates:
        reader.wrong(name, 1, "candidates", _("no candidate"), _("at least one"), fix)
    seen: set[str] = set()
    for place, candidate in enumerate(slate.candidates):
        where = f"candidates[{place}]"
        if not CODE.fullmatch(candidate.code):
            reader.wrong(name, 1, f"{where}.code", quoted(candidate.code), _("a code such as N07"), fix)
        if not is_slug(candidate.slug):
            reader.wrong(name, 1, f"{where}.slug", quoted(candidate.slug), _("a slug: a-z, 0-9 and hyphens"), fix)
        for word in (candidate.code, candidate.slug):
            if word in seen:
                reader.wrong(name, 1, where, quoted(word), _("it once"), fix)
            seen.add(word)
        texts = {"title": candidate.title, "region": candidate.region, "summary": candidate.summary}
        for field, text in texts.items():
            if FORBIDDEN.search(text) or not text.strip():
                reader.wrong(name, 1, f"{where}.{field}", quoted(ascii(text)), _("printable text"), fix)
    return slate.candidates


def _screening(reader: _Reader) -> Screening:
    verdicts = [verdict for _number, verdict in reader.lines("screening.jsonl", _Verdict) if verdict.score is not None]
    decisions = {said.story: said.decision for _number, said in reader.lines("decisions.jsonl", _Decision)}
    return Screening(
        stories=len({verdict.story for verdict in verdicts}),
        screeners=tuple(sorted({_printable(verdict.screener) for verdict in verdicts})),
        accepted=sum(word == "accept" for word in decisions.values()),
        refused=sum(word == "refuse" for word in decisions.values()),
    )


def _said(reader: _Reader) -> dict[str, Any]:
    """What people say of the result, moderated: comments.yaml."""
    shown = f"{reader.shown}/{COMMENTS}"
    try:
        entry = entry_of(reader.text(COMMENTS), shown)
    except Unreadable as error:
        reader.problems.append(error.problem)
        entry = Entry(1, {})
    form = Form(entry, shown, 0, reader.problems)
    comments: dict[str, Comment] = {}
    lines: dict[str, int] = {}
    for one in form.entries("comments"):
        if isinstance(one, str):
            form.wrong("comments", quoted(one), _("story, text and by"), _("Write {story: …, text: …, by: …}."))
            continue
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


def year_of(vote: Vote, stories: Mapping[str, Story]) -> Year:
    """The annual page of a published vote that nobody has written one for: the chosen in their order.

    stories  by slug, all of the slate
    """
    by_code = {candidate.code: candidate for candidate in vote.candidates}
    said = {comment.slug: comment for comment in vote.comments}
    slugs = [by_code[code].slug for code in vote.result.chosen] if vote.result else []
    return Year(
        year=vote.year,
        path=f"{vote.path}/result.json",
        title=vote.rules.title,
        summary="",
        note="\n\n".join(_as_markdown(paragraph) for paragraph in vote.note),
        entries=tuple(
            Annual(slug, _as_markdown(stories[slug].summary), _as_markdown(said[slug].text), said[slug].by)
            if slug in said
            else Annual(slug, _as_markdown(stories[slug].summary), "")
            for slug in slugs
        ),
        outline=NOTHING,
        letters=vote.remarks,
    )


def joined(year: Year, vote: Vote, shown: str, problems: list[Problem]) -> Year:
    """A written annual page with what the vote gives it: the order, and the readers' remarks.

    shown  how problems name the content folder
    """
    by_code = {candidate.code: candidate.slug for candidate in vote.candidates}
    chosen = [by_code[code] for code in vote.result.chosen] if vote.result else []
    written = {entry.slug: entry for entry in year.entries}
    for slug in sorted(written.keys() ^ set(chosen)):
        found = _("an entry for {slug}") if slug in written else _("no entry for {slug}")
        expected = _("an entry for each story that the vote chose, and no other")
        fix = _("The chosen are in {file}.").format(file=f"{shown}/{vote.path}/result.json")
        file = f"{shown}/{year.path}"
        problems.append(Problem(file, 1, "body", found.format(slug=quoted(slug)), expected, fix))
    if vote.comments:
        file, line = f"{shown}/{vote.path}/{COMMENTS}", min(vote.comments_lines.values())
        found, expected = _("comments on a year that has a page of its own"), _("them on that page")
        fix = _("Move them to {file}, below the label of their entry.").format(file=f"{shown}/{year.path}")
        problems.append(Problem(file, line, "comments", found, expected, fix))
    entries = tuple(written[slug] for slug in chosen if slug in written)
    return msgspec.structs.replace(year, entries=entries, letters=(*year.letters, *vote.remarks))


def years_with_votes(
    years: Iterable[Year],
    votes: Iterable[Vote],
    stories: Iterable[Story],
    shown: str,
    problems: list[Problem],
) -> list[Year]:
    """Every annual page: those that were written, and those that follow from a published vote. A year without a vote
    stays as it was printed."""
    found = {year.year: year for year in years}
    by_slug = {story.slug: story for story in stories}
    for vote in votes:
        if vote.result is None:
            continue
        if vote.year in found:
            found[vote.year] = joined(found[vote.year], vote, shown, problems)
        elif all(candidate.slug in by_slug for candidate in vote.candidates):
            found[vote.year] = year_of(vote, by_slug)
    return list(found.values())


def _as_markdown(text: str) -> str:
    """Plain text that Markdown prints as it is."""
    return _MARKS.sub(r"\\\g<0>", text)


def strangers(
    vote: Vote, shown: str, wrong_with: Callable[[str], str], slugs: Collection[str], problems: list[Problem]
) -> None:
    """Add a problem for each story that a vote names and that is not there.

    wrong_with  slug -> '' for a story that is out; else what is wrong with it, in words
    slugs       of all stories, for the way out
    """
    for place, candidate in enumerate(vote.candidates):
        found = wrong_with(candidate.slug)
        if found:
            where, field = f"{shown}/{vote.path}/candidates.json", f"candidates[{place}].slug"
            fix = _("Publish that story, or restore its file.")
            if candidate.slug not in slugs:
                fix = did_you_mean(candidate.slug, slugs, fix)
            problems.append(Problem(where, 1, field, found, _("a story that is published"), fix))
    on_slate = {candidate.slug for candidate in vote.candidates}
    for comment in vote.comments:
        if comment.slug not in on_slate:
            where = f"{shown}/{vote.path}/{COMMENTS}"
            fix = did_you_mean(comment.slug, on_slate, _("Remove the comment."))
            line = vote.comments_lines[comment.slug]
            expected = _("a story of the slate")
            problems.append(Problem(where, line, "comments.story", quoted(comment.slug), expected, fix))
