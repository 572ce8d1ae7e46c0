"""An issue as plain text: for readers of mail without HTML, and for machines that read aloud.

It is read off the HTML part, so that both always say the same: blocks become paragraphs, links numbered notes.
"""

import lxml.html

from goodnews.characters import columns
from goodnews.render.kinsoku import units_of

COLUMNS = 72
_BLOCKS = frozenset(
    "address article aside blockquote div dd dl dt h1 h2 h3 h4 h5 h6 hr li ol p section table td tr ul".split()
)
_HIDDEN = frozenset("head img script style svg title".split())
_RULED = {"h1": "=", "h2": "-"}


def plain(html: str) -> str:
    """The text of a mail.

    html  what is in an element with aria-hidden="true" is left out
    """
    tree = lxml.html.document_fromstring(html)
    reader = _Reader()
    reader.read(tree)
    reader.end()
    notes = [f"[{number}] {address}" for address, number in reader.notes.items()]
    return "\n\n".join(reader.paragraphs) + "\n" + ("\n" + "\n".join(notes) + "\n" if notes else "")


class _Reader:
    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.notes: dict[str, int] = {}
        self._said: list[str] = []
        self._mark = ""  # of a list's item that has just begun
        self._in_list = False  # whether the last paragraph is one

    def read(self, element: lxml.html.HtmlElement) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _HIDDEN or element.get("aria-hidden") == "true":
            return
        if tag in _BLOCKS:
            self.end()
        if tag == "li":
            parent = element.getparent()
            number = 1 + len(list(element.itersiblings("li", preceding=True)))
            self._mark = f"{number}. " if parent is not None and parent.tag == "ol" else "* "
        if tag == "br":
            self.end()
        self._said.append(element.text or "")
        for child in element:
            self.read(child)
            self._said.append(child.tail or "")
        href = element.get("href", "")
        if tag == "a" and href.startswith(("https://", "http://", "mailto:")):
            self._said.append(f"[{self.notes.setdefault(href, len(self.notes) + 1)}]")
        if tag in _BLOCKS:
            self.end(_RULED.get(tag, ""))

    def end(self, rule: str = "") -> None:
        """Close the paragraph; a heading gets its rule below."""
        text = " ".join("".join(self._said).split())
        self._said.clear()
        if not text:
            return
        mark, self._mark = self._mark, ""
        lines = wrapped(text, COLUMNS - len(mark))
        first, *rest = lines
        shown = [mark + first, *(" " * len(mark) + line for line in rest)]
        if rule:
            shown.append(rule * max(map(columns, shown)))
        said = "\n".join(shown)
        if mark and self._in_list:  # items stand close together
            self.paragraphs[-1] += f"\n{said}"
        else:
            self.paragraphs.append(said)
        self._in_list = bool(mark)


def wrapped(text: str, width: int) -> list[str]:
    """Lines that are at most so wide, unless a single word is wider; marks stay with what they belong to."""
    lines, line = [], ""
    for unit in units_of(text):
        if line and columns(line + unit.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += unit if line else unit.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines or [""]
