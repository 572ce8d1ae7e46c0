"""Breaks: paragraphs that stop in the middle, and those that begin there. Which belong together is told by the words on
both sides: a break within a word leaves its halves, and pieces of one text speak of the same things."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from goodnews.importer.item import Item, Page, Paragraph
from goodnews.importer.matching import ended, folded, pairs
from goodnews.importer.names import has_surname

_HAN = re.compile("[\u3400-\u9fff]+")
# How a paragraph begins that goes on with the words of another: with a mark that ends something, with a particle, or
# with the last character of a word and a mark behind it.
_FRAGMENT = re.compile(
    r"[，。、；：！？）》”’%]|[了着过们吗呢吧][^\u4e00-\u9fff“]|[\u3400-\u9fff][，。、；](?!$)|的(?!士|确)"
)
# A person's office at the end of a line: the name that follows was broken off.
_OFFICE = re.compile(
    r".{4,}(?:书记|主席|主任|部长|会长|经理|负责人|厂长|局长|处长|科长|队长|班长|站长|师傅|记者|职工|工人)"
)
_SHORT = 24  # characters of a last paragraph that may be a list or a signature
MOST = 200  # breaks of a page that are compared with each other
_ALIKE = 2  # pairs of characters that two pieces of one text share, and no other item has


class Break(NamedTuple):
    end: int  # line of the paragraph that stops; 0: unknown
    start: int  # line of the one that goes on; 0: unknown
    last: int  # last line that belongs to it
    words: str  # on both sides


class _Spot(NamedTuple):
    item: int
    at: int  # in the item's text
    paragraph: Paragraph


def breaks_in(page: Page, words: str, indented: frozenset[int] = frozenset()) -> Iterator[Break]:
    """Every break of a page; a comment's or note's next paragraph is the only one that may continue it.

    words     of the whole page
    indented  lines that are set in, if that is how the page begins its paragraphs: then they continue none, and what
              is not set in below a whole paragraph is a piece of another
    """
    for item in page.items:
        yield from _within(item.comment, words)
    yield from _within(page.note, words)
    yield from _Search(page, words, indented).breaks()


class _Search:
    """The breaks between paragraphs of items, from the surest to the least sure."""

    def __init__(self, page: Page, words: str, indented: frozenset[int]) -> None:
        self._page = page
        self._words = words
        self._indented = indented
        spots = [_Spot(i, k, p) for i, item in enumerate(page.items) for k, p in enumerate(item.body)]
        self._below = {(spot.item, spot.at): spot for spot in spots}
        self._pieces = {spot.paragraph.line for spot in spots if indented and self._is_piece(spot)}
        self._ends = [spot for spot in spots if _stops(spot, self._below)]
        self._starts = [spot for spot in spots if self._is_start(spot)]
        if len(self._starts) > MOST or len(self._ends) > MOST:  # broken throughout: only what follows may belong
            self._starts = []

    def breaks(self) -> Iterator[Break]:
        # Where pieces go decides how they go on: what is no piece comes first.
        for end in sorted(self._ends, key=lambda end: end.paragraph.line in self._pieces):
            if end not in self._ends:
                continue  # it is known how it goes on
            next_ = self._next(end)
            if next_ is not None and self._is_sure(end, next_):
                yield self._joined(end, next_)
            elif found := next((s for s in self._far(end, next_) if self._is_mended(end, s)), None):
                yield self._joined(end, found)
            elif piece := self._inserted(end, next_):
                yield self._joined(end, piece)
                if next_ is not None:
                    yield self._joined(piece, next_)
            elif next_ is not None and _may_follow(next_, self._page):
                yield self._joined(end, next_)
        for start in tuple(self._starts):
            wanting = [end for end in self._ends if _may_pair(end, start, self._page)]
            best = max(wanting, key=lambda end: _shared(self._page, end, start), default=None)
            alone = len(self._starts) == len(self._ends) == 1 and _FRAGMENT.match(start.paragraph.text)
            if best is not None and (_shared(self._page, best, start) >= _ALIKE or alone):
                yield self._joined(best, start)
            elif _FRAGMENT.match(start.paragraph.text) or _resumes(start, self._page):
                yield Break(0, start.paragraph.line, start.paragraph.line, start.paragraph.text[:10])
        for end in self._ends:
            if len(end.paragraph.text) >= _SHORT:
                yield Break(end.paragraph.line, 0, 0, end.paragraph.text[-10:])

    def _joined(self, end: _Spot, start: _Spot) -> Break:
        """The two together; neither is looked at again."""
        self._ends = [one for one in self._ends if one is not end]
        self._starts = [one for one in self._starts if one is not start]
        return _pair(end, start, self._page, start is self._below.get((end.item, end.at + 1)))

    def _next(self, end: _Spot) -> _Spot | None:
        """The paragraph right below that may go on with one."""
        found = self._below.get((end.item, end.at + 1))
        return None if found is None or found.paragraph.line in self._indented else found

    def _far(self, end: _Spot, next_: _Spot | None) -> list[_Spot]:
        return [start for start in self._starts if start is not next_ and _may_pair(end, start, self._page)]

    def _is_sure(self, end: _Spot, next_: _Spot) -> bool:
        """Whether the paragraph below goes on with a word, a mark or a name that was broken off."""
        one, other = end.paragraph.text, next_.paragraph.text
        name = _OFFICE.fullmatch(one) is not None and (has_surname(other[:3]) or has_surname(other[:2]))
        return _is_word(one, other, self._words) or bool(_FRAGMENT.match(other)) or name

    def _is_mended(self, end: _Spot, start: _Spot) -> bool:
        """Whether two ends fit: within a word, or within a quotation."""
        one, other = end.paragraph.text, start.paragraph.text
        quoted = one.count("“") == one.count("”") + 1 and other.count("”") == other.count("“") + 1
        return _is_word(one, other, self._words) or (quoted and other.find("”") < (other + "“").find("“"))

    def _inserted(self, end: _Spot, next_: _Spot | None) -> _Spot | None:
        """A piece that belongs behind a paragraph that stops, before the one below it: it speaks of what the item
        speaks of, and stops as well if something goes on below."""
        pieces = [start for start in self._far(end, next_) if start.paragraph.line in self._pieces]
        pieces = [piece for piece in pieces if next_ is None or _is_open(piece.paragraph.text)]
        best = max(pieces, key=lambda piece: _shared(self._page, end, piece), default=None)
        return best if best is not None and _shared(self._page, end, best) >= _ALIKE else None

    def _is_piece(self, spot: _Spot) -> bool:
        """Whether a paragraph is not set in although the one above it is whole."""
        above = self._below.get((spot.item, spot.at - 1))
        plain = spot.paragraph.line not in self._indented and spot.paragraph.is_flowing
        return plain and above is not None and ended(above.paragraph.text)

    def _is_start(self, spot: _Spot) -> bool:
        """Whether a paragraph may go on with another that does not stand before it."""
        text, item = spot.paragraph.text, self._page.items[spot.item]
        if not spot.paragraph.is_flowing or spot.paragraph.line in self._indented:
            return False
        if spot.paragraph.line in item.resumed or spot.paragraph.line in self._pieces:
            return True
        if spot.at == 0:  # a text that does not open as news does
            above = [s.line for s in item.signatures if s.line <= spot.paragraph.line]
            return not (item.dateline or above or item.kind == "photo")
        before = self._below[(spot.item, spot.at - 1)].paragraph
        odd = text.count("”") > text.count("“")
        return _FRAGMENT.match(text) is not None or odd or (_is_open(before.text) and before.is_flowing)


def _within(paragraphs: Sequence[Paragraph], words: str) -> Iterator[Break]:
    for one, other in pairwise(paragraphs):
        if _is_open(one.text) and (_is_word(one.text, other.text, words) or _FRAGMENT.match(other.text)):
            yield Break(one.line, other.line, other.line, f"{one.text[-8:]}|{other.text[:8]}")


def _pair(end: _Spot, start: _Spot, page: Page, next_to: bool) -> Break:
    words = f"{end.paragraph.text[-8:]}|{start.paragraph.text[:8]}"
    last = start.paragraph.line if next_to else _last(start, end, page.items[start.item], page)
    return Break(end.paragraph.line, start.paragraph.line, last, words)


def _last(start: _Spot, end: _Spot, item: Item, page: Page) -> int:
    """The last line of a piece: what stands behind a picture reaches to the end, a second half that stands first to the
    byline below it."""
    line = start.paragraph.line
    if line in item.resumed:
        after = [p.line for p in item.body]
        ends = [other for other in item.resumed if other > line]
        return max((n for n in after if n >= line and (not ends or n < ends[0])), default=line)
    if start.item != end.item:
        return _along(start, end, item, page)
    if _stands_first(start, end):
        return max((p.line for p in item.body if line <= p.line < _byline_below(start, item)), default=line)
    return line


def _along(start: _Spot, end: _Spot, item: Item, page: Page) -> int:
    """The last of the paragraphs below a piece that speak of what its own item speaks of, and not of where they are."""
    line = start.paragraph.line
    own = pairs("".join(p.text for p in page.items[end.item].body))
    for place in range(start.at + 1, len(item.body)):
        paragraph = item.body[place]
        said, here = pairs(paragraph.text), pairs("".join(p.text for p in item.body[: start.at]))
        if not paragraph.is_flowing or len(said & own - here) <= len(said & here - own) + _ALIKE:
            break
        line = paragraph.line
    return line


def _may_pair(end: _Spot, start: _Spot, page: Page) -> bool:
    """Whether a piece may go on with a paragraph: the beginning of an item only with its own end if it is a second
    half, which stands above the item's byline."""
    below = _byline_below(start, page.items[start.item])
    return start is not end and (not _stands_first(start, end) or 0 < below <= end.paragraph.line)


