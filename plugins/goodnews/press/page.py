"""A page for the press: where it goes, how it is made, and everything it shows."""

import datetime
from collections.abc import Callable
from typing import NamedTuple

import msgspec


class Page(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One file of the output. Equal `kind` and `view` under equal conditions give equal bytes."""

    path: str  # below the output folder, with slashes
    kind: str  # tells the printer how to print it
    view: bytes  # everything the page shows, in a canonical encoding
    affinity: str = ""  # a file that it is made from: the worker that has it in memory prints it fastest
    cost: int = 1  # relative; 1 is an ordinary page
    changed: datetime.date | None = None  # the day on which what it shows last changed, where that is known


class Stamped(NamedTuple):
    """A page whose view need not be made while the ingredients it is made from, and they alone, are as they were."""

    path: str
    kind: str
    stamp: bytes  # hash of the ingredients: equal stamps mean equal views; b"" proves nothing
    make: Callable[[], Page]  # from those ingredients
    changed: datetime.date | None = None


class Unprintable(Exception):
    """A page could not be printed; nothing was published."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)  # both, so that it can be pickled and sent from a worker
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class Changed(Exception):
    """A file has changed since it was checked: build again."""
