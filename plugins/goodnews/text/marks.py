"""Marks that readers would see as they were typed: what each looks like, whether it is a problem or advice, and what an
editor is told.

Editors write on a Chinese keyboard, paste from other programs and know other kinds of Markdown: what such a mark was
meant for is told, never guessed.
"""

from collections.abc import Callable
from string import digits
from typing import NamedTuple

from goodnews.characters import HAN, SHORT
from goodnews.language import _

# What the converter leaves in its HTML until the text is looked through. No text holds these (see `FORBIDDEN`).
MEANT = "\ufdd0"  # after a character that a backslash stood before
CUT = "\ufdd1"  # after an address of the web that ends where a letter follows it

# Stand-ins for what is not checked, in the text as readers see it.
CODE, TAG = "\ufdd2", "\ufdd3"

BARE = "://"  # stands in every link of the web as well
# What a link leads to, in marks of either width.
_ADDRESS = r"(?:https?[:：]//|(?:mailto|tel|story|digest|top10|page)[:：]|images/)"
_BOXES = " xX\u3000√✓✔×✗☑-"  # within the brackets of a task
_EMOJI = (
    *("smile", "grin", "joy:", "heart", "thumbsup", "+1:", "clap", "pray", "ok_hand", "muscle"),
    *("fire:", "tada:", "rose:", "sun", "star", "sparkles", "warning:", "rocket:", "tulip"),
)
# How chats write the faces of their keyboards.
_FACES = tuple("微笑 玫瑰 强 赞 爱心 呲牙 捂脸 鼓掌 抱拳 合十 加油 偷笑 太阳 拥抱 庆祝 烟花 鲜花 握手 胜利 OK".split())
_FACE = rf"\[(?:{'|'.join(_FACES)})\]"
_POINTS = "-*+•·●○■□◆◇▪►➤★☆※—–－＊①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽"  # before points; the first three are Markdown's
ENTITIES = "nbsp|e[mn]sp|thinsp|[lr][sd]quo|[lg]t|amp|quot|middot|hellip|[mn]dash"  # that are pasted along
# Written with Chinese brackets.
_TAGS = ("br", "p", "b", "strong", "em", "span", "div", "section", "img", "font", "center")


class Rule(NamedTuple):
    name: str
    needs: tuple[str, ...]  # the HTML of a text that the pattern finds holds one of these
    pattern: str  # of the text as readers see it, a block a line or more; compiled when a text first needs it
    is_advice: bool  # else a problem: nothing is printed until it is fixed
    says: Callable[[], tuple[str, str]]  # what is expected, and the fix


