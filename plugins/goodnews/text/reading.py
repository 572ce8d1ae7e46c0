"""From disk to Documents: the only module that reads `content/`."""

import os

from goodnews.language import _
from goodnews.problem import Problem, quoted
from goodnews.text.document import FORBIDDEN, Unreadable

FILE_MOST = 1_000_000  # bytes of one text


def read_text(folder: str, path: str, shown: str) -> str:
    """Read one text and refuse what would break a page or a feed.

    returns  the text with line ends `\\n`
    raises   Unreadable for a file too large, of another encoding, with a byte-order mark, lone carriage returns or
             control characters; FileNotFoundError if it has just gone
    """
    return text_from(read_bytes(folder, path), shown)


def read_bytes(folder: str, path: str) -> bytes:
    """The bytes of one text; of one that is too large, one byte more than it may have."""
    handle = os.open(f"{folder}/{path}", os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(handle, min(os.fstat(handle).st_size, FILE_MOST) + 1)  # room for little more than there is
    finally:
        os.close(handle)


def read_whole(folder: str, path: str) -> bytes:
    """Read a file that a tool wrote, such as a year's ballots: of any size, and checked by who knows its form."""
    with open(os.path.join(folder, path), "rb") as file:
        return file.read()


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
    forbidden = FORBIDDEN.search(text)
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


def no_plain_file(shown: str, path: str) -> Problem:
    """A symbolic link could show any file of the machine; a pipe would be waited for without end."""
    return Problem(
        f"{shown}/{path}",
        1,
        "file",
        _("a symbolic link, or no file at all"),
        _("a plain file"),
        _("Copy the file {name} here.").format(name=quoted(path.rpartition("/")[2])),
    )
