"""Printing: pages rendered and written beside the output, in this process or by a crew."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import count
from typing import Any, Protocol

from goodnews.press.crew import Crew, Died, Job
from goodnews.press.page import Changed, Page, Unprintable

BATCH = 48  # pages sent to a process at once
ALONE = 96  # fewer pages than this are printed without starting a process


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
) -> Iterator[list[tuple[Page, str, bytes]]]:
    """Print pages, in any order.

    staging  an empty folder to write them to
    make     a function of a module that builds a printer from `arguments`, once in each process
    nearest  ingredient -> place of the process of the crew that has it at hand
    returns  pages, each with its file below `staging` and the SHA-256 of its bytes
    raises   Unprintable with the page that failed, or that was being printed when a process died; Changed; OSError
    """
    common: list[Page] = []
    own: list[list[Page]] = [[] for _ in range(crew.size)]
    for page in pages:
        place = nearest.get(page.near)
        (common if place is None else own[place]).append(page)
    job = Job(_begin, (make, arguments, staging))
    try:
        for _place, batch, answers in crew.do(job, _batches(common), [*map(_batches, own)], len(pages) < ALONE):
            yield [(page, *answer) for page, answer in zip(batch, answers, strict=True)]
    except Died as died:
        path = died.piece.path if died.piece else "?"
        raise Unprintable(path, f"the process that printed it died (exit code {died.exitcode})") from None


def _batches(pages: Sequence[Page]) -> Iterator[list[Page]]:
    for start in range(0, len(pages), BATCH):
        yield list(pages[start : start + BATCH])


def _begin(make: Make, arguments: tuple[Any, ...], staging: str) -> "_Pressman":
    return _Pressman(make(*arguments), staging)


class _Pressman:
    """Prints in one process, into a folder of its own: two that write to one folder wait for each other."""

    def __init__(self, printer: Printer, staging: str) -> None:
        self._printer = printer
        self._name = str(os.getpid())
        self._folder = os.path.join(staging, self._name)
        os.makedirs(self._folder, exist_ok=True)
        self._numbers = count()

    def __call__(self, batch: Sequence[Page], at: Callable[[int], None]) -> list[tuple[str, bytes]]:
        answers = []
        for place, page in enumerate(batch):
            at(place)
            data = self._render(page)
            name = str(next(self._numbers))
            with open(os.path.join(self._folder, name), "wb") as file:
                file.write(data)
            answers.append((f"{self._name}/{name}", sha256(data).digest()))
        return answers

    def _render(self, page: Page) -> bytes:
        try:
            return self._printer.render(page.kind, page.path, page.view)
        except Changed:
            raise
        except Exception as error:
            raise Unprintable(page.path, f"{type(error).__name__}: {error}") from error
