"""The box of a vote, opened for a command."""

from collections.abc import Iterator
from contextlib import contextmanager

from ballot import rules, stages
from ballot.box import Box, Foreign
from ballot.database import Away, Unsafe, database_of
from ballot.language import _
from ballot.problem import Refused
from ballot.vote import Vote


@contextmanager
def box_of(vote: Vote) -> Iterator[Box]:
    """The box, made if it is not there yet. Raises Refused, also for what goes wrong inside."""
    opens, closes = rules.instants(vote.rules(), stages.prolonged(stages.read(vote.public)))
    key = vote.key()
    try:
        with Box(database_of(vote.private)) as box:
            box.make(key, int(opens.timestamp()), int(closes.timestamp()))
            yield box
    except Foreign as error:
        raise Refused(_("The box is another vote's: {what}.").format(what=error)) from None
    except Unsafe as error:
        raise Refused(_("The database is not safe enough: {what}.").format(what=error)) from None
    except Away as error:
        raise Refused(_("The database does not answer: {what}.").format(what=error)) from None
