"""Links and cards that many pages share, each made once."""

import datetime
import re
from collections.abc import Callable, Iterable
from hashlib import blake2b
from operator import attrgetter
from urllib.parse import quote

import msgspec

from goodnews.arrangement import Arrangement, Digest
from goodnews.files import is_portable
from goodnews.language import catalogue
from goodnews.newsroom.picture import Picture
from goodnews.newsroom.region import Region, line_of
from goodnews.newsroom.story import Story
from goodnews.newsroom.week import Week
from goodnews.pages.figures import figure_of, wordless
from goodnews.pages.views.parts import Card, Figure, Head, Link, Markdown, Text, View
from goodnews.press.page import Page
from goodnews.text.markup import Outline

_ENCODE = msgspec.msgpack.Encoder().encode
_UPDATED = attrgetter("updated")
_HASHED = re.compile(r"-[0-9a-f]{8}\Z")  # as the folder of a name that is not plain ends
_PLAIN_NAME = re.compile(r"[^\W_](?:[^\W_]|[·-])*")


def page(path: str, kind: str, view: View, affinity: str = "", cost: int = 1) -> Page:
    return Page(path, kind, _ENCODE(view), affinity, cost)


def card_address(path: str) -> str:
    """Where the picture lies that goes with a page when it is shared."""
    return f"cards/{path.removesuffix('.html')}.png"


def canonical(path: str) -> str:
    """The address a search engine should keep: a folder's index is the folder."""
    folder = path[: -len("index.html")] if path == "index.html" or path.endswith("/index.html") else path
    return folder if folder.isascii() else quote(folder)


def name_folder(name: str) -> str:
    """The folder of a name in a byline, on any system; another name never gets the same one."""
    if _PLAIN_NAME.fullmatch(name) and name == name.casefold() and is_portable(name) and not _HASHED.search(name):
        return name
    clean = re.sub(r"[^\w·]+", "-", name.lower()).strip("-")
    return f"{clean}-{blake2b(name.encode(), digest_size=4).hexdigest()}"


class Links:
    """An arrangement at hand for making views: what the newsroom says, and the links that repeat."""

    def __init__(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.say: Callable[[str], str] = catalogue(arrangement.settings.language).gettext
        self._regions: dict[str, Link] = {}
        self._lines: dict[str, tuple[Link, ...]] = {}
        self.changed: dict[str, datetime.date] = {}  # page -> last change of what it shows, where that is known
        self._names: dict[str, Link] = {}
        self._cards: dict[str, Card] = {}
        self._sections = {
            key: Link(key, f"section/{section.slug}/index.html")
            for key, section in arrangement.registries.sections.items()
        }

    def shows(self, path: str, stories: Iterable[Story]) -> None:
        """Note that a page is as new as the newest of some stories."""
        day = max(map(_UPDATED, stories), default=None)
        if day:
            self.changed[path] = day

    def section(self, key: str) -> Link:
        return self._sections[key]

    def region(self, path: str) -> Link:
        """A region by its own name."""
        if path not in self._regions:
            self._regions[path] = region_link(self.arrangement.registries.regions[path])
        return self._regions[path]

    def region_line(self, path: str) -> tuple[Link, ...]:
        """A region with all above it, from the top."""
        if path not in self._lines:
            self._lines[path] = tuple(self.region(r.path) for r in line_of(path, self.arrangement.registries.regions))
        return self._lines[path]

    def campaign(self, story: Story) -> Link | None:
        if not story.campaign:
            return None
        campaign = self.arrangement.registries.campaigns[story.campaign]
        return Link(campaign.years[story.campaign_year].title, f"campaign/{campaign.slug}/{story.campaign_year}.html")

    def column(self, story: Story) -> Link | None:
        if not story.column:
            return None
        return Link(story.column, f"column/{self.arrangement.registries.columns[story.column].slug}/index.html")

    def week(self, week: Week) -> Link:
        """A week's digest, by the words readers use for the week: 2025年第30周."""
        return Link(self.say("{year}-W{week:02}").format(year=week.year, week=week.number), f"digest/{week}.html")

    def name(self, name: str) -> Link:
        if name not in self._names:
            self._names[name] = Link(name, quote(f"byline/{name_folder(name)}/index.html"))
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
                region=self.region(story.regions[0]),
                kicker=story.kicker,
                kind=story.kind,
            )
        return card

    def headline(self, story: Story) -> Card:
        """A story in a list that shows no summary, and so is not printed again with one."""
        return msgspec.structs.replace(self.card(story), summary="")

    def text(self, story: Story) -> Text:
        outline = story.outline
        return Text(story.path, story.body, self.inner_places(outline.links), self.inner_figures(outline.images))

    def markdown(self, source: str, outline: Outline) -> Markdown:
        return Markdown(source, self.inner_places(outline.links), self.inner_figures(outline.images))

    def figures(self, pictures: Iterable[Picture]) -> tuple[Figure, ...]:
        return tuple(figure_of(picture, self.arrangement.newsroom.pictures) for picture in pictures)

    def inner_figures(self, images: tuple[str, ...]) -> dict[str, Figure]:
        """The pictures in a body."""
        return {file: wordless(self.arrangement.newsroom.pictures[file]) for file in images}

    def inner_places(self, hrefs: tuple[str, ...]) -> dict[str, str]:
        """Addresses of the pages that a body links to."""
        found = {}
        for href in hrefs:
            target = href.partition("#")[0]
            if target in self.arrangement.places:
                found[target] = self.arrangement.places[target]
        return found

    def head(self, title: str, path: str, description: str, feeds: tuple[Link, ...] = ()) -> Head:
        return Head(title, canonical(path), description, feeds)

    def shared_head(self, title: str, path: str, description: str) -> Head:
        """The head of a page that goes with a picture when it is shared."""
        card = card_address(path) if self.arrangement.settings.goodnews.share_cards else ""
        return Head(title, canonical(path), description, card=card)


def region_link(region: Region) -> Link:
    return Link(region.name, f"region/{region.slug}/index.html")
