"""A digest: short items below the headings of sections, or numbered in a row, with highlights before and credits
after."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import takewhile

import msgspec

from goodnews.importer.belonging import placed
from goodnews.importer.days import Day
from goodnews.importer.headline import Headline, headline_of
from goodnews.importer.imprint import is_list
from goodnews.importer.item import Item, Page, Paragraph, Piece, Signature
from goodnews.importer.matching import ended, folded, key
from goodnews.importer.passage import item_of
from goodnews.importer.roles import is_reporter
from goodnews.importer.shape import Shape
from goodnews.importer.vocabulary import Vocabulary
from goodnews.language import _

_BRACKETED = re.compile(r"\[(?P<title>[^\[\]]{2,60})\]\s*(?P<rest>.*)")
# ◎驿站添了修车摊 石岬市总工会……: a headline and its text on one line
_SPACED = re.compile(r"(?P<title>[^,。:;]{3,39}[^,。:;\s])\s+(?P<rest>[^\s].{15,})")
_SENT = ("作者", "供稿", "供稿单位", "报送", "报送单位", "推荐单位", "选送单位", "来稿")  # in brackets below an item
PLACES_LEAST = 2  # names of places, each above the items that are from there
_FOOT = ("sources", "letters", "extra")
_ALIKE = 0.6  # how alike a highlight and a headline must be to be one


def weekly(shapes: Sequence[Shape], known: Vocabulary, published: Day | None) -> Page:
    """A week's digest: the section's headings part it."""
    first = next((at for at, shape in enumerate(shapes) if shape.kind == "section"), len(shapes))
    foot = _foot(shapes, first)
    items: list[Item] = []
    at = first
    while at < foot:
        section = Piece(shapes[at].line, shapes[at].value)
        end = at + 1
        while end < foot and shapes[end].kind != "section":
            end += 1
        items += _items(shapes[at + 1 : end], known, published, section)
        at = end
    return _page("weekly", shapes[:first], items, shapes[foot:])


def morning(shapes: Sequence[Shape], known: Vocabulary, published: Day | None) -> Page:
    """A morning's digest: numbers or bullets begin its items."""
    begins = (
        at for at, shape in enumerate(shapes) if shape.kind in ("number", "bullet", "section") or is_bracketed(shape)
    )
    behind = _behind_highlights(shapes)
    places = [at for at, shape in enumerate(shapes) if shape.is_head and known.is_bare_place(shape.plain)]
    first = places[0] if len(places) >= PLACES_LEAST else next((at for at in begins if at >= behind), 0)
    foot = _foot(shapes, first)
    items: list[Item] = []
    section: Piece | None = None
    at = first
    while at < foot:
        if shapes[at].kind == "section":
            section = Piece(shapes[at].line, shapes[at].value)
            at += 1
            continue
        end = at + 1
        while end < foot and shapes[end].kind != "section":
            end += 1
        items += _items(shapes[at:end], known, published, section)
        at = end
    page = _page("morning", shapes[:first], placed(items), shapes[foot:])
    rule = _("the heading of the page")
    heading = [piece.line for piece in (page.title, page.kicker) if piece]
    return msgspec.structs.replace(page, dropped={**dict.fromkeys(heading, rule), **page.dropped})


def _behind_highlights(shapes: Sequence[Shape]) -> int:
    """Where the list of highlights ends that a label heads; its entries have no text below them."""
    at = next((at for at, one in enumerate(shapes) if one.kind == "label" and one.value == "highlights"), -1) + 1
    while 0 < at < len(shapes) - 1 and _is_headline(shapes[at]) and shapes[at + 1].kind != "text":
        at += 1
    return at


def _is_headline(shape: Shape) -> bool:
    return shape.is_head or (shape.kind in ("number", "bullet") and not ended(shape.rest))


def _foot(shapes: Sequence[Shape], first: int) -> int:
    """Where the end of the page begins: its sources and its own credits, behind the last sentence of an item."""
    said = [i for i in range(first, len(shapes)) if shapes[i].kind == "section" or _is_sentence(shapes[i])]
    begin = said[-1] + 1 if said else first
    return next((i for i in range(begin, len(shapes)) if _is_pages(shapes[i])), len(shapes))


def _is_sentence(shape: Shape) -> bool:
    return shape.kind in ("text", "number", "bullet") and ended(shape.text)


