"""What a line is by its own form, before its neighbours are asked."""

import re
from collections.abc import Container, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec

from goodnews.importer.days import WEATHERS, Day, day_in, is_day_line
from goodnews.importer.furniture import (
    advertisement_rule,
    begins_links,
    blank_rule,
    contact_rule,
    links_rule,
    marks_rule,
    menu_rule,
    page_rule,
    part_rule,
    rule_for,
)
from goodnews.importer.matching import ended, folded, key
from goodnews.importer.names import has_surname
from goodnews.importer.people import Credit, Named, named_in
from goodnews.importer.places import Places
from goodnews.importer.raw import Line
from goodnews.importer.roles import REPORTER
from goodnews.newsroom.story import Registries

_SENTENCE_LEAST = 16  # characters
_LINKS = ("head", "bullet", "number", "picture", "day")  # what a list of links consists of
MENU = 3  # sections without anything between them
LONGEST = 10_000  # characters of a line of which it is asked what it is
CAPTION_MOST = 100  # characters of the words below a picture
_POINTS_UP = re.compile(r"[▲△▼▽↑⬆]")
PART_LEAST = 5  # characters of a section's name that may stand for all of it: 和谐劳动关系
HEAD_MOST = 40  # characters of a headline or subhead
DECOR = " #*■□◆◇◎●○★☆▲△▼▽►▶※▍▎▌▋█┃❖·•|-_=~[]<>《》「」()"
_NUMBER = re.compile(
    r"\d\ufe0f?\u20e3\s*(?=\S)|(?:[(\[]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)\].、:]+|[①-⑳⑴-⒇])\s*(?=\D)"
)
_PARTED = re.compile(
    r"(?:part|no|top|vol|chapter)[.\s]*\d{1,2}[\s.、:|-]*(?=\D)|第\s*\d{1,2}\s*[名条则位][\s.、:|-]*"
    r"|(?:\d{1,2}|[壹贰叁肆伍陆柒捌玖拾])[\s|·、.]+(?=[\u4e00-\u9fff])",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,2}(?:[.、)]\s*|\s+)(?=\D)")  # behind a bullet: ◆ 01 济宁丨夜校上课
