"""The command `send`: what it is asked for, and what it says."""

import csv
import datetime
import email
import email.policy
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from goodnews.files import Busy, held, write_whole
from goodnews.language import _, counted
from goodnews.problem import display_path
from goodnews.sending import ledger
from goodnews.sending.dispatch import Outcome, Plan, addressed, dispatched, planned, wait_until
from goodnews.sending.left import add, left, named_in
from goodnews.sending.post import Later, Post, Refused, Server, Unknown
from goodnews.sending.readers import readers_in
from goodnews.settings import MAILBOX, Settings

PASSWORD = "NUANWEN_MAIL_PASSWORD"  # variable of the environment: a file that is committed holds no secret
FOLDER = ".sending"  # beside the content: it holds addresses, and belongs in no repository


class Unready(Exception):
    """Something is missing or wrong before the first mail: what, and what to do."""


class Wanted(NamedTuple):
    issue: str
    to: str  # file of readers
    at: datetime.datetime | None = None  # when to begin, in the site's zone; None: at once
    dry: bool = False
    again: bool = False
    yes: bool = False


class Mail(NamedTuple):
    data: bytes  # as `editions` printed it
    sender: str
    subject: str

    @property
    def hash(self) -> str:
        return sha256(self.data).hexdigest()


def mail_of(data: bytes) -> Mail:
    found = email.message_from_bytes(data, policy=email.policy.default)
    return Mail(data, found["From"].addresses[0].addr_spec, str(found["Subject"]))


def send(settings: Settings, printed: bytes, wanted: Wanted) -> int:
    """Send an issue to all readers of a list who have not got it.

    printed  the issue's mail as it is now
    returns  0 if every one of them has it, has left or was refused for good; else 1
    raises   Unready; Unwilling; Busy; ContentError for the list; ledger.Damaged; OSError
    """
    readers = readers_in(_bytes(wanted.to), display_path(wanted.to))
    server = None if wanted.dry else server_of(settings)
    folder = folder_of(settings)
    with alone(folder), ledger.opened(os.path.join(folder, f"{wanted.issue}.jsonl")) as book:
        mail = _frozen(folder, wanted.issue, mail_of(printed), begun=bool(book.steps), keep=not wanted.dry)
        plan = planned(readers, book, left(folder), wanted.again)
        print(_("{issue}: {subject}").format(issue=wanted.issue, subject=mail.subject))
        print(*_words(plan), sep="\n")
        if server is None or not plan.due:
            return int(bool(plan.unknown))
        _confirm(len(plan.due), mail.sender, wanted)
        stop = os.path.join(folder, f"{wanted.issue}.cancel")
        with _cancellable(stop):
            if wanted.at:
                wait_until(wanted.at.timestamp(), lambda: os.path.exists(stop))
            with Post(server, mail.sender) as post:
                outcome = dispatched(mail.data, plan.due, book, post, lambda: os.path.exists(stop))
    return _told(outcome)


def test(settings: Settings, printed: bytes, reader: str) -> int:
    """Send an issue to one address, which no ledger notes."""
    if not MAILBOX.fullmatch(reader):
        raise Unready(_("'{text}' is not a mail address").format(text=reader))
    mail = mail_of(printed)
    try:
        with Post(server_of(settings), mail.sender) as post:
            reply = post.deliver(reader, addressed(mail.data, reader), lambda: None)
    except (Later, Refused, Unknown) as error:
        print(_("The server did not take it: {reply}").format(reply=error), file=sys.stderr)
        return 1
    print(_("sent to {reader}: {reply}").format(reader=reader, reply=reply))
    return 0


def report(settings: Settings, issue: str) -> int:
    """Print who got an issue, when, and what the server said, as a table (CSV)."""
    folder = folder_of(settings)
    steps = ledger.read(os.path.join(folder, f"{issue}.jsonl"))
    if not steps:
        raise Unready(_("{issue} was sent to nobody from here.").format(issue=issue))
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("reader", "state", "at", "reply"))
    table.writerows((step.reader, _state(step.state), step.at, step.reply) for step in steps)
    mail = mail_of(_bytes(os.path.join(folder, f"{issue}.eml")))
    words = _("{count} sent of “{subject}”, whose mail has the SHA-256 {hash}")
    count = sum(step.state == ledger.SENT for step in steps)
    print(words.format(count=count, subject=mail.subject, hash=mail.hash), file=sys.stderr)
    return 0


def cancel(settings: Settings, issue: str) -> int:
    """Have a command that is sending an issue, or waits to, stop before the next mail."""
    folder = folder_of(settings)
    try:
        with alone(folder):
            print(_("Nothing is being sent."), file=sys.stderr)
            return 1
    except Busy:
        write_whole(os.path.join(folder, f"{issue}.cancel"), b"")
        print(_("It stops before the next mail."))
        return 0