def _stands_first(start: _Spot, end: _Spot) -> bool:
    return start.at == 0 and start.item == end.item and end.paragraph.line > start.paragraph.line


def _byline_below(spot: _Spot, item: Item) -> int:
    """The line of the first byline below a paragraph; 0 if none."""
    return min((s.line for s in item.signatures if s.line > spot.paragraph.line), default=0)


def _stops(spot: _Spot, below: dict[tuple[int, int], _Spot]) -> bool:
    """Whether a paragraph stops before its end; a head does if an office without its holder ends it."""
    text = spot.paragraph.text
    if spot.paragraph.row or spot.paragraph.entry:
        return False
    if spot.paragraph.subhead:
        return _OFFICE.fullmatch(text) is not None and (spot.item, spot.at + 1) in below
    return _is_open(text)


def _is_open(text: str) -> bool:
    return len(text) >= 10 and not ended(text) and re.search(r"[)\]>\"'》」]\s*$", folded(text)) is None


def _may_follow(spot: _Spot, page: Page) -> bool:
    """Whether a paragraph may continue the one before it."""
    return spot.paragraph.is_flowing and not _resumes(spot, page)


def _resumes(spot: _Spot, page: Page) -> bool:
    return spot.paragraph.line in page.items[spot.item].resumed


def _is_word(end: str, start: str, words: str) -> bool:
    """Whether the characters on both sides of a break stand together elsewhere on the page: 心|理, if it says 心理."""
    pair = end[-1:] + start[:1]
    return len(pair) == 2 and _HAN.fullmatch(pair) is not None and pair in words


def _shared(page: Page, end: _Spot, start: _Spot) -> int:
    """How many pairs of characters a piece shares with the item of a paragraph that stops, and with no other item."""
    own = page.items[end.item]
    if start.item == end.item and abs(start.at - end.at) == 1:
        return 0
    texts = [pairs("".join(p.text for p in item.body) + (item.title.text if item.title else "")) for item in page.items]
    piece = Counter(pairs(start.paragraph.text))
    mine = pairs(
        "".join(p.text for p in own.body if p.line != start.paragraph.line) + (own.title.text if own.title else "")
    )
    rest = set().union(*(texts[i] for i in range(len(texts)) if i not in (end.item, start.item)), set())
    return len((set(piece) & mine) - rest)
