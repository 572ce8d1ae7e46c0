"""Links and cards that many pages share, each made once.

They are made from settings, registries and pictures alone, so no story can change what a page links to without being
handed to it: a page that is judged by its ingredients (see `story.py`) is given these and no arrangement.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from urllib.parse import quote

import msgspec

from goodnews.arrangement import Digest
from goodnews.language import catalogue
from goodnews.newsroom.byline import name_address
from goodnews.newsroom.picture import Picture
from goodnews.newsroom.region import line_of
from goodnews.newsroom.section import Hotline
from goodnews.newsroom.story import Registries, Story
from goodnews.newsroom.week import Week
from goodnews.pages import days
from goodnews.pages.figures import figure_of, illustration_of, wordless
from goodnews.pages.views.feed import Illustration
from goodnews.pages.views.parts import Card, Figure, Head, Link, Markdown, Text, View
from goodnews.pictures.photo import Photo
from goodnews.press.page import Page
from goodnews.settings import Settings
from goodnews.text.markup import Outline

DESCRIPTION_MOST = 120  # characters that a search engine shows

HOME = "index.html"
DIGESTS = "digest/index.html"
_ENCODE = msgspec.msgpack.Encoder().encode
_UPDATED = attrgetter("updated")


def page(
    path: str, kind: str, view: View, changed: datetime.date | None = None, affinity: str = "", cost: int = 1
) -> Page:
    """changed  the day on which what the page shows last changed, where that is known"""
    return Page(path, kind, _ENCODE(view), affinity, cost, changed)


def last_change(stories: Iterable[Story]) -> datetime.date | None:
    """The day on which one of some stories last changed; None if there is none."""
    return max(map(_UPDATED, stories), default=None)


def card_address(path: str) -> str:
    """Address of the picture that goes with a page when it is shared."""
    return f"cards/{path.removesuffix('.html')}.png"


def square_address(path: str) -> str:
    """Address of the small square one. No page lies in `square/`, so it is nobody's large one."""
    return card_address(f"square/{path}")


def canonical(path: str) -> str:
    """The address a search engine should keep: a folder's index is the folder."""
    folder = path[: -len("index.html")] if path == "index.html" or path.endswith("/index.html") else path
    return folder if folder.isascii() else quote(folder)


def places_in(hrefs: Iterable[str], places: Mapping[str, str]) -> dict[str, str]:
    """Addresses of the pages that a text links to.

    hrefs   as the text has them: `story:slug#anchor`
    places  `story:slug` -> address, of everything that is public
    """
    found = {}
    for href in hrefs:
        target = href.partition("#")[0]
        if target in places:
            found[target] = places[target]
    return found


