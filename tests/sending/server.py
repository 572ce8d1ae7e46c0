"""A mail server on this machine: it keeps what it takes, and refuses, hangs or hangs up where a test says so."""

import asyncio
import email
import email.policy
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.waiting import free_port

CERTIFICATES = Path(__file__).parent / "certificates"
HANG_UP, HANG_UP_WITH_IT = "hang up", "hang up with it"


class Handler:
    """How the server answers.

    answers  reader -> what is said to RCPT, one answer a time; when none is left, 250
    texts    reader -> what happens at the end of the text, one a time: an answer, HANG_UP before the mail is kept, or
             HANG_UP_WITH_IT after that
    """

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.answers: dict[str, list[str]] = {}
        self.texts: dict[str, list[str]] = {}
        self.sender = ""  # answer to MAIL; '' takes it
        self.tried: list[str] = []

    async def handle_MAIL(  # noqa: N802  the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sender:
            return self.sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried.append(address)
        if left := self.answers.get(address):
            return left.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (reader,) = envelope.rcpt_tos
        content: Any = envelope.content
        left = self.texts.get(reader)
        what = left.pop(0) if left else "250 kept"
        if what == HANG_UP:
            await _hang_up(server)
            return "250 never said"
        if what.startswith(("250", HANG_UP_WITH_IT)):
            self.taken.append((reader, bytes(content)))
        if what == HANG_UP_WITH_IT:
            await _hang_up(server)
        return what

    @property
    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(data, policy=email.policy.default) for _reader, data in self.taken]

    @property
    def readers(self) -> list[str]:
        return [reader for reader, _data in self.taken]


async def _hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()
    await asyncio.sleep(0)


def encrypting(certificate: str) -> ssl.SSLContext:
    """A server's side of an encrypted line, for 127.0.0.1.

    certificate  `good`, until 2126, or `expired`; both are signed by themselves: only who has the file trusts one
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
    return context


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[tuple[Handler, int]]:
    """The server's handler and port, while this lasts; with a context it offers STARTTLS."""
    handler, port = Handler(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port, tls_context=context)
    controller.start()
    try:
        yield handler, port
    finally:
        controller.stop()
