"""Wording that an editor may not have meant to publish: notes to oneself, pasted remains, personal data."""

import datetime
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from goodnews.characters import HAN
from goodnews.desk.found import Found
from goodnews.language import _
from goodnews.text.marks import ENTITIES


class Rule(NamedTuple):
    """What to look for. Only a text with one of the signs is searched: that takes a hundredth of the time."""

    name: str
    signs: tuple[str, ...]  # none: a long number
    pattern: re.Pattern[str]
    expected: Callable[[], str]  # said when it is found, in the language of the terminal
    fix: Callable[[], str]
    holds: Callable[[str], bool] = lambda found: True  # whether a number is what it looks like, by its check digits


def wording(text: str) -> Iterator[Found]:
    """Everything in a text that the rules know, rule by rule."""
    if "<!--" in text:
        text = _COMMENT.sub(_blanked, text)
    if any(character in text for character in _FULL_WIDTH[:12]):
        text = text.translate(_HALF_WIDTH)
    long_number = _LONG_NUMBER.search(text)
    for rule in RULES:
        if any(sign in text for sign in rule.signs) or (long_number and not rule.signs):
            for found in rule.pattern.finditer(text):
                if rule.holds(found[0]):
                    yield Found(found.start(), found[0].strip(), rule.expected(), rule.fix(), rule.name)


# Marks of HTML and Markdown, and entities: a field is plain text and prints them as they were typed.
_MARK = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|img|a|font|center|section|su[bp]|o:p|t[drh]|table|[uo]l|li|h[1-6])\b[^<>]*>"
    rf"|&(?:{ENTITIES}|#[0-9]{{2,}}|#x[0-9a-f]{{2,}});"
    r"|\*\*[^*\s](?:[^*\n]*[^*\s])?\*\*|\[[^\]\n]*\]\(https?:[^)\n]*\)",
    re.IGNORECASE,
)


def marks_of(header: str) -> Iterator[Found]:
    """Marks in the fields of a document, which readers would see."""
    if not any(sign in header for sign in ("<", "&", "**", "](")):
        return
    for found in _MARK.finditer(header):
        fix = _("Delete the mark, unless readers are to see it; bold and links belong in the text.")
        yield Found(found.start(), found[0], _("plain text, which is printed literally"), fix, "mark-in-field")


def is_identity(number: str) -> bool:
    """Whether a number is an identity card's: a day of birth, and a check digit (GB 11643, ISO 7064 MOD 11-2)."""
    number = _BETWEEN.sub("", number)
    if len(number) != 18:
        return False
    try:
        datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    weighed = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[weighed % 11] == number[17].upper()


