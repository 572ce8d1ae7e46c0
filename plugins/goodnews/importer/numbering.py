"""What stands before the words of a line and counts or marks it: numbers, bullets, labels of a part."""

import re

from goodnews.importer.matching import DECOR, folded

_NUMBER = re.compile(
    r"\d\ufe0f?\u20e3\s*(?=\S)|(?:[(\[]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)\].、:]+|[①-⑳⑴-⒇])\s*(?=\D|\d{1,2}月|20\d\d年)"
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


def without_number(plain: str) -> str:
    """A heading, folded, without the number before it: `PART 01　工作动态`, `NO.3 灶台亮了`, `三、维权服务`."""
    plain = _COUNT.sub("", plain)
    found = _PARTED.match(plain) or _NUMBER.match(plain)
    return plain[found.end() :].strip(DECOR) if found and found.end() < len(plain) else plain


def marked(plain: str) -> tuple[str, int] | None:
    """Whether a number or a bullet begins a line, folded, and from where its words stand; None if neither does."""
    for kind, mark in (("number", _NUMBER), ("bullet", _BULLET)):
        if (begun := mark.match(plain)) and begun.end() < len(plain):
            numbered = _NUMBERED.match(plain, begun.end()) if kind == "bullet" else None
            return kind, numbered.end() if numbered else begun.end()
    return None


def sent_as(plain: str) -> int:
    """From where the headline of a story among those of a letter stands: `标题：夜校开课`, `稿件一：夜校开课`; 0 if it
    is none."""
    at = 0
    for mark in (_TITLED, _SENT_IN):
        at = found.end() if (found := mark.match(plain, at)) else at
    return at


def style_of(plain: str) -> str:
    """How a line, folded, is numbered or marked: `一、` and `二、` alike, `（一）` otherwise; '' if it is not."""
    found = _PARTED.match(plain) or _NUMBER.match(plain) or _BULLET.match(plain)
    if not found or found.end() >= len(plain):
        return ""
    counted = re.sub(r"[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]+", "一", re.sub(r"\d+", "1", found[0]))
    return re.sub(r"[①-⑳⑴-⒇]", "①", counted).strip().lower()


def unmarked(text: str) -> str:
    """A headline, as written, without the number or mark before it."""
    found = marked(folded(text))
    return text[found[1] :].strip() if found else text
