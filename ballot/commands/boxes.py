"""The box of a vote, opened for a command."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ballot.box import Box, Foreign, Missing
from ballot.database import Away, Unsafe, database_of
from ballot.language import _
from ballot.problem import Refused, typed
from ballot.stages import Stage
from ballot.vote import OpenedVote


@contextmanager
def box_of(vote: OpenedVote, clock: Callable[[], float] = time.time) -> Iterator[Box]:
    """The box that `vote open` made. Raises Refused, also for errors inside the `with`.

    clock   tells when ballots arrive; only the service takes any

    A lost box is never made anew: an empty one would take ballots, or be closed, instead of the lost one.
    """
    vote.require(Stage.OPEN, Stage.PUBLISHED)
    with _refusing(vote), Box(database_of(vote.private), clock) as box:
        box.find(vote.commitment)
        yield box


def make_box(vote: OpenedVote) -> None:
    """Make the box of a vote that opens, if it does not exist yet. Raises Refused."""
    with _refusing(vote), Box(database_of(vote.private)) as box:
        box.make(vote.commitment, int(vote.opens.timestamp()), int(vote.closes.timestamp()))


@contextmanager
def _refusing(vote: OpenedVote) -> Iterator[None]:
    try:
        yield
    except Missing:
        told = _(
            "The box of this vote is not here. Set DATABASE_URL as it was for `{open}`; if the box is lost, "
            "`{restore}` fills a new one from a back-up."
        )
        commands = {"open": typed(f"open {vote.year}"), "restore": typed(f"restore {vote.year} FILE")}
        raise Refused(told.format(**commands)) from None
    except Foreign as error:
        raise Refused(_("The box belongs to another vote: {what}.").format(what=error)) from None
    except Unsafe as error:
        raise Refused(_("The database is not safe enough: {what}.").format(what=error)) from None
    except Away as error:
        raise Refused(_("The database does not answer: {what}.").format(what=error)) from None
