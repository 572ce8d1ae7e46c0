"""What a running vote needs now and then: the seal of an hour that brought enough ballots, and the close."""

from collections.abc import Callable

from ballot.box import Box
from ballot.cast import State
from ballot.service.clock import Clock
from ballot.service.journal import Journal
from ballot.service.poll import Poll
from ballot.store import signer

LEAST = 20  # new ballots: fewer would not hide who came when
GRACE = 3600  # seconds after the close in which an outage may still prolong a vote whose rules allow that


def upkeep(poll: Poll, box: Box, clock: Clock, journal: Journal) -> Callable[[], State]:
    """What the writer calls every few seconds; tells the state of the vote.

    Ballots are late from the very instant of the close. That the box is closed for good follows by itself: at once, or
    where the rules allow a prolongation when the time to ask for one has passed.
    """
    sign, done = signer(poll.rules, poll.keys), -1
    grace = GRACE if poll.rules.prolong else 0

    def run() -> State:
        nonlocal done
        hour = int(clock.steady() // 3600)
        if hour != done:
            number = box.seal(sign, least=LEAST, hour=hour)
            done = hour
            if number is not None:
                journal.tell("seal", number=number)
        state = box.state()
        if not state.closed and clock.steady() >= state.closes + grace:
            state = box.close_when_due(clock.steady(), grace)
            if state.closed:
                journal.tell("closed", late=state.late)
        return state

    return run
