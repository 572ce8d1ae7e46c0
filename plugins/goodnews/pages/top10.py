"""The annual page: the year's choice, each entry with its recap and comment."""

from goodnews.arrangement import Edition
from goodnews.newsroom.story import Story
from goodnews.newsroom.top10 import Annual, Year
from goodnews.pages.links import Desk, page
from goodnews.pages.views.lists import DirectoryPage, Group
from goodnews.pages.views.parts import Counted, Link, Markdown
from goodnews.pages.views.top10 import AnnualBody, AnnualEntry, Top10Page
from goodnews.pages.vote import address_of, result_body
from goodnews.press.page import Page


def top10_pages(desk: Desk) -> list[Page]:
    years = desk.edition.newsroom.years  # newest first
    stories = stories_of_years(desk.edition)
    pages = []
    desk.shows("top10/index.html", stories.values())
    for place, year in enumerate(years):
        desk.shows(year.address, (stories[entry.slug] for entry in year.entries))
        if year.date:
            desk.changed[year.address] = max(desk.changed[year.address], year.date)
        later = years[place - 1] if place else None
        earlier = years[place + 1] if place + 1 < len(years) else None
        pages.append(page(year.address, "top10", top10_page(desk, year, stories, earlier, later)))
    name = desk.edition.settings.goodnews.top10_name
    links = tuple(Counted(y.title, y.address, len(y.entries), y.summary) for y in years)
    votes = [vote for vote in desk.edition.newsroom.votes if vote.public and vote.result is None]
    under_way = tuple(Counted(v.rules.title, address_of(v), len(v.candidates)) for v in votes)
    groups = (
        *((Group("", "", desk.say("The vote of the year"), 0, under_way),) if under_way else ()),
        Group("", "", "", 0, links),
    )
    view = DirectoryPage(desk.head(name, "top10/index.html", name), "top10", name, "", groups)
    return [*pages, page("top10/index.html", "directory", view)]


def stories_of_years(edition: Edition) -> dict[str, Story]:
    return {story.slug: story for story in edition.stories if story.slug in edition.chosen}


def top10_page(
    desk: Desk, year: Year, stories: dict[str, Story], earlier: Year | None, later: Year | None
) -> Top10Page:
    return Top10Page(
        head=desk.shared_head(year.title, year.address, year.summary),
        year=year.year,
        kicker=year.kicker,
        body=annual_body(desk, year, stories),
        method=year.method,
        letters=year.letters,
        earlier=Link(earlier.title, earlier.address) if earlier else None,
        later=Link(later.title, later.address) if later else None,
        vote=next((result_body(desk, vote) for vote in desk.edition.newsroom.votes if vote.year == year.year), None),
    )


def annual_body(desk: Desk, year: Year, stories: dict[str, Story]) -> AnnualBody:
    def text(source: str) -> Markdown:
        return desk.markdown(source, year.outline)

    def entry(annual: Annual) -> AnnualEntry:
        story = stories[annual.slug]
        return AnnualEntry(
            anchor=story.slug,
            title=story.title,
            url=story.address,
            kicker=story.kicker,
            region=desk.region(story.regions[0]),
            recap=text(annual.recap),
            comment=text(annual.comment),
            commentator=annual.commentator,
        )

    return AnnualBody(
        note=text(year.note),
        entries=tuple(entry(annual) for annual in year.entries),
        recap_label=year.recap_label,
        comment_label=year.comment_label,
        credits=year.credits,
        sources=year.sources,
    )
