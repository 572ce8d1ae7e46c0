"""An issue as an e-mail: its headers, the HTML part and the plain text part. The same issue, the same bytes."""

import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from hashlib import blake2b
from zoneinfo import ZoneInfo

import css_inline

from goodnews.editions.views import MailView
from goodnews.pages.views.parts import Site

# Old clients read style attributes only. The template marks the style sheet that stays, for dark mode and narrow
# screens; `keep_at_rules` would put it before the name of the encoding, which has to be within the first 1024 bytes.
_inline = lru_cache(1)(lambda: css_inline.CSSInliner(load_remote_stylesheets=False))


def inlined(html: str) -> str:
    """The HTML part as clients take it: every rule at the elements that it is for."""
    return _inline().inline(html).strip() + "\n"


def message(view: MailView, site: Site, text: str, html: str) -> bytes:
    """The whole mail, without a recipient: who sends it writes that.

    text  the plain text part
    html  the HTML part, inlined
    """
    mail = EmailMessage(policy=SMTP)
    envelope, name = view.envelope, _one_line(site.name)
    user, _at, host = envelope.sender.rpartition("@")
    mail["Subject"] = _one_line(view.page.head.title)
    mail["From"] = Address(name, user, host)
    mail["Date"] = format_datetime(datetime.datetime.combine(view.date, datetime.time(), ZoneInfo(site.zone)))
    mail["Message-ID"] = f"<{view.issue}.{'digest' if view.digest else 'annual'}@{host}>"
    mail["List-Id"] = f"<{'digest' if view.digest else 'annual'}.{host}>"
    mail["List-Archive"] = f"<{site.url}/{view.list_path}>"
    ways = [f"<mailto:{envelope.unsubscribe}?subject=unsubscribe>"] if envelope.unsubscribe else []
    if envelope.one_click:
        ways.append(f"<{envelope.one_click}>")
    if ways:
        mail["List-Unsubscribe"] = ", ".join(ways)
    if envelope.one_click:
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(text, cte="base64")
    mail.add_alternative(html, subtype="html", cte="base64")
    mail["Content-Language"] = site.language  # set before, it would go to the first part
    # The standard library would draw a random one. Base64 has no "=_" in the middle of a line.
    mail.set_boundary(f"=_{blake2b(text.encode() + html.encode(), digest_size=12).hexdigest()}")
    return mail.as_bytes()


def _one_line(text: str) -> str:
    """A header's text: whatever breaks a line is a space."""
    return " ".join(text.split())
