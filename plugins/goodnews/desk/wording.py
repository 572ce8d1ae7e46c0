"""Wording that an editor may not have meant to publish: notes to oneself, pasted remains, personal data."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from goodnews.characters import HAN
from goodnews.desk import private_person
from goodnews.desk.found import Found
from goodnews.language import _
from goodnews.text import private
from goodnews.text.marks import ENTITIES
from goodnews.text.private import ALONE, END, GAP, in_digits, is_card, is_identity


class Rule(NamedTuple):
    """What to look for. Only a paragraph with one of the signs is searched: that takes a hundredth of the time."""

    name: str
    signs: tuple[str, ...]  # none: a long number, anywhere in the text
    pattern: re.Pattern[str]
    expected: Callable[[], str]  # said when it is found, in the language of the terminal
    fix: Callable[[], str]
    holds: Callable[[str], bool] = lambda found: True  # whether a number is what it looks like, by its check digits


def wording(text: str) -> Iterator[Found]:
    """Everything in a text that the rules know, rule by rule."""
    if "<!--" in text:
        text = _COMMENT.sub(_blanked, text)
    written, text = text, in_digits(text)
    whole = [(0, len(text))] if _LONG_NUMBER.search(text) else []
    for rule in RULES:
        for start, end in _paragraphs_with(rule.signs, text) if rule.signs else whole:
            for found in rule.pattern.finditer(text, start, end):
                if rule.holds(found[0]):
                    yield Found(
                        found.start(),
                        written[found.start() : found.end()].strip(),
                        rule.expected(),
                        rule.fix(),
                        rule.name,
                    )


def _paragraphs_with(signs: tuple[str, ...], text: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs begin and end in which a sign stands; what a rule looks for is in one paragraph."""
    end = 0
    for sign in _one_of(signs).finditer(text):
        if sign.start() >= end:
            before, after = text.rfind("\n\n", 0, sign.start()), text.find("\n\n", sign.start())
            end = len(text) if after < 0 else after
            yield 0 if before < 0 else before + 2, end


@cache
def _one_of(signs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, signs)))


# Marks of HTML and Markdown, and entities: a field is plain text and prints them as they were typed.
_MARK = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|img|a|font|center|section|su[bp]|o:p|t[drh]|table|[uo]l|li|h[1-6])\b[^<>]*>"
    rf"|&(?:{ENTITIES}|#[0-9]{{2,}}|#x[0-9a-f]{{2,}});"
    r"|\*\*[^*\s](?:[^*\n]*[^*\s])?\*\*|\[[^\]\n]*\]\(https?:[^)\n]*\)|\\n(?![a-z])|\{[#.][\w-]+\}",
    re.IGNORECASE,
)
_SIGNS = ("<", "&", "**", "](", "\\n", "{#", "{.")
_LABELS = ("来源：", "来源:", "稿源：", "稿源:", "标题：", "题目：", "摘要：", "提要：", "编者按：")
_LABEL = re.compile(
    r"^(?:editors_note: *(?:[|>][-+]?\s+)?[\"']?编者按"
    r"|title: *[\"']?(?:标题|题目)|summary: *[\"']?(?:内容)?(?:摘要|提要)"
    r"|(?:sources:(?:[^\n]*[,{\[:])?| *-(?: *\{? *name:)?| +name:)[ \[{\"']*"
    r"(?:(?:消息|信息|稿件|文章)?来源|稿源))[：:]",
    re.MULTILINE,
)


def marks_of(header: str) -> Iterator[Found]:
    """Marks in the fields of a document, which readers would see, and names of fields within them."""
    if any(label in header for label in _LABELS):
        expected, fix = _("the value alone, without the name of its field"), _("Delete the name and its colon.")
        for found in _LABEL.finditer(header):
            yield Found(found.start(), found[0].strip(), expected, fix, "label-in-field")
    if not any(sign in header for sign in _SIGNS):
        return
    for found in _MARK.finditer(header):
        fix = _("Delete the mark, unless readers are to see it; bold and links belong in the text.")
        yield Found(found.start(), found[0], _("plain text, which is printed literally"), fix, "mark-in-field")


def _blanked(comment: re.Match[str]) -> str:
    """Blanks for a comment, which is never printed and reported elsewhere; line breaks stay."""
    return _NO_BREAK.sub(" ", comment[0])


