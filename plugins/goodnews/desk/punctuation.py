"""Punctuation of Chinese text: what a copy editor marks, and what is put in its place where that is sure.

Looked at is the text of a story and its fields of plain text; code, addresses, comments and the targets of links are
never touched.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from goodnews.characters import HAN
from goodnews.desk.found import Found
from goodnews.language import _

_HIDDEN = "\ufdd0"  # stands for every character that is not looked at
_NOT_TEXT = re.compile(
    r"^(?P<fence>```+|~~~+).*?^(?P=fence)[`~]*$|`[^`\n]*`|<!--.*?-->|\]\([^)\n]*\)|^\[[^\]\n]+\]: .*$"
    r"|https?://[^\s，。；）)》”]*|<[a-z/][^>\n]*>",
    re.DOTALL | re.MULTILINE,
)


class Rule(NamedTuple):
    name: str
    pattern: re.Pattern[str]  # begins with the character that is wrong, so that a search is quick
    expected: Callable[[], str]
    fix: Callable[[], str]
    instead: Callable[[re.Match[str]], str] | None = None  # what is put in its place; None: an editor decides
    sign: re.Pattern[str] | None = None  # only a text with one is searched; None: every text


_FULL_WIDTH = str.maketrans(",;:?!", "，；：？！")
_QUOTED = f'"(?=[^"\\n]*{HAN})([^"\\n]*)"'


# What stands before two or three hyphens that are meant for a dash.
_AFTER_WORDS = "|".join(f"(?<={before}-{{{count}}})" for before in (HAN, "[”》）]", f"{HAN} ") for count in (2, 3))


def _full_width(found: re.Match[str]) -> str:
    return found[0].strip().translate(_FULL_WIDTH)


_FEELINGS = "激动 高兴 感慨 自豪 兴奋 欣慰 动情 坚定 郑重 亲切 耐心 热情 认真 仔细 开心 愉快 深情 风趣".split()
_MANNERS = "紧紧 慢慢 渐渐 悄悄 轻轻 静静 默默 偷偷 匆匆 缓缓 牢牢 深深".split()
_DEGREES = (
    "气喘吁吁 前仰后合 津津有味 热火朝天 红红火火 不可开交 热泪盈眶 满头大汗 团团转 直流泪 有声有色 有滋有味 头头是道"
    " 井井有条 风生水起 五体投地 精疲力尽 兴高采烈 聚精会神 不亦乐乎 焦头烂额 眉开眼笑 泣不成声 目不转睛 如火如荼"
).split()

RULES = (
    Rule(
        "half-width-mark",
        # Between Chinese characters, or behind one at the end of a line, cell, quotation or bracket.
        re.compile(
            f"[,;:?!](?:(?<={HAN}.|[”》）].)(?={HAN}|[“《（])"
            rf"|(?:(?<={HAN}.)|(?<={HAN}[”》）].))(?: (?={HAN})|[?!]*(?=[\"”’」』）)]|[ \t]*(?:\||$))|[?!]+(?={HAN})))",
            re.MULTILINE,
        ),
        lambda: _("a full-width mark beside Chinese characters"),
        lambda: _("Write ，；：？！ there."),
        _full_width,
    ),
    Rule(
        "half-width-stop",
        re.compile(
            rf"\.(?<={HAN}\.)(?:(?=[\"”’」』）)]|[ \t]*(?:\||$))|(?={HAN})(?!中国|网[络址]|公司|在线|政务|公益))",
            re.MULTILINE,
        ),
        lambda: _("a full stop: 。"),
        lambda: _("Write 。 there; ， or · where no sentence ends."),
        lambda found: "." if re.match(HAN, found.string[found.end() :]) else "。",
    ),
    Rule(
        "half-width-brackets",
        re.compile(rf"\((?<![\]!]\()(?=[^()\n]*{HAN})[^()\n]*\)"),
        lambda: _("full-width brackets around Chinese words"),
        lambda: _("Write （ and ）."),
        lambda found: f"（{found[0][1:-1]}）",
    ),
    Rule(
        "straight-quotes",
        re.compile(_QUOTED),
        lambda: _("Chinese quotation marks"),
        lambda: _("Write “ and ”."),
        lambda found: f"“{found[1]}”",
    ),
    Rule(
        "ellipsis",
        re.compile(
            rf"\.\.\.{{1,4}}(?!\.)(?:{'|'.join(rf'(?<={HAN}{chr(92)}.{{{n}}})' for n in range(3, 7))})"
            rf"|。。。+|…(?<!……)(?!…)(?<={HAN}…)"
        ),
        lambda: _("six dots: ……"),
        lambda: _("Write …… ."),
        lambda found: "……",
    ),
    Rule(
        "dash",
        re.compile(rf"--+(?:{_AFTER_WORDS})(?= ?(?:{HAN}|[“《（]))|————+(?=[^—\n])"),
        lambda: _("a dash as long as two characters: ——"),
        lambda: _("Write —— ."),
        lambda found: "——",
    ),
    Rule(
        "doubled-mark",
        re.compile(r"，，+|、、+|；；+|：：+|。。(?<!。。。)(?!。)|，。|。，|、，|，、"),
        lambda: _("one mark"),
        lambda: _("Keep the mark that belongs there."),
        lambda found: found[0][0] if len(set(found[0])) == 1 else found[0],
    ),
    Rule(
        "blank-beside-digits",
        re.compile(
            rf" (?<={HAN} )(?=[0-9]+(?:\.[0-9]+)?%? ?{HAN})| (?<=[0-9] )(?=[年月日号时分点万亿元个人名次条家户岁%])"
        ),
        lambda: _("no blank between digits and Chinese characters"),
        lambda: _("Delete it; pages set them apart by themselves."),
        lambda found: "",
    ),
    Rule(
        "doubled-word",  # 一个码头一个码头: one after another
        re.compile(rf"的的(?<!目的的)(?!确)|了了(?<!不了了)(?!之)|们们|(?!一)(({HAN})(?!\2){HAN}{{2,7}})\1"),
        lambda: _("the word once"),
        lambda: _("Delete one of the two, if it was written twice by mistake."),
    ),
    Rule(
        "de",  # only where no other reading is left
        re.compile(
            r"显的(?<!明显的)(?<!浅显的)(?<!凸显的)(?<!彰显的)(?=[很更格特十非有]|出|不)|(?<![自视听嗅味触感错幻直知察先后发])觉的(?=[很更自不有这那])"
            r"|(?<![改转演突巨大裂应多不渐质])变的(?=[更越很不])|(?<![录夺听采收领换提争选抽获])取的了(?!解)|(?<![收捕])获的了(?![解不])|值的(?=一[提看学]|注意|关注|肯定|学习|推广|称)"
            r"|[舍巴恨免怪]不的|由不的|不由的|比[^。，\n]{1,10}[好高大快多强低少]的多(?=[，。；！了啊、\n]|$)"
            rf"|(?<=[跑笑听看吃干忙过说讲做打累哭急玩搞办练唱喊])的(?={'|'.join(_DEGREES)})"
            r"|(?:激动|高兴|感动|兴奋|[疼累忙冻笑哭])的(?=说不出|合不拢|睡不着|直不起|直哆嗦|直跺脚|不得了|流[下出]|掉[下了]|热泪)"
            rf"|(?:{'|'.join(_FEELINGS)})的"
            r"(?=说道|介绍说|告诉|回答说|表示[，：]|[说讲问答](?:[，：]|着)|笑着|握住|握着|看着|听着)"
            rf"|(?:{'|'.join(_MANNERS)})的"
            r"(?=[握抱][着住]|抓[着住]|走[进出到来过向]|站[着在起]|坐[着在下]|[看听][着了]|说[：，]|放[下在]|离开)"
        ),
        lambda: _("得 after a verb, 地 before one"),
        lambda: _("Read it again: 的 stands before a noun."),
        # A plain list of words, whose first characters the search looks for at once.
        sign=re.compile(
            "显的|觉的|变的|取的了|获的了|值的|不的|的多|"
            + "|".join(
                (*(f"{word}的" for word in (*_FEELINGS, *_MANNERS, *"感动 疼 累 忙 冻 笑 哭".split())), *_DEGREES)
            )
        ),
    ),
    Rule(
        "link-says-nothing",
        re.compile(
            r"\[(?:点击)?(?:这里|此处|链接|查看|查看详情|点击查看|详情|click here|here|link|more)\](?=\()",
            re.IGNORECASE,
        ),
        lambda: _("link text that says where it leads"),
        lambda: _("Name the page: readers also see links apart from their sentences."),
    ),
)


def punctuation(seen: str, body_at: int) -> Iterator[Found]:
    """Every mark that a rule knows.

    seen     a whole file, or a part of it, as `looked_at` gives it
    body_at  where its body begins
    """
    for rule in RULES:
        if rule.sign and not rule.sign.search(seen):
            continue
        for found in rule.pattern.finditer(seen):
            instead = rule.instead(found) if rule.instead else None
            instead = None if instead == found[0] else instead
            yield Found(found.start(), found[0], rule.expected(), rule.fix(), rule.name, instead)
    yield from _unbalanced(seen, body_at)


# Fields of plain text on one line; a comma between brackets is YAML's.
_FIELD = re.compile(
    r"^(?:title|kicker|subtitle|summary|digest_summary): +(?:(?=[^\s\[{|>'\"])(?P<plain>.+)|'(?P<single>[^\n]+)' *"
    r'|"(?P<double>[^\n\\]+)" *)$',
    re.MULTILINE,
)


def looked_at(text: str, body_at: int) -> str:
    """The text with everything hidden that is not looked at; every character stays where it is.

    body_at  where its body begins: before it, only the values of fields are looked at
    """
    pieces, at = [], 0
    for field in _FIELD.finditer(text, 0, body_at):
        value = field.lastgroup or "plain"
        pieces += [_blanked(text[at : field.start(value)]), field[value]]
        at = field.end(value)
    pieces += [_blanked(text[at:body_at]), _NOT_TEXT.sub(_hidden, text[body_at:])]
    return "".join(pieces)


def _hidden(found: re.Match[str]) -> str:
    shown = 2 if found[0].startswith("](") else 0
    return found[0][:shown] + _blanked(found[0][shown:])


def _blanked(text: str) -> str:
    return "\n".join([_HIDDEN * len(line) for line in text.split("\n")])


_PAIRS: Mapping[str, str] = {"“": "”", "‘": "’", "《": "》", "（": "）", "【": "】", "「": "」"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_ENCLOSING = re.compile("[“”‘’《》（）【】「」]")
_NUMBER = re.compile(r"[ \u3000>*+-]*[0-9a-zA-Z一二三四五六七八九十]{1,3}）")  # of a list: `1）`
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")


def _unbalanced(seen: str, body_at: int) -> Iterator[Found]:
    """A quotation mark or bracket without its other half, a paragraph at a time.

    A quotation of several paragraphs opens each of them and closes in the last.
    """
    paragraphs = list(_PARAGRAPH.finditer(seen, body_at))
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1][0].lstrip("\u3000 >") if number + 1 < len(paragraphs) else ""
        open_: list[tuple[str, int]] = []
        for mark in _ENCLOSING.finditer(paragraph[0]):
            at = paragraph.start() + mark.start()
            if mark[0] in _PAIRS:
                open_.append((mark[0], at))
            elif open_ and open_[-1][0] == _CLOSING[mark[0]]:
                open_.pop()
            elif not _stands_alone(seen, at):
                yield _half(mark[0], at, _CLOSING[mark[0]])
        for opening, at in open_:
            if not following.startswith(opening):
                yield _half(opening, at, _PAIRS[opening])


def _stands_alone(seen: str, at: int) -> bool:
    """Whether a closing mark is a list's or an apostrophe."""
    if seen[at] == "’":
        return seen[at - 1 : at].isascii()
    return _NUMBER.fullmatch(seen, seen.rfind("\n", 0, at) + 1, at + 1) is not None


def _half(mark: str, at: int, other: str) -> Found:
    expected = _("{mark} with {other} in the same paragraph").format(mark=mark, other=other)
    return Found(at, mark, expected, _("Add the missing half, or delete this one."), "unbalanced-mark")
