"""Words on paper: texts that fonts can show and columns can hold, and headlines cut into lines."""

import re
from urllib.parse import unquote

import lxml.etree
import lxml.html

from goodnews.render import kinsoku, sharecard
from goodnews.render.headline import words_of
from goodnews.render.sharecard import printable

NOTHING = "—"  # where nothing is left of a name or a headline, for the fonts have no emoji
_LONGEST_WORD = 12  # characters of a word in Latin letters or digits that a narrow column holds; a longer one may break
_LONG_WORD = re.compile(rf"[^\s\u2e80-\uffef]{{{_LONGEST_WORD},}}")
_TWO_SCRIPTS = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_BREAK = "\u200b"
_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "pre")


def paragraphs(html: str) -> tuple[str, ...]:
    """The words of an introduction, one text for each of its blocks."""
    if not html.strip():
        return ()
    found = [""]
    for event, element in lxml.etree.iterwalk(
        lxml.html.fragment_fromstring(html, create_parent="div"), events=("start", "end")
    ):
        if element.tag in _BLOCKS:
            found.append("")
        found[-1] += (element.text if event == "start" else element.tail) or ""
        if element.tag == "br":
            found[-1] += " "
    return tuple(words for text in found if (words := " ".join(text.split())))


def on_paper(text: str) -> str:
    """A text in letters that the fonts have, whose words fit into a column: one that is too long may break anywhere."""
    return _LONG_WORD.sub(
        lambda found: _BREAK.join(found[0]) if len(found[0]) > 2 * _LONGEST_WORD else found[0], printable(text)
    )


def address_on_paper(address: str) -> str:
    return on_paper(unquote(address).removeprefix("https://").removeprefix("http://"))


def length(text: str) -> float:
    """Of a text in one line, in sizes of its letters; between Chinese and Latin letters there is a quarter of one."""
    return sharecard.length(100, text) / 100 + 0.25 * len(_TWO_SCRIPTS.findall(text))


def headline_lines(title: str, width: float, size: float, han: bool) -> list[str]:
    """A headline in lines of about equal length that end between words, best at a pause.

    width  of a line, in points
    size   of the letters, in points
    han    whether it is Chinese
    """
    shown = printable(title) or NOTHING
    return list(kinsoku.lines_of(shown, 0.97 * width / size, length, words_of if han else None))