_TITLED = re.compile(r"\W{0,2}(?:稿件)?(?:主?标题|题目)\s*[\])]?\s*:\s*(?=\S)")  # of a story among those of a letter
_SENT_IN = re.compile(
    r"(?:稿件|来稿|稿)\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[:、.]\s*(?=\S)"
)  # 稿件一：夜校开课
_COUNT = re.compile(
    r"[\W_]*(?:\d{1,3}|[一二两三四五六七八九十]{1,3})\s*[条篇则][\W_]*$"
)  # 工作动态（3条）, 工作动态◆三条
_BULLET = re.compile(
    r"(?:[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?)+\s*(?=\S)|[●•◆■▪★▶►※○◇□◎·☆▲△❖]\s*(?=\S)|-\s+(?=\S)"
)
_LABELS = (
    (
        "highlights",
        r"核心提示|要点(?:提示|速览)?|本[期周](?:要点|导读|看点|提要|焦点|头条)|今日(?:要闻|看点|导读|提要)|导读|内容提要|要闻提示|(?:今日|本周)?要闻(?:速览|导读)",
    ),
    ("note", r"编者按|编者的话|编前语|编后语?|编辑按|按语|写在前面|开栏的话|卷首语"),
    (
        "recap",
        r"新闻回放|新闻回顾|(?:好|暖)?故事(?:回放|简介|梗概)?|(?:主要|先进|人物)?事迹(?:简介)?|事件回放|事件回顾|新闻事件|新闻概述|内容回放|回放",
    ),
    (
        "comment",
        r"(?:微|锐|快|小编|编辑)?点?评|评点|编辑点评|专家点评|入选理由|推荐理由|上榜理由|评语|短评|评委点评|颁奖词|专家观点",
    ),
    (
        "letters",
        r"(?:网友|读者|粉丝|精选|热门|会员)?(?:留言|热评|评论|心声|跟帖|点赞)(?:精选|选登|摘录|摘登|区|墙|板)?|网友(?:说|热议|怎么说)|读者来信",
    ),
    (
        "sources",
        r"(?:部分)?(?:图文|图片|文字|内容|稿件|消息|信息|文图|资料|本文|本期|新闻|素材)*(?:来源|稿源|综合自|综合|源自|转自)(?:于)?",
    ),
    ("method", r"评选(?:办法|方法|规则|说明|过程)|入选办法|推选办法"),
    (
        "extra",
        r"今日天气|天气(?:预报|提示)?|每日一[句言语问]|今日(?:限行|提示|一句|寄语|金句|油价)|温馨提示|农历|(?:每日|今日|早安)?(?:微语|心语|寄语|金句|语录)",
    ),
    ("summary", r"摘要|内容摘要|提要"),
)
_LABELLED = [
    (name, re.compile(rf"(?P<label>{pattern})\s*(?:[:|-]|$|(?<=按)\s|\]\s*|(?=《))\s*(?P<rest>.*)"))
    for name, pattern in _LABELS
]
_APART = {
    name: re.compile(rf"(?P<label>{pattern})\s+(?P<rest>.+)")
    for name, pattern in _LABELS
    if name in ("recap", "comment")
}
_PUBLISHED = re.compile(
    r"[(\[]\s*(?:来源|据)?\s*:?\s*(?P<name>[^()\[\]:,。]{2,24}(?:报|网|社|杂志|电视台|客户端|公众号|视频号|频道|微信|微博|工会|联合会|融媒体中心|发布))\s*[)\]]"
)
_DATELINE = re.compile(
    r"(?:本[报刊网台社]|[\u4e00-\u9fff]{2,6}(?:社|网|报|客户端)|据[\u4e00-\u9fff]{2,8})?(?:[\u4e00-\u9fff]{0,6})(?:\d{1,2}月\d{1,2}日)?(?<![简短快])[讯电](?=[\s(\[:]|记者|通讯员|\d|$)"
)
_ROW = re.compile(r"\|\s*(?P<cells>[^|]+(?:\|[^|]+)+?)\s*\|")
_PAGE_OF = re.compile(r"\W*第?\s*[a-d]?\d{1,2}\s*版", re.IGNORECASE)  # 第03版：综合新闻 begins a page
_PICTURE = re.compile(
    r"[\[(]?\s*(?:图片|照片|配图|题图|封面图?|图|image|img)\s*\d*\s*[\])]?|!\[.*\]\(.*\)|点击查看大图.*", re.IGNORECASE
)
_CAPTION = re.compile(r"(?:[上下左右]?图[①-⑳\d一二三四五六]?(?:为|:|、)|图片说明|[上下左右]图|图[①-⑳\d])")
PHOTO = re.compile(
    r"(?P<mark>[\[(]?\s*(?:图片(?:新闻|故事|报道)|新闻图片)\s*[\])]?\s*[:|]?\s*"
    r"|[\[(]?\s*(?:一图|图说|影像|镜头)\s*(?:[\])]\s*[:|]?|[:|]|(?=\s|$))\s*)(?P<rest>.*)"
)  # a picture follows
_SHOT = re.compile(r"[(\[]?\s*(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?\d{1,2}日\s*摄\s*[)\]]?")
_LEADIN = re.compile(r"(?P<leadin>[^:|,。;!?\s]{2,14})\s?(?P<mark>[:|])\s*(?P<rest>.*)")
UNIT = re.compile(r".*(?:总工会|工会|公司|集团|学校|大学|医院|铁路局|[段厂矿局]|兵团|[师市区县州旗省])$")


def without_number(plain: str) -> str:
    """A heading, folded, without the number before it: `PART 01　工作动态`, `NO.3 灶台亮了`, `三、维权服务`."""
    plain = _COUNT.sub("", plain)
    found = _PARTED.match(plain) or _NUMBER.match(plain)
    return plain[found.end() :].strip(DECOR) if found and found.end() < len(plain) else plain


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


