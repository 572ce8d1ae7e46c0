"""A candidate that is withdrawn, during a vote or after it: an event like the others, for everyone to read.

Slate and ballots stay as they are: a ballot that names the story counts for the others it names. Before the count the
story can no longer be chosen, and the service takes no new ballot that names it; after it, result and page say that it
was withdrawn.
"""

import datetime
from collections.abc import Iterable

from ballot import keys, stages
from ballot.candidates import Candidate
from ballot.language import _
from ballot.problem import Refused
from ballot.stages import Event, Stage
from ballot.vote import OpenedVote

EVENT = "withdrawn"


def withdraw(vote: OpenedVote, now: datetime.datetime, slug: str, why: str) -> Candidate:
    """Put a withdrawal on record; the same one again adds nothing. Raises Refused."""
    stage = vote.require(Stage.FROZEN, Stage.PUBLISHED)
    candidate = next((one for one in vote.candidates if one.slug == slug), None)
    if candidate is None:
        raise Refused(_("No candidate of {year} is the story {slug}.").format(year=vote.year, slug=slug))
    if not why.strip() or not why.isprintable():
        raise Refused(_("Say why, in one line, for everyone to read."))
    if slug not in {event["story"] for event in stages.found(vote.events, EVENT)}:
        # What follows the publication is signed as the publication is.
        sign = keys.signer_of(keys.signing(vote.private)) if stage is Stage.PUBLISHED else None
        vote.recorded(EVENT, now, sign, code=candidate.code, story=slug, why=why.strip())
    return candidate


def reasons(events: Iterable[Event]) -> dict[str, str]:
    """Why each candidate was withdrawn that was, by code."""
    return {str(event["code"]): str(event["why"]) for event in stages.found(events, EVENT)}


def before_the_count(vote: OpenedVote) -> tuple[str, ...]:
    """Codes of the candidates that were withdrawn before the vote was tallied, sorted."""
    codes = set()
    for event in vote.events:
        if event["event"] == Stage.TALLIED.value:
            break
        if event["event"] == EVENT:
            codes.add(str(event["code"]))
    return tuple(sorted(codes))
