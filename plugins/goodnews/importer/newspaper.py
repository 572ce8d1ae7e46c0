"""A newspaper page: items one after another, each below its headline, some under the name of a campaign or column."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

import msgspec

from goodnews.importer.belonging import campaigned, continued, introduced, is_where
from goodnews.importer.briefs import BRIEF, comments_headed, is_comment, is_note, listed, notes_below
from goodnews.importer.days import Day
from goodnews.importer.headline import headline_of
from goodnews.importer.item import Item, Page, Signature
from goodnews.importer.matching import pairs
from goodnews.importer.numbering import marked
from goodnews.importer.passage import (
    SHOT_AT_END,
    begins_bylined,
    begins_news,
    credits_picture,
    ends_with_picture,
    is_byline,
    is_reporters,
    item_of,
    takes_picture,
)
from goodnews.importer.people import signed
from goodnews.importer.shape import Shape
from goodnews.importer.single import zone
from goodnews.importer.units import ABOVE, are_items, beginnings, headlined, is_between_heads
from goodnews.importer.vocabulary import Vocabulary
from goodnews.language import _

_ASIDE = re.compile(
    r"\W*(?:(?:新闻|相关|知识|延伸)?(?:链接|阅读|提示)|(?:新闻|事件)?背景(?:资料)?|小贴士|编后|短评|记者手记|名词解释)\W*"
)  # part of the item above
_CORRECTION = re.compile(r"\W*(?:更正|更\s正|致歉|更正(?:与|和)?(?:致歉|说明)|勘误|启事)\W*")  # of the newspaper itself
_MARK = re.compile(r"[□■◇◆◎●○▲△▼▽►▶※★☆]")
_CAPTIONED = re.compile(r"图片说明\s*:")
_NUMBERED = re.compile(r"[(\[]?图\s*[①-⑳\d一二三四五六]")
SHARED_LEAST = 4  # pairs of characters that make a piece another item's
_CAPTION_LEAST = 24  # characters of a caption that is an item


def newspaper(shapes: Sequence[Shape], known: Vocabulary, published: Day | None) -> Page:
    shapes, briefs = listed(comments_headed(notes_below(shapes)), known)
    shapes = headlined(shapes)
    listing = [one.line for one in shapes if one.kind == "label" and one.value == "highlights" and not one.rest]
    shapes = [one for one in shapes if one.line not in listing]
    groups: list[list[Shape]] = []
    resumed: dict[int, list[int]] = {}
    loose: list[tuple[int, list[Shape]]] = []  # lines that begin no item, below the group with that index
    texts = -1  # the last group that is no picture
    parts = numbered_parts(shapes, known)
    for at, stop in pairwise([*(parts or _starts(shapes, known)), len(shapes)]):
        group = list(shapes[at:stop])
        if not parts and texts >= 0 and not _is_opened(group, known):
            loose.append((texts, group))  # its text goes on behind a picture, or this is a piece of another
            continue
        groups.append(group)
        texts = texts if _is_photo(group, 0) or _is_photo(zone(group)[1], 0) else len(groups) - 1
    for to, group in _placed(loose, groups):
        groups[to] += group
        resumed.setdefault(to, []).append(group[0].line)
    heading = _heading(groups, known)
    groups[:1] = [group[len(heading) :] for group in groups[:1]]
    foot = _foot(groups)
    groups[-1:] = [group[: len(group) - len(foot)] for group in groups[-1:]]
    items: list[Item] = []
    dropped: dict[int, str] = dict.fromkeys(briefs, _("the heading of several items"))
    dropped |= dict.fromkeys(listing, _("the heading of the highlights"))
    dropped |= {one.line: _("the introduction of the page") for one in heading}
    dropped |= {one.line: _("the introduction of the page") for one in foot if not one.named}
    credits = tuple(Signature(one.line, one.text, one.named.credits) for one in foot if one.named)
    for number, group in enumerate(groups):
        heads, rest = zone(group)
        headline = headline_of(heads, known)
        for shape in headline.surplus:
            if known.is_slogan(shape.text) or headline.campaign:
                dropped[shape.line] = _("the slogan of a campaign")
        item = item_of(headline, rest, known, published)
        if group[0].apart == BRIEF and item.kind == "story":
            item = msgspec.structs.replace(item, kind="brief")
        items.append(msgspec.structs.replace(item, resumed=tuple(resumed.get(number, ()))))
    apart = [any(shape.apart == "marks" for shape in zone(group)[0][:1] or group[:1]) for group in groups]
    found, introduction = introduced(campaigned(items, apart, list(map(_is_marked, groups)), known), known)
    dropped |= dict.fromkeys(introduction, _("the introduction of the page"))
    found, again = continued(found)
    dropped |= dict.fromkeys(again, _("the headline again"))
    found = [item for item in found if item.body or item.captions]
    return Page("newspaper", tuple(found), credits=credits, dropped=dropped)


def _is_marked(group: Sequence[Shape]) -> bool:
    """Whether a mark stands before the first headline of an item."""
    head = next((shape for shape in group if shape.is_head), None)
    return head is not None and _MARK.match(head.plain) is not None


def _heading(groups: Sequence[Sequence[Shape]], known: Vocabulary) -> list[Shape]:
    """The page's own heading above the headline of its first item, and a note of the editors below it. A format that
    has headings puts it above those of all items; else it is the file's first line, and one more than others have,
    above an item that is no news: there it may be a kicker."""
    if len(groups) < 3:
        return []
    head, *below = groups[0]
    found = [head, *takewhile(is_note, below)]
    others = [one for group in groups for one in zone(group)[0] if one is not head]
    ranked = head.level > 0 and all(one.level != head.level for one in others)
    most = max(len(zone(group)[0]) for group in groups[1:])
    heads, rest = zone(groups[0])
    is_news = any(is_byline(one) or begins_news(one.text, known) for one in rest[:2])
    more = head.line == 1 and not head.plain.endswith("--") and len(heads) > most and not is_news
    next_ = groups[0][len(found)] if len(found) < len(groups[0]) else None
    is_pages = next_ is not None and (next_.is_head or not most) and (ranked or more)
    return found if head.is_head and is_pages else []


def _foot(groups: Sequence[Sequence[Shape]]) -> list[Shape]:
    """The credits of the whole page at its end, and what it says besides: no other item names its makers."""
    if len(groups) < 3 or any(shape.named or signed(shape.text) for group in groups[:-1] for shape in group):
        return []
    last = groups[-1]
    foot = list(takewhile(lambda shape: shape.kind == "credits" or _is_method(shape), reversed(last)))[::-1]
    return foot if len(foot) < len(last) and any(shape.kind == "credits" for shape in foot) else []


def _is_method(shape: Shape) -> bool:
    return shape.kind == "label" and shape.value == "method"


def _placed(
    loose: Sequence[tuple[int, list[Shape]]], groups: Sequence[Sequence[Shape]]
) -> Iterator[tuple[int, list[Shape]]]:
    """Lines that begin no item with the group to which they belong: the one above, unless something parts them from it,
    and they share the words with another that no third one has."""
    words = [pairs("".join(shape.text for shape in group)) for group in groups]
    common = Counter(pair for group in words for pair in group)
    for above, lines in loose:
        to = above
        if lines[0].apart:
            own = {pair for pair in pairs("".join(shape.text for shape in lines)) if common[pair] == 1}
            shared = [len(own & group) for group in words]
            best = shared.index(max(shared))
            to = best if shared[best] >= SHARED_LEAST and shared[best] > 2 * shared[above] else above
        yield to, lines


def _is_opened(group: Sequence[Shape], known: Vocabulary) -> bool:
    """Whether lines begin an item: with a headline, a byline, a dateline or lead-in, or as a picture's caption."""
    first = group[0]
    if first.apart == BRIEF or first.kind in (*ABOVE, "credits", "day", "caption"):
        return True
    return bool(begins_news(first.text, known) or known.leadin(first.text)) or _is_photo(group, 0)


