"""`send --wechat`: an issue's articles go to the draft box of the official account, once.

The ledger is that of the mails, with pictures and drafts in place of readers. What is unknown after a broken connection
is looked for in the account before anything is added again.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from glob import escape, glob
from hashlib import sha256
from typing import TypeVar

import lxml.html

from goodnews.editions.wechat import AUTHOR, MOST, SUMMARY, TITLE, length
from goodnews.language import _, counted
from goodnews.sending import ledger
from goodnews.sending.ledger import REFUSED, SENDING, SENT, OpenLedger, Step
from goodnews.sending.outbox import Outbox, Unready
from goodnews.sending.wechat import SECRET, Account, Article, Busy, Denied, Lost
from goodnews.settings import Settings

WAITS = (2.0, 15.0)  # seconds before it is asked again
LONGEST, HEAVIEST = 20_000, 1 << 20  # characters and bytes of an article's content
Found = TypeVar("Found")
LARGEST = 10 << 20  # bytes of a cover
_COVER, _DRAFT = "cover", "draft"
_STALE = (40007, 40005, 40009, 45001)  # the cover is not, or no longer, a picture of the account


def hand_over(settings: Settings, issue: str, dry: bool, again: bool, waits: Sequence[float] = WAITS) -> int:
    """Add an issue's articles to the draft box, unless they are there; read them back and compare.

    returns  0 if the draft box has them as they were handed over, else 1
    raises   Unready; Busy; ledger.Damaged; OSError
    """
    articles, cover = printed(settings, issue)
    if wrong := "\n".join(over(articles, cover)):
        raise Unready(wrong)
    count = counted("{count} article", "{count} articles", len(articles))
    print(_("{issue}: {articles}").format(issue=issue, articles=count))
    for article in articles:
        print(_("{title}: {count} characters").format(title=article.title, count=length(article.content)))
    if dry:
        return 0
    account = account_of(settings)
    outbox = Outbox.of(settings)
    with outbox.alone(), ledger.opened(outbox.wechat_ledger(issue)) as book:
        desk = Desk(account, book, waits)
        try:
            return desk.hand_over(issue, articles, cover, again)
        except Denied as error:
            print(error, file=sys.stderr)
        except Lost as error:
            print(
                _("WeChat cannot be reached: {why}. Nothing was added; type the same again later.").format(why=error),
                file=sys.stderr,
            )
    return 1


def printed(settings: Settings, issue: str) -> tuple[list[Article], bytes]:
    """The articles and the cover as `editions` printed them.

    raises  Unready if the issue has none
    """
    place = os.path.join(settings.editions, issue, issue)
    paths = sorted(glob(f"{escape(place)}.wechat.html") or glob(f"{escape(place)}.wechat-[0-9].html"))
    if not paths:
        raise Unready(_("{issue} has no articles for WeChat: only a week's digest has.").format(issue=issue))
    with open(f"{place}.wechat.png", "rb") as file:
        cover = file.read()
    return [_article(path) for path in paths], cover


def _article(path: str) -> Article:
    with open(path, encoding="utf-8") as file:
        html = file.read()
    page = lxml.html.document_fromstring(html)
    said = {str(meta.get("name")): str(meta.get("content")) for meta in page.iter("meta")}
    (address,) = page.xpath("head/link[@rel='canonical']/@href")
    content = html.partition("<body>\n")[2].rpartition("\n</body>")[0]
    return Article(str(page.findtext("head/title")), said["author"], said["description"], str(address), content)


def over(articles: Sequence[Article], cover: bytes) -> Iterator[str]:
    """What the account would refuse, each in a sentence."""
    if len(articles) > MOST:
        words = _("The issue makes {count} articles; a draft has at most {most}. Leave stories out.")
        yield words.format(count=len(articles), most=MOST)
    for article in articles:
        for text, most, words in (
            (article.title, TITLE, _("The title has {count} characters, of {most} at most: {text}")),
            (article.author, AUTHOR, _("The author has {count} characters, of {most} at most: {text}")),
            (article.summary, SUMMARY, _("The summary has {count} characters, of {most} at most: {text}")),
        ):
            if length(text) > most:
                yield words.format(count=length(text), most=most, text=text)
        if length(article.content) >= LONGEST or len(article.content.encode()) >= HEAVIEST:
            words = _(
                "The article “{title}” has {count} characters with its tags, of {most} at most. "
                "Shorten its longest paragraph."
            )
            yield words.format(title=article.title, count=length(article.content), most=LONGEST)
        if not _words(article.content):
            yield _("The article “{title}” is empty.").format(title=article.title)
    if len(cover) > LARGEST:
        yield _("The cover has more than 10 MB.")


def account_of(settings: Settings) -> Account:
    """raises  Unready if the id or the secret is missing"""
    own, secret = settings.goodnews, os.environ.get(SECRET, "")
    if not own.wechat_app:
        raise Unready(_("No official account is named. Set wechat_app to its id (AppID); see docs/settings.md."))
    if not secret:
        raise Unready(
            _("The account's secret is missing. Put it into the variable {name} of the environment.").format(
                name=SECRET
            )
        )
    return Account(own.wechat_api, own.wechat_app, secret)


class Desk:
    """One account and the ledger of one issue."""

    def __init__(self, account: Account, book: OpenLedger, waits: Sequence[float]) -> None:
        self._account, self._book, self._waits = account, book, waits

    def hand_over(self, issue: str, articles: Sequence[Article], cover: bytes, again: bool) -> int:
        draft = f"{_DRAFT} {_hash(*(part for article in articles for part in article))}"  # this version of the issue
        for step in self._steps(_DRAFT, SENDING):
            if (found := self._look(step.reader, articles)) and step.reader.startswith(draft):
                return self._compared(found, articles)
        added = self._steps(_DRAFT, SENT)
        if added and not again:
            if added[-1].reader.startswith(draft):
                print(_("It is in the draft box since {at}; nothing was added.").format(at=added[-1].at))
                return 0
            words = _(
                "{issue} has changed since it was put into the draft box. Delete that draft there, and add --again."
            )
            raise Unready(words.format(issue=issue))
        if added:
            draft = f"{draft} {len(added) + 1}"
        picture = self._cover(issue, cover)
        try:
            media_id = self._added(draft, articles, picture)
        except Lost as error:
            words = _(
                "The connection broke while the draft was handed over: {why}. "
                "Type the same again: it is looked for first."
            )
            print(words.format(why=error), file=sys.stderr)
            return 1
        except Denied as error:
            self._book.write(REFUSED, draft, f"{error.code} {error.reply}")
            if error.code in _STALE:
                self._book.write(REFUSED, f"{_COVER} {_hash(cover)}", f"{error.code} {error.reply}")
            raise
        return self._compared(media_id, articles)

    def _cover(self, issue: str, cover: bytes) -> str:
        """The media id of the cover, which is uploaded unless it was before."""
        name, hash_ = f"{_COVER} {_hash(cover)}", _hash(cover)
        for step in self._steps(_COVER, SENT):
            if step.reader == name:
                return step.reply
        file = f"{issue}-{hash_[:12]}.png"
        unknown = any(step.reader == name for step in self._steps(_COVER, SENDING))

        def upload(first: bool) -> str:
            if (unknown or not first) and (found := self._account.picture_named(file)):
                return found
            self._book.write(SENDING, name)
            return self._account.upload(file, cover)

        try:
            found = self._tried(upload)
        except Denied as error:
            self._book.write(REFUSED, name, f"{error.code} {error.reply}")
            raise
        self._book.write(SENT, name, found)
        return found

    def _added(self, draft: str, articles: Sequence[Article], picture: str) -> str:
        def add(first: bool) -> str:
            if not first and (found := self._look(draft, articles)):
                return found
            self._book.write(SENDING, draft)
            return self._account.add(articles, picture)

        found = self._tried(add)
        self._book.write(SENT, draft, found)
        return found

    def _look(self, draft: str, articles: Sequence[Article]) -> str:
        """Settle what became of a draft of which nobody knows: its media id; '' if it is not there.

        raises  Denied, Lost: it is as unknown as before
        """
        known = {step.reply for step in self._steps(_DRAFT, SENT)}
        address = articles[0].address
        for media_id, found in self._account.drafts():
            if media_id not in known and found and all(article.address == address for article in found):
                self._book.write(SENT, draft, media_id)
                return media_id
        self._book.write(REFUSED, draft, "not in the draft box")
        return ""

    def _tried(self, do: Callable[[bool], Found]) -> Found:
        """What a call gives, after some patience with a server that is busy.

        After any other loss nothing is tried again: what was handed over may still be on its way.
        """
        for turn, wait in enumerate((*self._waits, None)):
            try:
                return do(turn == 0)
            except Busy:
                if wait is None:
                    raise
                time.sleep(wait)
        raise AssertionError

    def _compared(self, media_id: str, articles: Sequence[Article]) -> int:
        """Read the draft back: whether it says what was handed over. The account may write the tags in its own way."""
        try:
            found = self._tried(lambda _first: self._account.draft(media_id))
        except (Lost, Denied) as error:
            print(_("It is in the draft box, but could not be read back: {why}").format(why=error), file=sys.stderr)
            return 1
        differ = [
            str(part)
            for part, article in enumerate(articles, start=1)
            if part > len(found) or _parts(found[part - 1]) != _parts(article)
        ]
        if differ or len(found) != len(articles):
            words = _(
                "It is in the draft box, but says something else there; look at article {parts} before you publish it."
            )
            print(words.format(parts=_(", ").join(differ) or len(articles) + 1), file=sys.stderr)
            return 1
        print(_("It is in the draft box, and was read back: look at it there, and publish it."))
        return 0

    def _steps(self, what: str, state: str) -> list[Step]:
        return [step for step in self._book.steps if step.state == state and step.reader.startswith(f"{what} ")]


def _parts(article: Article) -> tuple[str, ...]:
    return (article.title, article.author, article.summary, article.address, _words(article.content))


def _words(html: str) -> str:
    """The words of an article, without what separates them."""
    return "".join(lxml.html.fragment_fromstring(html, create_parent="div").text_content().split())


def _hash(*parts: str | bytes) -> str:
    joined = b"\0".join(part.encode() if isinstance(part, str) else part for part in parts)
    return sha256(joined).hexdigest()
