"""What a file says, in order, before anything in it is recognised.

Readers (one for each format) make it; nothing in it is repaired, normalised or dropped.
"""

from typing import Literal

import msgspec

LineKind = Literal["text", "heading", "list", "table", "caption", "quote", "footer", "cell"]


WITHHELD = "…"  # instead of what somebody's contact says


class Line(msgspec.Struct, frozen=True):
    """One line of a text file; one paragraph, cell row or heading of any other."""

    number: int  # in the source, from 1, as an editor would count: lines of a text file, else paragraphs
    text: str  # plain text on one line, as it stands; '' where a text file has a blank line
    kind: LineKind = "text"  # what the format itself says of it, a text file nothing; footer: a mail's sender;
    # cell: of a table's column, which is no text of the story
    level: int = 0  # of a heading, 1 to 6; else 0


class RawPicture(msgspec.Struct, frozen=True):
    """A picture that the file holds or names."""

    line: int  # number of the line before it; 0 at the beginning
    name: str  # its own file name, or its address in the source; for messages
    data: bytes = b""  # b'' if the source only names it: nothing is ever fetched
    alt: str = ""


class Hidden(msgspec.Struct, frozen=True):
    """What the eye may have missed: a tracked change, a comment, a page header marked as internal, a macro."""

    line: int  # number of the line that it belongs to; 0 if it belongs to the whole file
    what: str  # in the language of the terminal: 'tracked change', 'comment' …
    text: str  # both readings of a change; the words of a comment


class Raw(msgspec.Struct, frozen=True):
    name: str  # file name, without folders; a part of a mail: 'mail.eml: page.docx'
    lines: tuple[Line, ...]
    pictures: tuple[RawPicture, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    said: dict[str, str] = {}  # what the format itself names: title, author, publication, date, address
    said_on: dict[str, int] = {}  # the line that holds such words, where one does


class Refused(Exception):
    """A file that cannot be read safely or at all. The message says why, and what to do instead."""
