"""Everyday Markdown, converted directly: paragraphs, headings, flat lists, quotes, bold, links, pictures.

Almost every news story is made of these alone, and Python-Markdown takes fifty times as long to find that out. What
this module accepts it converts to the very HTML that the full way gives (a property test holds the two together);
everything else it declines, and the full way takes over.
"""

import re
from collections.abc import Callable

from goodnews.characters import HAN
from goodnews.text.constructs import SCHEME

# Inside a line: bold without spaces at its edges, a link, a picture; anything else that could mean something declines.
_TOKEN = re.compile(
    r"\*\*([^\s*_\[\]<>&`\\!\"](?:[^*_\[\]<>&`\\!\"\n]*[^\s*_\[\]<>&`\\!\"])?)\*\*(?!\*)"
    r"|(!?)\[([^*_\[\]<>&`\\!\"\n]*)\]\(([A-Za-z0-9:/._#%~?=+-]+)\)"
)
_BLOCK = re.compile(r"^(?:[#>+=:~|-]|\d+[.)])", re.MULTILINE)  # a line that begins something other than a paragraph
_HEADING = re.compile(r"(#{2,6}) ([^#\n]+)")
_NUMBERED = re.compile(r"(.*)_([0-9]{1,9})")
_HAN = re.compile(f"{HAN}+")  # kept unquoted in an address
NEVER = "*_[]`<&\\\xa0"  # outside of bold words, links and pictures no accepted text has any of these
_OPENERS = frozenset("#>+=:~|-")
_BEGUN = re.compile("(?<=[^\n])\n(?=\u3000)")  # a paragraph that only its indent separates from the one before
_WIDE_LINK = re.compile(rf"[］】][(（:：][ \u3000]*<?{SCHEME}|[［【]\^")
_SEEMS_EMPTY = re.compile(r"\n[ \u3000]+(?:\n|$)")


def _has_special(text: str) -> bool:
    """Whether a line holds a mark that could mean something. (Nine plain searches are faster than one by `re`.)"""
    return (
        ("*" in text or "[" in text or "]" in text or "_" in text or "`" in text)
        or ("<" in text or "&" in text or "\\" in text)
        or text.endswith(("!", "!\n"))
    )


def _has_edges(text: str) -> bool:
    """Whether a line begins or ends with a space, or white space stands where it could mean something."""
    return (
        ("\n " in text or " \n" in text or "\n\n\n" in text or "\t" in text or "\xa0" in text)
        or "\u2003" in text
        or "\u2002" in text
        or text.startswith(" ")
        or text.endswith(" ")
    )


def _opens(line: str) -> bool:
    """Whether one line begins something other than a paragraph."""
    first = line[0]
    return first in _OPENERS or (first.isdigit() and _BLOCK.match(line) is not None)


def _slug(text: str, separator: str) -> str:
    from markdown.extensions.toc import slugify_unicode  # which few headings need

    return slugify_unicode(text, separator)


class Ids:
    """The ids of one text's headings: made of their words, and numbered from 1 where they are the same."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._last: dict[str, int] = {}  # id that was asked for again -> the last number given to it

    def __call__(self, text: str, separator: str = "-") -> str:
        id_ = text if _HAN.fullmatch(text) else _slug(text, separator)
        if id_ in self._used or not id_:
            numbered = _NUMBERED.fullmatch(id_)
            base, begin = (numbered[1], int(numbered[2])) if numbered else (id_, 0)
            number = self._last.get(id_, begin) + 1
            while f"{base}_{number}" in self._used:
                number += 1
            self._last[id_] = number
            id_ = f"{base}_{number}"
        self._used.add(id_)
        return id_


class Declined(Exception):
    """Something here is not everyday: take the full way."""


class EverydayText:
    """One text, converted, with what it refers to."""

    def __init__(self, address: Callable[[str], str], picture: Callable[[str], str]) -> None:
        self._address = address
        self._picture = picture
        self._ids = Ids()
        self.broken = False  # whether a line break stands inside a paragraph
        self.links: list[str] = []
        self.images: list[str] = []
        self.headings: list[tuple[int, str, str]] = []  # level, id, text

    def html(self, text: str) -> str:
        """Convert a whole text.

        raises  Declined
        """
        if _has_edges(text):
            raise Declined
        if "~~" in text or "！[" in text:
            raise Declined
        if "://" in text and text.count("://") > text.count("](https://") + text.count("](http://"):
            raise Declined  # an address outside a link
        if ("］" in text or "】" in text) and _WIDE_LINK.search(text):
            raise Declined
        if "\n\u3000" in text:
            if _SEEMS_EMPTY.search(text):
                raise Declined
            text = _BEGUN.sub("\n\n", text)
        found = []
        before = ""
        for block in text.split("\n\n"):
            kind, converted = self._block(block)
            if kind == before and kind in ("ul", "blockquote"):
                raise Declined  # neighbours of one kind would merge
            found.append(converted)
            before = kind
        return "\n".join(found)

    def _block(self, block: str) -> tuple[str, str]:
        first = block[:1]
        if first == "#":
            match = _HEADING.fullmatch(block)
            if not match:
                raise Declined
            return "h", self._heading(len(match[1]), match[2])
        if first == "-":
            lines = block.split("\n")
            if not all(line.startswith("- ") and len(line) > 2 for line in lines):
                raise Declined
            items = "\n".join(f"<li>{self._line(self._inner(line[2:]))}</li>" for line in lines)
            return "ul", f"<ul>\n{items}\n</ul>"
        if first == ">":
            lines = block.split("\n")
            if not all(line.startswith("> ") and len(line) > 2 for line in lines):
                raise Declined
            inner = self._line("\n".join(self._inner(line[2:]) for line in lines))
            self.broken |= len(lines) > 1
            return "blockquote", f"<blockquote>\n<p>{inner}</p>\n</blockquote>"
        block = block.lstrip()  # many indent with two wide spaces
        several = "\n" in block
        if not block or (_BLOCK.search(block) or "|" in block if several else _opens(block)):
            raise Declined
        self.broken |= several
        return "p", f"<p>{self._line(block)}</p>"

    def _inner(self, text: str) -> str:
        """The text of an item or quote: nothing that would begin a block inside it."""
        if _BLOCK.match(text) or text != text.strip() or "|" in text:
            raise Declined
        return text

    def _heading(self, level: int, text: str) -> str:
        if _TOKEN.search(text) or text != " ".join(text.split()):
            raise Declined
        inner = self._line(text)
        id_ = self._ids(text)
        self.headings.append((level, id_, text))
        return f'<h{level} id="{id_}">{inner}</h{level}>'

    def _line(self, text: str) -> str:
        if not _has_special(text):
            return text.replace(">", "&gt;")
        found = []
        at = 0
        for token in _TOKEN.finditer(text):
            found.append(self._plain(text[at : token.start()]))
            found.append(self._token(token))
            at = token.end()
        found.append(self._plain(text[at:]))
        return "".join(found)

    def _plain(self, text: str) -> str:
        if _has_special(text):
            raise Declined
        return text.replace(">", "&gt;")

    def _token(self, token: re.Match[str]) -> str:
        bold, mark, label, target = token.groups()
        if bold is not None:
            return f"<strong>{bold}</strong>"
        if not label.strip() or "\u2800" in label:
            raise Declined
        if mark:
            self.images.append(target)
            return f'<img alt="{label}" src="{self._picture(target)}">'
        self.links.append(target)
        return f'<a href="{self._address(target)}" rel="noopener noreferrer">{label}</a>'
