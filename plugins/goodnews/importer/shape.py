"""What a line is by its own form, before its neighbours are asked."""

import re

import msgspec

from goodnews.importer import english
from goodnews.importer.days import Day, day_in, is_day_line
from goodnews.importer.labels import label_in
from goodnews.importer.matching import folded
from goodnews.importer.names import has_surname
from goodnews.importer.numbering import marked
from goodnews.importer.people import Credit, Named, named_in
from goodnews.importer.raw import Line
from goodnews.importer.vocabulary import LONGEST, Vocabulary

_ENUMERATED_MOST = 18  # characters of a headline that is a list: 一场雨，三个班，四百只沙袋
HEAD_MOST = 40  # characters of a headline or subhead
_PUBLISHED = re.compile(
    r"[(\[]\s*(?:来源|据)?\s*:?\s*(?P<name>[^()\[\]:,。]{2,24}(?:报|网|社|杂志|电视台|客户端|公众号|视频号|频道|微信|微博|工会|联合会|融媒体中心|发布))\s*[)\]]"
)
_ROW = re.compile(r"\|\s*(?P<cells>[^|]+(?:\|[^|]+)+?)\s*\|")
_PICTURE = re.compile(
    r"[\[(]?\s*(?:图片|照片|配图|题图|封面图?|图|image|img)\s*\d*\s*[\])]?|!\[.*\]\(.*\)|点击查看大图.*", re.IGNORECASE
)
_CAPTION = re.compile(r"(?:[上下左右]?图[①-⑳\d一二三四五六]?(?:为|:|、)|图片说明|[上下左右]图|图[①-⑳\d])")
PHOTO = re.compile(
    r"(?P<mark>[\[(]?\s*(?:图片(?:新闻|故事|报道)|新闻图片)\s*[\])]?\s*[:|]?\s*"
    r"|[\[(]?\s*(?:一图|图说|影像|镜头)\s*(?:[\])]\s*[:|]?|[:|]|(?=\s|$))\s*)(?P<rest>.*)"
)  # a picture follows
_SHOT = re.compile(r"[(\[]?\s*(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?\d{1,2}日\s*摄\s*[)\]]?")


class Shape(msgspec.Struct, frozen=True):
    """One line that is not blank."""

    line: int
    text: str  # as written, without blanks at its ends
    plain: str  # folded
    kind: str  # dropped section campaign column label credits day picture caption bullet head text
    value: str = ""  # rule, section, campaign/edition, column, or name of the label
    rest: str = ""  # what follows a label, bullet or number on its line, as written
    named: Named | None = None
    day: Day | None = None
    level: int = 0  # of a heading, as the format says; else 0
    apart: str = (
        ""  # what parts it from the line above: '' for nothing, else blank, marks, part, or brief (newspaper.py)
    )

    @property
    def is_head(self) -> bool:
        return self.kind == "head"

    @property
    def is_entry(self) -> bool:
        """Whether it is an entry of a list, and not a paragraph that a newspaper marks."""
        return self.kind == "bullet" and (self.rest == self.text or self.plain[:1] in "-•*·")

    @property
    def is_text(self) -> bool:
        return self.kind in ("text", "bullet")


