"""One place in a text that an editor may want to look at."""

from typing import NamedTuple


class Found(NamedTuple):
    at: int  # characters before it
    text: str  # what stands there
    expected: str
    fix: str
    rule: str = ""  # its name in docs/check.md
    instead: str | None = None  # what `check --fix` writes in its place, where that is sure