def numbered_parts(shapes: Sequence[Shape], known: Vocabulary) -> list[int]:
    """Where the items of a page begin that stand below 01, 02, 03; none if it has no such numbers, or those of one
    story's parts: items name their makers, their day, or the place above their headline."""
    starts = [at for at, shape in enumerate(shapes) if shape.apart == "part"]
    if len(starts) < 2:
        return []
    return starts if are_items([shapes[at:stop] for at, stop in pairwise([*starts, len(shapes)])], known) else []


def _is_spaced(shapes: Sequence[Shape]) -> bool:
    """Whether blank lines part the items of a page, and not its paragraphs."""
    pairs = [below.apart != "" for above, below in pairwise(shapes) if above.is_text and below.is_text]
    return sum(shape.is_head and shape.apart != "" for shape in shapes) >= 2 and sum(pairs) * 5 <= len(pairs)


def _starts(shapes: Sequence[Shape], known: Vocabulary) -> list[int]:
    """Where items begin, as indexes of shapes."""
    found: list[int] = []
    over = True  # whether the item before has ended for certain
    fresh = 0  # paragraphs of the item so far
    credited = False  # whether it has named its makers
    bylined = False  # whether it has named its reporters, above its text or at its beginning
    shown = False  # whether the line above is a caption that says when the picture was taken
    spaced = _is_spaced(shapes)
    own = frozenset(beginnings(shapes, known))
    at = 0
    while at < len(shapes):
        shape = shapes[at]
        if shape.kind in ABOVE:
            end = at
            while end < len(shapes) and (shapes[end].kind in ABOVE or is_between_heads(shapes, end)):
                end += 1
            aside = end == at + 1 and _ASIDE.fullmatch(shape.plain) and found
            if not aside and (
                over
                or not found
                or shape.apart == BRIEF
                or at in own
                or (spaced and shape.apart and fresh and not _is_numbered(shape))
                or _begins(shapes, at, end, known)
                or (bylined and _is_signed_below(shapes, end))
            ):
                found.append(at)
                fresh, credited, bylined, over = 0, False, False, False
            else:
                fresh += end - at
            at = end
            if fresh == 0:  # above the text: a day or a byline, and perhaps more heads below it
                while at < len(shapes) and (shapes[at].kind in ("day", "credits") or is_note(shapes[at])):
                    credited = credited or shapes[at].kind == "credits"
                    bylined = bylined or is_byline(shapes[at])
                    at += 1
                while at < len(shapes) and not credited and shapes[at].kind in ABOVE:
                    at += 1
            continue
        if (
            (over and not _CAPTIONED.match(shape.plain) and not (shown and credits_picture(shape)))
            or shape.apart == BRIEF
            or (fresh and _opens(shapes, at, known, credited))
        ):
            found.append(at)
            fresh, credited, bylined = 0, False, False
        over = _closes(shapes, at, fresh) and not (credited and _shows(shapes, at))
        shown = not credited and SHOT_AT_END.search(shape.plain) is not None  # who took it may stand below
        credited = credited or shape.kind == "credits" or begins_news(shape.text, known)
        bylined = bylined or (not fresh and begins_bylined(shape.text, known))
        fresh += shape.kind not in ("credits", "day", "picture")
        at += 1
    return found


