"""What several kinds of page show."""

import datetime

import msgspec

from goodnews.pictures.cover import Cover


class View(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of every view."""


class Link(View, frozen=True):
    text: str
    url: str


Files = tuple[tuple[str, int], ...]  # address, width in pixels; the narrowest first


class Figure(View, frozen=True):
    """A picture in every size and format that there is of it, with its words."""

    url: str  # in the format that every browser can show; '' if the picture is lost and only its words remain
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int = 0  # pixels of `url`
    height: int = 0
    files: Files = ()  # in the same format
    better: tuple[tuple[str, Files], ...] = ()  # other formats: avif, webp; the best first


class Text(View, frozen=True):
    """Markdown that is supplied when the page is printed, known by its hash."""

    path: str  # of the story, below content/
    hash: bytes
    places: dict[str, str] = {}  # `story:slug` -> address, for its inner links
    figures: dict[str, Figure] = {}  # file -> how it is shown, without words


class Markdown(View, frozen=True):
    """Markdown in the view itself."""

    source: str
    places: dict[str, str] = {}
    figures: dict[str, Figure] = {}


class Card(View, frozen=True):
    """A story in a list."""

    title: str
    url: str
    summary: str
    date: datetime.date
    section: Link
    region: Link | None  # none where the newsroom has no regions
    kicker: str
    kind: str
    campaign: Link | None = None
    out: str = ""  # address that a link leads to; its `url` is then its line in the archive
    figure: Figure | None = None  # its first picture, without words: the headline beside it has them


class Counted(View, frozen=True):
    """A link with the number of stories behind it."""

    text: str
    url: str
    count: int
    note: str = ""
    newest: Card | None = None  # of those stories; the lead of an issue
    cover: Cover | None = None  # of the list, where the newest has no picture


class Head(View, frozen=True):
    """What the head of every page says."""

    title: str
    url: str  # canonical, below the root; '' is the home page
    description: str
    feeds: tuple[Link, ...] = ()  # for autodiscovery, beside the site's own
    card: str = ""  # address of the picture that goes with the page when it is shared; '' if none
    square: str = ""  # of the small one


class Ways(View, frozen=True):
    """How a reader can stay, besides feeds."""

    line: str  # what is promised
    email: str  # address of a form, '' if there is none
    wechat: str  # name of the public account, '' if there is none
    wechat_code: str  # address of the picture of its QR code, '' if there is none


class Site(View, frozen=True):
    """What every page shows of the site."""

    name: str
    slogan: str
    url: str
    language: str
    locale: str  # the language with its territory, for Open Graph: zh_CN; '' where it is not known
    zone: str
    sections: tuple[Link, ...]
    menu: tuple[Link, ...]
    subscribe: Link | None  # None while there is neither a feed nor another way
    footer: tuple[Link, ...]
    feeds: tuple[Link, ...]  # the site's own, for autodiscovery: title and address without the format
    icp: str
    icp_url: str
    report_url: str
    search: str  # address of the search page, '' if there is none
    stylesheet: str  # the newsroom's own, '' if it has none
    regions: str  # address of the page of regions, '' if there are none
    ways: Ways
    offline: bool  # whether a device keeps some pages for a time without network
