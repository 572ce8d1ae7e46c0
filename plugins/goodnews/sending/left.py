"""Who is not to be written to: readers that asked to leave, and addresses that do not exist.

Both are read from what the mailbox received: a file of mails (mbox), one mail (.eml), or a list of addresses.
"""

import email
import email.policy
import mailbox
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from email.message import Message
from email.utils import parseaddr

from goodnews.files import write_whole
from goodnews.sending.readers import key, readers_in
from goodnews.settings import MAILBOX

NAME = "left.txt"
_MAIL = re.compile(rb"(?:From |[A-Za-z][A-Za-z-]*:)")
_LEAVE = re.compile(r"unsubscribe|退订", re.IGNORECASE)


def left(folder: str) -> frozenset[str]:
    """The addresses, in small letters."""
    try:
        with open(os.path.join(folder, NAME), encoding="utf-8") as file:
            return frozenset(line.strip() for line in file if line.strip())
    except FileNotFoundError:
        return frozenset()


def add(folder: str, addresses: Iterable[str]) -> int:
    """Add addresses; how many were not among them."""
    before = left(folder)
    after = before | set(map(key, addresses))
    if after != before:
        path = os.path.join(folder, NAME)
        write_whole(path, "".join(f"{address}\n" for address in sorted(after)).encode())
        os.chmod(path, 0o600)
    return len(after) - len(before)


def named_in(path: str, name: str) -> tuple[str, ...]:
    """Who leaves by what a file says: final failures and requests in mails, or a plain list.

    name    of the file, for messages
    raises  ContentError if it is a list with problems; OSError
    """
    with open(path, "rb") as file:
        data = file.read()
    if not _MAIL.match(data):
        return readers_in(data, name)
    if data.startswith(b"From "):
        with closing(mailbox.mbox(path, create=False)) as box:
            mails = [mail.as_bytes() for mail in box]
    else:
        mails = [data]
    return tuple(dict.fromkeys(address for mail in mails for address in _leaving(_read(mail))))


def _read(data: bytes) -> Message:
    return email.message_from_bytes(data, policy=email.policy.default)


def _leaving(message: Message) -> Iterator[str]:
    """The readers whom a mail takes off the list: a report of final failures (RFC 3464), or the writer's own request.

    An answer that says "out of office" takes nobody off, nor does a failure that may pass.
    """
    failed = False
    for part in message.walk():
        action, status = _said(part, "Action"), _said(part, "Status")
        recipient = _said(part, "Final-Recipient") or _said(part, "Original-Recipient")
        if recipient and action.strip().lower() == "failed" and status.strip().startswith("5"):
            failed = True
            yield from _mailbox(recipient.rpartition(";")[2])
    if not failed and _LEAVE.search(_said(message, "Subject")):
        yield from _mailbox(_said(message, "From"))


def _said(part: Message, name: str) -> str:
    """A header in words; '' if there is none, or none that can be read."""
    try:
        return str(part.get(name, ""))
    except (ValueError, LookupError, AttributeError, TypeError):  # the library's own slips on broken headers
        return ""


def _mailbox(written: str) -> Iterator[str]:
    address = parseaddr(written)[1].strip()
    if MAILBOX.fullmatch(address):
        yield key(address)
