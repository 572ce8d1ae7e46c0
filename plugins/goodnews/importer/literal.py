"""Words as Markdown that prints just these words, and values as YAML that mean just these words."""

import html
import re

from goodnews.characters import FORBIDDEN, LOST, cleaned
from goodnews.text import markup

_TAG = re.compile(r"<[^>]*>")
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")  # what a backslash may stand before
_WIDE = re.compile(r"[＃＜《》＞［］【】｀│┃｜^･…（）()!！:：—–-]+")
_PLAIN = re.compile(r"[\u3400-\u9fffA-Za-z0-9·/（）“”《》、]+(?: [\u3400-\u9fffA-Za-z0-9·/（）“”《》]+)*")
LONGEST = 50_000  # characters of one paragraph
ENTRY = "- "  # the mark of an entry of a list
MARKS_MOST = 900  # of one paragraph: more cannot be converted


def printable(text: str) -> str:
    """A line without what no text may hold: control characters go, a letter that was lost leaves a box."""
    text = re.sub(f"[{LOST}]", "□", text)
    return " ".join(cleaned(FORBIDDEN.sub("", text)).split())


def yaml(text: str) -> str:
    """A value in quotes, or plain where nothing in it could be meant otherwise."""
    text = text.replace("<!--", "<!- -")
    if _PLAIN.fullmatch(text) and not text.isascii() and "、" not in text:
        return text
    return "'" + text.replace("'", "''") + "'"


def markdown(text: str, before: str = "") -> str:
    """One paragraph that is printed as the author wrote it, with as few backslashes as will do; '' if none will do.

    before  the mark of a heading or of an entry of a list
    """
    if len(text) > LONGEST or len(_MARKS.findall(text)) > MARKS_MOST:
        return ""
    for written in _ways(text):
        if _prints(before + written, text, before == ENTRY):
            return before + written
    return ""


def _ways(text: str) -> "list[str]":
    escaped = _MARKS.sub(r"\\\g<0>", text)
    return [
        text,
        re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([#>+*=~_-])", r"\\\1", text)),
        re.sub(r"[\\`*_\[\]<>|~#&{}$^=+]|(?<=:)(?=//)|(?<=!)(?=\[)", lambda m: "\\" + m[0] if m[0] else "", text),
        escaped,
        _WIDE.sub(lambda m: _code(m[0]), escaped.replace("\\", "")) if "`" not in text else _code(text),
        _code(text),
    ]


def _code(text: str) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if text[:1] == "`" or text[-1:] == "`" else f"{fence}{text}{fence}"


def _prints(written: str, text: str, entry: bool) -> bool:
    converted = markup.converted(written)
    if converted.faults or converted.outline.images or (converted.outline.links != () and "<a" not in converted.html):
        return False
    blocks = converted.html.count("<p>") + converted.html.count("<h")
    if converted.html.count("<li") != entry or not (blocks == 1 or (entry and not blocks)):
        return False
    shown = html.unescape(_TAG.sub("", converted.html))
    return " ".join(shown.split()) == " ".join(text.split())
