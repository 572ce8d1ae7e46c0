"""Damage: what scanning, columns and copying did to a text. Each finding names its line and, where there is one, a
repair; nothing is repaired unasked."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from goodnews.characters import FORBIDDEN, LOST
from goodnews.importer.breaks import Break, breaks_in
from goodnews.importer.days import Day, day_in
from goodnews.importer.guesses import BEGINNING
from goodnews.importer.item import Item, Page
from goodnews.importer.makers import second_bylines
from goodnews.importer.matching import key
from goodnews.importer.numerals import figures_in
from goodnews.importer.raw import Line, Raw
from goodnews.language import _
from goodnews.newsroom.story import WEEKDAYS

NEAR = 3  # lines between two paragraphs that follow each other, blank ones among them
_TURNED = re.compile(
    r"[（(](?:下转|上接|转|紧接|详见|见)?第?\s*[\d一二三四五六七八九十A-D]{1,3}\s*版[^（()）]{0,8}[)）]"
)
_TIME = re.compile(r"\d{1,2}[:：]\d{2}|\d\ufe0f?\u20e3")  # of a day; a number of the list
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LONG = 12  # characters of a text that is no accident if it comes twice
_SET_IN = re.compile(r"\s*\u3000|\s{2}")
_HEADING = 8  # characters of a section's name, which has no marks
_PAIRS = (("“", "”"), ("‘", "’"), ("（", "）"), ("《", "》"), ("「", "」"), ("【", "】"))
_DOUBLED = re.compile(
    r"([的了在是和与为对将把被这])\1|(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,6})\2|([\u4e00-\u9fff]{3,6})\3"
)


class Join(NamedTuple):
    """Put a line to the end of another; the lines behind it, up to the last, follow it there."""

    line: int
    to: int
    last: int  # the same line, unless more belong to it


class Delete(NamedTuple):
    """Take what stands twice out once."""

    line: int
    words: str


Repair = Join | Delete


class Warning(msgspec.Struct, frozen=True):
    line: int  # 0: of the whole file
    what: str
    repair: Repair | None = None

    def __str__(self) -> str:
        where = _("line {line}: ").format(line=self.line) if self.line else ""
        return where + self.what + (" " + self.proposal if self.repair else "")

    @property
    def proposal(self) -> str:
        match self.repair:
            case Join(line, to, last) if to < line <= to + NEAR and last == line:
                return _("Proposal: join line {line} to line {to}.").format(line=line, to=to)
            case Join(line, to, last) if last == line:
                return _("Proposal: move line {line} behind line {to}.").format(line=line, to=to)
            case Join(line, to, last):
                words = _("Proposal: move lines {line} to {last} behind line {to}.")
                return words.format(line=line, to=to, last=last)
            case Delete(_line, words):
                return _("Proposal: write {words} once.").format(words=words)
        return ""


def damage_in(raw: Raw, page: Page) -> tuple[Warning, ...]:
    """Everything to be looked at, in the order of the lines: what the format hides, then what the text shows."""
    words = "\n".join(line.text for line in raw.lines)
    breaks = [_broken(one) for one in breaks_in(page, words, _indented(raw, page))]
    mended = {n for w in breaks if isinstance(w.repair, Join) for n in (w.repair.line, w.repair.to)}
    found = [Warning(hidden.line, f"{hidden.what}: {hidden.text}") for hidden in raw.hidden]
    found += _characters(raw)
    found += breaks
    found += [warning for piece in page.imprint if (day := day_in(piece.text)) for warning in _weekday(piece.line, day)]
    seen: dict[str, int] = {}
    found += _sections(page)
    for item in page.items:
        found += _item(item)
        for line, text in ((p.line, p.text) for p in (*item.body, *item.comment)):
            found += _text(line, text, quotes=line not in mended)
            if len(said := key(text)) >= _LONG:
                if said in seen and seen[said] != line:
                    found.append(Warning(line, _("the same text as line {other}").format(other=seen[said])))
                seen.setdefault(said, line)
    return tuple(sorted(dict.fromkeys(found), key=lambda warning: warning.line))


def _indented(raw: Raw, page: Page) -> frozenset[int]:
    """Lines that are set in, if most paragraphs of the page are."""
    texts = {p.line for item in page.items for p in item.body if p.is_flowing}
    found = frozenset(line.number for line in raw.lines if line.number in texts and _SET_IN.match(line.text))
    return found if len(found) * 5 >= len(texts) * 3 else frozenset()


def repaired(raw: Raw, repairs: Iterable[Repair]) -> tuple[Raw, dict[int, int]]:
    """The file with some repairs, and which lines have become part of which."""
    lines = {line.number: line for line in raw.lines}
    order = [line.number for line in raw.lines]
    joined: dict[int, int] = {}
    for repair in repairs:
        match repair:
            case Join(line, to, last):
                while to in joined:
                    to = joined[to]
                first = order.index(line)
                moved = order[first : order.index(last) + 1]
                if line in joined or to in moved or not moved:
                    continue
                lines[to] = msgspec.structs.replace(lines[to], text=lines[to].text.rstrip() + lines[line].text.strip())
                lines[line] = Line(line, "")
                joined[line] = to
                del order[first : first + len(moved)]
                at = order.index(to) + 1
                order[at:at] = moved
            case Delete(line, words):
                while line in joined:
                    line = joined[line]
                lines[line] = msgspec.structs.replace(lines[line], text=lines[line].text.replace(words * 2, words, 1))
    return msgspec.structs.replace(raw, lines=tuple(lines[number] for number in order)), joined


def _characters(raw: Raw) -> Iterator[Warning]:
    for line in raw.lines:
        if lost := re.search(f"[{LOST}]", line.text):
            before = line.text[max(lost.start() - 6, 0) : lost.start()]
            yield Warning(line.number, _("a letter was lost after {words}; □ stands for it").format(words=before))
        elif FORBIDDEN.search(line.text):
            yield Warning(line.number, _("control characters, which no text may hold; they are left out"))


def _broken(one: Break) -> Warning:
    repair = Join(one.start, one.end, one.last) if one.start and one.end else None
    if not one.end:
        return Warning(one.start, _("a text that begins in the middle: {words}").format(words=one.words))
    return Warning(one.end, _("the text breaks off: {words}").format(words=one.words), repair)


def _text(line: int, text: str, quotes: bool) -> Iterator[Warning]:
    """What one paragraph shows.

    quotes  whether its quotation marks must match: those of a broken paragraph do once it is joined
    """
    text = text[:BEGINNING]
    for opening, closing in _PAIRS if quotes else ():
        if text.count(opening) != text.count(closing):
            what = _("{opening} and {closing} do not match").format(opening=opening, closing=closing)
            yield Warning(line, what)
    if quotes and text.count('"') % 2:
        yield Warning(line, _("a quotation mark without its other"))
    if turned := _TURNED.search(text):
        yield Warning(line, _("a page reference within the text: {words}").format(words=turned[0]))
    for found in _DOUBLED.finditer(text):
        word = next(filter(None, found.groups()))
        if len(word) == 1 or (len(set(word)) > 1 and word[0] not in "一每各" and not word[0].isdigit()):
            what = _("{words} stands twice").format(words=word)
            yield Warning(line, what, Delete(line, word))


def _sections(page: Page) -> Iterator[Warning]:
    """Lines that may be headings of sections which the registry lacks: a few items of a digest have one more head."""
    above = [item.kicker for item in page.items if item.kicker]
    if page.profile != "weekly" or len(above) * 3 > len(page.items):
        return
    for piece in above:
        if len(key(piece.text)) <= _HEADING and key(piece.text) == "".join(piece.text.split()):
            words = _("{heading} is read as a kicker; if it heads a section, that is missing in sections.yaml")
            yield Warning(piece.line, words.format(heading=piece.text))


def _item(item: Item) -> Iterator[Warning]:
    if item.title:
        said = figures_in(" ".join([p.text for p in item.body] + [c.text for c in item.captions]))
        for figure, number in figures_in(_TIME.sub("", item.title.text)).items():
            if number not in said.values() and re.search("[0-9]", figure) and not _YEAR.fullmatch(figure):
                what = _("the headline's {figure} is not in the text").format(figure=figure)
                yield Warning(item.title.line, what)
    for signature in item.signatures:
        for at, credit in enumerate(signature.credits):
            if not credit.role and at == 0 and len(signature.credits) > 1:
                names = " ".join(credit.names)
                yield Warning(signature.line, _("{names}: no role stands before it").format(names=names))
            for doubt in credit.doubts:
                what = _("{words} runs together; read as {names}").format(words=doubt, names=" ".join(credit.names))
                yield Warning(signature.line, what)
    yield from _bylines(item)
    if item.day:
        yield from _weekday(*item.day)


def _weekday(line: int, day: Day) -> Iterator[Warning]:
    right = WEEKDAYS[day.date.weekday()]
    if day.weekday and day.weekday != right:
        what = _("{day} is no {weekday}; it was {right}").format(day=day.date, weekday=day.weekday, right=right)
        yield Warning(line, what)


def _bylines(item: Item) -> Iterator[Warning]:
    for one in second_bylines(item):
        yield Warning(one.line, _("a second byline: it may belong to another item, and is left out"))
