"""What an edition shows: the view of the page that it is made from, and what only the edition needs."""

import datetime

from goodnews.pages.views.digest import DigestPage
from goodnews.pages.views.parts import View
from goodnews.pages.views.sharecard import ShareCard
from goodnews.pages.views.top10 import Top10Page


class Envelope(View, frozen=True):
    """What the settings say about mail."""

    sender: str  # address in From
    unsubscribe: str  # a mailbox that takes requests to leave; '' if there is none
    one_click: str  # a web address that takes them with one POST (RFC 8058); '' if there is none


class Chapter(View, frozen=True):
    """A part of an e-book with a file of its own."""

    name: str  # of its file, without suffix
    digest: DigestPage | None  # one of these two
    annual: Top10Page | None

    @property
    def title(self) -> str:
        return self.digest.headline if self.digest else self.annual.head.title if self.annual else ""


class BookView(View, frozen=True):
    """A digest as a book; or all digests of a month, or of a year with its annual page."""

    issue: str  # 2026-W06, 2026-02 or 2026
    id: str  # web address of the digest, or a tag
    title: str
    date: datetime.date  # of publication
    updated: datetime.date
    makers: tuple[str, ...]  # names of those who edited it
    cover: ShareCard | None  # None if the site draws none
    chapters: tuple[Chapter, ...]


class LongPicture(View, frozen=True):
    """The words on the picture of a whole digest."""

    site: str
    name: str  # that all issues share
    headline: str
    about: str  # week, days, number of stories
    lead: str  # the paragraph of the story that it leads with
    sections: tuple[tuple[str, tuple[str, ...]], ...]  # title, and those of its stories
    call: str  # what to do with the code
    address: str  # of the digest's page, as code and in letters


class PaperPicture(View, frozen=True):
    """A story's picture as paper shows it; the printer chooses its size."""

    anchor: str  # of the story
    file: str  # below content/
    hash: bytes  # of its content
    width: int  # pixels
    height: int
    drawn: bool
    alt: str
    caption: str
    credit: str


class PaperMonth(View, frozen=True):
    """All digests of a month."""

    title: str
    name: str  # that all issues share
    period: str
    address: str  # of the list of issues
    digests: tuple[DigestPage, ...]  # oldest first


class PaperAnnual(View, frozen=True):
    """An annual page, its texts as plain paragraphs."""

    page: Top10Page
    note: tuple[str, ...]
    recaps: tuple[tuple[str, ...], ...]  # of each entry
    comments: tuple[tuple[str, ...], ...]


class PaperView(View, frozen=True):
    """A digest, a month or an annual page on paper, of any size."""

    issue: str  # 2026-W06, 2026-02 or 2025
    date: datetime.date  # of publication
    pictures: tuple[PaperPicture, ...]  # of its stories, each the first that a story has
    introduction: tuple[str, ...] = ()  # of a digest: its paragraphs, plain text
    digest: DigestPage | None = None  # one of these three
    month: PaperMonth | None = None
    annual: PaperAnnual | None = None


class ScriptView(View, frozen=True):
    """A digest to be read aloud."""

    issue: str  # 2026-W06
    introduction: tuple[str, ...]  # its paragraphs, plain text
    digest: DigestPage


class MailView(View, frozen=True):
    issue: str  # 2026-W06 or 2026
    list_name: str  # what all its issues are called
    list_path: str  # of the page that lists them
    date: datetime.date  # of publication
    envelope: Envelope
    digest: DigestPage | None  # one of these two
    annual: Top10Page | None

    @property
    def page(self) -> DigestPage | Top10Page:
        page = self.digest or self.annual
        assert page is not None
        return page


class WechatView(View, frozen=True):
    """One article for a WeChat official account, as it is handed over."""

    issue: str  # 2026-W06
    part: int  # 1 is the first
    parts: int
    title: str
    author: str
    summary: str
    address: str  # of the issue's page, for the account's link to the original
    shortened: tuple[str, ...]  # of "title", "author" and "summary", those that had to be cut
    content: str  # HTML


class WechatCopyView(View, frozen=True):
    """The page from which an issue's articles are copied into the account's editor."""

    issue: str
    articles: tuple[WechatView, ...]
