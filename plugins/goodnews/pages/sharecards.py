"""The pictures that go with shared links: one for the home page, every story, digest and year."""

import datetime
from collections.abc import Iterator
from urllib.parse import urlsplit

from goodnews.arrangement import Arrangement, Digest
from goodnews.newsroom.story import Story
from goodnews.newsroom.top10 import Year
from goodnews.pages import days
from goodnews.pages.links import Links, card_address, page
from goodnews.pages.views.sharecard import ShareCard
from goodnews.press.page import Page

_COST = 24  # relative cost; 1 is an ordinary page


def share_cards(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    """No pages if the settings turn them off."""
    if not links.settings.goodnews.share_cards:
        return

    def card(path: str, view: ShareCard) -> Page:
        return page(card_address(path), "sharecard", view, cost=_COST)

    yield card("index.html", _home(links))
    for story in arrangement.stories:
        yield card(story.address, _story(links, story))
    for digest in arrangement.digests:
        yield card(digest.address, digest_card(links, digest))
    for year in arrangement.newsroom.years:
        yield card(year.address, _year(links, year))


def _home(links: Links) -> ShareCard:
    settings = links.settings
    return ShareCard(settings.name, "", (settings.goodnews.slogan or settings.name,), urlsplit(settings.url).netloc)


def _story(links: Links, story: Story) -> ShareCard:
    place = " ".join(link.text for link in links.region_line(story.regions[0]))
    foot = f"{_day(links, story.date)}　{place}"
    return ShareCard(links.settings.name, story.section, (story.title,), foot)


def digest_card(links: Links, digest: Digest) -> ShareCard:
    """The week's leads, each on a new line."""
    settings = links.settings
    name = settings.goodnews.digest_name
    titles = (digest.notes.title,) if digest.notes.title else tuple(story.title for story in digest.leads)
    foot = f"{_day(links, digest.week.monday)}–{_day(links, digest.week.sunday)}"
    return ShareCard(settings.name, f"{name} {digest.week}", titles, foot)


def _year(links: Links, year: Year) -> ShareCard:
    settings = links.settings
    return ShareCard(settings.name, settings.goodnews.top10_name, (year.title,), year.kicker)


def _day(links: Links, day: datetime.date) -> str:
    return days.day(links.say, day)
