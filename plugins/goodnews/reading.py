"""From disk to Documents: the only module that reads `content/`."""

import os
import re
from collections.abc import Iterator

from goodnews.document import Document, Unreadable, document_from
from goodnews.language import _
from goodnews.press.files import Source
from goodnews.problem import Problem, quoted

FILE_MOST = 1_000_000  # bytes of one text
ROOT = "\ue000"  # stands for the site's root in converted links; refused in what editors write

# What no XML document may hold, what only damages a terminal or a feed, and our own mark.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff" + ROOT + "]")

def read_text(folder: str, path: str, shown: str) -> str:
    """Read one text and refuse what would break a page or a feed.

    returns  the text with line ends `\\n`
    raises   Unreadable for a file too large, of another encoding, with a byte-order mark, lone carriage returns or
             control characters; FileNotFoundError if it has just gone
    """
    with open(os.path.join(folder, path), "rb") as file:
        data = file.read(FILE_MOST + 1)
    return text_from(data, shown)


def text_from(data: bytes, shown: str) -> str:
    """The checks of `read_text` for bytes at hand."""

    def refuse(line: int, found: str, expected: str, fix: str) -> Unreadable:
        return Unreadable(Problem(shown, line, "file", found, expected, fix))

    if len(data) > FILE_MOST:
        raise refuse(
            1,
            _("more than {most} bytes").format(most=FILE_MOST),
            _("a text of at most that size"),
            _("Split the story; pictures belong in content/images."),
        )
    if data.startswith(b"\xef\xbb\xbf"):
        raise refuse(1, _("a byte-order mark"), _("UTF-8 without one"), _("Save as 'UTF-8', not 'UTF-8 with BOM'."))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(line, _encoding(data), "UTF-8", _("Save the file as UTF-8 in your editor.")) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            raise refuse(
                text.count("\n", 0, text.index("\r")) + 1,
                _("a lone carriage return"),
                _("line ends \\n"),
                _("Choose line ends 'LF' in your editor."),
            )
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        raise refuse(
            text.count("\n", 0, forbidden.start()) + 1,
            _("the character U+{code:04X}").format(code=ord(forbidden.group())),
            _("printable text"),
            _("Delete it; it was most likely pasted along unseen."),
        )
    return text


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return _("bytes that are no UTF-8")
    return _("GBK or another older encoding")


def documents(folder: str, shown: str, sources: list[Source], problems: list[Problem]) -> Iterator[Document]:
    """Read and split the given texts; what cannot be read becomes a problem."""
    for source in sources:
        name = f"{shown}/{source.path}"
        try:
            yield document_from(source.path, name, read_text(folder, source.path, name))
        except Unreadable as error:
            problems.append(error.problem)


def unsafe_link(shown: str, path: str) -> Problem:
    """A symbolic link could show any file of the machine."""
    return Problem(
        f"{shown}/{path}",
        1,
        "file",
        _("a symbolic link"),
        _("a file of its own"),
        _("Copy the file {name} here.").format(name=quoted(path.rpartition("/")[2])),
    )
