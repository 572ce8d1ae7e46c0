"""A `Raw` in the making: readers write down line after line; what no text may hold is left out, and told."""

import re

from goodnews.importer.raw import Hidden, Line, LineKind, Raw, RawPicture, Refused
from goodnews.importer.scrambled import is_implausible, is_scrambled
from goodnews.language import _

LINES_MOST = 20_000  # of one file: a newspaper's page has some hundreds
LETTERS_MOST = 2_000_000  # of one file; a long novel has fewer
HIDDEN_MOST = 300  # warnings of one file; the rest is counted
PICTURES_MOST = 300
_QUOTED_MOST = 200  # characters of a text that a warning repeats
_SAID_MOST = 2_000  # characters of what a format names
# Bells and escapes, surrogates, and what turns a line around: a terminal obeys them, a reader never sees them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")
_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


class Transcript:
    """What a reader has found so far."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lines: list[Line] = []
        self._letters = 0
        self._pictures: list[RawPicture] = []
        self._hidden: dict[Hidden, None] = {}
        self._untold = 0
        self.said: dict[str, str] = {}
        self.said_on: dict[str, int] = {}

    @property
    def line(self) -> int:
        """Number of the last line, 0 before the first."""
        return len(self._lines)

    @property
    def says_anything(self) -> bool:
        return any(line.text.strip() for line in self._lines)

    @property
    def is_full_of_pictures(self) -> bool:
        return len(self._pictures) >= PICTURES_MOST

    def write(self, text: str, kind: LineKind = "text", level: int = 0) -> None:
        """Write a line down; a text with line breaks makes several.

        raises  Refused if the file has too many
        """
        for part in _BREAKS.split(text):
            self._letters += len(part)
            if self.line >= LINES_MOST or self._letters > LETTERS_MOST:
                words = _("It holds more than {lines} lines or {letters} characters. Split it into several files.")
                raise Refused(words.format(lines=LINES_MOST, letters=LETTERS_MOST))
            clean = _UNPRINTABLE.sub("", part)
            self._lines.append(Line(self.line + 1, clean, kind, level if clean.strip() else 0))
            if clean != part:
                self.tell(_("characters that cannot be printed, left out"), clean)
            if is_scrambled(clean):
                self.tell(_("scrambled characters"), clean)

    def show(self, picture: RawPicture) -> None:
        if self.is_full_of_pictures:
            self.tell(_("more pictures than a page may have, left out"), str(PICTURES_MOST), line=0)
        else:
            self._pictures.append(picture)

    def tell(self, what: str, text: str, line: int | None = None) -> None:
        """Warn of something that an editor may not have seen.

        line  the last one if not given; 0 for the whole file
        """
        if len(self._hidden) == HIDDEN_MOST:
            self._untold += 1
            return
        self._hidden[Hidden(self.line if line is None else line, what, printable(text))] = None

    def raw(self) -> Raw:
        if self._untold:
            more = Hidden(0, _("more warnings than can be shown"), str(self._untold))
            self._hidden[more] = None
        hidden = sorted(self._hidden, key=lambda one: one.line)
        said = {key: value for key, text in self.said.items() if (value := printable(text, _SAID_MOST))}
        return Raw(printable(self._name), tuple(self._lines), tuple(self._pictures), tuple(hidden), said, self.said_on)


def printable(text: str, most: int = _QUOTED_MOST) -> str:
    """A text on one line, short enough to be repeated, without what would move a terminal's cursor."""
    one = _UNPRINTABLE.sub("", _BREAKS.sub(" ", text[: 4 * most])).strip()
    return one if len(one) <= most else one[: most - 1] + "…"


def warn_of_encoding(found: Transcript, text: str) -> None:
    if is_implausible(text):
        found.tell(_("a text that is hardly Chinese: was it saved in another encoding?"), text, line=0)
