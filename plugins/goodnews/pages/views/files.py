"""Files that no reader opens as a page: copied files, pictures, sitemaps."""

import datetime

from goodnews.pages.views.parts import View


class FileView(View, frozen=True):
    """A file copied as it is, but for comments in our own scripts and style sheets."""

    folder: str  # content or theme
    path: str
    hash: bytes


class RenditionView(View, frozen=True):
    """A picture in one size and format."""

    file: str  # below content/
    hash: bytes  # of its content
    width: int
    format: str


class CodeView(View, frozen=True):
    """A QR code as a picture of its own: WeChat reads a code that is pressed long only off a picture."""

    says: str


class SitemapView(View, frozen=True):
    addresses: tuple[tuple[str, datetime.date | None], ...]  # address, last change


class NewsSitemapView(View, frozen=True):
    """The stories of the two newest days, as search engines for news want them."""

    language: str  # as they write it: zh-cn, en
    stories: tuple[tuple[str, str, datetime.date], ...]  # address, title, day of publication; the newest first


class SitemapIndexView(View, frozen=True):
    maps: tuple[tuple[str, datetime.date | None], ...]
