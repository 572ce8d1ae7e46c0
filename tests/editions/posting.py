"""Mails of a room, as a mail client reads them."""

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import lxml.html

from goodnews.desk.build import Run
from goodnews.desk.editions import editions
from goodnews.press.press import Report
from tests.builders import TODAY, Room


@dataclass(frozen=True)
class Mail:
    raw: bytes
    message: EmailMessage
    text: str
    source: str  # of the HTML part

    @property
    def html(self) -> lxml.html.HtmlElement:
        return lxml.html.document_fromstring(self.source)


def printed(room: Room) -> Report:
    return editions(room.settings, Run(today=TODAY)).report


def mail_of(room: Room, issue: str = "2026-W06") -> Mail:
    """The mail of an issue, printed anew if need be."""
    printed(room)
    return opened(Path(room.settings.editions) / issue / f"{issue}.eml")


def opened(path: Path) -> Mail:
    return read(path.read_bytes())


def read(raw: bytes) -> Mail:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    return Mail(raw, message, text.get_content(), html.get_content())