def _is_pages(shape: Shape) -> bool:
    """Whether a line at the end belongs to the page and not to an item: editors, sources, a day."""
    if shape.kind == "credits" and shape.named:
        sent = shape.plain[:1] in "([" and all(credit.role in _SENT for credit in shape.named.credits)
        return not sent and not any(is_reporter(credit.role) for credit in shape.named.credits)
    if shape.kind == "label" and shape.value == "sources":
        return shape.plain[:1] not in "([" or is_list(shape)  # one alone in brackets belongs to an item
    return shape.kind == "day" or (shape.kind == "label" and shape.value in _FOOT)


def _items(shapes: Sequence[Shape], known: Vocabulary, published: Day | None, section: Piece | None) -> list[Item]:
    """The items of one section."""
    shapes = [*map(_opened, shapes)]
    headed = sum(shape.is_head for shape in shapes) * 3 >= sum(shape.kind == "text" for shape in shapes)
    groups: list[list[Shape]] = []
    for shape in shapes:
        begins = (
            not groups
            or (shape.is_head and any(not one.is_head for one in groups[-1]))
            or (shape.kind in ("number", "bullet") and any(one.kind != "head" for one in groups[-1]))
            or (shape.kind == "text" and _has_text(groups[-1]) and _is_new(shape, groups[-1], known, headed))
        )
        if begins:
            groups.append([])
        groups[-1].append(shape)
    shared = Piece(0, section.text) if section else None
    return [_item(group, known, published, shared if at else section) for at, group in enumerate(groups)]


def _opened(shape: Shape) -> Shape:
    """A short line behind a number or bullet is a headline."""
    if shape.kind in ("number", "bullet") and len(shape.rest) <= 40 and not _goes_on(shape.rest):
        return msgspec.structs.replace(shape, kind="head", text=shape.rest, plain=folded(shape.rest))
    return shape


def _goes_on(text: str) -> bool:
    """Whether words are a sentence, or a part of one that stops at a comma."""
    return ended(text) or folded(text).rstrip()[-1:] in (",", "、", ";", ":")


def is_bracketed(shape: Shape) -> bool:
    """Whether a text begins with its headline or place in brackets: `【山西】……`."""
    found = _BRACKETED.fullmatch(shape.plain)
    return shape.kind == "text" and found is not None and len(found["rest"]) >= 10


def _has_text(group: Sequence[Shape]) -> bool:
    return any(shape.is_text or shape.kind == "number" for shape in group)


def _is_new(shape: Shape, group: Sequence[Shape], known: Vocabulary, headed: bool) -> bool:
    if known.leadin(shape.text) or _BRACKETED.match(shape.plain):
        return True
    last = next(one for one in reversed(group) if one.is_text or one.kind == "number")
    return not headed and ended(last.text)


def _item(group: Sequence[Shape], known: Vocabulary, published: Day | None, section: Piece | None) -> Item:
    heads = list(takewhile(lambda shape: shape.is_head, group))
    headline = headline_of(heads, known) if heads else Headline()
    rest = list(group[len(heads) :])
    if rest and rest[0].is_text | (rest[0].kind == "number"):
        headline, rest[0] = _lead(headline, rest[0], known)
    item = item_of(headline, [shape for shape in rest if shape.text], known, published)
    shown = item.kind == "photo" and not item.captions  # a caption below a text does not make it a photograph
    kind = item.kind if shown or item.kind == "diary" else "brief"
    return msgspec.structs.replace(item, section=section, kind=kind)


def _lead(headline: Headline, shape: Shape, known: Vocabulary) -> tuple[Headline, Shape]:
    """What stands before the words of a digest's paragraph: a number, a headline in brackets, a lead-in."""
    text = shape.rest if shape.kind in ("number", "bullet") else shape.text
    bracketed = _BRACKETED.fullmatch(folded(text))
    if bracketed and headline.title is None:
        title = text[bracketed.start("title") : bracketed.end("title")]
        field = "leadin" if known.places.is_place(title) else "title"
        headline = msgspec.structs.replace(headline, **{field: Piece(shape.line, title)})
        text = text[bracketed.start("rest") :]
    spaced = _SPACED.fullmatch(folded(text)) if shape.kind in ("number", "bullet") else None
    if spaced and headline.title is None and not known.places.is_place(spaced["title"]):
        headline = msgspec.structs.replace(headline, title=Piece(shape.line, text[: spaced.end("title")]))
        text = text[spaced.start("rest") :]
    lead = known.leadin(text)
    if lead and headline.leadin is None:
        headline = msgspec.structs.replace(headline, leadin=Piece(shape.line, lead[0]))
        text = lead[1]
    return headline, msgspec.structs.replace(shape, kind="text", text=text, plain=folded(text))