def shape_of(line: Line, text: str, known: Vocabulary) -> Shape:
    plain = folded(text)
    if len(text) > LONGEST:
        return Shape(line.number, text, plain, "text")

    def shape(kind: str, value: str = "", rest: str = "", named: Named | None = None, day: Day | None = None) -> Shape:
        return Shape(line.number, text, plain, kind, value, rest, named, day)

    if line.kind == "table":
        return shape("table")
    if line.kind == "text" and (row := _ROW.fullmatch(plain)):  # as Markdown and many a mail write them
        return Shape(line.number, text[row.start("cells") : row.end("cells")], row["cells"], "table")
    if line.kind == "caption" or _CAPTION.match(plain):
        return shape("caption")
    if _PICTURE.fullmatch(plain):
        return shape("picture")
    if len(text) <= 20 and (section := known.section(text)):
        return shape("section", section)
    if len(text) <= HEAD_MOST and (campaign := known.campaign(text)):
        return shape("campaign", campaign)
    if len(text) <= 20 and (column := known.column(text)):
        return shape("column", column)
    if text.startswith("#") and line.kind == "text" and (hashes := re.match(r"#{1,6}\s+(?=\S)", text)):
        return msgspec.structs.replace(shape("head"), text=text[hashes.end() :], plain=plain[hashes.end() :])
    if label := label_in(plain):
        name, begin, end = label
        return shape("label", name, text[begin:end].strip())
    if is_day_line(text):
        return shape("day", day=day_in(text))
    if issued := english.issued(text):
        return shape("day", day=Day(*issued))
    if source := _PUBLISHED.fullmatch(plain):  # who had an item of a digest first
        return shape("label", "sources", text[source.start("name") : source.end("name")])
    bracketed = re.fullmatch(r"\(\s*[\u4e00-\u9fff·]{2,12}(?:\s+[\u4e00-\u9fff·]{2,12}){0,3}\s*\)", plain)
    if bracketed and (named := named_in(text, bare=True)) and all(map(_is_known, named.credits)):
        return shape("credits", named=named)
    if len(text) <= HEAD_MOST and known.is_bare_place(plain):
        return shape("head")
    boxed = re.match(r"[□■◇◆◎]\s*(?=[\u4e00-\u9fff])", plain) and len(text) <= 30
    if boxed and (pictured := PHOTO.fullmatch(plain[1:].lstrip())) and not pictured["rest"]:
        return shape("head")
    if boxed and (named := named_in(text, bare=True)) and all(map(_is_known, named.credits)) and not _is_rubric(plain):
        return shape("credits", named=named)
    if len(text) <= 120 and not _is_said(plain) and (named := named_in(text)):
        return shape("credits", named=named)
    if _SHOT.fullmatch(plain) or known.dateline(text):
        return shape("text")
    if mark := marked(plain):
        kind, begin = mark
        rest = text[begin:].strip()
        told = shape_of(line, rest, known) if kind == "bullet" and len(rest) < len(text) else None  # 🖊 编辑：甲一
        if told and told.kind in ("credits", "label"):
            return told
        return shape(kind, rest=rest)
    if line.kind == "list":
        return shape("bullet", rest=text)
    if line.kind == "heading" or (is_short(text) and not _is_sentence(plain) and line.kind == "text"):
        return shape("head")
    return shape("text")


def is_short(text: str) -> bool:
    """Whether a line is as short as a headline: one in Latin letters may have twice as many."""
    return len(text) <= HEAD_MOST * (2 if english.is_english(text) else 1)


def _is_said(plain: str) -> bool:
    """Whether a line is a sentence, although it begins with a role: 图片展开到车间。"""
    return re.fullmatch(r"[^\s:/|()\[\]]{5,}[。!?]", plain) is not None


def _is_known(credit: Credit) -> bool:
    """Whether each name begins with a surname: a bare word in brackets may be anything."""
    return bool(credit.role) or all(map(has_surname, credit.names))


def _is_rubric(plain: str) -> bool:
    """Whether a word behind a mark names what follows, although it begins as a name does: ■来信."""
    return (
        re.fullmatch(r"\W*(?:来信|来函|来论|言论|时评|时讯|简讯|关注|观察|广角|广场|相关|常识|提示)\W*", plain)
        is not None
    )


def _is_sentence(plain: str) -> bool:
    """Whether a short line is part of a text, by its punctuation."""
    return (
        re.search(r"[。;,、]\s*[\"')]*\s*$", plain) is not None
        or (plain.count(",") >= 2 and len(plain) > _ENUMERATED_MOST)
        or "。" in plain
        or english.is_sentence(plain)
    )
