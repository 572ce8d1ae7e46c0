"""Proofreading: what the words of one file show, whatever other files say. A file is read again only if it changed."""

import contextlib
import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from goodnews.characters import half_width
from goodnews.desk.found import Found
from goodnews.desk.punctuation import looked_at, punctuation
from goodnews.desk.usage import Usage
from goodnews.desk.wording import PRIVATE, marks_of, wording
from goodnews.language import _
from goodnews.newsroom.house import FullName, House
from goodnews.newsroom.story import WEEKDAYS
from goodnews.problem import Problem, quoted
from goodnews.text.document import Document, body_at, document_from
from goodnews.text.reading import read_text
from goodnews.workers import Job, Workers

BATCH = 128  # files given to a process at once
ALONE = 512  # fewer files than this are read without starting a process


class Sheet(NamedTuple):
    """One file to be proofread."""

    path: str  # below content/
    title: str = ""  # of a story whose text is printed
    summary: str = ""
    day: datetime.date = datetime.date.min  # of publication
    year: int = 0  # in which it happened; 0 if that is not told
    checked: bool = False  # whether somebody made sure that what is private in it may be published


class Marked(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A sheet as it was marked: what was found in the file as it was then."""

    hash: bytes  # of the file; b"" if nobody keeps it: such a file is read each time
    title: str  # as the sheet gave it: on the day of a retraction the text is no longer printed
    remarks: tuple[Problem, ...]  # without the name of the file, which depends on where one stands


def proofread(
    sheets: Sequence[Sheet],
    hashes: Mapping[str, bytes],
    before: Mapping[str, Marked],
    folder: str,
    names: Mapping[str, FullName],
    house: House,
    workers: Workers,
) -> dict[str, Marked]:
    """Proofread what changed.

    hashes   path -> hash of the file as it is, of those that are kept
    before   proofs made with the same code, usage and language
    folder   of the content
    names    short name -> full name
    returns  path -> proof, of every sheet
    raises   Unreadable, Died; FileNotFoundError if a file has just gone
    """
    found = {}
    unread = []
    for sheet in sheets:
        proof = before.get(sheet.path)
        if proof and proof.hash and proof.hash == hashes.get(sheet.path) and proof.title == sheet.title:
            found[sheet.path] = proof
        else:
            unread.append(sheet)
    job = Job(ProofWork, (folder, names, house))
    batches = ((None, unread[start : start + BATCH]) for start in range(0, len(unread), BATCH))
    for _place, batch, answer in workers.do(job, batches, alone=len(unread) < ALONE):
        for sheet, remarks in zip(batch, _ANSWER.decode(answer), strict=True):
            found[sheet.path] = Marked(hashes.get(sheet.path, b""), sheet.title, remarks)
    return found


_ANSWER = msgspec.msgpack.Decoder(list[tuple[Problem, ...]])


class ProofWork:
    """Proofreads in one process."""

    def __init__(self, folder: str, names: Mapping[str, FullName], house: House) -> None:
        self._folder = folder
        self._usage = Usage(names, house)

    def __call__(self, batch: Sequence[Sheet], at: Callable[[int], None]) -> bytes:
        answers = []
        for place, sheet in enumerate(batch):
            at(place)
            answers.append(tuple(remarks_on(sheet, read_text(self._folder, sheet.path, sheet.path), self._usage)))
        return msgspec.msgpack.encode(answers)


def remarks_on(sheet: Sheet, text: str, usage: Usage) -> Iterator[Problem]:
    """Everything that one file's own words show."""
    read = _Read(sheet.path, text)
    seen = looked_at(text, read.body_at)
    yield from _worded(read, seen, sheet.checked)
    for found in usage.remarks(seen):
        yield read.problem(found)
    if sheet.title:
        yield from _figures(read, sheet)
        yield from _weekdays(read, sheet.day)
        yield from _years(read, sheet)
        for found in usage.short_names(seen, read.body_at):
            yield read.problem(found)


class _Read:
    """One text; where its fields stand is found out when something was found."""

    def __init__(self, path: str, text: str) -> None:
        self.text = text
        self.body_at = body_at(text)
        self.header = text[: self.body_at]
        self._path = path
        self._document: Document | None = None

    @property
    def document(self) -> Document:
        if self._document is None:
            self._document = document_from(self._path, self._path, self.text)
        return self._document

    def problem(self, found: Found, field: str = "") -> Problem:
        """field  '': the one that stands there"""
        entry, line = self.document.entry, self.text.count("\n", 0, found.at) + 1
        column = found.at - self.text.rfind("\n", 0, found.at)
        if field in entry.fields:
            line, column = entry.fields[field][0], 0
        elif line >= self.document.body_line:
            field = "body"
        else:
            above = [(start, name) for name, (start, _node) in entry.fields.items() if start <= line]
            field = max(above)[1] if above else "front matter"
        return Problem("", line, field, quoted(found.text), found.expected, found.fix, found.rule, column)


def _worded(read: _Read, seen: str, checked: bool) -> Iterator[Problem]:
    """Wording that may not be meant for publication, in the fields and the body.

    seen     of the text what is looked at for its marks
    checked  whether what is private in it may be published
    """
    for found in (*wording(read.text), *marks_of(read.header)):
        if not (checked and found.rule in PRIVATE):
            yield read.problem(found)
    for found in punctuation(seen, read.body_at):
        yield read.problem(found)


def _figures(read: _Read, sheet: Sheet) -> Iterator[Problem]:
    """A figure in the headline must also be in the text; one that the text gives only with a hedge (近, 超, 余 …) keeps
    one in the headline."""
    title = half_width(sheet.title)
    if not _DIGIT.search(title):
        return
    hedges: dict[Decimal, str] = {}  # figure -> its first hedge in the text; '' if it also stands there without one
    digits = set()
    for found in _HEDGED.finditer(half_width(f"{sheet.summary}\n{read.text[read.body_at :]}")):
        value, hedge = _value(found), _hedge(found)
        hedges[value] = hedges.get(value, hedge) and hedge
        digits.add(found["digits"])
    for found in {found[0]: found for found in _HEDGED.finditer(title)}.values():
        value = _value(found)
        if value not in hedges and found["digits"] not in digits:
            expected, fix = _("a figure that the text gives too"), _("Compare the headline with the text.")
            yield read.problem(Found(0, found["digits"], expected, fix, "figure-not-in-text"), "title")
        elif hedges.get(value) and not _hedge(found):
            expected = _("the hedge of the text: {hedge}").format(hedge=hedges[value])
            fix = _("Keep it in the headline, or the figure says more than is known.")
            yield read.problem(Found(0, found["figure"], expected, fix, "hedge-lost"), "title")


_DIGIT = re.compile("[0-9]")
_HEDGED = re.compile(
    r"(?P<before>(?:约|近|超过?|逾|大约|将近|接近|不到|不足|至少|最多|[上数]|突破)(?:为|计)?)?"
    r"(?P<figure>(?P<digits>[0-9]+(?:[.,][0-9]+)*)(?P<within>[余多])?(?P<unit>[百千]?[万亿]?))(?P<after>[余多]|左右|以上|以下)?"
)
_UNITS = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


def _hedge(figure: re.Match[str]) -> str:
    return "".join(filter(None, figure.group("before", "within", "after")))


def _value(figure: re.Match[str]) -> Decimal:
    """What a figure is worth: 1万 and 10,000 are one."""
    digits = figure["digits"].replace(",", "")
    value = Decimal(digits) if digits.count(".") < 2 else Decimal(digits.replace(".", ""))
    for unit in figure["unit"]:
        value *= _UNITS[unit]
    return value


_YEAR_WORD = re.compile(r"(今年|本年|去年|前年|明年)(?:[（(，]?[即是]?([12][0-9]{3})(?:年|(?=[）)])))?")
_AWAY = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "明年": 1}