def is_card(number: str) -> bool:
    """Whether digits are a bank card's: 13 to 19 of them, and a check digit (ISO/IEC 7812, Luhn)."""
    digits = [int(character) for character in number if character.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _blanked(comment: re.Match[str]) -> str:
    """Blanks for a comment, which is never printed and reported elsewhere; line breaks stay."""
    return _NO_BREAK.sub(" ", comment[0])


_COMMENT, _NO_BREAK = re.compile(r"<!--.*?-->", re.DOTALL), re.compile(r"[^\n]")
_FULL_WIDTH = "０１２３４５６７８９Ｘｘ－"
_HALF_WIDTH = str.maketrans(_FULL_WIDTH, "0123456789Xx-")
_GAP = "[ .·–—－-]"  # between the digits of a long number
_BETWEEN = re.compile(_GAP)
_LETTERS = re.compile("[^0-9Xx]+")
_LONG_NUMBER = re.compile(rf"[0-9](?:[)）]?{_GAP}?[0-9]){{9}}")
# Not within an address, a file's name or a longer number.
_ALONE, _END = r"(?<![0-9A-Za-z=._-])(?<![A-Za-z]/)(?<!/[0-9]{4}/)(?<![0-9] )", r"(?![0-9A-Za-z])"


def _no_notes() -> str:
    return _("a text without notes to oneself")


def _no_person() -> str:
    return _("no number of a private person")


def _is_public() -> str:
    return _("Check whether it may be published; leave out what is private.")


_PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# People whom a story may name beside what is private: never those who speak for an office, nor those in bylines.
_WORKERS = (
    "职工|(?:建筑|环卫|搬运|清洁)?工人|农民工|务工人员|员工|骑手|快递员|快递小哥|外卖员|外卖小哥|配送员|司机|保洁员|环卫工|保安"
    "|护工|家政员|女工|矿工|建筑工|搬运工|劳动者|患者|病人|伤者|当事人|申请人"
)
_NAME = (
    "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申"
    "尤毕聂丛焦柳邢岳齐梅莫庄辛管祝左涂谷祁耿牟卜詹关苗凌费纪靳盛童欧甄项裴席卫屈鲍覃霍翁隋甘柏宁柯阮桂闵柴]"
    "[\u4e00-\u9fff]{1,2}?"
)
# A hidden name, and words that only begin as names do.
_NO_NAMES = (
    ".{1,2}?[某氏籍]|.(?:女士|先生|师傅|大姐|大哥|阿姨|大爷|老师|姓|工|家|们|总|是|因|病|患|被|常|有|无|在|的|了|和|与|及|年|期|时|月|日|多|上)"
    "|.{1,2}?[（(]化名|高[兴度发危血]|方[便可能面]|任[何务职]|文化|康复|程度|金额|江边|白[天血]|严重|夏[天季]|范围|温度|武装|项目|安[全排心置]"
    "|常[年见常]|何[时种处况]|马上|许多|曾[经被因在]|于是|万一|余下|关[心爱系于]|管理|施工|盛夏|童年|易[患发]|季[节度]|申[请报诉]|宁[可愿]|甘愿"
    "|卫生|陈[述列]|钟[情爱]|洪水|石化|钱款|费用|纪[律检]|欧洲|左[右手腿]|焦[虑急]|庄[严重]|辛[苦勤]|毕[业竟]|齐[心全]|章程|顾[虑客]|史上"
)
_ILLNESS = (
    "(?:身患|罹患|患上|患有|患了?|确诊(?:为|患)?|被(?:查出|诊断|确诊)(?:为|患|出)?(?:有|了)?|查出(?:患)?(?:有|了)?|突发|得了)"
    "[^，。；\n]{0,8}?(?:癌|[^毛]病|症|瘤|尘肺|肝炎|肺炎|结核|[心脑]梗|中风|抑郁|白血|艾滋|硬化|痴呆|衰竭|瘫痪)"
)
_DISPUTE = (
    "被(?:拖欠|欠薪|欠工资|辞退|开除|解雇|起诉)|遭(?:遇)?(?:欠薪|辞退|拖欠)|讨薪|负债|欠债|欠[下了着]|离婚"
    "|因(?:被?拖?欠薪|被?拖欠|债务|劳动争议|劳资纠纷|工资纠纷)|与[^。，\n]{1,14}?(?:发生|产生|有)[^。，\n]{0,4}(?:纠纷|争议)"
    "|与[^。，\n]{1,10}?(?:打起?(?:了)?官司|对簿公堂)|(?:申请|提起)(?:劳动)?仲裁(?!员)"
)
_ILLNESS_SIGNS = ("患", "确诊", "查出", "诊断", "病", "突发", "得了")
_DISPUTE_SIGNS = ("欠", "讨薪", "辞退", "开除", "解雇", "起诉", "债", "离婚", "争议", "纠纷", "仲裁", "官司", "公堂")
_AFTER = "[，。、；：（”说在和与的告从来收讨今已向每]"  # what follows a name
_WHEN = "(?:今年|去年|前年|不幸|突然|也|曾|上月|近日|最近)?"

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
    Rule(
        "identity-number",
        (),
        re.compile(rf"{_ALONE}[1-9](?:{_GAP}?[0-9]){{16}}{_GAP}?[0-9Xx]{_END}"),
        _no_person,
        _is_public,
        is_identity,
    ),
    Rule(
        "card-number",
        (),
        re.compile(rf"{_ALONE}[3-6](?:{_GAP}?[0-9]){{12,18}}{_END}"),
        _no_person,
        _is_public,
        lambda found: is_card(found) and not is_identity(found),
    ),
    Rule(
        "mobile-number",
        (),
        re.compile(rf"{_ALONE}(?:(?:\+|00)?86{_GAP}?)?1[3-9][0-9](?:{_GAP}?[0-9]{{4}}){{2}}{_END}"),
        _no_person,
        _is_public,
    ),
    Rule(
        "telephone-number",
        (),
        re.compile(
            rf"{_ALONE}(?:0[1-9][0-9]{{1,2}}[)）]?|\+86{_GAP}?[1-9][0-9]{{1,2}}){_GAP}?[2-9][0-9]{{2,3}}{_GAP}?[0-9]{{4}}{_END}"
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
        ("单元", "室", "号房"),
        re.compile(
            r"[0-9]{1,4}(?:号楼?|弄|栋|幢|座|楼)[^，。；\n]{0,8}?[0-9一二三四五六]{1,2}单元[^，。；\n]{0,4}?[0-9]{2,4}[室户号]?"
            r"|[0-9]{1,4}号院[0-9]{1,3}号楼[^，。；\n]{0,6}?[0-9]{3,4}室"
            r"|(?:住|租住|居住|家)(?:在|于)?[^，。；\n]{2,24}?[0-9]{1,4}(?:号楼?|弄|栋|幢|座)[^，。；\n]{0,8}?[0-9]{2,4}(?:室|号房)"
            r"|(?:小区|花园|家园|新村|公寓|佳苑|新苑)[^，。；\n]{0,6}?[0-9]{1,4}(?:号楼?|弄|栋|幢|座)[^，。；\n]{0,6}?[0-9]{2,4}(?:室|号房)"
        ),
        lambda: _("no address down to the door"),
        lambda: _("Leave out what leads to somebody's door."),
    ),
    Rule(
        "private-person",
        (*_ILLNESS_SIGNS, *_DISPUTE_SIGNS, "伤者"),
        re.compile(
            rf"(?:{_WORKERS})(?!(?:{_NO_NAMES})){_NAME}(?:{_WHEN}(?:{_ILLNESS})|(?:的(?:工资|薪资|报酬)[^。，\n]{{0,8}}?)?(?:{_DISPUTE}))"
            rf"|(?:{_ILLNESS}|被(?:拖欠|欠)[^。，\n]{{0,6}}?|被辞退|被开除)的?(?:{_WORKERS})(?!(?:{_NO_NAMES})){_NAME}(?={_AFTER})"
            rf"|(?:患者|病人|伤者)(?!(?:{_NO_NAMES})){_NAME}(?={_AFTER})"
        ),
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
        *("home-address", "private-person"),
    }
)
