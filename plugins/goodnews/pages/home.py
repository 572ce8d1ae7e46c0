"""The home page: the latest digest, the latest stories, the latest annual page."""

import msgspec

from goodnews.newsroom.byline import Sources
from goodnews.pages.charts import bars, section_counts, weeks_of
from goodnews.pages.digest import digest_page
from goodnews.pages.links import Desk, page
from goodnews.pages.views.digest import DigestBody
from goodnews.pages.views.home import HomePage
from goodnews.pages.views.parts import Counted, Link, Markdown
from goodnews.pages.vote import teaser_of
from goodnews.pictures.cover import cover_of
from goodnews.press.page import Page

CAMPAIGNS_MOST = 6


def home_page(desk: Desk) -> Page:
    edition = desk.edition
    settings = edition.settings
    stories = edition.stories[-settings.goodnews.home_items :]
    latest = edition.digests[-1] if edition.digests else None
    digest = digest_page(desk, latest) if latest else None
    if digest:  # what home shows of it, so that a new paragraph prints the digest alone
        sections = tuple(msgspec.structs.replace(section, items=()) for section in digest.body.sections)
        body = DigestBody(digest.body.highlights, (), Markdown(""), sections, Sources(), ())
        digest = msgspec.structs.replace(digest, body=body)
    years = edition.newsroom.years
    desk.shows("index.html", edition.stories)
    figure = next((shown for shown in desk.figures(stories[-1].pictures) if shown.url), None) if stories else None
    view = HomePage(
        head=desk.shared_head(settings.name, "index.html", settings.goodnews.slogan or settings.name),
        digest_name=settings.goodnews.digest_name,
        digest=digest,
        latest=tuple(desk.card(story) for story in reversed(stories)),
        figure=figure,
        cover=cover_of(stories[-1].slug) if stories and not figure else None,
        top10=Link(years[0].title, years[0].address) if years else None,
        top10_note=years[0].summary if years else "",
        campaigns=_campaigns(desk),
        years_back=tuple(desk.week(week) for week in latest.years_back) if latest else (),
        weeks=weeks_of(desk),
        sections=bars(desk.say("Sections"), "section/index.html", section_counts(desk)) if edition.stories else None,
        vote=teaser_of(desk, edition.newsroom.today),
    )
    return page("index.html", "home", view)


def _campaigns(desk: Desk) -> tuple[Counted, ...]:
    """Editions with stories, the one with the newest story first."""
    by_campaign = desk.edition.by_campaign
    newest = sorted(by_campaign, key=lambda pair: (by_campaign[pair][-1].date, pair), reverse=True)
    found = []
    for key, name in newest[:CAMPAIGNS_MOST]:
        campaign = desk.edition.registries.campaigns[key]
        address = f"campaign/{campaign.slug}/{name}.html"
        found.append(Counted(campaign.editions[name].title, address, len(by_campaign[key, name])))
    return tuple(found)