def _page(profile: str, above: Sequence[Shape], items: list[Item], below: Sequence[Shape]) -> Page:
    title: Piece | None = None
    kicker: Piece | None = None
    note: list[Paragraph] = []
    highlights: list[Piece] = []
    credits: list[Signature] = []
    dropped: dict[int, str] = {}
    listing = False
    for shape in above:
        text = shape.rest if shape.kind in ("bullet", "number") else shape.text
        if shape.kind == "label" and shape.value == "highlights":
            listing = True
            dropped[shape.line] = _("the heading of the highlights")
            highlights += [Piece(shape.line, shape.rest)] if shape.rest else []
        elif shape.kind == "label" and shape.value == "note":
            listing = False
            note += [Paragraph(shape.line, shape.rest)] if shape.rest else []
            dropped |= {} if shape.rest else {shape.line: _("the heading of the note")}
        elif shape.kind == "credits" and shape.named:
            credits.append(Signature(shape.line, shape.text, shape.named.credits))
        elif shape.kind == "label" and shape.value == "extra":
            dropped[shape.line] = _("weather, sayings and the like")
        elif shape.kind == "picture":
            dropped[shape.line] = _("the place of a picture that is not here")
        elif any(_alike(text, one.text) for one in highlights):
            dropped[shape.line] = _("a highlight again")
        elif listing and len(text) <= 80:
            highlights.append(Piece(shape.line, text))
        elif shape.is_head and title is None:
            title = Piece(shape.line, text)
        elif shape.is_head and kicker is None and title and "|" not in folded(title.text):
            kicker, title = title, Piece(shape.line, text)
        elif shape.is_text:
            note.append(Paragraph(shape.line, text))
    led: set[int] = set()
    leading: dict[int, int] = {}
    for at, item in enumerate(items):
        own = [one for one in highlights if item.title and _alike(one.text, item.title.text)]
        if own:
            items[at] = msgspec.structs.replace(item, highlight=True)
            led |= {one.line for one in own}
            leading[at] = own[0].line
    dropped |= dict.fromkeys(led, _("a highlight, which its item is marked as"))
    for shape in below:
        if shape.kind == "label" and shape.value == "extra":
            dropped[shape.line] = _("weather, sayings and the like")
    sources, others, credits_below = _below(below)
    return Page(
        profile,
        tuple(items),
        title=title,
        kicker=kicker,
        note=tuple(note),
        highlights=tuple(one for one in highlights if one.line not in led),
        leading=tuple(sorted(leading, key=leading.__getitem__)),
        sources=sources,
        others=others,
        credits=(*credits, *credits_below),
        dropped=dropped,
    )


def _below(shapes: Sequence[Shape]) -> tuple[tuple[Piece, ...], bool, tuple[Signature, ...]]:
    """Publications and editors that the end of a page names."""
    sources: list[Piece] = []
    credits: list[Signature] = []
    others = False
    listing = False
    for shape in shapes:
        if shape.kind == "label" and shape.value == "sources":
            found, more = publications(shape.line, re.sub(r"^综合(?:自)?", "", shape.rest))
        elif shape.kind == "credits" and shape.named:
            credits.append(Signature(shape.line, shape.text, shape.named.credits))
            listing = False
            continue
        elif listing and not ended(shape.text):
            found, more = publications(shape.line, shape.text)
        else:
            continue
        sources += found
        others = others or more
        listing = not more  # 等 ends it
    return tuple(sources), others, tuple(credits)


def publications(line: int, text: str) -> tuple[list[Piece], bool]:
    """The names in a list of sources, and whether it ends with 等."""
    plain = folded(text).rstrip(" .。;)]")
    others = plain.endswith("等")
    text = text[: len(plain) - others]
    return [
        Piece(line, name.strip(" 《》“”（）()"))
        for name in re.split(r"[、，,;；\s|｜丨/・·]+|》(?=《)", text)
        if name.strip(" 《》“”（）()")
    ], others


def _alike(one: str, other: str) -> bool:
    """Whether two headings say the same."""
    a, b = key(one), key(other)
    if not a or not b or min(len(a), len(b)) * 3 < max(len(a), len(b)):
        return False
    return (
        a == b or (len(a) >= 6 and a in b) or (len(b) >= 6 and b in a) or SequenceMatcher(None, a, b).ratio() >= _ALIKE
    )
