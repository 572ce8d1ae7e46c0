"""Share cards that are left for later, drawn while nothing else is to be done: into the cache, for a build to take."""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence

import msgspec

from goodnews.language import refusal
from goodnews.pages.kinds import BY_NAME
from goodnews.pages.views.sharecard import ShareCard, SquareCard
from goodnews.press.page import Page
from goodnews.render import sharecard
from goodnews.workers import Died, Job, Workers

AT_ONCE = 4  # cards: what is begun when the preview ends should not keep it
LOWEST = 19  # priority of a process: a build, and the editor's own programs, go first


class Drawing:
    """Cards of one cache. It never prints, so a build need not wait for it."""

    def __init__(self, cache: str, workers: int) -> None:
        """workers: processes; 0: one for each core."""
        self._store = sharecard.store_of(cache)
        self._size = max(2, workers or os.cpu_count() or 1)  # one would be this process itself, which must not wait
        self._thread: threading.Thread | None = None
        self._refused: Sequence[Page] = ()  # could not be drawn: they are tried again with the next build's

    def has(self, cards: Sequence[Page]) -> bool:
        """Whether all of these are drawn, and there are any; those that are not are begun with now."""
        if self._thread is not None and self._thread.is_alive():
            return False
        missing = [card for card in cards if not os.path.exists(sharecard.place_of(card.view, self._store))]
        if missing and cards != self._refused:
            self._thread = threading.Thread(target=self._draw, args=(missing, cards), daemon=True)
            self._thread.start()
        return bool(cards) and not missing

    def _draw(self, missing: Sequence[Page], cards: Sequence[Page]) -> None:
        try:
            with Workers(self._size, "spawn") as workers:
                for _done in workers.do(Job(_begin, (self._store,)), _batches(missing)):
                    pass
        except (OSError, Died) as error:
            self._refused = cards
            print(refusal(error) if isinstance(error, OSError) else error, file=sys.stderr)


def _batches(cards: Sequence[Page]) -> Iterator[tuple[int | None, Sequence[Page]]]:
    for first in range(0, len(cards), AT_ONCE):
        yield None, cards[first : first + AT_ONCE]


def _begin(store: str) -> "DrawWork":
    if hasattr(os, "nice"):
        os.nice(LOWEST)
    return DrawWork(store)


class DrawWork:
    """Draws in one process."""

    def __init__(self, store: str) -> None:
        self._store = store

    def __call__(self, batch: Sequence[Page], at: Callable[[int], None]) -> None:
        for place, card in enumerate(batch):
            at(place)
            words = msgspec.msgpack.decode(card.view, type=BY_NAME[card.kind].view)
            assert isinstance(words, ShareCard | SquareCard)
            sharecard.printed(words, card.view, self._store)
