"""The home page."""

from goodnews.pages.views.digest import DigestPage
from goodnews.pages.views.lists import Group, Weeks
from goodnews.pages.views.parts import Card, Counted, Figure, Head, Link, View
from goodnews.pages.views.vote import VoteTeaser
from goodnews.pictures.cover import Cover


class HomePage(View, frozen=True):
    head: Head
    digest_name: str
    digest: DigestPage | None  # without its sections' items; its highlights are filled up
    latest: tuple[Card, ...]  # newest day first, each with its lead first
    newest: str  # the newest day with stories, and their addresses
    figure: Figure | None  # of the first of them, if it has one
    cover: Cover | None  # else
    top10: Link | None
    top10_note: str
    campaigns: tuple[Counted, ...]
    recommended: tuple[Card, ...]  # by the editors, in their order
    years_back: tuple[Link, ...]
    weeks: Weeks | None
    sections: Group | None  # as bars
    vote: VoteTeaser | None = None
    principles: str = ""  # address of the standing page that says how the newsroom works