def _begins(shapes: Sequence[Shape], at: int, end: int, known: Vocabulary) -> bool:
    """Whether heads stand above a new item, and not within one: what follows them says so."""
    run, below = shapes[at:end], shapes[end : end + 4]
    if len(run) > 1 and is_comment(run[0]):
        return True
    if _CORRECTION.fullmatch(run[-1].plain) and below and below[0].is_text:
        return True
    if any(shape.kind != "head" or known.leadin(shape.text) or known.is_bare_place(shape.plain) for shape in run):
        return True
    if len(run) > 1 and is_where(run[0].plain, known):  # 河北秦皇岛海港区
        return True
    if not below:
        return False
    first = below[0]
    if first.kind in ("credits", "day") or begins_news(first.text, known):
        return not (first.kind == "credits" and credits_picture(first) and len(below) == 1)
    return _is_photo(shapes, end)


def _is_numbered(shape: Shape) -> bool:
    """Whether a number stands before a head: （一）父亲的锤 is a part of a story unless its text says otherwise."""
    return (marked(shape.plain) or ("", 0))[0] == "number"


def _is_signed_below(shapes: Sequence[Shape], at: int) -> bool:
    """Whether the text from here names its reporters at its end, before another headline stands."""
    for shape in shapes[at:]:
        if shape.kind in ABOVE:
            return False
        if shape.kind == "credits":
            return is_byline(shape)
        if shape.is_text and (tail := signed(shape.text)):
            return any(is_reporters(credit) for credit in tail[1].credits)
    return False


