"""Numbers, accounts and names of people, which enter no draft wherever they stand.

Hotlines and telephones of offices are no people's, and stay.
"""

from collections.abc import Callable

import msgspec

from goodnews.importer.damage import Warning
from goodnews.importer.raw import Raw
from goodnews.language import _
from goodnews.text.private import ACCOUNT, ANY_MAILBOX, CARD, CONTACT, IDENTITY, MOBILE, Kind, in_digits

_WHAT: tuple[tuple[Kind, Callable[[], str]], ...] = (
    (IDENTITY, lambda: _("the number of an identity card")),
    (CARD, lambda: _("the number of a bank card")),
    (MOBILE, lambda: _("the number of a mobile telephone")),
    (ACCOUNT, lambda: _("an account of a person")),
    (ANY_MAILBOX, lambda: _("a mail address")),
    (CONTACT, lambda: _("the name of a contact")),
)
_HIDDEN = "×××"


def without_numbers(raw: Raw) -> tuple[Raw, list[Warning]]:
    """The file with every such number hidden, and each of them told, though not repeated."""
    found: list[Warning] = []
    lines = []
    for line in raw.lines:
        text, hidden = _hidden(line.text)
        for what in hidden:
            words = _("{what} is left out; {mark} stands for it").format(what=what, mark=_HIDDEN)
            found.append(Warning(line.number, words))
        lines.append(msgspec.structs.replace(line, text=text) if hidden else line)
    said = {key: _hidden(text)[0] for key, text in raw.said.items()}
    return msgspec.structs.replace(raw, lines=tuple(lines), said=said), found


def _hidden(text: str) -> tuple[str, list[str]]:
    """A line without what leads to people, and what was hidden. Check digits are not asked: a slip may be in them."""
    hidden = []
    for kind, what in _WHAT:
        places = [found.span() for found in kind.pattern.finditer(in_digits(text))]
        if places:
            hidden.append(what())
        for start, end in reversed(places):
            colon = max(text.rfind(mark, start, end) for mark in ":：") + 1
            text = text[: colon or start] + _HIDDEN + text[end:]
    return text, hidden
