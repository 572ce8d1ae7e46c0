"""The dispatch of one issue: who still has to get it, and one mail after another until all have it."""

import re
import time
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from goodnews.sending.ledger import REFUSED, SENDING, SENT, Ledger, OpenLedger, Step
from goodnews.sending.post import Later, Post, PutOff, Refused, Unknown
from goodnews.sending.readers import key

_MESSAGE_ID = re.compile(rb"(?m)^Message-ID: <[^<>@\r\n]+(?=@)")
BUSY = 3  # readers put off in a row: it is not about them, the server takes no more
WAITS = (2.0, 15.0, 60.0)  # seconds before a server that was busy is asked again


class Plan(NamedTuple):
    """What each reader of a list is in for."""

    due: tuple[str, ...]  # get it now
    have: tuple[str, ...]  # got it before
    left: tuple[str, ...]  # are not to be written to
    unknown: tuple[str, ...]  # may have it
    refused: tuple[str, ...]  # the server would not take it for them


_GROUPS = {"": "due", SENT: "have", SENDING: "unknown", REFUSED: "refused"}  # state in the ledger -> field of Plan


class Outcome(msgspec.Struct, frozen=True):
    sent: int = 0
    refused: tuple[Step, ...] = ()  # by the server, for good
    unknown: tuple[str, ...] = ()  # lost after the text was handed over
    waiting: tuple[str, ...] = ()  # nothing was done for them
    why: str = ""  # the last reply by which the server put somebody off
    cancelled: bool = False


def planned(readers: Sequence[str], ledger: Ledger, left: frozenset[str], again: bool) -> Plan:
    """Sort readers by what the ledger says.

    again  whether those of whom nobody knows get the mail once more
    """
    groups: dict[str, list[str]] = {name: [] for name in Plan._fields}
    for reader in readers:
        if key(reader) in left:
            group = "left"
        else:
            state = ledger.state(reader)
            group = "due" if again and state == SENDING else _GROUPS[state]
        groups[group].append(reader)
    return Plan(**{name: tuple(found) for name, found in groups.items()})


def addressed(mail: bytes, reader: str) -> bytes:
    """The mail for one reader: to whom it goes, and a Message-ID that is always the same for this issue and reader.

    All else stays byte for byte.
    """
    own = blake2b(key(reader).encode(), digest_size=9).hexdigest().encode()
    head, gap, body = mail.partition(b"\r\n\r\n")
    head = _MESSAGE_ID.sub(rb"\g<0>." + own, head, count=1)
    return b"To: " + reader.encode("ascii") + b"\r\n" + head + gap + body


def dispatched(
    mail: bytes,
    due: Sequence[str],
    ledger: OpenLedger,
    post: Post,
    is_cancelled: Callable[[], bool],
    waits: Sequence[float] = WAITS,
    tell: Callable[[str, float], None] = lambda _why, _wait: None,
) -> Outcome:
    """Send the mail to each reader who is due, in order.

    Those who wait are asked for again after each of the `waits`, which begin anew as long as somebody is served.

    tell    is given the server's reply and for how many seconds it is left alone
    raises  Unwilling if the server takes no mail from this sender
    """
    total, tries = _round(mail, due, ledger, post, is_cancelled), 0
    while total.waiting and not total.cancelled and tries < len(waits):
        tell(total.why, waits[tries])
        _pause(waits[tries], is_cancelled)
        now = _round(mail, total.waiting, ledger, post, is_cancelled)
        tries = 0 if len(now.waiting) < len(total.waiting) else tries + 1
        total = msgspec.structs.replace(
            now,
            sent=total.sent + now.sent,
            refused=total.refused + now.refused,
            unknown=total.unknown + now.unknown,
        )
    return total


def _round(
    mail: bytes, readers: Sequence[str], ledger: OpenLedger, post: Post, is_cancelled: Callable[[], bool]
) -> Outcome:
    """Hand over the mail of each reader once. Whom the server puts off waits; if it is busy or away, so do the others.

    raises  Unwilling
    """
    sent, why, in_a_row = 0, "", 0
    refused: list[Step] = []
    unknown: list[str] = []
    waiting: list[str] = []
    cancelled = False
    for at, reader in enumerate(readers):
        cancelled = is_cancelled()
        if cancelled or in_a_row == BUSY:
            waiting += readers[at:]
            break
        try:
            reply = _handed_over(addressed(mail, reader), reader, ledger, post)
        except PutOff as error:
            waiting.append(reader)
            why, in_a_row = str(error), in_a_row + 1
            continue
        except Later as error:
            waiting += readers[at:]
            why = str(error)
            break
        except Refused as error:
            ledger.write(REFUSED, reader, str(error))
            refused.append(Step(REFUSED, reader, "", str(error)))
        except Unknown:
            unknown.append(reader)
        else:
            ledger.write(SENT, reader, reply)
            sent += 1
        in_a_row = 0
    return Outcome(sent, tuple(refused), tuple(unknown), tuple(waiting), why, cancelled)


def _handed_over(letter: bytes, reader: str, ledger: OpenLedger, post: Post) -> str:
    """The server's reply when it has taken a mail.

    raises  Later, Refused, Unwilling: nothing is noted, and the server has not got it; Unknown: it is noted as sending
    """
    post.agree(reader)
    ledger.write(SENDING, reader)
    try:
        return post.hand_over(letter)
    except Later as error:
        ledger.write("", reader, str(error))  # the server has not taken it
        raise


def _pause(seconds: float, is_cancelled: Callable[[], bool]) -> None:
    """Wait, unless it is cancelled."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not is_cancelled():
        time.sleep(min(0.2, seconds))


def wait_until(moment: float, is_cancelled: Callable[[], bool]) -> None:
    """Wait until a moment of the clock (seconds since 1970), unless it is cancelled; the clock may be set meanwhile."""
    while time.time() < moment and not is_cancelled():
        time.sleep(min(0.5, max(moment - time.time(), 0.0)))
