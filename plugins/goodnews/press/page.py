"""A page for the press: where it goes, how it is made, and everything it shows."""

import msgspec


class Page(msgspec.Struct, frozen=True, gc=False):
    """One file of the output. Equal `kind` and `view` under equal conditions give equal bytes."""

    path: str  # below the output folder, with slashes
    kind: str  # names the way it is printed, for the printer
    view: bytes  # everything the page shows, in a canonical encoding
    needs: tuple[tuple[str, bytes], ...] = ()  # texts to be supplied when it is printed: name and hash


class Unprintable(Exception):
    """A page could not be printed; nothing was published."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
