"""The search page and the files of its index."""

from goodnews.pages.views.parts import Head, Link, View


class SearchPage(View, frozen=True):
    """The form, and other places to look: all that search offers without a script."""

    head: Head
    sections: tuple[Link, ...]  # name and slug, as the form sends it
    regions: tuple[Link, ...]  # likewise, of the top level
    years: tuple[Link, ...]  # likewise, newest first
    places: tuple[Link, ...]
    archive: tuple[Link, ...]


class IndexFile(View, frozen=True):
    """A file of the search index; its contents are taken from the cache when it is printed."""

    name: str
    hash: bytes
    shard: bool  # or records


class TitlesFile(View, frozen=True):
    """Texts and places, each with its pinyin, which is made when the file is printed."""

    name: str
    titles: tuple[str, ...]
    places: tuple[tuple[str, str], ...]  # name and the last part of its slug
    spelled: bool  # whether pinyin is made


class IndexRoot(View, frozen=True):
    """A file that the search script reads completely."""

    name: str
    value: str  # JSON
