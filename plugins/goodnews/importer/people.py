"""Who is named in a line, and as what: the grammar of bylines, credits and signatures.

本报记者 甲 本报通讯员 乙 · □ 记者 甲 乙 丙 · 记者甲 通讯员乙/文 丙/图 · 责编丨甲 校对丨乙 · 某报全媒记者 甲 · 甲 摄
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from goodnews.importer.matching import HAN, folded

# A reporter's rank and medium come before the noun: 某报全媒体首席记者.
_MEDIA = "日报|晚报|早报|时报|工报|商报|都市报|周报|报|网|社|电视台|电台|台|杂志|融媒体中心|融媒|传媒|客户端"
_MEDIUM = rf"(?:本[报刊社网台]|{HAN}{{1,8}}?(?:{_MEDIA}))"
_OUTLET = rf"(?:{_MEDIUM}-)?{_MEDIUM}"  # 某报-某网
_RANK = r"(?:全媒体?|融媒体?|新媒体|见习|实习|首席|特约|特派|特聘|高级|资深|驻\S{1,4}?|摄影|文字|视频|客户端)"
REPORTER = rf"(?:{_OUTLET}\s?)?{_RANK}*(?:记者站?|通讯员|实习生|撰稿人|撰稿|评论员|特派员|观察员|摄影师)(?:站)?"
_OFFICES = (
    *(
        "责任编辑",
        "值班编辑",
        "执行编辑",
        "见习编辑",
        "实习编辑",
        "新媒体编辑",
        "图片编辑",
        "版面编辑",
        "本期编辑",
        "本版编辑",
    ),
    *(
        "特约编辑",
        "编辑",
        "责编",
        "美编",
        "副主编",
        "执行主编",
        "主编",
        "总编辑",
        "编审",
        "审读",
        "审核",
        "审校",
        "校对",
        "校审",
    ),
    *(
        "终审",
        "复审",
        "初审",
        "一审",
        "二审",
        "三审",
        "一校",
        "二校",
        "三校",
        "总监制",
        "监制",
        "总策划",
        "策划",
        "统筹",
        "值班主任",
    ),
    *(
        "播音",
        "朗读",
        "主播",
        "主持",
        "配音",
        "剪辑",
        "视频",
        "音频",
        "素材来源",
        "素材",
        "设计",
        "版式",
        "排版",
        "制图",
        "绘图",
    ),
    *(
        "制表",
        "漫画",
        "插画",
        "海报",
        "题图",
        "整理",
        "编写",
        "撰文",
        "文字",
        "翻译",
        "作者单位",
        "作者",
        "供稿单位",
        "供稿",
        "供图",
    ),
    *(
        "图片来源",
        "图源",
        "图片",
        "摄影报道",
        "摄影",
        "摄像",
        "摄",
        "文/图",
        "图/文",
        "文图",
        "图文",
        "综合",
        "采写",
        "执笔",
        "报道",
        "出品",
    ),
    *("联合出品", "来稿", "来源", "稿源", "点评人", "发布"),
)
_SHORT = ("文", "图", "摄", "编")  # roles that are words otherwise: a mark must follow
AFTER = (
    "摄影报道",
    "摄影",
    "摄",
    "供图",
    "供稿",
    "文/图",
    "图/文",
    "文图",
    "图文",
    "文",
    "图",
    "报道",
    "撰文",
    "制图",
    "编辑",
    "整理",
)
_ROLE = re.compile(
    rf"(?P<reporter>{REPORTER})|(?P<office>{'|'.join(sorted(_OFFICES, key=len, reverse=True))})"
    rf"|(?P<short>[{''.join(_SHORT)}])(?=\s*[:|/·])"
)
_AFTERS = "|".join(AFTER)
# A role behind names: at the end, or before another role, or where the next name has one behind it as well.
_AFTER = re.compile(
    rf"\s*[/|·]?\s*(?P<role>{_AFTERS})(?!\s*[:|/]\s*{HAN})"
    rf"(?=\s*$|\s*[,;)\]]|[\s,、;|]*(?:{REPORTER})|[\s,、;]*{HAN}{{2,4}}\s*[/|·]?\s*(?:{_AFTERS})(?:$|[\s,;)]))"
)
_APART = re.compile(  # blanks or a stroke set the names apart
    rf"(?:{HAN}{{2,4}}\s+){{1,6}}(?:摄|摄影|摄影报道|供图|文/图|图)$|{HAN}{{2,4}}\s*[/|]\s*(?:摄|摄影|摄影报道|供图|图)$"
)
_GAP = re.compile(r"[\s:|/·、,;.-]+")
ORGANISED = re.compile(
    rf"{HAN}{{2,24}}(?:总工会|工会|公司|集团|学校|大学|学院|医院|中心|局|厅|委|办|部|报|网|社|台|公众号|联合会|协会|站|厂|矿|段|所|队)(?:\S{{0,6}})?"
)

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳"
    "翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司"
    "卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
    "官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦"
    "戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
    "税敏宝么甫缐双雒竺操问过赖游巢阙谯卞仰仉仵佴佘侴俱倍偰党全公冮冼郏郇郎郐郓郗郜郤郯邴邸尕"
)  # fmt: skip
_COMPOUND = (
    "欧阳 上官 皇甫 司马 诸葛 令狐 尉迟 长孙 慕容 司徒 夏侯 东方 南宫 公孙 端木 "
    "闻人 完颜 呼延 独孤 宇文 钟离 轩辕 澹台 申屠 太史 淳于 濮阳 公冶 拓跋 赫连"
).split()


_STEMS = tuple("甲乙丙丁戊己庚辛壬癸")  # somebody, where no name is to be printed


class Credit(NamedTuple):
    """People in one role, as a line names them."""

    role: str  # '' if the line gives none
    names: tuple[str, ...]
    function: str = ""  # what is said after the names besides: 摄影
    doubts: tuple[str, ...] = ()  # names that were glued together or are no name by their form


class Named(NamedTuple):
    credits: tuple[Credit, ...]
    others: bool = False  # 等


def is_name(word: str, sure: bool = False) -> bool:
    """Whether a word is a person's name by its form.

    sure  whether it must begin with a surname: nothing sets it apart from the words around it
    """
    if "·" in word:
        parts = word.split("·")
        return all(re.fullmatch(rf"{HAN}{{1,8}}|[A-Z][a-z]*\.?", part) for part in parts) and len(word) >= 3
    if word in _STEMS and word:
        return True
    if not re.fullmatch(rf"{HAN}{{2,4}}", word):
        return False
    return has_surname(word) or not sure


def has_surname(word: str) -> bool:
    """Whether a word of Han characters begins as names do, and is as long as they are."""
    if word[:2] in _COMPOUND:
        return 3 <= len(word) <= 4
    double = len(word) == 4 and word[1] in _SURNAMES  # 张王小明
    return word[0] in _SURNAMES and (len(word) in (2, 3) or double)


def unglued(word: str) -> list[str] | None:
    """The names that a run of Han characters can be cut into, if there is one best way."""
    if not re.fullmatch(rf"{HAN}{{5,12}}", word):
        return None
    ways = [way for way in _cuts(word) if way]
    if not ways:
        return None
    ways.sort(key=lambda way: (len(way), -sum(len(name) == 3 for name in way)))
    return ways[0]


def _cuts(word: str) -> Iterable[list[str]]:
    if not word:
        yield []
    for length in (3, 2, 4):
        if len(word) >= length and has_surname(word[:length]):
            for rest in _cuts(word[length:]):
                yield [word[:length], *rest]


_REACHED = re.compile(
    r"[\s|,;]*[(\[]?(?:新闻热线|电话|热线|邮箱|电子邮箱|e-?mail|qq|微信号?)\s*:?\s*[\d()\s@\w.+-]{5,40}$", re.IGNORECASE
)
_GIVEN = re.compile(
    r"(?:本\S{0,6})?(?P<what>稿件|图文|图片|照片|文字|文图|图)\s*(?:均|全部)?由\s*(?P<who>\S{2,30}?)\s*(?:提供|供稿|供图|拍摄)"
)


def named_in(text: str, bare: bool = False) -> Named | None:
    """The credits that a whole line, bracket or tail consists of; None if it says anything else.

    bare  whether names without any role will do
    """
    plain = folded(text)
    reached = _REACHED.search(plain)
    if reached and reached.start():
        plain, text = plain[: reached.start()], text[: reached.start()]
    if given := _GIVEN.fullmatch(plain.strip(" ()[].。")):
        role = "供图" if given["what"] in ("图片", "照片", "图") else "供稿"
        return Named((Credit(role, (given["who"],)),))
    start, end = 0, len(plain)
    while start < end and plain[start] in " □■◇◆●○▲△※*-([>":
        start += 1
    while end > start and plain[end - 1] in " )]。.-|*":
        end -= 1
    plain, text = plain[start:end], text[start:end]
    if not plain or len(plain) > 200:
        return None
    others = bool(re.search(r"等\s*$", plain))
    if others:
        plain = plain.rstrip()[:-1]
    # Two roles, or a bracket around one, are no words of a sentence: then any name will do.
    trusted = len(_ROLE.findall(plain)) >= 2 or (bare and _ROLE.match(plain) is not None)
    found = _credits(plain, text, bare, trusted)
    return Named(tuple(found), others) if found else None


def _credits(plain: str, text: str, bare: bool, trusted: bool) -> list[Credit] | None:
    found: list[Credit] = []
    at = 0
    while at < len(plain):
        gap = _GAP.match(plain, at)
        if gap:
            at = gap.end()
            continue
        role = _ROLE.match(plain, at)
        if role:
            begin = role.end()
            gap = _GAP.match(plain, begin)
            names, doubts, at = _names(
                plain, text, gap.end() if gap else begin, sure=gap is None and not trusted, role=role[0]
            )
            if not names:
                if found and role[0] in AFTER and not found[-1].function:
                    found[-1] = found[-1]._replace(function=text[role.start() : role.end()])
                    at = begin
                    continue
                return None
            after = _AFTER.match(plain, at)
            if after:
                at = after.end()
            label = " ".join(text[role.start() : role.end()].split())
            found.append(Credit(label, names, after["role"] if after else "", doubts))
            continue
        names, doubts, end = _names(plain, text, at, sure=not _APART.match(plain, at), role="")
        after = _AFTER.match(plain, end) if names else None
        if after:
            found.append(Credit(text[after.start("role") : after.end("role")], names, "", doubts))
            at = after.end()
        elif (names and (found or bare)) or (names and _ROLE.search(plain, end)):
            found.append(Credit("", names, "", doubts))
            at = end
        else:
            return None
    if any(credit.role for credit in found) or (found and bare):
        return found
    return None


def _names(plain: str, text: str, at: int, sure: bool, role: str) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """The names from here to the next role or the end, those of doubtful form, and where they end."""
    stop = len(plain)
    for other in _ROLE.finditer(plain, at):
        glued = other.start() > at and plain[other.start() - 1] not in " 、,;|/)·"
        if other["short"] and glued:
            continue
        if glued and not is_name(plain[at : other.start()].split(" ")[-1], sure=True) and not other["reporter"]:
            continue
        stop = other.start()
        break
    after = next((m for m in _AFTER.finditer(plain, at, stop) if m.start() > at), None)
    if after and after.start() < stop:
        stop = after.start()
    words = [(m.start(), m.end()) for m in re.finditer(r"[^\s、,;/|]+", plain[at:stop])]
    names: list[str] = []
    doubts: list[str] = []
    place = 0
    while place < len(words):
        begin, end = words[place]
        word = plain[at + begin : at + end].strip("·.")
        if (
            len(word) == 1
            and word not in _STEMS
            and place + 1 < len(words)
            and words[place + 1][1] - words[place + 1][0] == 1
        ):
            word += plain[at + words[place + 1][0]]  # 王 芳: set apart for the eye
            place += 1
        place += 1
        original = text[at + begin : at + end].strip("·.・•‧") if len(word) == end - begin else word
        if "·" in word and all(has_surname(part) for part in word.split("·")):
            names += word.split("·")
        elif is_name(word, sure=sure):
            names.append(original.replace("・", "·").replace("•", "·") if "·" in word else original)
        elif parts := unglued(word):
            names += parts
            doubts += [word]
        elif (
            role
            in (
                "作者单位",
                "供稿",
                "供稿单位",
                "供图",
                "图片来源",
                "图源",
                "素材来源",
                "素材",
                "出品",
                "联合出品",
                "来稿",
                "来源",
                "稿源",
            )
            or (ORGANISED.fullmatch(word))
            or (not sure and re.fullmatch(r"[A-Za-z][A-Za-z.-]*", word))
        ):
            names.append(original)
        else:
            return (), (), at
    return tuple(dict.fromkeys(names)), tuple(doubts), stop


_TAIL = re.compile(r"[。!?…\"'」』)](?P<tail>\s*[□■]?\s*[(\[]?(?P<inner>[^。!?…\"'」』()\[\]]{2,80})[)\]]?\s*)$")
_REACH = 120  # characters at the end of a text among which a signature stands
_PLACED = re.compile(
    rf"(?P<org>{HAN}{{2,24}}?(?:总工会|工会|公司|集团|学校|大学|学院|医院|中心|[局厅委办部段所队厂]))\s+(?P<names>.+)"
)


def signed(text: str) -> tuple[str, Named] | None:
    """A paragraph whose end names who made it: the words before, and the credits. None if it does not.

    `……序曲。 本报记者 甲 摄`, `……。（记者 甲 通讯员 乙）`, `……。（某市总工会 甲）`
    """
    begin = max(len(text) - _REACH, 0)
    plain = folded(text)
    tail = _TAIL.search(plain, begin)
    if not tail:
        return None
    in_brackets = plain[tail.start("inner") - 1] in "(["
    inner = text[tail.start("inner") : tail.end("inner")]
    named = named_in(inner, bare=in_brackets)
    if named is None and in_brackets:
        placed = _PLACED.fullmatch(folded(inner).strip())
        people = named_in(placed["names"], bare=True) if placed else None
        if placed and people:
            named = Named((Credit("", (placed["org"],)), *people.credits))
        elif ORGANISED.fullmatch(folded(inner).strip()):
            named = Named((Credit("", (inner.strip(),)),))
    if named is None:
        return None
    return text[: tail.start("tail")], named


def merged(credits: Iterable[Credit]) -> tuple[Credit, ...]:
    """One role after another as they come, names of the same role that follow each other together."""
    found: list[Credit] = []
    for credit in credits:
        if found and found[-1].role == credit.role:
            names = tuple(dict.fromkeys((*found[-1].names, *credit.names)))
            found[-1] = Credit(
                credit.role, names, found[-1].function or credit.function, found[-1].doubts + credit.doubts
            )
        else:
            found.append(credit)
    return tuple(found)
