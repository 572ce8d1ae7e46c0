"""The open data of the site: its stories year by year, an index, the schema, and how annual pages are cited."""

from collections.abc import Iterator
from itertools import groupby

from goodnews.arrangement import Arrangement
from goodnews.newsroom.story import Story
from goodnews.pages.entries import tag
from goodnews.pages.links import Links, page
from goodnews.pages.views.dataset import CitationView, DatasetIndexView, DatasetView, Datum
from goodnews.press.page import Page

FOLDER = "data"


def dataset_pages(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    """Nothing unless the settings name the licence under which the data are published."""
    licence = links.settings.goodnews.open_data
    if not licence:
        return
    years: list[tuple[int, int]] = []
    for year, stories in groupby(arrangement.stories, key=lambda story: story.date.year):
        view = DatasetView(year, licence, tuple(datum(links, story) for story in stories))
        years.append((year, len(view.stories)))
        yield page(f"{FOLDER}/{year}.json", "dataset.json", view)
        yield page(f"{FOLDER}/{year}.csv", "dataset.csv", view)
    index = DatasetIndexView(licence, tuple(reversed(years)))
    yield page(f"{FOLDER}/index.json", "dataset.index", index)
    yield page(f"{FOLDER}/schema.json", "dataset.schema", index)
    for annual in arrangement.newsroom.years:
        released = annual.date.isoformat() if annual.date else ""
        citation = CitationView(annual.title, annual.address, released, licence)
        yield page(f"{FOLDER}/top10-{annual.year}.cff", "citation", citation)


def datum(links: Links, story: Story) -> Datum:
    return Datum(
        id=tag(links, f"story/{story.first_slug}"),
        url=f"{links.settings.url}/{story.address}",
        title=story.title,
        date=story.date.isoformat(),
        section=story.section,
        regions=story.regions,
        kind=story.kind,
        summary=story.summary,
        updated=story.updated.isoformat(),
        event=story.event,
        kicker=story.kicker,
        subtitle=story.subtitle,
        campaign=f"{story.campaign}/{story.campaign_year}" if story.campaign else "",
        column=story.column,
        topics=story.topics,
        bylines=tuple((byline.role, byline.names) for byline in story.bylines),
        sources=tuple(origin.name for origin in story.sources.origins),
        retracted=story.retraction is not None,
    )