RULES = (
    Rule(
        "bold",
        ("**",),
        r"\*{2,}",
        False,
        lambda: (
            _("** right before and right after the words"),
            _("Close it and remove the spaces inside, or write \\*\\* for asterisks."),
        ),
    ),
    Rule(
        "wide bold",
        ("＊＊",),
        r"(?<!＊)＊＊(?!＊)[^＊\n]+＊＊(?!＊)",
        True,
        lambda: (
            _("half-width ** around words that are to be bold"),
            _("Write **, or leave it if the marks are meant."),
        ),
    ),
    Rule(
        "italic",
        ("* ", "_"),
        rf"(?<![*/])\*[ \u3000][^*\n0-9]{{1,40}}[ \u3000]\*(?![*/])|(?<={HAN})_(?!_)[^_\n]{{2,40}}_(?={HAN})",
        True,
        lambda: (
            _("* right before and right after the words"),
            _("Remove the spaces inside, or leave it if the marks are meant."),
        ),
    ),
    Rule(
        "product",
        tuple(f"{digit}<{tag}>" for digit in digits for tag in ("em", "strong")),
        rf"[0-9]{TAG}[0-9.]+{TAG}[0-9]",
        True,
        lambda: (
            _("× between numbers; two * make what is between them italic"),
            _("Write ×, or \\* for an asterisk."),
        ),
    ),
    Rule(
        "underscores",
        ("__",),
        r"(?<![_/?&=#])__(?!_)",  # not what an address of the web holds
        True,
        lambda: (_("** around words that are to be bold"), _("Write ** instead, or leave it if the lines are meant.")),
    ),
    Rule(
        "strike",
        ("~~", "～～"),
        r"(?<!~)~~(?!~)|(?<!～)～～(?=[^～\n]+～～)",
        True,
        lambda: (
            _("~~ right before and right after the words"),
            _("Close it and remove the spaces inside, or leave it if you mean the tildes."),
        ),
    ),
    Rule(
        "link",
        (
            *(f"{a}{space}{b}" for a in "]］】" for space in ("", " ", "\u3000", "\n") for b in "(（"),
            *(f"{a}{b}" for a in ")）" for b in "[［【"),
        ),
        (
            rf"(?:[\[［【](?!{MEANT})[^\[\]［］【】\n]*|[\]］】])[\]］】](?!{MEANT})"
            rf"(?:(?<=\])\(|[ \u3000\n]*[(（][ \u3000]*{TAG}?(?:www\.|{_ADDRESS}))"
            rf"|[)）][\[［【]{TAG}?(?:www\.|{_ADDRESS})"
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
        rf"(?!{_FACE})\[[^\[\]\n]+\]\[[^\[\]\n]*\]",
        False,
        lambda: (
            _("a line '[name]: https://…' for the second brackets"),
            _("Add that line, or write [words](address)."),
        ),
    ),
    Rule(
        "footnote",
        ("[^", "^[", "［^", "【^", "[…", "【…", "［…"),
        r"[\[［【]\^[^\[\]［］【】\n]{0,80}[\]］】]|\^\[|[\[［【]…+[0-9]+[\]］】]",
        False,
        lambda: (
            _("a footnote '[^1]' and a line '[^1]: …' for it"),
            _("Add that line below the text, or delete the mark."),
        ),
    ),
    Rule(
        "table",
        ("|", "｜", "│", "┃"),
        r"(?m)(?:^[ \u3000]*[|｜│┃].*[|｜│┃] *$\n?)+|\| *:?-{3,}",
        False,
        lambda: (
            _("a table: a header row, a row '| --- | --- |' with as many columns, then the others"),
            _("Give each row as many | as the first, half-width."),
        ),
    ),
    Rule(
        "columns",
        ("  ", "\u3000"),
        r"(?m)^\S+(?=  | ?\u3000)[ \u3000]+\S.*\n\S+(?=  | ?\u3000)[ \u3000]+\S.*",
        True,
        lambda: (
            _("a table: columns separated by spaces run together"),
            _("Write it with | between the columns, below a header row and a row '| --- | --- |'."),
        ),
    ),
    Rule(
        "fence",
        ("```", "···", "｀｀｀"),
        r"(?m)`{3,}|｀{3,}|^·{3}[a-z]*$",
        False,
        lambda: (_("``` on a line of its own, before and after the code"), _("Put it on a line of its own.")),
    ),
    Rule(
        "backtick",
        ("`", "｀"),
        r"(?<!`)`{1,2}(?!`)|(?<!｀)｀(?!｀)",
        True,
        lambda: (_("backticks in pairs"), _("Close it, or delete it.")),
    ),
    Rule(
        "task",
        tuple(f"{a}{box}{b}" for a, b in ("[]", "［］", "【】") for box in (*_BOXES, "")),
        rf"(?m)^[ \u3000]*(?:[-*+]|\d+[.)、])?[ ]*[\[［【][{_BOXES}]?[\]］】](?![\[(（])",
        True,
        lambda: (_("'- [ ] ' or '- [x] ' before each task"), _("Check the spaces: after the dash and after ].")),
    ),
    Rule(
        "heading",
        ("##", "# ", "＃"),
        rf"(?m)^[ \u3000]*(?:#{{2,}}|#(?=\s)|＃+)(?!{MEANT})",
        False,
        lambda: (_("'## ' at the beginning of a line"), _("Write half-width marks, and nothing before them.")),
    ),
    Rule(
        "html",
        ("&lt;", *(f"{a}{b}{tag}" for a in "＜《" for b in ("", "/") for tag in _TAGS)),
        (
            r"</?[a-zA-Z][a-zA-Z0-9:-]*(?:\s[^<>]*)?/?>|<![a-zA-Z\[][^<>]*>|<\?[a-z]|<[a-zA-Z][a-zA-Z0-9:-]*\s+[a-z-]+=[\"']"
            rf"|[＜《]/?(?:{'|'.join(_TAGS)})(?:\s[^《》＜＞]*)?/?[＞》]"
        ),
        False,
        lambda: (
            _("words without HTML, which is printed literally"),
            _("Paste without formatting, or let `import` read the page; a new line begins after an empty one."),
        ),
    ),
    Rule(
        "entity",
        ("&amp;",),
        (
            rf"&(?:{ENTITIES})(?![a-zA-Z0-9])[;；]?"
            r"|&(?:[a-zA-Z][a-zA-Z0-9]+|#[0-9]+|#[xX][0-9a-fA-F]+)[;；]"
        ),
        False,
        lambda: (_("the character itself"), _("Type the character, or delete it.")),
    ),
    Rule(
        "no-break space",
        ("&nbsp;", "\xa0"),
        f"\xa0(?!{TAG}↩)",  # but before a footnote's link back
        True,
        lambda: (_("plain spaces"), _("Delete it, or type a plain space; most are pasted in unnoticed.")),
    ),
    Rule(
        "highlight",
        ("==", "＝＝", "++"),
        (
            r"(?<!=)==(?![=\s])[^=\n]*==(?!=)|(?<!＝)＝＝(?!＝)[^＝\n]+＝＝(?!＝)|(?<![A-Za-z0-9+])\+\+[^+\s][^+\n]*\+\+(?!\+)"
        ),
        True,
        lambda: (_("** around words that are to stand out"), _("Write ** instead.")),
    ),
    Rule(
        "raised",
        ("^", *(f"~{digit}~" for digit in digits)),
        r"\^[-+]?[^\W_]{1,20}\^|(?<=[A-Za-z)])~[0-9]~",
        True,
        lambda: (_("the raised or lowered character itself, such as ² or ₂"), _("Type the character.")),
    ),
    Rule(
        "underline",
        tuple(c * 3 for c in "=＝—–－─━＿＊"),
        r"(?m)^[ \u3000]*([=＝—–－─━＿＊])\1{2,}[ ]*$",
        True,
        lambda: (_("'## ' before a heading, or '---' for a rule"), _("Write it in one of these forms, or delete it.")),
    ),
    Rule(
        "wiki link",
        ("[[",),
        r"(?<!!)\[\[(?!(?:toc|TOC)\])[^\[\]\n]+\]\]",
        True,
        lambda: (_("[words](story:slug)"), _("Write the link in this form.")),
    ),
    Rule(
        "wiki picture",
        ("![[",),
        r"!\[\[[^\[\]\n]+\]\]",
        True,
        lambda: (_("`![what it shows](images/…)`"), _("Put the file into content/images, and write it in this form.")),
    ),
    Rule(
        "contents",
        ("[toc]", "[TOC]", "【toc】", "【TOC】", "{toc}", "{TOC}"),
        r"(?m)^(?:@?\[?[\[【](?:toc|TOC)[\]】]|\$?\{(?:toc|TOC)\})",
        True,
        lambda: (_("no list of contents: a long story gets one automatically"), _("Delete it.")),
    ),
    Rule(
        "item",
        tuple(f">{mark}" for mark in "-+*"),
        rf"(?m)(?<=\n\n)(?:[-+*](?={HAN})|[-+*]$)",
        True,
        lambda: (_("'- ' before an item, with the space"), _("Write the space, or leave it if the line is meant.")),
    ),
    Rule(
        "run together",
        (
            *(f"\n{mark}" for mark in _POINTS),
            *(f"\n{digit}" for digit in "23456789２３４５６７８９"),
            "\n(2",
            "\n（2",
            "\n二、",
            "\n（二",
            "\n(二",
        ),
        (
            rf"(?<=[^\n])\n(?:[-*+](?=[^\s\d*+-])|([{_POINTS[3:]}])(?!\1)|[(（]?\d{{1,2}}[、．。)）]|\d{{1,2}}\.(?=\D)"
            r"|[(（]?[一二三四五六七八九十]{1,3}[、)）])"
        ),
        True,
        lambda: (
            _("each item on its own line; these are one paragraph"),
            _("Write '- ' or '1. ', with the space, before each, or leave an empty line between them."),
        ),
    ),
    Rule(
        "bold line",
        ("</strong>\n",),
        rf"(?m)^{TAG}[^{TAG}\n]{{1,60}}{TAG}\n(?=\S)",
        True,
        lambda: (
            _("a heading on a line of its own; this one runs into the next line"),
            _("Write '## ' before it instead of ** around it, or leave an empty line below it."),
        ),
    ),
    Rule(
        "quote",
        ("＞", "》"),
        r"(?m)^[ \u3000]*(?:＞|》(?![，。、；：！？）]))",
        True,
        lambda: (_("'> ' before each line of a quote"), _("Write the half-width mark.")),
    ),
    Rule(
        "definition",
        ("\n:", "\n："),
        r"(?<=[^\n])\n[:：](?!:)",
        True,
        lambda: (_("'- **word**: …' for a word and its meaning"), _("Write it in this form, or in one line.")),
    ),
    Rule(
        "comment mark",
        ("&lt;!", "&lt;！", "＜!", "＜！", "《!", "《！", "--&gt;", "/*", ">//", "\n//", "%%", "]:", "]："),
        (
            rf"(?m)[<＜《][!！][-—–－]|--!?>(?!{MEANT})|/\*(?!{MEANT})|^//|%%[^%\n]+%%"
            rf"|^\[(?!{MEANT})[^\[\]\n]*\][:：] *(?:#|<>)"
        ),
        False,
        lambda: (
            _("words for readers; a comment stands between '<!--' and '-->', in half-width marks"),
            _("Delete it, or write a backslash before the mark if it is meant."),
        ),
    ),
    Rule(
        "forum",
        ("[/",),
        r"(?i)\[/[a-z]{1,8}\]",
        False,
        lambda: (
            _("Markdown, not the marks of a forum"),
            _("Write ** around bold words, and links as [words](address)."),
        ),
    ),
    Rule(
        "template",
        ("{", "\\n"),
        rf"\{{(?:[{{%#:.][^{{}}\n]*|[a-z]+=[^{{}}\n]*)\}}|\\n(?={HAN}|\\n|$)",
        True,
        lambda: (_("words for readers, not marks for a program"), _("Delete it.")),
    ),
    Rule(
        "formula",
        ("$",),
        r"\$\$|\$[^$\s][^$\n=^_\\]{0,80}[=^_\\][^$\n]{0,80}\$|\$[A-Za-z]\$",
        True,
        lambda: (_("a formula in plain characters, such as x²"), _("Write it in plain characters.")),
    ),
    Rule(
        "emoji",
        (*(f":{name}" for name in _EMOJI), *(f"[{face}]" for face in _FACES)),
        rf"(?<![A-Za-z0-9_:/]):[a-z][a-z0-9_+-]{{2,}}:(?![A-Za-z0-9_:/])|{_FACE}",
        True,
        lambda: (_("the emoji itself"), _("Type the emoji, or delete it.")),
    ),
    Rule(
        "box",
        ("!!!", ":::", "[!"),
        r"(?m)^(?:!!! ?\w|:::|\[![^\[\]\n]{1,20}\])",
        True,
        lambda: (_("'> ' before a text that stands apart"), _("Write '> ' before its lines, and delete the mark.")),
    ),
    Rule(
        "other markup",
        ("h1. ", "h2. ", "h3. ", "::", "'''", "\\", "= ", "*[", ":<code>", ">image:"),
        (
            r"(?m)^h[1-6]\. |^\.\. [\w-]+::|'{3}|\\(?:textbf|textit|emph|footnote|(?:sub)*section|cite)\{|^={1,6} \S"
            rf"|^\*\[[^\[\]\n]+\][:：]|:[a-z]+:{CODE}|^image::?\S"
        ),
        True,
        lambda: (_("Markdown: '## ' before a heading, ** around bold words"), _("Write it in one of these forms.")),
    ),
    Rule(
        "backslash",
        (MEANT,),
        rf"(?<![A-Za-z])[A-Za-z]:[^\s\\]{MEANT}|¯_{MEANT}|\\{MEANT}[\w.-]+\\(?!{MEANT})",
        True,
        lambda: (
            _("the backslash, which is not printed before a mark"),
            _("Write \\\\ for each, or the whole in backticks."),
        ),
    ),
    Rule(
        "web",
        ("www.", "：//", "HTTP", BARE),
        rf"(?<![A-Za-z0-9/.@{TAG}])(?:www\.[A-Za-z0-9]|[Hh][Tt][Tt][Pp][Ss]?[:：]//)",
        True,
        lambda: (
            _("an address that begins with https:// and has a domain of a-z, to be a link"),
            _("Write it so, a Chinese domain as xn--…, or leave it if it is to lead nowhere."),
        ),
    ),
    Rule(
        "address",
        (CUT,),
        CUT,
        True,
        lambda: (
            _("a space or a punctuation mark after an address"),
            _("Write <address>, or [words](address), to show where it ends."),
        ),
    ),
)
# A line that Chinese editors end on purpose: a short one, or one that ends a sentence. In a text that a program wrapped
# at some width, lines are longer and end anywhere.
LINES = Rule(
    "lines",
    (),  # a line break within a paragraph is looked for apart
    rf"(?m)^[ \u3000]*\S(?:[^\n]{{0,{SHORT - 1}}}|[^\n]*[。！？：；…”』」）])\n *(\S[^\n]*)(?:\n[^\n]+)*",
    True,
    lambda: (
        _("an empty line between paragraphs; these lines are printed as one"),
        _("Leave an empty line between them, or write them as one line; a backslash at the end keeps a line break."),
    ),
)
# Not leftovers, because no reader sees them; but reported with them.
NUMBER = Rule(
    "number",
    (),
    r"\d",
    True,
    lambda: (
        _("numbers that follow each other: a list is counted on from its first"),
        _("Number the items in order, or write \\. after a number that is to stand as it is."),
    ),
)
HEADING = Rule(
    "paragraph as heading",
    (),
    r"-",
    True,
    lambda: (
        _("an empty line above '---': without one the line above it becomes a heading"),
        _("Leave an empty line there, or write '## ' before the words if they are a heading."),
    ),
)
HREF = Rule(
    "address of a link",
    (),
    "[，。、；：！？“”‘’「」]",
    True,
    lambda: (
        _("an address as the browser shows it"),
        _("Copy it once more; Chinese marks, and a title in Chinese quotation marks, are no part of it."),
    ),
)
COMMENT = Rule(
    "comment",
    (),
    "<!--",
    True,
    lambda: (
        _("words for readers: a comment is not printed"),
        _("Delete it once it is settled; anybody who has the file can read it."),
    ),
)
