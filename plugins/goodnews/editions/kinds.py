"""Every kind of edition, one row each. The site's kinds stand in `pages/kinds.py`."""

from goodnews.editions.views import MailView
from goodnews.pages.kinds import Kind

_MAIL = ("editions/mail.html",)

EDITIONS = (
    Kind("mail.eml", MailView, _MAIL, suffix=".eml", media_type="message/rfc822"),
    Kind("mail.html", MailView, _MAIL, suffix=".html", media_type="text/html"),
    Kind("mail.txt", MailView, _MAIL, suffix=".txt", media_type="text/plain"),
)
