"""Plain text and Markdown: every line as it stands, under its own number."""

import re

from goodnews.importer.raw import Raw
from goodnews.importer.scrambled import decoded, is_implausible
from goodnews.importer.transcript import Transcript
from goodnews.language import _

_ENDS = re.compile("\r\n|\n|\r")  # as editors count; others are marks within a line
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")


def read_text(name: str, data: bytes) -> Raw:
    return _read(name, data, markdown=False)


def read_markdown(name: str, data: bytes) -> Raw:
    """Headings are told from text; any other mark stays as it is."""
    return _read(name, data, markdown=True)


def _read(name: str, data: bytes, markdown: bool) -> Raw:
    text = decoded(data)
    found = Transcript(name)
    lines = _ENDS.split(text)
    for line in lines[:-1] if lines[-1] == "" else lines:
        heading = _HEADING.fullmatch(line) if markdown else None
        one = re.sub("[\v\f\x1c-\x1e\x85\u2028\u2029]", " ", heading[2] if heading else line)
        found.write(one, "heading" if heading else "text", len(heading[1]) if heading else 0)
    warn_of_encoding(found, text)
    return found.raw()


def warn_of_encoding(found: Transcript, text: str) -> None:
    if is_implausible(text):
        found.tell(_("a text that is hardly Chinese: was it saved in another encoding?"), text, line=0)
