"""A press with a simple printer that prints words."""

import os
import signal
from collections.abc import Iterable
from pathlib import Path

from goodnews.press.page import Page, Stamped
from goodnews.press.press import Press, Report
from goodnews.workers import Workers


class Plain:
    """Prints the text of a page's view; some words make it fail."""

    def render(self, kind: str, path: str, view: bytes) -> bytes:
        if view == b"fail":
            raise ValueError("no such thing")
        if view == b"die":
            os.kill(os.getpid(), signal.SIGKILL)
        return kind.encode() + b":" + view


def make_plain() -> Plain:
    return Plain()


class Bench:
    """A press with its own output folder."""

    def __init__(self, folder: Path, workers: int = 1, start: str | None = None) -> None:
        self.output = folder / "output"
        self.ledger = folder / "cache" / "ledger"
        self.workers = workers
        self.start = start

    def print(self, pages: dict[str, str], templates: bytes = b"t", postpone: tuple[str, ...] = ()) -> Report:
        return self.bring([Page(path, "plain", view.encode()) for path, view in pages.items()], templates, postpone)

    def bring(self, pages: Iterable[Page | Stamped], templates: bytes = b"t", postpone: tuple[str, ...] = ()) -> Report:
        with Workers(self.workers, self.start) as workers:
            press = Press(str(self.output), str(self.ledger), make_plain, (), workers)
            return press.print(pages, {"plain": {"templates": templates}}, postpone=postpone)

    def files(self) -> dict[str, str]:
        return {
            str(path.relative_to(self.output)): path.read_text()
            for path in self.output.rglob("*")
            if path.is_file() and path.name != "checksums.txt"
        }
