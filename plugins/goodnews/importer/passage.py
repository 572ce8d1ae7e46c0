"""The lines below a headline, up to the next item: dateline, credits, pictures, text."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from goodnews.importer.days import Day, day_in, is_day_line, month_day_in
from goodnews.importer.headline import Headline
from goodnews.importer.item import Caption, Item, Paragraph, Piece, Signature
from goodnews.importer.matching import folded
from goodnews.importer.people import Credit, named_in, signed
from goodnews.importer.roles import is_reporter
from goodnews.importer.shape import Shape
from goodnews.importer.vocabulary import Vocabulary

SUBHEAD_MOST = 24  # characters; a longer line without its end is a paragraph that was broken
# Who gave a picture, behind its caption.
_GIVEN = re.compile(
    r"[\s(（|｜丨]+(?P<credit>(?:图片|照片)?(?:来源|源自)\s*[:：]\s*[^()（）]{2,30}|[^()（）|｜丨\s]{2,20}供图)[)）]?\s*$"
)
_TEXT_LEAST = 120  # characters of a story that has pictures besides
_FEATURE_LEAST = 1_200  # characters of a text that is no news
_DIARY = ("日记", "手记", "札记", "周记")
_TAKES = ("摄", "摄影", "摄影报道", "图", "供图", "文/图", "图/文", "文图", "图文")
_CIRCLED = re.compile(r"[①-⑳]")
_PICTURES_OWN = ("图源", "图片来源")  # who is named so gave a picture, and made nothing of the text
_BRACKET = re.compile(r"\s*[(\[](?P<inner>[^()\[\]]{2,80})[)\]]\s*")
_REPORTED = re.compile(
    r"\s*(?P<inner>(?:本报)?(?:见习|特约|全媒体?|首席)*(?:记者|通讯员)[^。,:]{2,40}?)\s*(?:报道\s*[:]?|摄影报道\s*[:]?|[:])\s*"
)
SHOT_AT_END = re.compile(r"[(\[]\s*(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?\d{1,2}日\s*摄\s*[)\]]\s*$")


def takes_picture(credits: Iterable[Credit]) -> bool:
    return any(credit.role in _TAKES or credit.function in _TAKES or "摄影" in credit.role for credit in credits)


def credits_picture(shape: Shape) -> bool:
    """Whether a line of credits says who took a picture."""
    return shape.named is not None and takes_picture(shape.named.credits)


def ends_with_picture(text: str) -> bool:
    """Whether the end of a paragraph says who took a picture."""
    tail = signed(text)
    return tail is not None and takes_picture(tail[1].credits)


def is_reporters(credit: Credit) -> bool:
    return is_reporter(credit.role)


def is_byline(shape: Shape) -> bool:
    """Whether a line of credits names reporters, and not who took a picture."""
    return shape.named is not None and not credits_picture(shape) and any(map(is_reporters, shape.named.credits))


def begins_bylined(text: str, known: Vocabulary) -> bool:
    """Whether a paragraph names its reporters at its beginning, behind a dateline if it has one."""
    _rest, signatures = _bylined(0, text[len(known.dateline(text)) :].lstrip(" \u3000\xa0:："))
    return any(is_reporters(credit) for one in signatures for credit in one.credits)


def begins_news(text: str, known: Vocabulary) -> bool:
    """Whether a paragraph begins as news does: with a dateline, or a reporter's byline in brackets."""
    if known.dateline(text):
        return True
    signatures = _bylined(0, text)[1] if text[:1] in "（(" else []
    return any(is_reporter(credit.role) for one in signatures for credit in one.credits)


def item_of(headline: Headline, shapes: Sequence[Shape], known: Vocabulary, published: Day | None) -> Item:
    """One item from its headline and the lines below it."""
    paragraphs: list[Paragraph] = []
    signatures: list[Signature] = []
    captions: list[Caption] = []
    dateline: Piece | None = None
    day: tuple[int, Day] | None = None
    pictured = False
    sources: list[Piece] = []
    summary: Piece | None = None
    note: list[Piece] = []
    for shape in shapes:
        text = re.sub(r"^[▲△▼▽↑]\s*", "", shape.text)
        if shape.kind == "credits" and shape.named and all(c.role in _PICTURES_OWN for c in shape.named.credits):
            captions.append(Caption(shape.line, "", text))
            continue
        if shape.kind == "credits" and shape.named:
            signatures.append(Signature(shape.line, text, shape.named.credits))
            pictured = pictured or takes_picture(shape.named.credits)
            continue
        if shape.kind == "day" and day is None and (on := shape.day or _year_less(text, published)):
            day = (shape.line, on)
            continue
        if shape.kind == "day" and paragraphs and is_day_line(text):  # the next day of a diary
            paragraphs.append(Paragraph(shape.line, text, subhead=True))
            continue
        if shape.kind == "label" and shape.value == "sources":
            sources.append(Piece(shape.line, shape.text))
            continue
        if shape.kind == "label" and shape.value == "note" and not note:
            note.append(Piece(shape.line, shape.rest))
            continue
        if note and not note[-1].text and shape.is_text:
            note.append(Piece(shape.line, text))
            continue
        if shape.kind == "label" and shape.value == "summary" and shape.rest:
            summary = Piece(shape.line, shape.rest)
            continue
        if shape.kind == "table":
            paragraphs.append(Paragraph(shape.line, text, row=True))
            continue
        if shape.kind == "picture":
            captions.append(Caption(shape.line, ""))
            continue
        label = shape.kind == "label" and not shape.rest
        if (shape.is_head and paragraphs and len(text) <= SUBHEAD_MOST) or label:
            paragraphs.append(Paragraph(shape.line, text, subhead=True))
            continue
        if not paragraphs and dateline is None and (begun := known.dateline(text)):
            dateline = Piece(shape.line, begun.strip("【】[] "))
            text = text[len(begun) :].lstrip(" \u3000\xa0:：")
            text, signature = _bylined(shape.line, text)
            signatures += signature
        elif not paragraphs:
            text, signature = _bylined(shape.line, text)
            signatures += signature
        if found := signed(text):
            text = found[0].rstrip()
            printed = shape.text[
                len(shape.text) - (len(shape.text.rstrip()) - shape.text.rfind(text) - len(text)) :
            ].strip()
            signatures.append(Signature(shape.line, printed, found[1].credits))
            pictured = pictured or takes_picture(found[1].credits)
            if takes_picture(found[1].credits) and (paragraphs or shape.kind == "caption"):
                captions.append(Caption(shape.line, text, printed))
                signatures.pop()
                continue
        if pictured and shape.kind == "number" and _CIRCLED.match(text):  # a picture story's pictures, one by one
            captions.append(Caption(shape.line, shape.rest))
            continue
        if shape.kind == "caption" and (given := _GIVEN.search(text)):
            captions.append(Caption(shape.line, text[: given.start()].rstrip(), given["credit"]))
            continue
        if shape.kind == "caption" or (SHOT_AT_END.search(folded(text[-40:])) and paragraphs):
            captions.append(Caption(shape.line, text))
        elif text:
            entry = shape.is_entry
            paragraphs.append(Paragraph(shape.line, shape.rest if entry else text, entry=entry))
    item = _ranked(headline, paragraphs, signatures, captions, dateline, day, pictured, sources)
    return msgspec.structs.replace(item, summary=summary, note=tuple(note))