class Vocabulary(NamedTuple):
    """What the newsroom's registries and settings lend to the recognition."""

    registries: Registries
    places: Places
    furniture: tuple[str, ...]

    @classmethod
    def of(cls, registries: Registries, furniture: Iterable[str] = ()) -> "Vocabulary":
        return cls(registries, Places(registries.regions), tuple(furniture))

    def section(self, text: str, least: int = PART_LEAST) -> str:
        """The section that a heading names: `【维权服务】`, `三、维权服务`, `维权服务篇`.

        least  characters of a part of a section's name that stands for it, where no other section's name holds it
        """
        plain = folded(text).strip(DECOR)
        plain = without_number(plain)
        wanted = key(plain)
        exact = next((name for name in self.registries.sections if wanted in (key(name), key(name) + "篇")), "")
        within = [name for name in self.registries.sections if len(wanted) >= least and wanted in key(name)]
        return exact or (within[0] if len(within) == 1 else "")

    def campaign(self, text: str) -> str:
        """The campaign and edition that a heading names: by its title, or by its key and year."""
        plain, wanted = folded(text).strip(DECOR), key(text)
        for name, campaign in self.registries.campaigns.items():
            for edition, year in campaign.years.items():
                if wanted and (
                    wanted == key(year.title)
                    or (
                        len(key(year.title)) >= 6
                        and key(year.title) in wanted
                        and len(wanted) <= len(key(year.title)) + 8
                    )
                ):
                    return f"{name}/{edition}"
            digits = re.search(r"(?:19|20)\d\d", plain)
            rest = len(wanted) - len(key(name)) - 4
            begins = re.match(rf"(?:20\d\d|\W*{re.escape(name)})", plain)
            if name in plain and digits and digits[0] in campaign.years and begins and rest <= 8 and not ended(text):
                return f"{name}/{digits[0]}"
        return ""

    def is_slogan(self, text: str) -> bool:
        """Whether a line holds the slogan of a campaign's year and hardly more."""
        years = (year for campaign in self.registries.campaigns.values() for year in campaign.years.values())
        said, wanted = key(text), [key(year.slogan) for year in years if year.slogan]
        return any(slogan in said and len(said) <= len(slogan) + 6 for slogan in wanted)

    def column(self, text: str) -> str:
        plain = key(text)
        return next((name for name in self.registries.columns if plain == key(name)), "")

    def under_column(self, text: str) -> tuple[str, str] | None:
        """The column that stands before a headline on its line, and the headline as written: `蹲点日记｜摆摊的一天`."""
        found = re.fullmatch(r"\W*(?P<column>[^|:·\]]{2,20}?)\s*[|:·\]]\s*(?P<rest>\S.*)", folded(text[:LONGEST]))
        column = self.column(found["column"]) if found else ""
        return (column, text[found.start("rest") :].strip()) if found and column else None

    def leadin(self, text: str) -> tuple[str, str] | None:
        """`河南：……` or `某某工会：……` as lead-in and the rest, both as written."""
        if len(text) > LONGEST:
            return None
        plain = folded(text)
        found = _LEADIN.fullmatch(plain.strip())
        if not found:
            return self._set_apart(text, plain)
        at = len(plain) - len(plain.lstrip())
        lead = found["leadin"]
        unit = found["mark"] == ":" and len(lead) >= 3 and UNIT.fullmatch(lead)
        if not (self.places.is_place(lead) or unit):
            return None
        return text[at + found.start("leadin") : at + found.end("leadin")], text[
            at + found.start("rest") : at + found.end("rest")
        ]

    def _set_apart(self, text: str, plain: str) -> tuple[str, str] | None:
        """A place before a headline, with a wide gap or in brackets: `石岬省 旧驾驶室搬进教室`, `【全国】`."""
        found = re.fullmatch(
            r"\s*(?:\[(?P<a>[^\[\]]{2,14})\]\s*|(?P<b>[\u4e00-\u9fff]{2,14})\s+)(?P<rest>.{0,60})", plain
        )
        if not found:
            return None
        group = "a" if found["a"] else "b"
        if not self.places.is_place(found[group]) or (group == "b" and not found["rest"]) or named_in(found["rest"]):
            return None
        return text[found.start(group) : found.end(group)], text[found.start("rest") :].strip()

    def is_bare_place(self, plain: str) -> bool:
        """Whether a line, folded, is the name of a place and nothing else: `◆江苏昆山`."""
        return self.places.is_place(plain.strip(DECOR))

    def dateline(self, text: str) -> str:
        """The dateline that a paragraph begins with, as written; '' if none."""
        for known in self.registries.datelines:
            if text.startswith(known):
                return known
        plain = folded(text[:80])
        bracketed = re.match(r"\[\s*(?P<inner>[^\[\]]{2,12}?)\s*\]", plain)  # 【本报讯】
        inner = bracketed["inner"] if bracketed else ""
        if bracketed and (inner in self.registries.datelines or _DATELINE.fullmatch(inner)):
            return text[: bracketed.end()]
        found = _DATELINE.match(plain)
        return text[: found.end()] if found and found.end() >= 3 else ""


