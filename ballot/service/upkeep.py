"""The seals of a running vote: each hour that brought enough ballots, their tree's root as a signed note."""

from collections.abc import Callable

from ballot.box import Box
from ballot.service.clock import Clock
from ballot.service.journal import Journal
from ballot.service.poll import Poll
from ballot.store import signer

LEAST = 20  # new ballots: fewer would not hide who came when


def hourly(poll: Poll, box: Box, clock: Clock, journal: Journal) -> Callable[[], None]:
    """What the writer calls now and then; seals at most once an hour, whichever service comes first."""
    sign, done = signer(poll.rules, poll.keys), -1

    def seal() -> None:
        nonlocal done
        hour = int(clock.now() // 3600)
        if hour == done:
            return
        number = box.seal(sign, least=LEAST, hour=hour)
        done = hour
        if number is not None:
            journal.tell("seal", number=number)

    return seal
