"""The pictures that go with shared links: of home, every story, digest and year, and of lists that have their own."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from goodnews.arrangement import Arrangement, Digest
from goodnews.newsroom.story import Story
from goodnews.newsroom.top10 import Year
from goodnews.pages import days
from goodnews.pages.links import DIGESTS, HOME, Links, card_address, page, square_address
from goodnews.pages.views.sharecard import ShareCard, SquareCard
from goodnews.press.page import Page

_COST, _SMALL = 24, 12  # relative cost; 1 is an ordinary page


def share_cards(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    """No pages if the settings turn them off."""
    if not links.settings.goodnews.share_cards:
        return

    def card(path: str, view: ShareCard) -> Page:
        return page(card_address(path), "sharecard", view, cost=_COST)

    def square(path: str, text: str) -> Page:
        return page(square_address(path), "sharecard.square", SquareCard(links.settings.name, text), cost=_SMALL)

    yield card(HOME, _home(links))
    yield square(HOME, links.settings.name)
    years = {year.year: year for year in arrangement.newsroom.years}
    for story in arrangement.stories:
        if story.out:
            continue
        yield card(story.address, _story(links, story, years.get(max(arrangement.chosen.get(story.slug, (0,))))))
    if arrangement.digests:
        yield square(DIGESTS, links.settings.goodnews.digest_name)
    for digest in arrangement.digests:
        yield card(digest.address, digest_card(links, digest))
    for year in arrangement.newsroom.years:
        yield card(year.address, _year(links, year))
        yield square(year.address, year.title)
    for kind, title, note, path in _lists(links, arrangement):
        yield card(path, ShareCard(links.settings.name, kind, (title,), note))
        yield square(path, title)


def _lists(links: Links, arrangement: Arrangement) -> Iterator[tuple[str, str, str, str]]:
    """Lists that have pictures of their own: name of their kind, title, note, address."""
    registries, say = links.registries, links.say
    for key in arrangement.by_section:
        section = registries.sections[key]
        yield say("Sections"), key, section.description, section.address
    for path in arrangement.by_region:
        region = registries.regions[path]
        above = links.region_line(path)[:-1]
        yield say("Regions"), region.name, " ".join(link.text for link in above), region.address
    for campaign, name in arrangement.by_campaign:
        year = registries.campaigns[campaign].years[name]
        yield say("Campaigns"), year.title, year.slogan, year.address
    for key in arrangement.by_column:
        yield say("Columns"), key, registries.columns[key].description, registries.columns[key].address
    for key in arrangement.by_topic:
        yield say("Topics"), key, registries.topics[key].description, registries.topics[key].address


def _home(links: Links) -> ShareCard:
    settings = links.settings
    return ShareCard(settings.name, "", (settings.goodnews.slogan or settings.name,), urlsplit(settings.url).netloc)


def _story(links: Links, story: Story, year: Year | None) -> ShareCard:
    """A story's card; one that an annual page holds says so, for it is what a reader hands on of that page."""
    place = " ".join(link.text for link in links.main_line(story))
    foot = f"{days.day(links.say, story.date)}　{place}".rstrip("　")
    return ShareCard(links.settings.name, year.title if year else story.section, (story.title,), foot)


def digest_card(links: Links, digest: Digest) -> ShareCard:
    """The week's leads, each on a new line."""
    settings = links.settings
    name = settings.goodnews.digest_name
    titles = (digest.notes.title,) if digest.notes.title else tuple(story.title for story in digest.leads)
    foot = days.days(links.say, digest.week.monday, digest.week.sunday)
    return ShareCard(settings.name, f"{name} {links.week(digest.week).text}", titles, foot)


def _year(links: Links, year: Year) -> ShareCard:
    settings = links.settings
    return ShareCard(settings.name, settings.goodnews.top10_name, (year.title,), year.kicker)
