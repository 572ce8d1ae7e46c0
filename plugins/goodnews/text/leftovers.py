"""Leftovers: marks that readers would see as they were typed, found in one pass over the converted text.

A rule is a pattern, whether it is a problem or advice, and what to tell the editor. A mark that is meant literally is
written in backticks or after a backslash; then no rule finds it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from html import unescape
from itertools import accumulate
from typing import NamedTuple

from goodnews.language import _
from goodnews.problem import quoted
from goodnews.text.constructs import SCHEME, Line
from goodnews.text.everyday import NEVER

# What the converter leaves in its HTML until this pass is over. No text holds these characters (see `FORBIDDEN`).
MEANT = "\ufdd0"  # after a character that a backslash stood before
CUT = "\ufdd1"  # after an address of the web that ends where a letter follows it
MARKS = str.maketrans("", "", MEANT + CUT)

# Stand-ins for what is not checked, in the text as readers see it.
_CODE, _TAG = "\ufdd2", "\ufdd3"
_HIDDEN = re.compile(r"<pre>.*?</pre>|<code>.*?</code>", re.DOTALL)
_INLINE = re.compile(r"</?(?:a|em|strong|del|sup|img)\b[^>]*>")
_ANY = re.compile(r"<[^>]*>")
_EDGE = re.compile(f"[\n{MEANT}{CUT}{_CODE}{_TAG}]")

MOST = 50  # leftovers reported for one text


class Rule(NamedTuple):
    name: str
    needs: tuple[str, ...]  # the HTML of a text that the pattern finds holds one of these
    pattern: re.Pattern[str]  # of the text as readers see it, a block a line or more
    is_advice: bool  # else a problem: nothing is printed until it is fixed
    says: Callable[[], tuple[str, str]]  # what is expected, and the fix


class Leftover(NamedTuple):
    rule: Rule
    line: int  # of the text, from 0
    found: str


RULES = (
    Rule(
        "bold",
        ("**",),
        re.compile(r"\*{2,}"),
        False,
        lambda: (
            _("** right before and right after the words"),
            _("Close it and remove the spaces inside, or write \\*\\* for asterisks."),
        ),
    ),
    Rule(
        "underscores",
        ("__",),
        re.compile(r"(?<!_)__(?!_)"),
        True,
        lambda: (_("** around words that are to be bold"), _("Write ** instead, or leave it if the lines are meant.")),
    ),
    Rule(
        "strike",
        ("~~",),
        re.compile(r"(?<!~)~~(?!~)"),
        True,
        lambda: (
            _("~~ right before and right after the words"),
            _("Close it and remove the spaces inside, or leave it if you mean the tildes."),
        ),
    ),
    Rule(
        "link",
        tuple(f"{a}{space}{b}" for a in "]］】" for space in ("", " ", "\u3000") for b in "(（"),
        re.compile(
            rf"(?:[\[［【](?!{MEANT})[^\[\]［］【】\n]*|[\]］】])[\]］】](?!{MEANT})"
            rf"(?:\(|[ \u3000]*[(（][ \u3000]*{_TAG}?(?:www\.|{SCHEME}))"
        ),
        False,
        lambda: (
            _("[words](address) without a space between"),
            _("Close both pairs of brackets, with no space between them or in the address."),
        ),
    ),
    Rule(
        "reference",
        ("][",),
        re.compile(r"\[[^\[\]\n]+\]\[[^\[\]\n]*\]"),
        False,
        lambda: (
            _("a line '[name]: https://…' for the second brackets"),
            _("Add that line, or write [words](address)."),
        ),
    ),
    Rule(
        "footnote",
        ("[^", "^["),
        re.compile(r"\[\^[^\]\n]*\]|\^\["),
        False,
        lambda: (
            _("a footnote '[^1]' and a line '[^1]: …' for it"),
            _("Add that line below the text, or delete the mark."),
        ),
    ),
    Rule(
        "table",
        ("|", "｜"),
        re.compile(r"(?:^[ \u3000]*[|｜].*[|｜] *$\n?)+|\| *:?-{3,}", re.MULTILINE),
        False,
        lambda: (
            _("a table: a header row, a row '| --- | --- |' with as many columns, then the others"),
            _("Give each row as many | as the first, half-width."),
        ),
    ),
    Rule(
        "fence",
        ("```",),
        re.compile(r"`{3,}"),
        False,
        lambda: (_("``` on a line of its own, before and after the code"), _("Put it on a line of its own.")),
    ),
    Rule(
        "backtick",
        ("`",),
        re.compile(r"(?<!`)`{1,2}(?!`)"),
        True,
        lambda: (_("backticks in pairs"), _("Close it, or delete it.")),
    ),
    Rule(
        "task",
        ("[ ]", "[]", "[x]", "[X]"),
        re.compile(r"^[ \u3000]*(?:[-*+]|\d+[.)、])?[ ]*\[[ xX]?\](?![\[(])", re.MULTILINE),
        True,
        lambda: (_("'- [ ] ' or '- [x] ' before each task"), _("Check the spaces: after the dash and after ].")),
    ),
    Rule(
        "heading",
        ("##", "# ", "＃"),
        re.compile(rf"^[ \u3000]*(?:#{{2,}}|#(?=\s)|＃+)(?!{MEANT})", re.MULTILINE),
        False,
        lambda: (_("'## ' at the beginning of a line"), _("Write half-width marks, and nothing before them.")),
    ),
    Rule(
        "html",
        ("&lt;",),
        re.compile(r"</?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>|<![a-zA-Z][^<>]*>"),
        False,
        lambda: (
            _("words without HTML, which is printed literally"),
            _("Paste without formatting and write Markdown; a new line begins after an empty one."),
        ),
    ),
    Rule(
        "entity",
        ("&amp;",),
        re.compile(r"&(?:nbsp|e[mn]sp|thinsp|[lr][sd]quo|[lg]t|amp|quot|middot|hellip|[mn]dash)\b;?"),
        False,
        lambda: (_("the character itself"), _("Type the character, or delete it.")),
    ),
    Rule(
        "no-break space",
        ("&nbsp;", "\xa0"),
        re.compile(f"\xa0(?!{_TAG}↩)"),  # but before a footnote's link back
        True,
        lambda: (_("plain spaces"), _("Delete it, or type a plain space; most are pasted in unnoticed.")),
    ),
    Rule(
        "highlight",
        ("==",),
        re.compile(r"(?<!=)==(?![=\s])[^=\n]*==(?!=)"),
        True,
        lambda: (_("** around words that are to stand out"), _("Write ** instead.")),
    ),
    Rule(
        "underline",
        ("==",),
        re.compile(r"^={3,}[ ]*$", re.MULTILINE),
        True,
        lambda: (_("'## ' before a heading, or '---' for a rule"), _("Write it in one of these forms, or delete it.")),
    ),
    Rule(
        "wiki link",
        ("[[",),
        re.compile(r"\[\[[^\[\]\n]+\]\]"),
        True,
        lambda: (_("[words](story:slug)"), _("Write the link in this form.")),
    ),
    Rule(
        "contents",
        ("[toc]", "[TOC]"),
        re.compile(r"^\[(?:toc|TOC)\]", re.MULTILINE),
        True,
        lambda: (_("no list of contents: a long story gets one automatically"), _("Delete it.")),
    ),
    Rule(
        "run together",
        ("\n-", "\n*", "\n+", "\n•", "\n·", "\n●", "\n2", "\n(2", "\n（2", "\n二、", "\n（二", "\n(二"),
        re.compile(
            r"(?<=[^\n])\n(?:[-*+](?=[^\s\d*+-])|[•·●]|[(（]?\d{1,2}[、．)）]|\d{1,2}\.(?=[^\s\d])|[(（]?[一二三四五六七八九十]{1,3}[、)）])"
        ),
        True,
        lambda: (
            _("each item on its own line; these are one paragraph"),
            _("Write '- ' or '1. ', with the space, before each, or leave an empty line between them."),
        ),
    ),
    Rule(
        "address",
        (CUT,),
        re.compile(CUT),
        True,
        lambda: (
            _("a space or a punctuation mark after an address"),
            _("Write <address>, or [words](address), to show where it ends."),
        ),
    ),
)
# Not a leftover, because it is removed before anything is converted; but reported with them.
COMMENT = Rule(
    "comment",
    (),
    re.compile("<!--"),
    True,
    lambda: (
        _("words for readers: a comment is not printed"),
        _("Delete it once it is settled; anybody who has the file can read it."),
    ),
)


def _sign(need: str) -> str:
    """One character to look for first, and not one of those that HTML or Chinese type is full of."""
    if need[0] in "\n&" or len(set(need)) == 1:
        return need[: 1 if need[0] == "\n" else 4]
    return next((c for c in need if not (c.isalnum() or c in " \u3000([（")), need)


# A quick first check, because most texts have none of these: sign -> indexes in RULES.
_SIGNS: dict[str, set[int]] = {}
_QUICK: dict[str, set[int]] = {}  # those that an everyday text may have
for _place, _rule in enumerate(RULES):
    for _need in _rule.needs:
        _SIGNS.setdefault(_sign(_need), set()).add(_place)
        if not set(_need) & set(NEVER + CUT):
            _QUICK.setdefault(_sign(_need), set()).add(_place)
_IN_LINES = _SIGNS.pop("\n")
del _QUICK["\n"]
_LINE = re.compile(r"\n[^<\n]")  # one that begins within a block

BY_NAME = {rule.name: rule for rule in (*RULES, COMMENT)}


def leftovers(html: str, source: Callable[[], Sequence[Line]], everyday: bool) -> list[Leftover]:
    """Every rule that finds something, once per line.

    html      the text, converted
    source    what was converted: asked for only if something is found
    everyday  whether it was converted the short way, which declines most of what a rule could find
    """
    maybe: set[int] = set()
    for sign, places in (_QUICK if everyday else _SIGNS).items():
        if sign in html:
            maybe |= places
    if _LINE.search(html):
        maybe |= _IN_LINES
    tried = [RULES[i] for i in sorted(maybe) if any(need in html for need in RULES[i].needs)]
    if not tried:
        return []
    text = _seen(html)
    found = sorted(
        (match.start(), match.end(), i) for i, rule in enumerate(tried) for match in rule.pattern.finditer(text)
    )
    if not found:
        return []
    where = _Source(source())
    told: dict[tuple[str, int], Leftover] = {}
    for start, end, i in found[:MOST]:
        line = where.line(text, start, end)
        rule = tried[i]
        told.setdefault((rule.name, line), Leftover(rule, line, quoted(_excerpt(text, start, end))))
    return list(told.values())


def _seen(html: str) -> str:
    """What readers see, without code; blocks apart."""
    text = _HIDDEN.sub(_CODE, html) if "<code>" in html else html
    text = _ANY.sub("\n\n", _INLINE.sub(_TAG, text.replace("<br>\n", "\n").replace("<br>", "\n")))
    return unescape(text)


def _around(text: str, start: int, end: int, before: int, after: int) -> tuple[int, int]:
    """As much of the text around it as is also together in the source."""
    left = max(start - before, 0)
    edges = [edge.end() for edge in _EDGE.finditer(text, left, start)]
    edge = _EDGE.search(text, end, end + after)
    return (edges[-1] if edges else left), (edge.start() if edge else min(end + after, len(text)))


def _excerpt(text: str, start: int, end: int) -> str:
    while start < end and text[start] == "\n":
        start += 1
    left, right = _around(text, start, end, 4, 16)
    return "".join(c for c in text[left:right].strip() if not _EDGE.match(c)) or text[start:end].strip()


class _Source:
    """Finds lines: visible texts come in the same order as their sources, except footnotes."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        texts = [unescape(line.text) for line in lines]
        self._text = "\n".join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        self._at = 0

    def line(self, text: str, start: int, end: int) -> int:
        while start < end and text[start] == "\n":
            start += 1
        for reach in (12, 5, 2, 0):
            left, right = _around(text, start, end, reach, reach)
            words = _EDGE.split(text[left:right].translate(MARKS))[0]
            for begin in (max(self._at - (start - left), 0), 0):
                found = self._text.find(words, begin) if words else -1
                if found >= 0:
                    at = found + start - left
                    self._at = at + 1
                    return self._lines[bisect_right(self._starts, at) - 1].number
        return self._lines[0].number if self._lines else 0
