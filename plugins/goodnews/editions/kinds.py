"""Every kind of edition, one row each. The site's kinds stand in `pages/kinds.py`."""

from goodnews.editions.views import (
    BookView,
    LongPicture,
    MailView,
    PaperView,
    ScriptView,
    WechatCopyView,
    WechatView,
)
from goodnews.pages.kinds import CARDS, CODE, DARKROOM, SITE, TEMPLATES, Kind
from goodnews.pages.views.sharecard import ShareCard

PAPER = "paper"  # the library, the template and the fonts that set pages on paper

_MAIL = ("editions/mail.html",)

EDITIONS = (
    Kind("mail.eml", MailView, _MAIL, suffix=".eml", media_type="message/rfc822"),
    Kind("mail.html", MailView, _MAIL, suffix=".html", media_type="text/html"),
    Kind("mail.txt", MailView, _MAIL, suffix=".txt", media_type="text/plain"),
    Kind(
        *("epub", BookView, ("editions/book.html", "editions/book_annual.html"), (TEMPLATES, SITE, CODE, CARDS)),
        suffix=".epub",
        media_type="application/epub+zip",
    ),
    Kind("long.png", LongPicture, (), (CODE, CARDS), suffix=".long.png", media_type="image/png"),
    Kind("paper.a4", PaperView, (), (SITE, CODE, PAPER, DARKROOM), suffix=".a4.pdf", media_type="application/pdf"),
    Kind("paper.a3", PaperView, (), (SITE, CODE, PAPER, DARKROOM), suffix=".a3.pdf", media_type="application/pdf"),
    Kind("script", ScriptView, (), (SITE, CODE), suffix=".script.txt", media_type="text/plain"),
    # Only where the site is in Chinese.
    Kind("script.readings", ScriptView, (), (SITE, CODE), suffix=".readings.txt", media_type="text/plain"),
    # Of several articles, each has its number before the suffix.
    Kind("wechat", WechatView, ("editions/wechat.html",), suffix=".wechat.html", media_type="text/html"),
    Kind(
        "wechat.copy",
        WechatCopyView,
        ("editions/wechat_copy.html",),
        suffix=".wechat-copy.html",
        media_type="text/html",
    ),
    Kind("wechat.cover", ShareCard, (), (CODE, CARDS), suffix=".wechat.png", media_type="image/png"),
)
BY_NAME = {kind.name: kind for kind in EDITIONS}
