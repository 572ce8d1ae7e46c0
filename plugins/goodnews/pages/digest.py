"""The weekly digest, and the list of all weeks by year."""

from collections import defaultdict
from collections.abc import Iterator

from goodnews.arrangement import Arrangement, Digest
from goodnews.newsroom.story import Story
from goodnews.pages.charts import weeks_of
from goodnews.pages.links import Links, last_change, page
from goodnews.pages.views.digest import DigestBody, DigestItem, DigestPage, DigestSection
from goodnews.pages.views.lists import DirectoryPage, Group
from goodnews.pages.views.parts import Counted, Link
from goodnews.press.page import Page

CHARACTERS_A_MINUTE = 450  # silent reading of Chinese news


def digest_pages(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    for digest in arrangement.digests:
        yield page(digest.address, "digest", digest_page(links, arrangement, digest), digest.updated)
    yield from digest_lists(links, arrangement)


def digest_page(links: Links, arrangement: Arrangement, digest: Digest) -> DigestPage:
    stories = digest.stories
    characters = sum(len(paragraph_of(story)) for story in stories) + len(digest.notes.body)
    return DigestPage(
        head=links.shared_head(digest.title, digest.address, description_of(links, digest)),
        number=digest.notes.number,
        week=str(digest.week),
        monday=digest.week.monday,
        sunday=digest.week.sunday,
        updated=digest.updated,
        count=len(stories),
        minutes=max(1, round(characters / CHARACTERS_A_MINUTE)),
        body=digest_body(links, arrangement, digest),
        previous=links.week(digest.previous) if digest.previous else None,
        next=links.week(digest.next) if digest.next else None,
        years_back=tuple(links.week(week) for week in digest.years_back),
    )


def description_of(links: Links, digest: Digest) -> str:
    """What a digest is about, for search engines and feeds."""
    return links.say("; ").join(story.title for story in digest.highlights) or digest.title


def digest_body(links: Links, arrangement: Arrangement, digest: Digest) -> DigestBody:
    notes = digest.notes
    return DigestBody(
        highlights=tuple(highlight_link(digest, story) for story in digest.highlights),
        editors_note=notes.editors_note,
        introduction=links.markdown(notes.body, notes.outline, arrangement.places),
        sections=tuple(
            DigestSection(
                anchor=f"s_{section.slug}",
                title=section.key,
                url=links.section(section.key).url,
                items=tuple(_item(links, story) for story in stories),
            )
            for section, stories in digest.sections
        ),
        sources=digest.sources,
        editors=digest.editors,
    )


def highlight_link(digest: Digest, story: Story) -> Link:
    """A link to a story within its digest."""
    return Link(story.title, f"{digest.address}#{story.slug}")


def paragraph_of(story: Story) -> str:
    """The one paragraph that a digest prints."""
    return story.digest_summary or story.summary


def _item(links: Links, story: Story) -> DigestItem:
    return DigestItem(
        anchor=story.slug,
        title=story.title,
        url=story.address,
        kicker=story.kicker,
        text=paragraph_of(story),
        date=story.date,
        region=links.region(story.regions[0]),
        campaign=links.campaign(story),
        pictures=links.figures(picture for picture in story.pictures[:1] if picture.file),
    )


def digest_lists(links: Links, arrangement: Arrangement) -> list[Page]:
    """A list for every ISO year, and the newest year's as the index."""
    by_year: dict[int, list[Digest]] = defaultdict(list)
    for digest in arrangement.digests:
        by_year[digest.week.year].append(digest)
    years = sorted(by_year, reverse=True)
    name = links.settings.goodnews.digest_name
    pages = []
    for year in years:
        path = f"digest/{year}.html"
        group = _year_group(links, by_year[year], str(year), "")
        view = DirectoryPage(links.head(f"{name} {year}", path, name), "digest", f"{name} {year}", "", (group,))
        changed = last_change(story for digest in by_year[year] for story in digest.stories)
        pages.append(page(path, "directory", view, changed))
    groups = [_year_group(links, by_year[year], str(year), f"digest/{year}.html") for year in years[:1]]
    groups += [
        Group(str(year), f"digest/{year}.html", "", sum(len(d.stories) for d in by_year[year]), ())
        for year in years[1:]
    ]
    head = links.head(name, "digest/index.html", name)
    index = DirectoryPage(head, "digest", name, "", tuple(groups), weeks=weeks_of(links, arrangement))
    return [*pages, page("digest/index.html", "directory", index, last_change(arrangement.stories))]


def _year_group(links: Links, digests: list[Digest], title: str, url: str) -> Group:
    entries = tuple(
        Counted(digest.title, digest.address, len(digest.stories), links.week(digest.week).text)
        for digest in reversed(digests)
    )
    return Group(title, url, "", sum(link.count for link in entries), entries)
