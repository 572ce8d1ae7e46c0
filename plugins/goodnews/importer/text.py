"""Plain text and Markdown: every line as it stands, under its own number."""

import re

from goodnews.importer.cards import cards_in
from goodnews.importer.matter import matter_in
from goodnews.importer.raw import Raw
from goodnews.importer.scrambled import decoded
from goodnews.importer.submission import submitted
from goodnews.importer.transcript import Transcript, warn_of_encoding

_ENDS = re.compile("\r\n|\n|\r")  # as editors count; others are marks within a line
_MARK = re.compile(r" {0,3}(#{1,6})[ \t]+")  # of a heading


def read_text(name: str, data: bytes) -> tuple[Raw, ...]:
    return _read(name, data, markdown=False)


def read_markdown(name: str, data: bytes) -> tuple[Raw, ...]:
    """Headings are told from text; any other mark stays as it is."""
    return _read(name, data, markdown=True)


def _read(name: str, data: bytes, markdown: bool) -> tuple[Raw, ...]:
    text = decoded(data)
    if form := submitted(name, text):
        return (form,)
    lines = _ENDS.split(text)
    if cards := cards_in(name, lines):
        return cards
    if markdown and (told := matter_in(name, lines)):
        return told
    found = Transcript(name)
    for line in lines[:-1] if lines[-1] == "" else lines:
        one = re.sub("[\v\f\x1c-\x1e\x85\u2028\u2029]", " ", line)
        if markdown and (mark := _MARK.match(one)):
            found.write(_without_marks(one[mark.end() :]), "heading", len(mark[1]))
        else:
            found.write(one)
    warn_of_encoding(found, text)
    return (found.raw(),)


def _without_marks(heading: str) -> str:
    """`二 ##` is 二, `C#` is itself."""
    words = heading.strip(" \t")
    plain = words.rstrip("#")
    return plain.rstrip(" \t") if plain != words and plain.endswith((" ", "\t")) else words