_COMMENT, _NO_BREAK = re.compile(r"<!--.*?-->", re.DOTALL), re.compile(r"[^\n]")
_LETTERS = re.compile("[^0-9Xx]+")
_LONG_NUMBER = re.compile(rf"[0-9](?:[)）]?{GAP}?[0-9]){{9}}")


def _no_notes() -> str:
    return _("a text without notes to oneself")


def _no_person() -> str:
    return _("no number, account or name of a private person")


def _is_public() -> str:
    return _("Check whether it may be published; leave out what is private.")


_PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_HOUSES, _ESTATES = ("号楼", "栋", "幢"), ("小区", "花园", "家园", "新村", "公寓", "佳苑", "新苑", "家属院")
_NUMBER = "[0-9〇零一二三四五六七八九十百]"
RULES = (
    Rule(
        "note-to-oneself",
        ("TODO", "todo", "FIXME", "fixme", "TBD", "待", "??", "？？", "××", "XX", "xx", "ＸＸ"),
        re.compile(
            r"(?<![A-Za-z])(?:TODO|todo|FIXME|fixme|TBD)(?![A-Za-z])"
            r"|(?<![等期有])待 ?(?:核(?![酸准])|查(?!询)|补(?![贴助偿])|确认|定稿|完善)[实对充]?"
            r"|待(?:编辑|记者|作者|领导|主编)[^。，\n]{0,4}(?:确认|审|核|补|定)|(?:此处|这里)待[^。，\n]{1,4}"
            r"|[【〔（(\[]待[^】〕）)\]\n]{0,10}[】〕）)\]]|[?？]{2,}|×{2,}(?![0-9])"
            rf"|(?<![A-Za-z0-9Ｘ])[XxＸ]{{2,}}(?={HAN})"
        ),
        _no_notes,
        lambda: _("Settle it, or remove the note."),
    ),
    Rule(
        "picture-placeholder",
        ("图", "视频", "音频", "链接", "二维码", "表情", "附件"),
        re.compile(
            r"(?<!!)[（(【\[［<＜](?:此处|这里)?(?:插入|插|配|附|见|有)?(?:图(?:片|略)?|视频|音频|链接|二维码|表情|附件)"
            r"[0-9一二三四五六七八九十]*[)）】\]］>＞](?![(:])"
            r"|(?:此处|这里)(?:插入|放|插|配)(?:一张)?图"
        ),
        lambda: _("a picture, or nothing"),
        lambda: _("Show the picture by `image` or `![alt](images/…)`, or remove the words."),
    ),
    Rule(
        "pasted-button",
        (
            *(
                "点击",
                "蓝字",
                "蓝色字",
                "阅读原文",
                "关注",
                "朋友圈",
                "在看",
                "星标",
                "二维码",
                "三连",
                "往期",
                "推荐阅读",
            ),
            *("延伸阅读", "转载", "侵权", "网络", "展开全文", "END", "编辑：", "责编：", "校对：", "审核：", "监制："),
        ),
        re.compile(
            r"点击(?:上方|下方|左下角|文末)?[“「]?(?:蓝字|阅读原文|关注)|[点戳触][^。\n]{0,6}蓝色?字|阅读原文"
            r"|点击(?:上方|下方)[^。\n]{0,12}关注|(?:长按|扫描?|识别)[^。\n]{0,10}关注|(?:长按|扫|识别)[^。\n]{0,6}二维码"
            r"|关注(?:我们|本?公众号)|(?:分享|转发)[^。\n]{0,4}朋友圈|点[个亮]?[“「]?在看|设为星标|一键三连"
            r"|往期(?:推荐|回顾|精彩)|(?:推荐|延伸)阅读|转载请|未经(?:授权|许可|同意)[^。\n]{0,6}转载|侵权(?:必究|[即请联删])"
            r"|(?:图片?|素材)(?:来自|来源于?|源于?)网络|展开全文|^\W*END\W*$|^(?:责任|本期)?(?:编辑|责编|校对|审核|监制)：",
            re.MULTILINE,
        ),
        lambda: _("a text without the buttons and labels around a post"),
        lambda: _("Remove what was copied along with the text."),
    ),
    Rule(
        "assistant-words",
        ("AI", "语言模型", "以下是"),
        re.compile(
            r"作为一?[个名款]?(?:AI|人工智能)(?:助手|语言模型|模型)?(?:，|,|我)|语言模型，我"
            r"|以下是(?:为[您你]|根据|按照)?[^。\n]{0,12}(?:改写|润色|修改|整理|优化)后的"
        ),
        lambda: _("the story alone, without the words of a program that wrote it"),
        lambda: _("Remove them, and read the text beside its source."),
    ),
    *(
        Rule(name, kind.signs, kind.pattern, _no_person, _is_public, kind.is_it)
        for name, kind in (
            ("identity-number", private.IDENTITY),
            ("card-number", private.CARD),
            ("mobile-number", private.MOBILE),
            ("account", private.ACCOUNT),
            ("mail-address", private.MAILBOX),
            ("contact", private.CONTACT),
        )
    ),
    Rule(
        "telephone-number",
        (),
        re.compile(
            rf"{ALONE}(?:0[1-9][0-9]{{1,2}}[)）]?|\+86{GAP}?[1-9][0-9]{{1,2}}){GAP}?[2-9][0-9]{{2,3}}{GAP}?[0-9]{{4}}{END}"
        ),
        lambda: _("no private telephone number"),
        _is_public,
    ),
    Rule(
        "document-number",
        ("证", "卡号", "账号", "帐号", "护照"),
        re.compile(
            r"(?:身份证|通行证|军官证|护照|银行卡|卡号|账号|帐号)(?:号码?)?[:：为是]? ?"
            r"[A-Za-z]{0,2}[0-9][0-9 -]{6,}[0-9][Xx]?"
        ),
        _no_person,
        _is_public,
        lambda found: not (is_identity(_LETTERS.sub("", found)) or is_card(found)),  # told already
    ),
    Rule(
        "number-plate",
        tuple(_PLATES),
        re.compile(
            rf"[{_PLATES}][A-HJ-Z][ ·•・.]?(?:(?=(?:[A-Z]?[0-9]){{4}}|[0-9A-Z]*[0-9]{{3}})[A-HJ-NP-Z0-9]{{5}}"
            r"|[A-HJ-K][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJ-K])(?![0-9A-Za-z])"
        ),
        lambda: _("no number plate of a private vehicle"),
        _is_public,
    ),
    Rule(
        "home-address",
        ("单元", "室", "号房", "号院", *_HOUSES, *_ESTATES),
        re.compile(
            rf"{_NUMBER}{{1,4}}(?:号楼?|弄|栋|幢|座|楼)[^，。；\n]{{0,8}}?{_NUMBER}{{1,3}}单元[^，。；\n]{{0,4}}?{_NUMBER}{{2,5}}[室户号]?"
            rf"|{_NUMBER}{{1,4}}号院{_NUMBER}{{1,3}}号楼[^，。；\n]{{0,6}}?{_NUMBER}{{3,5}}室"
            rf"|(?:住|租住|居住|家)(?:在|于)?[^，。；\n]{{2,24}}?{_NUMBER}{{1,4}}(?:号楼?|弄|栋|幢|座)[^，。；\n]{{0,8}}?{_NUMBER}{{2,5}}(?:室|号房)"
            rf"|(?:{'|'.join(_ESTATES)})[^，。；\n]{{0,6}}?{_NUMBER}{{1,4}}(?:号楼?|弄|栋|幢|座)[^，。；\n]{{0,6}}?{_NUMBER}{{2,5}}(?:室|号房)"
            rf"|(?:(?:{'|'.join((*_ESTATES, *_HOUSES))}|号院)|(?:住|家)(?:在|于)[^，。；\n]{{2,20}}?)"
            r"[^，。；\n0-9]{0,4}[0-9]{1,3}[-—－][0-9]{1,4}(?:[-—－][0-9]{2,4})?(?![0-9年月日号点时％%])"
        ),
        lambda: _("no address down to the door"),
        lambda: _("Leave out what leads to somebody's door."),
    ),
    Rule(
        "private-person",
        private_person.SIGNS,
        private_person.PATTERN,
        lambda: _("a name that hides the person, such as 黄某 or 赵女士"),
        lambda: _("Ask the person, or shorten the name; `privacy: {checked: …}` names who made sure."),
    ),
    Rule(
        "lost-encoding",
        ("锟斤拷", "烫烫烫", "ï»¿", "â€"),
        re.compile("锟斤拷|烫{3,}|ï»¿|â€"),
        lambda: _("words that survived the change of encoding"),
        lambda: _("Look them up in the original: they were lost on the way."),
    ),
)

# What `privacy: {checked: …}` answers for.
PRIVATE = frozenset(
    {
        *("identity-number", "card-number", "mobile-number", "telephone-number", "document-number", "number-plate"),
        *("account", "mail-address", "contact"),
        *("home-address", "private-person"),
    }
)