class Links:
    """Links, cards and figures from a newsroom's settings, registries and pictures, ready for views."""

    def __init__(self, settings: Settings, registries: Registries, pictures: Mapping[str, Photo]) -> None:
        self.settings = settings
        self.registries = registries
        self.pictures = pictures
        self.catalogue = catalogue(settings.language)
        self.say: Callable[[str], str] = self.catalogue.gettext
        self._regions: dict[str, Link] = {}
        self._lines: dict[str, tuple[Link, ...]] = {}
        self._names: dict[str, Link] = {}
        self._cards: dict[str, Card] = {}
        self._sections = {key: Link(key, section.address) for key, section in registries.sections.items()}

    def section(self, key: str) -> Link:
        return self._sections[key]

    def hotline(self, key: str) -> Hotline | None:
        """Where readers of a section find help on the telephone."""
        return self.registries.sections[key].hotline

    def main_region(self, story: Story) -> Link | None:
        return self.region(story.regions[0]) if story.regions else None

    def main_line(self, story: Story) -> tuple[Link, ...]:
        """The story's main region after all regions above it, from the top."""
        return self.region_line(story.regions[0]) if story.regions else ()

    def region(self, path: str) -> Link:
        """A region by its own name."""
        if path not in self._regions:
            region = self.registries.regions[path]
            self._regions[path] = Link(region.name, region.address)
        return self._regions[path]

    def region_line(self, path: str) -> tuple[Link, ...]:
        """A region after all regions above it, from the top."""
        if path not in self._lines:
            self._lines[path] = tuple(self.region(r.path) for r in line_of(path, self.registries.regions))
        return self._lines[path]

    def campaign(self, story: Story) -> Link | None:
        if not story.campaign:
            return None
        year = self.registries.campaigns[story.campaign].years[story.campaign_year]
        return Link(year.title, year.address)

    def column(self, story: Story) -> Link | None:
        if not story.column:
            return None
        return Link(story.column, self.registries.columns[story.column].address)

    def topics(self, story: Story) -> tuple[Link, ...]:
        return tuple([Link(key, self.registries.topics[key].address) for key in story.topics])

    def week(self, week: Week) -> Link:
        """A week's digest, named as readers name the week: 2025年第30周."""
        return Link(days.week(self.say, week.year, week.number), week.address)

    def name(self, name: str) -> Link:
        if name not in self._names:
            self._names[name] = Link(name, quote(name_address(name)))
        return self._names[name]

    def story(self, story: Story) -> Link:
        return Link(story.title, story.address)

    def digest(self, digest: Digest) -> Link:
        return Link(digest.title, digest.address)

    def card(self, story: Story) -> Card:
        card = self._cards.get(story.slug)
        if card is None:
            card = self._cards[story.slug] = Card(
                title=story.title,
                url=story.address,
                summary=story.summary,
                date=story.date,
                section=self._sections[story.section],
                region=self.main_region(story),
                kicker=story.kicker,
                kind=story.kind,
                campaign=self.campaign(story),
                out=story.out,
                figure=self.picture(story),
            )
        return card

    def pictured(self, story: Story) -> Card:
        """A story in a list that shows no summary, so that a new summary does not reprint the list."""
        return msgspec.structs.replace(self.card(story), summary="")

    def headline(self, story: Story) -> Card:
        """A story in a list of headlines alone."""
        return msgspec.structs.replace(self.card(story), summary="", figure=None)

    def picture(self, story: Story) -> Figure | None:
        """The first picture of a story whose file there is, as lists show it."""
        return next((wordless(self.pictures[picture.file]) for picture in story.pictures if picture.file), None)

    def newest(self, stories: Sequence[Story], pictured: bool = False) -> Card | None:
        """What an index shows of a list: its newest story that was not taken back.

        stories  oldest first
        """
        show = self.pictured if pictured else self.headline
        return next((show(story) for story in reversed(stories) if not story.retraction), None)

    def text(self, story: Story, places: Mapping[str, str]) -> Text:
        """places  of everything public, or of what the story links to"""
        outline = story.outline
        return Text(story.path, story.body, places_in(outline.links, places), self.inner_figures(outline.images))

    def markdown(self, source: str, outline: Outline, places: Mapping[str, str]) -> Markdown:
        return Markdown(source, places_in(outline.links, places), self.inner_figures(outline.images))

    def figures(self, pictures: Iterable[Picture]) -> tuple[Figure, ...]:
        return tuple(figure_of(picture, self.pictures) for picture in pictures)

    def illustration(self, pictures: Iterable[Picture]) -> Illustration | None:
        """The picture that goes with a feed's entry: the first whose file there is."""
        return illustration_of(pictures, self.pictures)

    def inner_figures(self, images: tuple[str, ...]) -> dict[str, Figure]:
        """The pictures in a body."""
        return {file: wordless(self.pictures[file]) for file in images}

    def described(self, text: str, names: Iterable[str]) -> str:
        """What a page is about, for search engines: a text, then as many names of what the page leads to as fit."""
        for name in names:
            longer = text.rstrip("。.") + self.say("; ") + name
            if len(longer) > DESCRIPTION_MOST:
                break
            text = longer
        return text

    def head(
        self,
        title: str,
        path: str,
        description: str,
        feeds: tuple[Link, ...] = (),
        *,
        card: str = HOME,
        square: str = HOME,
    ) -> Head:
        """The head of a page.

        card, square  the pages whose pictures it shows when it is shared
        """
        head = Head(title, canonical(path), description, feeds)
        if not self.settings.goodnews.share_cards:
            return head
        return msgspec.structs.replace(head, card=card_address(card), square=square_address(square))
