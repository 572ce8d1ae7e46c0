"""Workers: processes that do the batches of one job after another; if one dies, it is known on which piece."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Batch = Sequence[Any]
Routed = tuple[int | None, Batch]  # with the index of the worker that already has it in memory, or None

AHEAD = 2  # batches prepared for each process while it does another


class Work(Protocol):
    """One job of a process."""

    def __call__(self, batch: Batch, at: Callable[[int], None]) -> Any:
        """Do a batch.

        at  called with the index of each piece of the batch before it is begun
        """


class Job(NamedTuple):
    """How a process begins a job."""

    begin: Callable[..., Work]  # a function of a module
    arguments: tuple[Any, ...]


class Died(Exception):
    """A process died while it worked on a piece."""

    def __init__(self, piece: Any, exitcode: int | None) -> None:
        super().__init__(f"a process died (exit code {exitcode})")
        self.piece = piece
        self.exitcode = exitcode


class Workers:
    """Processes that live from the first job to the end of the `with`.

    size   processes; below 2 none is started, and every job is done in this process
    start  how they are started: fork, spawn, forkserver; None for the platform's way
    """

    def __init__(self, size: int, start: str | None = None) -> None:
        self.size = size
        self._start = start
        self._members: list[_Member] = []

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End every process; a later job starts others."""
        for member in self._members:
            member.pipe.close()
            member.process.terminate()
        for member in self._members:
            member.process.join()
        self._members.clear()

    def do(self, job: Job, batches: Iterable[Routed | None], alone: bool = False) -> Iterator[tuple[int, Batch, Any]]:
        """Do one job, in any order.

        batches  a worker that has nothing else also takes another's. They are requested while the first are being
                 done; None instead of one is a chance to serve workers that have finished meanwhile
        alone    whether the job is too small for more than this process
        returns  index of the worker, the batch, and its result
        raises   Died; whatever the work raised
        """
        if alone or self.size < 2:
            work = job.begin(*job.arguments)
            for _place, batch in filter(None, batches):
                yield 0, batch, work(batch, _nowhere)
            return
        try:
            yield from self._done(job, batches)
        except BaseException:
            self.close()  # so that no worker continues a job that has been given up
            raise

    def _done(self, job: Job, batches: Iterable[Routed | None]) -> Iterator[tuple[int, Batch, Any]]:
        from multiprocessing.connection import wait

        members = self._started()
        waiting = _Waiting(iter(batches), len(members))
        busy: dict[Any, int] = {}
        for place, member in enumerate(members):
            first = waiting.next(place)
            if first is not None:
                member.send(job)
                member.give(first)
                busy[member.pipe] = place
        while busy:
            ready = wait(list(busy), 0 if waiting.few else None)
            if not ready:
                waiting.fetch()
            for pipe in ready:
                place = busy[pipe]
                member = members[place]
                done, (sound, answer) = member.batch, member.receive()
                if not sound:
                    raise answer
                following = waiting.next(place)
                if following is None:
                    del busy[pipe]
                else:
                    member.give(following)
                yield place, done, answer

    def _started(self) -> "list[_Member]":
        if not self._members:
            import multiprocessing  # a build of few pages starts no process

            context = multiprocessing.get_context(self._start)
            self._members.extend(_Member(context) for _ in range(self.size))
        return self._members


def _nowhere(_place: int) -> None:
    """Without worker processes, nobody needs to know the current piece."""


class _Waiting:
    """Batches that are not begun yet: some are requested ahead, so that a worker has its next one at once."""

    def __init__(self, rest: Iterator[Routed | None], places: int) -> None:
        self._rest = rest
        self._over = False
        self._own: list[deque[Batch]] = [deque() for _ in range(places)]
        self._common: deque[Batch] = deque()

    @property
    def few(self) -> bool:
        """Whether to request another while all workers are busy."""
        return not self._over and len(self._common) + sum(map(len, self._own)) < AHEAD * len(self._own)

    def fetch(self) -> None:
        """Request one more."""
        found: Any = next(self._rest, self)
        if found is self:
            self._over = True
        elif found:
            place, batch = found
            (self._common if place is None else self._own[place]).append(batch)

    def next(self, place: int) -> Batch | None:
        """The next batch for one worker: its own, one for any worker, or the last of another's."""
        own = self._own[place]
        while not own and not self._common and not self._over:
            self.fetch()
        if own or self._common:
            return (own or self._common).popleft()
        longest = max(self._own, key=len)
        return longest.pop() if longest else None


class _Member:
    """One process and our end of the pipe to it.

    It never has more than one batch at a time: if it sent a long answer while we sent it a long batch, both ends would
    block on a full pipe.
    """

    def __init__(self, context: Any) -> None:
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        self.batch: Batch = ()
        self._at = context.Value("q", -1, lock=False)  # index in the batch of the current piece
        self.process = context.Process(target=_live, args=(theirs, self._at), daemon=True)
        self.process.start()
        theirs.close()

    def give(self, batch: Batch) -> None:
        self.batch = batch
        self._at.value = -1
        self.send(batch)

    def send(self, message: Any) -> None:
        try:
            self.pipe.send(message)
        except OSError:
            raise self._died() from None

    def receive(self) -> tuple[bool, Any]:
        try:
            answer: tuple[bool, Any] = self.pipe.recv()
        except (EOFError, OSError):
            raise self._died() from None
        return answer

    def _died(self) -> Died:
        self.process.join(timeout=5)
        at = self._at.value
        return Died(self.batch[at] if 0 <= at < len(self.batch) else None, self.process.exitcode)


def _live(pipe: "Connection", current: Any) -> None:
    """A process's life: jobs and their batches, until the pipe closes or the parent is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    work: Work | None = None

    def at(place: int) -> None:
        current.value = place

    try:
        while True:
            message = pipe.recv()
            try:
                if isinstance(message, Job):
                    work = message.begin(*message.arguments)
                    continue
                assert work is not None
                answer: tuple[bool, Any] = True, work(message, at)
            except Exception as error:
                answer = False, error
            pipe.send(answer)
    except (EOFError, KeyboardInterrupt, BrokenPipeError):
        return


def _end_with_parent() -> None:
    """End this process, even in the middle of its work, once its parent is gone, perhaps killed.

    A forked process holds its parent's lock too: if it finished its batch, the next build would find the folder busy.
    The pipe closes only with the last process forked after this one, so the last ends first, then the one before it.
    """
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
