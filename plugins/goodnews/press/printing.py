"""Printing: pages rendered and written beside the output, in this process or by a crew."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Protocol

from goodnews.press.crew import Crew, Died, Job
from goodnews.press.page import Changed, Page, Unprintable

BATCH = 48  # ordinary pages' worth of work sent to a process at once
ALONE = 96  # less work than this is done without starting a process


class Printer(Protocol):
    """Turns a page into the bytes of its file; the same page always into the same bytes."""

    def render(self, kind: str, path: str, view: bytes) -> bytes: ...


Make = Callable[..., Printer]


def printed(
    pages: Sequence[Page],
    staging: str,
    make: Make,
    arguments: tuple[Any, ...],
    crew: Crew,
    nearest: Mapping[str, int],
) -> Iterator[list[tuple[Page, bytes]]]:
    """Print pages, in any order.

    staging  an empty folder to write them to, each by its path
    make     a function of a module that builds a printer from `arguments`, once in each process
    nearest  ingredient -> place of the process of the crew that has it at hand
    returns  pages, each with the SHA-256 of its bytes
    raises   Unprintable with the page that failed, or that was being printed when a process died; Changed; OSError
    """
    common: list[Page] = []
    own: list[list[Page]] = [[] for _ in range(crew.size)]
    for page in pages:
        place = nearest.get(page.near)
        (common if place is None else own[place]).append(page)
    job = Job(_begin, (make, arguments, staging))
    try:
        for _place, batch, answers in crew.do(
            job, _batches(common), [*map(_batches, own)], sum(page.cost for page in pages) < ALONE
        ):
            yield list(zip(batch, answers, strict=True))
    except Died as died:
        path = died.piece.path if died.piece else "?"
        raise Unprintable(path, f"the process that printed it died (exit code {died.exitcode})") from None


def _batches(pages: Sequence[Page]) -> Iterator[list[Page]]:
    batch: list[Page] = []
    room = BATCH
    for page in pages:
        batch.append(page)
        room -= page.cost
        if room <= 0:
            yield batch
            batch, room = [], BATCH
    if batch:
        yield batch


def _begin(make: Make, arguments: tuple[Any, ...], staging: str) -> "_Pressman":
    return _Pressman(make(*arguments), staging)


class _Pressman:
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
        with open(os.path.join(self._staging, path), "wb") as file:
            file.write(data)

    def _render(self, page: Page) -> bytes:
        try:
            return self._printer.render(page.kind, page.path, page.view)
        except Changed:
            raise
        except Exception as error:
            raise Unprintable(page.path, f"{type(error).__name__}: {error}") from error
