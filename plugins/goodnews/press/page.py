"""A page for the press: where it goes, how it is made, and everything it shows."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec


class Page(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One file of the output. Equal `kind` and `view` under equal conditions give equal bytes."""

    path: str  # below the output folder, with slashes
    kind: str  # names the way it is printed, for the printer
    view: bytes  # everything the page shows, in a canonical encoding
    affinity: str = ""  # the ingredient that it is printed fastest beside, if one is known
    cost: int = 1  # how many ordinary pages could be printed meanwhile


class Stamped(NamedTuple):
    """A page that need not be made while everything its view is made from is as it was."""

    path: str
    kind: str
    stamp: bytes  # equal stamps mean equal views; b"" proves nothing
    make: Callable[[], Page]


class Unprintable(Exception):
    """A page could not be printed; nothing was published."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)  # both, so that it comes whole out of another process
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class Changed(Exception):
    """An ingredient is no longer what it was when it was checked: build again."""
