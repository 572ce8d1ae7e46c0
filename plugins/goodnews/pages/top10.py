"""The annual page: the year's choice, each entry with its recap and comment."""

from goodnews.arrangement import Arrangement
from goodnews.newsroom.story import Story
from goodnews.newsroom.top10 import Annual, Year
from goodnews.newsroom.vote.vote import Vote
from goodnews.pages.links import Links, last_change, page
from goodnews.pages.shelves import TOP10, filled, under_way
from goodnews.pages.views.lists import DirectoryPage, Group
from goodnews.pages.views.parts import Counted, Link, Markdown
from goodnews.pages.views.top10 import AnnualBody, AnnualEntry, Top10Page
from goodnews.pages.vote import nominable, result_body
from goodnews.press.page import Page


def top10_pages(links: Links, arrangement: Arrangement) -> list[Page]:
    years = arrangement.newsroom.years  # newest first
    stories = stories_of_years(arrangement)
    pages = []
    for place, year in enumerate(years):
        days = [year.date] if year.date else []
        changed = max([*days, *(stories[entry.slug].updated for entry in year.entries)], default=None)
        later = years[place - 1] if place else None
        earlier = years[place + 1] if place + 1 < len(years) else None
        view = top10_page(links, arrangement, year, stories, earlier, later)
        pages.append(page(year.address, "top10", view, changed))
    if TOP10 not in filled(arrangement):
        return pages
    name = links.settings.goodnews.top10_name
    entries = tuple(Counted(y.title, y.address, len(y.entries), y.summary) for y in years)
    votes = tuple(_under_way(links, arrangement, vote) for vote in under_way(arrangement))
    groups = (
        *((Group("", "", links.say("The vote of the year"), 0, votes),) if votes else ()),
        Group("", "", "", 0, entries),
    )
    described = links.described(name, [entry.note for entry in entries[:1] if entry.note])
    index = DirectoryPage(links.head(name, TOP10, described), "top10", name, "", groups)
    return [*pages, page(TOP10, "directory", index, last_change(stories.values()))]


def _under_way(links: Links, arrangement: Arrangement, vote: Vote) -> Counted:
    """Link to a vote: to its slate, or, before that is published, to the stories that can be nominated."""
    if vote.public:
        return Counted(vote.rules.title, vote.address, len(vote.candidates))
    note = links.say("Nominate now") if vote.takes_nominations else ""
    return Counted(vote.rules.title, vote.address, len(nominable(arrangement, vote.year)), note)


def stories_of_years(arrangement: Arrangement) -> dict[str, Story]:
    return {story.slug: story for story in arrangement.stories if story.slug in arrangement.chosen}


def top10_page(
    links: Links,
    arrangement: Arrangement,
    year: Year,
    stories: dict[str, Story],
    earlier: Year | None,
    later: Year | None,
) -> Top10Page:
    return Top10Page(
        head=links.head(year.title, year.address, year.summary, card=year.address, square=year.address),
        year=year.year,
        kicker=year.kicker,
        body=annual_body(links, arrangement, year, stories),
        method=year.method,
        letters=year.letters,
        earlier=Link(earlier.title, earlier.address) if earlier else None,
        later=Link(later.title, later.address) if later else None,
        vote=next(
            (result_body(links, arrangement, vote) for vote in arrangement.newsroom.votes if vote.year == year.year),
            None,
        ),
    )


def annual_body(links: Links, arrangement: Arrangement, year: Year, stories: dict[str, Story]) -> AnnualBody:
    def text(source: str) -> Markdown:
        return links.markdown(source, year.outline, arrangement.places)

    def entry(annual: Annual) -> AnnualEntry:
        story = stories[annual.slug]
        figure = next((one for one in links.figures(story.pictures) if one.url), None)
        shown = annual if not story.retraction else Annual(story.slug, "", "")
        return AnnualEntry(
            anchor=story.slug,
            title=story.title,
            url=story.address,
            kicker=story.kicker,
            regions=links.main_line(story),
            figure=figure,
            recap=text(shown.recap),
            comment=text(shown.comment),
            commentator=shown.commentator,
            retraction=story.retraction,
            out=story.out,
        )

    return AnnualBody(
        note=text(year.note),
        entries=tuple(entry(annual) for annual in year.entries),
        recap_label=year.recap_label,
        comment_label=year.comment_label,
        credits=year.credits,
        sources=year.sources,
    )
