"""From an arrangement to the pages of its editions, in a folder for each issue."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import msgspec

from goodnews.arrangement import Arrangement, Digest
from goodnews.editions.kinds import EDITIONS
from goodnews.editions.paper.words import paragraphs
from goodnews.editions.views import (
    BookView,
    Chapter,
    Envelope,
    LongPicture,
    MailView,
    PaperAnnual,
    PaperMonth,
    PaperPicture,
    PaperView,
    ScriptView,
    WechatCopyView,
)
from goodnews.editions.wechat import about, articles
from goodnews.newsroom.story import Story
from goodnews.newsroom.texts import texts_in
from goodnews.pages import days, links_of, site_of
from goodnews.pages.digest import digest_page, paragraph_of
from goodnews.pages.entries import annual_days, tag
from goodnews.pages.links import DIGESTS, Links, page
from goodnews.pages.sharecards import digest_card
from goodnews.pages.top10 import stories_of_years, top10_page
from goodnews.pages.views.digest import DigestPage
from goodnews.pages.views.parts import Markdown
from goodnews.pages.views.sharecard import ShareCard
from goodnews.press.page import Page
from goodnews.render.sharecard import is_replaced
from goodnews.render.theme import converted

_COST, _CARD_COST, _PICTURE_COST, _PAPER_COST = 4, 24, 150, 300  # relative; 1 is an ordinary page


def issues_of(arrangement: Arrangement) -> list[str]:
    """Names of all issues: weeks, oldest first, then years."""
    weeks = [str(digest.week) for digest in arrangement.digests]
    return [*weeks, *(str(year.year) for year in reversed(arrangement.newsroom.years))]


def volumes_of(arrangement: Arrangement) -> dict[str, list[Digest]]:
    """The digests of every month and year that has any, by its name; and of every year that has an annual page.

    A week belongs to the month and the year of its Thursday, as in the list of issues.
    """
    found: dict[str, list[Digest]] = defaultdict(list)
    for digest in arrangement.digests:
        thursday = digest.week.monday + datetime.timedelta(days=3)
        found[f"{thursday:%Y-%m}"].append(digest)
        found[str(digest.week.year)].append(digest)
    for year in arrangement.newsroom.years:
        found.setdefault(str(year.year), [])
    return dict(sorted(found.items()))


def edition_pages(arrangement: Arrangement) -> Iterator[Page]:
    links = links_of(arrangement)
    views: tuple[MailView | BookView, ...] = (*_mails(links, arrangement), *_books(links, arrangement))
    for view in views:
        for kind in EDITIONS:
            if kind.view is type(view):
                yield page(f"{view.issue}/{view.issue}{kind.suffix}", kind.name, view, cost=_COST)
    yield from _wechat(links, arrangement)
    for paper in _papers(links, arrangement):
        for kind in EDITIONS:
            if kind.view is PaperView:
                yield page(f"{paper.issue}/{paper.issue}{kind.suffix}", kind.name, paper, cost=_PAPER_COST)
        if paper.digest:
            yield from _scripts(links, ScriptView(paper.issue, paper.introduction, paper.digest))
    for digest in arrangement.digests:
        week = str(digest.week)
        yield page(f"{week}/{week}.long.png", "long.png", _picture(links, arrangement, digest), cost=_PICTURE_COST)


def _mails(links: Links, arrangement: Arrangement) -> Iterator[MailView]:
    own, envelope = links.settings.goodnews, envelope_of(links)
    for digest in arrangement.digests:
        shown = _alone(links, arrangement, digest)
        week, day = str(digest.week), digest.published
        yield MailView(week, own.digest_name, "digest/index.html", day, envelope, shown, None)
    stories = stories_of_years(arrangement)
    for year in arrangement.newsroom.years:
        annual = top10_page(links, arrangement, year, stories, None, None)
        annual = msgspec.structs.replace(annual, vote=None)
        day = year.date or datetime.date(year.year, 12, 31)
        yield MailView(str(year.year), own.top10_name, "top10/index.html", day, envelope, None, annual)


def _books(links: Links, arrangement: Arrangement) -> Iterator[BookView]:
    """A book of every digest, month and year."""
    own = links.settings.goodnews
    chapters: dict[str, Chapter] = {}
    for digest in arrangement.digests:
        week, shown = str(digest.week), _alone(links, arrangement, digest)
        chapters[week] = Chapter(week, shown, None)
        cover = digest_card(links, digest) if own.share_cards else None
        makers, id_ = _names([shown]), f"{links.settings.url}/{digest.address}"
        alone = (Chapter("issue", shown, None),)
        yield BookView(week, id_, shown.head.title, digest.published, digest.updated, makers, cover, alone)
    annual = {str(year.year): year for year in arrangement.newsroom.years}
    chosen = stories_of_years(arrangement)
    for name, digests in volumes_of(arrangement).items():
        year = annual.get(name)
        held = [chapters[str(digest.week)] for digest in digests]
        published, updated = [one.published for one in digests], [one.updated for one in digests]
        if year:
            page_ = msgspec.structs.replace(top10_page(links, arrangement, year, chosen, None, None), vote=None)
            held.insert(0, Chapter("annual", None, page_))
            day, changed = annual_days(year, chosen)
            published.append(day)
            updated.append(changed)
        number = name.partition("-")[2]
        period = days.month(links.say, int(name[:4]), int(number)) if number else name
        title = f"{own.digest_name} {period}" if digests else own.top10_name
        makers = _names([chapter.digest for chapter in held if chapter.digest])
        cover = ShareCard(links.settings.name, own.digest_name, (period,), "") if own.share_cards else None
        id_ = tag(links, f"book/{name}")
        yield BookView(name, id_, title, max(published), max(updated), makers, cover, tuple(held))


def _names(digests: Iterable[DigestPage]) -> tuple[str, ...]:
    """Who edited some digests, each once."""
    bylines = (byline for digest in digests for byline in digest.body.editors)
    return tuple(dict.fromkeys(name for byline in bylines for name in byline.names))


def _papers(links: Links, arrangement: Arrangement) -> Iterator[PaperView]:
    """Every digest, every month that has more than one, and every annual page."""
    texts, root = texts_in(links.settings.content), f"{links.settings.url}/"

    def plain(source: Markdown) -> tuple[str, ...]:
        return paragraphs(str(converted(source, texts, root, "")))

    shown: dict[str, DigestPage] = {}
    for digest in arrangement.digests:
        week = str(digest.week)
        shown[week] = page_ = _alone(links, arrangement, digest)
        pictures = _pictures(arrangement, digest.stories)
        yield PaperView(week, digest.published, pictures, plain(page_.body.introduction), page_)
    own = links.settings.goodnews
    for name, digests in volumes_of(arrangement).items():
        year, _dash, number = name.partition("-")
        if not number or len(digests) < 2:
            continue
        period = days.month(links.say, int(year), int(number))
        weeks = tuple(shown[str(digest.week)] for digest in digests)
        month = PaperMonth(f"{own.digest_name} {period}", own.digest_name, period, DIGESTS, weeks)
        pictures = _pictures(arrangement, (story for digest in digests for story in digest.stories))
        yield PaperView(name, max(digest.published for digest in digests), pictures, month=month)
    chosen = stories_of_years(arrangement)
    for annual in arrangement.newsroom.years:
        page10 = msgspec.structs.replace(top10_page(links, arrangement, annual, chosen, None, None), vote=None)
        entries = page10.body.entries
        recaps, comments = (tuple(map(plain, some)) for some in zip(*((e.recap, e.comment) for e in entries)))  # noqa: B905
        pictures = _pictures(arrangement, (chosen[entry.anchor] for entry in entries))
        day = annual.date or datetime.date(annual.year, 12, 31)
        paper = PaperAnnual(page10, plain(page10.body.note), recaps, comments)
        yield PaperView(str(annual.year), day, pictures, annual=paper)


def _pictures(arrangement: Arrangement, stories: Iterable[Story]) -> tuple[PaperPicture, ...]:
    """The first picture of each story whose file there is; none of a story that was taken back."""
    found = []
    for story in stories:
        picture = next((picture for picture in story.pictures if picture.file), None)
        if picture and not story.retraction:
            photo = arrangement.newsroom.pictures[picture.file]
            words = picture.alt, picture.caption, picture.credit
            found.append(
                PaperPicture(story.slug, picture.file, photo.hash, photo.width, photo.height, photo.drawn, *words)
            )
    return tuple(found)


def _scripts(links: Links, view: ScriptView) -> Iterator[Page]:
    yield page(f"{view.issue}/{view.issue}.script.txt", "script", view, cost=_COST)
    if links.settings.language.partition("-")[0] == "zh":
        yield page(f"{view.issue}/{view.issue}.readings.txt", "script.readings", view, cost=_COST)


def _wechat(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    """Articles, the page to copy them from, and their cover, which the account demands even if the site draws none."""
    site, texts = site_of(arrangement), texts_in(links.settings.content)
    for digest in arrangement.digests:
        shown, week = _alone(links, arrangement, digest), str(digest.week)
        introduction = converted(shown.body.introduction, texts, f"{site.url}/", "")
        parts = articles(shown, site, str(introduction))
        place = f"{week}/{week}.wechat"
        for part in parts:
            yield page(f"{place}-{part.part}.html" if len(parts) > 1 else f"{place}.html", "wechat", part)
        yield page(f"{place}-copy.html", "wechat.copy", WechatCopyView(week, parts))
        yield page(f"{place}.png", "wechat.cover", digest_card(links, digest), cost=_CARD_COST)


def _picture(links: Links, arrangement: Arrangement, digest: Digest) -> LongPicture:
    shown, say = digest_page(links, arrangement, digest), links.say
    return LongPicture(
        site=links.settings.name,
        name=shown.name,
        headline=shown.headline,
        about=about(shown, say, links.catalogue.ngettext),
        lead=shown.lead.item.text if shown.lead else "",
        sections=tuple((section.title, tuple(item.title for item in section.items)) for section in shown.body.sections),
        call=say("Scan to read the issue"),
        address=f"{links.settings.url}/{shown.head.url}",
    )


def lost_letters(digest: Digest) -> Iterator[tuple[str, str]]:
    """Stories with letters that the fonts of paper and pictures lack: the file below content/, and the letters."""
    for story in digest.stories:
        letters = set(story.title + story.kicker + paragraph_of(story))
        if lost := "".join(sorted(filter(is_replaced, letters))):
            yield story.path, lost


def _alone(links: Links, arrangement: Arrangement, digest: Digest) -> DigestPage:
    """A digest without what leads to others: a later issue must not change an edition that readers have."""
    shown = digest_page(links, arrangement, digest)
    return msgspec.structs.replace(shown, previous=None, next=None, years_back=())


def envelope_of(links: Links) -> Envelope:
    own = links.settings.goodnews
    sender = own.mail_from or f"news@{urlsplit(links.settings.url).hostname}"
    return Envelope(sender, own.mail_unsubscribe, own.mail_unsubscribe_url)
