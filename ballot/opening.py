"""From shortlist to open: codes, freeze, open, and what prolongs an open vote."""

import datetime
import os
from collections.abc import Callable

from ballot import codes, files, keys, note, rules, stages
from ballot.crockford import grouped
from ballot.language import _
from ballot.problem import Refused
from ballot.stages import Stage
from ballot.vote import ROLL, Vote

CODES = "codes.txt"
MOST_CODES = 1_000_000


def make_codes(vote: Vote, count: int, entropy: Callable[[int], bytes] = os.urandom) -> tuple[str, ...]:
    """Make the one-time codes of the members, and the roll of their double hashes.

    count    how many; the same number again gives the codes that are there
    returns  the codes in the order of the sheet, grouped
    raises   Refused
    """
    stages.require(vote.public, Stage.SHORTLIST)
    if not 1 <= count <= MOST_CODES:
        raise Refused(_("Take a number of codes from 1 to {most}.").format(most=MOST_CODES))
    if "members" not in vote.rules().groups:
        raise Refused(_("The rules know no group of members: there is nobody to give codes to."))
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


def freeze(vote: Vote, now: datetime.datetime) -> str:
    """Fix rules, slate and roll; from here on none of them may change.

    returns  the opening key, in hex
    raises   Refused
    """
    if stages.require(vote.public, Stage.SHORTLIST, Stage.FROZEN) is Stage.FROZEN:
        return vote.commitment()
    checked = vote.rules()
    vote.candidates()
    if checked.closes <= now:
        raise Refused(_("The rules let the vote close before it is frozen: mend closes in rules.toml."))
    if "members" not in checked.groups:
        files.write(vote.public / ROLL, b"")
    elif not (vote.public / ROLL).exists():
        raise Refused(
            _("There are no codes for members: `{first}` comes first.").format(
                first=f"vote codes {vote.year} --count N"
            )
        )
    key = rules.opening_key(vote.public)
    verifier = note.verifier_of(keys.make(vote.private).signing, checked.origin)
    stages.append(
        vote.public, Stage.FROZEN.value, now, key=key, files=rules.hashes(vote.public), verifier=str(verifier)
    )
    return key


def open_vote(vote: Vote, now: datetime.datetime) -> None:
    """Let the service take ballots, from the opening in the rules on.

    raises  Refused
    """
    if may_open(vote, now) is Stage.OPEN:
        return
    key, checked = vote.commitment(), vote.rules()
    stages.append(vote.public, Stage.OPEN.value, now, key=key, closes=stages.minute(checked.closes))


def may_open(vote: Vote, now: datetime.datetime) -> Stage:
    """Where the vote stands, frozen or open. Raises Refused if it may not open now."""
    stage = stages.require(vote.public, Stage.FROZEN, Stage.OPEN)
    if stage is Stage.FROZEN:
        vote.commitment()
        keys.read(vote.private)
        closes = vote.rules().closes
        if closes <= now:
            raise Refused(_("The rules closed this vote at {at}.").format(at=stages.minute(closes)))
    return stage


def prolong(vote: Vote, now: datetime.datetime, minutes: int, why: str) -> datetime.datetime:
    """Let the vote close later, by an outage in its last hours, as its rules said before the opening.

    minutes  that the service was away
    returns  the close from now on, in UTC
    raises   Refused
    """
    stages.require(vote.public, Stage.OPEN)
    checked, closes = vote.rules(), vote.closes()
    if checked.prolong is None:
        raise Refused(_("The rules do not let this vote be prolonged."))
    left = checked.prolong.most_minutes - sum(stages.prolonged(stages.read(vote.public)))
    if not 1 <= minutes <= left:
        raise Refused(_("The rules leave {left} minutes to prolong this vote by.").format(left=left))
    if not why.strip():
        raise Refused(_("Say why, for the record."))
    later = closes + datetime.timedelta(minutes=minutes)
    # An outage may span the close: until `vote close`, a close that still lies ahead can be set then as well.
    if later <= now:
        raise Refused(_("Prolonged so, the vote would close at {at}: that is past.").format(at=stages.minute(later)))
    if now < closes - datetime.timedelta(hours=checked.prolong.last_hours):
        raise Refused(
            _("Only an outage in the last {hours} hours before {at} prolongs this vote.").format(
                hours=checked.prolong.last_hours, at=stages.minute(closes)
            )
        )
    stages.append(vote.public, "prolonged", now, minutes=minutes, why=why.strip(), closes=stages.minute(later))
    return later


def _lines(words: tuple[str, ...] | list[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode("ascii")