def _ranked(
    headline: Headline,
    paragraphs: list[Paragraph],
    signatures: list[Signature],
    captions: list[Caption],
    dateline: Piece | None,
    day: tuple[int, Day] | None,
    pictured: bool,
    sources: list[Piece],
) -> Item:
    """The item, its kind told by its parts."""
    if paragraphs and paragraphs[-1].subhead:  # a head with nothing below it
        paragraphs[-1] = msgspec.structs.replace(paragraphs[-1], subhead=False)
    if not paragraphs and captions:
        paragraphs = [Paragraph(caption.line, caption.text) for caption in captions if caption.text]
    words = [p for p in paragraphs if not p.subhead]
    diary = day is not None and (
        day[1].weather
        or any(mark in piece.text for piece in (headline.column, headline.kicker) if piece for mark in _DIARY)
    )
    long = sum(len(p.text) for p in words) >= _FEATURE_LEAST
    shot = bool(words) and SHOT_AT_END.search(folded(words[-1].text[-40:])) is not None
    written = any("文" in credit.role for signature in signatures for credit in signature.credits)  # 文/图：某某
    alone = len(words) <= 2 and not dateline and not written and not _is_illustrated(words, captions)
    if diary:
        kind = "diary"
    elif headline.photo or ((pictured or shot) and alone):
        kind = "photo"
    elif not dateline and (any(p.subhead for p in paragraphs) or _is_signed(words, signatures) or long):
        kind = "feature"
    else:
        kind = "story"
    return Item(
        body=tuple(paragraphs),
        title=headline.title,
        kicker=headline.kicker,
        subtitle=headline.subtitle,
        leadin=headline.leadin,
        dateline=dateline,
        signatures=tuple(signatures),
        kind=kind,
        section=headline.section,
        campaign=headline.campaign,
        column=headline.column,
        rubric=headline.rubric,
        day=day,
        captions=tuple(captions),
        sources=tuple(sources),
        mark=headline.photo,
    )


def _is_illustrated(words: Sequence[Paragraph], captions: Sequence[Caption]) -> bool:
    """Whether the pictures have captions of their own beside a text that does without them."""
    apart = {caption.line for caption in captions if caption.text}
    return bool(apart) and sum(len(p.text) for p in words if p.line not in apart) >= _TEXT_LEAST


def _is_signed(words: Sequence[Paragraph], signatures: Sequence[Signature]) -> bool:
    """Whether reporters are named on a line of their own, above a text of several paragraphs: news has a dateline."""
    above = [s for s in signatures if words and s.line < words[0].line]
    return len(words) >= 2 and any(is_reporter(credit.role) for s in above for credit in s.credits)


def _year_less(text: str, published: Day | None) -> Day | None:
    return month_day_in(text, published.date) if published else day_in(text)


def _bylined(line: int, text: str) -> tuple[str, list[Signature]]:
    """A first paragraph without the byline in brackets that begins it: `（记者 甲 通讯员 乙）1月26日……`."""
    plain = folded(text[:200])
    for form in (_BRACKET, _REPORTED):
        found = form.match(plain)
        inner = text[found.start("inner") : found.end("inner")] if found else ""
        named = named_in(inner, bare=form is _BRACKET) if inner else None
        if found and named and any(credit.role for credit in named.credits):
            return text[found.end() :], [Signature(line, text[: found.end()].strip(), named.credits)]
    found = re.match(
        r"\s*(?P<inner>(?:本报)?(?:记者|通讯员)(?:\s+[\u4e00-\u9fff]{2,4}|\s*(?:本报)?(?:记者|通讯员))+)\s+(?=\S)",
        plain,
    )
    named = named_in(text[found.start("inner") : found.end("inner")]) if found else None
    if found and named:
        return text[found.end() :], [Signature(line, text[found.start("inner") : found.end("inner")], named.credits)]
    return text, []
