"""A year's vote, before there is a result: the nominations, then the slate."""

from goodnews.pages.views.parts import Head, Link, View


class VotePeriod(View, frozen=True):
    """When voting is open, in the zone of the rules."""

    opens: str  # 2026-12-01T09:00+08:00: a view is bytes, and those keep instants but no zones; '': to be announced
    closes: str  # prolongations included; '': to be announced
    zone: str  # Asia/Shanghai
    offset: str  # UTC+08:00, at the close; '' if that is to be announced
    prolonged: int  # minutes


class VoteChoice(View, frozen=True):
    """One candidate on the slate."""

    code: str
    title: str
    url: str  # '' if the story has left the site
    region: str
    summary: str
    withdrawn: str  # the editors' reason; '' if it is not withdrawn


class Slate(View, frozen=True):
    """How the candidates were found, in numbers."""

    stories: int
    screeners: tuple[str, ...]  # lexical, embedding
    models: tuple[str, ...]  # chat models; if there is none, no page mentions AI
    accepted: int
    refused: int


class Download(View, frozen=True):
    name: str
    url: str
    size: str  # 1.2 MB
    sha256: str


class VotePage(View, frozen=True):
    """The voting page, complete without the service."""

    head: Head
    year: int
    stage: str  # frozen, open, closed, tallied or published
    period: VotePeriod
    minimum: int
    maximum: int
    places: int
    groups: tuple[str, ...]
    words: tuple[str, ...]  # the rules, in sentences
    choices: tuple[VoteChoice, ...]  # in the order of their codes
    slate: Slate
    service: str  # address of the form, '' if there is none
    health: str  # address that tells whether the service is up
    origin: str  # of the service, for the content security policy
    form: str  # address of a form tool, '' if there is none
    key: str  # of the opening
    downloads: tuple[Download, ...]
    result: str  # address of the result, once it is published


class NominatedGroup(View, frozen=True):
    """A section with the year's stories that can be nominated."""

    section: Link
    stories: tuple[Link, ...]  # newest first


class NominationsPage(View, frozen=True):
    """The voting page until the vote is frozen. It never says who nominated what."""

    head: Head
    year: int
    taking: bool  # whether nominations are taken: no slate is written yet
    overdue: bool  # whether the opening has passed although the vote is not frozen
    period: VotePeriod
    minimum: int
    maximum: int
    places: int
    groups: tuple[str, ...]
    words: tuple[str, ...]  # the rules as they stand, in sentences
    count: int  # stories
    sections: tuple[NominatedGroup, ...]
    form: str  # where to nominate, '' if the settings name no address
    contact: Link | None  # else the page that says how to reach the newsroom, if there is one


class VoteTeaser(View, frozen=True):
    """The open vote on the home page; if none is open, the nominations."""

    title: str
    url: str
    closes: str  # '' for nominations
    offset: str
    count: int  # candidates, or stories that can be nominated
    maximum: int
    nominating: bool = False