def shapes_of(
    lines: Iterable[Line], known: Vocabulary, pictures: Container[int] = ()
) -> tuple[list[Shape], dict[int, str]]:
    """The lines that say something, and those that are dropped with the rule that drops each.

    pictures  lines below which a picture stands
    """
    found: list[Shape] = []
    dropped: dict[int, str] = {}
    links = False  # whether what follows are links to other pages
    apart = ""
    kinds = {blank_rule(): "blank", marks_rule(): "marks", part_rule(): "part"}
    strength = ("", *kinds.values())  # of several, the strongest counts
    lines = tuple(lines)
    for at, line in enumerate(lines):
        text = line.text.strip().strip("\u200b\ufeff").strip()
        if text and line.kind == "cell":
            continue
        if named := _TITLED.match(folded(text[:12])):
            text, apart = text[named.end() :], "part"
        if sent_in := _SENT_IN.match(folded(text[:20])):
            text, apart = text[sent_in.end() :], "part"
        if not text:
            dropped[line.number] = blank_rule()
            apart = apart or "blank"
            continue
        rule = contact_rule() if line.kind == "footer" else rule_for(text, known.furniture)
        if rule == advertisement_rule() and line.kind == "heading":  # 扫码领水
            rule = ""
        if not rule and begins_links(text) and not _heads_text(lines, at):
            links, rule = True, links_rule()
        elif links and not rule:
            shape = shape_of(line, text, known)
            asks = (
                line.kind == "list" and text[-1] in "？?！!"
            )  # a link may ask; a sentence of the text does not stand in a list
            goes_on = shape.kind in _LINKS and len(text) <= 60 and (asks or not ended(text))
            links = goes_on and not _heads_item(lines, at, known)
            rule = links_rule() if links else ""
        if rule:
            dropped[line.number] = rule
            weight = "marks" if rule == page_rule() and _PAGE_OF.match(folded(text)) else kinds.get(rule, "")
            apart = max(apart, weight, key=strength.index)
        else:
            shape = msgspec.structs.replace(shape_of(line, text, known), apart=apart, level=line.level)
            apart = ""
            if line.number - 1 in pictures and _POINTS_UP.match(text) and len(text) <= CAPTION_MOST:
                shape = msgspec.structs.replace(shape, kind="caption")
            found.append(_continued(shape, found[-1], known) if found else shape)
    found = [_named(shape, found[at - 1 : at], found[at + 1 : at + 2]) for at, shape in enumerate(found)]
    found = [_headed(shape, found[at + 1 : at + 2], known) for at, shape in enumerate(found)]
    menu = _menu(found)
    return [shape for shape in found if shape.line not in menu], {**dropped, **dict.fromkeys(menu, menu_rule())}


def _heads_text(lines: Sequence[Line], at: int) -> bool:
    """Whether a sentence stands right below a line: 相关链接 above it heads a part of the text."""
    below = next((line.text for line in lines[at + 1 : at + 4] if line.text.strip()), "")
    return len(below) >= _SENTENCE_LEAST and ended(below)


def _heads_item(lines: Sequence[Line], at: int, known: Vocabulary) -> bool:
    """Whether a short line is the headline or kicker of a text: what begins one stands in the next lines, or it ends
    with a dash."""
    if folded(lines[at].text).rstrip().endswith("--"):
        return True
    below = [line for line in lines[at + 1 : at + 6] if line.text.strip()][:2]
    return any(known.dateline(line.text.strip()) or _begins_text(line, known) for line in below)


def _begins_text(line: Line, known: Vocabulary) -> bool:
    """Whether a line is a reporter's byline, or the label of what happened or is said."""
    shape = shape_of(line, line.text.strip(), known)
    if shape.kind == "label":
        return shape.value in ("recap", "comment")
    credits = shape.named.credits if shape.named else ()
    return shape.kind == "credits" and any(re.fullmatch(REPORTER, credit.role) for credit in credits)


def _continued(shape: Shape, above: Shape, known: Vocabulary) -> Shape:
    """A short line right below a sentence that stops at a comma goes on with it, and is no head."""
    open_ = above.is_text and above.line + 1 == shape.line and above.plain[-1:] in ("、", ",")
    return (
        msgspec.structs.replace(shape, kind="text")
        if open_ and shape.is_head and not known.leadin(shape.text)
        else shape
    )


