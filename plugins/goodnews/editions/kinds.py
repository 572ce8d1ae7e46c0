"""Every kind of edition, one row each. The site's kinds stand in `pages/kinds.py`."""

from goodnews.editions.views import BookView, MailView
from goodnews.pages.kinds import CARDS, CODE, SITE, TEMPLATES, Kind

_MAIL = ("editions/mail.html",)

EDITIONS = (
    Kind("mail.eml", MailView, _MAIL, suffix=".eml", media_type="message/rfc822"),
    Kind("mail.html", MailView, _MAIL, suffix=".html", media_type="text/html"),
    Kind("mail.txt", MailView, _MAIL, suffix=".txt", media_type="text/plain"),
    Kind(
        *("epub", BookView, ("editions/book.html",), (TEMPLATES, SITE, CODE, CARDS)),
        suffix=".epub",
        media_type="application/epub+zip",
    ),
)
