"""Damage: what scanning, columns and copying did to a text. Each finding names its line and proposes a
repair; nothing is repaired unasked."""

from collections.abc import Iterable

import msgspec

from goodnews.importer.raw import Raw
from goodnews.language import _


class Warning(msgspec.Struct, frozen=True):
    line: int  # 0: of the whole file
    what: str
    proposal: str = ""  # '': nothing to apply

    def __str__(self) -> str:
        where = _("line {line}: ").format(line=self.line) if self.line else ""
        return where + self.what + (" " + self.proposal if self.proposal else "")


def hidden_in(raw: Raw) -> Iterable[Warning]:
    """What the eye may have missed in the file."""
    return [Warning(hidden.line, f"{hidden.what}: {hidden.text}") for hidden in raw.hidden]
