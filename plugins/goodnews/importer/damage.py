"""Damage: what scanning, columns and copying did to a text. Each finding names its line and, where there is one, a
repair; nothing is repaired unasked."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from goodnews.characters import FORBIDDEN, LOST
from goodnews.importer.item import Item, Page, Paragraph
from goodnews.importer.matching import ended, folded, key
from goodnews.importer.numerals import figures_in
from goodnews.importer.people import REPORTER
from goodnews.importer.raw import Line, Raw
from goodnews.language import _
from goodnews.newsroom.story import WEEKDAYS

NEAR = 3  # lines between two paragraphs that follow each other, blank ones among them
_LONG = 12  # characters of a text that is no accident if it comes twice
_PAIRS = (("“", "”"), ("‘", "’"), ("（", "）"), ("《", "》"), ("「", "」"), ("【", "】"))
_DOUBLED = re.compile(
    r"([的了在是和与为对将把被这])\1|(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,6})\2|([\u4e00-\u9fff]{3,6})\3"
)
# How a paragraph begins that goes on with the words of another: with a mark that ends something, with a particle, or
# with the last character of a word and a mark behind it.
_FRAGMENT = re.compile(r"[，。、；：！？）》”’%]|[了着过们吗呢吧][^\u4e00-\u9fff“]|[^\W\d_][，。、；](?!$)|的(?!士|确)")


class Join(NamedTuple):
    """Put a line to the end of another."""

    line: int
    to: int


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
            case Join(line, to) if to < line <= to + NEAR:
                return _("Proposal: join line {line} to line {to}.").format(line=line, to=to)
            case Join(line, to):
                return _("Proposal: move line {line} behind line {to}.").format(line=line, to=to)
            case Delete(_line, words):
                return _("Proposal: write {words} once.").format(words=words)
        return ""


def damage_in(raw: Raw, page: Page) -> tuple[Warning, ...]:
    """Everything to be looked at, in the order of the lines: what the format hides, then what the text shows."""
    found = [Warning(hidden.line, f"{hidden.what}: {hidden.text}") for hidden in raw.hidden]
    found += _characters(raw)
    words = "\n".join(line.text for line in raw.lines)
    found += _breaks(page, words)
    seen: dict[str, int] = {}
    for item in page.items:
        found += _item(item)
        for line, text in ((p.line, p.text) for p in item.body):
            found += _text(line, text)
            if len(said := key(text)) >= _LONG:
                if said in seen and seen[said] != line:
                    found.append(Warning(line, _("the same text as line {other}").format(other=seen[said])))
                seen.setdefault(said, line)
    return tuple(sorted(dict.fromkeys(found), key=lambda warning: warning.line))


def repaired(raw: Raw, repairs: Iterable[Repair]) -> tuple[Raw, dict[int, int]]:
    """The file with some repairs, and which lines have become part of which."""
    lines = {line.number: line for line in raw.lines}
    joined: dict[int, int] = {}
    for repair in repairs:
        match repair:
            case Join(line, to):
                while to in joined:
                    to = joined[to]
                if line in joined or line == to:
                    continue
                text = lines[to].text.rstrip() + lines[line].text.strip()
                lines[to] = Line(to, text, lines[to].kind, lines[to].level)
                lines[line] = Line(line, "")
                joined[line] = to
            case Delete(line, words):
                while line in joined:
                    line = joined[line]
                old = lines[line]
                lines[line] = Line(line, old.text.replace(words * 2, words, 1), old.kind, old.level)
    return msgspec.structs.replace(raw, lines=tuple(lines[line.number] for line in raw.lines)), joined


def _characters(raw: Raw) -> Iterator[Warning]:
    for line in raw.lines:
        if lost := re.search(f"[{LOST}]", line.text):
            before = line.text[max(lost.start() - 6, 0) : lost.start()]
            yield Warning(line.number, _("a letter was lost after {words}; □ stands for it").format(words=before))
        elif FORBIDDEN.search(line.text):
            yield Warning(line.number, _("control characters, which no text may hold; they are left out"))


class _Spot(NamedTuple):
    item: int
    place: int
    paragraph: Paragraph


def _breaks(page: Page, words: str) -> Iterator[Warning]:
    """Paragraphs that break off, and those that begin in the middle: which may belong together.

    words  of the whole page: `收音` and `机` belong together if it says 收音机 elsewhere
    """
    bodies = [[p for p in item.body if not p.subhead] for item in page.items]
    spots = [_Spot(i, k, p) for i, body in enumerate(bodies) for k, p in enumerate(body)]
    ends = [spot for spot in spots if _is_open(spot.paragraph.text)]
    starts = [spot for spot in spots if spot.place and _FRAGMENT.match(spot.paragraph.text)]
    used: set[int] = set()
    for end in ends:
        body = bodies[end.item]
        below = body[end.place + 1] if end.place + 1 < len(body) else None
        found = _best(
            end, [s for s in starts if s.paragraph.line not in used and s.paragraph is not end.paragraph], words
        )
        fits = below is not None and (_likely(end.paragraph.text, below.text, words) or _FRAGMENT.match(below.text))
        if found and (found.paragraph is below or not fits or _likely(end.paragraph.text, found.paragraph.text, words)):
            below = found.paragraph
        elif below is None and not _is_cut(end.paragraph.text):
            continue
        if below is None:
            yield Warning(end.paragraph.line, _("the text breaks off: {words}").format(words=end.paragraph.text[-10:]))
            continue
        used.add(below.line)
        what = _("the text breaks off: {words}").format(words=f"{end.paragraph.text[-8:]}|{below.text[:8]}")
        yield Warning(end.paragraph.line, what, Join(below.line, end.paragraph.line))
    for start in starts:
        if start.paragraph.line not in used:
            words_ = start.paragraph.text[:10]
            yield Warning(start.paragraph.line, _("a text that begins in the middle: {words}").format(words=words_))


def _is_open(text: str) -> bool:
    plain = folded(text)
    return not ended(text) and len(text) >= 10 and re.search(r"[)\]>\"'》」]\s*$", plain) is None


def _is_cut(text: str) -> bool:
    """Whether a last paragraph that does not end as a sentence is one that was cut, and no signature or list."""
    return len(text) >= 25


def _best(end: _Spot, starts: Sequence[_Spot], words: str) -> _Spot | None:
    """The fragment that goes on best: one that makes a word of the page, else the only one."""
    likely = [start for start in starts if _likely(end.paragraph.text, start.paragraph.text, words)]
    return likely[0] if likely else None


def _likely(end: str, start: str, words: str) -> bool:
    """Whether the characters on both sides of a break stand together elsewhere on the page."""
    if not end or not start:
        return False
    return any(joined in words for joined in (end[-2:] + start[:1], end[-1:] + start[:2]) if len(joined) == 3) or (
        words.count(end[-1:] + start[:1]) >= 1 and re.fullmatch("[\u4e00-\u9fff]{2}", end[-1:] + start[:1]) is not None
    )


def _text(line: int, text: str) -> Iterator[Warning]:
    for opening, closing in _PAIRS:
        if text.count(opening) != text.count(closing):
            what = _("{opening} and {closing} do not match").format(opening=opening, closing=closing)
            yield Warning(line, what)
    if text.count('"') % 2:
        yield Warning(line, _("a quotation mark without its other"))
    for found in _DOUBLED.finditer(text):
        word = next(filter(None, found.groups()))
        if len(word) == 1 or (len(set(word)) > 1 and word[0] not in "一每各" and not word[0].isdigit()):
            what = _("{words} stands twice").format(words=word)
            yield Warning(line, what, Delete(line, word))


def _item(item: Item) -> Iterator[Warning]:
    if item.title:
        said = figures_in(" ".join([p.text for p in item.body] + [c.text for c in item.captions]))
        for figure, number in figures_in(item.title.text).items():
            if number not in said.values() and figure == figure.strip() and re.search("[0-9]", figure):
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
    if item.day and item.day[1].weekday:
        line, day = item.day
        right = WEEKDAYS[day.date.weekday()]
        if day.weekday != right:
            what = _("{day} is no {weekday}; it was {right}").format(day=day.date, weekday=day.weekday, right=right)
            yield Warning(line, what)


def _bylines(item: Item) -> Iterator[Warning]:
    """A second byline: it may belong to another item."""
    by = [s for s in item.signatures if any(re.fullmatch(REPORTER, credit.role) for credit in s.credits)]
    texts = [p.line for p in item.body if not p.subhead]
    for one in by[1:]:
        if texts and by[0].line <= texts[0] < one.line and not any(credit.function for credit in one.credits):
            names = Counter(name for credit in one.credits for name in credit.names)
            if not names & Counter(name for credit in by[0].credits for name in credit.names):
                yield Warning(one.line, _("a second byline: it may belong to another item"))
