"""The pictures that go with shared links: one for the home page, every story, digest and year."""

import datetime
from collections.abc import Iterator
from urllib.parse import urlsplit

from goodnews.arrangement import Digest
from goodnews.newsroom.story import Story
from goodnews.newsroom.top10 import Year
from goodnews.pages.links import Desk, card_address, page
from goodnews.pages.views.sharecard import ShareCard
from goodnews.press.page import Page

_COST = 24  # ordinary pages that could be printed meanwhile


def share_cards(desk: Desk) -> Iterator[Page]:
    """None if the settings want none."""
    edition = desk.edition
    if not edition.settings.goodnews.share_cards:
        return

    def card(path: str, view: ShareCard) -> Page:
        return page(card_address(path), "sharecard", view, cost=_COST)

    yield card("index.html", _home(desk))
    for story in edition.stories:
        yield card(story.address, _story(desk, story))
    for digest in edition.digests:
        yield card(digest.address, _digest(desk, digest))
    for year in edition.newsroom.years:
        yield card(year.address, _year(desk, year))


def _home(desk: Desk) -> ShareCard:
    settings = desk.edition.settings
    return ShareCard(settings.name, "", (settings.goodnews.slogan or settings.name,), urlsplit(settings.url).netloc)


def _story(desk: Desk, story: Story) -> ShareCard:
    place = " ".join(link.text for link in desk.region_line(story.regions[0]))
    foot = f"{_day(desk, story.date)}　{place}"
    return ShareCard(desk.edition.settings.name, story.section, (story.title,), foot)


def _digest(desk: Desk, digest: Digest) -> ShareCard:
    """The week's leads, each from the beginning of a line."""
    settings = desk.edition.settings
    name = settings.goodnews.digest_name
    titles = (digest.notes.title,) if digest.notes.title else tuple(story.title for story in digest.leads)
    foot = f"{_day(desk, digest.week.monday)}–{_day(desk, digest.week.sunday)}"
    return ShareCard(settings.name, f"{name} {digest.week}", titles, foot)


def _year(desk: Desk, year: Year) -> ShareCard:
    settings = desk.edition.settings
    return ShareCard(settings.name, settings.goodnews.top10_name, (year.title,), year.kicker)


def _day(desk: Desk, day: datetime.date) -> str:
    return desk.say("{year}-{month:02}-{day:02}").format(year=day.year, month=day.month, day=day.day)