def _is_photo(shapes: Sequence[Shape], at: int) -> bool:
    """Whether the text from here is the caption of a picture, up to three paragraphs that end with who took it."""
    for shape in shapes[at : at + 3]:
        if shape.kind == "credits":
            return credits_picture(shape)
        if not (shape.is_text or shape.kind == "caption"):
            return False
        if ends_with_picture(shape.text) or SHOT_AT_END.search(shape.plain):
            return True
    return False


def _opens(shapes: Sequence[Shape], at: int, known: Vocabulary, credited: bool) -> bool:
    """Whether a text without a headline is a new item: by its dateline, its lead-in, or as a picture's caption."""
    shape = shapes[at]
    if shape.kind == "credits":
        goes_on = at + 1 < len(shapes) and shapes[at + 1].is_text
        return credited and goes_on and not _is_signature(shape) and not credits_picture(shape)
    if begins_news(shape.text, known) or known.leadin(shape.text):
        return True
    numbered = at > 0 and _NUMBERED.match(shapes[at - 1].plain) is not None  # 图①……: its pictures are one item's
    if numbered or not shape.is_text or len(shape.text) < _CAPTION_LEAST:
        return False
    below = shapes[at + 1] if at + 1 < len(shapes) else None
    if credited and below and below.kind == "credits" and credits_picture(below):
        return True
    return ends_with_picture(shape.text)


def _is_signature(shape: Shape) -> bool:
    """Whether credits end a text and never begin one: in brackets, or of who sent it."""
    sent = shape.named is not None and all(
        credit.role in ("供稿", "来稿", "作者单位") for credit in shape.named.credits
    )
    return shape.plain[:1] in "([" or sent


def _shows(shapes: Sequence[Shape], at: int) -> bool:
    """Whether a line within a page's text is the caption of a picture that stands there: a subhead is below."""
    below = shapes[at + 1 : at + 3]
    if not (shapes[at].is_text or shapes[at].kind == "caption") or len(below) < 2 or below[0].apart:
        return False
    return ends_with_picture(shapes[at].text) and below[0].is_head and below[1].kind == "text"


def _closes(shapes: Sequence[Shape], at: int, fresh: int) -> bool:
    """Whether an item ends with this line: it names who made it, at its end."""
    shape = shapes[at]
    if shape.kind == "credits":
        below = shapes[at + 1] if at + 1 < len(shapes) else None
        taken = credits_picture(shape) or _is_signature(shape)
        return bool(fresh) and (taken or below is None or not below.is_text) and not (below and below.kind == "credits")
    tail = signed(shape.text) if shape.is_text or shape.kind == "caption" else None
    if not tail:
        return SHOT_AT_END.search(shape.plain) is not None and fresh == 0
    below = shapes[at + 1] if at + 1 < len(shapes) else None
    more = below is not None and below.named is not None and _is_signature(below)  # （图片由某某提供）
    taken = takes_picture(tail[1].credits) and not (more and below and credits_picture(below))
    return taken or below is None or below.kind in ABOVE