def leave(settings: Settings, file: str) -> int:
    """Take readers off every list from now on, by what the mailbox received."""
    folder = folder_of(settings)
    with alone(folder):
        found = named_in(file, display_path(file))
        new = add(folder, found)
    words = _("{found} named, {new} of them new: they are not written to again")
    print(words.format(found=counted("{count} address", "{count} addresses", len(found)), new=new))
    return 0


def folder_of(settings: Settings) -> str:
    """Where ledgers and addresses lie, readable by their owner alone."""
    folder = os.path.join(os.path.dirname(settings.content), FOLDER)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return folder


def server_of(settings: Settings) -> Server:
    own = settings.goodnews
    if not own.mail_server:
        raise Unready(
            _("No mail server is named. Set mail_server, such as smtp.nuanwen.example:465; see docs/settings.md.")
        )
    if not own.mail_unsubscribe:
        raise Unready(_("The mail does not say how to leave the list. Set mail_unsubscribe to a mailbox."))
    host, _colon, port = own.mail_server.rpartition(":")
    password = os.environ.get(PASSWORD, "")
    if own.mail_user and not password:
        raise Unready(
            _("The password is missing. Put it into the variable {name} of the environment.").format(name=PASSWORD)
        )
    return Server(host, int(port), own.mail_user, password)


def _frozen(folder: str, issue: str, mail: Mail, begun: bool, keep: bool) -> Mail:
    """The mail that the first readers got: an issue that changed meanwhile does not go to the rest."""
    path = os.path.join(folder, f"{issue}.eml")
    if begun and os.path.exists(path):
        first = mail_of(_bytes(path))
        if first.hash != mail.hash:
            print(_("The issue has changed since its first mails went out; the rest get the same mail as they did."))
        return first
    if keep:
        write_whole(path, mail.data)
    return mail


def _words(plan: Plan) -> Iterator[str]:
    yield counted("{count} reader gets it", "{count} readers get it", len(plan.due))
    for readers, words in (
        (plan.have, _("have it already: {count}")),
        (plan.left, _("have left: {count}")),
        (plan.refused, _("were refused by the server: {count}")),
    ):
        if readers:
            yield words.format(count=len(readers))
    if plan.unknown:
        yield _("may have it, for the connection broke: {readers}. --again sends it to them once more").format(
            readers=_(", ").join(plan.unknown)
        )


def _confirm(count: int, sender: str, wanted: Wanted) -> None:
    if wanted.yes:
        return
    if not sys.stdin or not sys.stdin.isatty():
        raise Unready(_("Nobody is asked here whether it may go out. Say so with --yes."))
    when = wanted.at.strftime("%Y-%m-%d %H:%M") if wanted.at else _("now")
    words = counted(
        "Send {count} mail from {sender}, {when}? [y/N] ", "Send {count} mails from {sender}, {when}? [y/N] ", count
    )
    if input(words.format(count=count, sender=sender, when=when)).strip().lower() not in ("y", "yes", "是"):
        raise Unready(_("Nothing was sent."))


def _told(outcome: Outcome) -> int:
    print(counted("{count} mail sent", "{count} mails sent", outcome.sent))
    for step in outcome.refused:
        print(_("refused: {reader}: {reply}").format(reader=step.reader, reply=step.reply))
    for reader in outcome.unknown:
        print(_("unknown: {reader}: the connection broke while the mail went out").format(reader=reader))
    if outcome.cancelled:
        print(counted("cancelled; {count} reader is left", "cancelled; {count} readers are left", len(outcome.waiting)))
    elif outcome.waiting:
        words = _("The server takes no more: {reply}").format(reply=outcome.why)
        rest = counted(
            "{count} reader is left; send again later",
            "{count} readers are left; send again later",
            len(outcome.waiting),
        )
        print(words, rest, sep="\n", file=sys.stderr)
    return int(bool(outcome.unknown or outcome.waiting))


def _state(state: str) -> str:
    return {"": _("waiting"), ledger.SENDING: _("unknown"), ledger.SENT: _("sent"), ledger.REFUSED: _("refused")}[state]


def moment(written: str, zone: str) -> datetime.datetime:
    """`2026-02-09 08:00` on the site's clock.

    raises  Unready
    """
    try:
        return datetime.datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        raise Unready(_("'{text}' is not a time like 2026-02-09 08:00").format(text=written)) from None


@contextmanager
def alone(folder: str) -> Iterator[None]:
    os.makedirs(folder, mode=0o700, exist_ok=True)
    with held(folder):
        yield


@contextmanager
def _cancellable(stop: str) -> Iterator[None]:
    """While this lasts, the file cancels; one that an earlier run left says nothing."""
    with suppress(FileNotFoundError):
        os.remove(stop)
    try:
        yield
    finally:
        with suppress(FileNotFoundError):
            os.remove(stop)


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
