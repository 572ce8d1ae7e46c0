"""The outbox: the folder in which sending keeps what was sent, to whom, and who is not to be written to."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from goodnews.files import held
from goodnews.settings import Settings

FOLDER = ".sending"  # beside the content: it holds addresses, and belongs in no repository


class Unready(Exception):
    """Something is missing or wrong before anything is sent: what, and what to do."""


class Outbox(NamedTuple):
    folder: str  # made by `alone`, readable by its owner only; asking what was sent makes nothing

    @classmethod
    def of(cls, settings: Settings) -> "Outbox":
        return cls(os.path.join(os.path.dirname(settings.content), FOLDER))

    def ledger(self, issue: str) -> str:
        return os.path.join(self.folder, f"{issue}.jsonl")

    def wechat_ledger(self, issue: str) -> str:
        return os.path.join(self.folder, f"{issue}.wechat.jsonl")

    def mail(self, issue: str) -> str:
        """The mail as it went to the first reader."""
        return os.path.join(self.folder, f"{issue}.eml")

    def cancel(self, issue: str) -> str:
        """A file that, while it exists, tells the command that sends an issue to stop."""
        return os.path.join(self.folder, f"{issue}.cancel")

    def left(self) -> str:
        return os.path.join(self.folder, "left.txt")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While this lasts, no other command sends.

        raises  Busy
        """
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        with held(self.folder):
            yield
