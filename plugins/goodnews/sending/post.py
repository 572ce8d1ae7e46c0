"""The mail server: one connection, one mail after another, and what became of each."""

import smtplib
import socket
import ssl
from typing import NamedTuple, Self

PATIENCE = 60.0  # seconds for each answer of the server
_CLOSING = 421  # the reply with which a server ends the connection
_LOCAL = ("localhost", "127.0.0.1", "::1")


class Server(NamedTuple):
    host: str
    port: int  # 465: encrypted from the first byte; any other: STARTTLS, except on this machine
    user: str = ""  # '' if the server asks for none
    password: str = ""


class Unwilling(Exception):
    """The server takes no mail from this sender, or is not the one that is meant: its reply."""


class Later(Exception):
    """The server cannot take the mail now, and certainly has not: its reply."""


class PutOff(Later):
    """The server does not take this one mail now, as when the reader's mailbox is full: its reply."""


class Refused(Exception):
    """The server will not take this mail, and certainly has not: its reply."""


class Unknown(Exception):
    """The connection was lost after the text was handed over, or the reply is none."""


class Post:
    """A connection that is made when it is needed, and made again after it was lost."""

    def __init__(self, server: Server, sender: str, patience: float = PATIENCE) -> None:
        self._server = server
        self._sender = sender
        self._patience = patience
        self._line: smtplib.SMTP | None = None
        self._met = (
            False  # whether there is such a server: a name unknown at first is a slip, later a network that is gone
        )

    def agree(self, reader: str) -> None:
        """Ask the server to take a mail for a reader.

        raises  Later, PutOff, Refused, Unwilling
        """
        try:
            line = self._line or self._connected()
            self._agreed(line.mail(self._sender), Later, Unwilling)
            self._agreed(line.rcpt(reader), PutOff, Refused)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Later(said(error)) from None

    def hand_over(self, mail: bytes) -> str:
        """Hand over the mail that the server has agreed to take; its reply.

        raises  Later, PutOff, Refused: it certainly has not got it; Unknown
        """
        assert self._line is not None, "agree comes first"
        try:
            code, reply = self._line.data(mail)
        except smtplib.SMTPDataError as error:  # it asked for no text
            self.close()
            raise (Later if error.smtp_code < 500 else Refused)(_text(error.smtp_code, error.smtp_error)) from None
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unknown(said(error)) from None
        if code // 100 == 2:
            return _text(code, reply)
        if code == _CLOSING or code // 100 not in (4, 5):
            self.close()
            raise (Later if code == _CLOSING else Unknown)(_text(code, reply))
        raise (PutOff if code < 500 else Refused)(_text(code, reply))

    def close(self) -> None:
        """Hang up, whatever the state of the connection."""
        line, self._line = self._line, None
        if line:
            line.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Say good-bye and hang up."""
        if self._line:
            try:
                self._line.quit()
            except (OSError, smtplib.SMTPException):
                self.close()
            self._line = None

    def _connected(self) -> smtplib.SMTP:
        """raises  Unwilling if waiting will not help; else as the library does"""
        server, context = self._server, ssl.create_default_context()
        try:
            if server.port == 465:
                line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=self._patience, context=context)
            else:
                line = smtplib.SMTP(server.host, server.port, timeout=self._patience)
            self._line = line
            if server.port != 465 and server.host not in _LOCAL:
                line.starttls(context=context)
            line.ehlo_or_helo_if_needed()
            if server.user:
                line.login(server.user, server.password)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            if _is_final(error) or (not self._met and isinstance(error, socket.gaierror)):
                raise Unwilling(said(error)) from None
            raise
        self._met = True
        return line

    def _agreed(self, answer: tuple[int, bytes], now: type[Later], ever: type[Exception]) -> None:
        """Go on if the server does.

        now   what is raised if it may agree later
        ever  what is raised if it will not
        """
        code, reply = answer
        if code // 100 == 2:
            return
        if code == _CLOSING or self._line is None:
            self.close()
            raise Later(_text(code, reply))
        self._line.rset()  # the next mail begins anew
        raise (now if code < 500 else ever)(_text(code, reply))


def _is_final(error: Exception) -> bool:
    """Whether a server that refuses to talk with us, or is not the one that it should be, would do so again."""
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLCertVerificationError)


def said(error: Exception) -> str:
    """What went wrong on the line, in one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _text(error.smtp_code, error.smtp_error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split()) or type(error).__name__


def _text(code: int, reply: bytes | str) -> str:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {' '.join(words.split())}"[:300]
