"""The command `send`: what it is asked for, and what it says."""

import csv
import datetime
import email
import email.policy
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from goodnews.characters import half_width
from goodnews.files import Busy, write_whole
from goodnews.language import _, counted
from goodnews.problem import display_path
from goodnews.sending import ledger
from goodnews.sending.dispatch import Outcome, Plan, addressed, dispatched, planned, wait_until
from goodnews.sending.ledger import Ledger
from goodnews.sending.left import add, leaving_in, left
from goodnews.sending.outbox import Outbox, Unready
from goodnews.sending.post import Later, Post, Refused, Server, Unknown
from goodnews.sending.readers import readers_in
from goodnews.settings import MAILBOX, Settings

PASSWORD = "NUANWEN_MAIL_PASSWORD"  # variable of the environment: a file that is committed holds no secret


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
    outbox, now = Outbox.of(settings), mail_of(printed)
    if wanted.dry:
        _mail, plan = _prepared(outbox, readers, now, ledger.read(outbox.ledger(wanted.issue)), wanted)
        _lacking(settings)
        return int(bool(plan.unknown))
    server = server_of(settings)
    with outbox.alone(), ledger.opened(outbox.ledger(wanted.issue)) as book:
        mail, plan = _prepared(outbox, readers, now, book, wanted)
        if not plan.due:
            return int(bool(plan.unknown))
        _confirm(len(plan.due), mail.sender, wanted)
        write_whole(outbox.mail(wanted.issue), mail.data)
        stop = outbox.cancel(wanted.issue)
        with _cancellable(stop):
            if wanted.at:
                wait_until(wanted.at.timestamp(), lambda: os.path.exists(stop))
            with Post(server, mail.sender) as post:
                outcome = dispatched(mail.data, plan.due, book, post, lambda: os.path.exists(stop), tell=_waits)
    return _told(outcome)


def test(settings: Settings, printed: bytes, reader: str) -> int:
    """Send an issue to one address, which no ledger notes."""
    if not MAILBOX.fullmatch(reader):
        raise Unready(_("'{text}' is not a mail address").format(text=reader))
    mail = mail_of(printed)
    try:
        with Post(server_of(settings), mail.sender) as post:
            post.agree(reader)
            reply = post.hand_over(addressed(mail.data, reader))
    except (Later, Refused, Unknown) as error:
        print(_("The server did not take it: {reply}").format(reply=error), file=sys.stderr)
        return 1
    print(_("sent to {reader}: {reply}").format(reader=reader, reply=reply))
    return 0


def report(settings: Settings, issue: str) -> int:
    """Print who got an issue, when, and what the server said, as a table (CSV)."""
    outbox = Outbox.of(settings)
    steps = ledger.read(outbox.ledger(issue)).steps
    if not steps:
        raise Unready(_("{issue} was sent to nobody from here.").format(issue=issue))
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("reader", "state", "at", "reply"))
    table.writerows((step.reader, _state(step.state), step.at, step.reply) for step in steps)
    mail = mail_of(_bytes(outbox.mail(issue)))
    words = _("{count} sent of “{subject}”, whose mail has the SHA-256 {hash}")
    count = sum(step.state == ledger.SENT for step in steps)
    print(words.format(count=count, subject=mail.subject, hash=mail.hash), file=sys.stderr)
    return 0


def cancel(settings: Settings, issue: str) -> int:
    """Have a command that is sending an issue, or waits to, stop before the next mail."""
    outbox = Outbox.of(settings)
    try:
        with outbox.alone():
            print(_("Nothing is being sent."), file=sys.stderr)
            return 1
    except Busy:
        write_whole(outbox.cancel(issue), b"")
        print(_("It stops before the next mail."))
        return 0


def leave(settings: Settings, file: str) -> int:
    """Take readers off every list from now on, by what the mailbox received."""
    outbox = Outbox.of(settings)
    found = leaving_in(file, display_path(file))
    with outbox.alone():
        new = add(outbox, found.addresses)
    words = _("{found} named, {new} of them new: they are not written to again")
    print(words.format(found=counted("{count} address", "{count} addresses", len(found.addresses)), new=new))
    for address, subject in found.doubtful:
        words = _("not sure: {address} wrote “{subject}”. If it asks to leave, put the address into {file}.")
        print(words.format(address=address, subject=subject, file=display_path(outbox.left())))
    return 0


def server_of(settings: Settings) -> Server:
    own = settings.goodnews
    if not own.mail_server:
        raise Unready(
            _("No mail server is named. Set mail_server, such as smtp.nuanwen.example:465; see docs/settings.md.")
        )
    check_leaving(settings)
    host, _colon, port = own.mail_server.rpartition(":")
    password = os.environ.get(PASSWORD, "")
    if own.mail_user and not password:
        raise Unready(
            _("The password is missing. Put it into the variable {name} of the environment.").format(name=PASSWORD)
        )
    return Server(host, int(port), own.mail_user, password)