def _years(read: _Read, sheet: Sheet) -> Iterator[Problem]:
    """今年 and 去年 are counted from the year of publication, as readers do."""
    fix = _("Write the year itself, or correct it.")
    for found in _YEAR_WORD.finditer(read.text, read.body_at):
        year = sheet.day.year + _AWAY[found[1]]
        if found[2] and int(found[2]) != year:
            expected = _("{year}, the year that readers take it for").format(year=year)
            yield read.problem(Found(found.start(), found[0], expected, fix, "year-word"))
        elif not found[2] and sheet.year and sheet.year != sheet.day.year:
            expected = _("the year in figures, because what is told is of {year}").format(year=sheet.year)
            yield read.problem(Found(found.start(), found[0], expected, fix, "year-word"))
            return


_BESIDE_A_DAY = re.compile("日[（(，, ]?(?:星期|周|礼拜)")  # what every text is searched for
_WEEKDAY = re.compile(
    r"(?<![0-9])(?:([12][0-9]{3})年)?(1[0-2]|[1-9])月([12][0-9]|3[01]|[1-9])"
    rf"{_BESIDE_A_DAY.pattern}([一二三四五六日天])"
)


def _weekdays(read: _Read, published: datetime.date) -> Iterator[Problem]:
    """A weekday beside a date; without a year it is the one nearest to the day of publication."""
    if not _BESIDE_A_DAY.search(read.text, read.body_at):
        return
    for found in _WEEKDAY.finditer(read.text, read.body_at):
        years = [int(found[1])] if found[1] else [published.year - 1, published.year, published.year + 1]
        days = []
        for year in years:
            with contextlib.suppress(ValueError):
                days.append(datetime.date(year, int(found[2]), int(found[3])))
        if days:
            day = min(days, key=lambda day: abs(day - published))
            if "一二三四五六日".index(found[4].replace("天", "日")) != day.weekday():
                expected = _("{weekday}, the weekday of {day}").format(weekday=WEEKDAYS[day.weekday()], day=day)
                one = Found(found.start(), found[0], expected, _("Correct the weekday or the date."), "wrong-weekday")
                yield read.problem(one)
