"""From shortlist to open: codes, freeze, open, and prolonging an open vote."""

import datetime
import os
from collections.abc import Callable
from dataclasses import replace

from ballot import candidates, codes, files, keys, note, rules, stages
from ballot.crockford import grouped
from ballot.language import _
from ballot.problem import Refused, Unfit, typed
from ballot.screening.story import not_out
from ballot.stages import Stage
from ballot.vote import ROLL, OpenedVote

CODES = "codes.txt"
MOST_CODES = 1_000_000


def make_codes(vote: OpenedVote, count: int, entropy: Callable[[int], bytes] = os.urandom) -> tuple[str, ...]:
    """Make the one-time codes of the members, and the roll of their double hashes.

    count    how many; the same number again returns the existing codes
    returns  the codes in the order of the sheet, grouped
    raises   Refused
    """
    vote.require(Stage.SHORTLIST)
    if not 1 <= count <= MOST_CODES:
        raise Refused(_("Take a number of codes from 1 to {most}.").format(most=MOST_CODES))
    if "members" not in vote.rules.groups:
        raise Refused(_("The rules have no members group: there is nobody to give codes to."))
    path = vote.private / CODES
    if path.exists():
        made = tuple(path.read_text("ascii").split())
        if len(made) != count:
            raise Refused(
                _("{path} holds {made} codes already; remove it to make others.").format(path=path, made=len(made))
            )
    else:
        made = tuple(map(grouped, codes.make(count, entropy)))
        files.write(path, _lines(made), secret=True)
    hashes = sorted(codes.double_hash(codes.normal(code) or "") for code in made)
    files.write(vote.public / ROLL, _lines(hashes))
    return made


def freeze(vote: OpenedVote, now: datetime.datetime) -> OpenedVote:
    """Fix rules, slate and roll; from here on none of them may change.

    returns  the vote, frozen
    raises   Refused
    """
    if vote.require(Stage.SHORTLIST, Stage.FROZEN) is Stage.FROZEN:
        return vote
    if not vote.candidates:
        path, first = vote.public / candidates.FILE, typed(f"shortlist {vote.year}")
        raise Refused(_("{path} is missing: `{first}` makes it.").format(path=path, first=first))
    checked = vote.rules
    today = now.astimezone(checked.zone).date().isoformat()
    if problems := not_out(vote.public.parent.parent, (one.slug for one in vote.candidates), today):
        raise Unfit(problems)
    if checked.closes <= now:
        raise Refused(_("By the rules the vote closes before it is frozen: correct `closes` in rules.toml."))
    if "members" not in checked.groups:
        files.write(vote.public / ROLL, b"")
    elif not (vote.public / ROLL).exists():
        raise Refused(
            _("There are no codes for members: `{first}` comes first.").format(
                first=typed(f"codes {vote.year} --count N")
            )
        )
    verifier = str(note.verifier_of(keys.make(vote.private).signing, checked.origin))
    key = rules.opening_key(vote.public, verifier)
    hashes = rules.hashes(vote.public)
    frozen = vote.recorded(Stage.FROZEN.value, now, version=rules.FORMAT, key=key, files=hashes, verifier=verifier)
    return replace(frozen, commitment=key)


def open_vote(vote: OpenedVote, now: datetime.datetime) -> OpenedVote:
    """Let the service take ballots, from the opening in the rules on.

    returns  the vote, open
    raises   Refused
    """
    if may_open(vote, now) is Stage.OPEN:
        return vote
    return vote.recorded(Stage.OPEN.value, now, key=vote.commitment, closes=stages.minute(vote.closes))


def may_open(vote: OpenedVote, now: datetime.datetime) -> Stage:
    """The vote's stage, frozen or open. Raises Refused if it may not open now."""
    stage = vote.require(Stage.FROZEN, Stage.OPEN)
    if stage is Stage.FROZEN:
        keys.read(vote.private)
        if vote.closes <= now:
            raise Refused(_("The rules closed this vote at {at}.").format(at=stages.minute(vote.closes)))
    return stage


def prolong(vote: OpenedVote, now: datetime.datetime, minutes: int, why: str) -> datetime.datetime:
    """Let the vote close later after an outage in its last hours, as its rules said before the opening.

    minutes  that the service was away
    returns  the close from now on, in UTC
    raises   Refused
    """
    vote.require(Stage.OPEN)
    prolong, closes = vote.rules.prolong, vote.closes
    if prolong is None:
        raise Refused(_("The rules do not let this vote be prolonged."))
    left = prolong.most_minutes - sum(stages.prolonged(vote.events))
    if not 1 <= minutes <= left:
        raise Refused(_("The rules leave {left} minutes to prolong this vote by.").format(left=left))
    if not why.strip():
        raise Refused(_("Say why, for the record."))
    later = closes + datetime.timedelta(minutes=minutes)
    # An outage may span the close: until `vote close`, a close that still lies ahead can be set then as well.
    if later <= now:
        raise Refused(_("With that, the vote would close at {at}, which is past.").format(at=stages.minute(later)))
    if now < closes - datetime.timedelta(hours=prolong.last_hours):
        raise Refused(
            _("Only an outage in the last {hours} hours before {at} prolongs this vote.").format(
                hours=prolong.last_hours, at=stages.minute(closes)
            )
        )
    vote.recorded("prolonged", now, minutes=minutes, why=why.strip(), closes=stages.minute(later))
    return later


def _lines(words: tuple[str, ...] | list[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode("ascii")
