"""Printing: pages rendered and written beside the output, in this process or by worker processes."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain
from typing import Any, Protocol

from goodnews.press.page import Changed, Page, Unprintable
from goodnews.workers import Died, Job, Workers

BATCH = 48  # ordinary pages' worth of work sent to a process at once
STEP = 8  # pages made at a time while workers may be waiting for a batch
ALONE = 96  # less work than this is done without starting a process
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


class Printer(Protocol):
    """Turns a page into the bytes of its file; the same page always into the same bytes."""

    def render(self, kind: str, path: str, view: bytes) -> bytes: ...


Make = Callable[..., Printer]


def printed(
    pages: Iterable[Page],
    staging: str,
    make: Make,
    arguments: tuple[Any, ...],
    workers: Workers,
    affinity: Mapping[str, int],
) -> Iterator[list[tuple[Page, bytes]]]:
    """Print pages, in any order, the first while the last are still being made.

    staging  an empty folder to write them to, each by its path
    make     a function of a module that builds a printer from `arguments`, once in each process
    affinity a page's `affinity` -> index of the worker that already has it in memory
    returns  pages, each with the SHA-256 of its bytes
    raises   Unprintable with the page that failed, or that was being printed when a process died; Changed; OSError
    """
    waiting = iter(pages)
    first = list(_until(waiting, ALONE))
    alone = sum(page.cost for page in first) < ALONE
    job = Job(_begin, (make, arguments, staging))
    try:
        for _place, batch, answers in workers.do(job, _batches(chain(first, waiting), affinity), alone):
            yield list(zip(batch, answers, strict=True))
    except Died as died:
        path = died.piece.path if died.piece else "?"
        raise Unprintable(path, f"the process that printed it died (exit code {died.exitcode})") from None


def _until(pages: Iterator[Page], work: int) -> Iterator[Page]:
    """The first pages that add up to this much work."""
    while work > 0 and (page := next(pages, None)):
        work -= page.cost
        yield page


def _batches(pages: Iterable[Page], affinity: Mapping[str, int]) -> Iterator[tuple[int | None, list[Page]] | None]:
    """Pages in batches, each with the index of the worker that already has what they need; None now and then."""
    open_: dict[int | None, list[Page]] = {}
    room: dict[int | None, int] = {}
    for number, page in enumerate(pages):
        if number % STEP == 0:
            yield None
        place = affinity.get(page.affinity)
        open_.setdefault(place, []).append(page)
        room[place] = room.get(place, BATCH) - page.cost
        if room[place] <= 0:
            del room[place]
            yield place, open_.pop(place)
    yield from open_.items()


def _begin(make: Make, arguments: tuple[Any, ...], staging: str) -> "PrintWork":
    return PrintWork(make(*arguments), staging)


class PrintWork:
    """Prints in one process."""

    def __init__(self, printer: Printer, staging: str) -> None:
        self._printer = printer
        self._staging = staging
        self._folders: set[str] = set()

    def __call__(self, batch: Sequence[Page], at: Callable[[int], None]) -> list[bytes]:
        answers = []
        for place, page in enumerate(batch):
            at(place)
            data = self._render(page)
            self._write(page.path, data)
            answers.append(sha256(data).digest())
        return answers

    def _write(self, path: str, data: bytes) -> None:
        folder = os.path.dirname(path)
        if folder not in self._folders:
            os.makedirs(os.path.join(self._staging, folder), exist_ok=True)
            self._folders.add(folder)
        # Not `open`, which asks the system three more things of each file.
        handle = os.open(os.path.join(self._staging, path), _NEW, 0o666)
        try:
            while data:  # the system may take less than all at once
                data = data[os.write(handle, data) :]
        finally:
            os.close(handle)

    def _render(self, page: Page) -> bytes:
        try:
            return self._printer.render(page.kind, page.path, page.view)
        except (Changed, Unprintable, ModuleNotFoundError):  # the last is no page's fault: a package is missing
            raise
        except Exception as error:
            raise Unprintable(page.path, f"{type(error).__name__}: {error}") from error
