"""Who is named in a line, and as what: the grammar of bylines, credits and signatures.

本报记者 甲 本报通讯员 乙 · □ 记者 甲 乙 丙 · 记者甲 通讯员乙/文 丙/图 · 责编丨甲 校对丨乙 · 某报全媒记者 甲 · 甲 摄
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from goodnews.importer import english
from goodnews.importer.matching import HAN, folded
from goodnews.importer.names import STEMS, has_surname, is_name, unglued
from goodnews.importer.roles import AFTER, APART, BEHIND, BY, ROLE

_GAP = re.compile(r"[\s:|/·、,;.-]+")
ORGANISED = re.compile(
    rf"{HAN}{{2,24}}(?:总工会|工会|公司|集团|学校|大学|学院|医院|中心|局|厅|委|办|部|报|网|社|台|公众号|联合会|协会|站|厂|矿|段|所|队)(?:\S{{0,6}})?"
)


_UNIT_BEHIND = re.compile(rf"(?<={HAN})\s*[(\[]{ORGANISED.pattern}[)\]]?$")  # 文|某某（某某总工会）


class Credit(NamedTuple):
    """People in one role, as a line names them."""

    role: str  # '' if the line gives none
    names: tuple[str, ...]
    function: str = ""  # what is said after the names besides: 摄影
    doubts: tuple[str, ...] = ()  # names that were glued together or are no name by their form


class Named(NamedTuple):
    credits: tuple[Credit, ...]
    others: bool = False  # 等


_SIGNS = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\ufe0f]")  # that adorn a role: 🔍校对
_REACHED = re.compile(
    r"(?:[\s|,;]*[(\[]?(?:新闻热线|电话|手机|热线|邮箱|电子邮箱|e-?mail|qq|微信号?)\s*[:/]?\s*[\d()\s@\w.+×-]{3,40})+$",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(r"\s+发自[\u4e00-\u9fff]{2,10}$")  # 本报记者 甲 发自洛阳
_GIVEN = re.compile(
    r"(?:本\S{0,6})?(?P<what>稿件|图文|图片|照片|文字|文图|图)\s*(?:均|全部)?由\s*(?P<who>\S{2,30}?)\s*(?:提供|供稿|供图|拍摄)"
)


def named_in(text: str, bare: bool = False) -> Named | None:
    """The credits that a whole line, bracket or tail consists of; None if it says anything else.

    bare  whether names without any role will do
    """
    if names := english.byline(text):
        return Named((Credit(BY, names, doubts=names),))
    plain = _SIGNS.sub(" ", folded(text))
    reached = _REACHED.search(plain)
    if reached and reached.start():
        plain, text = plain[: reached.start()], text[: reached.start()]
    if given := _GIVEN.fullmatch(plain.strip(" ()[].。")):
        role = "供图" if given["what"] in ("图片", "照片", "图") else "供稿"
        return Named((Credit(role, (given["who"],)),))
    start, end = 0, len(plain)
    while start < end and plain[start] in " □■◇◆◎●○▲△※*-([>":
        start += 1
    while end > start and plain[end - 1] in " )]。.-|*":
        end -= 1
    plain, text = plain[start:end], text[start:end]
    if not plain or len(plain) > 200:
        return None
    if sent := _SENT_FROM.search(plain):
        plain, text = plain[: sent.start()], text[: sent.start()]
    if unit := _UNIT_BEHIND.search(plain):
        plain, text = plain[: unit.start()], text[: unit.start()]
    others = bool(re.search(r"等\s*$", plain))
    if others:
        plain = plain.rstrip()[:-1]
    # Two roles, or a bracket around one, are no words of a sentence: then any name will do.
    trusted = len(ROLE.findall(plain)) >= 2 or (bare and ROLE.match(plain) is not None)
    found = _credits(plain, text, bare, trusted)
    return Named(tuple(found), others) if found else None


def _credits(plain: str, text: str, bare: bool, trusted: bool) -> list[Credit] | None:
    found: list[Credit] = []
    function = ""  # said before the role that it belongs to: 文/图 本报记者 甲
    at = 0
    while at < len(plain):
        gap = _GAP.match(plain, at)
        if gap:
            at = gap.end()
            continue
        role = ROLE.match(plain, at)
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
                if not found and role[0] == "作者" and gap and ROLE.match(plain, gap.end()):
                    at = gap.end()  # 作者：记者 甲
                    continue
                if not found and role[0] in AFTER and gap and ROLE.match(plain, gap.end()):
                    function, at = text[role.start() : role.end()], gap.end()
                    continue
                return None
            after = BEHIND.match(plain, at)
            if after:
                at = after.end()
            label = " ".join(text[role.start() : role.end()].split())
            found.append(Credit(label, names, after["role"] if after else function, doubts))
            function = ""
            continue
        names, doubts, end = _names(plain, text, at, sure=not APART.match(plain, at), role="")
        after = BEHIND.match(plain, end) if names else None
        if after:
            found.append(Credit(text[after.start("role") : after.end("role")], names, "", doubts))
            at = after.end()
        elif (names and (found or bare)) or (names and ROLE.search(plain, end)):
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
    for other in ROLE.finditer(plain, at):
        glued = other.start() > at and plain[other.start() - 1] not in " 、,;|/)·"
        if other["short"] and glued:
            continue
        if glued and not is_name(plain[at : other.start()].split(" ")[-1], sure=True) and not other["reporter"]:
            continue
        stop = other.start()
        break
    behind = (m for m in BEHIND.finditer(plain, at, stop) if m.start() > at)
    after = next((m for m in behind if not (role and m[0] in ("文", "图"))), None)  # 美编：李宏图 is a name
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
            and word not in STEMS
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
                "报送单位",
                "推荐单位",
                "选送单位",
                "报送",
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


_AGENCY = r"(?:[\u4e00-\u9fff]{2,4}社|本[报刊网台])(?:供图|发|稿)?"  # 新华社发（羊丽 摄）
_TAIL = re.compile(
    r"[。!?…\"'」』)](?P<tail>\s*(?:"
    + _AGENCY
    + r")?\s*[□■]?\s*[(\[]?(?P<inner>[^。!?…\"'」』()\[\]]{2,80})[)\]]?\s*)$"
)
_ARCHIVE = re.compile(r"\s*[(\[](?:资料(?:照片|图片?)|本报资料.{0,4}|视频截图)[)\]]\s*$")  # behind who took a picture
_REACH = 120  # characters at the end of a text among which a signature stands
_SENDER = re.compile(
    rf"(?P<role>读者|来信人|市民|居民|工友|职工)[\s:]+(?P<name>{HAN}{{2,4}})"
)  # of a letter: （读者 甲一）
_PLACED = re.compile(
    rf"(?P<org>{HAN}{{2,24}}?(?:总工会|工会|公司|集团|学校|大学|学院|医院|中心|[局厅委办部段所队厂]))\s+(?P<names>.+)"
)


def signed(text: str) -> tuple[str, Named] | None:
    """A paragraph whose end names who made it: the words before, and the credits. None if it does not.

    `……序曲。 本报记者 甲 摄`, `……。（记者 甲 通讯员 乙）`, `……。（某市总工会 甲）`
    """
    begin = max(len(text) - _REACH, 0)
    plain = folded(text)
    plain = plain[: len(plain) - len(archive[0])] if (archive := _ARCHIVE.search(plain)) else plain
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
        elif sent := _SENDER.fullmatch(folded(inner).strip()):
            named = Named((Credit(inner.strip()[: sent.end("role")], (sent["name"],)),))
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
