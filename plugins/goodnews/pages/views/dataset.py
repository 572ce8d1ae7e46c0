"""The stories of the site as data, for whoever counts or studies them: one file a year, in two formats."""

import msgspec

from goodnews.pages.views.parts import View


class Datum(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One story. The names of these fields are those of the published data: see docs/data.md."""

    id: str  # the id of its feed entry, which never changes
    url: str
    title: str
    date: str  # of publication
    section: str
    regions: tuple[str, ...]  # paths such as 河南省/洛阳市, the main one first
    kind: str
    summary: str
    updated: str  # the day on which its text last changed on record
    event: str = ""  # when it happened: a day, a month, or words
    kicker: str = ""
    subtitle: str = ""
    campaign: str = ""  # key/year
    column: str = ""
    topics: tuple[str, ...] = ()
    bylines: tuple[tuple[str, tuple[str, ...]], ...] = ()  # role, names
    sources: tuple[str, ...] = ()  # names of publications
    retracted: bool = False  # then its summary is the notice


class DatasetView(View, frozen=True):
    year: int
    licence: str
    stories: tuple[Datum, ...]  # oldest first


class DatasetIndexView(View, frozen=True):
    """What there is, and how to cite it."""

    licence: str
    years: tuple[tuple[int, int], ...]  # year, number of stories; newest first


class CitationView(View, frozen=True):
    """How an annual page is cited (Citation File Format 1.2)."""

    title: str
    url: str  # of the page
    released: str  # the day; '' if it has none
    licence: str
