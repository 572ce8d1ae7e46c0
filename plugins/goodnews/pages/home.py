"""The home page: the latest digest, the latest stories, the latest annual page."""

from collections.abc import Iterable

import msgspec

from goodnews.arrangement import Arrangement, Digest, front_order, front_page
from goodnews.newsroom.byline import Sources
from goodnews.newsroom.story import Story
from goodnews.pages.charts import bars, section_counts, weeks_of
from goodnews.pages.device import newest_of
from goodnews.pages.digest import digest_page, highlight_link
from goodnews.pages.links import Links, last_change, page
from goodnews.pages.shelves import SECTIONS
from goodnews.pages.views.digest import DigestBody
from goodnews.pages.views.home import HomePage
from goodnews.pages.views.parts import Card, Counted, Link, Markdown
from goodnews.pages.vote import teaser_of
from goodnews.pictures.cover import cover_of
from goodnews.press.page import Page

CAMPAIGNS_MOST = 6
HERO = 3  # stories that the latest digest shows at least, if it has as many


def home_page(links: Links, arrangement: Arrangement) -> Page:
    settings = links.settings
    stories = front_page(arrangement, settings.goodnews.home_items)
    latest = arrangement.digests[-1] if arrangement.digests else None
    digest = digest_page(links, arrangement, latest) if latest else None
    if latest and digest:  # only what home shows of it, so that a new paragraph reprints the digest alone
        sections = tuple(msgspec.structs.replace(section, items=()) for section in digest.body.sections)
        body = DigestBody(_hero(links, latest), (), Markdown(""), sections, Sources(), ())
        digest = msgspec.structs.replace(digest, body=body, lead=None, highlights=())
    years = arrangement.newsroom.years
    figure = next((shown for shown in links.figures(stories[0].pictures) if shown.url), None) if stories else None
    view = HomePage(
        head=links.head(
            settings.name,
            "index.html",
            links.described(
                settings.goodnews.slogan or settings.name,
                [link.text for link in digest.body.highlights] if digest else [],
            ),
        ),
        digest_name=settings.goodnews.digest_name,
        digest=digest,
        latest=_latest(links, stories),
        newest=newest_of(arrangement),
        figure=figure,
        cover=cover_of(stories[0].slug) if stories and not figure else None,
        top10=Link(years[0].title, years[0].address) if years else None,
        top10_note=years[0].summary if years else "",
        campaigns=_campaigns(links, arrangement),
        recommended=tuple(links.headline(story) for story in arrangement.newsroom.recommended),
        years_back=tuple(links.week(week) for week in latest.years_back) if latest else (),
        weeks=weeks_of(links, arrangement),
        sections=bars(links.say("Sections"), SECTIONS, section_counts(links, arrangement))
        if arrangement.stories
        else None,
        vote=teaser_of(links, arrangement, arrangement.newsroom.today),
        principles=next((page.address for page in arrangement.newsroom.standing if page.principles), ""),
    )
    return page("index.html", "home", view, last_change(arrangement.stories))


def _latest(links: Links, stories: Iterable[Story]) -> tuple[Card, ...]:
    """The newest stories; the first has its picture above all of them."""
    cards = [links.card(story) for story in stories]
    return (*(msgspec.structs.replace(card, figure=None) for card in cards[:1]), *cards[1:])


def _hero(links: Links, digest: Digest) -> tuple[Link, ...]:
    """The latest digest's leads and highlights, filled up with other stories if they are few."""
    picked = {*digest.notes.leads, *(story.slug for story in digest.highlights)}
    ranked = front_order(digest.stories, digest, links.registries)
    shown = ranked[: max(HERO, sum(story.slug in picked for story in ranked))]
    return tuple(highlight_link(digest, story) for story in shown)


def _campaigns(links: Links, arrangement: Arrangement) -> tuple[Counted, ...]:
    """Campaign years with stories, the one with the newest story first."""
    by_campaign = arrangement.by_campaign
    newest = sorted(by_campaign, key=lambda pair: (by_campaign[pair][-1].date, pair), reverse=True)
    found = []
    for key, name in newest[:CAMPAIGNS_MOST]:
        year = links.registries.campaigns[key].years[name]
        found.append(Counted(year.title, year.address, len(by_campaign[key, name])))
    return tuple(found)
