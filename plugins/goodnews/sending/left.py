"""Who is not to be written to: readers that asked to leave, and addresses that do not exist.

Both are read from what the mailbox received: a file of mails (mbox), one mail (.eml), or a list of addresses.
"""

import email
import email.policy
import mailbox
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from email.message import Message
from email.utils import parseaddr
from typing import NamedTuple

from goodnews.files import write_whole
from goodnews.problem import ContentError, display_path
from goodnews.sending.outbox import Outbox
from goodnews.sending.readers import addresses_in, key, readers_in
from goodnews.settings import MAILBOX

_MAIL = re.compile(rb"(?:From |[A-Za-z][A-Za-z-]*:)")
_MAY_ASK = re.compile(r"unsubscribe|退订", re.IGNORECASE)
# What the button of mail programs writes, and what people do: nothing else but the request, which may be an answer.
_ASKS = re.compile(
    r"(?:(?:re|aw|回复|答复)\s*[:：]\s*)*"
    r"(?:please\s+)?unsubscribe(?:\s+(?:me|please))?[\s.!]*|(?:(?:re|回复|答复)\s*[:：]\s*)*(?:我要|请|请帮我)?退订[\s。！]*",
    re.IGNORECASE,
)


class Leaving(NamedTuple):
    addresses: tuple[str, ...]
    doubtful: tuple[tuple[str, str], ...] = ()  # address and subject of mails that may be requests: an editor decides


def left(outbox: Outbox) -> frozenset[str]:
    """The addresses, by their `key`. An editor may write into the file as into any list.

    raises  ContentError with the lines that cannot be read: whoever is meant by them must not get the issue
    """
    try:
        with open(outbox.left(), "rb") as file:
            data = file.read()
    except FileNotFoundError:
        return frozenset()
    found, problems = addresses_in(data, display_path(outbox.left()))
    if problems:
        raise ContentError(problems)
    return frozenset(map(key, found))


def add(outbox: Outbox, addresses: Iterable[str]) -> int:
    """Add addresses at the end of the file; how many were not in it."""
    new = sorted(set(map(key, addresses)) - left(outbox))
    if new:
        path = outbox.left()
        before = b""
        with suppress(FileNotFoundError), open(path, "rb") as file:
            before = file.read()
        gap = b"\n" if before and not before.endswith(b"\n") else b""
        write_whole(path, before + gap + "".join(f"{address}\n" for address in new).encode())
        os.chmod(path, 0o600)
    return len(new)


def leaving_in(path: str, name: str) -> Leaving:
    """Who leaves by what a file says: final failures and requests in mails, or a plain list.

    name    of the file, for messages
    raises  ContentError if it is a list with problems; OSError
    """
    with open(path, "rb") as file:
        data = file.read()
    if not _MAIL.match(data):
        return Leaving(readers_in(data, name))
    if data.startswith(b"From "):
        with closing(mailbox.mbox(path, create=False)) as box:
            mails = [_read(mail.as_bytes()) for mail in box]
    else:
        mails = [_read(data)]
    sure: dict[str, None] = {}
    doubtful: dict[str, str] = {}
    for mail in mails:
        failed = dict.fromkeys(_failed(mail))
        sure.update(failed)
        subject = "" if failed else _header(mail, "Subject")
        if _MAY_ASK.search(subject):
            for address in _mailbox(_header(mail, "From")):
                if _ASKS.fullmatch(subject.strip()):
                    sure[address] = None
                else:
                    doubtful[address] = subject
    return Leaving(tuple(sure), tuple((address, text) for address, text in doubtful.items() if address not in sure))


def _read(data: bytes) -> Message:
    return email.message_from_bytes(data, policy=email.policy.default)


def _failed(message: Message) -> Iterator[str]:
    """The readers whom a mail could never reach: a report of final failures (RFC 3464).

    An answer that says "out of office" takes nobody off, nor does a failure that may pass.
    """
    for part in message.walk():
        action, status = _header(part, "Action"), _header(part, "Status")
        recipient = _header(part, "Final-Recipient") or _header(part, "Original-Recipient")
        if recipient and action.strip().lower() == "failed" and status.strip().startswith("5"):
            yield from _mailbox(recipient.rpartition(";")[2])


def _header(part: Message, name: str) -> str:
    """A header in words; '' if there is none, or none that can be read."""
    try:
        return str(part.get(name, ""))
    except (ValueError, LookupError, AttributeError, TypeError):  # the library's own slips on broken headers
        return ""


def _mailbox(written: str) -> Iterator[str]:
    address = parseaddr(written)[1].strip()
    if MAILBOX.fullmatch(address):
        yield key(address)
