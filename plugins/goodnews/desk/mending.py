"""Mending: what `check --fix` puts in place of surely wrong marks and words. Every other byte of a file stays."""

import difflib
import os
from collections.abc import Iterator
from typing import NamedTuple

from goodnews.desk.punctuation import looked_at, punctuation
from goodnews.desk.usage import Usage
from goodnews.files import sources_in, write_whole
from goodnews.newsroom.validate import FOLDERS
from goodnews.text.document import body_at

ROUNDS = 4  # a mended mark may show another one; more than this, and the text is left for an editor


class Mended(NamedTuple):
    """One file with what is put in its place."""

    path: str  # below content/
    before: bytes
    after: bytes

    def diff(self, shown: str) -> Iterator[str]:
        """Its changed lines, as `diff -u` shows them.

        shown  how the file is named
        """
        before, after = (data.decode().splitlines() for data in (self.before, self.after))
        return difflib.unified_diff(before, after, shown, shown, n=0, lineterm="")


def mended_in(content: str, usage: Usage, off: frozenset[str]) -> Iterator[Mended]:
    """Every text below a content folder that has something to mend.

    usage  of the house
    off    names of rules that do not hold here
    """
    for source in sources_in(content):
        if source.path.startswith(FOLDERS) and source.path.endswith(".md"):
            with open(os.path.join(content, source.path), "rb") as file:
                before = file.read()
            after = mended(before, usage, off)
            if after != before:
                yield Mended(source.path, before, after)


def mended(data: bytes, usage: Usage, off: frozenset[str] = frozenset()) -> bytes:
    """A text with its sure mistakes mended; as it is if it is not UTF-8, which a check tells."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data
    for _round in range(ROUNDS):
        better = _once(text, usage, off)
        if better == text:
            return text.encode()
        text = better
    return data


def _once(text: str, usage: Usage, off: frozenset[str]) -> str:
    pieces, at, start = [], 0, body_at(text)
    seen = looked_at(text, start)
    for found in sorted([*punctuation(seen, start), *usage.remarks(seen)]):
        if found.instead is not None and found.rule not in off and found.at >= at:
            pieces += [text[at : found.at], found.instead]
            at = found.at + len(found.text)
    return "".join([*pieces, text[at:]])


def write(content: str, one: Mended) -> bool:
    """Put a mended text in place; False if the file has changed since it was read."""
    path = os.path.join(content, one.path)
    with open(path, "rb") as file:
        if file.read() != one.before:
            return False
    write_whole(path, one.after)
    return True
