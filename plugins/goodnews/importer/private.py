"""Numbers of people, which enter no draft wherever they stand: mobile telephones, identity cards, bank cards.

Hotlines and telephones of offices are no people's, and stay.
"""

import re
from collections.abc import Callable

import msgspec

from goodnews.importer.damage import Warning
from goodnews.importer.raw import Raw
from goodnews.language import _

_NUMBERS: tuple[tuple[re.Pattern[str], Callable[[], str]], ...] = (
    (re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])"), lambda: _("the number of an identity card")),
    (
        re.compile(r"(?<![0-9])[3-6][0-9]{3}(?:[ -]?[0-9]{4}){3}[0-9]{0,3}(?![0-9])"),
        lambda: _("the number of a bank card"),
    ),
    (re.compile(r"(?<![0-9])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])"), lambda: _("the number of a mobile telephone")),
    (re.compile(r"(?<=微信)(?:号)?[:：]?\s*[A-Za-z][A-Za-z0-9_-]{4,19}"), lambda: _("an account in WeChat")),
)
_HIDDEN = "×××"


def without_numbers(raw: Raw) -> tuple[Raw, list[Warning]]:
    """The file with every such number hidden, and each of them told, though not repeated."""
    found: list[Warning] = []
    lines = []
    for line in raw.lines:
        text = line.text
        for pattern, what in _NUMBERS if any(character.isdigit() or character == "微" for character in text) else ():
            text, count = pattern.subn(_HIDDEN, text)
            if count:
                words = _("{what} is left out; {mark} stands for it").format(what=what(), mark=_HIDDEN)
                found.append(Warning(line.number, words))
        lines.append(line if text == line.text else msgspec.structs.replace(line, text=text))
    said = {key: _hidden(text) for key, text in raw.said.items()}
    return msgspec.structs.replace(raw, lines=tuple(lines), said=said), found


def _hidden(text: str) -> str:
    for pattern, _what in _NUMBERS:
        text = pattern.sub(_HIDDEN, text)
    return text
