"""The writer: one thread that writes all waiting ballots to the box at once.

Ballots wait in a bounded queue; whatever waits when the box is free goes into one transaction (group commit), and each
voter is answered after it is committed. While the database is away the batch is kept and retried: the box recognises a
form that it has taken, so a retry never counts twice.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from ballot.box import Box
from ballot.cast import Cast, Outcome, State
from ballot.database import Away
from ballot.leaf import Group
from ballot.service.journal import trace

ROOM = 2000  # ballots in the queue at most
BATCH = 500  # ballots in one transaction
GATHER = 0.005  # seconds in which more may join the first: a commit costs the same for one ballot as for many
LOOK = 5.0  # seconds between two reads of state and turnout
PAUSE = (0.1, 2.0)  # seconds between attempts while the database is away: the first, the longest

Future = asyncio.Future[Outcome]
Waiting = tuple[Cast, Future]


class Full(Exception):
    """The queue is full."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What upkeep found."""

    state: State
    seals: tuple[str, ...]  # signed notes that may be shown
    withdrawn: Mapping[str, str]  # candidate's code -> why


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the writer last saw of the box. Requests read this: none of them queries the database."""

    reachable: bool
    state: State | None = None
    turnout: Mapping[Group, int] = field(default_factory=dict)  # voters so far
    seals: tuple[str, ...] = ()  # signed notes
    withdrawn: Mapping[str, str] = field(default_factory=dict)  # candidate's code -> why


class Writer:
    def __init__(
        self,
        box: Box,
        *,
        upkeep: Callable[[], Kept],
        tell: Callable[..., None],
        batch: int = BATCH,
        room: int = ROOM,
    ) -> None:
        """upkeep  called every few seconds between batches, in the writer's thread: seals and closes when it is time
        tell    the journal: an event and its facts
        batch   ballots in one transaction; 1 is what `bench vote` compares with
        room    ballots that may wait
        """
        self._box, self._upkeep, self._tell, self._batch = box, upkeep, tell, batch
        self._waiting: queue.Queue[Waiting] = queue.Queue(room)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._work, name="writer")
        self._arrived: dict[Future, float] = {}  # when each waiting ballot arrived; only the event loop touches it
        self._loop: asyncio.AbstractEventLoop | None = None
        self.snapshot = Snapshot(reachable=False)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def waiting(self) -> int:
        return self._waiting.qsize()

    @property
    def oldest(self) -> float:
        """Seconds for which the oldest ballot in the queue has waited; call it in the event loop."""
        now = time.monotonic()
        return now - next(iter(self._arrived.values()), now)

    def start(self) -> None:
        """Start; called in the event loop that will wait for the answers."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    def stop(self) -> None:
        """Put what still waits into the box, if it answers, and stop."""
        self._ending.set()
        self._thread.join()

    async def cast(self, ballot: Cast, patience: float) -> Outcome:
        """Queue a ballot and wait for its commit.

        raises   Full; TimeoutError after `patience` seconds without an answer: the ballot was not acknowledged, and
                 the same form can be sent again
        """
        future: Future = asyncio.get_running_loop().create_future()
        try:
            self._waiting.put_nowait((ballot, future))
        except queue.Full:
            raise Full from None
        self._arrived[future] = time.monotonic()
        try:
            async with asyncio.timeout(patience):
                return await future
        finally:
            del self._arrived[future]

    def _work(self) -> None:
        looked = float("-inf")
        while not (self._ending.is_set() and self._waiting.empty()):
            batch = self._next()
            if batch:
                self._bring(batch)
            if not self._ending.is_set() and time.monotonic() - looked >= LOOK:
                self._look()
                looked = time.monotonic()

    def _next(self) -> list[Waiting]:
        """What is in the queue; if it is empty, the first to come within 0.5 s, so that a stop is noticed."""
        batch: list[Waiting] = []
        with suppress(queue.Empty):
            batch.append(self._waiting.get(timeout=0.5))
            if self._batch > 1:
                time.sleep(GATHER)
            while len(batch) < self._batch:
                batch.append(self._waiting.get_nowait())
        return batch

    def _bring(self, batch: list[Waiting]) -> None:
        """Cast a batch, retrying while the database is away; nobody is answered before the commit."""
        pause, longest = PAUSE
        while True:
            batch = [(ballot, future) for ballot, future in batch if not future.done()]  # voters who gave up may retry
            if not batch:
                return
            try:
                outcomes = self._box.cast([ballot for ballot, _ in batch])
            except Away as error:
                self._see(replace(self.snapshot, reachable=False), str(error))
            except Exception as error:
                # A bug in one batch must not end the vote: its voters get an error, the others continue.
                self._tell("fault", where="writer", what=type(error).__name__, trace=trace(error))
                return self._answer(batch, error)
            else:
                self._see(replace(self.snapshot, reachable=True))
                return self._answer(batch, outcomes)
            if self._ending.wait(pause):
                return self._answer(batch, Away())
            pause = min(2 * pause, longest)

    def _look(self) -> None:
        try:
            kept = self._upkeep()
            self._see(Snapshot(True, kept.state, self._box.turnout(), kept.seals, kept.withdrawn))
        except Away as error:
            self._see(replace(self.snapshot, reachable=False), str(error))
        except Exception as error:
            self._tell("fault", where="writer", what=type(error).__name__, trace=trace(error))

    def _see(self, snapshot: Snapshot, why: str = "") -> None:
        if snapshot.reachable != self.snapshot.reachable:
            self._tell("database is there" if snapshot.reachable else "database is away", why=why)
        self.snapshot = snapshot

    def _answer(self, batch: list[Waiting], answers: Sequence[Outcome] | Exception) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(_settle, batch, answers)


def _settle(batch: list[Waiting], answers: Sequence[Outcome] | Exception) -> None:
    for number, (_, future) in enumerate(batch):
        if not future.done():
            if isinstance(answers, Exception):
                future.set_exception(answers)
            else:
                future.set_result(answers[number])
