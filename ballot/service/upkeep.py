"""Regular work for a running vote: sealing an hour that brought enough ballots, and closing."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from ballot import checkpoints, stages, withdrawal
from ballot.box import Box
from ballot.checkpoints import Rewound, signer
from ballot.problem import Refused
from ballot.service.clock import Clock
from ballot.service.journal import Journal
from ballot.service.poll import Poll
from ballot.service.writer import Kept

LEAST = 20  # new ballots of a group: fewer would reveal who came when
GRACE = 3600  # seconds after the close in which an outage may still prolong a vote whose rules allow that


def upkeep(poll: Poll, box: Box, clock: Clock, journal: Journal) -> Callable[[], Kept]:
    """What the writer calls every few seconds.

    Only checkpoints on disk are shown. A box that lacks what was signed before signs nothing more.

    Ballots are late from the very instant of the close. The box is then closed for good automatically: at once, or, if
    the rules allow a prolongation, when the time to request one has passed.
    """
    sign, done = signer(poll.vote, poll.keys), -1
    known: Mapping[str, str] = withdrawal.reasons(poll.vote.events)
    grace = GRACE if poll.rules.prolong else 0

    def seal() -> tuple[str, ...]:
        nonlocal done
        hour = int(clock.steady() // 3600)
        try:
            if hour != done:
                number = box.seal(sign, least=LEAST, hour=hour)
                if number is not None:
                    journal.tell("seal", number=number)
            notes = checkpoints.keep(poll.vote.public, box.seals())
        except Rewound as error:
            if hour != done:
                journal.tell("no seal", why=str(error))
            notes = checkpoints.kept(poll.vote)
        done = hour
        return notes

    def withdrawn() -> Mapping[str, str]:
        """As the events tell that lie here; one that is just being written is seen the next time."""
        nonlocal known
        with suppress(Refused, OSError):
            known = withdrawal.reasons(stages.read(poll.vote.public))
        return known

    def run() -> Kept:
        notes = seal()
        state = box.state()
        if not state.closed and clock.steady() >= state.closes + grace:
            state = box.close_when_due(clock.steady(), grace)
            if state.closed:
                journal.tell("closed", late=state.late)
        return Kept(state, notes, withdrawn())

    return run
