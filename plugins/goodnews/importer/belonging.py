"""What of a page belongs together: items under a campaign, a text and its rest a page further, words of the page."""

from collections.abc import Sequence

import msgspec

from goodnews.importer.item import Item, Piece
from goodnews.importer.matching import key
from goodnews.importer.vocabulary import Vocabulary

_WHERE_MOST = 10  # characters of a place and a unit there
_PLACED_LEAST = 2  # items that name a place, below words of the page
_BEGINNING = 100  # characters of a text
_INTRODUCTION_MOST = 200  # characters


def introduced(items: list[Item], known: Vocabulary) -> tuple[list[Item], list[int]]:
    """The items without the page's own words above them, and the lines of these: a headline and a text that name no
    place, no makers and no day, where most of the others name a place."""
    first, *others = items if items else [Item()]
    bare = not (first.leadin or first.dateline or first.signatures or first.day or first.captions or first.campaign)
    placed = [item.leadin is not None or _names_place(item, known) for item in others]
    if not bare or len(others) < _PLACED_LEAST or sum(placed) * 3 < len(placed) * 2:
        return items, []
    text = "".join(paragraph.text for paragraph in first.body)
    if len(text) > _INTRODUCTION_MOST or known.places.region_of([text], "").paths:
        return items, []
    return others, first.lines


def _names_place(item: Item, known: Vocabulary) -> bool:
    """Whether an item's headline, or the beginning of its text, names a place."""
    text = next((paragraph.text for paragraph in item.body), "")
    return known.places.region_of([_title(item), text[:_BEGINNING]], "").paths != ()


def continued(items: Sequence[Item]) -> tuple[list[Item], list[int]]:
    """The items, each with its text from a further page, where its headline stands again; and the lines that repeat
    it. A headline that was set on two lines is printed there on one."""
    found: list[Item] = []
    again: list[int] = []
    headed: dict[str, int] = {}  # key of a headline -> the first item that has it
    for item in items:
        title = item.title
        to = headed.get(key(title.text)) if title else None
        # The whole headline may have been learnt since: then half of it names the item no longer.
        if to is None or title is None or not _is_headed(found[to], title):
            for heading in _headings(item):
                headed.setdefault(heading, len(found))
            found.append(item)
            continue
        first = found[to]
        heads = (piece for piece in (title, item.kicker, item.subtitle) if piece)
        again += [line for piece in heads for line in (piece.line, *piece.more)]
        whole = first if key(title.text) == key(_title(first)) else _retitled(first, title)
        found[to] = msgspec.structs.replace(
            whole,
            body=first.body + item.body,
            captions=first.captions + item.captions,
            signatures=first.signatures + item.signatures,
            sources=first.sources + item.sources,
            note=first.note + item.note,
            resumed=(*first.resumed, *(paragraph.line for paragraph in item.body[:1])),
        )
    return found, again


def _title(item: Item) -> str:
    return item.title.text if item.title else ""


def _headings(item: Item) -> tuple[str, ...]:
    """Keys of an item's headline, alone and with what was taken for its kicker or subtitle."""
    own, kicker, subtitle = (key(piece.text) if piece else "" for piece in (item.title, item.kicker, item.subtitle))
    return (own, kicker + own, own + subtitle) if own else ()


def _is_headed(item: Item, title: Piece) -> bool:
    """Whether an item has that headline, alone or with what was taken for its kicker or subtitle."""
    return key(title.text) in _headings(item)


def _retitled(item: Item, title: Piece) -> Item:
    """The item with the whole headline, of which one half was taken for a kicker or subtitle."""
    own = item.title.line if item.title else title.line
    lines: tuple[int, ...] = (own,)
    if item.kicker and key(title.text) == key(item.kicker.text) + key(_title(item)):
        return msgspec.structs.replace(item, title=Piece(item.kicker.line, title.text, lines), kicker=None)
    lines = (item.subtitle.line,) if item.subtitle else ()
    return msgspec.structs.replace(item, title=Piece(own, title.text, lines), subtitle=None)


def campaigned(items: Sequence[Item], apart: Sequence[bool], marked: Sequence[bool], known: Vocabulary) -> list[Item]:
    """Items with the campaign whose name stands above them: it goes on as long as they begin with a place, and pictures
    between such items belong to it. A line of marks ends it, and so does a mark before a headline where its own have
    none: ■图片新闻.

    apart   whether such a line stands above each item
    marked  whether such a mark stands before each item's first headline
    """
    found = list(items)
    campaign: Piece | None = None
    own = False  # whether its own items have marks
    waiting: list[int] = []
    for at, item in enumerate(items):
        if apart[at] or (marked[at] and not own):
            campaign, waiting = None, []
        if item.campaign:
            campaign, waiting, own = item.campaign, [], marked[at]
        elif campaign and item.kind == "photo" and not item.leadin:
            waiting.append(at)
        elif campaign and (item.leadin or (item.kicker and is_where(item.kicker.text, known))):
            for one in (*waiting, at):
                found[one] = msgspec.structs.replace(items[one], campaign=Piece(0, campaign.text))
            waiting = []
        else:
            campaign = None
    if campaign and len(waiting) + 1 >= len(items):  # a page of its photographs
        for one in waiting:
            found[one] = msgspec.structs.replace(items[one], campaign=Piece(0, campaign.text))
    return found


def placed(items: Sequence[Item]) -> list[Item]:
    """Items with the place whose name stands on a line of its own above several of them."""
    heading = [item.leadin is not None and (not item.title or item.leadin.line != item.title.line) for item in items]
    if sum(heading) < 2 or sum(heading) * 4 > len(items) * 3:
        return list(items)
    found: list[Item] = []
    place: Piece | None = None
    for item, headed in zip(items, heading, strict=True):
        place = item.leadin if headed else place
        if place and not item.leadin:
            item = msgspec.structs.replace(item, leadin=Piece(0, place.text))
        found.append(item)
    return found


def is_where(kicker: str, known: Vocabulary) -> bool:
    """Whether a kicker says where something is, and not what happened there: 石岬省采石场."""
    return len(kicker) <= _WHERE_MOST and known.places.is_begun(kicker)