def check_leaving(settings: Settings) -> None:
    """raises  Unready if no reader could tell from the mail how to leave"""
    if not settings.goodnews.mail_unsubscribe:
        raise Unready(_("The mail does not say how to leave the list. Set mail_unsubscribe to a mailbox."))


def _lacking(settings: Settings) -> None:
    """Say what would stop it from being sent."""
    try:
        server_of(settings)
    except Unready as error:
        print(error, file=sys.stderr)


def _prepared(outbox: Outbox, readers: Sequence[str], now: Mail, book: Ledger, wanted: Wanted) -> tuple[Mail, Plan]:
    """The mail that goes out, and to whom, which is said."""
    mail = _frozen(outbox, wanted.issue, now, book)
    plan = planned(readers, book, left(outbox), wanted.again)
    _say(wanted, mail, plan)
    return mail, plan


def _frozen(outbox: Outbox, issue: str, now: Mail, book: Ledger) -> Mail:
    """The mail that the first readers got: an issue that changed meanwhile does not go to the rest."""
    if not any(step.state in (ledger.SENDING, ledger.SENT) for step in book.steps):
        return now  # nobody can have it
    try:
        first = mail_of(_bytes(outbox.mail(issue)))
    except FileNotFoundError:
        return now
    if first.hash != now.hash:
        print(_("The issue has changed since its first mails went out; the rest get the same mail as they did."))
    return first


def _say(wanted: Wanted, mail: Mail, plan: Plan) -> None:
    print(_("{issue}: {subject}").format(issue=wanted.issue, subject=mail.subject))
    due = len(plan.due)
    if wanted.dry:
        print(counted("{count} reader would get it", "{count} readers would get it", due))
    else:
        print(counted("{count} reader gets it", "{count} readers get it", due))
    for readers, words in (
        (plan.have, _("have it already: {count}")),
        (plan.left, _("have left: {count}")),
        (plan.refused, _("were refused by the server: {count}")),
    ):
        if readers:
            print(words.format(count=len(readers)))
    if plan.unknown:
        words = _("may have it, for the connection broke: {readers}. --again sends it to them once more")
        print(words.format(readers=_(", ").join(plan.unknown)))


def _confirm(count: int, sender: str, wanted: Wanted) -> None:
    if wanted.yes:
        return
    if not sys.stdin or not sys.stdin.isatty():
        raise Unready(_("There is no terminal to ask at. Add --yes to send."))
    when = wanted.at.strftime("%Y-%m-%d %H:%M") if wanted.at else _("now")
    words = counted(
        "Send {count} mail from {sender}, {when}? [y/N] ", "Send {count} mails from {sender}, {when}? [y/N] ", count
    )
    if input(words.format(count=count, sender=sender, when=when)).strip().lower() not in ("y", "yes", "是"):
        raise Unready(_("Nothing was sent."))


def _waits(reply: str, seconds: float) -> None:
    words = _("The server says: {reply}. It is asked again in {seconds} seconds.")
    print(words.format(reply=reply, seconds=round(seconds)), file=sys.stderr, flush=True)


def _told(outcome: Outcome) -> int:
    print(counted("{count} mail sent", "{count} mails sent", outcome.sent))
    for step in outcome.refused:
        print(_("refused: {reader}: {reply}").format(reader=step.reader, reply=step.reply))
    for reader in outcome.unknown:
        print(_("unknown: {reader}: the connection broke while the mail went out").format(reader=reader))
    if outcome.cancelled:
        print(counted("cancelled; {count} reader is left", "cancelled; {count} readers are left", len(outcome.waiting)))
    elif outcome.waiting:
        words = _("The server does not take all now: {reply}").format(reply=outcome.why)
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
    """`2026-02-09 08:00` on the site's clock: a time that is still to come.

    raises  Unready
    """
    try:
        at = datetime.datetime.strptime(half_width(written).replace("T", " "), "%Y-%m-%d %H:%M")
    except ValueError:
        raise Unready(_("'{text}' is not a time like 2026-02-09 08:00").format(text=written)) from None
    at = at.replace(tzinfo=ZoneInfo(zone))
    now = datetime.datetime.now(at.tzinfo)
    if at <= now:
        words = _("{time} has passed: here it is {now}. Correct --at, or leave it out to send now.")
        raise Unready(words.format(time=f"{at:%Y-%m-%d %H:%M}", now=f"{now:%Y-%m-%d %H:%M}"))
    return at


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
