"""Everyday Markdown, converted directly: paragraphs, headings, flat lists, quotes, bold, links, pictures.

Almost every news story is made of these alone, and Python-Markdown takes fifty times as long to find that out. What
this module accepts it converts to the very HTML that the full way gives (a property test holds the two together);
everything else it declines, and the full way takes over.
"""

import re
from collections.abc import Callable

# Inside a line: bold without spaces at its edges, a link, a picture; anything else that could mean something declines.
_TOKEN = re.compile(
    r"\*\*([^\s*_\[\]<>&`\\!\"](?:[^*_\[\]<>&`\\!\"\n]*[^\s*_\[\]<>&`\\!\"])?)\*\*(?!\*)"
    r"|(!?)\[([^*_\[\]<>&`\\!\"\n]*)\]\(([A-Za-z0-9:/._#%~?=+-]+)\)"
)
_BLOCK = re.compile(r"^(?:[#>+=:~|-]|\d+[.)])", re.MULTILINE)  # a line that begins something other than a paragraph
_HEADING = re.compile(r"(#{2,6}) ([^#\n]+)")
_HAN = re.compile("[\u4e00-\u9fff]+")  # which an address keeps as they are
_OPENERS = frozenset("#>+=:~|-")


def _has_special(text: str) -> bool:
    """Whether a line holds what could mean something. (Nine searches by the processor's own means beat one by `re`.)"""
    return (
        ("*" in text or "[" in text or "]" in text or "_" in text or "`" in text)
        or ("<" in text or "&" in text or "\\" in text)
        or text.endswith(("!", "!\n"))
    )


def _has_edges(text: str) -> bool:
    """Whether a line begins or ends with a space, or white space stands where it could mean something."""
    return (
        ("\n " in text or " \n" in text or "\n\n\n" in text or "\t" in text or "\xa0" in text)
        or text.startswith(" ")
        or text.endswith(" ")
    )


def _opens(line: str) -> bool:
    """Whether one line begins something other than a paragraph."""
    first = line[0]
    return first in _OPENERS or (first.isdigit() and _BLOCK.match(line) is not None)


class Declined(Exception):
    """Something here is not everyday: take the full way."""


class Reading:
    """One text, converted, with what it refers to."""

    def __init__(self, address: Callable[[str], str], picture: Callable[[str], str]) -> None:
        self._address = address
        self._picture = picture
        self._ids: set[str] = set()
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
        found = []
        before = ""
        for block in text.split("\n\n"):
            kind, converted = self._block(block)
            if kind == before and kind in ("ul", "blockquote"):
                raise Declined  # neighbours of one kind run together
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
        from markdown.extensions.toc import slugify_unicode, unique

        if _TOKEN.search(text) or text != " ".join(text.split()):
            raise Declined
        inner = self._line(text)
        id_ = unique(text if _HAN.fullmatch(text) else slugify_unicode(text, "-"), self._ids)
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
        if mark:
            self.images.append(target)
            return f'<img alt="{label}" src="{self._picture(target)}">'
        self.links.append(target)
        return f'<a href="{self._address(target)}" rel="noopener noreferrer">{label}</a>'
