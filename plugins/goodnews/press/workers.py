"""Workers: processes that print pages in batches, and name the page if one of them dies."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

from goodnews.press.page import Page, Unprintable

BATCH = 48  # pages sent to a worker at once
IN_PROCESS = 96  # fewer pages than this are printed without starting a process


class Printer(Protocol):
    """Turns a page into the bytes of its file; the same page always into the same bytes."""

    def render(self, kind: str, path: str, view: bytes, texts: Mapping[str, str]) -> bytes: ...


Make = Callable[..., Printer]
Supply = Callable[[Page], Mapping[str, str]]


def printed(
    pages: list[Page], supply: Supply, make: Make, arguments: tuple[Any, ...], workers: int, start: str | None
) -> Iterator[tuple[Page, bytes]]:
    """Print pages, in any order.

    supply     gives the texts that a page needs
    make       a function of a module that builds a printer from `arguments`, once in each process
    workers    processes; 1 prints in this one
    start      how processes are started: fork, spawn, forkserver; None for the platform's way
    raises     Unprintable with the page that failed, or that was being printed when a worker died
    """
    if workers <= 1 or len(pages) < IN_PROCESS:
        printer = make(*arguments)
        for page in pages:
            yield page, _render(printer, page.kind, page.path, page.view, supply(page))
        return
    yield from _in_parallel(pages, supply, make, arguments, min(workers, 1 + len(pages) // BATCH), start)


def _render(printer: Printer, kind: str, path: str, view: bytes, texts: Mapping[str, str]) -> bytes:
    try:
        return printer.render(kind, path, view, texts)
    except Exception as error:
        raise Unprintable(path, f"{type(error).__name__}: {error}") from error


class _Worker:
    """One process and our end of the pipe to it."""

    def __init__(self, context: Any, make: Make, arguments: tuple[Any, ...]) -> None:
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        self.current = context.Value("q", -1, lock=False)  # index of the page being printed
        self.process = context.Process(target=_work, args=(theirs, self.current, make, arguments), daemon=True)
        self.process.start()
        theirs.close()

    def died(self, pages: list[Page]) -> Unprintable:
        self.process.join(timeout=5)
        at = self.current.value
        path = pages[at].path if 0 <= at < len(pages) else "?"
        return Unprintable(path, f"the process that printed it died (exit code {self.process.exitcode})")


def _in_parallel(
    pages: list[Page], supply: Supply, make: Make, arguments: tuple[Any, ...], count: int, start: str | None
) -> Iterator[tuple[Page, bytes]]:
    context = multiprocessing.get_context(start)
    batches = _batches(pages, supply)
    crew = [_Worker(context, make, arguments) for _ in range(count)]
    try:
        busy = {worker.pipe: worker for worker in crew if _feed(worker, batches, pages)}
        while busy:
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]  # only connections are waited for
                try:
                    answers = worker.pipe.recv()
                except (EOFError, OSError):
                    raise worker.died(pages) from None
                if not _feed(worker, batches, pages):
                    del busy[worker.pipe]
                for index, data, reason in answers:
                    if reason:
                        raise Unprintable(pages[index].path, reason)
                    yield pages[index], data
    finally:
        for worker in crew:
            worker.pipe.close()
            worker.process.terminate()
        for worker in crew:
            worker.process.join()


Batch = list[tuple[int, str, str, bytes, Mapping[str, str]]]


def _batches(pages: list[Page], supply: Supply) -> Iterator[Batch]:
    for start in range(0, len(pages), BATCH):
        own: Iterable[tuple[int, Page]] = enumerate(pages[start : start + BATCH], start)
        yield [(index, page.kind, page.path, page.view, supply(page)) for index, page in own]


def _feed(worker: _Worker, batches: Iterator[Batch], pages: list[Page]) -> bool:
    """Give a worker that has nothing in hand its next batch; whether there was one.

    Never more than one: a worker that sends a long answer while we send it a long batch would wait for us for ever.
    """
    batch = next(batches, None)
    if batch is None:
        return False
    try:
        worker.pipe.send(batch)
    except OSError:
        raise worker.died(pages) from None
    return True


def _work(pipe: Connection, current: Any, make: Make, arguments: tuple[Any, ...]) -> None:
    """A worker's life: print batches until the pipe closes or the parent is gone."""
    parent = multiprocessing.parent_process()
    try:
        printer = make(*arguments)
        while True:
            while not pipe.poll(2):
                if parent is not None and not parent.is_alive():
                    return
            answers = []
            for index, kind, path, view, texts in pipe.recv():
                current.value = index
                try:
                    answers.append((index, _render(printer, kind, path, view, texts), ""))
                except Unprintable as error:
                    answers.append((index, b"", error.reason))
                    break
            pipe.send(answers)
    except (EOFError, KeyboardInterrupt, BrokenPipeError):
        return