def _headed(shape: Shape, below: Sequence[Shape], known: Vocabulary) -> Shape:
    """A line with a number or mark right above a byline or dateline is a headline: 一、忻州给工匠立了一份决定."""
    begins = bool(below) and (below[0].kind == "credits" or bool(known.dateline(below[0].text)))
    if shape.kind not in ("number", "bullet") or not begins or len(shape.rest) > HEAD_MOST or ended(shape.rest):
        return shape
    return msgspec.structs.replace(shape, kind="head", text=shape.rest, plain=folded(shape.rest))


def _named(shape: Shape, above: Sequence[Shape], below: Sequence[Shape]) -> Shape:
    """Two or more names alone, between a headline and its text, are its byline; so is one above or below the day of a
    diary."""
    words = shape.plain.split()
    if not (shape.is_head and above and below and all(2 <= len(w) <= 3 and has_surname(w) for w in words)):
        return shape
    several = len(words) >= 2 and above[0].is_head and below[0].kind == "text" and all(len(w) == 3 for w in words)
    diarist = len(words) == 1 and below[0].kind == "day" and (above[0].is_head or above[0].kind == "label")
    diarist = diarist or (len(words) == 1 and _is_diarys(above[0]) and below[0].kind == "text")
    if not (several or diarist):
        return shape
    return msgspec.structs.replace(shape, kind="credits", named=named_in(shape.text, bare=True))


def _is_diarys(shape: Shape) -> bool:
    """Whether a line is the day of a diary: the weekday or the weather stands behind it."""
    return shape.kind == "day" and re.search(rf"星期|周|{'|'.join(WEATHERS)}", shape.plain) is not None


def _menu(shapes: Sequence[Shape]) -> set[int]:
    """The lines of a site's menu, which names its sections one after another."""
    found: set[int] = set()
    for is_section, run in groupby(shapes, key=lambda shape: shape.kind == "section"):
        lines = [shape.line for shape in run]
        found |= set(lines) if is_section and len(lines) >= MENU else set()
    return found


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
    offset = len(plain) - len(plain.lstrip(DECOR))
    for name, label in _LABELLED:
        found = label.fullmatch(plain[offset:].rstrip(DECOR) if len(plain) < 24 else plain[offset:])
        if not found and name in ("recap", "comment"):  # ●点评　办得实……
            found = _APART[name].fullmatch(plain[offset:])
        if found and (name not in ("letters", "method") or not found["rest"]):
            rest = text[offset + found.start("rest") : offset + found.end("rest")]
            return shape("label", name, rest.strip())
    if is_day_line(text):
        return shape("day", day=day_in(text))
    if source := _PUBLISHED.fullmatch(plain):  # who had an item of a digest first
        return shape("label", "sources", text[source.start("name") : source.end("name")])
    bracketed = re.fullmatch(r"\(\s*[\u4e00-\u9fff·]{2,12}(?:\s+[\u4e00-\u9fff·]{2,12}){0,3}\s*\)", plain)
    if bracketed and (named := named_in(text, bare=True)) and all(map(_is_known, named.credits)):
        return shape("credits", named=named)
    if len(text) <= HEAD_MOST and known.is_bare_place(plain):
        return shape("head")
    marked = re.match(r"[□■◇◆◎]\s*(?=[\u4e00-\u9fff])", plain) and len(text) <= 30
    if marked and (pictured := PHOTO.fullmatch(plain[1:].lstrip())) and not pictured["rest"]:
        return shape("head")
    if marked and (named := named_in(text, bare=True)) and all(map(_is_known, named.credits)) and not _is_rubric(plain):
        return shape("credits", named=named)
    if len(text) <= 120 and not _is_said(plain) and (named := named_in(text)):
        return shape("credits", named=named)
    if _SHOT.fullmatch(plain) or known.dateline(text):
        return shape("text")
    for kind, mark in (("number", _NUMBER), ("bullet", _BULLET)):
        if (begun := mark.match(plain)) and begun.end() < len(text):
            rest = text[begun.end() :].strip()
            if kind == "bullet" and (numbered := _NUMBERED.match(folded(rest))):
                rest = rest[numbered.end() :]
            return shape(kind, rest=rest)
    if line.kind == "list":
        return shape("bullet", rest=text)
    if line.kind == "heading" or (len(text) <= HEAD_MOST and not _is_sentence(plain) and line.kind == "text"):
        return shape("head")
    return shape("text")


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
    return re.search(r"[。;,、]\s*[\"')]*\s*$", plain) is not None or plain.count(",") >= 2 or "。" in plain
